package main_test

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"greenroom/site/browsertest"
)

const guestBody = "We had one window and a list.\n\n## What the list said\n\nBasil first. Then *nothing* for a week, which the list had not foreseen.\n"

// A guest's post, from the form to the blog: sent with a fault first, edited
// here, signed by its writer as it was edited, read by somebody who wrote none
// of it, published, corrected, and taken back by its writer. Once without
// JavaScript, once with it.
func TestFromAGuestsPostToTheBlog(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	for _, mode := range []struct {
		name   string
		script bool
	}{{"JavaScript off", false}, {"JavaScript on", true}} {
		t.Run(mode.name, func(t *testing.T) {
			name := strings.ReplaceAll(strings.ToLower(mode.name), " ", "-") + "-guest-"
			data := t.TempDir()
			p := start(t, data)
			tabOf := func() *tab { return openTab(t, browser, p.base, mode.script) }
			ines, tess, marisol, other := tabOf(), tabOf(), tabOf(), tabOf()
			tess.signsIn("tess@greenroom.example")
			marisol.signsIn("marisol@greenroom.example")

			mine := sendsPost(t, ines, name)
			id := mine[strings.LastIndex(mine, "/")+1:]
			editsPost(t, tess, id, name)
			hidden(t, other, "One window and a list")
			marisol.open("/desk/posts/" + id)
			marisol.press(`form[action$="/approve"] button`)
			letterTo(t, p.base, "ines@window.example", "edited")
			ines.open(mine)
			ines.sees("Your word", "which nobody had foreseen")
			ines.shot(name + "sign")
			hidden(t, other, "One window and a list")
			ines.press(`form[action$="/sign"] button`)
			marisol.open("/desk/posts/" + id)
			marisol.shot(name + "release")
			marisol.press(`form[action$="/release"] button`)
			letterTo(t, p.base, "ines@window.example", "blog")

			inTheBlog(t, p, other, name)
			if onStack() == "" { // whose files nobody can walk through
				eventually(t, "the search finds it", func() bool { return searchable(t, data, "foreseen") })
			}
			ines.open(mine)
			ines.press(`form[action$="/withdraw"] button`)
			eventually(t, "the page says that the post was withdrawn", func() bool {
				status, page := get(t, client(), p.base+"/blog/one-window-and-a-list/")
				return status == http.StatusOK && strings.Contains(page, "Withdrawn") && !strings.Contains(page, "foreseen")
			})
			eventually(t, "the feed has nothing of it", func() bool { // feeds are written after pages
				_, feed := get(t, client(), p.base+"/blog/feed.xml")
				return !strings.Contains(feed, "One window and a list")
			})
		})
	}
}

// sendsPost comes in with an address that nobody knew, and goes wrong first. It
// returns the writer's page of the post.
func sendsPost(t *testing.T, ines *tab, name string) string {
	ines.open("/about/")
	ines.press(`a[href="/me/posts/new"]`)
	ines.shot(name + "sign-in")
	ines.typeInto("#name", "Ines Quint")
	ines.typeInto("#email", "ines@window.example")
	ines.press(`form[action="/api/sign-in"] button`)
	ines.typeInto("#code", codeInMail.FindString(letterTo(t, ines.base, "ines@window.example", "Sign in").Text))
	ines.press(`form[action="/api/sign-in/code"] button`)
	ines.typeInto("#title", "One window and a list")
	ines.typeInto("#description", "A month of herbs, planned by somebody who had never grown any.")
	ines.typeInto("#body", "Write to me: ines@window.example")
	ines.typeInto("#bio", "Ines cooks in a small kitchen.")
	ines.press(`form[action^="/api/me/posts"] button`)
	ines.sees("There is a problem")
	ines.shot(name + "faults")
	ines.rewrite("#body", guestBody)
	ines.press(`form[action^="/api/me/posts"] button`)
	ines.sees("One window and a list")
	ines.shot(name + "sent")
	letterTo(t, ines.base, "ines@window.example", "post")
	return ines.address()
}

// editsPost changes a sentence: whoever edits is a writer, and does not
// approve.
func editsPost(t *testing.T, tess *tab, id, name string) {
	tess.open("/desk/posts/" + id)
	tess.sees("One window and a list", "What the list said")
	tess.shot(name + "desk")
	tess.pick(`details:has(form[action$="/edit"]) > summary`)
	tess.rewrite("#body", strings.Replace(guestBody, "the list had not", "nobody had", 1))
	tess.press(`form[action$="/edit"] button`)
	tess.sees("nobody had")
	if strings.Contains(tess.text(), "It is good as it is") {
		t.Error("who edited a post may approve it")
	}
}

// hidden demands that the blog does not know a title.
func hidden(t *testing.T, other *tab, title string) {
	t.Helper()
	other.open("/blog/")
	if strings.Contains(other.text(), title) {
		t.Fatalf("%q is in the blog", title)
	}
}

// inTheBlog demands that the post is where posts are, with its writer.
func inTheBlog(t *testing.T, p *process, other *tab, name string) {
	const page = "/blog/one-window-and-a-list/"
	eventually(t, "the post is in the blog", func() bool {
		status, _ := get(t, client(), p.base+page)
		return status == http.StatusOK
	})
	other.open(page)
	other.sees("One window and a list", "which nobody had foreseen", "Ines")
	other.shot(name + "live")
	for _, list := range []string{"/blog/", "/blog/feed.xml", "/blog/atom.xml", "/blog/feed.json", "/people/"} {
		want := "One window and a list"
		if list == "/people/" {
			want = "Ines"
		}
		eventually(t, list+" has "+want, func() bool {
			status, body := get(t, client(), p.base+list)
			return status == http.StatusOK && strings.Contains(body, want)
		})
	}
}

// searchable reports whether a word is in the index that the browser reads.
func searchable(t *testing.T, data, word string) (found bool) {
	err := filepath.WalkDir(filepath.Join(data, "site", "search"), func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(name)
		found = found || strings.Contains(string(body), word)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // a build swaps files while we look
		t.Error(err)
	}
	return found
}
