package guest

import (
	"context"
	"errors"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/table"
)

// policy is what a guest post needs: one reader here who did not write of it,
// and its writer's own word.
func policy() document.Policy { return document.Policy{Approvals: 1, Outside: true} }

// Submit takes a guest post in. That somebody sends it is their word for
// exactly these words. The same form sent twice is one submission; with other
// words it is refused, and what it became is returned with the conflict, so that
// they can be sent as a version of that.
func (s *Room) Submit(ctx context.Context, a agency.Actor, f Form) (Submission, error) {
	if err := signedIn(a); err != nil {
		return Submission{}, err
	}
	f = f.tidy()
	if err := s.Check(f); err != nil {
		return Submission{}, err
	}
	if again, err := s.sentBefore(ctx, a, f); err != nil || again.ID != "" {
		return again, err
	}
	if err := s.bearable(ctx, a); err != nil {
		return Submission{}, err
	}
	d, err := s.Documents.Begin(ctx, a, documentKind, owner(a.ID), policy(), f.content())
	if err != nil {
		return Submission{}, err
	}
	sub := Submission{ID: d.ID, Person: a.ID, Name: f.Name, At: s.Now(), Consent: d.Current.Hash, Document: d}
	writes, err := s.intake(ctx, sub, f)
	if err != nil {
		return sub, err
	}
	sub.Document, err = s.Documents.Send(ctx, a, d, writes...)
	if conflict, ok := errors.AsType[*table.ConflictError](err); ok && conflict.Key == formKey(a.ID, f.Key) {
		return s.sentBefore(ctx, a, f)
	}
	sub.Version++
	return sub, err
}

// maxWaiting is how many posts of one person can be on their way.
const maxWaiting = 5

// bearable refuses who has sent more than can be read.
func (s *Room) bearable(ctx context.Context, a agency.Actor) error {
	all, err := s.by(ctx, a.ID)
	waiting := 0
	for _, sub := range all {
		if !sub.Released() && !sub.Over() {
			waiting++
		}
	}
	if err == nil && waiting >= maxWaiting {
		return agency.TooMany("You have sent several posts that nobody has finished reading. Wait for an answer to one of them.")
	}
	return err
}

// receipt is what a form became: which submission, and with which words.
type receipt struct{ Submission, Hash string }

// sentBefore returns what a form has become already, with a conflict if it had
// other words then; nothing if it has not.
func (s *Room) sentBefore(ctx context.Context, a agency.Actor, f Form) (Submission, error) {
	var was receipt
	if f.Key == "" {
		return Submission{}, nil
	}
	_, err := s.read(ctx, formKey(a.ID, f.Key), &was)
	if errors.Is(err, table.ErrNotFound) {
		return Submission{}, nil
	}
	if err != nil {
		return Submission{}, err
	}
	sub, err := s.OwnedBy(ctx, a, was.Submission)
	if err == nil && was.Hash != f.content().Hash() {
		err = agency.Conflict("This form was sent before, with other words.", nil)
	}
	return sub, err
}

// intake returns the writes that go with a new submission.
func (s *Room) intake(ctx context.Context, sub Submission, f Form) ([]table.Write, error) {
	kept, err := sub.item()
	if err != nil {
		return nil, err
	}
	letter, err := s.letter(ctx, sub, LetterReceived, func(about About) any { return ReceivedValues{about} })
	if err != nil {
		return nil, err
	}
	writes := []table.Write{table.Create(kept), letter}
	if f.Key != "" {
		once, err := item(formKey(sub.Person, f.Key), "guest form", 0, receipt{sub.ID, sub.Consent})
		if err != nil {
			return nil, err
		}
		writes = append(writes, table.Create(once))
	}
	return writes, nil
}

// Resubmit sends a post again as its writer has it now, whatever anybody has
// said about it; that is their word for it. Of a released post it is a
// correction, and the released words stay until it is approved.
func (s *Room) Resubmit(ctx context.Context, a agency.Actor, seen Seen, f Form) (Submission, error) {
	sub, err := s.own(ctx, a, seen)
	if sub.ID != "" && !sub.Over() && sub.sentSince(seen, f) {
		return sub, nil
	}
	if err != nil {
		return sub, err
	}
	return s.send(ctx, a, sub, f, true)
}

// sentSince reports whether the newest words are what its writer sent after
// they looked: a form that is sent twice is one version.
func (s Submission) sentSince(seen Seen, f Form) bool {
	hash := f.tidy().content().Hash()
	return s.Document.Version > seen.Version && s.Document.Current.Hash == hash && s.Consent == hash
}

// Edit sends a post again as staff have it now. They are among its writers from
// then on, so somebody else approves it, and its writer is asked to sign.
func (s *Room) Edit(ctx context.Context, a agency.Actor, seen Seen, f Form) (Submission, error) {
	sub, err := s.desk(ctx, a, seen)
	if err != nil {
		return sub, err
	}
	return s.send(ctx, a, sub, f, false)
}

// send saves a version and puts it before its readers.
func (s *Room) send(ctx context.Context, a agency.Actor, sub Submission, f Form, consents bool) (Submission, error) {
	f = f.tidy()
	if err := s.Check(f); err != nil {
		return sub, err
	}
	d, err := s.Documents.Save(ctx, a, sub.Document, f.content())
	if err != nil {
		return sub, err
	}
	if d.Current.State != document.Draft {
		return sub, agency.Conflict("This is what it says already. Nothing was sent.", nil)
	}
	now := sub
	now.Document = d
	if consents {
		now.Consent, now.Name = d.Current.Hash, f.Name
	}
	kept, err := now.replaced()
	if err != nil {
		return sub, err
	}
	if now.Document, err = s.Documents.Send(ctx, a, d, kept); err != nil {
		return sub, err
	}
	now.Version++
	return now, nil
}
