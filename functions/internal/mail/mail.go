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
	"encoding/json"
	"fmt"
	htmltemplate "html/template"
	"strings"
	texttemplate "text/template"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/outbox"
)

//go:embed letters/*.txt letters/*.html
var letters embed.FS

// Message is a letter with its words.
type Message struct {
	ID, To, Subject, Text, HTML string
}

// Writer fills letters.
type Writer struct {
	Agency  string // name of the sender
	BaseURL string // of the site, without a trailing slash
	Proofs  account.Proofs

	text *texttemplate.Template
	html *htmltemplate.Template
}

// NewWriter reads the templates.
func NewWriter(agency, baseURL string, proofs account.Proofs) (*Writer, error) {
	text, err := texttemplate.New("").Option("missingkey=error").Funcs(texttemplate.FuncMap{"quote": quote}).ParseFS(letters, "letters/*.txt")
	if err != nil {
		return nil, fmt.Errorf("reading letters: %w", err)
	}
	html, err := htmltemplate.New("").Option("missingkey=error").ParseFS(letters, "letters/*.html")
	if err != nil {
		return nil, fmt.Errorf("reading letters: %w", err)
	}
	return &Writer{Agency: agency, BaseURL: baseURL, Proofs: proofs, text: text, html: html}, nil
}

// quote marks every line of a stranger's words, so that none of them can pass
// for a line of the letter.
func quote(words string) string {
	return "> " + strings.ReplaceAll(words, "\n", "\n> ")
}

// Write fills the letter of m.
func (w *Writer) Write(m outbox.Mail) (Message, error) {
	values, subject, err := w.values(m)
	if err != nil {
		return Message{}, err
	}
	var text, html bytes.Buffer
	if err := w.text.ExecuteTemplate(&text, m.Letter+".txt", values); err != nil {
		return Message{}, fmt.Errorf("writing letter %s: %w", m.Letter, err)
	}
	if err := w.html.ExecuteTemplate(&html, m.Letter+".html", values); err != nil {
		return Message{}, fmt.Errorf("writing letter %s: %w", m.Letter, err)
	}
	return Message{ID: m.ID, To: m.To, Subject: subject, Text: text.String(), HTML: html.String()}, nil
}

// page is what every letter can say about its sender.
type page struct{ Agency, BaseURL string }

type held struct {
	page
	comment.HeldValues
	Link string
}

type signIn struct {
	page
	Name, Link, Code string
}

func (w *Writer) values(m outbox.Mail) (values any, subject string, err error) {
	about := page{Agency: w.Agency, BaseURL: w.BaseURL}
	switch m.Letter {
	case comment.LetterHeld:
		v := held{page: about}
		err = json.Unmarshal(m.Values, &v.HeldValues)
		v.Link = w.BaseURL + "/desk/comments/" + v.Post + "/" + v.ID
		values, subject = v, "A comment waits for approval: "+v.Title
	case account.LetterSignIn:
		var in account.SignInValues
		err = json.Unmarshal(m.Values, &in)
		values = signIn{page: about, Name: in.Name, Code: w.Proofs.Code(in.Request),
			Link: w.BaseURL + "/sign-in/link/" + in.Request + "/" + w.Proofs.Token(in.Request)}
		subject = "Sign in to " + w.Agency
	default:
		return nil, "", fmt.Errorf("writing mail %s: no letter %q", m.ID, m.Letter)
	}
	if err != nil {
		return nil, "", fmt.Errorf("reading values of letter %s: %w", m.Letter, err)
	}
	return values, strings.Join(strings.Fields(subject), " "), nil
}
