package guest

import (
	"context"

	"greenroom/functions/internal/agency"
)

// MayHandle reports whether somebody edits the blog.
func MayHandle(a agency.Actor) bool {
	return a.ID != "" && a.Is(agency.Editor, agency.Lead, agency.Admin, agency.ProjectManager)
}

// may refuses who does not edit the blog.
func may(a agency.Actor) error {
	if MayHandle(a) {
		return nil
	}
	return agency.Forbidden("Only editors, leads, admins and project managers may handle guest posts.")
}

func signedIn(a agency.Actor) error {
	if a.ID == "" {
		return &agency.Error{Kind: agency.KindSignIn, Say: "Sign in first."}
	}
	return nil
}

// ForDesk returns a submission to who may handle it. Nobody handles their own:
// they would let their own words pass, and read what is said of them.
func (s *Room) ForDesk(ctx context.Context, a agency.Actor, id string) (Submission, error) {
	if err := may(a); err != nil { // before anything is looked up: they do not learn which there are
		return Submission{}, err
	}
	sub, err := s.Find(ctx, id)
	if err == nil && sub.Person == a.ID {
		err = agency.Forbidden("You wrote this post, so somebody else handles it. Under “Your posts” you can change it or take it back.")
	}
	return sub, err
}

// desk returns a submission that staff looked at, to do something to it.
func (s *Room) desk(ctx context.Context, a agency.Actor, seen Seen) (Submission, error) {
	sub, err := s.ForDesk(ctx, a, seen.ID)
	if err != nil {
		return sub, err
	}
	return sub, sub.standsAs(seen)
}

// own is desk for the writer.
func (s *Room) own(ctx context.Context, a agency.Actor, seen Seen) (Submission, error) {
	sub, err := s.OwnedBy(ctx, a, seen.ID)
	if err != nil {
		return sub, err
	}
	return sub, sub.standsAs(seen)
}

// standsAs refuses what is another one by now, or was taken back.
func (s Submission) standsAs(seen Seen) error {
	switch {
	case s.Over():
		return agency.Gone("This post was withdrawn or declined. Nothing can be done to it any more.")
	case s.Document.Version != seen.Version:
		return changed(nil)
	}
	return nil
}

func changed(cause error) error {
	return agency.Conflict("This post is not what it was when you looked at it. Nothing was changed.", cause)
}
