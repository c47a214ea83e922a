package web

import (
	"context"
	"net/http"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/vetting"
)

// group is the letters of one outcome.
type group struct {
	Kind    string
	Letters []outbox.Mail
	Names   map[string]string // of who each is for, by mail
	Mine    int               // letters that the viewer wrote
	ToRead  int               // wait for a second person who may be the viewer
	Drafts  int
	Ready   int
}

// group is the letters of one outcome, without those for people that the
// viewer has a tie to.
func (s *Server) group(ctx context.Context, v visit, panel vetting.Panel, kind string) (group, error) {
	g := group{Kind: kind, Names: map[string]string{}}
	letters, err := s.Outbox.InGroup(ctx, decision.Group(panel.Program.Slug, kind))
	if err != nil {
		return g, err
	}
	for _, m := range letters {
		if !m.Held { // released: it is on its way
			continue
		}
		values, err := decision.OutcomeOf(m)
		if err != nil {
			return g, err
		}
		if panel.ClosedTo(v.person.ID, values.Application) {
			continue
		}
		g.Letters = append(g.Letters, m)
		if g.Names[m.ID] = values.Name; !panel.Named(v.person.Actor(), values.Application) {
			g.Names[m.ID] = "Application " + tail(values.Application)
		}
		switch {
		case m.State == outbox.Drafted:
			g.Drafts++
		case m.State == outbox.SecondLook && m.Author == v.person.ID:
			g.Mine++
		case m.State == outbox.SecondLook:
			g.ToRead++
		case m.State == outbox.Approved:
			g.Ready++
		}
	}
	return g, nil
}

// askSecondLook puts all drafts of a group before a second person.
func (s *Server) askSecondLook(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	p, err := s.programOf(r, v)
	if err != nil {
		return err
	}
	letters, err := s.Outbox.InGroup(r.Context(), decision.Group(p.Slug, r.PostForm.Get("kind")))
	if err != nil {
		return err
	}
	var ids []string
	for _, m := range letters {
		if m.State == outbox.Drafted {
			ids = append(ids, m.ID)
		}
	}
	if err := s.Outbox.AskSecondLook(r.Context(), v.person.Actor(), ids...); err != nil {
		return err
	}
	http.Redirect(w, r, "/desk/programs/"+p.Slug+"/outcomes", http.StatusSeeOther)
	return nil
}

// approveGroup approves every letter of a group with the sample that was read.
func (s *Server) approveGroup(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	p, err := s.programOf(r, v)
	if err != nil {
		return err
	}
	slug, get := p.Slug, r.PostForm.Get
	_, err = s.Decisions.ApproveGroup(r.Context(), v.person.Actor(), slug, get("kind"), get("sample"), number(get("version")))
	if kindOf(err) == agency.KindConflict {
		status, say := s.verdict(err)
		return s.outcomesPage(w, r, status, v, say)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/desk/programs/"+slug+"/outcomes", http.StatusSeeOther)
	return nil
}
