package submission

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"greenroom/functions/internal/agency"
)

// Limits of what is typed, in runes.
const (
	maxReason = 500
	maxRemark = 1000
	maxNote   = 1000
	maxLine   = 200
	maxDraft  = 60_000
	maxItems  = 20 // of an edit request, and remarks of a client
)

// faults collects what is wrong with a form.
type faults struct{ fields []agency.FieldError }

func (f *faults) add(field, say string) {
	f.fields = append(f.fields, agency.FieldError{Field: field, Message: say})
}

func (f *faults) err() error {
	if len(f.fields) == 0 {
		return nil
	}
	return &agency.Invalid{Fields: f.fields}
}

// text tidies what was typed into a field. missing is what to say if there is
// nothing; with "" it may be left out.
func (f *faults) text(field, typed string, most int, missing string) string {
	typed = agency.Tidy(typed)
	switch {
	case typed == "" && missing != "":
		f.add(field, missing)
	case typed == "":
	case utf8.RuneCountInString(typed) > most:
		f.add(field, fmt.Sprintf("Shorten this to %d characters or fewer", most))
	case !agency.PlainText(typed):
		f.add(field, "Write plain text, without control or direction-changing characters")
	}
	return typed
}

// line is text without line ends.
func (f *faults) line(field, typed string, most int, missing string) string {
	return f.text(field, strings.Join(strings.Fields(agency.Tidy(typed)), " "), most, missing)
}

// kind refuses a tone that hurts.
func (f *faults) kind(field, text string) {
	if say := harsh(text); say != "" {
		f.add(field, say)
	}
}

// harsh finds what makes a request for changes hurt: words that make light of
// the work, and an order without a reason. It returns what to say, or "".
func harsh(text string) string {
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
