package generate

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
)

func TestFeedsOfTheBlogAgree(t *testing.T) {
	t.Parallel()
	files := built(t).files
	rss := parseRSS(t, "feed.xml", files["blog/feed.xml"])
	atom := parseAtom(t, "atom.xml", files["blog/atom.xml"])
	js := parseJSON(t, "feed.json", files["blog/feed.json"])
	if self := `<atom:link rel="self" type="application/rss+xml" href="https://juniper.example/blog/feed.xml"`; !bytes.Contains(files["blog/feed.xml"], []byte(self)) {
		t.Errorf("feed.xml lacks %s", self)
	}
	want := []string{"every-kind-of-markdown", "middle", "oldest"}
	for i, slug := range want {
		url := "https://juniper.example/blog/" + slug + "/"
		if rss.Items[i].GUID != url || atom.Entries[i].ID != url || js.Items[i].ID != url {
			t.Errorf("entry %d: %s, %s, %s, want %s", i, rss.Items[i].GUID, atom.Entries[i].ID, js.Items[i].ID, url)
		}
		if c := atom.Entries[i].Content; c != rss.Items[i].Content || c != js.Items[i].Content {
			t.Errorf("%s says different things in different formats", slug)
		}
	}
	for _, in := range []string{
		`href="https://juniper.example/programs/windowsill/"`, `href="https://juniper.example/blog/every-kind-of-markdown/#table-2"`, `href="https://elsewhere.example/?a=1&amp;b=2"`,
	} {
		if !strings.Contains(js.Items[0].Content, in) {
			t.Errorf("content lacks %s", in)
		}
	}
	if strings.Contains(js.Items[0].Content, `href="/`) || strings.Contains(js.Items[0].Content, `href="#`) {
		t.Error("content has addresses that only work on the page")
	}
	if got, want := atom.Updated, "2026-05-12T08:00:00-05:00"; got != want {
		t.Errorf("updated %s, want %s: the newest change", got, want)
	}
}

func TestFeedOfAThread(t *testing.T) {
	t.Parallel()
	files := built(t).files
	feed := parseAtom(t, "comments-atom.xml", files["blog/every-kind-of-markdown/comments-atom.xml"])
	post := "https://juniper.example/blog/every-kind-of-markdown/"
	if got, want := len(feed.Entries), 6; got != want {
		t.Fatalf("%d entries, want %d", got, want)
	}
	if got, want := feed.Entries[1].InReplyTo.Ref, "https://juniper.example/c/01JV0000000000000000000004/"; got != want {
		t.Errorf("answer to %s, want %s", got, want)
	}
	if got, want := feed.Entries[5].InReplyTo.Ref, post; got != want {
		t.Errorf("answer to %s, want %s", got, want)
	}
	empty := parseAtom(t, "empty", files["blog/oldest/comments-atom.xml"])
	if got, want := empty.Updated, "2026-01-02T00:00:00-06:00"; got != want || len(empty.Entries) > 0 {
		t.Errorf("empty thread updated %s, want %s: the day of the post", got, want)
	}
}

func TestFeedsOfAnEmptyBlog(t *testing.T) {
	t.Parallel()
	words := fixture(t)
	for name := range words {
		if strings.HasPrefix(name, "posts/") {
			delete(words, name)
		}
	}
	words["pages/about.md"] = &fstest.MapFile{Data: []byte("---\ntitle: About\ndescription: Who.\n---\n## How it works\n")}
	target := newMemory()
	build(t, newBuilder(1), Input{Content: words}, target)
	parseAtom(t, "atom.xml", target.files["blog/atom.xml"])
	parseRSS(t, "feed.xml", target.files["blog/feed.xml"])
	parseJSON(t, "feed.json", target.files["blog/feed.json"])
}
