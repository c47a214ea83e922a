package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestWhatIsNoNumberComesBackAsItWasTyped(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun()
	h.released()
	_, f := filled(t, h.get("Mara", briefEdit), "write")
	got := h.post("Mara", "/api"+briefDesk+"/write", changed(f, "c4-text", "", // the rows below move up
		"c5-check", "K8", "c5-test", "auto", "c5-min", "about 800", "c1-fee", "a lot", "c1-days", "2"))
	if got.status != http.StatusUnprocessableEntity {
		t.Fatalf("%d", got.status)
	}
	comesBack(t, got)
	_, back := filled(t, got, "write")
	if back.Get("c4-min") != "about 800" || back.Get("c4-number") != "5" || back.Get("c1-fee") != "a lot" {
		t.Errorf("it came back as %q and %q", back.Get("c4-min"), back.Get("c1-fee"))
	}
	if !strings.Contains(got.body, `id="c4-min-error"`) || !strings.Contains(got.body, "“about 800” is not a whole number") {
		t.Error("nothing says so at the field")
	}
}

// A clause goes up or down with a button, and keeps its number.
func TestClausesAreMoved(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun()
	order := func() string {
		b, _, err := h.web.Briefs.Current(t.Context(), "tuesday")
		h.must(err)
		var numbers []int
		for _, c := range b.Clauses[:4] {
			numbers = append(numbers, c.Number)
		}
		return fmt.Sprint(numbers)
	}
	for _, step := range []struct{ button, clause, want string }{
		{"up", "3", "[1 3 2 4]"}, {"down", "1", "[3 1 2 4]"}, {"up", "3", "[3 1 2 4]"}, {"down", "13", "[3 1 2 4]"}, {"up", "99", "[3 1 2 4]"}, {"up", "x", "[3 1 2 4]"},
	} {
		got := h.press("Mara", briefEdit, "write", step.button, step.clause, "title", "Moved")
		if got.status != http.StatusSeeOther || order() != step.want {
			t.Errorf("%s %s: %d, %s", step.button, step.clause, got.status, order())
		}
	}
	if to := h.does("Mara", briefEdit, "write", "up", "2"); to != briefEdit+"#clause-2" {
		t.Errorf("it leads to %s", to)
	}
	if b, _, _ := h.web.Briefs.Current(t.Context(), "tuesday"); b.Title != "Moved" {
		t.Error("what was typed beside it is lost")
	}
}
