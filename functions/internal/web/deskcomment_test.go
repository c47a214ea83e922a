package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"greenroom/functions/internal/comment"
)

// press opens the desk page of a comment and presses the button of an action.
func press(t *testing.T, b *browser, id, action string) answer {
	t.Helper()
	page := b.get("/desk/comments/first/" + id)
	path, fields := parse(t, page).fields(t, "/"+action)
	return b.post(path, fields)
}

func approve(t *testing.T, b *browser, id string) {
	t.Helper()
	location(t, press(t, b, id, "approve"))
}
func reject(t *testing.T, b *browser, id string) {
	t.Helper()
	location(t, press(t, b, id, "reject"))
}
func restore(t *testing.T, b *browser, id string) {
	t.Helper()
	location(t, press(t, b, id, "restore"))
}

func TestTheDeskShowsWhatWaitsWithItsPlaceAndParent(t *testing.T) {
	t.Parallel()
	o := open(t)
	desk := o.signedIn(t, "tess@greenroom.example")
	o.visitor(t).post("/api/comments", form())
	parent := onDesk(t, o)
	approve(t, desk, parent)
	o.visitor(t).post("/api/comments", with("parent", parent, "name", "Odile", "text", "I asked that too, at https://example.com/a?b=c"))
	page := desk.get("/desk/comments/")
	for _, want := range []string{"Odile", "The first post", "In answer to", "Who reads all of this?", `rel="ugc nofollow noopener"`} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the queue lacks %q", want)
		}
	}
	if strings.Contains(page.body, "@example.com") {
		t.Error("the queue shows an address")
	}
}

func TestTheQueueActsInOnePressAndOffersTheWayBack(t *testing.T) {
	t.Parallel()
	o := open(t)
	desk := o.signedIn(t, "tess@greenroom.example")
	o.visitor(t).post("/api/comments", form())
	path, fields := parse(t, desk.get("/desk/comments/")).fields(t, "/approve")
	done := desk.get(location(t, desk.post(path, fields)).String())
	if !strings.Contains(done.body, "is now published") || !strings.Contains(done.body, `href="/c/`) {
		t.Fatalf("after approving:\n%s", done.body)
	}
	path, fields = parse(t, done).fields(t, "/restore")
	back := desk.get(location(t, desk.post(path, fields)).String())
	if !strings.Contains(back.body, "is now waiting for approval") {
		t.Errorf("after the undo:\n%s", back.body)
	}
}

func TestADecisionAboutSomethingElseIsA409ThatShowsWhatItIsNow(t *testing.T) {
	t.Parallel()
	o := open(t)
	first, second := o.signedIn(t, "tess@greenroom.example"), o.signedIn(t, "tess@greenroom.example")
	o.visitor(t).post("/api/comments", form())
	id := onDesk(t, o)
	path, stale := parse(t, second.get("/desk/comments/first/"+id)).fields(t, "/approve")
	if got := press(t, first, id, "spam"); got.status != http.StatusSeeOther {
		t.Fatalf("spam: %d", got.status)
	}
	got := second.post(path, stale)
	if got.status != http.StatusConflict || !strings.Contains(got.body, "Decided by Tess Abara") || !strings.Contains(got.body, "Now it is spam") {
		t.Errorf("status %d\n%s", got.status, got.body)
	}
	forged := url.Values{"version": {"2"}, "revision": {"0000000000000000"}}
	if got := second.post(strings.Replace(path, "approve", "restore", 1), forged); got.status != http.StatusConflict {
		t.Errorf("other words: %d", got.status)
	}
	if got := second.post(path, url.Values{}); got.status != http.StatusConflict {
		t.Errorf("no version: %d", got.status)
	}
	if c, _ := o.web.Comments.Find(t.Context(), "first", id); c.State != comment.Spam {
		t.Errorf("state is %s", c.State)
	}
}

func TestStaffAnswerWithNameAndTitle(t *testing.T) {
	t.Parallel()
	o := open(t)
	desk := o.signedIn(t, "tess@greenroom.example")
	o.visitor(t).post("/api/comments", form())
	id := onDesk(t, o)
	approve(t, desk, id)
	path, fields := parse(t, desk.get("/desk/comments/first/"+id)).fields(t, "/answer")
	fields.Set("text", "")
	if got := desk.post(path, fields); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Enter your answer") {
		t.Errorf("empty answer: %d", got.status)
	}
	fields.Set("text", "Two of us. — Tess")
	for range 2 {
		location(t, desk.post(path, fields))
	}
	public, err := comment.OfPost(t.Context(), o.store, "first")
	if err != nil || len(public) != 2 || public[1].Staff != "tess-abara" || public[1].Parent != id {
		t.Errorf("public: %+v, %v", public, err)
	}
}

// Who may not use the desk sees nothing of it and changes nothing.
func TestTheDeskIsForStaff(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.visitor(t).post("/api/comments", form())
	id := onDesk(t, o)
	c, err := o.web.Comments.Find(t.Context(), "first", id)
	if err != nil {
		t.Fatal(err)
	}
	right := url.Values{"version": {"1"}, "revision": {c.Revision()}, "reason": {"it is not about the post"}, "text": {"hi"}, "key": {"k"}}
	forged := o.visitor(t)
	for _, who := range []struct {
		name string
		b    *browser
		get  int
		post int
	}{
		{"a visitor", o.visitor(t), 303, 401},
		{"an influencer", o.signedIn(t, "ines@example.org"), 403, 403},
		{"a forged cookie", forged, 303, 401},
	} {
		if who.b == forged {
			u, _ := url.Parse(o.URL)
			forged.client.Jar.SetCookies(u, []*http.Cookie{{Name: "session", Value: "forged"}})
		}
		for _, path := range []string{"/desk/", "/desk/comments/first/" + id, "/desk/comments/first/x"} {
			if got := who.b.get(path); got.status != who.get || strings.Contains(got.body, "Who reads") {
				t.Errorf("%s: GET %s is %d, want %d", who.name, path, got.status, who.get)
			}
		}
		for _, action := range []string{"approve", "reject", "spam", "restore", "answer"} {
			if got := who.b.post("/api/desk/comments/first/"+id+"/"+action, right); got.status != who.post {
				t.Errorf("%s: %s is %d, want %d", who.name, action, got.status, who.post)
			}
		}
	}
	if now, _ := o.web.Comments.Find(t.Context(), "first", id); now.State != comment.Held || now.Version != 1 {
		t.Errorf("the comment is %s at version %d", now.State, now.Version)
	}
}

func TestSigningOutClosesTheDesk(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.signedIn(t, "tess@greenroom.example")
	if got := b.get("/desk/").status; got != http.StatusOK {
		t.Fatalf("desk: %d", got)
	}
	u, err := url.Parse(o.URL)
	if err != nil {
		t.Fatal(err)
	}
	old := b.client.Jar.Cookies(u)
	location(t, b.post("/api/sign-out", nil))
	if got := b.get("/desk/").status; got != http.StatusSeeOther {
		t.Errorf("after signing out: %d", got)
	}
	b.client.Jar.SetCookies(u, old)
	if got := b.get("/desk/").status; got != http.StatusSeeOther {
		t.Errorf("with the cookie of before: %d", got)
	}
}
