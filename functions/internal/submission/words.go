package submission

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
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
	if say := brief.Harsh(text); say != "" {
		f.add(field, say)
	}
}
