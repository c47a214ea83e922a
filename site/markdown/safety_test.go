package markdown

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// attacks are the ways in which Markdown has been made to carry script.
func attacks() []string {
	return []string{
		`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `<svg/onload=alert(1)>`, `<iframe src="javascript:alert(1)"></iframe>`,
		`<a href="javascript:alert(1)">x</a>`, `<b onmouseover=alert(1)>x</b>`, `<style>@import 'x'</style>`, `<object data="x"></object>`,
		`<form action="javascript:alert(1)"><input type=submit></form>`, `<math><mi xlink:href="javascript:alert(1)">`, `<base href="//x.example">`,
		`<!--><script>alert(1)</script>-->`, `<!-- --!><script>alert(1)</script>`, `<![CDATA[<script>alert(1)</script>]]>`, `<?php echo 1 ?><script>`,
		"<scr\x00ipt>alert(1)</scr\x00ipt>", "<div\n\n<script>alert(1)</script>", "- <div>\n\n<script>alert(1)</script>", `<a title="a>b" onclick=x>`,
		`[x](javascript:alert(1))`, `[x](JaVaScRiPt:alert(1))`, `[x](&#106;avascript:alert(1))`, `[x](&#x6A;avascript&colon;alert(1))`,
		"[x](java\tscript:alert(1))", "[x](<java\nscript:alert(1)>)", `[x](\javascript:alert(1))`, `[x](j\avascript:alert(1))`, `[x]( javascript:alert(1))`,
		`[x](&#1;javascript:alert(1))`, `[x](vbscript:msgbox(1))`, `[x](data:text/html;base64,PHNjcmlwdD4=)`, `[x](file:///etc/passwd)`, `[x](//x.example)`,
		`[x](/\x.example)`, `[x](/&#92;x.example)`, `[x](\\x.example)`, "[x](/\u202e/x)", `<javascript:alert(1)>`, `<data:text/html,x>`,
		"[x][r]\n\n[r]: javascript:alert(1)", "[x]\n\n[x]: <javascript:alert(1)> \"t\"", `[x](/ "a\" onclick=alert(1) b=\"")`, `[x](/ 'a"onclick="alert(1)')`,
		`[x](/"onclick="alert(1))`, `[x](https://x.example/"onclick=alert(1))`, `[x](#"><script>alert(1)</script>)`, `![x](javascript:alert(1))`,
		`![x](https://x.example/t.gif)`, `!["onload="alert(1)](/media/x.jpg)`, `![x](/media/x.jpg "\"onload=alert(1)")`, `![x](/media/x".jpg)`,
		`![<script>alert(1)</script>](/media/x.jpg)`, "```\"><script>alert(1)</script>\nx\n```", "```\" onclick=\"alert(1)\nx\n```", "~~~ '&quot;><script>\nx\n~~~",
		"```html\n<script>alert(1)</script>\n```", "```js\n</code></pre><script>alert(1)</script>\n```", "`</code><script>alert(1)</script>`", "    <script>alert(1)</script>",
		`# x {#a" onclick="alert(1)}`, `## "><script>alert(1)</script>`, "{: onclick=alert(1)}\n# x", `## &lt;script&gt;`, "| <script> | `|</td>` |\n|---|---|\n| \" onclick=x | <b> |",
		"[^\"><script>]\n\n[^\"><script>]: <script>alert(1)</script>", "a[^1]\n\n[^1]: [x](javascript:alert(1))", "- [x] <script>alert(1)</script>", "Term\n: <script>alert(1)</script>",
		`&lt;script&gt;alert(1)&lt;/script&gt;`, `https://x.example/"onclick="alert(1)`, `https://x.example/<script>`, `www.x.example/'"><script>`, `"onclick="x@x.example`,
		`javascript:alert(1)`, `***[x](javascript:alert(1))***`, `[![x](javascript:alert(1))](javascript:alert(1))`, `[a]: javascript:alert(1)`, "<a\nhref\n=\n\"javascript:alert(1)\"\n>",
	}
}

func TestAttacks(t *testing.T) {
	t.Parallel()
	r := New(Options{Picture: testPicture, Reserved: []string{"main"}})
	for _, attack := range attacks() {
		for _, body := range []string{attack, "x " + attack + " y", "> - " + attack, "[a " + attack + " b](/c/)", "*a" + attack + "*"} {
			checkHTML(t, r.Render(body))
		}
	}
}

// checkHTML holds that a fragment is made of nothing but what this package
// writes: these elements and attributes, safe addresses, ids that are unique,
// and every element closed where it was opened.
func checkHTML(t *testing.T, f *Fragment) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(f.HTML))
	if err != nil {
		t.Errorf("%v in %q", err, f.HTML)
		return
	}
	ids := map[string]bool{}
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.CommentNode:
			t.Errorf("comment in %q", f.HTML)
		case n.Type == html.ElementNode:
			checkElement(t, n, f.HTML)
			if id := attribute(n, "id"); ids[id] && id != "" {
				t.Errorf("id %q twice in %q", id, f.HTML)
			} else {
				ids[id] = true
			}
		}
	}
	if trimmed := strings.TrimSpace(f.HTML); trimmed != f.HTML {
		t.Errorf("space around %q", f.HTML)
	}
}

func checkElement(t *testing.T, n *html.Node, source string) {
	t.Helper()
	allowed := map[string]string{
		"html": "", "head": "", "body": "",
		"p": "", "em": "", "strong": "", "del": "", "br": "", "hr": "", "blockquote": "", "ul": "", "dl": "", "dt": "", "dd": "",
		"thead": "", "tbody": "", "tr": "", "table": "", "figure": "", "figcaption": "", "picture": "",
		"ol": "start", "li": "class id", "a": "class href title aria-label id", "code": "class", "pre": "tabindex",
		"h1": "id", "h2": "id", "h3": "id", "h4": "id", "h5": "id", "h6": "id", "div": "class role aria-label tabindex",
		"th": "scope class", "td": "class", "span": "class role aria-label", "sup": "class", "section": "class aria-label",
		"source": "type srcset sizes", "img": "src srcset sizes alt title width height decoding loading fetchpriority",
	}
	names, known := allowed[n.Data]
	if !known {
		t.Errorf("<%s> in %q", n.Data, source)
	}
	for _, a := range n.Attr {
		if !slices.Contains(strings.Fields(names), a.Key) {
			t.Errorf("attribute %s of <%s> in %q", a.Key, n.Data, source)
		}
		if a.Key == "href" && !isSafe(a.Val) || a.Key == "src" && !strings.HasPrefix(a.Val, "/media/") {
			t.Errorf("%s=%q in %q", a.Key, a.Val, source)
		}
	}
}

// FuzzRender holds that no body, whatever it is, ends the process, gets
// anything but our own markup into a page, or has a fault outside its lines.
func FuzzRender(f *testing.F) {
	for _, seed := range attacks() {
		f.Add(seed)
	}
	for _, i := range append(append(listIdioms(), blockIdioms()...), textIdioms()...) {
		f.Add(i.in)
	}
	f.Add("|-\n| ")
	f.Add("[a]()")
	f.Add(strings.Repeat("*a **b ", 60) + strings.Repeat("c** d* ", 60))
	r := New(Options{Picture: testPicture, Reserved: []string{"main"}})
	f.Fuzz(func(t *testing.T, body string) {
		fragment := r.Render(body)
		checkHTML(t, fragment)
		lines := strings.Count(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(body), "\n") + 1
		for _, fault := range fragment.Faults {
			if strings.Contains(fault.What, "cannot be read") {
				t.Errorf("panics: %v", fault)
			}
			if fault.Line < 1 || fault.Line > lines || fault.What == "" || fault.Fix == "" {
				t.Errorf("%+v of %q", fault, body)
			}
		}
		for _, link := range fragment.Links {
			if link.Line < 1 || link.Line > lines || !isSafe(link.Address) {
				t.Errorf("%+v of %q", link, body)
			}
		}
		for _, h := range fragment.Headings {
			if h.Line < 1 || h.Line > lines || h.ID == "" {
				t.Errorf("%+v of %q", h, body)
			}
		}
	})
}
