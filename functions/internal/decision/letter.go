package decision

import (
	"context"
	"encoding/json"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/outbox"
)

// Words are what is edited in the letter of one person.
type Words struct{ Sentence, Note string }

// Edit changes what a person is told before it is released. Whoever edits is
// its author from then on, and somebody else has to read it again. version is
// that of the letter as it was shown.
func (s *Room) Edit(ctx context.Context, actor agency.Actor, mail string, version int64, w Words) (outbox.Mail, error) {
	m, err := s.Outbox.Find(ctx, mail)
	if err != nil {
		return m, err
	}
	values, err := OutcomeOf(m)
	if err != nil {
		return m, err
	}
	invalid := new(agency.Invalid)
	checkWords(&w.Sentence, &w.Note, func(field, say string) {
		invalid.Fields = append(invalid.Fields, agency.FieldError{Field: field, Message: say})
	})
	if len(invalid.Fields) > 0 {
		return m, invalid
	}
	values.Sentence, values.Note = w.Sentence, w.Note
	return s.Outbox.Edit(ctx, actor, mail, version, values)
}

// OutcomeOf reads what a letter with an outcome says.
func OutcomeOf(m outbox.Mail) (OutcomeValues, error) {
	var v OutcomeValues
	switch m.Letter {
	case LetterAccepted, LetterWaitlisted, LetterDeclined:
	default:
		return v, agency.NotFound("There is no such letter.")
	}
	if len(m.Values) == 0 {
		return v, agency.Gone("This letter was sent, or thrown away. Its words are not kept here.")
	}
	if err := json.Unmarshal(m.Values, &v); err != nil {
		return v, fmt.Errorf("reading letter %s: %w", m.ID, err)
	}
	return v, nil
}

// worded is an outcome with the words of its letter as they were approved.
func worded(o application.Outcome, m outbox.Mail) (application.Outcome, error) {
	v, err := OutcomeOf(m)
	o.Sentence, o.Note = v.Sentence, v.Note
	return o, err
}
