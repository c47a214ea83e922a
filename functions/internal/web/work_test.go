package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"greenroom/functions/internal/submission"
)

// workActs are what somebody does to their own work, deskWorkActs what is done
// to it at the desk.
func workActs() []string { return []string{"draft", "edits", "walk", "live"} }

func deskWorkActs() []string {
	return []string{"edit", "send", "look", "send-back", "take-back", "rule", "revise", "take", "approve", "drop-remark", "verify", "restore", "fix", "cancel", "waive"}
}

// anything is a form that would do for every act, if who sends it might.
func (h *workHouse) anything() url.Values {
	h.t.Helper()
	f := values(wished("version", version(h.now().Version), "row-1", "1", "row-2", "1", "item-1-answer", "accept", "item-2-answer", "decline",
		"text", goodText, "link", "https://ann.example/draft", "address", livePost, "late", "No.", "note", "No.", "anyway", "yes", "reason", "No.",
		"comment", "No.", "what", "Something else.", "why", "No.", "remark", "1", "fault", "none", "item-1-ruling", "upheld")...)
	return f
}

// steps are the way of ann's article to the end.
func (h *workHouse) steps() []struct {
	name string
	take func()
} {
	return []struct {
		name string
		take func()
	}{
		{"assigned", func() {}},
		{"sent", func() { h.drafted() }},
		{"edits written", func() { h.does("Mara", h.desk, "edit", wished()...) }},
		{"with a second person", func() { h.does("Mara", h.desk, "send") }},
		{"edits asked for", func() { h.does("Rita", h.desk, "look") }},
		{"countered", func() {
			h.does("ann", h.mine, "edits", "item-1-answer", "accept", "item-2-answer", "counter", "item-2-fee", "90", "item-2-days", "2")
		}},
		{"agreed", func() { h.does("Lena", h.desk, "take") }},
		{"sent again", func() { h.drafted("text", goodText+" It was a Tuesday.", "result-1", "done", "result-2", "done") }},
		{"with the client", func() {
			path, f := filled(h.t, h.get("Mara", h.desk), "approve")
			f["ok"] = []string{"1", "2"}
			location(h.t, h.post("Mara", path, f))
		}},
		{"approved", func() { h.does("", "/work/client/"+h.workToken(h.now()), "approve", "name", "Ada Client") }},
		{"live", func() { h.does("ann", h.mine, "live", "address", livePost, "late", "We agreed on it.") }},
		{"verified", func() { h.does("Mara", h.desk, "verify", "reason", "I looked at it.") }},
	}
}

// Whoever did not make a piece of work reads nothing of it and changes nothing,
// at every step of its way, and learns not even that it is there.
func TestWorkIsNobodyElses(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	none := strings.Replace(h.mine, h.app, noID, 1)
	for _, step := range h.steps() {
		step.take()
		h.untouched(step.name, func() {
			for _, who := range []string{"ben", "Mara", "Tess Abara"} {
				got, absent := h.get(who, h.mine), h.get(who, none)
				if got.status != http.StatusNotFound || got.body != absent.body {
					t.Errorf("%s: read by %s: %d", step.name, who, got.status)
				}
				for _, act := range workActs() {
					got, absent := h.post(who, "/api"+h.mine+"/"+act, h.anything()), h.post(who, "/api"+none+"/"+act, h.anything())
					if got.status != http.StatusNotFound || got.body != absent.body {
						t.Errorf("%s: %s by %s: %d, absent %d", step.name, act, who, got.status, absent.status)
					}
				}
			}
			for _, who := range []string{"ann", "ben", "Tess Abara"} {
				for _, act := range deskWorkActs() {
					if got := h.post(who, "/api"+h.desk+"/"+act, h.anything()); got.status != http.StatusForbidden {
						t.Errorf("%s: %s by %s: %d", step.name, act, who, got.status)
					}
				}
			}
		})
	}
}

// A number that is none is the same as no work.
func TestNumbersOfWork(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	for _, number := range []string{"0", "3", "-1", "21", "1.0", "01x", "99999999999999999999999999", "%31%00", "one"} {
		for who, path := range map[string]string{"ann": "/me/work/" + h.app + "/" + number, "Mara": "/desk/work/" + h.app + "/" + number} {
			if got := h.get(who, path); got.status != http.StatusNotFound {
				t.Errorf("%s: %d", path, got.status)
			}
			if got := h.post(who, "/api"+path+map[string]string{"ann": "/walk", "Mara": "/send"}[who], h.anything()); got.status != http.StatusNotFound {
				t.Errorf("POST %s: %d", path, got.status)
			}
		}
	}
}

func TestReadingWorkChangesNothing(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	for _, step := range h.steps() {
		step.take()
		h.untouched(step.name, func() {
			for _, path := range []string{h.mine, h.desk, "/desk/work/", "/desk/reports/", "/desk/reports/changes.csv", "/me/", "/desk/"} {
				for _, who := range []string{"", "ann", "Mara", "Rita"} {
					h.send("GET", path, h.anything(), h.cookies[who], "")
					if got := h.send("HEAD", path, nil, h.cookies[who], ""); got.status >= 500 {
						t.Errorf("%s: HEAD %s by %q: %d", step.name, path, who, got.status)
					}
				}
			}
		})
	}
}

func TestADraftSentTwiceIsOne(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	path, f := h.filledDraft()
	location(t, h.post("ann", path, f))
	h.untouched("the same draft once more", func() { location(t, h.post("ann", path, f)) })
	if h.now().Drafts != 1 {
		t.Errorf("there are %d versions", h.now().Drafts)
	}
	h.untouched("another one while it is read", func() {
		got := h.post("ann", path, changed(f, "text", goodText+" And a zebra."))
		if got.status != http.StatusConflict || !strings.Contains(got.body, "not what it was") || !strings.Contains(got.body, "And a zebra.") {
			t.Errorf("another one while it is read: %d", got.status)
		}
	})
}

// Who was writing while the brief was changed is told so, and loses no word.
func TestADraftOnAnOldBriefKeepsItsWords(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	path, f := h.filledDraft("text", goodText+"\nAnd the **zebra**.", "link", "https://ann.example/draft")
	h.amendBrief()
	h.must(h.web.Briefs.ConfirmClass(t.Context(), h.who("Rita"), "tuesday", h.brief().Version, 1))
	h.sendBrief()
	h.approveBrief()
	h.signBrief()
	h.releaseBrief()
	h.untouched("a draft on version 1", func() {
		got := h.post("ann", path, f)
		if got.status != http.StatusConflict || !strings.Contains(got.body, "Version 2 of the brief is out") || !strings.Contains(got.body, `href="/me/brief/`+h.app) {
			t.Errorf("%d\n%s", got.status, got.body)
		}
		if !strings.Contains(got.body, "And the **zebra**.") || !strings.Contains(got.body, "https://ann.example/draft") {
			t.Errorf("what was typed is gone\n%s", got.body)
		}
	})
}

func TestDraftsThatCannotBeSent(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	for _, c := range []struct {
		name, say string
		fields    []string
	}{
		{"nothing", "Send a link, the text itself or a file", []string{"text", " "}},
		{"a link to a script", "Enter the address of the post", []string{"link", "javascript:alert(1)"}},
		{"a link into the house", "Enter the address of the post", []string{"link", "http://127.0.0.1/admin"}},
		{"a link to metadata", "Enter the address of the post", []string{"link", "http://169.254.169.254/latest/meta-data/"}},
		{"a link with a password", "Enter the address of the post", []string{"link", "https://ann:secret@ann.example/"}},
		{"a text that is too long", "60000 characters", []string{"text", strings.Repeat("soup ", 12_001)}},
		{"a clause without a word", "Tick clause 1, or say why not", []string{"done-1", ""}},
		{"a reason that is too long", "500 characters", []string{"done-1", "", "clause-1", strings.Repeat("x", 501)}},
		{"a check passed over without a word", "Say what a person should look at", []string{"note", ""}},
		{"a file that is none", "Choose the file again", []string{"file", "../../etc/passwd"}},
		{"control characters", "plain text", []string{"text", "soup \x00 \u202e"}},
	} {
		h.untouched(c.name, func() {
			path, f := h.filledDraft(c.fields...)
			got := h.post("ann", path, f)
			if got.status != http.StatusUnprocessableEntity || !strings.Contains(text(comesBack(t, got).root), c.say) {
				t.Errorf("%s: %d, and not %q\n%.3000s", c.name, got.status, c.say, got.body)
			}
			_, kept := filled(t, got, "draft")
			for _, name := range []string{"link", "note", "clause-1"} {
				if kept.Get(name) != f.Get(name) {
					t.Errorf("%s: %s came back as %q", c.name, name, kept.Get(name))
				}
			}
		})
	}
}

// An edit request that nobody has sent is not the influencer's to see, at no
// address of theirs, and not to be answered.
func TestAnEditRequestIsUnseenUntilItIsSent(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	h.drafted()
	hidden := func(step string) {
		t.Helper()
		for _, path := range []string{h.mine, "/me/", "/me/applications/" + h.app, "/me/brief/" + h.app} {
			for _, accept := range []string{"", "application/json"} {
				if got := h.send("GET", path, nil, h.cookies["ann"], accept); got.status != http.StatusOK || strings.Contains(got.body, "dessert") || strings.Contains(got.body, "edit request") {
					t.Errorf("%s: %s shows it, or is %d\n%s", step, path, got.status, got.body)
				}
			}
		}
		h.untouched(step, func() {
			for _, act := range []string{"edits", "walk"} {
				if got := h.post("ann", "/api"+h.mine+"/"+act, h.anything()); got.status != http.StatusConflict || strings.Contains(got.body, "dessert") {
					t.Errorf("%s: %s is %d\n%s", step, act, got.status, got.body)
				}
			}
		})
	}
	h.does("Mara", h.desk, "edit", wished()...)
	hidden("written")
	h.does("Mara", h.desk, "send")
	hidden("with a second person")
	h.does("Rita", h.desk, "send-back", "comment", "The dessert is worth more.")
	hidden("sent back")
	h.does("Mara", h.desk, "take-back", "reason", "No dessert after all.")
	hidden("taken back")
	h.asked()
	if page := h.get("ann", h.mine); !strings.Contains(page.body, "Show the dessert.") || !formOn(t, page, "edits") {
		t.Errorf("sent, it is not there\n%s", page.body)
	}
}

func TestAnswersThatCannotBeSent(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	h.drafted()
	h.asked()
	for name, fields := range map[string][]string{
		"no answer":                     nil,
		"one answer":                    {"item-1-answer", "accept"},
		"what was asked for, declined":  {"item-1-answer", "decline", "item-2-answer", "decline"},
		"a dispute without a word":      {"item-1-answer", "dispute", "item-2-answer", "decline"},
		"a dispute of what is new":      {"item-1-answer", "accept", "item-2-answer", "dispute"},
		"an answer that is none":        {"item-1-answer", "<b>yes", "item-2-answer", "accept"},
		"a fee that is no number":       {"item-1-answer", "accept", "item-2-answer", "counter", "item-2-fee", "a lot"},
		"a fee that is huge":            {"item-1-answer", "accept", "item-2-answer", "counter", "item-2-fee", "99999999999999999999"},
		"days that are below nothing":   {"item-1-answer", "accept", "item-2-answer", "counter", "item-2-fee", "90", "item-2-days", "-2"},
		"a note that is much too long":  {"item-1-answer", "accept", "item-2-answer", "decline", "item-2-note", strings.Repeat("x", 1001)},
		"a note with hidden characters": {"item-1-answer", "accept", "item-2-answer", "decline", "item-2-note", "No.\u202e"},
	} {
		h.untouched(name, func() {
			got := h.press("ann", h.mine, "edits", fields...)
			if comesBack(t, got); got.status != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", name, got.status)
			}
		})
	}
	path, f := filled(t, h.get("ann", h.mine), "edits")
	f.Set("item-1-answer", "accept")
	f.Set("item-2-answer", "decline")
	f.Set("item-2-note", "The zebra ate it.")
	h.does("Mara", h.desk, "take-back", "reason", "It was there.")
	late := h.post("ann", path, f)
	if comesBack(t, late); late.status != http.StatusConflict || !strings.Contains(late.body, "The zebra ate it.") {
		t.Errorf("an answer to what was taken back: %d\n%s", late.status, late.body)
	}
}

// What people type is text, wherever it is shown, and never in the log.
func TestWhatStandsInWorkIsShownAsText(t *testing.T) {
	t.Parallel()
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	h := worksHouse(t)
	escaped := func(name string, a answer) {
		t.Helper()
		if strings.Contains(a.body, "<script>alert") || strings.Contains(a.body, "<img src=x") || !strings.Contains(a.body, "&lt;script&gt;alert") {
			t.Errorf("%s: %d\n%s", name, a.status, a.body)
		}
	}
	escaped("a file that is none", h.upload("/api"+h.mine+"/file", h.cookies["ann"], sentFile{"x.png", []byte(evil)}).orText("&lt;script&gt;alert"))
	location(t, h.upload("/api"+h.mine+"/file", h.cookies["ann"], sentFile{"<img src=x>.png", pictureOf(t)}))
	_, f := h.filledDraft("text", goodText+"\n\n"+evil, "note", evil, "done-1", "", "clause-1", evil, "link", evil)
	escaped("a draft that comes back", h.post("ann", "/api"+h.mine+"/draft", f))
	h.drafted("text", goodText+"\n\n"+evil, "note", evil, "done-1", "", "clause-1", evil, "file", hashOf(pictureOf(t)))
	for who, page := range map[string]string{"ann": h.mine, "Mara": h.desk} {
		escaped("the draft by "+who, h.get(who, page))
	}
	wish := wished("good", evil, "item-1-what", evil, "item-1-where", evil, "item-1-why", evil, "item-2-what", evil, "item-2-why", evil, "item-2-tried", evil)
	escaped("a request that comes back", h.press("Mara", h.desk, "edit", append(wish, "days", evil)...))
	h.does("Mara", h.desk, "edit", wish...)
	h.does("Mara", h.desk, "send")
	h.does("Rita", h.desk, "send-back", "comment", evil)
	escaped("the comment", h.get("Mara", h.desk))
	h.does("Mara", h.desk, "send")
	h.does("Rita", h.desk, "look")
	escaped("the request", h.get("ann", h.mine))
	h.does("ann", h.mine, "edits", "item-1-answer", "dispute", "item-1-note", evil, "item-2-answer", "decline", "item-2-note", evil)
	escaped("the answers", h.get("Rita", h.desk))
	h.does("Mara", h.desk, "take-back", "reason", evil)
	link := h.withClient()
	escaped("the client's", h.get("", link))
	escaped("remarks that come back", h.post("", "/api"+link+"/return", values("remarks", evil+"\x00")))
	escaped("a name that comes back", h.post("", "/api"+link+"/approve", values("name", evil+"\x00")))
	h.does("", link, "return", "remarks", evil)
	escaped("the remarks", h.get("Mara", h.desk))
	h.does("Mara", h.desk, "drop-remark", "why", evil)
	escaped("why they were dropped", h.get("Mara", h.desk))
	h.does("Mara", h.desk, "approve")
	escaped("an address that comes back", h.press("ann", h.mine, "live", "address", evil, "late", evil, "note", evil))
	h.does("ann", h.mine, "live", "address", livePost, "late", evil, "note", evil)
	escaped("the live post", h.get("Mara", h.desk))
	h.does("Mara", h.desk, "fix", "what", evil)
	escaped("what to put right", h.get("ann", h.mine))
	h.does("Mara", h.desk, "cancel", "reason", evil, "fault", "none")
	for who, page := range map[string]string{"ann": h.mine, "Mara": h.desk, "Lena": "/desk/reports/"} {
		if got := h.get(who, page); strings.Contains(got.body, "<script>alert") || got.status != http.StatusOK {
			t.Errorf("the end, by %s: %d", who, got.status)
		}
	}
	if log := h.log.String(); strings.Contains(log, "alert(1)") || strings.Contains(log, "ann@example.com") || strings.Contains(log, strings.TrimPrefix(link, "/work/client/")) {
		t.Error("the log has what people wrote, or their secrets")
	}
}

// orText is the answer with words added, for one that need not repeat them.
func (a answer) orText(words string) answer { a.body += words; return a }

// Nothing that is sent is our own fault.
func TestHugeFormsOfWork(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	many := url.Values{}
	for n := range 10_000 {
		many.Set("r"+itoa(n), "")
	}
	rows, clauses := url.Values{}, url.Values{}
	for n := range 900 {
		rows.Set("row-"+itoa(n+1), "1")
		rows.Set("item-"+itoa(n+1)+"-what", "x")
		rows.Set("result-row-"+itoa(n+1), "1")
		clauses.Add("clause", itoa(n-2))
		clauses.Add("ok", itoa(n*1_000_000_000))
	}
	numbers := url.Values{}
	for _, name := range []string{"version", "clause", "ok", "remark", "days", "number", "item-1-fee", "item-1-days", "item-1-clause", "row-1"} {
		numbers.Set(name, strings.Repeat("9", 400))
	}
	for _, step := range h.steps() {
		step.take()
		h.untouched(step.name, func() {
			for name, f := range map[string]url.Values{"many fields": many, "many rows": rows, "many clauses": clauses, "huge numbers": numbers, "nothing": {}} {
				for _, act := range workActs() {
					h.isNoFault(step.name+": "+act+" with "+name, h.post("ann", "/api"+h.mine+"/"+act, f))
				}
				for _, act := range deskWorkActs() {
					h.isNoFault(step.name+": "+act+" with "+name, h.post("Lena", "/api"+h.desk+"/"+act, f))
				}
			}
		})
	}
}

// isNoFault fails the test unless an answer is a refusal in words.
func (h *workHouse) isNoFault(doing string, a answer) {
	h.t.Helper()
	if a.status < 400 || a.status >= 500 || !strings.Contains(a.body, "</html>") {
		h.t.Errorf("%s: %d\n%.500s", doing, a.status, a.body)
	}
}

// A program that asks for JSON reads what went wrong as problem details.
func TestProblemsOfWorkAsJSON(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	h.drafted()
	for _, c := range []struct {
		who, method, path string
		want              int
	}{
		{"ben", "GET", h.mine, http.StatusNotFound},
		{"ann", "GET", h.desk, http.StatusForbidden},
		{"", "POST", "/api" + h.mine + "/walk", http.StatusUnauthorized},
		{"Rita", "POST", "/api" + h.desk + "/approve", http.StatusForbidden},
		{"", "GET", "/work/client/x", http.StatusGone},
		{"", "POST", "/api/work/client/x/approve", http.StatusGone},
		{"ann", "GET", h.mine + "/files/" + strings.Repeat("0", 64), http.StatusNotFound},
		{"ann", "GET", "/api" + h.mine + "/draft", http.StatusMethodNotAllowed},
		{"ann", "POST", "/api" + h.mine + "/file", http.StatusUnsupportedMediaType},
	} {
		got := h.send(c.method, c.path, url.Values{}, h.cookies[c.who], "application/json")
		var said struct {
			Status        int
			Title, Detail string
			RequestID     string `json:"request_id"`
		}
		err := json.Unmarshal([]byte(got.body), &said)
		if got.status != c.want || err != nil || said.Status != c.want || said.Detail == "" || said.RequestID == "" || got.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s by %q: %d, %v, %s", c.method, c.path, c.who, got.status, err, got.body)
		}
	}
}

// The queue says what waits, for whom, and never the reader's own work.
func TestTheQueueOfWork(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	if page := h.get("Rita", "/desk/work/"); strings.Contains(page.body, "/desk/work/"+h.app) {
		t.Error("what nobody has sent waits")
	}
	titles := map[string]string{"sent": "Drafts to read", "edits asked for": "With the influencer: edits", "with the client": "With the client",
		"approved": "Approved, not live yet", "live": "Live posts to verify"}
	var seen []string
	for _, step := range h.steps() {
		step.take()
		page := h.get("Rita", "/desk/work/")
		if title := titles[step.name]; title != "" {
			if seen = append(seen, title); !strings.Contains(page.body, title) || !strings.Contains(page.body, "/desk/work/"+h.app+"/1") {
				t.Errorf("%s: not under %q", step.name, title)
			}
		}
	}
	if len(seen) != len(titles) {
		t.Errorf("only %q were reached", slices.Sorted(slices.Values(seen)))
	}
	if d := h.now(); d.State != submission.LiveVerified || d.Fee() != 90 {
		t.Errorf("at the end it is %s, with %s on top", d.State, fmt.Sprint(d.Fee()))
	}
}
