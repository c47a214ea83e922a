package web_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/program"
	"greenroom/functions/internal/submission"
	"greenroom/site/content"
)

// A draft that is late is on the desk, and more time for it on its writer's page.
func TestMoreTimeForADraftThatIsLate(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	if strings.Contains(h.get("Mara", "/desk/work/").body, h.desk) {
		t.Error("work that nobody waits for is on the desk")
	}
	h.clock.Pass(h.now().DraftDue.Sub(h.clock.Now()) + 30*time.Hour)
	for name, email := range map[string]string{"Mara": "mara@greenroom.example", "Rita": "rita@greenroom.example", "ann": "ann@example.com"} {
		h.cookies[name] = h.session(email)
	}
	if list := h.get("Mara", "/desk/work/").body; !strings.Contains(list, h.desk) || !strings.Contains(list, "Late, and no draft was ever sent") {
		t.Errorf("the list: %s", list)
	}
	if strings.Contains(h.get("Rita", h.desk).body, "Give them this time") {
		t.Error("a reviewer is offered to give time")
	}
	h.untouched("days that are none", func() {
		got := h.press("Mara", h.desk, "time", "days", "3 weeks", "reason", "Your oven broke.")
		_, kept := filled(t, got, "time")
		if got.status != http.StatusUnprocessableEntity || kept.Get("days") != "3 weeks" || kept.Get("reason") != "Your oven broke." || !strings.Contains(got.body, `id="days-error"`) {
			t.Errorf("%d, kept %v", got.status, kept)
		}
	})
	h.does("Mara", h.desk, "time", "days", "3", "reason", "Your oven broke.")
	page := h.says("ann", h.mine)
	if due := h.now().DraftDue.UTC().Format("2 January 2006"); !strings.Contains(page, due) || !strings.Contains(page, "we gave you more time – Your oven broke.") {
		t.Errorf("ann reads %s", page)
	}
	if page := h.says("Mara", h.desk); !strings.Contains(page, "more time was given") || strings.Contains(page, "The draft is late") {
		t.Errorf("Mara reads %s", page)
	}
}

// Other terms come back as they were typed, with what is wrong beside them.
func TestOtherTermsThatAreNoNumbers(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	h.drafted()
	h.asked()
	h.untouched("a fee in words", func() {
		got := h.press("ann", h.mine, "edits", "item-1-answer", "accept", "item-2-answer", "counter", "item-2-fee", "45.50", "item-2-days", "a week")
		_, kept := filled(t, got, "edits")
		if got.status != http.StatusUnprocessableEntity || kept.Get("item-2-fee") != "45.50" || kept.Get("item-2-days") != "a week" ||
			!strings.Contains(got.body, `id="item-2-fee-error"`) || !strings.Contains(got.body, `id="item-2-days-error"`) {
			t.Errorf("%d, kept %v", got.status, kept)
		}
	})
	h.does("ann", h.mine, "edits", "item-1-answer", "accept", "item-2-answer", "counter", "item-2-fee", "$1,200", "item-2-days", "3")
	h.untouched("another offer in words", func() {
		got := h.press("Mara", h.desk, "revise", "item-2-fee", "more", "item-2-days", "2")
		if _, kept := filled(t, got, "revise"); got.status != http.StatusUnprocessableEntity || kept.Get("item-2-fee") != "more" {
			t.Errorf("%d, kept %v", got.status, kept)
		}
	})
	if page := h.says("ann", h.mine); !strings.Contains(page, "$1,200") || !strings.Contains(page, "What you said yes to goes too") || !strings.Contains(page, "end the whole request") {
		t.Errorf("ann reads %s", page)
	}
}

// A ruling that cannot be taken comes back with everything that was typed.
func TestARulingComesBackAsTyped(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	h.drafted()
	h.asked()
	h.does("ann", h.mine, "edits", "item-1-answer", "dispute", "item-1-note", "It is in the first line.", "item-2-answer", "decline")
	got := h.press("Lena", h.desk, "rule", "item-1-ruling", "new", "item-1-why", "No clause says so.", "item-1-reason", "legal",
		"item-1-fee", "some", "item-1-days", "2", "item-1-tried", "We asked them to wait.")
	_, kept := filled(t, got, "rule")
	for field, want := range map[string]string{"item-1-ruling": "new", "item-1-reason": "legal", "item-1-fee": "some", "item-1-days": "2", "item-1-tried": "We asked them to wait."} {
		if got.status != http.StatusUnprocessableEntity || kept.Get(field) != want {
			t.Errorf("%d: %s came back as %q", got.status, field, kept.Get(field))
		}
	}
}

// What was delivered is headed by what comes after it.
func TestAfterVerificationTheDraftsDatesAreGone(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	for _, step := range h.steps() {
		step.take()
	}
	if d := h.now(); d.State != submission.LiveVerified {
		t.Fatalf("it is %s", d.State)
	}
	for who, page := range map[string]string{"ann": h.mine, "Mara": h.desk} {
		if said := h.says(who, page); strings.Contains(said, "Draft by") || !strings.Contains(said, "Paid by") || !strings.Contains(said, "Live until") {
			t.Errorf("%s reads %s", who, said)
		}
	}
}

// paidIn are the files of the house, with tuesday paid in another currency and
// every program of one client.
type paidIn struct{ program.Files }

func (f paidIn) Program(slug string) (content.Program, bool) {
	p, ok := f.Files.Program(slug)
	if p.Brand = "Ninepin Suppers"; slug == "tuesday" {
		p.Currency = "EUR"
	}
	return p, ok
}

// Euros are not added to dollars, nor called so.
func TestTheReportKeepsCurrenciesApart(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	for _, step := range h.steps() {
		step.take()
	}
	files := paidIn{agreed{briefed{Files: site{}}}}
	h.web.Site, h.web.Programs.Files = workSite{files: files}, files
	if page := h.says("Mara", "/desk/reports/"); !strings.Contains(page, "€90") || strings.Contains(page, "$") {
		t.Errorf("the report: %s", page)
	}
	lines, err := csv.NewReader(strings.NewReader(h.get("Mara", "/desk/reports/changes.csv").body)).ReadAll()
	if err != nil || len(lines) < 2 || strings.Join(lines[1][4:6], " ") != "90 EUR" {
		t.Errorf("the table: %v, %v", lines, err)
	}
}
