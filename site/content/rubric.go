package content

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Pass is one of the two readings of an application.
type Pass string

// The work is read first, without a name or a number; those come second, for
// the criteria that need them.
const (
	Blind    Pass = "blind"
	Revealed Pass = "revealed"
)

// MaxScore is the highest mark of a criterion; the lowest is 0.
const MaxScore = 4

// Criterion is one of the nine things an application is read for.
type Criterion struct {
	Key     string
	Label   string
	Pass    Pass
	Anchors [MaxScore + 1]string // what each mark means, from 0 to 4
}

// Criteria are the nine, in the order in which they are read.
func Criteria() []Criterion {
	return []Criterion{
		{"demos", "Fit with the requested audience", Blind, [...]string{
			"Speaks to other people than the client asked for", "A few of the people asked for, by chance", "Part of the audience fits",
			"Most of the audience fits", "Exactly the people the client described"}},
		{"content", "Content type", Blind, [...]string{
			"Another format than the program needs", "Has tried the format once or twice", "Knows the format, uneven results",
			"At home in the format", "The format as the client would like to see it made"}},
		{"angle", "Creativity and angle", Blind, [...]string{
			"No idea of their own", "An idea anybody would have first", "An idea with one detail of their own",
			"An idea that only fits this person", "An idea we would be sorry to miss"}},
		{"photo", "Photography", Blind, [...]string{
			"One cannot make out the product", "Dark, blurred or cluttered", "Clear, without much to say",
			"Good light and a considered frame", "Light, focus, color and composition all carry the story"}},
		{"writing", "Writing / storytelling", Blind, [...]string{
			"Hard to follow", "Lists what happened", "Readable, and soon forgotten", "A voice, and a reason to read on", "One reads to the end and tells somebody"}},
		{"authentic", "Authenticity", Blind, [...]string{
			"Reads like a text from an advertiser", "The product interrupts the story", "The product is named and left alone",
			"The product belongs in the story", "One would believe it without the payment, and with it"}},
		{"social", "What you publish on social", Revealed, [...]string{
			"Nothing of one's own", "Reposts and announcements", "Regular, much alike", "Regular, and with care", "Each post is worth the visit"}},
		{"engagement", "Engagement quality", Revealed, [...]string{
			"No replies, or bought ones", "Hearts and single words", "Some questions, some answers", "Conversations, answered", "Readers talk with the author and with each other"}},
		{"reach", "Following (numbers)", Revealed, [...]string{
			"No account to speak of", "Small for this program", "As many as the program needs", "More than it needs", "Far more than it needs"}},
	}
}

// CriterionNamed returns the criterion with that key.
func CriterionNamed(key string) (Criterion, bool) {
	all := Criteria()
	i := slices.IndexFunc(all, func(c Criterion) bool { return c.Key == key })
	if i < 0 {
		return Criterion{}, false
	}
	return all[i], true
}

// WeightOf returns how many of 100 points a criterion counts.
func (p Program) WeightOf(key string) int {
	for _, w := range p.Weights {
		if w.Key == key {
			return w.Weight
		}
	}
	return 0
}

// Rubric names the weights and the anchors that applications are scored by. It
// changes when one of them does, and with nothing else.
func (p Program) Rubric() string {
	sum := sha256.New()
	for _, c := range Criteria() {
		fmt.Fprintf(sum, "%s %d ", c.Key, p.WeightOf(c.Key))
		io.WriteString(sum, strings.Join(c.Anchors[:], "\n")+"\n") // a hash takes everything
	}
	return hex.EncodeToString(sum.Sum(nil)[:4])
}
