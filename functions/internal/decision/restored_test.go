package decision_test

import (
	"testing"

	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/table"
)

// A backup was made while outcomes were released. After it is restored the
// clock tells nobody; a person begins the next release, and everybody is told
// once.
func TestARestoredReleaseWaitsForAPerson(t *testing.T) {
	t.Parallel()
	store, clock := localtest.Store(t)
	h, ctx := houseOn(t, store, clock), t.Context()
	for who := range cast() {
		h.apply("tuesday", who)
	}
	h.closeTuesday()
	for who, kind := range cast() {
		h.decided("tuesday", who, kind)
	}
	h.deliver()
	_, err := h.Begin(ctx, decisiontest.Lead(), "tuesday")
	h.must(err)
	var items []table.Item
	h.must(store.Items(ctx, func(i table.Item) error {
		ready, err := decision.Restored(i)
		if again, twice := decision.Restored(ready); again.Version != ready.Version || twice != nil {
			t.Errorf("%s is changed twice, %v", i.Key, twice)
		}
		items = append(items, ready)
		return err
	}))
	h.must(store.Put(ctx, items))

	h.must(h.Ticking().Strike(ctx))
	h.deliver()
	for who := range cast() {
		if a := h.of("tuesday", who); !a.AnsweredAt.IsZero() || h.outcomes(a.ID) != 0 {
			t.Errorf("%s was told by the clock, with %d letters", who, h.outcomes(a.ID))
		}
	}
	h.release("tuesday")
	h.deliver()
	for who := range cast() {
		if a := h.of("tuesday", who); a.AnsweredAt.IsZero() || h.outcomes(a.ID) != 1 {
			t.Errorf("%s is %s and got %d letters after the next release", who, a.State, h.outcomes(a.ID))
		}
	}
}
