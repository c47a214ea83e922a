package theme_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"greenroom/site/theme"
)

const rel = ` rel="ugc nofollow noopener"`

func link(url string) string { return `<a href="` + url + `"` + rel + `>` + url + `</a>` }

func TestCommentText(t *testing.T) {
	t.Parallel()
	brackets := strings.Repeat(")", 1<<20) // must not take the square of the time
	tests := []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"blank", " \n\t\n", ""},
		{"words", "Hello", "<p>Hello</p>"},
		{"line break", "a\nb", "<p>a<br>b</p>"},
		{"other line breaks", "a\r\nb\rc", "<p>a<br>b<br>c</p>"},
		{"paragraphs", "a\n\n \n\nb\n", "<p>a</p><p>b</p>"},
		{"markup", "<b>&amp;</b>", "<p>&lt;b&gt;&amp;amp;&lt;/b&gt;</p>"},
		{"Markdown", "**a** [b](c)", "<p>**a** [b](c)</p>"},
		{"link", "https://a.example/x?y=1&z=2#f", `<p><a href="https://a.example/x?y=1&amp;z=2#f"` + rel + `>https://a.example/x?y=1&amp;z=2#f</a></p>`},
		{"link in a sentence", "See http://a.example/b, then go.", "<p>See " + link("http://a.example/b") + ", then go.</p>"},
		{"two links", "http://a.example http://b.example", "<p>" + link("http://a.example") + " " + link("http://b.example") + "</p>"},
		{"link in brackets", "(http://a.example/b)", "<p>(" + link("http://a.example/b") + ")</p>"},
		{"brackets in a link", "http://a.example/b_(c).", "<p>" + link("http://a.example/b_(c)") + ".</p>"},
		{"capitals", "HTTPS://A.example", "<p>" + link("HTTPS://A.example") + "</p>"},
		{"markup ends a link", "http://a.example/<b>", "<p>" + link("http://a.example/") + "&lt;b&gt;</p>"},
		{"direction mark ends a link", "http://a.example/\u202Eb", "<p>" + link("http://a.example/") + "\u202Eb</p>"},
		{"no host", "http:// and https:///x", "<p>http:// and https:///x</p>"},
		{"posing as another", "http://bank.example@evil.example/", "<p>http://bank.example@evil.example/</p>"},
		{"link after what is none", "http://a@b.example http://c.example", "<p>http://a@b.example " + link("http://c.example") + "</p>"},
		{"bad escape", "http://a.example/%zz", "<p>http://a.example/%zz</p>"},
		{"other schemes", "javascript://a.example/%0aalert(1) ftp://a.example data:text/html,x", "<p>javascript://a.example/%0aalert(1) ftp://a.example data:text/html,x</p>"},
		{"part of a word", "xhttp://a.example", "<p>xhttp://a.example</p>"},
		{"no scheme", "a.example", "<p>a.example</p>"},
		{"a million brackets", "http://" + brackets, "<p>http://" + brackets + "</p>"},
		{"NUL and broken bytes", "a\x00b\xffc", "<p>a\uFFFDb\uFFFDc</p>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := render(t, theme.CommentText(tt.text)); strings.TrimSpace(got) != tt.want {
				t.Errorf("got  %.300s\nwant %.300s", got, tt.want)
			}
		})
	}
}

// Whatever is typed, the page says those words and nothing else, in p, br and
// a alone, and links lead to the web as they are written.
func FuzzCommentText(f *testing.F) {
	for _, text := range hostile() {
		f.Add(text)
	}
	f.Add("One\n\nsee (https://a.example/b_(c)?d=\"e\"), or http://é.example…\r\nhttp://[::1]:80/~x)")
	f.Fuzz(func(t *testing.T, text string) {
		doc := parse(t, "<body>"+render(t, theme.CommentText(text)))
		body := doc.all(atom.Body)[0]
		want := strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
		if got, want := words(body), strings.Join(strings.Fields(want), " "); got != want {
			t.Errorf("page says %q, want %q", got, want)
		}
		for n := range body.Descendants() {
			checkCommentNode(t, n)
		}
	})
}

func checkCommentNode(t *testing.T, n *html.Node) {
	t.Helper()
	switch {
	case n.Type == html.TextNode:
	case n.Type != html.ElementNode:
		t.Errorf("page has a node %q that is no element", n.Data)
	case n.DataAtom == atom.P || n.DataAtom == atom.Br:
		if len(n.Attr) > 0 {
			t.Errorf("%s has attributes %v", n.Data, n.Attr)
		}
	case n.DataAtom == atom.A:
		href := strings.ToLower(attr(n, "href"))
		if !strings.HasPrefix(href, "http://") && !strings.HasPrefix(href, "https://") {
			t.Errorf("link to %q", href)
		}
		if attr(n, "href") != n.FirstChild.Data || attr(n, "rel") != "ugc nofollow noopener" || len(n.Attr) != 2 {
			t.Errorf("link %v says %q", n.Attr, n.FirstChild.Data)
		}
	default:
		t.Errorf("page has %s", n.Data)
	}
}
