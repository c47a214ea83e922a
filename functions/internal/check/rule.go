package check

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Rule is one clause of a brief that a program can check. Which fields count
// depends on Check.
type Rule struct {
	Clause int
	Check  string // K4, K6, K7, K8 or K9

	Link string // K4: the address that is linked to

	// Words are required (K6) or kept out (K7), one entry each. Case, accents
	// and kinds of dashes and quotes make no difference; a * at the end of a
	// word is any ending: heal* is also healing, $* any price. Of a required
	// entry "@barnacleandbone | #barnacleandbone" one is enough.
	Words []string
	Hard  bool // K6: the piece does not go on without them

	MinWords, MaxWords     int  // K8; 0 is no limit, here and below
	MinPhotos              int  // K8
	Alt                    bool // K8: every photo has a description
	MinSeconds, MaxSeconds int  // K8, of a video

	From, To time.Time // K9; either may be zero
}

// Validate says what is missing in a rule or contradicts itself, one sentence
// each, for who writes the brief. A rule without faults returns none.
func (r Rule) Validate() []string {
	var faults []string
	need := func(ok bool, say string) {
		if !ok {
			faults = append(faults, say)
		}
	}
	switch r.Check {
	case Link:
		_, ok := parseLink(r.Link)
		need(ok, "Give the address to link to, such as https://hobbandsill.example/windowsill.")
	case Mention, MustNot:
		need(len(r.Words) > 0, "List the words, one a line.")
		for _, entry := range r.Words {
			for _, one := range alternatives(r.Check, entry) {
				need(newPhrase(one).names(), "Every line needs a word with letters or digits; “"+entry+"” has none.")
			}
		}
	case Size:
		need(r.hasSize(), "Give a number of words, photos or seconds, or ask for descriptions.")
		need(min(r.MinWords, r.MaxWords, r.MinPhotos, r.MinSeconds, r.MaxSeconds) >= 0, "Numbers cannot be below zero.")
		need(r.MaxWords == 0 || r.MinWords <= r.MaxWords, "The least number of words is above the most.")
		need(r.MaxSeconds == 0 || r.MinSeconds <= r.MaxSeconds, "The shortest time is above the longest.")
	case Window:
		need(!r.From.IsZero() || !r.To.IsZero(), "Give the first or the last moment to publish, or both.")
		need(r.From.IsZero() || r.To.IsZero() || !r.To.Before(r.From), "The window ends before it begins.")
	default:
		need(false, "This check cannot be asked for: choose link, words, words to keep out, size or window.")
	}
	return faults
}

func (r Rule) hasSize() bool {
	return r.Alt || max(r.MinWords, r.MaxWords, r.MinPhotos, r.MinSeconds, r.MaxSeconds) > 0
}

// alternatives are what an entry asks for: any one of them.
func alternatives(check, entry string) []string {
	if check == Mention {
		return strings.Split(entry, "|")
	}
	return []string{entry}
}

func (r Rule) apply(p Piece, seen reading, answers Answers) []Finding {
	switch r.Check {
	case Link:
		return []Finding{linked(p, seen, r.Link, answers)}
	case Mention:
		return mentions(seen, r)
	case MustNot:
		return keptOut(seen, r.Words)
	case Size:
		return sizes(p, seen, r)
	case Window:
		return []Finding{window(p.Published, r.From, r.To)}
	}
	return []Finding{{Check: r.Check, Result: Unknown, Say: "A person checks this clause.", Offset: -1}}
}

// inOrder sorts findings by check, K10 last, and keeps the order of rules.
func inOrder(findings []Finding) []Finding {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(len(a.Check), len(b.Check)), cmp.Compare(a.Check, b.Check))
	})
	return findings
}
