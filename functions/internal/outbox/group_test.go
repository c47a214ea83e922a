package outbox_test

import (
	"context"
	"errors"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
)

// meddler is a table in which something happens just before a write.
type meddler struct {
	table.Table
	before func()
}

func (m meddler) Write(ctx context.Context, token string, writes ...table.Write) error {
	m.before()
	return m.Table.Write(ctx, token, writes...)
}

func (h house) state(t *testing.T, id string) agency.State {
	t.Helper()
	return h.find(t, id).State
}

func TestOneSampleApprovesItsGroup(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var waiting []string
	for range 5 {
		waiting = append(waiting, h.draft(t))
	}
	draft, mine, other := h.draft(t), h.draft(t), h.draft(t)
	if _, err := h.Edit(t.Context(), tess(), mine, 1, letter{"by Tess"}); err != nil {
		t.Fatal(err)
	}
	w, err := outbox.Discard(h.find(t, other))
	h.write(t, w, err)
	elsewhere := h.IDs.New()
	w, err = outbox.Draft(outbox.Mail{ID: elsewhere, To: "a@example.org", Letter: "outcome-accepted", Author: "devon", Group: "tuesday accepted", Values: []byte("{}")})
	h.write(t, w, err)
	stray := h.IDs.New()
	w, err = outbox.Draft(outbox.Mail{ID: stray, To: "a@example.org", Letter: "outcome-accepted", Author: "devon", Group: group, Values: []byte("{}")})
	h.write(t, w, err)
	h.ask(t, append(waiting, mine, elsewhere, stray)...)

	sample := waiting[2]
	v := h.find(t, sample).Version
	if n, err := h.ApproveGroup(t.Context(), tess(), group, sample, v); n != 5 || err != nil {
		t.Fatalf("approved %d, %v; want 5", n, err)
	}
	for _, id := range waiting {
		if m := h.find(t, id); m.State != outbox.Approved || m.ReadBy != "tess" || m.Sample != sample || !m.Held {
			t.Errorf("got %+v", m)
		}
	}
	for name, id := range map[string]string{"its own author's": mine, "another group's": elsewhere, "another letter": stray} {
		if got := h.state(t, id); got != outbox.SecondLook {
			t.Errorf("%s is %s", name, got)
		}
	}
	if got := h.state(t, draft); got != outbox.Drafted {
		t.Errorf("a draft is %s", got)
	}
	h.ask(t, draft)
	if n, err := h.ApproveGroup(t.Context(), tess(), group, sample, v); n != 0 || err != nil || h.state(t, draft) != outbox.SecondLook {
		t.Errorf("the same call again approves what joined later: %d, %v", n, err)
	}
}

func TestASampleThatWasNotReadApprovesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, b, draft := h.draft(t), h.draft(t), h.draft(t)
	h.ask(t, a, b)
	v := h.find(t, a).Version
	tests := []struct {
		name, group, sample string
		who                 agency.Actor
		version             int64
		want                agency.Kind
	}{
		{"another version", group, a, tess(), v - 1, agency.KindConflict},
		{"its author", group, a, devon(), v, agency.KindForbidden},
		{"nobody was asked", group, draft, tess(), 1, agency.KindConflict},
		{"of another group", "tuesday accepted", a, tess(), v, agency.KindNotFound},
		{"no group", "", a, tess(), v, agency.KindNotFound},
		{"no such mail", group, "x", tess(), v, agency.KindNotFound},
		{"a moderator", group, a, person("m", agency.Moderator), v, agency.KindForbidden},
	}
	for _, tt := range tests {
		if n, err := h.ApproveGroup(t.Context(), tt.who, tt.group, tt.sample, tt.version); n != 0 || kindOf(err) != tt.want {
			t.Errorf("%s: %d, %v", tt.name, n, err)
		}
	}
	if h.state(t, a) != outbox.SecondLook || h.state(t, b) != outbox.SecondLook {
		t.Error("something was approved")
	}
}

func TestAGroupApprovalThatWasCutOffIsFinishedByTheSameCall(t *testing.T) {
	t.Parallel()
	for cut := range 5 {
		h := newHouse(t)
		var all []string
		for range 4 {
			all = append(all, h.draft(t))
		}
		h.ask(t, all...)
		v := h.find(t, all[0]).Version
		left, down := cut, false
		short := *h.Room
		short.Table = meddler{Table: broken{Table: h.store, down: &down, fault: errors.New("power is gone")}, before: func() {
			down = left == 0
			left--
		}}
		first, err := short.ApproveGroup(t.Context(), tess(), group, all[0], v)
		if first != cut || (err != nil) != (cut < 4) {
			t.Errorf("cut at %d: approved %d, %v", cut, first, err)
		}
		second, err := h.ApproveGroup(t.Context(), tess(), group, all[0], v)
		if err != nil || first+second != 4 {
			t.Errorf("cut at %d: %d and %d, %v", cut, first, second, err)
		}
		for _, id := range all {
			if m := h.find(t, id); m.State != outbox.Approved || m.Version != 3 {
				t.Errorf("cut at %d: %s at version %d", cut, m.State, m.Version)
			}
		}
	}
}

func TestAMailEditedWhileItsGroupIsApprovedWaitsForItsOwnReader(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	sample, edited := h.draft(t), h.draft(t)
	h.ask(t, sample, edited)
	done := false
	quick := *h.Room
	quick.Table = meddler{Table: h.store, before: func() {
		if !done {
			done = true
			if _, err := h.Edit(t.Context(), marisol(), edited, 2, letter{"new"}); err != nil {
				t.Error(err)
			}
		}
	}}
	n, err := quick.ApproveGroup(t.Context(), tess(), group, sample, 2)
	if n != 1 || err != nil || h.state(t, edited) != outbox.Drafted || h.state(t, sample) != outbox.Approved {
		t.Errorf("approved %d, %v; the edited one is %s", n, err, h.state(t, edited))
	}
}
