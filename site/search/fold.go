package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold makes words that readers take for the same the same: lower case, no
// accents, compatible forms of a letter as that letter, no apostrophes and no
// invisible characters within words. search.js does the same to what is typed;
// testdata/fold.json holds both to it.
// It writes over the text.
func fold(text []byte) string {
	var out strings.Builder
	out.Grow(len(text) + len(text)/8)
	done := 0
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c >= 'A' && c <= 'Z':
			text[i] = c | 0x20
			i++
		case c < utf8.RuneSelf && c != '\'':
			i++
		default:
			out.Write(text[done:i])
			for done = i; i < len(text) && (text[i] >= utf8.RuneSelf || text[i] == '\''); {
				i++
			}
			out.WriteString(foldBeyondASCII(text[done:i]))
			done = i
		}
	}
	out.Write(text[done:])
	return out.String()
}

// foldBeyondASCII folds a run of apostrophes and what is not ASCII. Nothing
// outside the run changes what becomes of it: the marks that an ASCII letter
// composes with are dropped.
func foldBeyondASCII(run []byte) string {
	if string(run) == "’" || string(run) == "'" { // by far the most frequent, in English
		return ""
	}
	var kept strings.Builder
	for _, r := range string(norm.NFKD.Bytes(run)) {
		if r < 0x300 || r > 0x36f { // the accents
			kept.WriteRune(unicode.ToLower(r))
		}
	}
	return norm.NFC.String(letters.Replace(kept.String()))
}

var letters = strings.NewReplacer(foldings()...)

// foldings are lower-case characters that normal forms leave alone, each with
// what it is replaced with. index.json hands them to the script.
func foldings() []string {
	return []string{
		"'", "", "’", "", "ʼ", "", // apostrophes
		"\u00ad", "", "\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "", // not to be seen
		"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ı", "i", "ς", "σ",
	}
}
