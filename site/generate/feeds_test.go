package generate

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

func TestFeedsOfTheBlogAgree(t *testing.T) {
	t.Parallel()
	files := built(t).files
	rss := parseRSS(t, "feed.xml", files["blog/feed.xml"])
	atom := parseAtom(t, "atom.xml", files["blog/atom.xml"])
	js := parseJSON(t, "feed.json", files["blog/feed.json"])
	if self := `<atom:link href="https://juniper.example/blog/feed.xml" rel="self"`; !bytes.Contains(files["blog/feed.xml"], []byte(self)) {
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
	feed := parseAtom(t, "comments.xml", files["blog/every-kind-of-markdown/comments.xml"])
	post := "https://juniper.example/blog/every-kind-of-markdown/"
	if got, want := len(feed.Entries), 6; got != want {
		t.Fatalf("%d entries, want %d", got, want)
	}
	if got, want := feed.Entries[1].InReplyTo.Ref, post+"#c-01JV0000000000000000000004"; got != want {
		t.Errorf("answer to %s, want %s", got, want)
	}
	if got, want := feed.Entries[5].InReplyTo.Ref, post; got != want {
		t.Errorf("answer to %s, want %s", got, want)
	}
	empty := parseAtom(t, "empty", files["blog/oldest/comments.xml"])
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

// FuzzFeeds holds that whatever readers write, feeds stay well-formed and
// every entry is there.
func FuzzFeeds(f *testing.F) {
	f.Add("Ann", "Hello\n\nthere]]>")
	f.Add("\x00\x0b\xff", "<![CDATA[ \ufffe & </content>")
	f.Fuzz(func(t *testing.T, name, text string) {
		view := feedView{Title: name, Description: text, Language: "en", Home: "https://x.example/", Self: "https://x.example/f", Updated: at(1)}
		for i := range 2 {
			view.Items = append(view.Items, feedItem{Title: name, URL: fmt.Sprint("https://x.example/#", i), Summary: text, Text: text, HTML: "<p>x</p>", Tags: []string{name}, Created: at(i), Updated: at(i)})
		}
		for _, write := range []func(feedView) ([]byte, error){writeRSS, writeAtom, writeJSON} {
			data, err := write(view)
			if err != nil {
				t.Fatal(err)
			}
			if !utf8.Valid(data) {
				t.Errorf("not UTF-8: %q", data)
			}
			if bytes.HasPrefix(data, []byte("<?xml")) {
				checkXML(t, data)
			} else if len(parseJSON(t, "json", data).Items) != 2 {
				t.Errorf("entries are missing: %s", data)
			}
		}
	})
}

// checkXML reads every token: what is not well-formed is an error.
func checkXML(t testing.TB, data []byte) {
	t.Helper()
	entries := 0
	for dec := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := dec.Token()
		if err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("%v in %q", err, data)
		}
		if start, ok := token.(xml.StartElement); ok && (start.Name.Local == "entry" || start.Name.Local == "item") {
			entries++
		}
	}
	if entries != 2 {
		t.Errorf("%d entries in %q", entries, data)
	}
}
