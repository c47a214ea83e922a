package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"greenroom/functions/internal/application"
	"greenroom/functions/internal/outbox"
)

// readyToDecide is an office where ann and ben applied to tuesday, were read,
// and the program has closed.
func readyToDecide(t testing.TB) *house {
	h := furnished(t)
	for _, who := range []string{"ann", "ben"} {
		h.score(h.apply("tuesday", who).ID, 3, "Rita", "Remo", "Mara", "Lena")
	}
	h.closed()
	return h
}

// fileForm is a form on the page of a file, by the end of its action.
func (r reader) fileForm(t *testing.T, id, action string) (path string, f url.Values) {
	t.Helper()
	page := r.get("/desk/applications/" + id)
	path, _ = parse(t, page).fields(t, "/"+action)
	f = parse(t, page).filledIn(t, "/"+action)
	f.Del("reasons") // boxes, none of them ticked
	return path, f
}

func TestADecisionNeedsAKindAReasonOfItAndASentence(t *testing.T) {
	t.Parallel()
	h := readyToDecide(t)
	lena, id := h.reader("Lena"), h.of("tuesday", "ann").ID
	path, f := lena.fileForm(t, id, "decide")
	whole := changed(f, "kind", "accept", "reasons", "accept:fit", "sentence", "The soup won us all.", "note", "Bring bread.")
	for name, change := range map[string][]string{
		"no outcome":                  {"kind", ""},
		"an outcome there is not":     {"kind", "perhaps"},
		"a reason of another outcome": {"reasons", "decline:craft"},
		"a reason that is none":       {"reasons", "accept:beauty"},
		"no sentence":                 {"sentence", ""},
		"hardly a sentence":           {"sentence", "No."},
		"more than a sentence":        {"sentence", strings.Repeat("x", 501)},
		"a sentence with controls":    {"sentence", "The soup\x00 won us all."},
		"a note without end":          {"note", strings.Repeat("x", 2001)},
		"a rule, and a place":         {"rule", "18 or older"},
		"a rule that is none":         {"rule", "Has a cat"},
	} {
		sent := changed(whole, change...)
		got := lena.post(path, sent)
		if got.status != 422 {
			t.Errorf("%s: %d", name, got.status)
			continue
		}
		kept := comesBack(t, got).filledIn(t, "/decide")
		for _, field := range []string{"sentence", "note"} {
			if asShown(kept.Get(field)) != asShown(sent.Get(field)) {
				t.Errorf("%s: %s came back as %q", name, field, kept.Get(field))
			}
		}
		if change[0] != "kind" && kept.Get("kind") != "accept" {
			t.Errorf("%s: kind came back as %q", name, kept.Get("kind"))
		}
		ticked := change[0] == "reasons" || kept.Get("reasons") == "accept:fit"
		if !ticked {
			t.Errorf("%s: reasons came back as %q", name, kept["reasons"])
		}
	}
	location(t, lena.post(path, whole))
	if a := h.of("tuesday", "ann"); a.State != application.Decided || a.Outcome.Note != "" && a.Outcome.Note != "Bring bread." {
		t.Errorf("it is %s, %+v", a.State, a.Outcome)
	}
	if got := lena.post(path, whole); got.status != http.StatusConflict {
		t.Errorf("decided twice: %d", got.status)
	} else {
		comesBack(t, got)
	}
}

func TestADecisionOnWhatHasChangedIsA409ThatKeepsTheWords(t *testing.T) {
	t.Parallel()
	h := readyToDecide(t)
	lena, id := h.reader("Lena"), h.of("tuesday", "ann").ID
	path, f := lena.fileForm(t, id, "decide")
	shortlist, g := lena.fileForm(t, id, "shortlist")
	location(t, lena.post(shortlist, g))
	got := lena.post(path, changed(f, "kind", "accept", "reasons", "accept:fit", "sentence", "The soup won us all."))
	kept := comesBack(t, got).filledIn(t, "/decide")
	if got.status != http.StatusConflict || kept.Get("sentence") != "The soup won us all." || kept.Get("version") == f.Get("version") {
		t.Errorf("%d, kept %v", got.status, kept)
	}
	location(t, lena.post(path, changed(kept, "reasons", "accept:fit")))
}

// letterForm is the form for the words of a letter as somebody has it.
func (r reader) letterForm(t *testing.T, a application.Application) (path string, f url.Values) {
	t.Helper()
	return parse(t, r.get("/desk/mails/"+a.Outcome.Mail)).fields(t, "/edit")
}

func TestTwoWhoEditALetterSeeBothVersions(t *testing.T) {
	t.Parallel()
	h := readyToDecide(t)
	a := h.decide("tuesday", "ann", application.Accept)
	lena, mara := h.reader("Lena"), h.reader("Mara")
	path, first := lena.letterForm(t, a)
	_, second := mara.letterForm(t, a)
	location(t, lena.post(path, changed(first, "sentence", "The words of Lena.")))
	got := mara.post(path, changed(second, "sentence", "The words of Mara.", "note", "And a note."))
	d := comesBack(t, got)
	_, kept := d.fields(t, "/edit")
	if got.status != http.StatusConflict || !strings.Contains(text(d.all("blockquote", "class", "quote")[0]), "The words of Lena.") {
		t.Errorf("%d\n%s", got.status, got.body)
	}
	if kept.Get("sentence") != "The words of Mara." || kept.Get("note") != "And a note." {
		t.Errorf("kept %v", kept)
	}
	location(t, mara.post(path, kept))
	if page := lena.get("/desk/mails/" + a.Outcome.Mail); !strings.Contains(page.body, "The words of Mara.") {
		t.Errorf("the letter:\n%s", page.body)
	}
	for name, change := range map[string][]string{"no sentence": {"sentence", ""}, "a note without end": {"note", strings.Repeat("x", 2001)}} {
		sent := changed(kept, change...)
		got := mara.post(path, sent)
		if _, again := comesBack(t, got).fields(t, "/edit"); got.status != 422 || again.Get("sentence") != sent.Get("sentence") || again.Get("note") != sent.Get("note") {
			t.Errorf("%s: %d, kept %v", name, got.status, again)
		}
	}
}

func TestASecondPersonApprovesOneSampleForItsGroup(t *testing.T) {
	t.Parallel()
	h := readyToDecide(t)
	ann, ben := h.decide("tuesday", "ann", application.Accept), h.decide("tuesday", "ben", application.Accept)
	lena, mara := h.reader("Lena"), h.reader("Mara")
	const outcomes = "/desk/programs/tuesday/outcomes"
	path, f := parse(t, lena.get(outcomes)).fields(t, "/second-look")
	location(t, lena.post(path, f))
	if page := lena.get("/desk/mails/" + ann.Outcome.Mail); strings.Contains(page.body, "Approve") || !strings.Contains(page.body, "somebody else reads it") {
		t.Errorf("its author is offered to approve it:\n%s", page.body)
	}
	page := mara.get("/desk/mails/" + ann.Outcome.Mail)
	path, f = parse(t, page).fields(t, "/programs/tuesday/approve")
	if !strings.Contains(text(parse(t, page).root), "Approve it, and 1 more like it") {
		t.Errorf("the sample:\n%s", page.body)
	}
	if got := lena.post(path, f); got.status != http.StatusForbidden {
		t.Errorf("approved by its author: %d", got.status)
	}
	for name, change := range map[string][]string{"an older version": {"version", "1"}, "no version": {"version", ""}} {
		if got := mara.post(path, changed(f, change...)); got.status != http.StatusConflict {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	for name, change := range map[string][]string{"no sample": {"sample", noID}, "another group": {"kind", "decline"}, "no group": {"kind", ""}, "a sample like a path": {"sample", "../x"}} {
		if got := mara.post(path, changed(f, change...)); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	location(t, mara.post(path, f))
	for _, a := range []application.Application{ann, ben} {
		if m, err := h.web.Outbox.Find(t.Context(), a.Outcome.Mail); err != nil || m.State != outbox.Approved {
			t.Errorf("a letter is %s, %v", m.State, err)
		}
	}
}

func TestAReleaseTellsEverybodyAndShowsHowFarItCame(t *testing.T) {
	t.Parallel()
	h := readyToDecide(t)
	lena := h.reader("Lena")
	const outcomes = "/desk/programs/tuesday/outcomes"
	if got := lena.post("/api/desk/programs/tuesday/release", nil); got.status != http.StatusConflict || !strings.Contains(got.body, "Nothing is ready") {
		t.Errorf("with nothing ready: %d", got.status)
	} else {
		comesBack(t, got)
	}
	for _, who := range []string{"ann", "ben"} {
		h.approve(h.decide("tuesday", who, application.Accept))
	}
	page := lena.get(outcomes)
	path, f := parse(t, page).fields(t, "/release")
	if page.header.Get("Refresh") != "" || !strings.Contains(page.body, "Release 2 outcomes") {
		t.Errorf("before: %v\n%s", page.header, page.body)
	}
	_, err := h.web.Decisions.Begin(t.Context(), h.who("Lena"), "tuesday") // and the power goes
	h.must(err)
	page = lena.get(outcomes)
	if page.header.Get("Refresh") != "3" || !strings.Contains(page.body, "Telling people: 0 of 2") {
		t.Errorf("under way: %v\n%s", page.header, page.body)
	}
	location(t, lena.post(path, f))
	page = lena.get(outcomes)
	if page.header.Get("Refresh") != "" || !strings.Contains(page.body, "The last release told 2 people") || strings.Contains(page.body, "ann") {
		t.Errorf("after: %v\n%s", page.header, page.body)
	}
	if a := h.of("tuesday", "ann"); a.State != application.Accepted {
		t.Errorf("ann is %s", a.State)
	}
}

func TestADecisionIsTakenBackWithItsLetterUntilItIsReleased(t *testing.T) {
	t.Parallel()
	h := readyToDecide(t)
	lena := h.reader("Lena")
	a := h.decide("tuesday", "ann", application.Accept)
	path, f := lena.fileForm(t, a.ID, "undo")
	if got := lena.post(path, changed(f, "version", "1")); got.status != http.StatusConflict {
		t.Errorf("as it was not: %d", got.status)
	}
	location(t, lena.post(path, f))
	if now := h.of("tuesday", "ann"); now.State != application.InReview || now.Outcome != nil {
		t.Errorf("it is %s", now.State)
	}
	h.approve(h.decide("tuesday", "ann", application.Accept))
	h.release("tuesday")
	if got := lena.post(path, asSeen()(cell{house: h, a: h.of("tuesday", "ann")})); got.status != http.StatusConflict {
		t.Errorf("after release: %d", got.status)
	}
}

func TestALetterThatWasThrownAwayIsNotEdited(t *testing.T) {
	t.Parallel()
	h := readyToDecide(t)
	a, lena := h.decide("tuesday", "ann", application.Accept), h.reader("Lena")
	path, f := lena.fileForm(t, a.ID, "undo")
	location(t, lena.post(path, f))
	if got := lena.get("/desk/mails/" + a.Outcome.Mail); strings.Contains(got.body, "/edit") || strings.Contains(got.body, "/approve") {
		t.Errorf("the letter: %d\n%s", got.status, got.body)
	}
}

func TestWhoWaitsIsGivenAPlaceOrLetGo(t *testing.T) {
	t.Parallel()
	for action, want := range map[string]struct{ state, label string }{
		"promote": {string(application.Accepted), "You are in"}, "let-go": {string(application.Declined), "Not this one"},
	} {
		h := readyToDecide(t)
		for _, who := range []string{"ann", "ben"} {
			h.approve(h.decide("tuesday", who, application.Waitlist))
		}
		h.release("tuesday")
		mara := h.reader("Mara")
		file := mara.get("/desk/applications/" + h.of("tuesday", "ann").ID)
		if !strings.Contains(file.body, "Number 1 on the waitlist. 2 places are free.") {
			t.Errorf("the file:\n%s", file.body)
		}
		path, f := mara.fileForm(t, h.of("tuesday", "ann").ID, action)
		location(t, mara.post(path, f))
		if now := h.of("tuesday", "ann"); string(now.State) != want.state {
			t.Errorf("%s: it is %s", action, now.State)
		}
		if got := mara.post(path, f); got.status != http.StatusConflict {
			t.Errorf("%s twice: %d", action, got.status)
		}
		if page := h.send("GET", "/me/applications/"+h.of("tuesday", "ann").ID, nil, h.session("ann@example.com"), ""); !strings.Contains(page.body, want.label) {
			t.Errorf("%s: the page of the applicant:\n%s", action, page.body)
		}
	}
}

// Letters of another kind are none of these pages.
func TestOtherMailIsNoLetterWithAnOutcome(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	a := h.apply("tuesday", "ann")
	mails, err := h.web.Outbox.About(t.Context(), a.Thing())
	h.must(err)
	lena := h.reader("Lena")
	for _, id := range []string{mails[0].ID, noID, "x", "%00", strings.Repeat("0", 26)} {
		if got := lena.get("/desk/mails/" + id); got.status != http.StatusNotFound {
			t.Errorf("reading %s: %d", id, got.status)
		}
		for action, want := range map[string][]int{"edit": {404}, "approve": {404, 409}, "retry": {404, 409}} {
			got := lena.post("/api/desk/mails/"+id+"/"+action, values("version", "1", "sentence", "The soup won us all."))
			if got.status != want[0] && (len(want) == 1 || got.status != want[1]) {
				t.Errorf("%s %s: %d\n%s", action, id, got.status, got.body)
			}
		}
	}
}

func TestAMailThatDidNotLeaveIsSentAgain(t *testing.T) {
	t.Parallel()
	h := readyToDecide(t)
	a := h.decide("tuesday", "ann", application.Decline)
	h.deliver(post{}) // what came before
	h.approve(a)
	h.release("tuesday")
	h.deliver(post{lost: true})
	mara := h.reader("Mara")
	today := mara.get("/desk/")
	path, f := parse(t, today).fields(t, "/retry")
	if !strings.Contains(today.body, "A mail did not leave (outcome-declined)") || strings.Contains(today.body, "ann@") {
		t.Errorf("today:\n%s", today.body)
	}
	location(t, mara.post(path, f))
	h.deliver(post{})
	if m, err := h.web.Outbox.Find(t.Context(), a.Outcome.Mail); err != nil || m.State != outbox.Sent {
		t.Errorf("the mail is %s, %v", m.State, err)
	}
	if got := mara.post(path, f); got.status != http.StatusConflict {
		t.Errorf("once more: %d", got.status)
	}
}
