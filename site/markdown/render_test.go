package markdown

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOutput holds the bytes of what is ours, which themes and feeds rely on.
func TestOutput(t *testing.T) {
	t.Parallel()
	const sizes = ` sizes="(min-width: 46rem) 42rem, 100vw"`
	picture := func(src string) (Picture, error) {
		if src == "/media/plain.gif" {
			return Picture{Src: src, Width: 20, Height: 10}, nil
		}
		return Picture{
			Src: "/media/a-800.jpg", Srcset: "/media/a-400.jpg 400w, /media/a-800.jpg 800w", Width: 800, Height: 600,
			Sources: []Source{{"image/webp", "/media/a-800.webp 800w"}},
		}, nil
	}
	image := func(rest string) string {
		return `<picture><source type="image/webp" srcset="/media/a-800.webp 800w"` + sizes + `><img src="/media/a-800.jpg" srcset="/media/a-400.jpg 400w, /media/a-800.jpg 800w"` + sizes + rest + `></picture>`
	}
	tests := []struct{ name, in, want string }{
		{"heading", "## Hello, *World* & Co", `<div class="heading"><h2 id="hello-world-co">Hello, <em>World</em> &amp; Co</h2><a class="anchor" href="#hello-world-co" aria-label="Link to this part: Hello, World &amp; Co">#</a></div>`},
		{"code", "```go\nvar x = \"a\" // b\n```", "<pre tabindex=\"0\"><code class=\"language-go\"><span class=\"k\">var</span> x = <span class=\"s\">&quot;a&quot;</span> <span class=\"c\">// b</span>\n</code></pre>"},
		{"code of no known language", "```brief\na <b>\n```", "<pre tabindex=\"0\"><code class=\"language-brief\">a &lt;b&gt;\n</code></pre>"},
		{"code without a language", "    a\n", "<pre tabindex=\"0\"><code>a\n</code></pre>"},
		{"language is escaped", "```\"onmouseover=alert(1)//\nx\n```", "<pre tabindex=\"0\"><code class=\"language-&quot;onmouseover=alert(1)//\">x\n</code></pre>"},
		{"table", "| Fee, *net* | Places | |\n|:-|-:|:-:|\n| $5 | 3 | x |", "<div class=\"table\" role=\"region\" aria-label=\"Table: Fee, net, Places\" tabindex=\"0\">\n<table>\n<thead>\n<tr>\n<th scope=\"col\" class=\"align-left\">Fee, <em>net</em></th>\n<th scope=\"col\" class=\"align-right\">Places</th>\n<td class=\"align-center\"></td>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td class=\"align-left\">$5</td>\n<td class=\"align-right\">3</td>\n<td class=\"align-center\">x</td>\n</tr>\n</tbody>\n</table>\n</div>"},
		{"second table", "| a |\n|-|\n\n| a |\n|-|", "<div class=\"table\" role=\"region\" aria-label=\"Table: a\" tabindex=\"0\">\n<table>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n</tr>\n</thead>\n</table>\n</div>\n<div class=\"table\" role=\"region\" aria-label=\"Table 2: a\" tabindex=\"0\">\n<table>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n</tr>\n</thead>\n</table>\n</div>"},
		{"tasks", "- [ ] a\n- [x] b", "<ul>\n<li class=\"task\"><span role=\"img\" aria-label=\"To do\">☐</span> a</li>\n<li class=\"task\"><span role=\"img\" aria-label=\"Done\">☑</span> b</li>\n</ul>"},
		{"footnotes", "a[^n] b[^n]\n\n[^n]: c", "<p>a<sup class=\"footnote\"><a href=\"#fn:1\" id=\"fnref:1\" aria-label=\"Footnote 1\">1</a></sup> b<sup class=\"footnote\"><a href=\"#fn:1\" id=\"fnref:1:2\" aria-label=\"Footnote 1\">1</a></sup></p>\n<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n<li id=\"fn:1\">\n<p>c <a class=\"footnote-back\" href=\"#fnref:1\" aria-label=\"Back to the text of footnote 1\">↩</a> <a class=\"footnote-back\" href=\"#fnref:1:2\" aria-label=\"Back to the text of footnote 1, place 2\">↩</a></p>\n</li>\n</ol>\n</section>"},
		{"figure", `![A lamp](/media/a.jpg "By night")`, "<figure>" + image(` alt="A lamp" width="800" height="600" decoding="async" fetchpriority="high"`) + "<figcaption>By night</figcaption></figure>"},
		{"pictures after the first", "![a](/media/a.jpg)\n\n![b \"c\"](/media/plain.gif 'd') e", "<p>" + image(` alt="a" width="800" height="600" decoding="async" fetchpriority="high"`) + "</p>\n<p><img src=\"/media/plain.gif\" alt=\"b &quot;c&quot;\" title=\"d\" width=\"20\" height=\"10\" decoding=\"async\" loading=\"lazy\"> e</p>"},
		{"hidden characters stay written", "a&#x202e;b&#0;", "<p>a&amp;#x202e;b\ufffd</p>"},
		{"heading ids cannot be written", "## h {#x\" onclick=\"alert(1)}", `<div class="heading"><h2 id="h-x-onclick-alert-1">h {#x&quot; onclick=&quot;alert(1)}</h2><a class="anchor" href="#h-x-onclick-alert-1" aria-label="Link to this part: h {#x&quot; onclick=&quot;alert(1)}">#</a></div>`},
		{"address in too many parentheses", "[a](/" + strings.Repeat("(", 40) + strings.Repeat(")", 40) + ")", "<p>[a](/" + strings.Repeat("(", 40) + strings.Repeat(")", 40) + ")</p>"},
		{"nothing", "", ""},
		{"space", " \n\t\n", ""},
		{"list", "- a\n\n- b\n  - c", "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>"},
	}
	r := New(Options{Picture: picture})
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := r.Render(test.in)
			if diff := cmp.Diff(test.want, f.HTML); diff != "" {
				t.Errorf("Render(%q) (-want +got)\n%s", test.in, diff)
			}
			if len(f.Faults) > 0 {
				t.Errorf("faults: %v", f.Faults)
			}
		})
	}
}

func TestHeadings(t *testing.T) {
	t.Parallel()
	f := New(Options{Reserved: []string{"comments"}}).Render("## Hello, World & Co\n\n## It’s *so*\n\n## Grüße 5\n\n## A\n\n## A\n\n### A 2\n\n## A\n\n## ???\n\n## Comments\n\n## `x`[^1] y\n\n[^1]: z\n")
	var got []string
	for _, h := range f.Headings {
		got = append(got, fmt.Sprintf("%d %d %s %s", h.Line, h.Level, h.ID, h.Text))
	}
	want := []string{
		"1 2 hello-world-co Hello, World & Co", "3 2 its-so It’s so", "5 2 grüße-5 Grüße 5", "7 2 a A", "9 2 a-2 A",
		"11 3 a-2-2 A 2", "13 2 a-3 A", "15 2 section ???", "17 2 comments-2 Comments", "19 2 x-y x y",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("headings (-want +got)\n%s", diff)
	}
}

func TestLinksAndPictures(t *testing.T) {
	t.Parallel()
	const body = "`](/b/)` and [a](/a/)\n\n[b](/b/) [b](/b/#x?a&amp;b)\nx\n[b](/b/)[^n] [r][r]\n\n" +
		"> - | a | b |\n>   |---|---|\n>   | c | [t](/t/) |\n\n[^n]: see [n](/n/)\n\n[r]: /r/\n\n![p](/media/p.jpg) ![p](/media/p.jpg)\n![q](/media/q.jpg)\n\nhttps://x.example m@x.example <https://y.example>\n"
	f := New(Options{Picture: testPicture}).Render(body)
	want := []Link{
		{"/a/", 1}, {"/b/", 3}, {"/b/#x?a&b", 3}, {"/b/", 5}, {"/r/", 5}, {"/t/", 9},
		{"https://x.example", 18}, {"mailto:m@x.example", 18}, {"https://y.example", 18}, {"/n/", 11},
	}
	if diff := cmp.Diff(want, f.Links); diff != "" {
		t.Errorf("links (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/media/p.jpg", "/media/q.jpg"}, f.Pictures); diff != "" {
		t.Errorf("pictures (-want +got)\n%s", diff)
	}
	if len(f.Faults) > 0 {
		t.Errorf("faults %v", f.Faults)
	}
}

// A body is rendered again when one of its pictures comes.
func TestAPictureThatIsNotThereIsNamed(t *testing.T) {
	t.Parallel()
	f := New(Options{Picture: testPicture}).Render("![p](/media/missing.jpg) ![q](/media/q.jpg) ![r](https://x.example/r.jpg)")
	if diff := cmp.Diff([]string{"/media/missing.jpg", "/media/q.jpg"}, f.Pictures); diff != "" || len(f.Faults) != 2 {
		t.Errorf("faults %v, pictures (-want +got)\n%s", f.Faults, diff)
	}
}

func TestLinesOfLinksBesideFaults(t *testing.T) {
	t.Parallel()
	f := New(Options{}).Render("[a](/b/)\nx\n<b>\n[c](/d/)\n[e](/f/)")
	if diff := cmp.Diff([]Link{{"/b/", 1}, {"/d/", 4}, {"/f/", 5}}, f.Links); diff != "" {
		t.Errorf("links (-want +got)\n%s", diff)
	}
	if len(f.Faults) != 1 || f.Faults[0].Line != 3 {
		t.Errorf("faults %v", f.Faults)
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		"":                                    0,
		"one *two*three":                      2,
		"## one\n\ntwo\nthree `four five`":    5,
		"- one\n- two\n\n```\nnot these\n```": 2,
		"[one two](/x/ \"no title\")":         2,
		"| one |\n|---|\n| two |":             2,
		"![no alt](/media/x.jpg) one":         1,
		"one[^1]\n\n[^1]: two":                2,
	} {
		if f := New(Options{Picture: testPicture}).Render(body); f.Words != want {
			t.Errorf("%q has %d words, want %d", body, f.Words, want)
		}
	}
}

// TestSameBytes holds that a renderer gives the same for the same, whatever it
// rendered before and however many ask at once.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	shared := New(Options{Picture: testPicture, Reserved: []string{"main"}})
	bodies := []string{article(), "# x\n\n<b>", "a[^1]\n\n[^1]: b", strings.Repeat("> ", 200) + "x", "| a |\n|-|\n| `b` |\n", "![a](/media/a.jpg \"b\")", "https://x.example"}
	for _, i := range append(append(listIdioms(), blockIdioms()...), textIdioms()...) {
		bodies = append(bodies, i.in)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for _, body := range bodies {
				want := New(Options{Picture: testPicture, Reserved: []string{"main"}}).Render(body)
				if diff := cmp.Diff(want, shared.Render(body)); diff != "" {
					t.Errorf("%q (-alone +shared)\n%s", body, diff)
				}
			}
		})
	}
	group.Wait()
}
