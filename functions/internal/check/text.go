package check

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// word is a word, #tag or @mention of a text, as it is compared: in lower case,
// in plain letters, without accents and without characters that print nothing.
// What looks alike is alike: ＃ＡＤ, 𝗔𝗱 and a d with a soft hyphen before it.
type word struct {
	text       string
	mark       rune // '#', '@' or 0
	start, end int  // characters of the text, the mark included
	gap        gap  // what stands between the word before and this one
	after      gap  // of the last word: what stands behind it
	sentence   int
	paragraph  int
	capital    bool // begins with a capital letter or a digit
	shouted    bool // is all capital letters
	glued      bool // a tag that hangs on the word before it
	aside      bool // in quotation marks, struck out: not said by the writer
}

// gap is what stands between two words, a set of these.
type gap uint16

const (
	gapSpace gap = 1 << iota
	gapLine      // the end of a line
	gapBlank     // an empty line
	gapStop      // the end of a sentence
	gapComma
	gapJoin  // a hyphen or a dot inside a word, an address
	gapQuote // a quotation mark
	gapOpen  // an opening bracket
	gapSep   // a colon, a dash, a bar, a picture: whatever sets words apart
	gapEdge  // the beginning or the end of the text
	gapAsk   // a question mark, with gapStop

	// gapSoft may stand inside a phrase, gapHard ends a sentence.
	gapSoft = gapSpace | gapLine | gapJoin | gapQuote
	gapHard = gapLine | gapBlank | gapStop | gapEdge
)

func (g gap) has(any gap) bool { return g&any != 0 }

// letter is a character of a folded text and where it comes from.
type letter struct {
	r     rune
	at    int
	upper bool
}

// mostLetters is how many letters one character is taken apart into. A few
// stand for whole sentences, eighteen letters long, which nobody searches.
const mostLetters = 4

// fold returns what is compared of a text, character by character.
func fold(text []rune) []letter {
	letters := make([]letter, 0, len(text))
	for at, r := range text {
		upper := unicode.IsUpper(r) || unicode.IsTitle(r)
		if r < unicode.MaxASCII {
			letters = append(letters, letter{unicode.ToLower(r), at, upper})
			continue
		}
		plain := []rune(norm.NFKD.String(string(r)))
		for _, r := range plain[:min(len(plain), mostLetters)] {
			if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) || fillers(r) {
				continue
			}
			letters = append(letters, letter{plainSign(unicode.ToLower(r)), at, upper || unicode.IsUpper(r)})
		}
	}
	return letters
}

// fillers are letters that print nothing.
func fillers(r rune) bool { return r == 0x115F || r == 0x1160 || r == 0x2800 || r == 0x3164 }

// plainSign takes the typographer's apostrophes and short dashes back.
func plainSign(r rune) rune {
	switch r {
	case '‘', '’', 'ʼ', '′', '`', '´':
		return '\''
	case '‐', '‑', '⁃', '−':
		return '-'
	}
	return r
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Mc, r) || strings.ContainsRune("_$£€%", r)
}

// words takes a text apart. Where lines were broken by a program (soft), the
// end of a line is a space.
func words(text []rune, soft bool) []word {
	s := splitter{letters: fold(text), soft: soft, gap: gapEdge}
	for s.at < len(s.letters) {
		switch c := s.letters[s.at].r; {
		case inWord(c):
			s.take(0)
		case (c == '#' || c == '@') && inWord(s.peek(1)):
			s.take(c)
		case c == '&':
			s.and()
		default:
			s.gap |= s.sign(c)
			s.at++
		}
	}
	if n := len(s.words); n > 0 {
		s.words[n-1].after = s.gap
	}
	return s.words
}

type splitter struct {
	letters             []letter
	at                  int
	soft                bool
	gap                 gap
	lines               int
	sentence, paragraph int
	words               []word
}

func (s *splitter) peek(ahead int) rune {
	if i := s.at + ahead; i >= 0 && i < len(s.letters) {
		return s.letters[i].r
	}
	return 0
}

// take adds the word that begins here.
func (s *splitter) take(mark rune) {
	first := s.letters[s.at]
	w := word{mark: mark, start: first.at}
	if mark != 0 {
		w.glued = inWord(s.peek(-1)) && (len(s.words) == 0 || s.words[len(s.words)-1].mark == 0)
		s.at++
	}
	w.capital = s.letters[s.at].upper || unicode.IsDigit(s.peek(0))
	w.shouted = true
	var b strings.Builder
	for ; inWord(s.peek(0)) || s.peek(0) == '\'' && unicode.IsLetter(s.peek(-1)) && unicode.IsLetter(s.peek(1)); s.at++ {
		l := s.letters[s.at]
		b.WriteRune(l.r)
		w.shouted = w.shouted && (l.upper || !unicode.IsLetter(l.r))
		w.end = l.at + 1
	}
	w.text = b.String()
	s.add(w)
}

// and adds an ampersand as the word that it is read as.
func (s *splitter) and() {
	at := s.letters[s.at].at
	s.at++
	s.add(word{text: "and", start: at, end: at + 1})
}

func (s *splitter) add(w word) {
	s.count(s.gap)
	w.gap, w.sentence, w.paragraph = s.gap, s.sentence, s.paragraph
	s.words = append(s.words, w)
	s.gap, s.lines = 0, 0
}

func (s *splitter) count(g gap) {
	if g.has(gapHard) {
		s.sentence++
	}
	if g.has(gapBlank) {
		s.paragraph++
	}
}

// sign says what a character between words means.
func (s *splitter) sign(c rune) gap {
	tight := inWord(s.peek(-1)) && inWord(s.peek(1))
	switch {
	case c == '\n':
		if s.lines++; s.lines > 1 {
			return gapLine | gapBlank
		}
		if s.soft {
			return gapSpace
		}
		return gapLine
	case unicode.IsSpace(c):
		return gapSpace
	case c == '?', c == '？', c == '؟':
		return gapStop | gapAsk
	case strings.ContainsRune("!…。！", c), c == '.' && !inWord(s.peek(1)):
		return gapStop
	case strings.ContainsRune(".-–'", c) && tight:
		return gapJoin
	case strings.ContainsRune(",;،、", c):
		return gapComma
	case strings.ContainsRune("\"“”„«»'", c):
		return gapQuote
	case strings.ContainsRune("([{", c):
		return gapOpen
	case c == '.':
		return gapSpace
	}
	return gapSep
}
