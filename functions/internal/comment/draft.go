package comment

import (
	"maps"
	"slices"
	"strings"

	"greenroom/functions/internal/agency"
)

// Draft is the form below a post as it was filled in. Lengths are in runes.
type Draft struct {
	Post   string `form:"post" validate:"required"`
	Parent string `form:"parent"`
	Name   string `form:"name" validate:"required,max=80,line"`
	Email  string `form:"email" validate:"required,max=254,mailbox"`
	Text   string `form:"text" validate:"required,max=5000,text"`
	Key    string `form:"key" validate:"max=100"` // the form's idempotency key, "" without script
	Trap   string `form:"contact_url"`            // people do not see this field
}

func draftWords() map[string]string {
	words := agency.PersonWords()
	maps.Copy(words, map[string]string{
		"post.required": "Say which post this is about",
		"text.required": "Enter your comment",
		"text.max":      "Comment must be 5,000 characters or fewer",
		"text.text":     "Comment must be plain text, without control or direction-changing characters",
		"key.max":       "This form is damaged. Reload the page and send it again",
	})
	return words
}

// noAddress refuses public words with an e-mail address in them that is not
// the agency's own: whose ever it is, it would be published.
func (s *Room) noAddress(words map[string]string) error {
	_, domain, _ := strings.Cut(s.Moderators, "@")
	invalid := new(agency.Invalid)
	for _, field := range slices.Sorted(maps.Keys(words)) {
		if agency.ForeignAddress(words[field], domain) {
			invalid.Fields = append(invalid.Fields, agency.FieldError{Field: field,
				Message: "Leave out email addresses: everybody can read this"})
		}
	}
	if len(invalid.Fields) == 0 {
		return nil
	}
	return invalid
}
