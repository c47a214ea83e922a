package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// guestPages are all that can be read of a guest post, guestForms all that can
// be done to it.
func guestPages(id string) []string {
	return []string{"/me/posts/" + id, "/me/posts/" + id + "/edit", "/desk/posts/" + id}
}

func guestForms(id string) []string {
	mine, desk := "/api/me/posts/"+id, "/api/desk/posts/"+id
	return []string{mine + "/edit", mine + "/sign", mine + "/return", mine + "/withdraw", desk + "/edit", desk + "/remark",
		desk + "/approve", desk + "/release", desk + "/correct", desk + "/decline", desk + "/takedown"}
}

// everything is a form that would do on any route, if who sends it might.
func (h *blogHouse) everything(id string) url.Values {
	sub, err := h.web.Guests.Find(h.t.Context(), id)
	h.must(err)
	return guestPost("version", version(sub.Document.Version), "hash", sub.Document.Current.Hash, "text", "No.", "reason", "No.",
		"correction", "No.", "slug", "mine", "page", "me", "title", "Mine now")
}

// Whoever a post is none of reads nothing of it and changes nothing, at every
// step of its way, and learns not even that it is there.
func TestAGuestPostIsNobodyElses(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	id := h.submit()
	mine, desk := "/me/posts/"+id, "/desk/posts/"+id
	for _, step := range []struct {
		name string
		take func()
	}{
		{"sent", func() {}},
		{"edited", func() { h.does(h.edo, desk, "edit", "title", "What she asked for") }},
		{"approved", func() { h.does(h.lena, desk, "approve") }},
		{"signed", func() { h.does(h.me, mine, "sign") }},
		{"released", func() { h.does(h.lena, desk, "release") }},
		{"taken down", func() { h.does(h.lena, desk, "takedown", "reason", "It was not hers.") }},
	} {
		step.take()
		before := h.fingerprint(t)
		for _, path := range guestPages(id) {
			h.keptFrom(t, step.name, "GET", path, id, nil)
		}
		for _, path := range guestForms(id) {
			h.keptFrom(t, step.name, "POST", path, id, h.everything(id))
		}
		if h.fingerprint(t) != before {
			t.Errorf("%s: somebody changed something", step.name)
		}
	}
}

// keptFrom asks as everybody whom a route is closed to.
func (h *blogHouse) keptFrom(t *testing.T, step, method, path, id string, f url.Values) {
	t.Helper()
	mine := strings.Contains(path, "/me/posts/")
	outside := map[string]string{"another writer": h.ann, "a moderator": h.tess, "a reviewer": h.rita}
	want := http.StatusForbidden
	if mine {
		want = http.StatusNotFound
		outside["an editor"] = h.edo
	} else {
		outside["its writer"] = h.me
	}
	for who, cookie := range outside {
		got, none := h.send(method, path, f, cookie, ""), h.send(method, strings.Replace(path, id, noID, 1), f, cookie, "")
		if got.status != want || none.status != want || got.body != none.body {
			t.Errorf("%s: %s %s by %s: %d, absent %d, want %d", step, method, path, who, got.status, none.status, want)
		}
	}
	got := h.send(method, path, f, "", "")
	if method == "GET" && !strings.HasPrefix(got.header.Get("Location"), "/sign-in?next=") || method == "POST" && got.status != http.StatusUnauthorized {
		t.Errorf("%s: %s %s by a visitor: %d", step, method, path, got.status)
	}
}

func TestListsOfGuestPostsAreForThoseTheyAreFor(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	h.submit()
	for name, c := range map[string]struct {
		path, cookie string
		status       int
		shows        bool
	}{
		"its writer's":           {"/me/posts/", h.me, 200, true},
		"another writer's":       {"/me/posts/", h.ann, 200, false},
		"an editor's own":        {"/me/posts/", h.edo, 200, false},
		"the desk's":             {"/desk/posts/", h.edo, 200, true},
		"a manager's":            {"/desk/posts/", h.mara, 200, true},
		"not a moderator's":      {"/desk/posts/", h.tess, 403, false},
		"not its writer's":       {"/desk/posts/", h.me, 403, false},
		"not a visitor's":        {"/desk/posts/", "", 303, false},
		"not a visitor's either": {"/me/posts/", "", 303, false},
	} {
		got := h.send("GET", c.path, nil, c.cookie, "")
		if got.status != c.status || strings.Contains(got.body, "What I asked for") != c.shows {
			t.Errorf("%s: %d\n%s", name, got.status, got.body)
		}
	}
}

// The rule that the pages ask is the room's own.
func TestTheDeskAsksTheRoomsOwnRule(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	id := h.submit()
	for _, p := range staff() {
		_, err := h.web.Guests.Underway(t.Context(), h.who(p.Name))
		got := h.send("GET", "/desk/posts/"+id, nil, h.session(p.Email), "")
		if (err == nil) != (got.status == http.StatusOK) {
			t.Errorf("%s: the room says %v, the page %d", p.Name, err, got.status)
		}
	}
}

func TestReadingAGuestPostChangesNothing(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	id := h.submit()
	h.does(h.edo, "/desk/posts/"+id, "edit", "title", "What she asked for")
	h.does(h.lena, "/desk/posts/"+id, "approve")
	before := h.fingerprint(t)
	for _, path := range append(guestPages(id), "/me/posts/", "/me/posts/new", "/desk/posts/", "/desk/posts/?list=archive", "/desk/") {
		for range 3 {
			for _, cookie := range []string{h.me, h.edo, ""} {
				h.send("GET", path, h.everything(id), cookie, "")
				h.send("HEAD", path, nil, cookie, "")
			}
		}
	}
	if h.fingerprint(t) != before {
		t.Error("the store changed")
	}
}

func TestWhatPeopleWriteIsShownAsText(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	escaped := func(name string, a answer) {
		t.Helper()
		if strings.Contains(a.body, "<script>alert") || strings.Contains(a.body, "<img src=x") || !strings.Contains(a.body, "&lt;script&gt;alert") {
			t.Errorf("%s: %d\n%s", name, a.status, a.body)
		}
	}
	refused := h.writer("POST", "/api/me/posts", guestPost("title", evil, "description", evil, "name", evil, "body", evil, "bio", evil, "link", evil, "key", evil))
	escaped("the form", refused)
	id := h.submit("title", evil, "description", evil, "name", "`"+evil, "body", "`"+evil+"`", "bio", "`"+evil+"`")
	mine, desk := "/me/posts/"+id, "/desk/posts/"+id
	h.does(h.edo, desk, "remark", "text", evil, "part", "title", "blocking", "")
	h.does(h.edo, desk, "edit", "title", evil+evil, "body", "`"+evil+"` twice `"+evil+"`")
	h.does(h.lena, desk, "approve")
	for _, path := range []string{"/me/posts/", mine, mine + "/edit"} {
		escaped(path, h.writer("GET", path, nil))
	}
	h.does(h.me, mine, "return", "text", evil)
	for _, path := range []string{"/desk/posts/", desk, "/desk/"} {
		escaped(path, h.editor("GET", path, nil))
	}
	for _, action := range []string{"remark", "decline", "edit"} {
		escaped(action, h.press(h.edo, desk, action, "text", evil+"\x00", "reason", evil+"\x00", "title", evil+"\x00"))
	}
}

// A text may have 40,000 characters of any script, and a form sends up to
// twelve bytes for one. No other form may send as much.
func TestALongPostOfAnyScriptFits(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	for name, letter := range map[string]string{"Latin": "a", "Cyrillic": "ж", "Chinese": "灯", "beyond the first plane": "𐍈"} {
		id := h.submit("key", name, "body", strings.Repeat(letter, 40_000))
		if page := h.writer("GET", "/me/posts/"+id, nil); strings.Count(page.body, letter) < 40_000 {
			t.Errorf("%s: not all of it is there", name)
		}
		over := h.writer("POST", "/api/me/posts", guestPost("key", name+"2", "body", strings.Repeat(letter, 40_001)))
		if again := comesBack(t, over).filledIn(t, "/api/me/posts"); over.status != http.StatusUnprocessableEntity || strings.Count(again.Get("body"), letter) != 40_001 {
			t.Errorf("%s: one more is %d", name, over.status)
		}
	}
	id := h.submit("key", "last")
	for path, cookie := range map[string]string{"/api/me/posts": h.me, "/api/me/posts/" + id + "/edit": h.me, "/api/desk/posts/" + id + "/edit": h.edo} {
		if got := h.send("POST", path, guestPost("body", strings.Repeat("a", 513<<10)), cookie, ""); got.status != http.StatusRequestEntityTooLarge || !strings.Contains(got.body, "512 KB") {
			t.Errorf("%s takes more: %d", path, got.status)
		}
	}
	for path, cookie := range map[string]string{"/api/me/posts/" + id + "/return": h.me, "/api/desk/posts/" + id + "/remark": h.edo, "/api/comments": h.me} {
		if got := h.send("POST", path, guestPost("text", strings.Repeat("a", 65<<10)), cookie, ""); got.status != http.StatusRequestEntityTooLarge || !strings.Contains(got.body, "64 KB") {
			t.Errorf("%s takes as much: %d", path, got.status)
		}
	}
}

// No page or log of a guest post has an address of its writer, and no log has a
// word of theirs.
func TestPagesAndLogsOfGuestPostsTellNoAddress(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	id := h.submit()
	for _, path := range []string{"/desk/posts/", "/desk/posts/" + id, "/desk/"} {
		if page := h.editor("GET", path, nil); strings.Contains(page.body, "ines@example.com") {
			t.Errorf("%s shows the address", path)
		}
	}
	for _, word := range []string{"What I asked for", "Ines Quill", "ines@example.com", id} {
		if strings.Contains(h.log.String(), word) {
			t.Errorf("the log has %q", word)
		}
	}
}

// The letters lead to pages that are there.
func TestLettersLeadToTheWritersPage(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	id := h.submit()
	sub, err := h.web.Guests.Find(t.Context(), id)
	h.must(err)
	mails, err := h.web.Outbox.About(t.Context(), sub.Thing())
	h.must(err)
	for _, m := range mails {
		letter, err := h.web.Letters.Preview(m)
		h.must(err)
		if !strings.Contains(letter.Text, "/me/posts/"+id) || h.writer("GET", "/me/posts/"+id, nil).status != http.StatusOK {
			t.Errorf("%s leads elsewhere:\n%s", m.Letter, letter.Text)
		}
	}
}
