package brief

import (
	"context"
	"errors"
	"slices"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// Sight is what the client sees: the version as it was frozen, and what they
// said of it.
type Sight struct {
	Brief
	Number   int
	Hash     string
	Program  string // title
	Manager  string // name of the project manager
	Until    time.Time
	Signed   string // by whom
	SignedAt time.Time
	Returned []document.Remark // what they sent it back with
}

// ByToken returns what a signed link shows. It changes nothing, however often
// and by whatever it is opened.
func (s *Room) ByToken(ctx context.Context, token string) (Sight, error) {
	t, p, d, _, err := s.ticket(ctx, token)
	if err != nil {
		return Sight{}, err
	}
	b, err := s.version(ctx, d, t.Number)
	if err != nil {
		return Sight{}, err
	}
	manager, _ := s.Applications.Staff.Manager(p.Manager)
	return Sight{Brief: b, Number: t.Number, Hash: t.Hash, Program: p.Title, Manager: manager, Until: time.Unix(t.Expires, 0).UTC(),
		Signed: d.Current.Signed, SignedAt: d.Current.SignedAt, Returned: outside(d.Current)}, nil
}

// outside are the remarks that the client made.
func outside(v document.Version) []document.Remark {
	return slices.DeleteFunc(slices.Clone(v.Remarks), func(r document.Remark) bool { return !r.Outside })
}

// ticket returns what a token is about, if its bearer still signs and it is
// still the newest version. The guard holds a write to who signs now.
func (s *Room) ticket(ctx context.Context, token string) (t Ticket, p program.Program, d document.Document, guard table.Write, err error) {
	if t, err = s.Proofs.Ticket(token, s.Now()); err != nil {
		return t, p, d, guard, err
	}
	if d, err = s.Documents.Find(ctx, t.Document); err != nil {
		return t, p, d, guard, err
	}
	outdated := agency.Gone("This brief was changed after the link was sent to you. You get a new link as soon as the new version was read here.")
	if d.Kind != docKind {
		return t, p, d, guard, outdated
	}
	b, err := s.version(ctx, d, d.Current.Number)
	if err != nil {
		return t, p, d, guard, err
	}
	c, at, err := s.signer(ctx, b.Program)
	if err != nil && !errors.Is(err, table.ErrNotFound) {
		return t, p, d, guard, err
	}
	if c.Turn != t.Turn {
		return t, p, d, guard, agency.Gone("Somebody else signs this brief for the client now, so this link opens nothing any more. If you think that is wrong, write to the project manager.")
	}
	if d.Current.Number != t.Number || d.Current.Hash != t.Hash || d.Current.State == document.Withdrawn {
		return t, p, d, guard, outdated
	}
	p, err = s.Programs.Find(ctx, b.Program)
	return t, p, d, table.Check(contactKey(b.Program), at), err
}

// Sign is the client's word that the version is right (B5). The same link used
// again says the same.
func (s *Room) Sign(ctx context.Context, token, name string) (document.Document, error) {
	return s.answer(ctx, token, func(p program.Program, d document.Document, guard table.Write) (document.Document, error) {
		if d.Current.State == document.ChangesRequested {
			return d, agency.Conflict("You sent this brief back with what should change. You get a new link to the next version.", nil)
		}
		if d.Current.Signed != "" {
			return d, nil
		}
		letter, err := s.tellManager(p, d, true, 0)
		if err != nil {
			return d, err
		}
		return s.Documents.Sign(ctx, name, d, d.Current.Hash, letter, guard)
	})
}

// Return sends the version back (B6) with everything that should change, in one
// list; the part of a remark is the number of a clause as text, or "". The same
// link used again says the same.
func (s *Room) Return(ctx context.Context, token, name string, remarks []document.Remark) (document.Document, error) {
	return s.answer(ctx, token, func(p program.Program, d document.Document, guard table.Write) (document.Document, error) {
		if d.Current.State == document.ChangesRequested && len(outside(d.Current)) > 0 {
			return d, nil
		}
		if d.Current.Signed != "" {
			return d, agency.Conflict("You have signed this brief. Write to the project manager if it must change after all.", nil)
		}
		letter, err := s.tellManager(p, d, false, len(remarks))
		if err != nil {
			return d, err
		}
		return s.Documents.Return(ctx, name, d, d.Current.Hash, remarks, letter, guard)
	})
}

// answer does what the bearer of a token says, on the version as it is then.
func (s *Room) answer(ctx context.Context, token string, do func(program.Program, document.Document, table.Write) (document.Document, error)) (document.Document, error) {
	var d document.Document
	err := errors.ErrUnsupported
	for range raceTries {
		var p program.Program
		var guard table.Write
		if _, p, d, guard, err = s.ticket(ctx, token); err != nil {
			return d, err
		}
		if d, err = do(p, d, guard); !raced(err) {
			return d, err
		}
	}
	return d, err
}

func (s *Room) tellManager(p program.Program, d document.Document, signed bool, remarks int) (table.Write, error) {
	manager, mailbox := s.Applications.Staff.Manager(p.Manager)
	return outbox.PostMail(outbox.Mail{ID: s.IDs.New(), At: s.Now(), To: mailbox, Letter: LetterAnswered, About: d.Thing()},
		AnsweredValues{Program: p.Slug, Title: p.Title, Manager: manager, Number: d.Current.Number, Signed: signed, Remarks: remarks})
}
