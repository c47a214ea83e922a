package comment_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
)

func TestOnlyStaffDecide(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	c := submit(t, s, draft())
	for _, who := range []agency.Actor{agency.Anybody(), {ID: "i", Roles: []agency.Role{agency.Influencer}}, {}} {
		if _, err := s.Approve(t.Context(), who, decision(c)); kindOf(err) != agency.KindForbidden {
			t.Errorf("%v: got %v, want forbidden", who.Roles, err)
		}
	}
	if public, _ := comment.OfPost(t.Context(), store, "first"); len(public) != 0 {
		t.Error("the comment became public")
	}
}

func TestADecisionHoldsForTheWordsThatWereRead(t *testing.T) {
	t.Parallel()
	s, _, _ := room(t)
	c := submit(t, s, draft())
	stale := decision(c)
	stale.Revision = "0000000000000000"
	if _, err := s.Approve(t.Context(), moderator(), stale); kindOf(err) != agency.KindConflict {
		t.Errorf("other words: got %v, want a conflict", err)
	}
	if _, err := s.Spam(t.Context(), moderator(), decision(c)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Approve(t.Context(), moderator(), decision(c)); kindOf(err) != agency.KindConflict {
		t.Errorf("handled meanwhile: got %v, want a conflict", err)
	}
	if now, _ := s.Find(t.Context(), c.Post, c.ID); now.State != comment.Spam {
		t.Errorf("state is %s, want spam", now.State)
	}
}

func TestOfManyModeratorsOneDecides(t *testing.T) {
	t.Parallel()
	s, _, _ := room(t)
	c := submit(t, s, draft())
	var won atomic.Int32
	var all sync.WaitGroup
	for i := range 24 {
		decide := s.Approve
		if i%2 == 1 {
			decide = s.Reject
		}
		all.Go(func() {
			_, err := decide(context.Background(), moderator(), decision(c))
			if err == nil {
				won.Add(1)
			} else if kindOf(err) != agency.KindConflict {
				t.Errorf("got %v, want a conflict", err)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("%d decisions were taken, want 1", won.Load())
	}
}

func TestRejectingNeedsAReason(t *testing.T) {
	t.Parallel()
	s, _, _ := room(t)
	d := decision(submit(t, s, draft()))
	d.Reason = ""
	if _, err := s.Reject(t.Context(), moderator(), d); err == nil {
		t.Error("rejected without a reason")
	}
}

func TestEveryDecisionCanBeTakenBack(t *testing.T) {
	t.Parallel()
	s, _, _ := room(t)
	c := submit(t, s, draft())
	type act func(context.Context, agency.Actor, comment.Decision) (comment.Comment, error)
	for _, decide := range []act{s.Approve, s.Reject, s.Spam} {
		var err error
		if c, err = decide(t.Context(), moderator(), decision(c)); err != nil {
			t.Fatal(err)
		}
		if c, err = s.Restore(t.Context(), moderator(), decision(c)); err != nil || c.State != comment.Held {
			t.Fatalf("restored to %s, %v", c.State, err)
		}
	}
	events, err := s.History(t.Context(), c)
	if err != nil || len(events) != 7 || events[1].To != comment.Approved || events[6].To != comment.Held {
		t.Errorf("history %+v, %v; want one event for each of the 7 changes", events, err)
	}
}

func TestStaffAnswersAreBornPublicAndSentOnce(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	c := approved(t, s, draft())
	in := comment.Answer{Post: c.Post, Parent: c.ID, Text: "Two of us, every one. — Tess", Key: "a1"}
	first, err := s.Answer(t.Context(), moderator(), in)
	if err != nil || first.Staff != "tess-abara" || first.State != comment.Approved {
		t.Fatalf("got %+v, %v", first, err)
	}
	again, err := s.Answer(t.Context(), moderator(), in)
	if err != nil || again.ID != first.ID {
		t.Errorf("sent again: %s, %v; want %s", again.ID, err, first.ID)
	}
	if public, _ := comment.OfPost(t.Context(), store, c.Post); len(public) != 2 {
		t.Errorf("%d public comments, want 2", len(public))
	}
	if _, err := s.Answer(t.Context(), agency.Anybody(), in); kindOf(err) != agency.KindForbidden {
		t.Errorf("a visitor answered as staff: %v", err)
	}
	in.Text = strings.Repeat("x", 5001)
	if _, err := s.Answer(t.Context(), moderator(), in); err == nil {
		t.Error("an answer of 5,001 letters was taken")
	}
}

func TestOnlyAnApprovedCommentIsAnswered(t *testing.T) {
	t.Parallel()
	s, _, _ := room(t)
	c := submit(t, s, draft())
	if _, err := s.Answer(t.Context(), moderator(), comment.Answer{Post: c.Post, Parent: c.ID, Text: "Hi", Key: "a"}); err == nil {
		t.Error("a held comment was answered")
	}
}

func TestAnAuthorTakesACommentBack(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	receipt, err := s.Submit(t.Context(), draft())
	if err != nil {
		t.Fatal(err)
	}
	c, _ := s.Status(t.Context(), receipt.Token)
	if _, err := s.Approve(t.Context(), moderator(), decision(c)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if c, err = s.Withdraw(t.Context(), receipt.Token); err != nil || c.State != comment.Withdrawn {
			t.Errorf("got %s, %v", c.State, err)
		}
	}
	if public, _ := comment.OfPost(t.Context(), store, c.Post); len(public) != 0 {
		t.Error("it is still public")
	}
	if _, err := s.Withdraw(t.Context(), receipt.Token+"x"); kindOf(err) != agency.KindNotFound {
		t.Errorf("with another secret: %v", err)
	}
}

func TestListsFollowTheState(t *testing.T) {
	t.Parallel()
	s, _, _ := room(t)
	for i := range 30 {
		d := draft()
		d.Key = strings.Repeat("k", i+1)
		submit(t, s, d)
	}
	page, cursor, err := s.List(t.Context(), comment.Held, "")
	if err != nil || len(page) != 25 || cursor == "" {
		t.Fatalf("%d comments, cursor %q, %v", len(page), cursor, err)
	}
	if page[0].ID > page[1].ID {
		t.Error("what waits is not listed oldest first")
	}
	rest, cursor, err := s.List(t.Context(), comment.Held, cursor)
	if err != nil || len(rest) != 5 || cursor != "" {
		t.Errorf("%d more, cursor %q, %v", len(rest), cursor, err)
	}
	if _, err := s.Approve(t.Context(), moderator(), decision(page[0])); err != nil {
		t.Fatal(err)
	}
	if now, _, _ := s.List(t.Context(), comment.Approved, ""); len(now) != 1 || now[0].ID != page[0].ID {
		t.Errorf("approved list is %v", now)
	}
	if _, _, err := s.List(t.Context(), comment.Held, "forged"); kindOf(err) != agency.KindNotFound {
		t.Errorf("forged cursor: %v", err)
	}
}

// Whatever is done to a comment in whatever order, its state follows the
// machine, and it is public exactly while it is approved.
func TestAnyOrderOfDecisionsKeepsTheRules(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	machine := comment.Machine()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		d := draft()
		d.Key = strings.Repeat("r", n%99+1) + string(rune('a'+n/99%26))
		d.Text = rapid.StringMatching(`[a-z]{1,20}`).Draw(rt, "text")
		receipt, err := s.Submit(context.Background(), d)
		if err != nil {
			rt.Fatal(err)
		}
		c, err := s.Status(context.Background(), receipt.Token)
		if err != nil {
			rt.Fatal(err)
		}
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			id := rapid.SampledFrom([]string{"C1", "C2", "C3", "C4", "C5", "C6"}).Draw(rt, "transition")
			want, refused := machine.Next(c.State, id)
			_, err := apply(s, id, c, receipt.Token)
			if id == "C6" && c.State == comment.Withdrawn {
				refused = nil // taking back twice is no error
			}
			if (err != nil) != (refused != nil) {
				rt.Fatalf("%s from %s: %v, the machine says %v", id, c.State, err, refused)
			}
			if c, err = s.Find(context.Background(), c.Post, c.ID); err != nil || c.State != want {
				rt.Fatalf("%s: state is %s (%v), want %s", id, c.State, err, want)
			}
		}
		public, err := comment.OfPost(context.Background(), store, c.Post)
		if err != nil {
			rt.Fatal(err)
		}
		shown := false
		for _, p := range public {
			shown = shown || p.ID == c.ID
		}
		if shown != (c.State == comment.Approved) {
			rt.Fatalf("public: %v, state: %s", shown, c.State)
		}
	})
}

func apply(s *comment.Room, id string, c comment.Comment, token string) (comment.Comment, error) {
	ctx, d := context.Background(), decision(c)
	switch id {
	case "C1":
		return s.Approve(ctx, moderator(), d)
	case "C2":
		return s.Spam(ctx, moderator(), d)
	case "C3":
		return s.Reject(ctx, moderator(), d)
	case "C6":
		return s.Withdraw(ctx, token)
	}
	// Restore is C4 for what is public and C5 for what is not: the other of
	// the two is refused by its precondition here.
	if (id == "C4") != (c.State == comment.Approved) {
		_, err := comment.Machine().Next(c.State, id)
		return c, err
	}
	return s.Restore(ctx, moderator(), d)
}
