package content

import (
	"fmt"
	"strconv"
	"strings"
)

// MaxTyped is how many fields of a form somebody has to type into, at most.
// Everything else is chosen.
const MaxTyped = 8

// The most that a program may ask, so that a form stays short.
const (
	maxRules     = 12
	maxQuestions = 2
	maxAudience  = 3
)

// RatherNotSay is the last answer to every question about the audience.
const RatherNotSay = "Rather not say"

// TypedFields names the fields of a program's form that are typed, in the order
// of the form. They are the names in the HTML as well.
func TypedFields(p Program) []string {
	names := []string{"name", "email", "channel", "channel2", "angle", "piece"}
	for i := range p.Questions {
		names = append(names, "answer"+strconv.Itoa(i+1))
	}
	return names
}

// checkForm refuses a ninth field to type into.
func (f *fields) checkForm(p Program) {
	names := TypedFields(p)
	if len(names) <= MaxTyped {
		return
	}
	f.doc.fault(f.lineAt("questions"), fmt.Sprintf("the form has %d fields to type into: %s", len(names), strings.Join(names, ", ")),
		fmt.Sprintf("ask at most %d questions: nobody types into more than %d fields", maxQuestions, MaxTyped))
}
