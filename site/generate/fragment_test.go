package generate

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

func TestFragment(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"money is text", "Pay $5 now and $10 later.", "<p>Pay $5 now and $10 later.</p>"},
		{"entities are characters", "a&nbsp;b &copy; &lt;b&gt; &#8212; AT&T &amp;lt; &nosuch;", "<p>a\u00a0b © &lt;b&gt; — AT&amp;T &amp;lt; &amp;nosuch;</p>"},
		{"hidden characters stay written", "a&#x202e;b&#0;", "<p>a&amp;#x202e;b\ufffd</p>"},
		{"quotes are escaped", `say "x"`, "<p>say &quot;x&quot;</p>"},
		{"list after a paragraph", "One:\n- a\n- b", "<p>One:</p>\n\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"},
		{"ordered list that starts at three", "3. c\n4. d", "<ol start=\"3\">\n<li>c</li>\n<li>d</li>\n</ol>"},
		{"line break", "a\\\nb", "<p>a<br>\nb</p>"},
		{"words_with_underscores", "snake_case_name", "<p>snake_case_name</p>"},
		{"info string is escaped", "```\"onmouseover=alert(1)//\nx\n```", `<pre><code class="language-&quot;onmouseover=alert(1)//">x` + "\n</code></pre>"},
		{"heading id cannot be written", "## h {#x\" onclick=\"alert(1)}", `<h2 id="h-x-onclick-alert-1">h {#x&quot; onclick=&quot;alert(1)}</h2>`},
		{"link with a title", `[a & b](/x/?a=1&b=2 "t")`, `<p><a href="/x/?a=1&amp;b=2" title="t">a &amp; b</a></p>`},
		{"address in text", "See https://x.example/a?b=1&c=2.", `<p>See <a href="https://x.example/a?b=1&amp;c=2">https://x.example/a?b=1&amp;c=2</a>.</p>`},
		{"a table that ends in a bar", "|-\n| ", ""},
		{"nothing", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFragment(test.in)
			if f.html != test.want && test.want != "" {
				t.Errorf("newFragment(%q) =\n%q, want\n%q", test.in, f.html, test.want)
			}
			if len(f.faults) > 0 {
				t.Errorf("faults: %v", f.faults)
			}
		})
	}
}

func TestFragmentFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in string
		line     int
		want     string
	}{
		{"block of HTML", "text\n\n<div>\nx\n</div>", 3, "HTML is not allowed: <div>"},
		{"HTML in a line", "one\n\ntwo <b>x", 3, "HTML is not allowed: <b>"},
		{"comment", "one\n\n<!-- a note -->\n", 3, "HTML is not allowed: <!-- a note -->"},
		{"script", "one\n\n> - <script>alert(1)</script>", 3, "HTML is not allowed: <script>"},
		{"picture", "x\n\n![alt](/media/x.png)", 3, "pictures are not shown yet"},
		{"script address", "x\n\n[a](javascript:alert(1))", 3, `link to "javascript:alert(1)" is not allowed`},
		{"script address in disguise", "[a](&#106;avascript:alert)", 1, `link to "javascript:alert" is not allowed`},
		{"another host", "[a](//x.example/)", 1, `link to "//x.example/" is not allowed`},
		{"another host in disguise", `[a](/\\x.example/)`, 1, `link to "/\\x.example/" is not allowed`},
		{"relative", "[a](about/)", 1, `link to "about/" is not allowed`},
		{"reference", "see [a][r]\n\n\n[r]: data:text/html,x", 4, `link to "data:text/html,x" is not allowed`},
		{"no address", "[a]()", 1, `link to "" is not allowed`},
		{"no words", "[](/x/)", 1, "link to /x/ has no words"},
		{"first level", "text\n\n# Title", 3, `heading "Title" is on the level of the page's title`},
		{"first level, underlined", "Title\n=====", 1, `heading "Title" is on the level of the page's title`},
		{"skipped level", "## A\n\n#### B", 3, `heading "B" skips a level`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFragment(test.in)
			if len(f.faults) == 0 || f.faults[0].what != test.want || f.faults[0].line != test.line {
				t.Errorf("newFragment(%q) faults = %v, want line %d: %s", test.in, f.faults, test.line, test.want)
			}
			if strings.Contains(f.html, "javascript:") || strings.Contains(f.html, "<script") {
				t.Errorf("html = %s", f.html)
			}
		})
	}
}

func TestFragmentFindsTheLinesOfLinks(t *testing.T) {
	t.Parallel()
	const body = "`](/b/)` and [a](/a/)\n\n[b](/b/) [b](/b/#x)\nx\n[b](/b/)[^n] [r][r]\n\n[^n]: see [n](/n/)\n\n[r]: /r/\n"
	var got []string
	for _, l := range newFragment(body).links {
		got = append(got, fmt.Sprint(l.url, " ", l.line))
	}
	want := "[/a/ 1 /b/ 3 /b/#x 3 /b/ 5 /r/ 9 /n/ 7]"
	if fmt.Sprint(got) != want {
		t.Errorf("links %v, want %s", got, want)
	}
}

func TestHeadingIDs(t *testing.T) {
	t.Parallel()
	f := newFragment("## Hello, World & Co\n\n## It’s *so*\n\n## Grüße 5\n\n## A\n\n## A\n\n## A 2\n\n## A\n\n## ???\n\n## Comments\n")
	got := strings.Join(f.headings, " ")
	if want := "hello-world-co its-so grüße-5 a a-2 a-2-2 a-3 section comments-2"; got != want {
		t.Errorf("ids %s, want %s", got, want)
	}
}

// The library's own ids take quadratic time: this text took it over 20 s.
func TestEqualHeadingsTakeLinearTime(t *testing.T) {
	t.Parallel()
	began := time.Now()
	f := newFragment(strings.Repeat("## a\n", 20_000))
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
	if got, want := f.headings[len(f.headings)-1], "a-20000"; got != want {
		t.Errorf("last id %s, want %s", got, want)
	}
}

// FuzzFragment holds that no body, whatever it is, gets script, handlers or
// frames into a page, ends the process, or has a fault outside its lines.
func FuzzFragment(f *testing.F) {
	for _, seed := range []string{
		"## a\n\n[a](/b/ \"t\") ![x](y) <b>x</b>\n", "|a|b|\n|-|:-:|\n|1|2|\n", "x[^1]\n\n[^1]: y\n\n    z\n", "a\n: b\n", "```\"x\ny\n```\n",
		"[a](&#106;avascript:x)", "- a\n    - b\n\n3. c\n", "&lt;script&gt; <https://x.example/> ~~a~~\\\n", "[a]()", "|-\n| ",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) > 4<<10 { // the parser takes quadratic time on some input
			return
		}
		fragment := newFragment(body)
		doc, err := html.Parse(bytes.NewReader([]byte(fragment.html)))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			checkElement(t, n, fragment.html)
		}
		for _, fault := range fragment.faults {
			if fault.line < 1 || fault.line > strings.Count(body, "\n")+1 {
				t.Errorf("line %d of %q: %s", fault.line, body, fault.what)
			}
		}
	})
}

func checkElement(t *testing.T, n *html.Node, source string) {
	t.Helper()
	if n.Type != html.ElementNode {
		return
	}
	switch n.Data {
	case "script", "style", "iframe", "object", "embed", "form", "input", "svg", "math", "img", "base", "meta", "link":
		t.Errorf("<%s> in %q", n.Data, source)
	}
	for _, a := range n.Attr {
		if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
			t.Errorf("attribute %s in %q", a.Key, source)
		}
		if a.Key == "href" && !isSafe(a.Val) {
			t.Errorf("address %q in %q", a.Val, source)
		}
	}
}
