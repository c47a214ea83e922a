package feed

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// hostile draws text as strangers write it.
func hostile() *rapid.Generator[string] {
	pieces := rapid.SampledFrom([]string{
		"]]>", "<![CDATA[", "&", "&amp;", "<", ">", `"`, "'", "\x00", "\x0b", "\x1b", "\r\n", "\r", "\t", "\n", " ", "\\", "/", "\xff", "\xc3", "\xed\xa0\x80",
		"\ufffe", "\uffff", "\ufffd", "\U0001f33f", "\U0010ffff", "\u202eevil\u202c", "\u2028", "\u0085", "</title>", "</content>", "</script>", "<!--", "-->",
		"<a href=\"/x\">", "<a href='#x'>", "<img srcset='/a 1x,/b 2x'>", "words", "é", "日本",
	})
	return rapid.OneOf(
		rapid.Map(rapid.SliceOfN(pieces, 0, 8), func(s []string) string { return strings.Join(s, "") }),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 20), func(b []byte) string { return string(b) }),
		rapid.String(),
	)
}

// carriable is what is left of a text in any of the formats.
func carriable(s string) string {
	var b strings.Builder
	for _, r := range s { // a byte that is no UTF-8 is U+FFFD here already
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return b.String()
}

func times() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		zone := time.FixedZone("", rapid.IntRange(-100_000, 100_000).Draw(t, "offset"))
		return time.Unix(rapid.Int64Range(-80_000_000_000, 300_000_000_000).Draw(t, "seconds"), 0).In(zone)
	})
}

func drawFeed(t *rapid.T) Feed {
	text := hostile()
	draw := func(name string) string { return text.Draw(t, name) }
	f := Feed{
		Title: draw("title"), Description: draw("description"), Language: draw("language"), Base: draw("base"), Home: draw("home"),
		Self: draw("self"), Icon: draw("icon"), Hub: draw("hub"), Updated: times().Draw(t, "updated"),
	}
	for n := range rapid.IntRange(0, 3).Draw(t, "items") {
		f.Items = append(f.Items, Item{
			ID: "https://x.example/" + strings.Repeat("i", n+1) + draw("id"), Title: draw("title"), URL: draw("url"), Summary: draw("summary"), HTML: draw("html"),
			Authors:   []Author{{Name: draw("name"), URL: draw("person")}, {Name: draw("name")}},
			Tags:      rapid.SliceOfN(text, 0, 3).Draw(t, "tags"),
			Published: times().Draw(t, "published"), Updated: times().Draw(t, "changed"), CommentsUpdated: times().Draw(t, "commented"),
			Comments: rapid.Int().Draw(t, "comments"), CommentsURL: draw("thread"), CommentsFeed: draw("threadfeed"),
			InReplyTo: draw("reply"), InReplyToURL: draw("replypage"), Image: draw("image"), ImageType: draw("type"), ImageBytes: rapid.Int64().Draw(t, "bytes"),
		})
	}
	return f
}

// Whatever is in a feed, every document parses, says what was said, and has no
// element or attribute that we do not write.
func TestAnythingCanBeCarried(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := drawFeed(t)
		rss := parseXML(t, string(RSS.Append(nil, f))).all("channel")[0]
		atom := parseXML(t, string(Atom.Append(nil, f)))
		js := parseJSON(t, string(JSON.Append(nil, f)))
		same(t, "title", f.Title, rss.text(t, "title"), atom.text(t, "title"), js.Title)
		known := vocabulary()
		rss.walk(func(n node) { known.check(t, n) })
		atom.walk(func(n node) { known.check(t, n) })
		for n := range f.Items {
			i, r, a, j := f.Items[n], rss.all("item")[n], atom.all("entry")[n], js.Items[n]
			content := Absolute(i.HTML, f.Base, i.URL)
			same(t, "id", i.ID, r.text(t, "guid"), a.text(t, "id"), j.ID)
			same(t, "title", i.Title, r.text(t, "title"), a.text(t, "title"), j.Title)
			same(t, "summary", i.Summary, r.text(t, "description"), a.text(t, "summary"), j.Summary)
			same(t, "content", content, encoded(r), a.text(t, "content"), *j.Content)
			for m, tag := range a.all("category") {
				same(t, "tag", present(i.Tags)[m], tag.attr("term"))
			}
			for _, p := range a.all("x:in-reply-to") {
				same(t, "reply", i.InReplyTo, p.attr("ref"))
			}
			checkMoment(t, time.RFC1123Z, r.text(t, "pubDate"), i.published())
			checkMoment(t, time.RFC3339, a.text(t, "published"), i.Published)
			checkMoment(t, time.RFC3339, j.Published, i.Published)
		}
	})
}

func present(all []string) (some []string) {
	for _, s := range all {
		if s != "" {
			some = append(some, s)
		}
	}
	return some
}

func same(t *rapid.T, what, given string, got ...string) {
	for n, g := range got {
		if want := carriable(given); g != want {
			t.Fatalf("%s of format %d is %q, want %q", what, n, g, want)
		}
	}
}

func checkMoment(t *rapid.T, layout, text string, want time.Time) {
	if !known(want) {
		if text != "" {
			t.Fatalf("%v is written as %q", want, text)
		}
		return
	}
	if got, err := time.Parse(layout, text); err != nil || !got.Equal(want) {
		t.Fatalf("%q is %v, want %v (%v)", text, got, want, err)
	}
}

// words are the elements and attributes a document may have.
type words map[string]bool

func vocabulary() words {
	known := words{}
	for _, w := range strings.Fields(`channel title link description language lastBuildDate image url item guid pubDate creator category encoded comments
		commentRss content in-reply-to feed subtitle id updated icon author name uri entry published summary
		@rel @type @href @lang @isPermaLink @fileSize @medium @url @ref @term @length @count @updated @xmlns @thr`) {
		known[w] = true
	}
	return known
}

func (w words) check(t *rapid.T, n node) {
	for _, a := range n.Attrs {
		if !w["@"+a.Name.Local] {
			t.Fatalf("attribute %s in %+v", a.Name.Local, n)
		}
	}
	if !w[n.XMLName.Local] {
		t.Fatalf("element %+v", n)
	}
}

func (n node) walk(visit func(node)) {
	visit(n)
	for _, c := range n.Nodes {
		c.walk(visit)
	}
}
