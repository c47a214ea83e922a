package web

import (
	"context"
	"net/http"
	"net/url"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/submission"
)

// briefAct is one thing that is done to a brief.
type briefAct struct {
	actor   agency.Actor
	slug    string
	version int64
	values  url.Values
}

func (a briefAct) get(name string) string { return a.values.Get(name) }

// onBrief serves one thing that is done to a brief, and goes on to its page or
// what lies below it. If it cannot be done, the page says why, shows how things
// are now, and keeps what was typed.
func (s *Server) onBrief(next string, do func(context.Context, briefAct) error) func(http.ResponseWriter, *http.Request, visit) error {
	return func(w http.ResponseWriter, r *http.Request, v visit) error {
		if err := parse(r); err != nil {
			return err
		}
		p, err := s.briefProgram(r, v)
		if err != nil {
			return err
		}
		cause := do(r.Context(), briefAct{actor: v.person.Actor(), slug: p.Slug, version: number(r.PostForm.Get("version")), values: r.PostForm})
		if cause == nil {
			http.Redirect(w, r, briefPath(p.Slug)+next, http.StatusSeeOther)
			return nil
		}
		wrong, invalid := faults(cause)
		if !invalid && kindOf(cause) != agency.KindConflict {
			return cause
		}
		status, say := s.verdict(cause)
		return s.showBriefDesk(w, r, status, v, readerForm{Problem: say, Wrong: wrong, Typed: r.PostForm.Get})
	}
}

// briefPath is the page of a program's brief on the desk.
func briefPath(slug string) string { return "/desk/briefs/" + slug }

func (s *Server) startBrief(ctx context.Context, a briefAct) error {
	_, err := s.Briefs.Start(ctx, a.actor, a.slug)
	return err
}

func (s *Server) sendBrief(ctx context.Context, a briefAct) error {
	_, err := s.Briefs.Send(ctx, a.actor, a.slug, a.version)
	return err
}

func (s *Server) remarkBrief(ctx context.Context, a briefAct) error {
	_, err := s.Briefs.Remark(ctx, a.actor, a.slug, a.version,
		document.Remark{Part: a.get("part"), Text: a.get("text"), Blocking: a.get("blocking") == "yes"})
	return err
}

func (s *Server) approveBrief(ctx context.Context, a briefAct) error {
	_, err := s.Briefs.Approve(ctx, a.actor, a.slug, a.get("hash"), a.get("as"))
	return err
}

func (s *Server) nameContact(ctx context.Context, a briefAct) error {
	if err := s.Briefs.SetContact(ctx, a.actor, a.slug, a.get("name"), a.get("email")); err != nil {
		return err
	}
	return s.Work.HandOver(ctx, a.actor, a.slug)
}

func (s *Server) askClientAgain(ctx context.Context, a briefAct) error {
	return s.Briefs.AskAgain(ctx, a.actor, a.slug)
}

func (s *Server) releaseBrief(ctx context.Context, a briefAct) error {
	_, err := s.Briefs.Release(ctx, a.actor, a.slug, a.version)
	return err
}

func (s *Server) confirmClass(ctx context.Context, a briefAct) error {
	return s.Briefs.ConfirmClass(ctx, a.actor, a.slug, a.version, int(number(a.get("clause"))))
}

func (s *Server) withdrawBrief(ctx context.Context, a briefAct) error {
	_, err := s.Briefs.Withdraw(ctx, a.actor, a.slug, a.version, a.get("reason"))
	return err
}

// answerBoard answers one question. Each has a field of its own on the page.
func (s *Server) answerBoard(ctx context.Context, a briefAct) error {
	id := a.get("question")
	_, err := s.Briefs.Answer(ctx, a.actor, a.slug, id, a.get("answer"))
	return onField(err, "answer", "answer-"+id)
}

// onField is an error about a form in which a field is called otherwise on the
// page.
func onField(err error, from, to string) error {
	wrong, invalid := faults(err)
	if !invalid {
		return err
	}
	named := &agency.Invalid{}
	for _, f := range wrong {
		if f.Field == from {
			f.Field = to
		}
		named.Fields = append(named.Fields, agency.FieldError{Field: f.Field, Message: f.Message})
	}
	return named
}

// documentDeeds tells what happened to a document that the client signs.
func (s *Server) documentDeeds(ctx context.Context, d document.Document, events []agency.Event) ([]deed, error) {
	for i := range events {
		if events[i].Actor == "" {
			events[i].Actor = submission.Client
		}
	}
	return s.deeds(ctx, events, d.ID, documentDeed)
}

// documentDeed says what an event in the life of a document was.
func documentDeed(e agency.Event) string {
	known := map[string]string{"begin": "begun", "save": "written", "remark": "a remark was made", "approve": "approved", "B1": "sent to be read",
		"B2": "sent back to be changed", "B3": "changed", "B4": "handed to the client", "B5": "signed", "B6": "sent back with a list",
		"B7": "released", "B8": "replaced", "B9": "withdrawn", "B10": "an amendment was begun", "confirm class": "agreed what a change is",
		"ask again": "the client was asked again", "name contact": "who signs for the client was named",
		"change contact": "somebody else signs for the client from here on; earlier links are void"}
	what, ok := known[e.Action]
	if !ok {
		what = e.Action
	}
	if e.Note != "" {
		what += " (" + e.Note + ")"
	}
	return what
}
