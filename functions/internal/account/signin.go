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

// Service is the room at work.
type Service struct {
	Table  table.Table
	IDs    *agency.IDs
	Now    agency.Clock
	Rules  *agency.Validator
	Proofs Proofs
}

// LetterSignIn is the letter with the link and the code.
const LetterSignIn = "sign-in"

// SignInValues fill it. The link and the code are not among them: they are
// computed from the request's id when the mail is sent.
type SignInValues struct{ Request, Name string }

const (
	requestLife = 15 * time.Minute
	maxTries    = 5 // wrong codes before a request is dead

	mailsPerHour = 5 // sign-in mails one address gets, whoever asks
)

// request is a wish to sign in that waits for its proof.
type request struct {
	Person string
	Next   string // path to go on to, "" for the person's own start page
	Tries  int
}

// address is the form that asks for a sign-in mail.
type address struct {
	Email string `form:"email" validate:"required,max=254,mailbox"`
}

// Ask mails a link and a code to the person who has that address and returns
// the request's id. If nobody has it the answer is the same and no mail is
// sent, so that nobody can find out who is known here. next is where the
// person was going.
func (s *Service) Ask(ctx context.Context, email, next string) (string, error) {
	email = agency.Tidy(email)
	err := s.Rules.Check(address{Email: email}, map[string]string{
		"email.required": "Enter your email address",
		"email.max":      "Email address must be 254 characters or fewer",
		"email.mailbox":  "Enter an email address in the correct format, like name@example.com",
	})
	if err != nil {
		return "", err
	}
	id := s.IDs.Secret()
	p, ok, err := s.personAt(ctx, email)
	if err != nil || !ok {
		return id, err
	}
	allowance, err := s.allowance(ctx, p)
	if err != nil || allowance == nil {
		return id, err
	}
	return id, s.mail(ctx, id, p, next, *allowance)
}

func (s *Service) mail(ctx context.Context, id string, p Person, next string, allowance table.Write) error {
	now := s.Now()
	body, err := json.Marshal(request{Person: p.ID, Next: next})
	if err != nil {
		return fmt.Errorf("encoding sign-in request: %w", err)
	}
	letter, err := outbox.Post(s.IDs.New(), now, p.Email, LetterSignIn, SignInValues{Request: id, Name: p.Name})
	if err != nil {
		return err
	}
	err = s.Table.Write(ctx, "", allowance, letter, table.Create(table.Item{
		Key: requestKey(id), Kind: "sign-in request", Body: body, Expires: now.Add(requestLife)}))
	if err != nil {
		return fmt.Errorf("keeping sign-in request: %w", err)
	}
	return nil
}

// allowance returns the write that counts one more mail to the person this
// hour, or nil if there were enough.
func (s *Service) allowance(ctx context.Context, p Person) (*table.Write, error) {
	hour := s.Now().UTC().Truncate(time.Hour)
	item := table.Item{
		Key:     table.Key{Space: table.Private, PK: "LIMIT#sign-in#" + p.ID, SK: hour.Format(time.RFC3339)},
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
	write := table.Set(item) // two at once may count as one: a limit need not be exact
	return &write, nil
}

func requestKey(id string) table.Key {
	return table.Key{Space: table.Private, PK: "LOGIN#" + digest(id), SK: "T"}
}

// ByLink signs in with the token of a mailed link.
func (s *Service) ByLink(ctx context.Context, id, token string) (Session, error) {
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
func (s *Service) Pending(ctx context.Context, id, token string) error {
	if !matches(token, s.Proofs.Token(id)) {
		return expired()
	}
	_, _, err := s.request(ctx, id)
	return err
}

// ByCode signs in with the six digits. A wrong code counts against the
// request.
func (s *Service) ByCode(ctx context.Context, id, code string) (Session, error) {
	wrong := &agency.Invalid{Fields: []agency.FieldError{{Field: "code",
		Message: "Enter the 6-digit code from the mail we sent last. It works once, within 15 minutes"}}}
	r, item, err := s.request(ctx, id)
	if e, ok := errors.AsType[*agency.Error](err); ok && e.Kind == agency.KindGone {
		return Session{}, wrong // an unknown address must not look different from a wrong code
	}
	if err != nil {
		return Session{}, err
	}
	if matches(code, s.Proofs.Code(id)) {
		return s.open(ctx, r, item)
	}
	if err := s.miss(ctx, r, item); err != nil {
		return Session{}, err
	}
	return Session{}, wrong
}

// miss counts a wrong code and ends the request at the last one.
func (s *Service) miss(ctx context.Context, r request, item table.Item) error {
	r.Tries++
	body, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encoding sign-in request: %w", err)
	}
	item.Body = body
	write := table.Replace(item)
	if r.Tries >= maxTries {
		write = table.Delete(item.Key, item.Version)
	}
	err = s.Table.Write(ctx, "", write)
	if _, raced := errors.AsType[*table.ConflictError](err); raced {
		return agency.TooMany("Several codes were sent at once. Wait a moment and try again.")
	}
	return err
}

func (s *Service) request(ctx context.Context, id string) (request, table.Item, error) {
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
