package decision_test

import (
	"testing"

	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/table"
)

// house is an agency whose errors end the test.
type house struct {
	*decisiontest.House
	t testing.TB
}

func open(t testing.TB) *house {
	t.Helper()
	store, clock := localtest.Store(t)
	return houseOn(t, store, clock)
}

func houseOn(t testing.TB, store table.Table, clock *agencytest.Clock) *house {
	return &house{House: decisiontest.Open(store, clock), t: t}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// apply sends an application and returns it.
func (h *house) apply(slug, who string) application.Application {
	h.t.Helper()
	a, err := h.Apply(h.t.Context(), slug, who)
	h.must(err)
	return a
}

func (h *house) of(slug, who string) application.Application {
	h.t.Helper()
	a, err := h.Of(h.t.Context(), slug, who)
	h.must(err)
	return a
}

// deliver sends every mail that may leave.
func (h *house) deliver() {
	h.t.Helper()
	_, err := h.Sender.SendDue(h.t.Context())
	h.must(err)
}
