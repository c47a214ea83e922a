package guest

import (
	"context"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/table"
)

// Remark keeps what staff say about a version. One that is blocking sends it
// back, and its writer is told everything that was said.
func (s *Room) Remark(ctx context.Context, a agency.Actor, seen Seen, r document.Remark) (Submission, error) {
	sub, err := s.desk(ctx, a, seen)
	if err != nil {
		return sub, err
	}
	var letters []table.Write
	if r.Blocking {
		if letters, err = s.remarks(ctx, sub, r); err != nil {
			return sub, err
		}
	}
	sub.Document, err = s.Documents.Remark(ctx, a, sub.Document, r, letters...)
	return sub, err
}

// remarks returns the write of the letter with the remarks so far and one more.
func (s *Room) remarks(ctx context.Context, sub Submission, last document.Remark) ([]table.Write, error) {
	letter, err := s.letter(ctx, sub, LetterRemarks, func(about About) any {
		values := RemarksValues{About: about}
		for _, r := range append(slices.Clone(sub.Document.Current.Remarks), last) {
			if !r.Outside {
				values.Remarks = append(values.Remarks, Said{Part: r.Part, Text: agency.Tidy(r.Text)})
			}
		}
		return values
	})
	return []table.Write{letter}, err
}

// Approve keeps somebody's word that the newest version is right. If it is the
// one that its writer sent, it is approved with that; if it was edited here
// since, its writer is asked to sign it.
func (s *Room) Approve(ctx context.Context, a agency.Actor, seen Seen) (Submission, error) {
	sub, err := s.desk(ctx, a, seen)
	if err != nil {
		return sub, err
	}
	var letters []table.Write
	if sub.Document.Completes(a.ID, "") && !sub.consented() {
		letter, err := s.letter(ctx, sub, LetterSign, func(about About) any { return SignValues{about} })
		if err != nil {
			return sub, err
		}
		letters = append(letters, letter)
	}
	if sub.Document, err = s.Documents.Approve(ctx, a, sub.Document, "", letters...); err != nil {
		return sub, err
	}
	return s.settle(ctx, sub)
}

// consented reports whether the newest version is the one that its writer gave
// their word for.
func (s Submission) consented() bool { return s.Consent == s.Document.Current.Hash }

// settle signs for a writer what they sent themselves.
func (s *Room) settle(ctx context.Context, sub Submission) (Submission, error) {
	if sub.Document.Current.State != document.ClientReview || !sub.consented() {
		return sub, nil
	}
	var err error
	sub.Document, err = s.Documents.Sign(ctx, sub.Name, sub.Document, sub.Consent)
	return sub, err
}

// Sign keeps its writer's word for a version that was edited here. hash is that
// of what they read.
func (s *Room) Sign(ctx context.Context, a agency.Actor, id, hash string) (Submission, error) {
	sub, err := s.OwnedBy(ctx, a, id)
	if err != nil {
		return sub, err
	}
	if err := sub.standsAs(Seen{id, sub.Document.Version}); err != nil {
		return sub, err
	}
	now := sub
	now.Consent = hash
	kept, err := now.replaced()
	if err != nil {
		return sub, err
	}
	if now.Document, err = s.Documents.Sign(ctx, sub.Name, sub.Document, hash, kept); err != nil {
		return sub, err
	}
	if now.Document.Version > sub.Document.Version { // it was not signed before
		now.Version++
	}
	return now, nil
}

// Return keeps what its writer wants changed in what was edited here.
func (s *Room) Return(ctx context.Context, a agency.Actor, id, hash string, remarks []document.Remark) (Submission, error) {
	sub, err := s.OwnedBy(ctx, a, id)
	if err != nil {
		return sub, err
	}
	if err := sub.standsAs(Seen{id, sub.Document.Version}); err != nil {
		return sub, err
	}
	sub.Document, err = s.Documents.Return(ctx, sub.Name, sub.Document, hash, remarks)
	return sub, err
}
