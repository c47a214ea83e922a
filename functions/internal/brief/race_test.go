package brief_test

import (
	"context"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/table"
)

// meddler is a table in which something happens once, just before a write.
type meddler struct {
	table.Table
	before func()
}

func (m *meddler) Write(ctx context.Context, token string, writes ...table.Write) error {
	if before := m.before; before != nil {
		m.before = nil
		before()
	}
	return m.Table.Write(ctx, token, writes...)
}

// meddled is the room with something that happens just before its next write.
func (h *house) meddled(before func()) *brief.Room {
	room, papers := *h.Room, *h.Documents
	m := &meddler{h.store, before}
	room.Table, papers.Table = m, m
	room.Documents = &papers
	return &room
}

func TestWhoLeavesAtTheLastMomentIsNotTold(t *testing.T) {
	t.Parallel()
	h, _ := inForce(t)
	a, _ := h.member("ann", application.Accepted)
	room := h.meddled(func() { h.becomes(a, application.Withdrawn) })
	if told, err := room.Deliver(t.Context(), slug, h.Now().Add(time.Hour)); told != 0 || err != nil || len(h.letters(brief.LetterReleased)) != 0 {
		t.Errorf("told %d, %v", told, err)
	}
	ben, _ := h.member("ben", application.Accepted)
	room = h.meddled(func() { h.becomes(ben, application.Confirmed) })
	if told, err := room.Deliver(t.Context(), slug, h.Now().Add(time.Hour)); told != 1 || err != nil {
		t.Errorf("who confirms at that moment: told %d, %v", told, err)
	}
}

func TestTwoDeliveriesAtOnceTellOnce(t *testing.T) {
	t.Parallel()
	h, _ := inForce(t)
	h.member("ann", application.Accepted)
	h.member("ben", application.Accepted)
	room := h.meddled(func() { h.deliver() })
	if told, err := room.Deliver(t.Context(), slug, h.Now().Add(time.Hour)); told != 0 || err != nil || len(h.letters(brief.LetterReleased)) != 2 {
		t.Errorf("told %d, %v; %d letters", told, err, len(h.letters(brief.LetterReleased)))
	}
}

func TestOneFormSentTwiceAtOnceCountsOnce(t *testing.T) {
	t.Parallel()
	h, _ := inForce(t)
	a, ann := h.member("ann", application.Accepted)
	number, hash, answers := h.right(a)
	send := func(room *brief.Room) {
		if _, r, err := room.Acknowledge(t.Context(), ann, a, number, hash, answers); !r.OK || err != nil {
			t.Errorf("%+v, %v", r, err)
		}
	}
	send(h.meddled(func() { send(h.Room) }))
	wrong := []int{2, 2, 2}
	b, ben := h.member("ben", application.Accepted)
	room := h.meddled(func() {
		_, _, err := h.Acknowledge(t.Context(), ben, b, number, hash, wrong)
		h.must(err)
	})
	if _, r, err := room.Acknowledge(t.Context(), ben, b, number, hash, wrong); r.OK || err != nil {
		t.Errorf("%+v, %v", r, err)
	}
	c, err := h.Clarity(t.Context(), slug)
	h.must(err)
	asked, missed := 0, 0
	for _, u := range c.Clauses {
		asked, missed = asked+u.Asked, missed+u.Wrong
	}
	if asked != 6 || missed != 3 {
		t.Errorf("%d answers counted, %d of them wrong; want 6 and 3", asked, missed)
	}
}

func TestAnAnswerIsGivenOnce(t *testing.T) {
	t.Parallel()
	h, _ := inForce(t)
	_, ann := h.member("ann", application.Accepted)
	q, err := h.Ask(t.Context(), ann, slug, "Any Tuesday?")
	h.must(err)
	room := h.meddled(func() {
		_, err := h.Answer(t.Context(), omar(), slug, q.ID, "None.")
		h.must(err)
	})
	if _, err := room.Answer(t.Context(), devon(), slug, q.ID, "Any."); kindOf(err) != agency.KindConflict || len(h.letters(brief.LetterReply)) != 1 {
		t.Errorf("answered twice: %v", err)
	}
}

func TestTheClientSignsWhileTheTextIsChanged(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _ := h.started(slug)
	d, token := h.asked()
	room := h.meddled(func() {
		b.Title = "Another"
		h.got(h.Write(t.Context(), devon(), slug, d.Version, b))
	})
	if _, err := room.Sign(t.Context(), token, "Ada"); kindOf(err) != agency.KindGone || len(h.letters(brief.LetterAnswered)) != 0 {
		t.Errorf("signed: %v", err)
	}
}

func TestAWithdrawnVersionIsNotShownAnyMore(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.started(slug)
	d, token := h.asked()
	d = h.got(h.Withdraw(t.Context(), devon(), slug, d.Version, "The client stopped it."))
	if d.Current.State != document.Withdrawn {
		t.Fatalf("it is %s", d.Current.State)
	}
	if _, err := h.ByToken(t.Context(), token); kindOf(err) != agency.KindGone {
		t.Errorf("shown: %v", err)
	}
	if _, err := h.Sign(t.Context(), token, "Ada"); kindOf(err) != agency.KindGone {
		t.Errorf("signed: %v", err)
	}
	h.write(func(*brief.Brief) {}) // the same words, at a new start
	_, d = h.now(slug)
	if d.Current.Number != 2 || d.Current.State != document.Draft {
		t.Errorf("%+v", d.Current)
	}
}

func TestAStoreThatFailsIsToldOf(t *testing.T) {
	t.Parallel()
	h, d := inForce(t)
	down := *h.Room
	down.Table = table.Only(h.store) // nothing is open to it
	for name, err := range map[string]error{
		"document": func() error { _, err := down.Document(t.Context(), slug); return err }(),
		"deliver":  func() error { _, err := down.Deliver(t.Context(), slug, h.Now()); return err }(),
		"lint":     func() error { _, err := down.Lint(t.Context(), slug); return err }(),
		"board":    func() error { _, err := down.Unanswered(t.Context(), slug); return err }(),
		"clarity":  func() error { _, err := down.Clarity(t.Context(), slug); return err }(),
		"contact":  down.SetContact(t.Context(), devon(), slug, "Ada", "ada@client.example"),
	} {
		if err == nil || kindOf(err) != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, now := h.now(slug); now.Version != d.Version {
		t.Error("something changed")
	}
}
