package feed

import (
	"strings"
	"testing"
)

func TestAbsolute(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, html, want string }{
		{"from the root", `<a href="/a">x</a>`, `<a href="B/a">x</a>`},
		{"on the page", `<a href="#n">x</a>`, `<a href="P#n">x</a>`},
		{"another host keeps it", `<img src="//cdn.example/a">`, `<img src="https://cdn.example/a">`},
		{"absolute", `<a href="https://e.example/#/">x</a>`, `<a href="https://e.example/#/">x</a>`},
		{"relative is left alone", `<a href="a">x</a><a href="?q">x</a><a href="">x</a>`, `<a href="a">x</a><a href="?q">x</a><a href="">x</a>`},
		{"video", `<video poster="/p" src=/v></video>`, `<video poster="B/p" src=B/v></video>`},
		{"no quotes", `<a href=/a>x</a><img src=/b/>`, `<a href=B/a>x</a><img src=B/b/>`},
		{"single quotes", `<a href='/a"'>x</a>`, `<a href='B/a"'>x</a>`},
		{"any case, any blanks", "<A\tHREF\n=\r '/a'\f>x</A>", "<A\tHREF\n=\r 'B/a'\f>x</A>"},
		{"blanks in the value", `<a href=" /a ">x</a>`, `<a href=" B/a ">x</a>`},
		{"slashes between", `<img/src="/a"/>`, `<img/src="B/a"/>`},
		{"references", `<a href="&#47;a">x</a><a href="&#x2f;&sol;a">x</a><a href="&num;a">x</a>`, `<a href="B&#47;a">x</a><a href="https:&#x2f;&sol;a">x</a><a href="P&num;a">x</a>`},
		{"srcset", `<img srcset="/a 1x, /b, https://c/ 2x,/d">`, `<img srcset="B/a 1x, B/b, https://c/ 2x,B/d">`},
		{"comma in an address of a srcset", `<img srcset="/a,/b 1x">`, `<img srcset="B/a,/b 1x">`},
		{"comma in parentheses", `<img srcset="/a (1,/x) , /b">`, `<img srcset="B/a (1,/x) , B/b">`},
		{"other attributes", `<a data-href="/a" hrefs="/b" xhref="/c" cite="/d" href-x="/e">`, `<a data-href="/a" hrefs="/b" xhref="/c" cite="/d" href-x="/e">`},
		{"text", `href="/a" <p>src="/b" &lt;a href="/c"&gt;</p>`, `href="/a" <p>src="/b" &lt;a href="/c"&gt;</p>`},
		{"in another value", `<p title='<a href="/a">'>x`, `<p title='<a href="/a">'>x`},
		{"in a comment", `<!-- <a href="/a"> --><!--><a href="/b">`, `<!-- <a href="/a"> --><!--><a href="B/b">`},
		{"comments that end at once", `<!---><a href="/a"><!--><a href="/b"><!-- --!><a href="/c">`, `<!---><a href="B/a"><!--><a href="B/b"><!-- --!><a href="B/c">`},
		{"in what is no tag", `< a href="/a"><3 href="/b"><? href="/c"?><!x href="/d"></ a href="/e">`, `< a href="/a"><3 href="/b"><? href="/c"?><!x href="/d"></ a href="/e">`},
		{"in an end tag", `</a href="/a">`, `</a href="/a">`},
		{"in raw text", `<style>a{b:'<a href="/a">'}</style><a href="/b">`, `<style>a{b:'<a href="/a">'}</style><a href="B/b">`},
		{"raw text ends where it ends", `<textarea><a href="/a"></textareas></TextArea ><a href="/b">`, `<textarea><a href="/a"></textareas></TextArea ><a href="B/b">`},
		{"raw text with a slash", `<iframe><a href="/a"></iframe/><a href="/b">`, `<iframe><a href="/a"></iframe/><a href="B/b">`},
		{"a lone =", `<a = href="/a">x</a><a =href="/b">x</a>`, `<a = href="B/a">x</a><a =href="/b">x</a>`},
		{"only a srcset has commas", `<a href=",/a">x</a><img srcset=",/a&comma; /b">`, `<a href=",/a">x</a><img srcset=",B/a&comma; B/b">`},
		{"another character", `<a href="&#x12f;a">x</a><a href="&#99999999999999999999;">x</a><a href="&amp;/">x</a>`, `<a href="&#x12f;a">x</a><a href="&#99999999999999999999;">x</a><a href="&amp;/">x</a>`},
		{"readers of feeds have no scripts", `<noscript><img src="/a"></noscript>`, `<noscript><img src="B/a"></noscript>`},
		{"not closed", `<a href="/a`, `<a href="/a`},
		{"code as the generator writes it", `<pre><code>&lt;a href=&quot;/a&quot;&gt;</code></pre>`, `<pre><code>&lt;a href=&quot;/a&quot;&gt;</code></pre>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			want := strings.NewReplacer("B/", base+"/", "B&", base+"&", "P", base+"/p/").Replace(c.want)
			if got := Absolute(c.html, base, base+"/p/#here"); got != want {
				t.Errorf("%s\n got %s\nwant %s", c.html, got, want)
			}
		})
	}
}

// What is put before an address cannot end the value that it stands in.
func TestHostileBaseStaysInItsAttribute(t *testing.T) {
	t.Parallel()
	got := Absolute(`<a href=/a><b class='#'><a href='#b'>`, `https://x/ "'>&`, "p`=<\t")
	want := `<a href=https://x/&#32;&#34;&#39;&gt;&amp;/a><b class='#'><a href='p&#96;&#61;&lt;&#9;#b'>`
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestAbsoluteAgainIsTheSame(t *testing.T) {
	t.Parallel()
	for _, i := range blog().Items {
		once := Absolute(i.HTML, base, i.URL)
		if twice := Absolute(once, base, i.URL); twice != once {
			t.Errorf("\n got %s\nwant %s", twice, once)
		}
	}
	if got := Absolute(`<a href="/a" src="#b">`, "", ""); got != `<a href="/a" src="#b">` {
		t.Errorf("without a base: %s", got)
	}
}

// Time grows with the length, however the text is made.
func TestAbsoluteOfHugeText(t *testing.T) {
	t.Parallel()
	for _, piece := range []string{"<", "<!--", "</", "<a href=", "<a href='/", "<a ", "<style></styl", `<img srcset="/a,`, "<img srcset='/a (", "<a href=&#", "<!-->", "&", "<a =", "<p/"} {
		html := strings.Repeat(piece, 1<<20/len(piece))
		if got := Absolute(html, base, base); len(got) < len(html) {
			t.Errorf("%q: %d bytes of %d", piece, len(got), len(html))
		}
	}
}
