package brief

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/table"
)

// Asked is a question on the board of a program. Everybody who takes part reads
// it, and nobody there reads who asked.
type Asked struct {
	ID         string
	Text       string
	At         time.Time
	Due        time.Time
	Answer     string    `json:",omitempty"`
	By         string    `json:",omitempty"` // name of who answered
	AnsweredAt time.Time `json:",omitzero"`
}

// Open reports whether nobody has answered yet.
func (a Asked) Open() bool { return a.AnsweredAt.IsZero() }

// Late reports whether it should have been answered by then.
func (a Asked) Late(now time.Time) bool { return a.Open() && now.After(a.Due) }

// posted is a question as it is kept.
type posted struct {
	Asked
	Application string // id of the application of who asked
	version     int64
}

const (
	maxQuestion = 500  // runes
	maxAnswer   = 1000 // runes
	maxOpen     = 10   // questions of one person that wait for an answer
)

func boardKey(slug, id string) table.Key { return key(slug, "Q#"+id) }

// board is every question about a program's brief, oldest first.
func (s *Room) board(ctx context.Context, slug string) ([]posted, error) {
	var all []posted
	err := s.each(ctx, table.Query{Space: table.Private, PK: pk(slug), Prefix: "Q#"}, func(i table.Item) error {
		q, err := decodePosted(i)
		all = append(all, q)
		return err
	})
	return all, err
}

func decodePosted(i table.Item) (posted, error) {
	var q posted
	if err := json.Unmarshal(i.Body, &q); err != nil {
		return q, fmt.Errorf("reading question: %w", err)
	}
	q.version = i.Version
	return q, nil
}

// Questions returns the board of a program, for who takes part in it and for
// who reads briefs here.
func (s *Room) Questions(ctx context.Context, actor agency.Actor, slug string) ([]Asked, error) {
	if _, err := s.takesPart(ctx, actor, slug); err != nil && !MayRead(actor) {
		return nil, err
	}
	all, err := s.board(ctx, slug)
	list := make([]Asked, 0, len(all))
	for _, q := range all {
		list = append(list, q.Asked)
	}
	return list, err
}

// Unanswered returns the questions about a program's brief that wait, the
// oldest first.
func (s *Room) Unanswered(ctx context.Context, slug string) ([]Asked, error) {
	all, err := s.board(ctx, slug)
	var list []Asked
	for _, q := range all {
		if q.Open() {
			list = append(list, q.Asked)
		}
	}
	return list, err
}

// takesPart returns the actor's application to a program that they take part
// in.
func (s *Room) takesPart(ctx context.Context, actor agency.Actor, slug string) (application.Application, error) {
	if _, err := s.Programs.Find(ctx, slug); err != nil {
		return application.Application{}, err
	}
	a, err := s.Applications.Mine(ctx, actor, slug)
	if err == nil && !Takes(a) {
		err = agency.NotFound("There is no such board.")
	}
	return a, err
}

// words refuses text that everybody who takes part should not read.
func words(field, text string, most int) (string, error) {
	text = agency.Tidy(text)
	say := ""
	switch {
	case !agency.PlainText(text):
		say = "Write something in plain text"
	case len([]rune(text)) > most:
		say = fmt.Sprintf("Use %d characters or fewer", most)
	case agency.ForeignAddress(text, ""):
		say = "Leave out email addresses: everybody who takes part can read this"
	default:
		return text, nil
	}
	return text, &agency.Invalid{Fields: []agency.FieldError{{Field: field, Message: say}}}
}

// Ask puts a question on the board. It is answered within one business day.
func (s *Room) Ask(ctx context.Context, actor agency.Actor, slug, text string) (Asked, error) {
	a, err := s.takesPart(ctx, actor, slug)
	if err != nil {
		return Asked{}, err
	}
	if _, err := s.Released(ctx, slug); err != nil {
		return Asked{}, err
	}
	if text, err = words("question", text, maxQuestion); err != nil {
		return Asked{}, err
	}
	all, err := s.board(ctx, slug)
	if err != nil {
		return Asked{}, err
	}
	waiting := 0
	for _, q := range all {
		if q.Application != a.ID || !q.Open() {
			continue
		}
		if waiting++; q.Text == text {
			return q.Asked, nil // sent twice
		}
	}
	if waiting >= maxOpen {
		return Asked{}, agency.TooMany("You have asked ten questions that wait for an answer. Ask again when some of them are answered.")
	}
	return s.keepAsked(ctx, a, text)
}

func noSuchQuestion() error { return agency.NotFound("There is no such question.") }

func answered(cause error) error {
	return agency.Conflict("Somebody else has answered this question. Their answer stands on the board.", cause)
}

func (s *Room) keepAsked(ctx context.Context, a application.Application, text string) (Asked, error) {
	q := posted{Application: a.ID, Asked: Asked{ID: s.IDs.New(), Text: text, At: s.Now(), Due: s.Calendar.After(s.Now(), 1)}}
	return s.keepQuestion(ctx, a.Person, a.Program, "ask", q)
}

func (s *Room) keepQuestion(ctx context.Context, by, slug, action string, q posted, more ...table.Write) (Asked, error) {
	item, err := put(boardKey(slug, q.ID), "question", q)
	if err != nil {
		return q.Asked, err
	}
	item.Version = q.version
	event, err := audit.Write(agency.Event{ID: s.IDs.New(), At: s.Now(), Actor: by, Action: action, Thing: "question " + q.ID})
	if err != nil {
		return q.Asked, err
	}
	err = s.Table.Write(ctx, "", append(more, table.Replace(item), event)...) // version 0 creates it
	if conflict, ok := errors.AsType[*table.ConflictError](err); ok {
		return q.Asked, answered(conflict)
	}
	if err != nil {
		return q.Asked, fmt.Errorf("keeping question: %w", err)
	}
	return q.Asked, nil
}
