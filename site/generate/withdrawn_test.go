package generate

import (
	"fmt"
	"strings"
	"testing"
)

// afterwards rewrites a post of the desk with more front matter and a text.
func (d *desk) afterwards(slug, front, body string) {
	d.write("content/posts/"+slug+".md", fmt.Appendf(nil,
		"---\ntitle: T %s\ndate: 2025-03-04\nlastmod: 2026-05-11\ndescription: D.\nauthors: [ada-stone]\ntags: [paper]\n%s---\n%s", slug, front, body))
}

func (d *desk) withdraw(slug string) {
	d.afterwards(slug, "aliases: [/old/]\nwithdrawn: Its writer took it back.\n", "")
}

// What was withdrawn keeps its address and what readers said, and is nowhere
// else: in no list, feed, search or sitemap.
func TestAWithdrawnPostKeepsItsAddressOnly(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.afterwards("aa", "aliases: [/old/]\n", "## Zwirbelnuss\n\nVellichor, all of it.\n")
	d.post("bb", "ada-stone", "See [what was said there](/blog/aa/#zwirbelnuss).")
	d.comment("aa", 1, "I keep my words")
	d.must()
	before := snapshotOf(t, d.public())
	d.withdraw("aa")
	d.must()
	d.same()
	files := snapshotOf(t, d.public())
	page := files["blog/aa/index.html"]
	for _, in := range []string{`<meta name="robots" content="noindex"`, "Its writer took it back.", "11 May 2026", "T aa", "Ada Stone", "I keep my words", "Comments are closed"} {
		if !strings.Contains(page, in) {
			t.Errorf("the page does not have %q", in)
		}
	}
	for _, out := range []string{"<form class=\"comment-form\"", "/comments/new", "BlogPosting", "aria-label=\"Other posts\""} {
		if strings.Contains(page, out) {
			t.Errorf("the page has %q", out)
		}
	}
	for name, data := range files {
		lower := strings.ToLower(data)
		if strings.Contains(lower, "vellichor") || strings.Contains(lower, "zwirbelnuss") && name != "blog/bb/index.html" && !strings.Contains(name, "feed") && !strings.Contains(name, "atom") && !strings.HasPrefix(name, "search/") {
			t.Errorf("words of the post are in %s", name)
		}
		own := strings.HasPrefix(name, "blog/aa/") || name == "old/index.html" || name == manifestName
		if !own && strings.Contains(data, "T aa") {
			t.Errorf("%s still names it", name)
		}
	}
	if strings.Contains(files["sitemap.xml"], "/blog/aa/") || !strings.Contains(before["sitemap.xml"], "/blog/aa/") {
		t.Error("the sitemap is not right")
	}
	feed := parseAtom(t, "comments", []byte(files["blog/aa/comments-atom.xml"]))
	if len(feed.Entries) != 1 {
		t.Errorf("its comments have %d entries", len(feed.Entries))
	}
	if !strings.Contains(files["old/index.html"], "/blog/aa/") {
		t.Error("its older address leads nowhere")
	}
	d.remove("records/aa.ndjson")
	d.must()
	d.same()
}

// A correction is said above the text and in feeds, whose date moves.
func TestACorrectionIsSaid(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.post("aa", "ada-stone", "It is 13.")
	d.must()
	d.afterwards("aa", "correction: It is 12 & not 13.\n", "It is 12.\n")
	d.must()
	d.same()
	files := snapshotOf(t, d.public())
	const said = "It is 12 &amp; not 13."
	if page := files["blog/aa/index.html"]; !strings.Contains(page, said) || strings.Index(page, said) > strings.Index(page, "<p>It is 12.") {
		t.Error("the page does not say it above the text")
	}
	for _, e := range parseAtom(t, "atom.xml", []byte(files["blog/atom.xml"])).Entries {
		if e.Title != "T aa" {
			continue
		}
		if !strings.Contains(e.Content, said) || e.Updated != "2026-05-11T00:00:00-05:00" || e.Published != "2025-03-04T00:00:00-06:00" {
			t.Errorf("the entry of the feed is %+v", e)
		}
		return
	}
	t.Error("the post is not in the feed")
}
