package mail

import (
	"fmt"

	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/outbox"
)

func decisionLetters() map[string]letter {
	return map[string]letter{
		decision.LetterAccepted: {fill: outcome(func(v decision.OutcomeValues) string {
			return "You are in: “" + v.Title + "”"
		})},
		decision.LetterWaitlisted: {fill: outcome(func(v decision.OutcomeValues) string {
			return "You are on the list: “" + v.Title + "”"
		})},
		decision.LetterDeclined: {fill: outcome(func(v decision.OutcomeValues) string {
			return "Not this one, and why: “" + v.Title + "”"
		})},
		decision.LetterConfirm: {fill: confirming("Your place waits for your yes: ")},
		decision.LetterExpired: {fill: confirming("The day to confirm has passed: ")},
		decision.LetterDue:     {fill: fillDue},
	}
}

// outcome fills the three letters with an outcome.
func outcome(subject func(decision.OutcomeValues) string) func(*Speaker, outbox.Mail) (any, string, error) {
	return func(w *Speaker, m outbox.Mail) (any, string, error) {
		var in decision.OutcomeValues
		a, err := w.applicant(m, &in, &in.About)
		v := struct {
			applied
			decision.OutcomeValues
			Elsewhere string // page of the suggested program
		}{applied: a, OutcomeValues: in}
		if err == nil && in.Suggestion != nil {
			v.Elsewhere, err = w.linkTo("/programs/", in.Suggestion.Slug, "/")
		}
		return v, subject(in), err
	}
}

// confirming fills the letters around the day by which a place is confirmed.
func confirming(subject string) func(*Speaker, outbox.Mail) (any, string, error) {
	return func(w *Speaker, m outbox.Mail) (any, string, error) {
		var in decision.ConfirmValues
		a, err := w.applicant(m, &in, &in.About)
		v := struct {
			applied
			decision.ConfirmValues
		}{a, in}
		return v, subject + v.Title, err
	}
}

func fillDue(w *Speaker, m outbox.Mail) (any, string, error) {
	v := struct {
		page
		decision.DueValues
		Link string
	}{page: w.page(m)}
	err := read(m, &v.DueValues)
	if err == nil {
		v.Link, err = w.linkTo("/desk/programs/", v.Program, "")
	}
	subject := fmt.Sprintf("%d to answer by %s: %s", v.Waiting, v.HearBy, v.Title)
	if v.Late {
		subject = fmt.Sprintf("Late: %d to answer since %s: %s", v.Waiting, v.HearBy, v.Title)
	}
	return v, subject, err
}
