package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"greenroom/functions/internal/application"
)

// Acts of the desk on a brief, and acts of who works from it.
func deskActs() []string {
	return []string{"start", "write", "send", "remark", "approve", "contact", "ask-again", "release", "confirm-class", "withdraw", "answer"}
}

func memberActs() []string { return []string{"acknowledge", "ask", "take"} }

// current is a form for every act on the brief as it is.
func (h *briefHouse) current() url.Values {
	h.t.Helper()
	f := values("text", "No.", "reason", "No.", "name", "Mallory", "email", "mallory@example.com", "clause", "1", "part", "", "question", "Why?", "answer", "No.",
		"title", "Mine now", "number", "1", "answer1", "0", "answer2", "0", "answer3", "0")
	if d, err := h.web.Briefs.Document(h.t.Context(), "tuesday"); err == nil {
		f.Set("version", version(d.Version))
		f.Set("hash", d.Current.Hash)
	}
	return f
}

// Whoever a brief is not for reads nothing of it and changes nothing, at every
// step of its way.
func TestABriefIsOnlyForThoseItIsFor(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	in := h.joins("ann", application.Confirmed)
	h.joins("ben", application.Confirmed)
	early := h.joins("carl", application.Submitted)
	mine := "/me/brief/" + in.ID
	for _, step := range []struct {
		name string
		take func()
	}{
		{"not begun", func() {}},
		{"begun", h.begun},
		{"sent", func() { h.does("Mara", briefDesk, "send") }},
		{"with the client", func() { h.does("Rita", briefDesk, "approve"); h.does("Edo", briefDesk, "approve") }},
		{"signed", func() { h.does("", h.link(), "sign", "name", "Ada") }},
		{"released", func() { h.does("Mara", briefDesk, "release") }},
		{"acknowledged", func() { h.knows(in, "ann", true) }},
		{"amended", func() { h.edit("Mara", "c1-text", "Another night") }},
	} {
		step.take()
		before := h.fingerprint(t)
		for _, who := range []string{"ben", "carl", "Mara"} {
			h.answers(step.name, who, http.StatusNotFound, mine, memberActs())
		}
		h.answers(step.name, "carl", http.StatusNotFound, "/me/brief/"+early.ID, memberActs()) // not accepted yet
		for _, who := range []string{"ann", "Tess Abara"} {
			h.answers(step.name, who, http.StatusForbidden, briefDesk, deskActs())
			if got := h.get(who, briefEdit); got.status != http.StatusForbidden {
				t.Errorf("%s: the form for %s: %d", step.name, who, got.status)
			}
		}
		for path, acts := range map[string][]string{mine: memberActs(), briefDesk: deskActs()} {
			h.answers(step.name, "", http.StatusUnauthorized, path, acts)
		}
		for _, who := range []string{"Rita", "Edo"} { // they read, and write nothing
			for _, act := range []string{"start", "write", "send", "contact", "ask-again", "release", "withdraw"} {
				if got := h.post(who, "/api"+briefDesk+"/"+act, h.current()); got.status != http.StatusForbidden {
					t.Errorf("%s: %s by %s: %d", step.name, act, who, got.status)
				}
			}
		}
		if h.fingerprint(t) != before {
			t.Errorf("%s: somebody changed something", step.name)
		}
	}
}

// answers asks for a page and posts every act on it.
func (h *briefHouse) answers(step, who string, want int, page string, acts []string) {
	h.t.Helper()
	got := h.get(who, page)
	if want == http.StatusUnauthorized {
		if got.status != http.StatusSeeOther || !strings.HasPrefix(got.header.Get("Location"), "/sign-in?next=") {
			h.t.Errorf("%s: %s by a visitor: %d", step, page, got.status)
		}
	} else if got.status != want {
		h.t.Errorf("%s: %s by %s: %d, want %d", step, page, who, got.status, want)
	}
	for _, act := range acts {
		if got := h.post(who, "/api"+page+"/"+act, h.current()); got.status != want {
			h.t.Errorf("%s: %s by %s: %d, want %d", step, act, who, got.status, want)
		}
	}
}

// Somebody of the staff who has applied to a program is one of those it is
// about.
func TestWhoHasAppliedReadsTheBriefLikeEverybodyElse(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun()
	h.joins("kim", application.Confirmed)
	for _, path := range []string{briefDesk, briefEdit} {
		if got := h.get("kim", path); got.status != http.StatusForbidden {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if got := h.get("kim", "/desk/briefs/"); got.status != http.StatusOK || strings.Contains(got.body, "Tuesday is a meal too") {
		t.Errorf("the list: %d", got.status)
	}
	if got := h.get("kim", "/desk/"); strings.Contains(got.body, "Tuesday is a meal too: a brief") {
		t.Error("it is a task of theirs")
	}
}

func TestNobodyApprovesTheirOwnBriefOrAnotherThanTheyRead(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun()
	h.does("Mara", briefDesk, "send")
	if formOn(t, h.get("Mara", briefDesk), "approve") {
		t.Error("its writer may approve")
	}
	if got := h.post("Mara", "/api"+briefDesk+"/approve", h.current()); got.status != http.StatusForbidden {
		t.Errorf("its writer approves: %d", got.status)
	}
	path, read := filled(t, h.get("Rita", briefDesk), "approve")
	_, remark := filled(t, h.get("Rita", briefDesk), "remark")
	h.edit("Mara", "c1-text", "Another night")
	h.does("Mara", briefDesk, "send")
	if got := h.post("Rita", path, read); got.status != http.StatusConflict || !strings.Contains(got.body, "Another night") {
		t.Errorf("a hash that is none any more: %d", got.status)
	}
	remark.Set("text", "It is <i>fine</i>")
	if got := h.post("Rita", "/api"+briefDesk+"/remark", remark); got.status != http.StatusConflict || !strings.Contains(got.body, "It is &lt;i&gt;fine&lt;/i&gt;") {
		t.Errorf("a remark on what was edited since: %d", got.status)
	}
	if got := h.post("Rita", "/api"+briefDesk+"/approve", changed(h.current(), "as", "compliance")); got.status != http.StatusForbidden {
		t.Errorf("for compliance by a reviewer: %d", got.status)
	}
	h.does("Rita", briefDesk, "approve")
	if formOn(t, h.get("Rita", briefDesk), "approve") {
		t.Error("one person approves twice")
	}
	h.does("Lena", briefDesk, "remark", "text", "The fee is missing", "part", "3", "blocking", "yes")
	if page := h.get("Mara", briefDesk); !strings.Contains(page.body, "to be changed") || !strings.Contains(page.body, "cannot stay as it is") {
		t.Error("a blocking remark does not send it back")
	}
	h.edit("Mara", "c3-text", "The fee is there")
	if page := h.get("Mara", briefDesk); !strings.Contains(page.body, "What was said of version 2") || !strings.Contains(page.body, "What changed since version 2") {
		t.Error("its writer does not read what was said")
	}
}

func TestReadingABriefChangesNothing(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	in := h.joins("ann", application.Confirmed)
	h.begun()
	h.released()
	link := h.link()
	before := h.fingerprint(t)
	for _, path := range []string{"/desk/", "/desk/briefs/", briefDesk, briefEdit, "/me/brief/" + in.ID, link, "/desk/programs/tuesday"} {
		for range 5 {
			for _, who := range []string{"", "ann", "Mara", "Rita"} {
				h.send("GET", path, h.current(), h.cookies[who], "")
				h.send("HEAD", path, nil, h.cookies[who], "")
			}
		}
	}
	if h.fingerprint(t) != before {
		t.Error("the store changed")
	}
}

func TestWhatStandsInABriefIsShownAsText(t *testing.T) {
	t.Parallel()
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	h := briefsHouse(t)
	in := h.joins("ann", application.Confirmed)
	escaped := func(name string, a answer) {
		t.Helper()
		if strings.Contains(a.body, "<script>alert") || strings.Contains(a.body, "<img src=x") || !strings.Contains(a.body, "&lt;script&gt;alert") {
			t.Errorf("%s: %d\n%s", name, a.status, a.body)
		}
	}
	h.does("Mara", briefDesk, "contact", "name", evil, "email", "ada@client.example")
	h.does("Mara", briefDesk, "start")
	h.edit("Mara", "title", evil, "brand", evil, "work-1", evil, "c1-text", evil, "c2-words", evil)
	escaped("the desk", h.get("Mara", briefDesk))
	escaped("the form", h.get("Mara", briefEdit))
	h.does("Mara", briefDesk, "send")
	h.does("Rita", briefDesk, "remark", "text", evil, "part", "1")
	h.does("Rita", briefDesk, "approve")
	h.does("Edo", briefDesk, "approve")
	escaped("the client's", h.get("", h.link()))
	escaped("a name that is none", h.post("", "/api"+h.link()+"/sign", values("name", evil+"\x00")))
	h.does("", h.link(), "sign", "name", evil)
	escaped("signed", h.get("", h.link()))
	h.does("Mara", briefDesk, "release")
	escaped("the influencer's", h.get("ann", "/me/brief/"+in.ID))
	escaped("a question that is none", h.post("ann", "/api/me/brief/"+in.ID+"/ask", values("question", evil+"\x00")))
	h.does("ann", "/me/brief/"+in.ID, "ask", "question", evil+" today")
	h.does("Edo", briefDesk, "answer", "answer", evil+" answered")
	escaped("the board", h.get("ann", "/me/brief/"+in.ID))
	escaped("the board on the desk", h.get("Rita", briefDesk))
	escaped("a reason that is none", h.post("Mara", "/api"+briefDesk+"/contact", values("name", evil+"\x00", "email", evil)))
	if strings.Contains(h.log.String(), "alert(1)") || strings.Contains(h.log.String(), "ada@client.example") {
		t.Error("the log has what people wrote")
	}
}
