package vetting

import (
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/site/content"
)

// heavy is the weight from which a mark needs evidence.
const heavy = 15

// Limits of what a reviewer writes, in runes.
const (
	maxEvidence = 500
	maxNote     = 2000
)

// NeedsEvidence reports whether a mark of the criterion has to be shown by a
// sentence, a frame or an address.
func NeedsEvidence(p content.Program, criterion string) bool { return p.WeightOf(criterion) >= heavy }

// check tidies a sheet and says everything that is wrong with it. Fields are
// score-<criterion>, reason-<criterion>, evidence-<criterion>, confidence and
// note.
func check(p content.Program, pass content.Pass, sheet *Sheet) error {
	invalid := new(agency.Invalid)
	fault := func(field, say string) {
		invalid.Fields = append(invalid.Fields, agency.FieldError{Field: field, Message: say})
	}
	for _, c := range Criteria(p, pass) {
		m, given := sheet.Marks[c.Key]
		m.Reason, m.Evidence = agency.Tidy(m.Reason), agency.Tidy(m.Evidence)
		if !given {
			fault("score-"+c.Key, fmt.Sprintf("Give a mark for “%s”, or say that it cannot be assessed", c.Label))
			continue
		}
		if m.NA {
			m.Score, m.Evidence = 0, "" // left over from before they thought otherwise
		} else {
			m.Reason = ""
		}
		checkMark(p, c, m, fault)
		sheet.Marks[c.Key] = m
	}
	if sheet.Confidence < 1 || sheet.Confidence > 3 {
		fault("confidence", "Say how sure you are")
	}
	sheet.Note = agency.Tidy(sheet.Note)
	if sheet.Note != "" && (!agency.PlainText(sheet.Note) || len([]rune(sheet.Note)) > maxNote) {
		fault("note", "The note must be plain text of 2,000 characters or fewer")
	}
	if len(invalid.Fields) == 0 {
		return nil
	}
	return invalid
}

func checkMark(p content.Program, c content.Criterion, m Mark, fault func(field, say string)) {
	switch {
	case m.NA && (!agency.PlainText(m.Reason) || len([]rune(m.Reason)) > maxEvidence):
		fault("reason-"+c.Key, fmt.Sprintf("Say why “%s” cannot be assessed", c.Label))
	case m.NA:
	case m.Score < 0 || m.Score > content.MaxScore:
		fault("score-"+c.Key, fmt.Sprintf("A mark for “%s” is a number from 0 to 4", c.Label))
	case m.Evidence == "" && NeedsEvidence(p, c.Key):
		fault("evidence-"+c.Key, fmt.Sprintf("“%s” counts %d here: quote what shows your mark", c.Label, p.WeightOf(c.Key)))
	case m.Evidence != "" && (!agency.PlainText(m.Evidence) || len([]rune(m.Evidence)) > maxEvidence):
		fault("evidence-"+c.Key, "Evidence must be plain text of 500 characters or fewer")
	}
}
