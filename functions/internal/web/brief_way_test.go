package web_test

import (
	"net/http"
	"strings"
	"testing"

	"greenroom/functions/internal/application"
)

func TestABriefGoesFromTheFirstDraftToWhoWorksFromIt(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	in, accepted := h.joins("ann", application.Confirmed), h.joins("ben", application.Accepted)
	if got := h.get("Mara", briefDesk); !formOn(t, got, "start") {
		t.Fatalf("nothing begins it: %d\n%s", got.status, got.body)
	}
	if got := h.get("ann", "/me/brief/"+in.ID); got.status != http.StatusNotFound {
		t.Errorf("before it is out: %d", got.status)
	}
	h.begun()
	h.edit("Mara", "c1-text", "The night must be a real one <script>.")
	h.released()
	page := h.get("ann", "/me/brief/"+in.ID)
	for _, want := range []string{"You must", "You must not", "Good to know", "The night must be a real one &lt;script&gt;.", "A program looks: a link to https://ninepin.example/tuesday",
		"A person here looks", "Only for: 1 blog post", "3 questions", "Up to 500 characters"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the brief lacks %q", want)
		}
	}
	if strings.Contains(page.body, "<script>.") {
		t.Error("a clause is not escaped")
	}
	wrong := h.knows(in, "ann", false)
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.body, "again, please") || strings.Count(wrong.body, `value="2" checked`) != 3 {
		t.Errorf("wrong answers: %d\n%s", wrong.status, wrong.body)
	}
	if got := h.knows(in, "ann", true); got.header.Get("Location") != "/me/brief/"+in.ID {
		t.Errorf("right answers of who is in: %d %q\n%s", got.status, got.header.Get("Location"), got.body)
	}
	if work, err := h.web.Work.OfApplication(t.Context(), in.ID); err != nil || len(work) != 2 {
		t.Errorf("they owe %v, %v", work, err)
	}
	if got := h.get("ann", "/me/brief/"+in.ID); !strings.Contains(got.body, "You have read this version") || formOn(t, got, "acknowledge") {
		t.Error("it asks again")
	}
	if got := h.knows(accepted, "ben", true); got.header.Get("Location") != "/me/applications/"+accepted.ID+"#agreed" {
		t.Errorf("right answers of who has to confirm: %d %q", got.status, got.header.Get("Location"))
	}
	if got := h.get("ben", "/me/brief/"+accepted.ID); !strings.Contains(got.body, "Now confirm that you are in") {
		t.Error("nothing leads on to confirm")
	}
}
