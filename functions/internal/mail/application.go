package mail

import (
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/outbox"
)

func applicationLetters() map[string]letter {
	return map[string]letter{
		application.LetterReceived:  {fill: fillReceived},
		application.LetterAgain:     {fill: fillAgain},
		application.LetterQuestion:  {fill: fillQuestion},
		application.LetterWithdrawn: {fill: fillWithdrawn},
		application.LetterDates:     {fill: fillDates},
		application.LetterCancelled: {fill: fillCancelled},
	}
}

// applied is what every letter to an applicant can say. Link is the page of
// their application.
type applied struct {
	page
	Link string
}

// applicant reads the values of m into v and returns the rest; about are those
// of v that all letters to applicants have.
func (w *Speaker) applicant(m outbox.Mail, v any, about *application.About) (applied, error) {
	a := applied{page: w.page(m)}
	err := read(m, v)
	if err == nil {
		a.Link, err = w.linkTo("/me/applications/", about.Application, "")
	}
	return a, err
}

func fillReceived(w *Speaker, m outbox.Mail) (any, string, error) {
	var in application.ReceivedValues
	a, err := w.applicant(m, &in, &in.About)
	v := struct {
		applied
		application.ReceivedValues
	}{a, in}
	return v, "We have it: your application for " + v.Title, err
}

func fillAgain(w *Speaker, m outbox.Mail) (any, string, error) {
	var in application.AgainValues
	a, err := w.applicant(m, &in, &in.About)
	v := struct {
		applied
		application.AgainValues
	}{a, in}
	return v, "You have applied already: " + v.Title, err
}

func fillQuestion(w *Speaker, m outbox.Mail) (any, string, error) {
	var in application.QuestionValues
	a, err := w.applicant(m, &in, &in.About)
	v := struct {
		applied
		application.QuestionValues
	}{a, in}
	return v, "One question about your application for " + v.Title, err
}

func fillWithdrawn(w *Speaker, m outbox.Mail) (any, string, error) {
	var in application.WithdrawnValues
	a, err := w.applicant(m, &in, &in.About)
	v := struct {
		applied
		application.WithdrawnValues
	}{a, in}
	return v, "Withdrawn: your application for " + v.Title, err
}

func fillDates(w *Speaker, m outbox.Mail) (any, string, error) {
	var in application.DatesValues
	a, err := w.applicant(m, &in, &in.About)
	v := struct {
		applied
		application.DatesValues
	}{a, in}
	return v, "New dates: " + v.Title, err
}

func fillCancelled(w *Speaker, m outbox.Mail) (any, string, error) {
	var in application.CancelledValues
	a, err := w.applicant(m, &in, &in.About)
	v := struct {
		applied
		application.CancelledValues
	}{a, in}
	return v, "It will not take place: " + v.Title, err
}
