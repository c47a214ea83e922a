package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
)

// Room is the room at work.
type Room struct {
	Table  table.Table
	IDs    *agency.IDs
	Now    agency.Clock
	Rules  *agency.Validator
	Proofs Proofs
	Staff  Staff // nil where staff are enrolled otherwise
}

// LetterSignIn is the letter with the link and the code.
const LetterSignIn = "sign-in"

// SignInValues fill it. The link and the code are not among them: they are
// computed from the request's id when the mail is sent.
type SignInValues struct{ Request, Name string }

const (
	requestLife = 15 * time.Minute
	maxTries    = 5 // codes that may be tried for one request

	mailsPerHour = 5 // sign-in mails one address gets, whoever asks
)

// request is a wish to sign in that waits for its proof.
type request struct {
	Person string // "" where nobody has the address
	New    *wish  `json:",omitempty"` // who will be made of it then, if anybody
	Next   string // path to go on to, "" for the person's own start page
	Tries  int
}

// address is the form that asks for a sign-in mail.
type address struct {
	Email string `form:"email" validate:"required,max=254,mailbox"`
}

// wish is that form where also who is new here may sign in.
type wish struct {
	Name  string `form:"name" validate:"required,max=80,line"`
	Email string `form:"email" validate:"required,max=254,mailbox"`
}

// Ask mails a link and a code to the person who has that address and returns
// the request's id. If nobody has it, the same is kept and answered and no
// mail is sent, so that nobody can find out who is known here. next is where
// the person was going.
func (s *Room) Ask(ctx context.Context, email, next string) (string, error) {
	email = agency.Tidy(email)
	if err := s.Rules.Check(address{Email: email}, agency.PersonWords()); err != nil {
		return "", err
	}
	return s.ask(ctx, email, request{Next: next})
}

// AskAnybody is Ask where also somebody may come in who was never here: the
// proof that the address is theirs makes them a person by that name. A person
// who is known keeps their name.
func (s *Room) AskAnybody(ctx context.Context, name, email, next string) (string, error) {
	w := wish{Name: agency.Tidy(name), Email: agency.Tidy(email)}
	if err := s.Rules.Check(w, agency.PersonWords()); err != nil {
		return "", err
	}
	return s.ask(ctx, w.Email, request{Next: next, New: &w})
}

func (s *Room) ask(ctx context.Context, email string, r request) (string, error) {
	if err := s.asStaffNow(ctx, email); err != nil {
		return "", err
	}
	p, known, err := s.personAt(ctx, email)
	if err != nil {
		return "", err
	}
	if r.Person = p.ID; known {
		r.New = nil
	}
	id := s.IDs.Secret()
	for range raceTries {
		err = s.keep(ctx, id, p, r)
		if _, raced := errors.AsType[*table.ConflictError](err); !raced {
			return id, err
		}
	}
	return id, nil // so many at once are more than anybody needs
}

// raceTries is how often a count that changed under us is read again.
const raceTries = 4

// keep writes the request and, if the person may have one more, the mail.
// p is the zero Person where nobody has the address. Who is new is not greeted
// by name: anybody may have typed it.
func (s *Room) keep(ctx context.Context, id string, p Person, r request) error {
	now := s.Now()
	body, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encoding sign-in request: %w", err)
	}
	writes := []table.Write{table.Create(table.Item{
		Key: requestKey(id), Kind: "sign-in request", Body: body, Expires: now.Add(requestLife)})}
	to, whose := p.Email, p.ID
	if r.New != nil {
		to, whose = r.New.Email, addressKey(r.New.Email).PK
	}
	allowance, err := s.allowance(ctx, whose)
	if err != nil {
		return err
	}
	if allowance != nil && to != "" {
		letter, err := outbox.Post(s.IDs.New(), now, to, LetterSignIn, SignInValues{Request: id, Name: p.Name})
		if err != nil {
			return err
		}
		writes = append(writes, *allowance, letter)
	}
	if err := s.Table.Write(ctx, "", writes...); err != nil {
		return fmt.Errorf("keeping sign-in request: %w", err)
	}
	return nil
}

// allowance returns the write that counts one more mail to somebody this hour,
// or nil if there were enough.
func (s *Room) allowance(ctx context.Context, whose string) (*table.Write, error) {
	hour := s.Now().UTC().Truncate(time.Hour)
	item := table.Item{
		Key:     table.Key{Space: table.Private, PK: "LIMIT#sign-in#" + whose, SK: hour.Format(time.RFC3339)},
		Kind:    "limit",
		Expires: hour.Add(2 * time.Hour),
	}
	was, err := s.Table.Get(ctx, item.Key)
	if err != nil && !errors.Is(err, table.ErrNotFound) {
		return nil, fmt.Errorf("counting sign-in mails: %w", err)
	}
	sent := 0
	if len(was.Body) > 0 {
		if err := json.Unmarshal(was.Body, &sent); err != nil {
			return nil, fmt.Errorf("counting sign-in mails: %w", err)
		}
	}
	if sent >= mailsPerHour {
		return nil, nil
	}
	item.Body = fmt.Appendf(nil, "%d", sent+1)
	item.Version = was.Version
	write := table.Replace(item) // version 0 creates it
	return &write, nil
}

func requestKey(id string) table.Key {
	return table.Key{Space: table.Private, PK: "LOGIN#" + digest(id), SK: "T"}
}

// ByLink signs in with the token of a mailed link.
func (s *Room) ByLink(ctx context.Context, id, token string) (Session, error) {
	if !matches(token, s.Proofs.Token(id)) {
		return Session{}, expired()
	}
	r, item, err := s.request(ctx, id)
	if err != nil {
		return Session{}, err
	}
	return s.open(ctx, r, item)
}

// Pending reports whether a mailed link would still sign somebody in. It
// changes nothing.
func (s *Room) Pending(ctx context.Context, id, token string) error {
	if !matches(token, s.Proofs.Token(id)) {
		return expired()
	}
	_, _, err := s.request(ctx, id)
	return err
}

// ByCode signs in with the six digits. Each try is counted before the code is
// looked at, so that trying many at once wins nothing.
func (s *Room) ByCode(ctx context.Context, id, code string) (Session, error) {
	wrong := &agency.Invalid{Fields: []agency.FieldError{{Field: "code",
		Message: "Enter the 6-digit code from the mail we sent last. It works once, within 15 minutes"}}}
	r, item, err := s.request(ctx, id)
	if e, ok := errors.AsType[*agency.Error](err); ok && e.Kind == agency.KindGone || err == nil && r.Tries >= maxTries {
		return Session{}, wrong // all the same to whoever guesses
	}
	if err != nil {
		return Session{}, err
	}
	err = s.countTry(ctx, &r, &item)
	if _, raced := errors.AsType[*table.ConflictError](err); raced {
		return Session{}, wrong
	}
	if err != nil {
		return Session{}, err
	}
	if !matches(code, s.Proofs.Code(id)) || r.Person == "" && r.New == nil {
		return Session{}, wrong
	}
	return s.open(ctx, r, item)
}

// countTry notes one more try of a code.
func (s *Room) countTry(ctx context.Context, r *request, item *table.Item) error {
	r.Tries++
	body, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encoding sign-in request: %w", err)
	}
	item.Body = body
	if err := s.Table.Write(ctx, "", table.Replace(*item)); err != nil {
		return fmt.Errorf("counting try: %w", err)
	}
	item.Version++
	return nil
}

func (s *Room) request(ctx context.Context, id string) (request, table.Item, error) {
	var r request
	i, err := s.Table.Get(ctx, requestKey(id))
	if errors.Is(err, table.ErrNotFound) {
		return r, i, expired()
	}
	if err != nil {
		return r, i, fmt.Errorf("reading sign-in request: %w", err)
	}
	if err := json.Unmarshal(i.Body, &r); err != nil {
		return r, i, fmt.Errorf("reading sign-in request: %w", err)
	}
	return r, i, nil
}

func expired() error {
	return agency.Gone("This sign-in link was used already, is older than 15 minutes or was cut off. Ask for a new one.")
}
