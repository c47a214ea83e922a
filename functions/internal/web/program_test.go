package web_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/site/content"
)

// stateOf is where tuesday stands.
func (h *house) stateOf() content.ProgramState {
	h.t.Helper()
	p, err := h.web.Programs.Find(h.t.Context(), "tuesday")
	h.must(err)
	return p.Standing.State
}

func TestEveryStepOfAProgramNeedsPublicWords(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	mara := h.reader("Mara")
	page := mara.get("/desk/programs/tuesday")
	for _, step := range []string{"pause", "close", "extend"} {
		path, f := parse(t, page).fields(t, "/tuesday/"+step)
		f = changed(f, "closes", "2026-05-18", "decide_by", "2026-05-22")
		for name, notice := range map[string]string{"none": " ", "too many": strings.Repeat("x", 501), "with controls": "a\x00b", "with an address": "Write to ann@example.com"} {
			got := mara.post(path, changed(f, "notice", notice))
			if got.status != 422 || !strings.Contains(got.body, "Error: ") {
				t.Errorf("%s, %s: %d", step, name, got.status)
			}
			if _, kept := parse(t, got).fields(t, "/tuesday/"+step); asShown(kept.Get("notice")) != asShown(notice) {
				t.Errorf("%s, %s: the notice came back as %q", step, name, kept.Get("notice"))
			}
		}
	}
	if h.stateOf() != content.Open {
		t.Errorf("it is %s", h.stateOf())
	}
}

func TestTheSummaryOfAStepLeadsToItsFields(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	mara := h.reader("Mara")
	path, f := parse(t, mara.get("/desk/programs/tuesday")).fields(t, "/tuesday/pause")
	comesBack(t, mara.post(path, changed(f, "notice", "")))
}

func TestDatesOfAProgramOnlyMoveLaterAndInOrder(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	mara := h.reader("Mara")
	path, f := parse(t, mara.get("/desk/programs/tuesday")).fields(t, "/tuesday/extend")
	f = changed(f, "notice", "The client asked for it.", "closes", "2026-05-18", "decide_by", "2026-05-22")
	for name, change := range map[string][]string{
		"no closing day":        {"closes", ""},
		"no day at all":         {"closes", "soon"},
		"a day there is not":    {"closes", "2026-02-30"},
		"an earlier day":        {"closes", "2026-05-13"},
		"no day to hear by":     {"decide_by", ""},
		"hearing before":        {"decide_by", "2026-05-17"},
		"hearing earlier":       {"closes", "2026-05-14", "decide_by", "2026-05-19"},
		"another month":         {"closes", "2026-06-18", "decide_by", "2026-06-22"},
		"the end of time":       {"closes", "9999-12-30", "decide_by", "9999-12-31"},
		"the beginning of time": {"closes", "0001-01-01"},
		"the other way round":   {"closes", "18-05-2026"},
		"after the end of time": {"closes", "10000-01-01"},
	} {
		got := mara.post(path, changed(f, change...))
		if got.status != 422 {
			t.Errorf("%s: %d\n%s", name, got.status, got.body)
		}
	}
	location(t, mara.post(path, f))
	if page := mara.get("/desk/programs/tuesday"); !strings.Contains(page.body, "18 May 2026") || !strings.Contains(page.body, "22 May 2026") {
		t.Errorf("the dates:\n%s", page.body)
	}
}

func TestAStepFromAnOldPageIsA409(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	mara := h.reader("Mara")
	page := parse(t, mara.get("/desk/programs/tuesday"))
	pause, f := page.fields(t, "/tuesday/pause")
	end, g := page.fields(t, "/tuesday/close")
	location(t, mara.post(pause, changed(f, "notice", "The client thinks.")))
	got := mara.post(end, changed(g, "notice", "The client has gone."))
	if got.status != http.StatusConflict || !strings.Contains(got.body, "not what it was") || h.stateOf() != content.Paused {
		t.Errorf("%d, and it is %s", got.status, h.stateOf())
	}
	if _, kept := parse(t, got).fields(t, "/tuesday/close"); kept.Get("notice") != "The client has gone." || kept.Get("version") == g.Get("version") {
		t.Errorf("kept %v", kept)
	}
	for _, version := range []string{"", "x", "-1", "99999999999999999999"} {
		if got := mara.post(end, changed(g, "notice", "The client has gone.", "version", version)); got.status != http.StatusConflict {
			t.Errorf("version %q: %d", version, got.status)
		}
	}
}

func TestAProgramGoesThroughItsSteps(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	mara := h.reader("Mara")
	for _, c := range []struct {
		step string
		want content.ProgramState
	}{{"pause", content.Paused}, {"resume", content.Open}, {"close", content.Closed}, {"reopen", content.Open}} {
		path, f := parse(t, mara.get("/desk/programs/tuesday")).fields(t, "/tuesday/"+c.step)
		location(t, mara.post(path, changed(f, "notice", "The client asked for it.", "closes", "2026-05-18", "decide_by", "2026-05-22")))
		if h.stateOf() != c.want {
			t.Errorf("after %s it is %s", c.step, h.stateOf())
		}
	}
	for _, step := range []string{"resume", "reopen", "run"} {
		if got := mara.post("/api/desk/programs/tuesday/"+step, stepOf("notice", "Again.", "closes", "2026-05-18", "decide_by", "2026-05-22")(cell{house: h})); got.status != http.StatusConflict {
			t.Errorf("%s of an open program: %d", step, got.status)
		}
	}
}

func TestOnlyAnAdministratorCallsAProgramOff(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	h.apply("tuesday", "ann")
	form := stepOf("notice", "The client has no more money.")
	for _, who := range []string{"Rita", "Mara", "Lena", "Edo", "Tess Abara"} {
		r := h.reader(who)
		if page := r.get("/desk/programs/tuesday"); strings.Contains(page.body, "/cancel") {
			t.Errorf("%s is offered to call it off", who)
		}
		if got := r.post("/api/desk/programs/tuesday/cancel", form(cell{house: h})); got.status != http.StatusForbidden {
			t.Errorf("%s: %d", who, got.status)
		}
	}
	ada := h.reader("Ada")
	path, f := parse(t, ada.get("/desk/programs/tuesday")).fields(t, "/cancel")
	location(t, ada.post(path, changed(f, "notice", "The client has no more money.")))
	if h.stateOf() != content.Cancelled || h.of("tuesday", "ann").Live() {
		t.Errorf("it is %s, and ann's application %s", h.stateOf(), h.of("tuesday", "ann").State)
	}
}

// A name is what an applicant likes to be called, and nothing that a
// spreadsheet does.
func TestTheExportHasNamesOfWhatWasReadAndNoFormula(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	names := []string{`=HYPERLINK("https://evil.example","click")`, `Ann "Soup" O'Hara, Jr.`, "@SUM(A1)", "Not read"}
	for i, name := range names {
		f := decisiontest.Form("tuesday", "who"+string(rune('a'+i)))
		f.Name = name
		_, err := h.web.Applications.Submit(t.Context(), agency.Anybody(), f)
		h.must(err)
		a := h.of("tuesday", "who"+string(rune('a'+i)))
		if name != "Not read" {
			h.score(a.ID, 3, "Mara")
		}
	}
	got := h.reader("Mara").get("/desk/programs/tuesday/applications.csv")
	if got.status != http.StatusOK || got.header.Get("Content-Disposition") != `attachment; filename="tuesday-applications.csv"` || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d, %v", got.status, got.header)
	}
	lines, err := csv.NewReader(strings.NewReader(got.body)).ReadAll()
	if err != nil || len(lines) != 5 {
		t.Fatalf("%v\n%s", err, got.body)
	}
	for i, want := range []string{"'" + names[0], names[1], "'" + names[2], ""} {
		if lines[i+1][6] != want {
			t.Errorf("line %d has the name %q, want %q", i+1, lines[i+1][6], want)
		}
	}
}
