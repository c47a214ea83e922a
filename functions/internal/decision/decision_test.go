package decision_test

import (
	"errors"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/site/content"
)

func TestFromApplyingToRunning(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	who := map[string]string{"ann": application.Accept, "ben": application.Waitlist, "cem": application.Decline}
	for name := range who {
		h.apply("tuesday", name)
	}
	for name := range who {
		for n := range 2 {
			h.must(h.Score(ctx, decisiontest.Reader(n), h.of("tuesday", name).ID, 3))
		}
	}
	h.Clock.Pass(72 * time.Hour) // past the closing day
	clock := h.Ticking()
	h.must(clock.Strike(ctx))
	p, err := h.Programs.Find(ctx, "tuesday")
	h.must(err)
	if p.Standing.State != content.Deciding {
		t.Fatalf("program is %s after everybody was read", p.Standing.State)
	}
	for name, kind := range who {
		a := h.of("tuesday", name)
		h.must(h.Vetting.Declare(ctx, decisiontest.Lead(), a.ID, "aside"))
		decided, err := h.Decide(ctx, decisiontest.Lead(), a.ID, decisiontest.Verdict(a, kind))
		h.must(err)
		if label := decided.Label(time.UTC, 0); label != a.Label(time.UTC, 0) {
			t.Errorf("a decision shows before it is released: %q", label)
		}
		h.must(h.Outbox.AskSecondLook(ctx, decisiontest.Lead(), decided.Outcome.Mail))
	}
	if _, err := h.Run(ctx, decisiontest.Manager(), p, program.Change{Version: p.Version}); err == nil {
		t.Error("a program runs while three people have no answer")
	}
	if _, err := h.Begin(ctx, decisiontest.Lead(), "tuesday"); err == nil {
		t.Error("outcomes are released that nobody has read")
	}
	for _, kind := range who {
		group, err := h.Outbox.InGroup(ctx, "tuesday "+kind)
		h.must(err)
		if _, err := h.Outbox.ApproveGroup(ctx, decisiontest.Lead(), "tuesday "+kind, group[0].ID, group[0].Version); err == nil {
			t.Error("who wrote a letter approves it")
		}
		_, err = h.Outbox.ApproveGroup(ctx, decisiontest.Manager(), "tuesday "+kind, group[0].ID, group[0].Version)
		h.must(err)
	}
	h.deliver()
	if n := h.Mails.Carried(); n != 3 {
		t.Errorf("%d mails left before the release, want the 3 receipts", n)
	}
	_, err = h.Begin(ctx, decisiontest.Lead(), "tuesday")
	h.must(err)
	done, err := h.Continue(ctx, "tuesday", h.Clock.Now().Add(time.Minute))
	h.must(err)
	if done.Done != 3 || done.EndedAt.IsZero() {
		t.Errorf("released %d of 3, ended %v", done.Done, done.EndedAt)
	}
	h.deliver()
	want := map[string]agency.State{"ann": application.Accepted, "ben": application.Waitlisted, "cem": application.Declined}
	for name, state := range want {
		a := h.of("tuesday", name)
		m, err := h.Outbox.Find(ctx, a.Outcome.Mail)
		h.must(err)
		if a.State != state || m.State != outbox.Sent {
			t.Errorf("%s is %s with a letter that is %s, want %s and sent", name, a.State, m.State, state)
		}
	}
	p, err = h.Programs.Find(ctx, "tuesday")
	h.must(err)
	if p, err = h.Run(ctx, decisiontest.Manager(), p, program.Change{Version: p.Version}); err != nil || p.Standing.State != content.Running {
		t.Errorf("program is %s: %v", p.Standing.State, err)
	}
	reckoned, err := h.Figures(ctx, "tuesday")
	h.must(err)
	if reckoned.Applied != p.Course.Applied || reckoned.Answers != p.Course.Answers || p.Course.Answers.InTime != 3 {
		t.Errorf("counted %+v, reckoned %+v", p.Course, reckoned)
	}
}

func TestWhoMayNotDecide(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	a := h.apply("rolling", "ann")
	h.must(h.Score(ctx, decisiontest.Reader(1), a.ID, 3))
	h.must(h.Score(ctx, decisiontest.Lead(), a.ID, 3))
	a = h.of("rolling", "ann")
	if _, err := h.Decide(ctx, decisiontest.Manager(), a.ID, decisiontest.Verdict(a, application.Accept)); kindOf(err) != agency.KindForbidden {
		t.Errorf("a project manager decides: %v", err)
	}
	decided, err := h.Decide(ctx, decisiontest.Lead(), a.ID, decisiontest.Verdict(a, application.Accept))
	h.must(err)
	if _, err := h.Decide(ctx, decisiontest.Lead(), a.ID, decisiontest.Verdict(decided, application.Decline)); err == nil {
		t.Error("what is decided is decided again")
	}
	if free, _ := h.Applications.Free(ctx, mustFind(t, h, "rolling")); free != 1 {
		t.Errorf("%d places are free, want 1", free)
	}
	back, err := h.Undo(ctx, decisiontest.Lead(), a.ID, decided.Version)
	h.must(err)
	m, err := h.Outbox.Find(ctx, decided.Outcome.Mail)
	h.must(err)
	if back.State != application.InReview || back.Outcome != nil || m.State != outbox.Discarded {
		t.Errorf("after undoing: %s, outcome %v, letter %s", back.State, back.Outcome, m.State)
	}
	if free, _ := h.Applications.Free(ctx, mustFind(t, h, "rolling")); free != 2 {
		t.Errorf("%d places are free, want 2", free)
	}
}

func kindOf(err error) agency.Kind {
	if e, ok := errors.AsType[*agency.Error](err); ok {
		return e.Kind
	}
	return 0
}

func mustFind(t *testing.T, h *house, slug string) program.Program {
	t.Helper()
	p, err := h.Programs.Find(t.Context(), slug)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
