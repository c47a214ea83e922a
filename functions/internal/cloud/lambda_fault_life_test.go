package cloud

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/table"
)

// tries is how often a person does something over that is answered with an
// error.
const tries = 8

// live is a while in the agency: readers write, one of them at a time more, a
// moderator approves what they are quick enough to see, somebody signs in, mails
// leave and pages are written.
func (w *world) live(ctx context.Context, moderator string) {
	for round := range 2 {
		var all sync.WaitGroup
		for n := range 3 {
			all.Go(func() { w.write(ctx, fmt.Sprintf("Sentence %d of round %d about Zanzibar", n, round)) })
		}
		all.Go(func() { w.asksToSignIn(ctx) })
		all.Wait()
		w.follow(ctx, "PrivateChanges")
		w.moderate(ctx, moderator)
		w.follow(ctx, "OpenChanges")
	}
	for range 4 { // the minutes that pass
		w.hurry(ctx)
		w.strike(ctx, "deliver")
	}
	w.strike(ctx, "publish")
}

// write sends a comment until it is taken.
func (w *world) write(ctx context.Context, text string) {
	form := url.Values{"post": {talkedOf}, "name": {"Quillfeather"}, "email": {"quill@example.org"}, "text": {text}, "key": {text}}
	for range tries {
		got := w.ask(ctx, "comments", "/api/comments", "", form)
		if got.StatusCode == http.StatusSeeOther {
			w.seen.Lock()
			w.acked[text] = got.Headers["Location"]
			w.seen.Unlock()
			return
		}
		if got.StatusCode < http.StatusInternalServerError {
			w.violate("a comment was answered with %d", got.StatusCode)
			return
		}
	}
}

func (w *world) asksToSignIn(ctx context.Context) {
	for range tries {
		if got := w.ask(ctx, "accounts", "/api/sign-in", "", url.Values{"email": {"devon@greenroom.example"}}); got.StatusCode < http.StatusInternalServerError {
			return
		}
	}
}

// signsIn goes the way of the mailed code.
func (w *world) signsIn(ctx context.Context, email string) (cookie string, err error) {
	asked := w.ask(ctx, "accounts", "/api/sign-in", "", url.Values{"email": {email}})
	w.follow(ctx, "PrivateChanges")
	_, request, _ := strings.Cut(asked.Headers["Location"], "request=")
	for _, letter := range w.ses.Taken() {
		code := regexp.MustCompile(`(?m)^(\d{6})\r?$`).FindStringSubmatch(string(letter.Content.Raw.Data))
		if code == nil || letter.Destination.ToAddresses[0] != email {
			continue
		}
		opened := w.ask(ctx, "accounts", "/api/sign-in/code", "", url.Values{"request": {request}, "code": {code[1]}})
		if len(opened.Cookies) == 1 {
			cookie, _, _ = strings.Cut(opened.Cookies[0], ";")
			return cookie, nil
		}
	}
	return "", fmt.Errorf("%s cannot sign in: %d\n%s", email, asked.StatusCode, w.pool.Log("accounts")+w.pool.Log("deliver"))
}

// comments are all that is kept.
func (w *world) comments(ctx context.Context) (all []comment.Comment) {
	page, err := w.store.Query(ctx, table.Query{Space: table.Open, PK: comment.Key(talkedOf, "").PK, Prefix: "C#"})
	if err != nil || page.Cursor != "" {
		w.violate("comments cannot be read: %v", err)
	}
	for _, i := range page.Items {
		c, err := comment.Decode(i)
		if err != nil {
			w.violate("%v", err)
		}
		all = append(all, c)
	}
	return all
}

var readBefore = regexp.MustCompile(`name="(version|revision)" value="([0-9a-f]+)"`)

// moderate approves what was taken, but for one of each round.
func (w *world) moderate(ctx context.Context, cookie string) {
	var all sync.WaitGroup
	for _, c := range w.comments(ctx) {
		if c.State == comment.Held && !strings.HasPrefix(c.Text, "Sentence 0") {
			all.Go(func() { w.approve(ctx, cookie, c) })
		}
	}
	all.Wait()
}

func (w *world) approve(ctx context.Context, cookie string, c comment.Comment) {
	address := "desk/comments/" + c.Post + "/" + c.ID
	for range tries {
		form := url.Values{"reason": {""}}
		for _, field := range readBefore.FindAllStringSubmatch(w.ask(ctx, "desk", "/"+address, cookie, nil).Body, -1) {
			form.Set(field[1], field[2])
		}
		if len(form) < 3 {
			continue
		}
		got := w.ask(ctx, "desk", "/api/"+address+"/approve", cookie, form)
		if got.StatusCode == http.StatusSeeOther {
			w.seen.Lock()
			w.approved[c.Text] = true
			w.seen.Unlock()
			return
		}
		if got.StatusCode < http.StatusInternalServerError && got.StatusCode != http.StatusConflict {
			w.violate("an approval was answered with %d\n%s", got.StatusCode, got.Body)
			return
		}
	}
}
