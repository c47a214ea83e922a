package mail

import (
	"fmt"
	"strings"

	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/submission"
)

func submissionLetters() map[string]letter {
	return map[string]letter{
		submission.LetterWaiting:   {fill: fillWaiting},
		submission.LetterApproved:  {fill: fillApproved},
		submission.LetterClient:    {fill: fillClient, secret: true},
		submission.LetterEdits:     {fill: edits("Your draft of ", ", and what we ask of it")},
		submission.LetterRuling:    {fill: edits("What was ruled on your draft of ", "")},
		submission.LetterTaken:     {fill: edits("Agreed on your terms: ", "")},
		submission.LetterEditEnded: {fill: fillEnded},
		submission.LetterFix:       {fill: live("Something to put right: ")},
		submission.LetterBroken:    {fill: live("We cannot find it as it was: ")},
		submission.LetterVerified:  {fill: fillVerified},
		submission.LetterBack:      {fill: short("It is there again: ")},
		submission.LetterDone:      {fill: short("Done: ")},
		submission.LetterStopped:   {fill: stopped("It was stopped: ")},
		submission.LetterWaived:    {fill: stopped("Not needed any more, and paid: ")},
		submission.LetterDue:       {fill: due(workDue)},
		submission.LetterEditDue:   {fill: due(editDue)},
		submission.LetterFixDue:    {fill: due(fixDue)},
		submission.LetterTime:      {fill: fillTime},
	}
}

// working reads the values of m into v and returns the rest of a letter about a
// piece of work, whose pages lie under before; about are those of v that all
// these letters have.
func (w *Speaker) working(m outbox.Mail, v any, about *submission.About, before string) (applied, error) {
	a := applied{page: w.page(m)}
	err := read(m, v)
	if err == nil {
		a.Link, err = w.linkTo(before, about.Application, fmt.Sprintf("/%d", about.Number))
	}
	if err == nil && about.Number < 1 {
		err = fmt.Errorf("there is no work number %d", about.Number)
	}
	return a, err
}

// Where the pages of a piece of work lie.
const (
	theirWork = "/me/work/"
	deskWork  = "/desk/work/"
)

// quoted is a title of ours in a subject.
func quoted(title string) string { return "“" + title + "”" }

func fillWaiting(w *Speaker, m outbox.Mail) (any, string, error) {
	var in submission.WaitingValues
	a, err := w.working(m, &in, &in.About, deskWork)
	v := struct {
		applied
		submission.WaitingValues
	}{a, in}
	what, _, _ := strings.Cut(v.What, ":") // what a machine saw comes after it
	return v, what + ": " + quoted(v.Work), err
}

func fillApproved(w *Speaker, m outbox.Mail) (any, string, error) {
	var in submission.ApprovedValues
	a, err := w.working(m, &in, &in.About, theirWork)
	v := struct {
		applied
		submission.ApprovedValues
	}{a, in}
	return v, "Approved: " + quoted(v.Work), err
}

func fillClient(w *Speaker, m outbox.Mail) (any, string, error) {
	v := struct {
		applied
		submission.ClientValues
	}{applied: applied{page: w.page(m)}}
	err := read(m, &v.ClientValues)
	if err == nil {
		v.Link, err = w.signing("/work/client/", v.Ticket)
	}
	return v, "A draft for you to read: " + quoted(v.Work), err
}

// edits fills the letters with an edit request.
func edits(before, after string) func(*Speaker, outbox.Mail) (any, string, error) {
	return func(w *Speaker, m outbox.Mail) (any, string, error) {
		var in submission.EditsValues
		a, err := w.working(m, &in, &in.About, theirWork)
		v := struct {
			applied
			submission.EditsValues
		}{a, in}
		return v, before + quoted(v.Work) + after, err
	}
}

func fillEnded(w *Speaker, m outbox.Mail) (any, string, error) {
	var in submission.EndedValues
	a, err := w.working(m, &in, &in.About, theirWork)
	v := struct {
		applied
		submission.EndedValues
	}{a, in}
	return v, "The edit request has ended: " + quoted(v.Work), err
}

func fillTime(w *Speaker, m outbox.Mail) (any, string, error) {
	var in submission.TimeValues
	a, err := w.working(m, &in, &in.About, theirWork)
	v := struct {
		applied
		submission.TimeValues
	}{a, in}
	return v, "More time for your draft: " + quoted(v.Work), err
}

// live fills the letters about a live post that is not as it was agreed.
func live(subject string) func(*Speaker, outbox.Mail) (any, string, error) {
	return func(w *Speaker, m outbox.Mail) (any, string, error) {
		var in submission.FixValues
		a, err := w.working(m, &in, &in.About, theirWork)
		v := struct {
			applied
			submission.FixValues
		}{a, in}
		return v, subject + quoted(v.Work), err
	}
}

func fillVerified(w *Speaker, m outbox.Mail) (any, string, error) {
	var in submission.VerifiedValues
	a, err := w.working(m, &in, &in.About, theirWork)
	v := struct {
		applied
		submission.VerifiedValues
	}{a, in}
	return v, "Verified and delivered: " + quoted(v.Work), err
}

// short fills the letters that say nothing but that something is so.
func short(subject string) func(*Speaker, outbox.Mail) (any, string, error) {
	return func(w *Speaker, m outbox.Mail) (any, string, error) {
		var in submission.About
		a, err := w.working(m, &in, &in, theirWork)
		v := struct {
			applied
			submission.About
		}{a, in}
		return v, subject + quoted(v.Work), err
	}
}

// stopped fills the letters that say that work ended.
func stopped(subject string) func(*Speaker, outbox.Mail) (any, string, error) {
	return func(w *Speaker, m outbox.Mail) (any, string, error) {
		var in submission.StoppedValues
		a, err := w.working(m, &in, &in.About, theirWork)
		v := struct {
			applied
			submission.StoppedValues
		}{a, in}
		return v, subject + quoted(v.Work), err
	}
}

// due fills the reminders.
func due(subject func(submission.DueValues) string) func(*Speaker, outbox.Mail) (any, string, error) {
	return func(w *Speaker, m outbox.Mail) (any, string, error) {
		var in submission.DueValues
		a, err := w.working(m, &in, &in.About, theirWork)
		v := struct {
			applied
			submission.DueValues
		}{a, in}
		return v, subject(in), err
	}
}

func workDue(v submission.DueValues) string {
	what := "Your draft"
	if v.Publish {
		what = "Time to publish"
	}
	return dated(what, v.Due) + ": " + quoted(v.Work)
}

func editDue(v submission.DueValues) string {
	return dated("The edit request waits for you", v.Due) + ": " + quoted(v.Work)
}

func fixDue(v submission.DueValues) string {
	return dated("Still to put right", v.Due) + ": " + quoted(v.Work)
}

// dated adds until when, if there is a day.
func dated(what, day string) string {
	if day == "" {
		return what
	}
	return what + ", by " + day
}
