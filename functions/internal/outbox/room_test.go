package outbox_test

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
)

type letter struct{ Sentence string }

func ids(mails []outbox.Mail) []string {
	var all []string
	for _, m := range mails {
		all = append(all, m.ID)
	}
	return all
}

func TestAMailIsFoundByItsIDAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.draft(t)
	for _, id := range []string{"", "m1", "../../x", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "01arz3ndektsv4rrffq69g5fav"} {
		if _, err := h.Find(t.Context(), id); kindOf(err) != agency.KindNotFound {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestMailsAreListedByStateByGroupAndByWhatTheyTellOf(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var drafts []string
	for range 130 {
		drafts = append(drafts, h.draft(t))
	}
	h.ask(t, drafts[0])
	w, err := outbox.Discard(h.find(t, drafts[1]))
	h.write(t, w, err)

	page, cursor, err := h.List(t.Context(), outbox.Drafted, "")
	if err != nil || !slices.Equal(ids(page), drafts[2:27]) || cursor == "" {
		t.Errorf("%d drafts, cursor %q, %v; want the oldest 25", len(page), cursor, err)
	}
	more, _, err := h.List(t.Context(), outbox.Drafted, cursor)
	if err != nil || !slices.Equal(ids(more), drafts[27:52]) {
		t.Errorf("second page has %d, %v", len(more), err)
	}
	if _, _, err := h.List(t.Context(), outbox.Drafted, "forged"); kindOf(err) != agency.KindNotFound {
		t.Errorf("forged cursor: %v", err)
	}
	waiting, err := h.InGroup(t.Context(), group)
	if err != nil || !slices.Equal(ids(waiting), slices.Concat(drafts[:1], drafts[2:])) {
		t.Errorf("%d in the group, %v; want all but the discarded one", len(waiting), err)
	}
	told, err := h.About(t.Context(), application)
	slices.Reverse(drafts)
	if err != nil || !slices.Equal(ids(told), drafts) {
		t.Errorf("%d about the application, %v; want all, newest first", len(told), err)
	}
	if none, err := h.About(t.Context(), "application x"); err != nil || len(none) != 0 {
		t.Errorf("got %v, %v", none, err)
	}
}

func TestWhoMayHandleMail(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	tests := []struct {
		actor agency.Actor
		may   bool
	}{
		{agency.Anybody(), false}, {agency.Machinery(), false}, {person("i", agency.Influencer), false},
		{person("m", agency.Moderator), false}, {person("r", agency.Reviewer), false},
		{person("", agency.ProjectManager), false},
		{person("p", agency.ProjectManager), true}, {person("l", agency.Lead), true},
		{person("e", agency.Editor), true}, {person("a", agency.Admin), true},
	}
	for _, tt := range tests {
		id := h.draft(t)
		attempts := map[string]func() error{
			"1 edit": func() error {
				_, err := h.Edit(t.Context(), devon(), id, h.find(t, id).Version, letter{"c"})
				return err
			},
			"2 edit": func() error {
				_, err := h.Edit(t.Context(), tt.actor, id, h.find(t, id).Version, letter{"b" + tt.actor.ID})
				return err
			},
			"3 edit back": func() error {
				_, err := h.Edit(t.Context(), devon(), id, h.find(t, id).Version, letter{"d"})
				return err
			},
			"4 ask":     func() error { return h.AskSecondLook(t.Context(), tt.actor, id) },
			"5 ask":     func() error { return h.AskSecondLook(t.Context(), devon(), id) },
			"6 approve": func() error { return h.Approve(t.Context(), tt.actor, id, h.find(t, id).Version) },
			"7 approve the group": func() error {
				other := h.draft(t)
				h.ask(t, other)
				_, err := h.ApproveGroup(t.Context(), tt.actor, group, other, h.find(t, other).Version)
				return err
			},
		}
		for _, name := range slices.Sorted(maps.Keys(attempts)) {
			err := attempts[name]()
			ours := name[0] == '1' || name[0] == '3' || name[0] == '5'
			if tt.may || ours {
				if err != nil {
					t.Errorf("%v, %s: %v", tt.actor.Roles, name, err)
				}
			} else if kindOf(err) != agency.KindForbidden {
				t.Errorf("%v, %s: %v", tt.actor.Roles, name, err)
			}
		}
	}
}

func TestNobodyApprovesWhatTheyWroteOrDidNotSee(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.draft(t)
	if err := h.Approve(t.Context(), tess(), id, 1); kindOf(err) != agency.KindConflict {
		t.Errorf("nobody was asked: %v", err)
	}
	h.ask(t, id)
	v := h.find(t, id).Version
	if err := h.Approve(t.Context(), devon(), id, v); kindOf(err) != agency.KindForbidden {
		t.Errorf("its author: %v", err)
	}
	if err := h.Approve(t.Context(), tess(), id, v-1); kindOf(err) != agency.KindConflict {
		t.Errorf("an older version: %v", err)
	}
	for range 2 {
		if err := h.Approve(t.Context(), tess(), id, v); err != nil {
			t.Errorf("the same approval, sent twice: %v", err)
		}
	}
	if m := h.find(t, id); m.State != outbox.Approved || m.ReadBy != "tess" || !m.ReadAt.Equal(h.clock.Now()) || m.Version != v+1 {
		t.Errorf("got %+v", m)
	}
	if err := h.Approve(t.Context(), marisol(), id, v); kindOf(err) != agency.KindConflict {
		t.Errorf("a second approval by another: %v", err)
	}
}

func TestReleaseNeedsAnApprovalByASecondPersonAndHappensOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	draft, approved := h.draft(t), h.approved(t)
	waiting := h.draft(t)
	h.ask(t, waiting)
	for _, id := range []string{draft, waiting, h.post(t)} {
		if _, err := outbox.Release(h.find(t, id)); kindOf(err) != agency.KindConflict {
			t.Errorf("%s: %v", h.find(t, id).State, err)
		}
	}
	forged := h.find(t, approved)
	forged.ReadBy = forged.Author
	if _, err := outbox.Release(forged); kindOf(err) != agency.KindConflict {
		t.Errorf("read by its author: %v", err)
	}
	once, err := outbox.Release(h.find(t, approved))
	if err != nil {
		t.Fatal(err)
	}
	stale, _ := outbox.Discard(h.find(t, approved))
	h.write(t, once, nil)
	for name, w := range map[string]table.Write{"released twice": once, "discarded as it was before": stale} {
		if _, ok := errors.AsType[*table.ConflictError](h.store.Write(t.Context(), "", w)); !ok {
			t.Errorf("%s: no conflict", name)
		}
	}
	if _, err := outbox.Release(h.find(t, approved)); kindOf(err) != agency.KindConflict {
		t.Errorf("released again: %v", err)
	}
}

func TestADiscardedMailKeepsItsWordsAndNeverLeaves(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.approved(t)
	w, err := outbox.Discard(h.find(t, id))
	h.write(t, w, err)
	bag := new(postbag)
	if err := h.sender(bag, true).Send(t.Context(), id); err != nil || len(bag.carried) != 0 {
		t.Errorf("%v, carried %d", err, len(bag.carried))
	}
	m := h.find(t, id)
	if m.State != outbox.Discarded || !json.Valid(m.Values) || len(m.Values) < 3 {
		t.Errorf("got %+v", m)
	}
	if _, err := outbox.Discard(m); kindOf(err) != agency.KindConflict {
		t.Errorf("discarded twice: %v", err)
	}
}
