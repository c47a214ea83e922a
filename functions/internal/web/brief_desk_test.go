package web_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
)

// What is to be put right leads to where that is done.
func TestEveryFaultOfADraftLeadsSomewhere(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.does("Mara", briefDesk, "start")
	h.edit("Mara", "hosts", "", "work-2", "", "c1-test", "", "c3-text", "", "c9-text", "", "c4-text", "Send your draft by 1 June 2026")
	page := parse(t, h.get("Mara", briefDesk))
	pages := map[string]document{briefDesk: page, briefEdit: parse(t, h.get("Mara", briefEdit))}
	for _, list := range []string{"faults", "warnings"} {
		sections := page.all("section", "aria-labelledby", list)
		if len(sections) != 1 {
			t.Fatalf("%d lists of %s", len(sections), list)
		}
		links := (document{sections[0]}).all("a", "", "")
		if len(links) < 2 {
			t.Errorf("%d %s", len(links), list)
		}
		for _, link := range links {
			path, id, _ := strings.Cut(get(link, "href"), "#")
			if path == "" {
				path = briefDesk
			}
			if n := slices.IndexFunc(pages[path].everything(), func(is string) bool { return is == id }); n < 0 {
				t.Errorf("%q leads to %s, which is nowhere", text(link), get(link, "href"))
			}
		}
	}
	refused := h.press("Mara", briefDesk, "send")
	if comesBack(t, refused); refused.status != http.StatusUnprocessableEntity {
		t.Errorf("it is sent all the same: %d", refused.status)
	}
	if page := parse(t, h.get("Rita", briefDesk)); len(page.all("section", "aria-labelledby", "faults")) != 0 {
		t.Error("who cannot put it right reads what to put right")
	}
}

// everything are the ids of a page.
func (d document) everything() (ids []string) {
	for n := range d.root.Descendants() {
		if id := get(n, "id"); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// Every id of a page is there once, whatever the page shows.
func TestIDsOnPagesOfBriefsAreThereOnce(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	in := h.joins("ann", application.Confirmed)
	h.begun()
	h.released()
	h.knows(in, "ann", true)
	h.does("ann", "/me/brief/"+in.ID, "ask", "question", "Why?")
	h.edit("Mara", append(spare(t, h.get("Mara", briefEdit), "text", "More", "kind", "must", "test", "attest", "reason", "legal",
		"fee", "45", "days", "2", "tried", "We asked."), "c5-text", "", "c5-reason", "legal")...)
	once := func(who, path string) {
		t.Helper()
		ids := parse(t, h.get(who, path)).everything()
		slices.Sort(ids)
		if len(slices.Compact(slices.Clone(ids))) != len(ids) {
			t.Errorf("%s: %v", path, ids)
		}
	}
	for _, path := range []string{briefDesk, briefEdit, "/desk/briefs/", "/desk/"} {
		once("Mara", path)
	}
	h.edit("Mara", "removed-5-reason", "legal")
	h.approved()
	once("", h.link())
	h.does("", h.link(), "sign", "name", "Ada")
	once("Mara", briefDesk)
	h.does("Mara", briefDesk, "release")
	once("ann", "/me/brief/"+in.ID)
}

func TestARegulatedBriefIsReadForCompliance(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.web.Programs.Files = briefed{Files: h.web.Programs.Files, regulated: true}
	h.must(h.web.Accounts.Enrol(t.Context(), account.Person{Name: "Cora", Email: "cora@greenroom.example", Roles: []agency.Role{agency.Compliance}}))
	h.cookies["Cora"] = h.session("cora@greenroom.example")
	h.begun()
	h.does("Mara", briefDesk, "send")
	h.does("Rita", briefDesk, "approve")
	h.does("Edo", briefDesk, "approve")
	page := h.get("Cora", briefDesk)
	if !strings.Contains(page.body, "one of them for compliance") || !strings.Contains(page.body, "being read") || !strings.Contains(page.body, "Approve it for compliance") {
		t.Errorf("it reads\n%s", page.body)
	}
	if strings.Contains(h.get("Lena", briefDesk).body, "Approve it for compliance") {
		t.Error("anybody may approve for compliance")
	}
	h.does("Cora", briefDesk, "approve", "as", "compliance")
	if page = h.get("Mara", briefDesk); !strings.Contains(page.body, "Cora (compliance)") || !strings.Contains(page.body, "with the client") {
		t.Errorf("approved, it reads\n%s", page.body)
	}
}

func TestRemarksThatSayNothingComeBack(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun()
	h.does("Mara", briefDesk, "send")
	for name, text := range map[string]string{"nothing": " ", "too much": strings.Repeat("x", 1001), "control characters": "a\x00b"} {
		got := h.press("Rita", briefDesk, "remark", "text", text, "part", "2")
		if d := comesBack(t, got); got.status != http.StatusUnprocessableEntity || selected(d.all("select", "id", "part")[0]) != "2" {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	if got := h.post("Rita", "/api"+briefDesk+"/remark", changed(h.current(), "part", "99")); got.status != http.StatusUnprocessableEntity {
		t.Errorf("about no clause: %d", got.status)
	}
	if got := h.post("Mara", "/api"+briefDesk+"/remark", changed(h.current(), "blocking", "yes")); got.status != http.StatusForbidden {
		t.Errorf("its writer blocks it: %d", got.status)
	}
}

// What is for one thing that is made does not become for everything when that
// is not made any more.
func TestClausesFollowWhatTheyAreFor(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun() // clause 2 is for the first one
	got := h.press("Mara", briefEdit, "write", "work-1", "")
	if comesBack(t, got); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "not made any more") {
		t.Errorf("%d", got.status)
	}
	h.edit("Mara", "work-1", "", "c2-text", "", "c1-for", "2")
	b, _, err := h.web.Briefs.Current(t.Context(), "tuesday")
	h.must(err)
	if len(b.Deliverables) != 1 || !slices.Equal(b.Clauses[0].For, []int{1}) {
		t.Errorf("%v, clause 1 for %v", b.Deliverables, b.Clauses[0].For)
	}
}

// Nobody acknowledges what they did not read.
func TestAStaleBriefIsNotAcknowledged(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	in := h.joins("ann", application.Confirmed)
	h.begun()
	h.released()
	mine := "/me/brief/" + in.ID
	path, read := filled(t, h.get("ann", mine), "acknowledge")
	if got := h.post("ann", path, read); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Choose what the clause means") {
		t.Errorf("without answers: %d", got.status)
	}
	h.edit("Mara", append(priced("c1-"), "c1-text", "Another night", "c1-reason", "legal")...)
	h.released()
	for name, f := range map[string][]string{"the version before": nil, "another hash": {"number", "2"}, "no version": {"number", "x"}, "one to come": {"number", "3"}} {
		got := h.post("ann", path, changed(changed(read, "answer1", "0", "answer2", "0", "answer3", "1"), f...))
		if got.status != http.StatusConflict || !strings.Contains(got.body, "Another night") || strings.Contains(got.body, " checked") {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	if _, known, err := h.web.Briefs.Acknowledged(t.Context(), in.ID); known || err != nil {
		t.Errorf("it is acknowledged: %v, %v", known, err)
	}
	for n := range 10 {
		h.does("ann", mine, "ask", "question", "Why "+strconv.Itoa(n)+"?")
	}
	if got := h.press("ann", mine, "ask", "question", "Why once more?"); got.status != http.StatusTooManyRequests || !strings.Contains(got.body, "Why once more?") {
		t.Errorf("the eleventh question: %d", got.status)
	}
}
