package brief

import (
	"regexp"
	"strings"
	"unicode"
)

// maxGrade is the school grade that a brief may ask for at most (Flesch and
// Kincaid, 1975).
const maxGrade = 9

// leastWords is how long a sentence must be for its grade to mean anything.
const leastWords = 6

// grade is the school grade that a text asks for, by the lengths of its
// sentences and words.
func grade(words, sentences, syllables int) float64 {
	if words == 0 || sentences == 0 {
		return 0
	}
	return 0.39*float64(words)/float64(sentences) + 11.8*float64(syllables)/float64(words) - 15.59
}

// readable returns the grade of all texts together, and the sentence that asks
// for most.
func readable(texts []string) (all float64, hardest string) {
	words, sentences, syllables, worst := 0, 0, 0, 0.0
	for _, t := range texts {
		for _, s := range sentencesOf(t) {
			w, y := count(s)
			if w == 0 {
				continue
			}
			words, syllables, sentences = words+w, syllables+y, sentences+1
			if g := grade(w, 1, y); w >= leastWords && g > worst {
				worst, hardest = g, s
			}
		}
	}
	return grade(words, sentences, syllables), hardest
}

var sentenceEnd = regexp.MustCompile(`[.!?]+["”’)]*\s+|\n+|:\s+|;\s+`)

func sentencesOf(text string) []string {
	var list []string
	for _, s := range sentenceEnd.Split(text, -1) {
		if s = strings.TrimSpace(s); s != "" {
			list = append(list, s)
		}
	}
	return list
}

// count counts words and syllables. Addresses and tags are read by nobody.
func count(sentence string) (words, syllables int) {
	for _, w := range strings.Fields(sentence) {
		if strings.ContainsAny(w, "/@#") || !strings.ContainsFunc(w, unicode.IsLetter) {
			continue
		}
		words++
		syllables += syllablesOf(w)
	}
	return words, syllables
}

// syllablesOf counts groups of vowels, without a silent e at the end.
func syllablesOf(word string) int {
	word = strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }))
	n, before := 0, false
	for _, r := range word {
		vowel := strings.ContainsRune("aeiouyäöüáéíóúàèâêîôû", r)
		if vowel && !before {
			n++
		}
		before = vowel
	}
	if strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") && n > 1 {
		n--
	}
	return max(n, 1)
}

func wordsIn(text string) int { return len(strings.Fields(text)) }
