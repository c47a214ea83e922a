package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/guest"
)

// onPost serves one thing that is done to a guest post. If it cannot be done,
// the page says why, shows how things are now, and keeps what was typed.
func (s *Server) onPost(action string, do func(ctx context.Context, a agency.Actor, seen guest.Seen, get func(string) string) error) func(http.ResponseWriter, *http.Request, visit) error {
	return func(w http.ResponseWriter, r *http.Request, v visit) error {
		if err := parse(r); err != nil {
			return err
		}
		get := r.PostForm.Get
		seen := guest.Seen{ID: r.PathValue("id"), Version: number(get("version"))}
		cause := do(r.Context(), v.person.Actor(), seen, get)
		if cause == nil {
			http.Redirect(w, r, "/desk/posts/"+seen.ID, http.StatusSeeOther)
			return nil
		}
		wrong, shown := onPage(cause)
		if !shown {
			return cause
		}
		status, say := s.verdict(cause)
		for i := range wrong {
			wrong[i].Field = deskField(action, wrong[i].Field)
		}
		return s.showDeskPost(w, r, status, v, deskPostForm{Action: action, Problem: say, Wrong: onForm(wrong), Get: get})
	}
}

// deskField is the id of a field: two forms of the page ask for a reason.
func deskField(action, field string) string {
	if field == "reason" {
		return action + "-reason"
	}
	return field
}

// typedPost is a post as it was typed into the form of the desk.
func typedPost(get func(string) string) guest.Form {
	return guest.Form{Title: get("title"), Description: get("description"), Body: get("body"),
		Name: get("name"), Bio: get("bio"), Link: get("link")}
}

func (s *Server) editGuest(ctx context.Context, a agency.Actor, seen guest.Seen, get func(string) string) error {
	_, err := s.Guests.Edit(ctx, a, seen, typedPost(get))
	return err
}

func (s *Server) remarkGuest(ctx context.Context, a agency.Actor, seen guest.Seen, get func(string) string) error {
	_, err := s.Guests.Remark(ctx, a, seen, document.Remark{Part: get("part"), Text: get("text"), Blocking: get("blocking") == "yes"})
	return err
}

func (s *Server) approveGuest(ctx context.Context, a agency.Actor, seen guest.Seen, _ func(string) string) error {
	_, err := s.Guests.Approve(ctx, a, seen)
	return err
}

func (s *Server) releaseGuest(ctx context.Context, a agency.Actor, seen guest.Seen, get func(string) string) error {
	at := guest.Addresses{Slug: strings.TrimSpace(get("slug")), Page: strings.TrimSpace(get("page"))}
	_, err := s.Guests.Release(ctx, a, seen, at)
	return err
}

func (s *Server) correctGuest(ctx context.Context, a agency.Actor, seen guest.Seen, get func(string) string) error {
	_, err := s.Guests.Correct(ctx, a, seen, get("correction"))
	return err
}

func (s *Server) declineGuest(ctx context.Context, a agency.Actor, seen guest.Seen, get func(string) string) error {
	_, err := s.Guests.Decline(ctx, a, seen, get("reason"))
	return err
}

func (s *Server) takeDownGuest(ctx context.Context, a agency.Actor, seen guest.Seen, get func(string) string) error {
	_, err := s.Guests.TakeDown(ctx, a, seen, get("reason"))
	return err
}

// postApprovals say who approved the newest version, and when its writer signed.
func (s *Server) postApprovals(ctx context.Context, sub guest.Submission) ([]deed, error) {
	var list []deed
	v := sub.Document.Current
	for _, a := range v.Approvals {
		name, _, err := s.Accounts.Contact(ctx, a.By)
		if err != nil {
			return nil, err
		}
		list = append(list, deed{What: "Approved by " + name, When: s.time(a.At)})
	}
	if v.Signed != "" {
		list = append(list, deed{What: "Signed by its writer, " + v.Signed, When: s.time(v.SignedAt)})
	}
	return list, nil
}

// postHistory tells what happened to a guest post, and by whom. Its writer is
// named by what they are: so is who signs, whom events do not name.
func (s *Server) postHistory(ctx context.Context, sub guest.Submission) ([]deed, error) {
	events, err := s.Guests.History(ctx, sub)
	if err != nil {
		return nil, err
	}
	for i := range events {
		if events[i].Actor == sub.Person {
			events[i].Actor = ""
		}
	}
	return s.deeds(ctx, events, sub.Person, postDeed)
}

// postDeed says what an event in the life of a guest post was. The note of most
// begins with the version.
func postDeed(e agency.Event) string {
	known := map[string]string{"begin": "was begun", "save": "was saved", "remark": "was remarked on", "approve": "was approved",
		"B1": "was sent in", "B2": "was sent back to be changed", "B3": "was begun, after remarks", "B4": "went on to its writer",
		"B5": "was signed", "B6": "was sent back", "B7": "went into the blog", "B8": "was replaced in the blog", "B9": "was given up",
		"B10": "is being corrected"}
	version, more, _ := strings.Cut(e.Note, ": ")
	words, ok := known[e.Action]
	switch {
	case e.Action == "withdraw":
		version, words, more = "the post", "was taken from the blog", e.Note
	case !ok:
		words = e.Action
	}
	if more != "" {
		words += fmt.Sprintf(" (%s)", more)
	}
	if e.Actor == "" {
		words += " by its writer"
	}
	return version + " " + words
}
