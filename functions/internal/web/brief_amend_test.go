package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"greenroom/functions/internal/application"
)

// spare is the first row of a form that has no clause yet, as the fields of a
// new one.
func spare(t *testing.T, a answer, pairs ...string) (fields []string) {
	t.Helper()
	_, f := filled(t, a, "write")
	for n := 1; f.Has("row-" + itoa(n)); n++ {
		if at := "c" + itoa(n) + "-"; f.Get(at+"number") == "0" {
			for i := 0; i < len(pairs); i += 2 {
				fields = append(fields, at+pairs[i], pairs[i+1])
			}
			return fields
		}
	}
	t.Fatal("no empty row")
	return nil
}

func itoa(n int) string { return version(int64(n)) }

func TestWhatAsksForMoreAfterTheReleaseIsAnOffer(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	in := h.joins("ann", application.Confirmed)
	h.begun()
	h.released()
	h.knows(in, "ann", true)
	form := h.get("Mara", briefEdit)
	more := spare(t, form, "text", "Film the dessert too", "kind", "must", "test", "attest", "reason", "client_changed_mind",
		"fee", "$45", "days", "2", "tried", "We asked them to wait.")
	h.edit("Mara", append(more, "c1-text", "The night must be a real night", "c1-class", "clarification", "c1-reason", "agency_error")...)

	refused := h.press("Mara", briefDesk, "send")
	if d := comesBack(t, refused); refused.status != http.StatusUnprocessableEntity || len(d.all("li", "id", "clause-1")) != 1 {
		t.Errorf("sent without a second person: %d", refused.status)
	}
	page := h.get("Mara", briefDesk)
	if formOn(t, page, "confirm-class") || !strings.Contains(page.body, "has to agree that it asks for no more") {
		t.Error("its writer may agree")
	}
	h.does("Rita", briefDesk, "confirm-class")
	if h.approved(); !strings.Contains(h.get("Mara", briefDesk).body, "Who this reaches") {
		t.Error("nothing says who it reaches")
	}
	h.does("", h.link(), "sign", "name", "Ada Client")
	if got := h.get("Mara", briefDesk); !strings.Contains(got.body, "1 has acknowledged version 1") {
		t.Errorf("nobody is counted\n%s", got.body)
	}
	h.does("Mara", briefDesk, "release")

	mine := "/me/brief/" + in.ID
	page = h.get("ann", mine)
	for _, want := range []string{"What changed since you read version 1", "New, so it is your choice", "Film the dessert too", "The client thought again", "We had made a mistake", "added: ", "removed: "} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the brief lacks %q", want)
		}
	}
	if got := h.knows(in, "ann", true); got.status != http.StatusSeeOther {
		t.Fatalf("acknowledging it: %d\n%s", got.status, got.body)
	}
	if page = h.get("ann", mine); !formOn(t, page, "take") || strings.Contains(page.body, "What changed since") {
		t.Error("acknowledging it took the offer, or did not settle what changed")
	}
	if to := h.does("ann", mine, "take"); to != mine+"#offers" {
		t.Errorf("taking it leads to %q", to)
	}
	if page = h.get("ann", mine); formOn(t, page, "take") || !strings.Contains(page.body, "an offer that you took") {
		t.Errorf("taken, it reads\n%s", page.body)
	}
	late := h.joins("ben", application.Confirmed)
	if page = h.get("ben", "/me/brief/"+late.ID); formOn(t, page, "take") || !strings.Contains(page.body, "Film the dessert too") {
		t.Error("to who came later it is an offer")
	}
}

func TestAnOfferOfAnEarlierVersionIsNotTaken(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	in := h.joins("ann", application.Confirmed)
	h.begun()
	h.released()
	h.knows(in, "ann", true)
	h.edit("Mara", spare(t, h.get("Mara", briefEdit), "text", "Film the dessert too", "kind", "must", "test", "attest", "reason", "legal",
		"fee", "45", "days", "2", "tried", "We asked.")...)
	h.released()
	path, f := filled(t, h.get("ann", "/me/brief/"+in.ID), "take")
	h.edit("Mara", append(priced("c1-"), "c1-text", "Another night", "c1-reason", "legal")...)
	h.released()
	if got := h.post("ann", path, f); got.status != http.StatusConflict || !strings.Contains(got.body, "not what it was") || !formOn(t, got, "take") {
		t.Errorf("%d\n%s", got.status, got.body)
	}
}

func TestWhatIsLeftOutIsExplained(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun()
	h.released()
	h.edit("Mara", "c4-text", "")
	refused := h.press("Mara", briefDesk, "send")
	if comesBack(t, refused); refused.status != http.StatusUnprocessableEntity || !strings.Contains(refused.body, "Say why this changed") {
		t.Errorf("without a reason: %d", refused.status)
	}
	h.edit("Mara", "removed-4-reason", "legal", "removed-4-class", "correction")
	if page := h.get("Rita", briefDesk); !strings.Contains(page.body, "Clause 4: left out") || !strings.Contains(page.body, "The law or a regulator asks for it") {
		t.Errorf("the desk reads\n%s", page.body)
	}
}

// Two who edit at once: the second one sees what saving would change in what
// the first one saved, with everything that they typed.
func TestTwoWhoEditAtOnceOverwriteNothingUnseen(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun()
	path, hers := filled(t, h.get("Lena", briefEdit), "write")
	h.edit("Mara", "c1-text", "The night must be real")
	hers.Set("c2-text", "One <b>link</b> there")
	got := h.post("Lena", path, hers)
	if got.status != http.StatusConflict || !strings.Contains(got.body, "saving this changes in what somebody else saved") || !strings.Contains(got.body, "One &lt;b&gt;link&lt;/b&gt; there") {
		t.Fatalf("%d\n%s", got.status, got.body)
	}
	if now, _, err := h.web.Briefs.Current(t.Context(), "tuesday"); err != nil || now.Clauses[0].Text != "The night must be real" {
		t.Errorf("it was overwritten: %v, %v", now.Clauses[0].Text, err)
	}
	_, again := filled(t, got, "write")
	if h.post("Lena", path, again).status != http.StatusSeeOther {
		t.Error("sent once more it is refused")
	}
}

func TestTheFormKeepsWhatItSays(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun()
	add := spare(t, h.get("Mara", briefEdit), "text", "Long enough", "kind", "must", "test", "auto", "check", "K8", "min", "1,200", "max", "1500",
		"photos", "2", "alt", "yes", "for", "2")
	h.edit("Mara", append(add, "hosts", "ninepin.example\n\nshop.ninepin.example", "work-3", "1 reel", "medium-3", "video")...)
	b, d, err := h.web.Briefs.Current(t.Context(), "tuesday")
	h.must(err)
	c := b.Clauses[len(b.Clauses)-1]
	if c.Rule == nil || c.Rule.MinWords != 1200 || c.Rule.MaxWords != 1500 || c.Rule.MinPhotos != 2 || !c.Rule.Alt || len(c.For) != 1 || c.For[0] != 2 {
		t.Errorf("the clause is %+v, %+v", c, c.Rule)
	}
	if len(b.Hosts) != 2 || len(b.Deliverables) != 3 || b.Deliverables[2].Medium != "video" {
		t.Errorf("it is for %v, %v", b.Hosts, b.Deliverables)
	}
	if h.edit("Mara"); h.hash() != d.Current.Hash { // as it is shown
		t.Error("saving it as it stands changes it")
	}
}

func TestFaultsOfAFormComeBackWithEverythingTyped(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun()
	_, f := filled(t, h.get("Mara", briefEdit), "write")
	fresh := func(pairs ...string) []string { return spare(t, h.get("Mara", briefEdit), pairs...) }
	for name, pairs := range map[string][]string{
		"a title of two lines":        {"title", "One\ntwo"},
		"a brand that hides":          {"brand", "a\u202Eb"},
		"a site with a page":          {"hosts", "https://ninepin.example/x"},
		"a long clause":               {"c1-text", strings.Repeat("x", 501)},
		"a long new clause":           fresh("text", strings.Repeat("x", 501)),
		"control characters":          {"c2-text", "a\x00b"},
		"a kind that is none":         {"c1-kind", "perhaps"},
		"a test that is none":         {"c1-test", "oracle"},
		"a topic that is none":        {"c1-topic", "love"},
		"a deliverable that is gone":  {"c2-for", "7"},
		"words that are no number":    {"c1-check", "K8", "c1-min", "many"},
		"a new clause with no number": fresh("text", "x", "check", "K8", "min", "-3"),
		"a number twice":              {"c2-number", "1"},
		"a number out of range":       {"c2-number", "100000"},
		"a medium that is none":       {"medium-1", "smoke"},
		"a deliverable of two lines":  {"work-1", "One\x00"},
	} {
		got := h.post("Mara", "/api"+briefDesk+"/write", changed(f, pairs...))
		if got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, got.status)
			continue
		}
		comesBack(t, got)
		_, back := filled(t, got, "write")
		if typed := changed(f, pairs...); back.Get("c1-text") != typed.Get("c1-text") || back.Get("title") != strings.ReplaceAll(typed.Get("title"), "\n", "") && back.Get("title") != typed.Get("title") {
			t.Errorf("%s: not everything came back", name)
		}
	}
}

func TestALongBriefOfAnyScriptFits(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun()
	_, f := filled(t, h.get("Mara", briefEdit), "write")
	long := func(clauses, letters int) url.Values {
		f := url.Values{"version": f["version"], "title": {"Long"}}
		for n := 1; n <= clauses; n++ {
			at := "c" + itoa(n) + "-"
			f.Set("row-"+itoa(n), "1")
			f.Set(at+"kind", "must")
			f.Set(at+"text", strings.Repeat("灯", letters))
		}
		return f
	}
	if got := h.post("Mara", "/api"+briefDesk+"/write", long(101, 10)); got.status != http.StatusUnprocessableEntity {
		t.Errorf("101 clauses: %d", got.status)
	}
	if got := h.post("Mara", "/api"+briefDesk+"/write", long(100, 500)); got.status != http.StatusSeeOther {
		t.Errorf("100 clauses of 500 letters: %d\n%.2000s", got.status, got.body)
	}
	if got := h.post("Mara", "/api"+briefDesk+"/write", url.Values{"title": {strings.Repeat("x", 513<<10)}}); got.status != http.StatusRequestEntityTooLarge || !strings.Contains(got.body, "512 KB") {
		t.Errorf("513 KB: %d", got.status)
	}
	if got := h.post("Mara", "/api"+briefDesk+"/remark", url.Values{"text": {strings.Repeat("x", 65<<10)}}); got.status != http.StatusRequestEntityTooLarge {
		t.Errorf("another form takes as much: %d", got.status)
	}
}

// hash is that of the newest version.
func (h *briefHouse) hash() string {
	h.t.Helper()
	d, err := h.web.Briefs.Document(h.t.Context(), "tuesday")
	h.must(err)
	return d.Current.Hash
}
