// Package mail has the words of every mail: one letter a template, as text and
// as HTML from the same values, and how a letter becomes a MIME message.
//
// It knows nothing of storage. What strangers wrote stands in a letter as text
// only, never in a subject line, and links lead to the agency's own address,
// taken from configuration and never from a request.
package mail

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/outbox"
)

//go:embed letters/*.txt letters/*.html
var letters embed.FS

// Message is a letter with its words. ReplyTo is "" where answers go to the
// sender.
type Message struct {
	ID, To, ReplyTo, Subject, Text, HTML string
}

// Speaker puts letters into words, as text.
type Speaker struct {
	Agency  string // name of the sender
	BaseURL string // of the site, without a trailing slash
	Proofs  account.Proofs
	Signs   brief.Proofs // for the links by which a client signs; set after NewSpeaker

	text texts
}

// NewSpeaker reads the templates of text.
func NewSpeaker(agency, baseURL string, proofs account.Proofs) (*Speaker, error) {
	text, err := readTexts(letters)
	if err != nil {
		return nil, fmt.Errorf("reading letters: %w", err)
	}
	return &Speaker{Agency: agency, BaseURL: baseURL, Proofs: proofs, text: text}, nil
}

// Writer fills letters: what a Speaker says, and the same as HTML.
type Writer struct {
	*Speaker
	html *template.Template
}

// NewWriter reads the templates.
func NewWriter(agency, baseURL string, proofs account.Proofs) (*Writer, error) {
	s, err := NewSpeaker(agency, baseURL, proofs)
	if err != nil {
		return nil, err
	}
	html, err := template.New("").Option("missingkey=error").Funcs(say()).ParseFS(letters, "letters/*.html")
	if err != nil {
		return nil, fmt.Errorf("reading letters: %w", err)
	}
	return &Writer{s, html}, nil
}

// Write fills the letter of m.
func (w *Writer) Write(m outbox.Mail) (Message, error) {
	message, values, err := w.speak(m)
	if err != nil {
		return Message{}, err
	}
	var html bytes.Buffer
	if err := w.html.ExecuteTemplate(&html, m.Letter+".html", values); err != nil {
		return Message{}, fmt.Errorf("writing letter %s: %w", m.Letter, err)
	}
	message.HTML = html.String()
	return message, nil
}

// speak is Write without the HTML. It returns the values that were filled in.
func (w *Speaker) speak(m outbox.Mail) (message Message, values any, err error) {
	kind, ok := kinds()[m.Letter]
	if !ok {
		return message, nil, fmt.Errorf("writing mail %s: no letter %q", m.ID, m.Letter)
	}
	values, subject, err := kind.fill(w, m)
	if err != nil {
		return message, nil, fmt.Errorf("reading values of letter %s: %w", m.Letter, err)
	}
	text, err := w.text.fill(m.Letter+".txt", values)
	if err != nil {
		return message, nil, fmt.Errorf("writing letter %s: %w", m.Letter, err)
	}
	return Message{ID: m.ID, To: m.To, ReplyTo: m.ReplyTo, Subject: line(subject), Text: text}, values, nil
}

// Preview is the text of a letter for somebody who is not the recipient, before
// the mail is sent. A letter that lets its recipient in is shown to nobody else,
// and of one that was sent there are no values any more.
func (w *Speaker) Preview(m outbox.Mail) (Message, error) {
	switch {
	case kinds()[m.Letter].secret:
		return Message{}, agency.Forbidden("This letter lets its recipient in. Nobody else can read it.")
	case m.State == outbox.Sent:
		return Message{}, agency.Gone("This mail was sent. Its words are with whoever got it; no copy stays here.")
	}
	message, _, err := w.speak(m)
	return message, err
}
