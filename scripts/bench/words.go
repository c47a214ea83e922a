package main

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// vocabulary is made-up words that can be pronounced, the most used first.
type vocabulary struct {
	words []string
	reach []uint32 // sum of the weights so far: the n-th word is drawn in proportion to 1/n
}

// size of the vocabulary, and how much the first words are held back, as in
// the words people write.
const (
	vocabularySize = 4000
	zipfOffset     = 8
)

// newVocabulary makes the same words every time.
func newVocabulary() *vocabulary {
	r := rand.New(rand.NewPCG(1, 2))
	v := &vocabulary{}
	seen := map[string]bool{}
	sum := uint32(0)
	for len(v.words) < vocabularySize {
		word := pronounceable(r, len(v.words))
		if seen[word] {
			continue
		}
		seen[word] = true
		sum += uint32(1_000_000 / (len(v.words) + zipfOffset))
		v.words, v.reach = append(v.words, word), append(v.reach, sum)
	}
	return v
}

// pronounceable makes one word; what is used often is short.
func pronounceable(r *rand.Rand, rank int) string {
	onsets := strings.Fields("b c d f g h j k l m n p r s t v w bl br ch cl cr dr fl gr pl pr sh sl st th tr")
	vowels := strings.Fields("a e i o u a e i o ai ea ee ou")
	codas := strings.Fields("n r s t l d m st nd ck rt ng")
	syllables := 1
	switch {
	case rank > 250:
		syllables = 2 + r.IntN(3)
	case rank > 30:
		syllables = 1 + r.IntN(2)
	}
	var b strings.Builder
	for i := range syllables {
		if rank > 20 || i > 0 || r.IntN(2) == 0 {
			b.WriteString(pick(r, onsets))
		}
		b.WriteString(pick(r, vowels))
	}
	if r.IntN(3) > 0 {
		b.WriteString(pick(r, codas))
	}
	return b.String()
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// draw returns a word as often as its rank says.
func (v *vocabulary) draw(r *rand.Rand) string {
	n := r.Uint32N(v.reach[len(v.reach)-1])
	i, _ := slices.BinarySearch(v.reach, n+1)
	return v.words[i]
}

// some returns n words with a space between them.
func (v *vocabulary) some(r *rand.Rand, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(v.draw(r))
	}
	return b.String()
}

// logNormal draws a number around median as lengths of texts fall: sigma is
// 0.5, so that the mean is 1.14 of the median. Whole numbers only: the same on
// every machine.
func logNormal(r *rand.Rand, median int) int {
	perMille := []int{253, 421, 501, 563, 616, 666, 714, 760, 806, 853, 900, 949, 1000, 1054, 1111, 1173, 1240, 1316, 1401, 1501, 1622, 1777, 1997, 2377, 3951}
	i := r.IntN(len(perMille) - 1)
	low, high := perMille[i], perMille[i+1]
	return max(1, median*(low+r.IntN(high-low))/1000)
}

// capital makes the first letter of an ASCII text a capital.
func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
