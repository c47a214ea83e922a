package application

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
)

// Receipt is what an applicant gets: a secret that opens a page with the
// promised day. It leads to no application: who has it may not have been the
// person whose address they gave.
type Receipt struct {
	Program string
	Token   string
	At      time.Time
	HearBy  time.Time
}

const (
	keepReceipt = 48 * time.Hour       // how long the same form is recognised
	keepStatus  = 180 * 24 * time.Hour // how long the page can be opened
)

// receiptKey is the same for the same form with the same answers.
func receiptKey(f Form) table.Key {
	answers, _ := json.Marshal(f) // strings always encode
	return table.Key{Space: table.Private, PK: "IDEM#" + digest(string(answers)), SK: "T"}
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func statusKey(token string) table.Key {
	return table.Key{Space: table.Private, PK: "STATUS#" + digest("application "+token), SK: "T"}
}

// items are the receipt as it is kept: to recognise the form, and for its page.
// version is that of the receipt which the same form got before, or 0.
func (r Receipt) items(f Form, version int64) ([]table.Write, error) {
	once, err := put(receiptKey(f), "receipt", r)
	if err != nil {
		return nil, err
	}
	page, err := put(statusKey(r.Token), "status", Receipt{Program: r.Program, At: r.At, HearBy: r.HearBy})
	once.Version, once.Expires, page.Expires = version, r.At.Add(keepReceipt), r.At.Add(keepStatus)
	return []table.Write{table.Replace(once), table.Create(page)}, err
}

// receipt returns what the same form got before, and its version: 0 if it got
// none.
func (s *Room) receipt(ctx context.Context, f Form) (r Receipt, version int64, err error) {
	i, err := s.Table.Get(ctx, receiptKey(f))
	if errors.Is(err, table.ErrNotFound) {
		return r, 0, nil
	}
	if err != nil {
		return r, 0, fmt.Errorf("reading receipt: %w", err)
	}
	if err := json.Unmarshal(i.Body, &r); err != nil {
		return r, 0, fmt.Errorf("reading receipt: %w", err)
	}
	return r, i.Version, nil
}

// takenBack reports whether what came of the form was withdrawn since: sent
// once more, it is a new wish and no repetition.
func (s *Room) takenBack(ctx context.Context, f Form) (bool, error) {
	person, _, err := s.People.Register(ctx, f.Name, f.Email)
	if err != nil {
		return false, err
	}
	a, _, err := s.mine(ctx, f.Program, person)
	return a.State == Withdrawn, err
}

// Received returns what the page of a receipt says.
func (s *Room) Received(ctx context.Context, token string) (Receipt, error) {
	var r Receipt
	err := s.read(ctx, statusKey(token), &r)
	if errors.Is(err, table.ErrNotFound) {
		return r, agency.NotFound("There is no receipt under this address. The link may be older than half a year, or cut off.")
	}
	return r, err
}

// again answers a second application. Who is signed in is told; anybody else
// gets the receipt that everybody gets, so that nobody can find out who
// applied, and the person who has the address is written to.
func (s *Room) again(ctx context.Context, actor agency.Actor, w wish) (Receipt, error) {
	p, before, r := w.program, w.before, w.receipt
	if actor.ID != "" {
		return r, agency.Conflict("You applied to this program on "+Day(before.SubmittedAt, p.TimeZone)+
			". One application is enough: you can change or withdraw it on your own pages.", nil)
	}
	receipts, err := r.items(w.Form, w.version)
	if err != nil {
		return r, err
	}
	told := outbox.Once("again "+before.ID, w.Email, r.At) // one letter, however many forms come
	if _, err := s.Table.Get(ctx, told.Item.Key); err == nil {
		return r, s.Table.Write(ctx, "", receipts...)
	}
	letter, err := s.post(p, before, w.Email, LetterAgain, AgainValues{
		About: s.about(before, w.greeted, p), At: Moment(before.SubmittedAt, p.TimeZone), HearBy: Day(before.HearBy, p.TimeZone)})
	if err != nil {
		return r, err
	}
	return r, s.Table.Write(ctx, "", append(receipts, letter, told)...)
}
