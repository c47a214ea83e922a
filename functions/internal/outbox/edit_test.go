package outbox_test

import (
	"errors"
	"fmt"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/outbox"
)

func TestAnEditClearsTheApprovalAndMakesItsAuthor(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.approved(t)
	before := h.find(t, id)
	m, err := h.Edit(t.Context(), marisol(), id, before.Version, letter{"b"})
	if err != nil {
		t.Fatal(err)
	}
	now := h.find(t, id)
	if now.Version != m.Version || now.State != outbox.Drafted || now.Author != "marisol" || !now.Held ||
		now.ReadBy+now.Sample != "" || !now.ReadAt.IsZero() || string(now.Values) != `{"Sentence":"b"}` {
		t.Errorf("got %+v", now)
	}
	if now.About != before.About || now.Group != before.Group || now.To != before.To || now.ReplyTo != before.ReplyTo || now.Letter != before.Letter {
		t.Errorf("it lost what it was: %+v", now)
	}
	want := "[O1 devon draft>second_look O3 tess second_look>approved O4 marisol approved>draft]"
	if got := fmt.Sprint(h.story(t, id)); got != want {
		t.Errorf("the record says %s, want %s", got, want)
	}
}

func TestTwoPeopleWhoEditOneMailDoNotLoseEachOthersWork(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.draft(t)
	seen := h.find(t, id).Version
	if _, err := h.Edit(t.Context(), tess(), id, seen, letter{"from Tess"}); err != nil {
		t.Fatal(err)
	}
	theirs, err := h.Edit(t.Context(), marisol(), id, seen, letter{"from Marisol"})
	if kindOf(err) != agency.KindConflict || string(theirs.Values) != `{"Sentence":"from Tess"}` || theirs.Version != seen+1 {
		t.Errorf("got %s at %d, %v; want a conflict and what Tess wrote", theirs.Values, theirs.Version, err)
	}
	if again, err := h.Edit(t.Context(), tess(), id, seen, letter{"from Tess"}); err != nil || again.Version != seen+1 {
		t.Errorf("the same edit sent again: %v", err)
	}
	late := *h.Room
	late.Table = meddler{Table: h.store, before: func() {
		if m := h.find(t, id); m.Author == "tess" {
			if _, err := h.Edit(t.Context(), devon(), id, m.Version, letter{"from Devon"}); err != nil {
				t.Error(err)
			}
		}
	}}
	theirs, err = late.Edit(t.Context(), marisol(), id, seen+1, letter{"from Marisol"})
	if kindOf(err) != agency.KindConflict || string(theirs.Values) != `{"Sentence":"from Devon"}` {
		t.Errorf("at the last moment: got %s, %v", theirs.Values, err)
	}
}

func TestWhatMayNotBeEdited(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	released, sent, discarded, failed, posted := h.approved(t), h.approved(t), h.draft(t), h.approved(t), h.post(t)
	h.release(t, released)
	w, err := outbox.Discard(h.find(t, discarded))
	h.write(t, w, err)
	h.release(t, sent)
	if err := h.sender(new(postbag), false).Send(t.Context(), sent); err != nil {
		t.Fatal(err)
	}
	h.release(t, failed)
	if err := h.sender(&postbag{failures: 1, cause: &outbox.Unsure{Err: errors.New("reset")}}, false).Send(t.Context(), failed); err != nil {
		t.Fatal(err)
	}
	sending := h.post(t)
	h.cutOff(t, sending, false)
	for name, id := range map[string]string{"released": released, "sent": sent, "discarded": discarded,
		"failed": failed, "posted": posted, "being sent": sending} {
		before := h.find(t, id)
		if _, err := h.Edit(t.Context(), tess(), id, before.Version, letter{"b"}); kindOf(err) != agency.KindConflict {
			t.Errorf("%s: %v", name, err)
		}
		if now := h.find(t, id); now.Version != before.Version {
			t.Errorf("%s: it was changed", name)
		}
	}
	if _, err := h.Edit(t.Context(), tess(), h.draft(t), 1, make(chan int)); err == nil {
		t.Error("values that no letter can hold were taken")
	}
}

func TestAskingForASecondLookTwiceIsAskingOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, b, gone, approved := h.draft(t), h.draft(t), h.draft(t), h.approved(t)
	w, err := outbox.Discard(h.find(t, gone))
	h.write(t, w, err)
	h.ask(t, a)
	err = h.AskSecondLook(t.Context(), devon(), a, gone, "x", approved, b)
	if kindOf(err) != agency.KindConflict {
		t.Errorf("a discarded mail: %v", err)
	}
	if h.find(t, a).Version != 2 || h.find(t, b).State != outbox.SecondLook || h.find(t, approved).State != outbox.Approved {
		t.Error("one that cannot be asked for keeps back the others")
	}
}
