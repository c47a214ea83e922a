package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestRemarksSendAPostBackToItsWriter(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	id := h.submit()
	mine, desk := "/me/posts/"+id, "/desk/posts/"+id
	h.does(h.edo, desk, "remark", "part", "body", "text", "Which lamp?")
	if page := h.writer("GET", mine, nil); strings.Contains(page.body, "Which lamp?") {
		t.Error("its writer reads a remark before the post comes back to them")
	}
	empty := h.press(h.lena, desk, "remark", "text", " ", "part", "bio", "blocking", "yes")
	if again := comesBack(t, empty).filledIn(t, "/remark"); empty.status != http.StatusUnprocessableEntity || again.Get("blocking") != "yes" {
		t.Errorf("without a word: %d, kept %v", empty.status, again)
	}
	h.does(h.lena, desk, "remark", "part", "", "text", "There is no lamp in it.", "blocking", "yes")
	h.stands(t, id, "waits for a change of yours", "with its writer to change", "edit withdraw", "remark edit decline")
	page := spaced(parse(t, h.writer("GET", mine, nil)))
	for _, want := range []string{"by Edo about: Text Which lamp?", "by Lena about all of it has to change There is no lamp in it."} {
		if !strings.Contains(page, want) {
			t.Errorf("its writer does not read %q:\n%s", want, page)
		}
	}
	seen := parse(t, h.writer("GET", mine+"/edit", nil)).filledIn(t, "/edit")
	location(t, h.writer("POST", "/api"+mine+"/edit", changed(seen, "body", "It began with a lamp, which was green.")))
	h.stands(t, id, "being read", "to read", "edit withdraw", "approve remark edit decline")
	if page := h.editor("GET", desk, nil); !strings.Contains(page.body, "Remarks about the version before") || !strings.Contains(page.body, "Which lamp?") {
		t.Errorf("the desk does not read what was said before:\n%s", page.body)
	}
}

// spaced is the text of a page with a space between any two elements.
func spaced(d document) string {
	var words []string
	for n := range d.root.Descendants() {
		if n.FirstChild == nil {
			words = append(words, strings.Fields(n.Data)...)
		}
	}
	return strings.Join(words, " ")
}

// What somebody did to what it no longer is changes nothing, and they read it as
// it is now with what they typed.
func TestTwoAtTheDeskAtOnce(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	id := h.submit()
	desk := "/desk/posts/" + id
	page := parse(t, h.editor("GET", desk, nil))
	h.does(h.lena, desk, "edit", "title", "What she asked for")
	before := h.fingerprint(t)
	for action, typed := range map[string][]string{"approve": nil, "edit": {"title", "Lamps"}, "remark": {"text", "Which lamp?"}, "decline": {"reason", "There is no lamp in it."}} {
		stale := changed(page.filledIn(t, "/"+action), typed...)
		got := h.editor("POST", "/api"+desk+"/"+action, stale)
		now := comesBack(t, got).filledIn(t, "/"+action)
		if got.status != http.StatusConflict || !strings.Contains(got.body, "What she asked for") || now.Get("version") == stale.Get("version") {
			t.Errorf("%s: %d\n%s", action, got.status, got.body)
		}
		if len(typed) > 0 && now.Get(typed[0]) != typed[1] {
			t.Errorf("%s: %q is not kept: %v", action, typed[1], now)
		}
		if none := h.editor("POST", "/api"+desk+"/"+action, changed(stale, "version", "x")); none.status != http.StatusConflict {
			t.Errorf("%s of no version: %d", action, none.status)
		}
	}
	if got := h.send("POST", "/api"+desk+"/approve", parse(t, h.send("GET", desk, nil, h.lena, "")).filledIn(t, "/remark"), h.lena, ""); got.status != http.StatusForbidden {
		t.Errorf("approved by who edited it: %d", got.status)
	}
	if h.fingerprint(t) != before {
		t.Error("something was changed")
	}
}

func TestAPostIsDeclined(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	id := h.submit()
	mine, desk := "/me/posts/"+id, "/desk/posts/"+id
	for name, reason := range map[string]string{"none": " ", "an address": "Ask tess@elsewhere.example", "two lines": "No.\nNo.", "too long": strings.Repeat("x", 301)} {
		got := h.press(h.edo, desk, "decline", "reason", reason)
		if again := comesBack(t, got).filledIn(t, "/decline"); got.status != http.StatusUnprocessableEntity || asShown(again.Get("reason")) != reason {
			t.Errorf("%s: %d, kept %q", name, got.status, again.Get("reason"))
		}
	}
	form := parse(t, h.editor("GET", desk, nil)).filledIn(t, "/approve")
	h.does(h.edo, desk, "decline", "reason", "There is no lamp in it.")
	h.stands(t, id, "declined", "declined", "", "")
	if page := h.writer("GET", mine, nil); !strings.Contains(page.body, "It will not appear: There is no lamp in it.") {
		t.Errorf("its writer does not read why:\n%s", page.body)
	}
	if got := h.editor("POST", "/api"+desk+"/approve", form); got.status != http.StatusGone || !strings.Contains(got.body, "Nothing was changed") {
		t.Errorf("approved after that: %d", got.status)
	}
	if got := h.writer("POST", "/api"+mine+"/edit", guestPost()); got.status != http.StatusGone {
		t.Errorf("sent again after that: %d", got.status)
	}
	location(t, h.writer("POST", "/api"+mine+"/withdraw", nil))
}

func TestAPostIsTakenDown(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	id := h.submit()
	mine, desk := "/me/posts/"+id, "/desk/posts/"+id
	h.does(h.edo, desk, "approve")
	h.does(h.edo, desk, "release")
	h.does(h.edo, desk, "edit", "title", "Lamps")
	unsaid := h.press(h.edo, desk, "takedown", "reason", "")
	if comesBack(t, unsaid); unsaid.status != http.StatusUnprocessableEntity || !strings.Contains(unsaid.body, `href="#takedown-reason"`) {
		t.Errorf("without a reason: %d\n%s", unsaid.status, unsaid.body)
	}
	h.does(h.edo, desk, "decline", "reason", "The old title is better.")
	h.stands(t, id, "in the blog", "in the blog", "edit withdraw", "edit takedown")
	if page := h.writer("GET", mine, nil); !strings.Contains(page.body, "The correction was not taken: The old title is better.") {
		t.Errorf("its writer does not read what became of the correction:\n%s", page.body)
	}
	h.does(h.edo, desk, "takedown", "reason", "The lamp was somebody else's.")
	if posts := h.open(); len(posts) != 1 || posts[0].Withdrawn != "Greenroom took it down. The lamp was somebody else's." || posts[0].Body != "" {
		t.Errorf("what is left is %+v", posts)
	}
	for _, page := range []answer{h.writer("GET", mine, nil), h.editor("GET", desk, nil)} {
		if !strings.Contains(page.body, "somebody else&#39;s.") || offersAny(t, page) {
			t.Errorf("%d\n%s", page.status, page.body)
		}
	}
}

// offersAny reports whether a page has a form about a post.
func offersAny(t *testing.T, a answer) bool {
	t.Helper()
	for _, f := range parse(t, a).all("form", "", "") {
		if strings.Contains(get(f, "action"), "/posts/") {
			return true
		}
	}
	return false
}

func TestTodaySaysWhichGuestPostsWaitForWhom(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	check := func(step string, want map[string]string) {
		t.Helper()
		for _, who := range []string{"Edo", "Lena", "Mara", "Ada", "Tess Abara", "Rita"} {
			if got := strings.Join(h.tasks(t, who), ", "); got != want[who] {
				t.Errorf("%s: %s is told %q, want %q", step, who, got, want[who])
			}
		}
	}
	everybody := func(what string, but ...string) map[string]string {
		told := map[string]string{}
		for _, who := range []string{"Edo", "Lena", "Mara", "Ada"} {
			if !slices.Contains(but, who) {
				told[who] = what
			}
		}
		return told
	}
	id := h.submit()
	mine, desk := "/me/posts/"+id, "/desk/posts/"+id
	check("sent", everybody("A guest post to read: What I asked for"))
	h.does(h.edo, desk, "edit", "title", "Lamps")
	check("edited", everybody("A guest post to read: Lamps", "Edo"))
	h.does(h.lena, desk, "approve")
	check("with its writer", nil)
	h.does(h.me, mine, "return", "text", "No.")
	check("sent back", everybody("A guest writer wants something changed: Lamps"))
	h.does(h.edo, desk, "edit", "title", "My lamps")
	h.does(h.lena, desk, "approve")
	h.does(h.me, mine, "sign")
	check("signed", everybody("A guest post to publish: My lamps"))
	h.does(h.mara, desk, "release")
	check("published", nil)
	seen := parse(t, h.writer("GET", mine+"/edit", nil)).filledIn(t, "/edit")
	location(t, h.writer("POST", "/api"+mine+"/edit", changed(seen, "title", "Her lamps")))
	check("corrected", everybody("A correction of a guest post to read: Her lamps", "Edo")) // his words are in it
	h.does(h.ada(), desk, "approve")
	check("approved", everybody("A correction of a guest post to publish: Her lamps"))
	h.does(h.me, mine, "withdraw")
	check("taken back", nil)
}

func (h *blogHouse) ada() string { return h.session("ada@greenroom.example") }

func TestTheQueueIsOrderedByWhatItWaitsFor(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	titles := []string{"Gone", "Published", "To change", "To sign", "To publish", "To read"}
	ids := map[string]string{}
	for _, title := range titles {
		ids[title] = "/desk/posts/" + h.submit("title", title, "key", title)
		switch page := ids[title]; title {
		case "Gone":
			h.does(h.edo, page, "decline", "reason", "No.")
		case "Published":
			h.does(h.edo, page, "approve")
			h.does(h.edo, page, "release")
		case "To change":
			h.does(h.edo, page, "remark", "text", "No.", "blocking", "yes")
		case "To sign":
			h.does(h.edo, page, "edit", "bio", "Ines.")
			h.does(h.lena, page, "approve")
		case "To publish":
			h.does(h.edo, page, "approve")
		}
	}
	for list, want := range map[string][]string{"": {"To read", "To publish"}, "writers": {"To sign", "To change"}, "archive": {"Published", "Gone"}, "none": {"To read", "To publish"}} {
		if got := h.listed(t, h.edo, "/desk/posts/?list="+list); !slices.Equal(got, want) {
			t.Errorf("list %q: %q, want %q", list, got, want)
		}
	}
}

// listed are the titles of the guest posts in a list of the desk.
func (h *blogHouse) listed(t *testing.T, cookie, path string) (titles []string) {
	t.Helper()
	for _, n := range parse(t, h.send("GET", path, nil, cookie, "")).all("h3", "", "") {
		titles = append(titles, text(n))
	}
	return titles
}

// What is over comes in pages: none is missing and none comes twice.
func TestTheArchiveComesInPages(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	for n := range 27 {
		h.does(h.me, "/me/posts/"+h.submit("key", version(int64(n)), "title", "Lamps "+version(int64(n))), "withdraw")
	}
	first := h.editor("GET", "/desk/posts/?list=archive", nil)
	links := parse(t, first).all("a", "class", "button-secondary")
	if len(links) != 1 || text(links[0]) != "Older ones" {
		t.Fatalf("nothing leads to the next page:\n%s", first.body)
	}
	next := get(links[0], "href")
	newer, older := h.listed(t, h.edo, "/desk/posts/?list=archive"), h.listed(t, h.edo, next)
	all := slices.Concat(newer, older)
	slices.Sort(all)
	if len(newer) != 25 || newer[0] != "Lamps 26" || len(older) != 2 || older[1] != "Lamps 0" || len(slices.Compact(all)) != 27 {
		t.Errorf("the pages have %d and %d: %q", len(newer), len(older), all)
	}
	if titles := h.listed(t, h.edo, "/desk/posts/"); len(titles) != 0 {
		t.Errorf("%q wait for us", titles)
	}
	if got := h.editor("GET", "/desk/posts/?list=archive&cursor=x", nil); got.status != http.StatusNotFound {
		t.Errorf("a page that is none: %d", got.status)
	}
}

// An editor who writes is a writer: the desk leaves their post to others and
// says so, and on their own pages they may do what every writer may.
func TestNobodyHandlesTheirOwnPost(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	sent := h.editor("POST", "/api/me/posts", guestPost())
	mine := location(t, sent).Path
	id := strings.TrimPrefix(mine, "/me/posts/")
	desk := "/desk/posts/" + id
	refused := func(step string) {
		t.Helper()
		before := h.fingerprint(t)
		for _, path := range append(guestForms(id), desk) {
			if strings.HasPrefix(path, "/api/me/") {
				continue
			}
			method := map[bool]string{true: "GET", false: "POST"}[path == desk]
			got := h.editor(method, path, h.everything(id))
			if got.status != http.StatusForbidden || !strings.Contains(got.body, "You wrote this post, so somebody else handles it") {
				t.Errorf("%s: %s %s by its writer: %d", step, method, path, got.status)
			}
		}
		if h.fingerprint(t) != before {
			t.Errorf("%s: its writer changed something", step)
		}
	}
	lists := func(step, list string) {
		t.Helper()
		own, theirs := h.editor("GET", "/desk/posts/?list="+list, nil), h.send("GET", "/desk/posts/?list="+list, nil, h.lena, "")
		if !strings.Contains(own.body, "Yours: somebody else handles it") || strings.Contains(own.body, `href="`+desk) || !strings.Contains(own.body, `href="`+mine) {
			t.Errorf("%s: its writer's list:\n%s", step, own.body)
		}
		if strings.Contains(theirs.body, "Yours") || !strings.Contains(theirs.body, `href="`+desk) {
			t.Errorf("%s: another's list:\n%s", step, theirs.body)
		}
		if got := h.tasks(t, "Edo"); len(got) != 0 {
			t.Errorf("%s: its writer is told of %q", step, got)
		}
	}
	refused("sent")
	lists("sent", "")
	h.does(h.lena, desk, "approve")
	refused("approved")
	lists("approved", "")
	h.does(h.lena, desk, "release")
	refused("released")
	lists("released", "archive")
	if page := h.editor("GET", mine, nil); !offers(t, page, "withdraw") || !strings.Contains(page.body, "In the blog") {
		t.Errorf("its writer's own page:\n%s", page.body)
	}
	h.does(h.edo, mine, "withdraw")
	if page := h.send("GET", desk, nil, h.lena, ""); !strings.Contains(page.body, "Its writer took it back.") {
		t.Errorf("another's page of it:\n%s", page.body)
	}
}
