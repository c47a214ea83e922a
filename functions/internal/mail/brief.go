package mail

import (
	"fmt"
	"strings"
	"time"

	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/outbox"
)

func briefLetters() map[string]letter {
	return map[string]letter{
		brief.LetterSign:     {fill: fillBriefSign, secret: true},
		brief.LetterAnswered: {fill: fillAnswered},
		brief.LetterReleased: {fill: fillReleased},
		brief.LetterReply:    {fill: fillReply},
	}
}

// signing returns the link of a ticket. A ticket that would open nothing gets
// none, nor does any while the writer has no key: a letter with a dead link
// looks like one with a link.
func (w *Speaker) signing(before string, t brief.Ticket) (string, error) {
	token := w.Signs.Token(t)
	_, err := w.Signs.Ticket(token, time.Time{})
	if err != nil || t.Hash == "" || strings.Trim(t.Hash, "0123456789abcdef") != "" {
		return "", fmt.Errorf("there is no link at %s… that would open what they name", before)
	}
	return w.BaseURL + before + token, nil
}

// briefing reads the values of m into v and returns the rest of a letter about
// the brief of an application.
func (w *Speaker) briefing(m outbox.Mail, v any, about *application.About) (applied, error) {
	a := applied{page: w.page(m)}
	err := read(m, v)
	if err == nil {
		a.Link, err = w.linkTo("/me/brief/", about.Application, "")
	}
	return a, err
}

func fillBriefSign(w *Speaker, m outbox.Mail) (any, string, error) {
	v := struct {
		applied
		brief.SignValues
	}{applied: applied{page: w.page(m)}}
	err := read(m, &v.SignValues)
	if err == nil {
		v.Link, err = w.signing("/briefs/sign/", v.Ticket)
	}
	return v, "A brief for you to read and sign: " + quoted(v.Title), err
}

func fillAnswered(w *Speaker, m outbox.Mail) (any, string, error) {
	v := struct {
		applied
		brief.AnsweredValues
	}{applied: applied{page: w.page(m)}}
	err := read(m, &v.AnsweredValues)
	if err == nil {
		v.Link, err = w.linkTo("/desk/briefs/", v.Program, "")
	}
	said := "The client sent the brief back: "
	if v.Signed {
		said = "The client signed the brief: "
	}
	return v, said + quoted(v.Title), err
}

func fillReleased(w *Speaker, m outbox.Mail) (any, string, error) {
	var in brief.ReleasedValues
	a, err := w.briefing(m, &in, &in.About)
	v := struct {
		applied
		brief.ReleasedValues
	}{a, in}
	subject := "Your brief is here: "
	if v.Again {
		subject = "Your brief has a new version: "
	}
	return v, subject + quoted(v.Title), err
}

func fillReply(w *Speaker, m outbox.Mail) (any, string, error) {
	var in brief.ReplyValues
	a, err := w.briefing(m, &in, &in.About)
	v := struct {
		applied
		brief.ReplyValues
	}{a, in}
	return v, "An answer to your question about the brief: " + quoted(v.Title), err
}
