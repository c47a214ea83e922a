package search

import (
	"unicode"
	"unicode/utf8"
)

// maxTerm is the most characters of a term. Longer words are cut, in the index
// and in what is searched for.
const maxTerm = 32

// stopWords are in nearly every English text and tell no two of them apart.
// They are never searched for, so index.json hands them to the script.
const stopWords = "an and are as at be but by can do for from has have how if in into is it its not of on or our so " +
	"than that the their them then there these they this to was we what when which will with you your"

// stopped reports stop words. It is asked for every word of the site, so it is
// no search in a list.
func stopped(term string) bool {
	switch term {
	case "an", "and", "are", "as", "at", "be", "but", "by", "can", "do", "for", "from", "has", "have", "how", "if",
		"in", "into", "is", "it", "its", "not", "of", "on", "or", "our", "so", "than", "that", "the", "their", "them",
		"then", "there", "these", "they", "this", "to", "was", "we", "what", "when", "which", "will", "with", "you", "your":
		return true
	}
	return false
}

// eachTerm calls add for every term of a folded text, in order: folded[start:end].
func eachTerm(folded string, add func(start, end int, w weight)) {
	w := inBody
	for i := 0; i < len(folded); {
		c := folded[i]
		if c < utf8.RuneSelf && !asciiWord(c) {
			if weight(c).valid() {
				w = weight(c)
			}
			i++
			continue
		}
		start := i
		for i < len(folded) && asciiWord(folded[i]) {
			i++
		}
		if i == len(folded) || folded[i] < utf8.RuneSelf { // nearly always, in English
			if end := min(i, start+maxTerm); end-start > 1 && !stopped(folded[start:end]) {
				add(start, end, w)
			}
			continue
		}
		n := wordLength(folded[start:])
		wordTerms(folded[start:start+n], func(from, to int) { add(start+from, start+to, w) })
		if i = start + n; n == 0 {
			_, size := utf8.DecodeRuneInString(folded[i:])
			i += size
		}
	}
}

func asciiWord(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

// wordLength is how many bytes of letters, digits and marks a text begins with.
func wordLength(text string) int {
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			if !asciiWord(c) {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) && !isDense(r) {
			return i
		}
		i += size
	}
	return len(text)
}

// wordTerms takes a word apart where it changes between scripts that put
// spaces between words and scripts that do not.
func wordTerms(word string, add func(start, end int)) {
	for start := 0; start < len(word); {
		n, dense := scriptLength(word[start:])
		end := start + n
		if dense {
			bigrams(word[start:end], func(from, to int) { add(start+from, start+to) })
		} else if term := prefix(word[start:end], maxTerm); !oneLetter(term) && !stopped(term) {
			add(start, start+len(term))
		}
		start = end
	}
}

// scriptLength is how many bytes at the start of a word are alike in that.
func scriptLength(word string) (n int, dense bool) {
	if word[0] < utf8.RuneSelf {
		for n < len(word) && word[n] < utf8.RuneSelf {
			n++
		}
		if n == len(word) {
			return n, false
		}
	} else {
		r, _ := utf8.DecodeRuneInString(word)
		dense = isDense(r)
	}
	for i, r := range word[n:] {
		if isDense(r) != dense {
			return n + i, dense
		}
	}
	return len(word), dense
}

// isDense reports characters of scripts without spaces between words.
func isDense(r rune) bool {
	const first, longVowel = '\u1100', 'ー' // nothing below the first is; the vowel sign belongs to two scripts
	return r >= first && (r == longVowel || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul))
}

// bigrams are the terms of a run of such characters: every two neighbours.
func bigrams(run string, add func(start, end int)) {
	before := -1
	for i, r := range run {
		if end := i + utf8.RuneLen(r); before >= 0 || end == len(run) {
			add(max(0, before), end)
		}
		before = i
	}
}

func oneLetter(term string) bool {
	_, size := utf8.DecodeRuneInString(term)
	return size == len(term)
}

// prefix is the first characters of a text, at most n.
func prefix(text string, n int) string {
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}
