package brief_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/table"
)

// What is more than was agreed has its price before it is sent: a fee, days, and
// how we tried to avoid it.
func TestANewAskHasItsPriceBeforeItIsSent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		offer brief.Offer
		want  string // what is said, "" nothing
	}{
		"nothing":                       {brief.Offer{}, "Offer a fee"},
		"no fee":                        {brief.Offer{Days: 1, Tried: "We asked."}, "Offer a fee"},
		"no days":                       {brief.Offer{Fee: 40, Tried: "We asked."}, "days more"},
		"more days than there are":      {brief.Offer{Fee: 40, Days: 61, Tried: "We asked."}, "days more"},
		"no word of trying":             {brief.Offer{Fee: 40, Days: 1}, "how you tried"},
		"a tone that hurts":             {brief.Offer{Fee: 40, Days: 1, Tried: "It is just one photo."}, "makes light"},
		"all of it":                     {offer(), ""},
		"a mistake of ours, for no fee": {brief.Offer{Days: 1, Tried: "We read it again.", Correction: true}, ""},
	} {
		h, _ := inForce(t)
		b, d := h.now(slug)
		more(must("Name the box."))(&b)
		b.Clauses[13].Why = brief.Change{Reason: "legal", Offer: c.offer}
		_, err := h.Write(t.Context(), devon(), slug, d.Version, b)
		if over := c.offer.Days > brief.MaxDays; over != (fields(err) == "clause-14") || !over && err != nil {
			t.Errorf("%s: written: %v", name, err)
		}
		if err != nil {
			continue
		}
		_, d = h.now(slug)
		_, err = h.Send(t.Context(), devon(), slug, d.Version)
		if (err == nil) != (c.want == "") || err != nil && (fields(err) != "clause-14" || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: sent: %v", name, err)
		}
	}
}

func TestWhatCannotBeKeptOfAnOffer(t *testing.T) {
	t.Parallel()
	h, _ := inForce(t)
	for name, o := range map[string]brief.Offer{
		"less than nothing": {Fee: -1}, "a fortune": {Fee: brief.MaxFee + 1}, "days back": {Days: -1},
		"a novel": {Tried: strings.Repeat("x", 1001)}, "what hides": {Tried: "a\u202Eb"},
	} {
		b, d := h.now(slug)
		clause(&b, 1).Text, clause(&b, 1).Why = "Another night.", brief.Change{Reason: "legal", Offer: o}
		if _, err := h.Write(t.Context(), devon(), slug, d.Version, b); fields(err) != "clause-1" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Less than a new ask costs nothing, whatever was typed; what was offered before
// stands for who could take it.
func TestOnlyANewAskHasAPrice(t *testing.T) {
	t.Parallel()
	h, _, _ := amended(t)
	b, _ := h.write(both(text(1, "The night must be real."), why(1, brief.Clarification, "legal"), pays(1),
		text(14, "Name the box!"), why(14, brief.Clarification, "legal"), func(b *brief.Brief) { clause(b, 14).Why.Fee = 1 }))
	if got := clause(&b, 1).Why.Offer; got != (brief.Offer{}) {
		t.Errorf("a clarification offers %+v", got)
	}
	if got := clause(&b, 14).Why; got.Offer != offer() || got.Asked != 2 {
		t.Errorf("the earlier offer became %+v", got)
	}
	changes, _, err := h.Amending(t.Context(), slug)
	if h.must(err); brief.Cost(changes) != 0 {
		t.Errorf("it costs %d", brief.Cost(changes))
	}
	h.write(both(why(1, brief.NewAsk, "legal"), pays(1)))
	changes, _, err = h.Amending(t.Context(), slug)
	if h.must(err); brief.Cost(changes) != 45 {
		t.Errorf("it costs %d", brief.Cost(changes))
	}
}

// owing is somebody's work, in one item beside the brief.
type owing struct {
	asked   []int // clauses
	refuse  error
	pieces  []int
	version int64 // of the item as it is read
}

func owedKey() table.Key { return table.Key{Space: table.Private, PK: "WORK", SK: "OWED"} }

func (o *owing) Owe(_ context.Context, _ agency.Actor, _ application.Application, c brief.Clause) ([]int, []table.Write, error) {
	o.asked = append(o.asked, c.Number)
	item := table.Item{Key: owedKey(), Kind: "owed", Body: []byte("{}"), Version: o.version}
	return o.pieces, []table.Write{table.Replace(item)}, o.refuse
}

func (h *house) owed() bool {
	_, err := h.store.Get(h.t.Context(), owedKey())
	return err == nil
}

// now14 is clause 14 as it holds for an application now.
func (h *house) now14(a application.Application) brief.Clause {
	h.t.Helper()
	r, _, err := h.SelfCheck(h.t.Context(), a)
	h.must(err)
	c, _ := r.Clause(14)
	return c
}

// takes reports whether an application has taken clause 14.
func (h *house) takes(a application.Application) bool { return !h.now14(a).Offer(1) }

func TestAnOfferIsOwedOnceAndWithTheWordThatTakesIt(t *testing.T) {
	t.Parallel()
	for _, applied := range []bool{false, true} {
		h, a, ann := amended(t)
		work, power := &owing{pieces: []int{2}}, &decisiontest.Cutter{Table: h.store}
		cut := *h.Room
		cut.Table, cut.Owing = power, work
		power.Cut(0, applied)
		if err := cut.Take(t.Context(), ann, a, 2, 14); err == nil || h.takes(a) != applied || h.owed() != applied {
			t.Errorf("cut off, kept %v: taken %v, owed %v, %v", applied, h.takes(a), h.owed(), err)
		}
		power.Mend()
		for range 2 {
			h.must(cut.Take(t.Context(), ann, a, 2, 14))
		}
		if !h.takes(a) || !h.owed() || power.Written() != 1 {
			t.Errorf("taken %v, owed %v, in %d writes", h.takes(a), h.owed(), power.Written())
		}
		if now := h.now14(a); !slices.Equal(now.For, []int{2}) {
			t.Errorf("it is about %v", now.For)
		}
	}
}

func TestAnOfferThatComesTooLateIsNotTaken(t *testing.T) {
	t.Parallel()
	h, a, ann := amended(t)
	h.Owing = &owing{refuse: agency.Conflict("It is live.", nil)}
	if err := h.Take(t.Context(), ann, a, 2, 14); kindOf(err) != agency.KindConflict || h.takes(a) || h.owed() {
		t.Errorf("taken %v, owed %v: %v", h.takes(a), h.owed(), err)
	}
	if err := h.Take(t.Context(), ann, a, 2, 1); err != nil {
		t.Errorf("what is no offer is asked about: %v", err)
	}
}

// The work changes at that moment: what is owed is reckoned once more.
func TestTakingMeetsAChangeOfTheWork(t *testing.T) {
	t.Parallel()
	h, a, ann := amended(t)
	work := &owing{}
	room := h.meddled(func() {
		h.must(h.store.Write(t.Context(), "", table.Create(table.Item{Key: owedKey(), Kind: "owed", Body: []byte("{}")})))
		work.version = 1
	})
	room.Owing = work
	if err := room.Take(t.Context(), ann, a, 2, 14); err != nil || len(work.asked) != 2 || !h.takes(a) {
		t.Errorf("asked %v, taken %v: %v", work.asked, h.takes(a), err)
	}
}
