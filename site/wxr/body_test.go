package wxr

import (
	"html"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"greenroom/site/markdown"
)

func TestBodies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, body, want, left string }{
		{"classic paragraphs", "One\ntwo\n\nThree", "One  \ntwo\n\nThree", ""},
		{"classic with tags of its own", "<p>One</p>\nTwo\n<div>three\n\nfour</div>", "One\n\nTwo\n\nthree\n\nfour", ""},
		{"classic list", "Before\n<ul>\n<li>a</li>\n<li>b\nc</li>\n</ul>\nafter", "Before\n\n- a\n- b c\n\nafter", ""},
		{"classic pre", "x\n<pre>a\n\n  b</pre>\ny", "x\n\n```\na\n\n  b\n```\n\ny", ""},
		{"headings from h1", "<h1>A</h1><h3>B</h3><h2>C</h2><h6>D</h6>", "## A\n\n### B\n\n### C\n\n#### D", ""},
		{"headings from h4", "<h4>A</h4><h5>B</h5><h4>C</h4>", "## A\n\n### B\n\n## C", ""},
		{"a low heading first", "<h3>A</h3><h2>B</h2>", "## A\n\n## B", ""},
		{"a heading without words", "<h2> </h2>x<h3><b></b></h3>", "x", ""},
		{"a heading over two lines", "<h2>A<br>B</h2>", "## A B", ""},
		{"bold and italics", "<b>a</b> <i>b</i> <strong><em>c</em></strong> <u>d</u> <del>e</del>", "**a** *b* ***c*** d ~~e~~", ""},
		{"signs of Markdown", "*a* _b_ `c` # d [e](f) <b>g</b> &lt;h&gt;", "\\*a* \\_b_ \\`c\\` # d \\[e](f) **g** &lt;h&gt;", ""},
		{"a list that is none", "<p>1. one</p><p>- two</p><p># three</p><p>&gt; four</p>", "1\\. one\n\n\\- two\n\n\\# three\n\n&gt; four", ""},
		{"money and links", `$5 and $10 at <a href="https://x.example/">x</a>`, "$5 and $10 at [x](https://x.example/)", ""},
		{"a link with spaces", `<a href=" https://x.example/a b ">x</a>`, "[x](https://x.example/a%20b)", ""},
		{"a link without words", `x<a href="https://x.example/"></a>`, "x", ""},
		{"a link to a mailbox of the agency", `<a href="mailto:press@new.example">Press</a>`, "[Press](mailto:press@new.example)", ""},
		{"a link to another mailbox", `<a href="mailto:a@b.example?subject=x">Ann</a>`, "Ann", "link to mailto:a@b.example?subject=x was an e-mail address"},
		{"a link with an address in it", `<a href="https://x.example/?to=a%40b.example">Ann</a>`, "Ann", "link to https://x.example/?to=a%40b.example holds an e-mail address"},
		{"a link that runs a script", `<a href="java` + "\t" + `script:alert(1)">x</a>`, "x", "link to java script:alert(1) is no address"},
		{"a link into the page", `<a href="#x">x</a>`, "x", "link to #x led to a place on the page"},
		{"a link to a telephone", `<a href="tel:+1">x</a>`, "x", "link to tel:+1 cannot be followed from a page"},
		{"a link to itself", `<a href="https://www.old.example/?p=1">x</a> and <a href="/">home</a>`, "[x](/blog/one/) and [home](/)", ""},
		{"a link around boxes", `<a href="https://x.example/"><div>x</div></a>`, "x", ""},
		{"a bare address", "See https://x.example/a_b_c, there", `See [https://x.example/a\_b\_c](https://x.example/a_b_c), there`, ""},
		{"a bare address of the old site", "See https://old.example/gone/.", "See old.example/gone/.", "link to https://old.example/gone/ led to a page that is not carried"},
		{"a picture", `<img src="/wp-content/uploads/a.jpg" alt="A desk">`, "*Picture: A desk (a.jpg)*", "1 picture became words: a.jpg"},
		{"a picture in a link", `<a href="https://x.example/"><img src="a.jpg" alt=""></a>`, "[*Picture (a.jpg)*](https://x.example/)", "1 picture became words: a.jpg"},
		{"a picture inside the page", `<img src="data:image/png;base64,AAAA" alt="Dot">`, "*Picture: Dot (inside the page)*", "1 picture became words: inside the page"},
		{"a caption", `[caption width="3"]<img src="a.jpg"> A desk[/caption]`, "*Picture (a.jpg)* A desk", "1 picture became words: a.jpg"},
		{"a gallery", `[gallery ids="7"]`, "", "a picture of a gallery is not in the export: 7"},
		{"an embed", "[embed]https://video.example/1[/embed]", "[https://video.example/1](https://video.example/1)", ""},
		{"a sound", `[audio mp3="https://sound.example/1.mp3"][/audio]`, "[https://sound.example/1.mp3](https://sound.example/1.mp3)", ""},
		{"an unknown shortcode", `a [chart id="1"] b [box]inner[/box] c`, "a b inner c", "shortcode [chart] left out\nshortcode [box] left out"},
		{"words in brackets", "[sic] and [Update: done] and [1]", "\\[sic] and \\[Update: done] and \\[1]", ""},
		{"a quoted shortcode", "[[chart id=1]]", "\\[chart id=1]", ""},
		{"a shortcode in code", `<code>[gallery ids="1"]</code>`, "`[gallery ids=\"1\"]`", ""},
		{"source code", "[sourcecode language=\"go\"]\nif a &lt; b { // <b>\n[/sourcecode]", "```go\nif a < b { // <b>\n```", ""},
		{"code with backticks", "<pre><code>a\n```\nb</code></pre>", "````\na\n```\nb\n````", ""},
		{"what Markdown cannot say", `a<iframe src="https://x.example/"></iframe><form action="/s"><input></form><script src="s.js">x</script><style>p{}</style>b`, "a\n\nb",
			"<iframe> of https://x.example/ left out\n<form> of /s left out\n<script> of s.js left out"},
		{"ten of a kind", strings.Repeat("<iframe></iframe>", 10), "", "<iframe> left out, 10 times"},
		{"handlers and styles", `<p onclick="x()" style="color:red" class="x">a</p>`, "a", ""},
		{"a table without a head", "<table><tr><td>a</td><td>b</td></tr><tr><td>1<br>2</td><td><p>x</p><p>y</p></td></tr></table>", "| a | b |\n|---|---|\n| 1 / 2 | x / y |", ""},
		{"a table with a caption", "<table><caption>Prices</caption><tr><th>a</th></tr><tr><td>1</td></tr></table>", "*Prices*\n\n| a |\n|---|\n| 1 |", ""},
		{"a definition list", "<dl><dt>Fee</dt><dd>Money</dd></dl>", "**Fee**\n\nMoney", ""},
		{"e-mail addresses", "ask ann@x.example or ann&#64;x.example, not press@new.example nor desk@new.example", "ask (address removed) or (address removed), not press@new.example nor (address removed)", "e-mail addresses taken out: 3"},
		{"an address in a handle", "@ann@social.example", "@(address removed)", "e-mail addresses taken out: 1"},
		{"characters that turn text", "a\u202eb\u2028c\u200bd", "ab  \nc\u200bd", ""},
		{"a block that is made when shown", "<!-- wp:latest-posts {\"n\":3} /--><!-- wp:paragraph --><p>x</p><!-- /wp:paragraph -->", "x", "block latest-posts left out"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, left := carried(t, c.body)
			if diff := cmp.Diff([]string{c.want, c.left}, []string{got, left}); diff != "" {
				t.Errorf("Markdown and notes (-want +got):\n%s", diff)
			}
			renders(t, got)
		})
	}
}

// renders holds Markdown to what the generator takes.
func renders(t *testing.T, body string) {
	t.Helper()
	f := markdown.New(markdown.Options{}).Render(body)
	for _, fault := range f.Faults {
		t.Errorf("line %d: %s: %s\n%s", fault.Line, fault.What, fault.Fix, body)
	}
}

func TestTheGeneratorTakesWhatExportsBecome(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"classic", "blocks", "odd"} {
		site := load(t, read(t, "testdata/"+name+".xml", options(t)))
		for _, p := range site.Posts {
			renders(t, p.Body.Markdown)
		}
		for _, p := range site.Pages {
			renders(t, p.Body.Markdown)
		}
	}
}

// What somebody typed is what is read on the new site, whatever signs it holds.
func TestWordsComeOutAsTheyWere(t *testing.T) {
	t.Parallel()
	o := options(t)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching("[]\\[*_()#`+!<>|&~$^.:\"'=\\\\ab1-]{1,6}"), 1, 6).Draw(t, "words")
		text := strings.Join(words, rapid.SampledFrom([]string{" ", "\n"}).Draw(t, "between"))
		r, err := Read(strings.NewReader(one("<p>"+strings.ReplaceAll(html.EscapeString(text), "\n", "<br>")+"</p>", "")), o)
		if err != nil {
			t.Fatal(err)
		}
		_, body, _ := strings.Cut(strings.TrimPrefix(string(r.Files["posts/one.md"]), "---\n"), "---\n")
		got := plainText(markdown.New(markdown.Options{}).Render(body).HTML)
		if got != text {
			t.Fatalf("%q became %q, by way of %q", text, got, body)
		}
	})
}
