package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/decision"
	"greenroom/site/content"
)

// settle serves one thing that is done to an application. If it cannot be
// done, the page says why, shows how things are now, and keeps what was typed.
func (s *Server) settle(do func(ctx context.Context, actor agency.Actor, id string, version int64, form *fileForm, get func(string) string) error) func(http.ResponseWriter, *http.Request, visit) error {
	return func(w http.ResponseWriter, r *http.Request, v visit) error {
		if err := parse(r); err != nil {
			return err
		}
		id, get := r.PathValue("id"), r.PostForm.Get
		form := fileForm{Kind: get("kind"), Reasons: r.PostForm["reasons"], Sentence: get("sentence"), Note: get("note"),
			Rule: get("rule"), Question: get("question"), Due: get("due")}
		cause := do(r.Context(), v.person.Actor(), id, number(get("version")), &form, get)
		if cause == nil {
			http.Redirect(w, r, "/desk/applications/"+id, http.StatusSeeOther)
			return nil
		}
		wrong, invalid := faults(cause)
		if !invalid && kindOf(cause) != agency.KindConflict {
			return cause
		}
		status, say := s.verdict(cause)
		form.Problem, form.Wrong = say, wrong
		return s.filePage(w, r, status, v, form)
	}
}

func (s *Server) shortlist(ctx context.Context, actor agency.Actor, id string, version int64, form *fileForm, _ func(string) string) error {
	_, err := s.Decisions.Shortlist(ctx, actor, id, version, form.Note)
	return err
}

func (s *Server) unshortlist(ctx context.Context, actor agency.Actor, id string, version int64, _ *fileForm, get func(string) string) error {
	_, err := s.Decisions.Unshortlist(ctx, actor, id, version, get("reason"))
	return err
}

func (s *Server) askApplicant(ctx context.Context, actor agency.Actor, id string, version int64, form *fileForm, _ func(string) string) error {
	f, err := s.Vetting.Open(ctx, actor, id)
	if err != nil {
		return err
	}
	due, _ := time.ParseInLocation(time.DateOnly, form.Due, f.Program.TimeZone) // the zero time is too soon
	_, err = s.Applications.Ask(ctx, actor, id, version, form.Question, content.EndOf(due, f.Program.TimeZone))
	return err
}

func (s *Server) decideApplication(ctx context.Context, actor agency.Actor, id string, version int64, form *fileForm, _ func(string) string) error {
	var reasons []string
	for _, code := range form.Reasons {
		kind, reason, _ := strings.Cut(code, ":")
		if kind == form.Kind {
			reasons = append(reasons, reason)
		}
	}
	_, err := s.Decisions.Decide(ctx, actor, id, decision.Verdict{Version: version, Kind: form.Kind, Reasons: reasons,
		Sentence: form.Sentence, Note: form.Note, Rule: form.Rule})
	return err
}

func (s *Server) undoDecision(ctx context.Context, actor agency.Actor, id string, version int64, _ *fileForm, _ func(string) string) error {
	_, err := s.Decisions.Undo(ctx, actor, id, version)
	return err
}

func (s *Server) promote(ctx context.Context, actor agency.Actor, id string, version int64, _ *fileForm, _ func(string) string) error {
	_, err := s.Decisions.Promote(ctx, actor, id, version)
	return err
}

func (s *Server) letGo(ctx context.Context, actor agency.Actor, id string, version int64, _ *fileForm, _ func(string) string) error {
	_, err := s.Decisions.LetGo(ctx, actor, id, version)
	return err
}
