package web

import (
	"context"
	"net/url"
	"strconv"

	"greenroom/functions/internal/submission"
)

// writeEdit keeps an edit request as a draft.
func (s *Server) writeEdit(ctx context.Context, h handled) error {
	kept := filledRows(h.values)
	typed := wish(kept)
	h.form.Wish, h.form.Typed = &typed, kept.Get
	_, _, err := s.Work.Write(ctx, h.actor, h.app, h.number, h.version, typed)
	return err
}

func (s *Server) sendEdit(ctx context.Context, h handled) error {
	_, _, err := s.Work.Send(ctx, h.actor, h.app, h.number, h.version)
	return err
}

func (s *Server) lookEdit(ctx context.Context, h handled) error {
	_, _, err := s.Work.Look(ctx, h.actor, h.app, h.number, h.version)
	return err
}

func (s *Server) sendEditBack(ctx context.Context, h handled) error {
	_, _, err := s.Work.SendBack(ctx, h.actor, h.app, h.number, h.version, h.get("comment"))
	return err
}

func (s *Server) takeEditBack(ctx context.Context, h handled) error {
	_, _, err := s.Work.TakeBack(ctx, h.actor, h.app, h.number, h.version, h.get("reason"))
	return err
}

// ruleEdit is another project manager's ruling on what was disputed.
func (s *Server) ruleEdit(ctx context.Context, h handled) error {
	verdicts := map[int]submission.Verdict{}
	for i := 1; i <= rowLimit; i++ {
		at := "item-" + strconv.Itoa(i) + "-"
		if ruling := h.get(at + "ruling"); ruling != "" {
			verdicts[i] = submission.Verdict{Upheld: ruling == "upheld", Why: h.get(at + "why"), Offer: *offer(url.Values(h.values), at)}
		}
	}
	_, _, err := s.Work.Rule(ctx, h.actor, h.app, h.number, h.version, verdicts)
	return err
}

// reviseEdit answers other terms with a new offer.
func (s *Server) reviseEdit(ctx context.Context, h handled) error {
	offers := map[int]submission.Offer{}
	for i := 1; i <= rowLimit; i++ {
		offers[i] = *offer(url.Values(h.values), "item-"+strconv.Itoa(i)+"-")
	}
	_, _, err := s.Work.Revise(ctx, h.actor, h.app, h.number, h.version, offers)
	return err
}

func (s *Server) takeTerms(ctx context.Context, h handled) error {
	_, _, err := s.Work.Take(ctx, h.actor, h.app, h.number, h.version)
	return err
}

// approveWork says that a draft may be published.
func (s *Server) approveWork(ctx context.Context, h handled) error {
	var seen []int
	for _, item := range h.values["ok"] {
		seen = append(seen, int(number(item)))
	}
	_, err := s.Work.Approve(ctx, h.actor, h.app, h.number, h.version, seen)
	return err
}

func (s *Server) dropRemark(ctx context.Context, h handled) error {
	_, err := s.Work.DropRemark(ctx, h.actor, h.app, h.number, h.version, int(number(h.get("remark"))), h.get("why"))
	return err
}

func (s *Server) verifyWork(ctx context.Context, h handled) error {
	_, err := s.Work.Verify(ctx, h.actor, h.app, h.number, h.version, h.get("reason"))
	return err
}

func (s *Server) askFix(ctx context.Context, h handled) error {
	_, err := s.Work.AskFix(ctx, h.actor, h.app, h.number, h.version, h.get("what"))
	return err
}

func (s *Server) restoreWork(ctx context.Context, h handled) error {
	_, err := s.Work.Restore(ctx, h.actor, h.app, h.number, h.version, h.get("reason"))
	return err
}

func (s *Server) moreTime(ctx context.Context, h handled) error {
	_, err := s.Work.MoreTime(ctx, h.actor, h.app, h.number, h.version, amount(h.get("days")), h.get("reason"))
	return err
}

func (s *Server) cancelWork(ctx context.Context, h handled) error {
	_, err := s.Work.Cancel(ctx, h.actor, h.app, h.number, h.version, h.get("reason"), h.get("fault"))
	return err
}

func (s *Server) waiveWork(ctx context.Context, h handled) error {
	_, err := s.Work.Waive(ctx, h.actor, h.app, h.number, h.version, h.get("reason"))
	return err
}
