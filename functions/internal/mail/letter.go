package mail

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/outbox"
)

// letter is one kind of letter: how the values it was kept with become what its
// templates say, and its subject.
type letter struct {
	fill   func(w *Speaker, m outbox.Mail) (values any, subject string, err error)
	secret bool // it carries what lets its recipient in
}

// kinds are all letters, by the name of their templates.
func kinds() map[string]letter {
	all := map[string]letter{}
	for _, some := range []map[string]letter{
		accountLetters(), commentLetters(), applicationLetters(), decisionLetters(), briefLetters(), submissionLetters(), guestLetters(),
	} {
		maps.Copy(all, some)
	}
	return all
}

// page is what every letter can say about its sender and about answers.
type page struct {
	Agency, BaseURL string
	Replies         bool // an answer reaches the person the letter names
}

func (w *Speaker) page(m outbox.Mail) page {
	return page{Agency: w.Agency, BaseURL: w.BaseURL, Replies: m.ReplyTo != ""}
}

// read decodes the values of a letter into v, cleaned.
func read(m outbox.Mail, v any) error {
	if len(m.Values) == 0 || string(m.Values) == "null" {
		return fmt.Errorf("there are none")
	}
	data, err := clean(m.Values)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, v)
}

// linkTo returns a link to a page of the site. Its parts come from values, so
// what is no id or slug is refused, and not repeated in the error.
func (w *Speaker) linkTo(before, part, after string) (string, error) {
	if !agency.ValidID(part) && !isSlug(part) {
		return "", fmt.Errorf("there is no page at %s…%s for what they name", before, after)
	}
	return w.BaseURL + before + part + after, nil
}

func isSlug(s string) bool {
	return s != "" && len(s) <= 100 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
