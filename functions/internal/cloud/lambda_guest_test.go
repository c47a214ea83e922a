package cloud

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
)

// guestSlug is where the guest post of the test stands.
const guestSlug = "four-teeth"

// invites goes the way of a guest post: it is sent, remarked on, edited here,
// signed by its writer, released, answered by a reader, corrected, withdrawn.
func (d *deployment) invites(t *testing.T, by crew) {
	t.Helper()
	mia := d.signIn(t, mailbox("Mia"), "/me/")
	post := d.submitsPost(t, mia)
	d.editsPost(t, by, mia, post)
	d.releasesPost(t, by, mia, post)
	d.answersPost(t, by.tess)
	d.correctsPost(t, by, mia, post)
	d.withdrawsPost(t, by, mia, post)
	d.turnsDown(t, by, mia)
}

// turnsDown declines one post, and takes another out of the blog.
func (d *deployment) turnsDown(t *testing.T, by crew, mia string) {
	t.Helper()
	for _, what := range []string{"decline", "takedown"} {
		form := guestForm()
		form.Set("key", what)
		form.Set("title", "Four teeth: "+what)
		sent := d.request(t, "submissions", "/api/me/posts", mia, form)
		redirects(t, sent, "/me/posts/")
		post := sent.Headers["Location"]
		if what == "takedown" {
			d.onPost(t, by.devon, post, "approve", url.Values{})
			d.onPost(t, by.devon, post, "release", url.Values{})
		}
		d.onPost(t, by.devon, post, what, url.Values{"reason": {"It is about another dog."}})
	}
	d.published(t)
	d.mailed(t)
}

func guestForm() url.Values {
	return url.Values{"title": {"Four teeth"}, "description": {"A dog and a chew."}, "name": {"Mia"}, "link": {"https://mia.example/"},
		"bio": {"Mia has a dog."}, "body": {"He has *four*.\n\n## The chew\n\nSee [the blog](/blog/)."}, "key": {"k"}}
}

// submitsPost sends a post twice, as a nervous hand does.
func (d *deployment) submitsPost(t *testing.T, mia string) (post string) {
	t.Helper()
	shows(t, d.request(t, "submissions", "/me/posts/new", mia, nil), "Write a post")
	faulty := guestForm()
	faulty.Set("body", "See [nothing](/nowhere/).")
	if wrong := d.request(t, "submissions", "/api/me/posts", mia, faulty); wrong.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("got %d for a dead link, want 422", wrong.StatusCode)
	}
	sent := d.request(t, "submissions", "/api/me/posts", mia, guestForm())
	redirects(t, sent, "/me/posts/")
	post = sent.Headers["Location"]
	redirects(t, d.request(t, "submissions", "/api/me/posts", mia, guestForm()), post)
	shows(t, d.request(t, "submissions", "/me/posts/", mia, nil), "Four teeth")
	d.mailed(t)
	return post
}

// onPost does something to a guest post on the desk, as its page has it.
func (d *deployment) onPost(t *testing.T, cookie, post, what string, form url.Values) {
	t.Helper()
	page := d.request(t, "desk", deskOf(post), cookie, nil)
	shows(t, page, "Four teeth")
	form.Set("version", hidden(page.Body, "version").Get("version"))
	redirects(t, d.request(t, "desk", "/api"+deskOf(post)+"/"+what, cookie, form), deskOf(post))
}

// signs is the writer's word for what was edited here, or what they want
// changed in it.
func (d *deployment) signs(t *testing.T, mia, post, what string, form url.Values) {
	t.Helper()
	page := d.request(t, "submissions", post, mia, nil)
	shows(t, page, "Four teeth")
	form.Set("hash", hidden(page.Body, "hash").Get("hash"))
	redirects(t, d.request(t, "submissions", "/api"+post+"/"+what, mia, form), post)
}

// resends has the writer send the post again with other words.
func (d *deployment) resends(t *testing.T, mia, post, body string) {
	t.Helper()
	page := d.request(t, "submissions", post+"/edit", mia, nil)
	shows(t, page, "Four teeth")
	form := guestForm()
	form.Set("body", body)
	form.Set("version", hidden(page.Body, "version").Get("version"))
	redirects(t, d.request(t, "submissions", "/api"+post+"/edit", mia, form), post)
}

func (d *deployment) editsPost(t *testing.T, by crew, mia, post string) {
	t.Helper()
	shows(t, d.request(t, "desk", "/desk/posts/", by.tess, nil), "Four teeth")
	d.onPost(t, by.tess, post, "remark", url.Values{"text": {"Which chew?"}, "blocking": {"yes"}})
	d.mailed(t)
	if letter := d.letterTo(t, mailbox("Mia")); !strings.Contains(letter, "Which chew?") {
		t.Errorf("got\n%s\nwant the remark", letter)
	}
	d.resends(t, mia, post, "He has *four*, and the dental one.")
	form := guestForm()
	form.Set("body", "He has *four*, and the dental chew.")
	d.onPost(t, by.tess, post, "edit", form)
	d.onPost(t, by.devon, post, "approve", url.Values{})
	d.mailed(t)
	d.signs(t, mia, post, "return", url.Values{"text": {"It is a small chew."}})
	form.Set("body", "He has *four*, and the small dental chew.")
	d.onPost(t, by.tess, post, "edit", form)
	d.onPost(t, by.devon, post, "approve", url.Values{})
	d.signs(t, mia, post, "sign", url.Values{})
}

// releasesPost puts the post into the blog, and starts the functions anew that
// are to know of it: those that run know it within a minute.
func (d *deployment) releasesPost(t *testing.T, by crew, mia, post string) {
	t.Helper()
	d.onPost(t, by.devon, post, "release", url.Values{"slug": {guestSlug}, "page": {"mia"}})
	d.published(t)
	d.mailed(t)
	for file, want := range map[string]string{"blog/" + guestSlug + "/index.html": "the small dental chew", "people/mia/index.html": "Mia has a dog.",
		"blog/index.html": "/blog/" + guestSlug + "/", "blog/feed.xml": "Four teeth"} {
		if page, ok := d.s3.Object("/SiteBucket/" + file); !ok || !strings.Contains(string(page.Data), want) {
			t.Errorf("%s does not have %q", file, want)
		}
	}
	shows(t, d.request(t, "submissions", post, mia, nil), "/blog/"+guestSlug+"/")
	for _, function := range []string{"comments", "desk", "submissions"} {
		delete(d.hosts, function)
	}
}

// answersPost has a reader answer the post; the comment's address leads there.
func (d *deployment) answersPost(t *testing.T, tess string) {
	t.Helper()
	redirects(t, d.says(t, "Which size?"), "/comments/status/")
	d.mailed(t)
	letters := d.ses.Taken()
	id := found(t, `desk/comments/`+guestSlug+`/([0-9A-Z]{26})`, strings.ReplaceAll(string(letters[len(letters)-1].Content.Raw.Data), "=\r\n", ""))
	page := d.request(t, "desk", "/desk/comments/"+guestSlug+"/"+id, tess, nil)
	shows(t, page, "Four teeth")
	redirects(t, d.request(t, "desk", "/api/desk/comments/"+guestSlug+"/"+id+"/approve", tess, hidden(page.Body, "version", "revision")), "/desk/comments/")
	d.published(t)
	d.permalink(t, id, http.StatusFound, "/blog/"+guestSlug+"/#c-"+id)
	if page, ok := d.s3.Object("/SiteBucket/blog/" + guestSlug + "/index.html"); !ok || !strings.Contains(string(page.Data), "Which size?") {
		t.Error("the comment is not on the page of the post")
	}
}

// says comments on the guest post.
func (d *deployment) says(t *testing.T, text string) events.APIGatewayV2HTTPResponse {
	t.Helper()
	return d.request(t, "comments", "/api/comments", "", url.Values{"post": {guestSlug}, "name": {"Renée"}, "email": {"renee@example.org"},
		"text": {text}, "key": {"k" + text}})
}

func (d *deployment) correctsPost(t *testing.T, by crew, mia, post string) {
	t.Helper()
	d.resends(t, mia, post, "He has *five*, it turned out.")
	d.onPost(t, by.devon, post, "approve", url.Values{})
	d.onPost(t, by.devon, post, "correct", url.Values{"correction": {"He has five."}})
	d.published(t)
	d.mailed(t)
	if page, ok := d.s3.Object("/SiteBucket/blog/" + guestSlug + "/index.html"); !ok || !strings.Contains(string(page.Data), "it turned out") || strings.Contains(string(page.Data), "dental") {
		t.Error("the page does not say what was put right")
	}
}

// withdrawsPost takes the post back: its address stays, its words and the form
// for comments go.
func (d *deployment) withdrawsPost(t *testing.T, by crew, mia, post string) {
	t.Helper()
	redirects(t, d.request(t, "submissions", "/api"+post+"/withdraw", mia, url.Values{}), post)
	d.published(t)
	d.mailed(t)
	page, ok := d.s3.Object("/SiteBucket/blog/" + guestSlug + "/index.html")
	if text := string(page.Data); !ok || strings.Contains(text, "it turned out") || !strings.Contains(text, "Its writer took it back.") {
		t.Errorf("got\n%s\nwant that its writer took it back", text)
	}
	delete(d.hosts, "comments")
	if late := d.says(t, "And now?"); late.StatusCode < 400 {
		t.Errorf("got %d for a comment on it, want it refused", late.StatusCode)
	}
	shows(t, d.request(t, "desk", "/desk/posts/?list=archive", by.tess, nil), "Four teeth")
}
