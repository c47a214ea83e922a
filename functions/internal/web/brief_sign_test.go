package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/application"
)

func TestTheClientSignsWhatTheyRead(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun()
	h.approved()
	link := h.link()
	before := h.fingerprint(t)
	for range 5 { // a scanner of mail
		page := h.get("", link)
		if page.status != http.StatusOK || page.header.Get("Referrer-Policy") != "same-origin" || !formOn(t, page, "sign") || !formOn(t, page, "return") {
			t.Fatalf("%d\n%s", page.status, page.body)
		}
	}
	if h.fingerprint(t) != before {
		t.Error("opening the link changes something")
	}
	page := h.get("", link)
	for _, want := range []string{"Read and approved here by", "Rita", "Edo", "You must not", "No price claims", "Ninepin"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	unnamed := h.press("", link, "sign")
	if comesBack(t, unnamed); unnamed.status != http.StatusUnprocessableEntity {
		t.Errorf("without a name: %d", unnamed.status)
	}
	for range 2 { // pressed twice
		if got := h.post("", "/api"+link+"/sign", values("name", "Ada Client")); got.header.Get("Location") != link {
			t.Fatalf("signing: %d %q", got.status, got.header.Get("Location"))
		}
	}
	if page = h.get("", link); !strings.Contains(page.body, "Ada Client") || formOn(t, page, "sign") || formOn(t, page, "return") {
		t.Error("signed, the page asks again")
	}
	if got := h.post("", "/api"+link+"/return", values("name", "Ada", "remarks", "No.")); got.status != http.StatusConflict {
		t.Errorf("returning what was signed: %d", got.status)
	}
	if got := h.get("Mara", briefDesk); !strings.Contains(got.body, "signed (version 1) by the client") || !formOn(t, got, "release") {
		t.Errorf("the desk does not say so\n%s", got.body)
	}
}

func TestTheClientReturnsOneList(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun()
	h.approved()
	link := h.link()
	for name, f := range map[string]url.Values{
		"no name": values("name", "", "remarks", "Clause 1: another night."), "no list": values("name", "Ada", "remarks", " \n "),
		"a long line": values("name", "Ada", "remarks", strings.Repeat("x", 1001)),
	} {
		got := h.post("", "/api"+link+"/return", f)
		if comesBack(t, got); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, strings.TrimSpace(f.Get("remarks"))) {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	h.does("", link, "return", "name", "Ada Client", "remarks", "Clause 1: another night.\n\nClause 3: in bold.\r\n")
	page := h.get("", link)
	if !strings.Contains(page.body, "We have your list") || !strings.Contains(page.body, "Clause 3: in bold.") || formOn(t, page, "sign") {
		t.Errorf("returned, the page reads\n%s", page.body)
	}
	if got := h.get("Mara", briefDesk); strings.Count(got.body, "<span>for the client</span>") != 2 {
		t.Errorf("the desk does not show both\n%s", got.body)
	}
	h.edit("Mara", "c1-text", "Another night")
	for _, got := range []answer{h.get("", link), h.post("", "/api"+link+"/sign", values("name", "Ada")), h.post("", "/api"+link+"/return", values("name", "Ada", "remarks", "No."))} {
		if got.status != http.StatusGone || !strings.Contains(got.body, "was changed after the link was sent") {
			t.Errorf("the old link: %d\n%s", got.status, got.body)
		}
	}
}

func TestALinkThatIsNoneOrTooOld(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun()
	h.approved()
	link := h.link()
	for _, bad := range []string{"/briefs/sign/x", link + "x", link[:len(link)-1], strings.Replace(link, ".1.", ".2.", 1), "/briefs/sign/" + strings.Repeat("a.", 500)} {
		if got := h.get("", bad); got.status != http.StatusGone {
			t.Errorf("%.60s: %d", bad, got.status)
		}
	}
	h.clock.Pass(14 * 24 * time.Hour)
	if got := h.get("", link); got.status != http.StatusGone || !strings.Contains(got.body, "older than 14 days") {
		t.Errorf("after 14 days: %d", got.status)
	}
	h.cookies["Mara"] = h.session(h.addressOf("Mara"))
	h.does("Mara", briefDesk, "ask-again")
	if got := h.get("", h.link()); got.status != http.StatusOK {
		t.Errorf("the new link: %d", got.status)
	}
}

func TestTheBoardIsForEverybodyAndNamesNobody(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	in, other := h.joins("ann", application.Confirmed), h.joins("ben", application.Accepted)
	h.begun()
	h.released()
	mine, theirs := "/me/brief/"+in.ID, "/me/brief/"+other.ID
	for name, text := range map[string]string{"nothing": " ", "too much": strings.Repeat("x", 501), "an address": "Write to me at ann@example.com"} {
		got := h.press("ann", mine, "ask", "question", text)
		if comesBack(t, got); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, strings.TrimSpace(text)) {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	if to := h.does("ann", mine, "ask", "question", "May the night be a Wednesday?"); to != mine+"#board" {
		t.Errorf("asking leads to %q", to)
	}
	if page := h.get("ben", theirs); !strings.Contains(page.body, "May the night be a Wednesday?") || strings.Contains(page.body, "ann") {
		t.Error("the others do not read it, or read who asked")
	}
	if formOn(t, h.get("Rita", briefDesk), "answer") {
		t.Error("a reviewer may answer")
	}
	if got := h.post("Rita", "/api"+briefDesk+"/answer", h.current()); got.status != http.StatusForbidden {
		t.Errorf("a reviewer answers: %d", got.status)
	}
	for who, shows := range map[string]bool{"Edo": true, "Mara": true, "Rita": false} {
		if page := h.get(who, "/desk/"); strings.Contains(page.body, "a question about the brief to answer") != shows {
			t.Errorf("today of %s: %v", who, !shows)
		}
	}
	empty := h.press("Edo", briefDesk, "answer", "answer", " ")
	if comesBack(t, empty); empty.status != http.StatusUnprocessableEntity {
		t.Errorf("an empty answer: %d", empty.status)
	}
	path, f := filled(t, h.get("Mara", briefDesk), "answer")
	h.does("Edo", briefDesk, "answer", "answer", "It may: any real night.")
	if got := h.post("Mara", path, changed(f, "answer", "It may not.")); got.status != http.StatusConflict {
		t.Errorf("answered twice: %d", got.status)
	}
	if page := h.get("ben", theirs); !strings.Contains(page.body, "It may: any real night.") || !strings.Contains(page.body, "Edo") {
		t.Error("the answer is not there")
	}
	if page := h.get("Rita", briefDesk); !strings.Contains(page.body, "1 question from 2 who take part: 0.5 for each.") {
		t.Error("nothing counts the questions")
	}
}

// Today says what waits for whom.
func TestTodayLeadsToBriefs(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun()
	waits := func(step, what string, names ...string) {
		t.Helper()
		for _, who := range []string{"Mara", "Lena", "Rita", "Edo"} {
			shows, want := strings.Contains(h.get(who, "/desk/").body, "Tuesday is a meal too: "+what), false
			for _, name := range names {
				want = want || name == who
			}
			if shows != want {
				t.Errorf("%s: %s sees %q: %v", step, who, what, shows)
			}
		}
	}
	waits("begun", "a brief to read")
	h.does("Mara", briefDesk, "send")
	waits("sent", "a brief to read", "Lena", "Rita", "Edo")
	h.does("Rita", briefDesk, "approve")
	waits("approved by one", "a brief to read", "Lena", "Edo")
	h.does("Lena", briefDesk, "remark", "text", "No.", "blocking", "yes")
	waits("sent back", "a brief to change", "Mara")
	h.edit("Mara", "c1-text", "Another night")
	h.approved()
	h.does("", h.link(), "sign", "name", "Ada")
	waits("signed", "a brief to release", "Mara", "Lena")
	h.does("Mara", briefDesk, "release")
	h.edit("Mara", "c1-text", "A night", "c1-class", "clarification", "c1-reason", "legal")
	waits("amended", "a change of the brief to agree to, or not", "Lena", "Rita", "Edo")
	h.does("Edo", briefDesk, "confirm-class")
	waits("agreed", "a change of the brief to agree to, or not")
	tabs := map[string]string{"Rita": "/desk/briefs/ /desk/work/", "Tess Abara": "/desk/programs/ /desk/comments/", "Mara": "/desk/briefs/ /desk/work/ /desk/reports/ /desk/posts/"}
	for who, want := range tabs {
		page := h.get(who, "/desk/")
		for _, path := range strings.Fields(want) {
			if !strings.Contains(page.body, `href="`+path+`"`) {
				t.Errorf("nothing leads %s to %s", who, path)
			}
		}
	}
	for who, wants := range map[string]bool{"Tess Abara": false, "Mara": true, "Rita": true} {
		if page := h.get(who, "/desk/programs/tuesday"); strings.Contains(page.body, `href="`+briefDesk+`"`) != wants {
			t.Errorf("the program leads %s to its brief: %v", who, !wants)
		}
	}
	if page := h.get("Tess Abara", "/desk/"); strings.Contains(page.body, "/desk/briefs/") {
		t.Error("a moderator is led to briefs")
	}
}

func TestWithdrawingTakesAReason(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun()
	got := h.press("Mara", briefDesk, "withdraw")
	if comesBack(t, got); got.status != http.StatusUnprocessableEntity {
		t.Errorf("without a reason: %d", got.status)
	}
	h.does("Mara", briefDesk, "withdraw", "reason", "The client left.")
	page := h.get("Mara", briefDesk)
	if !strings.Contains(page.body, "The client left.") || formOn(t, page, "withdraw") || formOn(t, page, "send") {
		t.Errorf("withdrawn, it reads\n%s", page.body)
	}
	if list := h.get("Rita", "/desk/briefs/"); !strings.Contains(list.body, "withdrawn") {
		t.Error("the list does not say so")
	}
}
