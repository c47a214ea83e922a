package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/guest"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// blog is a site that guest posts can be checked against.
type blog struct{ site }

func (blog) Config() content.Config {
	return content.Config{BaseURL: "https://greenroom.example", Agency: content.Agency{Name: "Greenroom", Email: "hello@greenroom.example"}}
}

func (blog) Has(address string) bool {
	return slices.Contains([]string{"/", "/blog/", "/blog/first/"}, address)
}

func (blog) Free(address string) bool { return address != "/blog/first/" }

// blogHouse is a house that takes guest posts, and the cookies of its people.
type blogHouse struct {
	*house
	me, ann                  string // two who write
	edo, lena, mara          string // who edit the blog
	tess, rita               string // who do not
	writer, editor, stranger func(method, path string, f url.Values) answer
}

func guestHouse(t *testing.T) *blogHouse {
	t.Helper()
	h := &blogHouse{house: furnished(t)}
	h.web.Guests.Site = blog{}
	h.web.Site = blog{}
	h.must(h.web.Accounts.Enrol(t.Context(), account.Person{Name: "Ann", Email: "ann@example.com", Roles: []agency.Role{agency.Influencer}}))
	for cookie, email := range map[*string]string{&h.me: "ines@example.com", &h.ann: "ann@example.com", &h.edo: "edo@greenroom.example",
		&h.lena: "lena@greenroom.example", &h.mara: "mara@greenroom.example", &h.tess: "tess@greenroom.example", &h.rita: "rita@greenroom.example"} {
		*cookie = h.session(email)
	}
	as := func(cookie string) func(string, string, url.Values) answer {
		return func(method, path string, f url.Values) answer { t.Helper(); return h.send(method, path, f, cookie, "") }
	}
	h.writer, h.editor, h.stranger = as(h.me), as(h.edo), as(h.ann)
	return h
}

// guestPost is the form of a post without a fault.
func guestPost(pairs ...string) url.Values {
	return changed(values("title", "What I asked for", "description", "Three things that were in no brief.", "name", "Ines Quill",
		"link", "https://ines.example/me", "bio", "Ines *writes* about rooms.", "key", "k1",
		"body", "It began with a lamp.\n\n## The lamp\n\nSee [the first post](/blog/first/)."), pairs...)
}

// submit sends a post and returns its id.
func (h *blogHouse) submit(pairs ...string) string {
	h.t.Helper()
	a := h.writer("POST", "/api/me/posts", guestPost(pairs...))
	if a.status != http.StatusSeeOther {
		h.t.Fatalf("sending it: %d\n%s", a.status, a.body)
	}
	return strings.TrimPrefix(a.header.Get("Location"), "/me/posts/")
}

// press fills in a form of a page, as it stands there, and sends it.
func (h *blogHouse) press(cookie, page, action string, pairs ...string) answer {
	h.t.Helper()
	t, _ := h.t.(*testing.T)
	d := parse(t, h.send("GET", page, nil, cookie, ""))
	path, _ := d.fields(t, "/"+action)
	return h.send("POST", path, changed(d.filledIn(t, "/"+action), pairs...), cookie, "")
}

// does is press that has to work.
func (h *blogHouse) does(cookie, page, action string, pairs ...string) {
	h.t.Helper()
	if a := h.press(cookie, page, action, pairs...); a.status != http.StatusSeeOther || a.header.Get("Location") != page {
		h.t.Fatalf("%s: %d to %q\n%s", action, a.status, a.header.Get("Location"), a.body)
	}
}

// open are the posts that everybody may read.
func (h *blogHouse) open() []guest.Post {
	h.t.Helper()
	posts, _, err := guest.Released(h.t.Context(), table.Only(h.store, table.Open))
	h.must(err)
	return posts
}

// offers reports whether a page has a form that posts to an action.
func offers(t *testing.T, a answer, action string) bool {
	t.Helper()
	return slices.ContainsFunc(parse(t, a).all("form", "", ""), func(n *html.Node) bool {
		return strings.HasSuffix(get(n, "action"), "/"+action)
	})
}

func TestAGuestPostGoesFromTheFormToTheBlog(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	if page := h.writer("GET", "/me/", nil); !strings.Contains(page.body, `href="/me/posts/"`) {
		t.Error("nothing leads to the posts")
	}
	form := parse(t, h.writer("GET", "/me/posts/new", nil)).filledIn(t, "/api/me/posts")
	if form.Get("name") != "ines" || form.Get("key") == "" || form.Get("body") != "" {
		t.Errorf("the empty form has %v", form)
	}
	if got := h.writer("POST", "/api/me/posts", guestPost("body", "")); got.status != http.StatusUnprocessableEntity {
		t.Errorf("without a text: %d", got.status)
	}
	id := h.submit()
	if again := h.submit(); again != id {
		t.Errorf("the form sent again is %s, was %s", again, id)
	}
	mine, desk := "/me/posts/"+id, "/desk/posts/"+id
	h.stands(t, id, "being read", "to read", "edit withdraw", "approve remark edit decline")

	h.does(h.edo, desk, "edit", "body", "It began with a green lamp.\n\n## The lamp\n\nSee [the first post](/blog/first/).")
	if offers(t, h.editor("GET", desk, nil), "approve") {
		t.Error("who edited it may approve it")
	}
	page := h.writer("GET", mine, nil)
	if added := parse(t, page).all("ins", "", ""); len(added) != 2 || text(added[1]) != "[added: green ]" {
		t.Errorf("what was edited:\n%s", page.body)
	}
	h.does(h.lena, desk, "approve")
	h.stands(t, id, "waits for your word", "with its writer to sign", "sign return edit withdraw", "remark edit decline")
	h.does(h.me, mine, "sign")
	h.stands(t, id, "approved", "to release", "edit withdraw", "release remark edit decline")
	_, usual := parse(t, h.editor("GET", desk, nil)).fields(t, "/release")
	if usual.Get("slug") != "what-i-asked-for" || usual.Get("page") != "ines-quill" {
		t.Errorf("the usual addresses are %v", usual)
	}
	taken := h.press(h.mara, desk, "release", "slug", "first")
	if again := comesBack(t, taken).filledIn(t, "/release"); taken.status != http.StatusUnprocessableEntity || again.Get("slug") != "first" {
		t.Errorf("an address that is taken: %d, kept %v", taken.status, again)
	}
	if posts := h.open(); len(posts) != 0 {
		t.Fatalf("it is public before it was released: %+v", posts)
	}
	h.does(h.mara, desk, "release", "slug", " lamps ")
	posts := h.open()
	if len(posts) != 1 || posts[0].Slug != "lamps" || !strings.Contains(posts[0].Body, "a green lamp") {
		t.Fatalf("released are %+v", posts)
	}
	h.stands(t, id, "in the blog", "in the blog", "edit withdraw", "edit takedown")
	if page := h.writer("GET", mine, nil); !strings.Contains(page.body, `href="/blog/lamps/"`) {
		t.Errorf("its writer is not led to it:\n%s", page.body)
	}
}

// stands checks what both pages say, and which forms they offer. Only what was
// released is public.
func (h *blogHouse) stands(t *testing.T, id, writer, desk, writerForms, deskForms string) {
	t.Helper()
	mine := h.writer("GET", "/me/posts/"+id, nil)
	if got := text(parse(t, mine).all("strong", "", "")[0]); !strings.HasSuffix(strings.ToLower(got), strings.ToLower(writer)) {
		t.Errorf("its writer reads %q, want %q", got, writer)
	}
	theirs := h.send("GET", "/desk/posts/"+id, nil, h.lena, "")
	if got := text(parse(t, theirs).all("span", "class", "badge")[0]); !strings.HasSuffix(got, desk) {
		t.Errorf("the desk reads %q, want %q", got, desk)
	}
	for _, action := range strings.Fields("sign return withdraw") {
		if got, want := offers(t, mine, action), slices.Contains(strings.Fields(writerForms), action); got != want {
			t.Errorf("%s: its writer is offered %s: %t", writer, action, got)
		}
	}
	if got := strings.Contains(mine.body, id+`/edit"`); got != slices.Contains(strings.Fields(writerForms), "edit") {
		t.Errorf("%s: its writer is led to the form: %t", writer, got)
	}
	for _, action := range strings.Fields("approve release correct remark edit decline takedown") {
		if got, want := offers(t, theirs, action), slices.Contains(strings.Fields(deskForms), action); got != want {
			t.Errorf("%s: the desk is offered %s: %t", desk, action, got)
		}
	}
	if posts := h.open(); (len(posts) > 0) != (writer == "in the blog" || strings.HasPrefix(desk, "correction")) {
		t.Errorf("%s: %d posts are public", desk, len(posts))
	}
}

func TestFaultsComeBackWithEveryWord(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	for name, c := range map[string]struct{ field, value, say string }{
		"no title":              {"title", " ", "Enter a title"},
		"no text":               {"body", "", "Enter the text"},
		"no name":               {"name", "", "Enter the name"},
		"a title of two lines":  {"title", "One\nTwo", "one line"},
		"HTML":                  {"body", "Hello <b>you</b>", "HTML is not allowed"},
		"a picture":             {"body", "![A lamp](https://elsewhere.example/lamp.png)", "hello@greenroom.example"},
		"a page that is none":   {"body", "[there](/blog/none/)", "no page here"},
		"an unsafe link":        {"body", "[there](javascript:alert(1))", "is not allowed"},
		"an unsafe link to you": {"link", "javascript:alert(1)", "address of a page"},
		"an address":            {"body", "Write to ines@ines.example now.", "Leave out email addresses"},
		"an address in a link":  {"bio", "[me](mailto:ines%40ines.example)", "Leave out email addresses"},
		"an address as a name":  {"name", "ines@ines.example", "Leave out email addresses"},
		"a heading in the bio":  {"bio", "## Me", "there is a heading"},
		"a key that is no key":  {"key", strings.Repeat("k", 101), "This form is damaged"},
	} {
		form := guestPost(c.field, c.value)
		got := h.writer("POST", "/api/me/posts", form)
		again := comesBack(t, got).filledIn(t, "/api/me/posts")
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(text(parse(t, got).root), c.say) {
			t.Errorf("%s: %d, and not %q\n%s", name, got.status, c.say, got.body)
		}
		for field := range form {
			if asShown(again.Get(field)) != asShown(form.Get(field)) {
				t.Errorf("%s: %s came back as %q", name, field, again.Get(field))
			}
		}
	}
	if page := h.writer("GET", "/me/posts/", nil); !strings.Contains(page.body, "You have not sent a post yet") {
		t.Error("something with a fault was kept")
	}
	for n := range 5 {
		h.submit("key", "more"+version(int64(n)))
	}
	sixth := h.writer("POST", "/api/me/posts", guestPost("key", "more6", "title", "The sixth"))
	if again := parse(t, sixth).filledIn(t, "/api/me/posts"); sixth.status != http.StatusTooManyRequests || again.Get("title") != "The sixth" {
		t.Errorf("the sixth: %d, kept %v", sixth.status, again)
	}
}

// Who goes back, changes a word and sends the form again finds their new words
// in the form that changes what they sent before.
func TestTheSameFormWithOtherWordsLosesNone(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	id := h.submit()
	mine, desk := "/me/posts/"+id, "/desk/posts/"+id
	before := h.fingerprint(t)
	got := h.writer("POST", "/api/me/posts", guestPost("body", "It began with a green lamp."))
	again := comesBack(t, got)
	if got.status != http.StatusConflict || !strings.Contains(got.body, "This form was sent before, with other words") || h.fingerprint(t) != before {
		t.Fatalf("with other words: %d\n%s", got.status, got.body)
	}
	action, _ := again.fields(t, "/edit")
	form := again.filledIn(t, "/edit")
	if action != "/api"+mine+"/edit" || form.Get("body") != "It began with a green lamp." {
		t.Fatalf("the form goes to %s with %v", action, form)
	}
	if now := location(t, h.writer("POST", action, form)).Path; now != mine {
		t.Errorf("sent again it is %s", now)
	}
	if page := h.editor("GET", desk, nil); !strings.Contains(page.body, "It began with a green lamp.") {
		t.Errorf("the desk does not read the new words:\n%s", page.body)
	}
	if titles := h.listed(t, h.edo, "/desk/posts/"); len(titles) != 1 {
		t.Errorf("the desk has %q", titles)
	}
	if was := h.submit(); was != id {
		t.Errorf("the first words once more are %s, were %s", was, id)
	}
	h.does(h.me, mine, "withdraw")
	late := comesBack(t, h.writer("POST", "/api/me/posts", guestPost("title", "A blue lamp"))).filledIn(t, "/api/me/posts")
	if late.Get("key") == "k1" || late.Get("title") != "A blue lamp" {
		t.Errorf("after it was taken back the form has %v", late)
	}
	if now := location(t, h.writer("POST", "/api/me/posts", late)).Path; now == mine {
		t.Error("a new post is the old one")
	}
}

func TestAWriterSendsBackWhatWasEdited(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	id := h.submit()
	mine, desk := "/me/posts/"+id, "/desk/posts/"+id
	h.does(h.edo, desk, "edit", "title", "What he asked for")
	h.does(h.lena, desk, "approve")
	unread := parse(t, h.writer("GET", mine, nil)).filledIn(t, "/sign")
	empty := h.press(h.me, mine, "return", "text", " ")
	if comesBack(t, empty); empty.status != http.StatusUnprocessableEntity {
		t.Errorf("without a word: %d", empty.status)
	}
	long := h.press(h.me, mine, "return", "text", strings.Repeat("x", 1001))
	if again := comesBack(t, long).filledIn(t, "/return"); long.status != http.StatusUnprocessableEntity || len(again.Get("text")) != 1001 {
		t.Errorf("too long: %d", long.status)
	}
	h.does(h.me, mine, "return", "text", "I am not he.")
	h.stands(t, id, "sent back by you", "sent back by its writer", "edit withdraw", "remark edit decline")
	if page := h.editor("GET", desk, nil); !strings.Contains(page.body, "I am not he.") {
		t.Errorf("the desk does not read it:\n%s", page.body)
	}
	h.does(h.edo, desk, "edit", "title", "What she asked for")
	h.does(h.lena, desk, "approve")
	stale := h.writer("POST", "/api"+mine+"/sign", unread)
	if comesBack(t, stale); stale.status != http.StatusGone || !strings.Contains(stale.body, "What she asked for") {
		t.Errorf("a word for what it was: %d\n%s", stale.status, stale.body)
	}
	h.does(h.me, mine, "sign")
	h.stands(t, id, "approved", "to release", "edit withdraw", "release remark edit decline")
}

func TestAWriterChangesAndCorrects(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	id := h.submit()
	mine, desk := "/me/posts/"+id, "/desk/posts/"+id
	seen := parse(t, h.writer("GET", mine+"/edit", nil)).filledIn(t, "/edit")
	if same := h.writer("POST", "/api"+mine+"/edit", seen); same.status != http.StatusConflict || !strings.Contains(same.body, "Nothing was sent") {
		t.Errorf("the same words: %d", same.status)
	}
	location(t, h.writer("POST", "/api"+mine+"/edit", changed(seen, "title", "What I asked for, twice")))
	late := h.writer("POST", "/api"+mine+"/edit", changed(seen, "title", "What I wrote elsewhere"))
	again := comesBack(t, late).filledIn(t, "/edit")
	if late.status != http.StatusConflict || again.Get("title") != "What I wrote elsewhere" || again.Get("version") == seen.Get("version") {
		t.Errorf("from another window: %d, kept %v", late.status, again)
	}
	wrong := h.writer("POST", "/api"+mine+"/edit", changed(again, "bio", ""))
	if kept := comesBack(t, wrong).filledIn(t, "/edit"); wrong.status != http.StatusUnprocessableEntity || kept.Get("title") != "What I wrote elsewhere" {
		t.Errorf("with a fault: %d, kept %v", wrong.status, kept)
	}
	h.does(h.edo, desk, "approve")
	h.does(h.edo, desk, "release")
	page := h.writer("GET", mine+"/edit", nil)
	if !strings.Contains(page.body, "Correct your post") {
		t.Error("the form does not say that it is a correction")
	}
	location(t, h.writer("POST", "/api"+mine+"/edit", changed(parse(t, page).filledIn(t, "/edit"), "description", "Four things.")))
	h.stands(t, id, "In the blog. Your correction: being read", "correction: to read", "edit withdraw", "approve remark edit decline takedown")
	h.does(h.edo, desk, "approve")
	h.stands(t, id, "Your correction: approved", "correction: to release", "edit withdraw", "correct remark edit decline takedown")
	unsaid := h.press(h.edo, desk, "correct", "correction", "")
	if comesBack(t, unsaid); unsaid.status != http.StatusUnprocessableEntity {
		t.Errorf("a correction without words: %d", unsaid.status)
	}
	h.does(h.edo, desk, "correct", "correction", "There were four of them.")
	if posts := h.open(); len(posts) != 1 || posts[0].Correction != "There were four of them." || posts[0].Description != "Four things." {
		t.Errorf("released are %+v", posts)
	}
	h.does(h.me, mine, "withdraw")
	if posts := h.open(); len(posts) != 1 || posts[0].Withdrawn == "" || posts[0].Body != "" {
		t.Errorf("after it was taken back: %+v", posts)
	}
	for _, path := range []string{mine, desk} {
		if page := h.send("GET", path, nil, map[bool]string{true: h.me, false: h.edo}[path == mine], ""); !strings.Contains(page.body, "Its writer took it back.") {
			t.Errorf("%s does not say so:\n%s", path, page.body)
		}
	}
	if got := h.writer("GET", mine+"/edit", nil); got.status != http.StatusGone {
		t.Errorf("the form of what was taken back: %d", got.status)
	}
}

// What the form says of Markdown is true: all of it is taken.
func TestTheFormTeachesWhatIsTaken(t *testing.T) {
	t.Parallel()
	h := guestHouse(t)
	var samples []string
	for _, n := range parse(t, h.writer("GET", "/me/posts/new", nil)).all("pre", "", "") {
		samples = append(samples, raw(n))
	}
	if len(samples) < 10 {
		t.Fatalf("the form shows %q", samples)
	}
	id := h.submit("body", strings.Join(samples, "\n\n"))
	if page := h.writer("GET", "/me/posts/"+id, nil); !strings.Contains(page.body, "[see above](#what-i-brought)") {
		t.Errorf("it is not kept as it was typed:\n%s", page.body)
	}
}
