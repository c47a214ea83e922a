package web

import (
	"context"
	"net/http"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/guest"
	"greenroom/site/theme"
)

func (s *Server) deskGuestRoutes() []Route {
	const on = "desk"
	const one, act = "/desk/posts/{id}", "/api/desk/posts/{id}/"
	return []Route{
		{on, http.MethodGet, "/desk/posts/{$}", StaffOnly, s.postQueue},
		{on, http.MethodGet, one, StaffOnly, s.deskPost},
		{on, http.MethodPost, act + "edit", StaffOnly, s.onPost("edit", s.editGuest)},
		{on, http.MethodPost, act + "remark", StaffOnly, s.onPost("remark", s.remarkGuest)},
		{on, http.MethodPost, act + "approve", StaffOnly, s.onPost("approve", s.approveGuest)},
		{on, http.MethodPost, act + "release", StaffOnly, s.onPost("release", s.releaseGuest)},
		{on, http.MethodPost, act + "correct", StaffOnly, s.onPost("correct", s.correctGuest)},
		{on, http.MethodPost, act + "decline", StaffOnly, s.onPost("decline", s.declineGuest)},
		{on, http.MethodPost, act + "takedown", StaffOnly, s.onPost("takedown", s.takeDownGuest)},
	}
}

// deskWriting is a guest post as who edits the blog sees it.
type deskWriting struct {
	guest.Submission
	Who       string // name of the account
	Parts     []document.Part
	Text      guest.Form // for the form: what came back in it, or as it is
	Sent      theme.Time
	Changes   []document.Change // since the version before
	SinceLive []document.Change // since the one in the blog, where that is another
	Before    []document.Remark // about the version before
	Approvals []deed
	History   []deed
	May       postPowers
	At        guest.Addresses // usual ones, for the form
	Mailbox   string
	Form      deskPostForm
}

// postPowers are the forms that the viewer may use as things are.
type postPowers struct{ Edit, Remark, Block, Approve, Release, Correct, Decline, TakeDown bool }

func powersOver(sub guest.Submission, viewer string) postPowers {
	state, d := sub.State(), sub.Document
	agreed := state == document.Approved || state == document.ClientReview && sub.Consent == d.Current.Hash
	reading := state == document.InReview && !d.WrittenBy(viewer)
	return postPowers{
		Edit:     !sub.Over(),
		Remark:   slices.Contains([]agency.State{document.InReview, document.ChangesRequested, document.ClientReview, document.Approved}, state),
		Block:    reading,
		Approve:  reading && !d.ApprovedBy(viewer),
		Release:  agreed && sub.Slug == "",
		Correct:  agreed && sub.Slug != "",
		Decline:  !sub.Over() && (!sub.Released() || sub.Amending()),
		TakeDown: sub.Released(),
	}
}

// deskPostForm is what a form of the page held that has to be put right.
type deskPostForm struct {
	Action  string
	Problem string
	Wrong   theme.FieldErrors
	Get     func(string) string
}

// typed is what was typed into a field of a form, or else what it began with.
func (f deskPostForm) typed(action, name, usual string) string {
	if f.Action != action {
		return usual
	}
	return f.Get(name)
}

// wrong are the faults of one form: others have fields of the same name.
func (f deskPostForm) wrong(action string) theme.FieldErrors {
	if f.Action != action {
		return nil
	}
	return f.Wrong
}

func (s *Server) deskPost(w http.ResponseWriter, r *http.Request, v visit) error {
	return s.showDeskPost(w, r, http.StatusOK, v, deskPostForm{})
}

func (s *Server) showDeskPost(w http.ResponseWriter, r *http.Request, status int, v visit, form deskPostForm) error {
	sub, err := s.Guests.ForDesk(r.Context(), v.person.Actor(), r.PathValue("id"))
	if err != nil {
		return err
	}
	one, err := s.deskWriting(r.Context(), v, sub)
	if err != nil {
		return err
	}
	one.Form = form
	if form.Action == "edit" {
		one.Text = typedPost(form.Get)
	}
	about := page{title: "Guest post by " + sub.Name, secret: true}
	if status != http.StatusOK {
		about.title = "Error: " + about.title
	}
	s.page(w, r, status, about, deskPostView(one))
	return nil
}

func (s *Server) deskWriting(ctx context.Context, v visit, sub guest.Submission) (one deskWriting, err error) {
	d := sub.Document
	one = deskWriting{Submission: sub, Sent: s.time(sub.At), May: powersOver(sub, v.person.ID), Mailbox: s.Site.Config().Agency.Email}
	content, err := s.Guests.Documents.Content(ctx, d, d.Current.Number)
	if err != nil {
		return one, err
	}
	one.Parts = content.Parts
	if one.Text, err = s.Guests.Text(ctx, sub, d.Current.Number); err != nil {
		return one, err
	}
	if one.Who, _, err = s.Accounts.Contact(ctx, sub.Person); err != nil {
		return one, err
	}
	if one.At, err = s.Guests.Suggest(ctx, sub); err != nil {
		return one, err
	}
	if err = s.versionsBefore(ctx, &one); err != nil {
		return one, err
	}
	if one.Approvals, err = s.postApprovals(ctx, sub); err != nil {
		return one, err
	}
	one.History, err = s.postHistory(ctx, sub)
	return one, err
}

// versionsBefore adds what is told of earlier versions.
func (s *Server) versionsBefore(ctx context.Context, one *deskWriting) (err error) {
	d := one.Document
	before := d.Current.Number - 1
	if before < 1 {
		return nil
	}
	if one.Changes, err = s.Guests.Diff(ctx, one.Submission, before, d.Current.Number); err != nil {
		return err
	}
	if one.Amending() && d.Live.Number != before {
		if one.SinceLive, err = s.Guests.Diff(ctx, one.Submission, d.Live.Number, d.Current.Number); err != nil {
			return err
		}
	}
	one.Before, err = s.Guests.Documents.Remarks(ctx, d, before)
	return err
}
