package brief

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/table"
)

// Offer is what somebody gets for what they had not agreed to: in an amendment
// of the brief, and in a request for edits.
type Offer struct {
	Fee        int    `json:",omitempty"` // whole units of the program's currency
	Days       int    `json:",omitempty"` // more to make it
	Tried      string `json:",omitempty"` // "we tried to avoid this: …"
	Correction bool   `json:",omitempty"` // sets right what was wrong in the brief: may be without a fee
}

// The most that is offered for one thing.
const (
	MaxFee  = 100_000 // whole units
	MaxDays = 60
)

// maxTried is the most that is said of how we tried to avoid it, in runes.
const maxTried = 1000

// Terms says what is wrong with fee and days of an offer that is made, by field.
func (o Offer) Terms() []agency.FieldError {
	f := new(faults)
	switch {
	case o.Fee < 0 || o.Fee > MaxFee:
		f.add("fee", "Enter a fee in whole units")
	case o.Fee == 0 && !o.Correction:
		f.add("fee", "Offer a fee. Only what corrects a mistake in the brief may be without one")
	}
	if o.Days < 1 || o.Days > MaxDays {
		f.add("days", fmt.Sprintf("Give between 1 and %d days more", MaxDays))
	}
	return f.invalid.Fields
}

// Wrong says all that is wrong with an offer that is made, by field.
func (o Offer) Wrong() []agency.FieldError {
	f := &faults{agency.Invalid{Fields: o.Terms()}}
	if o.Tried == "" {
		f.add("tried", "Say how you tried to avoid this")
	}
	if say := Harsh(o.Tried); say != "" {
		f.add("tried", say)
	}
	return f.invalid.Fields
}

// checkOffer refuses what cannot be kept of an offer, unfinished or not.
func (f *faults) checkOffer(field string, o Offer) {
	if o.Fee < 0 || o.Fee > MaxFee {
		f.add(field, "Enter a fee in whole units")
	}
	if o.Days < 0 || o.Days > MaxDays {
		f.add(field, fmt.Sprintf("Give %d days more at most", MaxDays))
	}
	if o.Tried != "" && !agency.PlainText(o.Tried) || utf8.RuneCountInString(o.Tried) > maxTried {
		f.add(field, fmt.Sprintf("Say in plain text of %d characters at most how you tried to avoid this", maxTried))
	}
}

// Cost is what all offers of an amendment come to if one person takes them.
func Cost(changes []Amended) int {
	sum := 0
	for _, a := range changes {
		if a.Why.Class == NewAsk {
			sum += a.Why.Fee
		}
	}
	return sum
}

// Owing knows the work that somebody owes, and what it is paid.
type Owing interface {
	// Owe returns the numbers of the deliverables that an offer is taken for,
	// and what writes down what it comes with. It is refused with words where
	// nothing of the work can still follow it.
	Owe(ctx context.Context, actor agency.Actor, a application.Application, c Clause) (deliverables []int, writes []table.Write, err error)
}

// Harsh finds what makes a request for changes hurt: words that make light of
// the work, and an order without a reason. It returns what to say, or "".
func Harsh(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r != '\'' && r != '’' && (r < 'a' || r > 'z') })
	for _, light := range []string{"just", "simply", "obviously", "asap"} {
		if slices.Contains(words, light) {
			return fmt.Sprintf("Leave out “%s”: it makes light of the work", light)
		}
	}
	if len(words) <= 3 && slices.Contains(words, "fix") || len(words) <= 2 && slices.Contains(words, "change") {
		return "Say what it should be, and not only that it be fixed"
	}
	return ""
}
