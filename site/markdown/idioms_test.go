package markdown

import (
	"errors"
	"strings"
	"testing"
)

// idiom is something that people write, and what CommonMark or GFM make of it.
type idiom struct{ name, in, want string }

func listIdioms() []idiom {
	return []idiom{
		{"list right after a paragraph", "One:\n- a\n- b", "<p>One:</p><ul><li>a</li><li>b</li></ul>"},
		{"numbers right after a paragraph", "One:\n1. a\n2. b", "<p>One:</p><ol><li>a</li><li>b</li></ol>"},
		{"a year at the start of a line is no list", "It was in\n1984. A good year.", "<p>It was in\n1984. A good year.</p>"},
		{"paragraph in an item, two spaces", "- a\n\n  b\n- c", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"},
		{"paragraph in an item, four spaces", "- a\n\n    b", "<ul><li><p>a</p><p>b</p></li></ul>"},
		{"paragraph in a numbered item, three spaces", "1. a\n\n   b", "<ol><li><p>a</p><p>b</p></li></ol>"},
		{"code in an item, two spaces", "- a\n  ```\n  x\n    y\n  ```\n- b", "<ul><li>a<pre><code>x\n  y\n</code></pre></li><li>b</li></ul>"},
		{"code in an item after a blank line", "1. a\n\n   ```sh\n   ls\n   ```", "<ol><li><p>a</p><pre><code class=\"language-sh\">ls\n</code></pre></li></ol>"},
		{"indented code in an item", "- a\n\n      x", "<ul><li><p>a</p><pre><code>x\n</code></pre></li></ul>"},
		{"nested, two spaces", "- a\n  - b\n    - c\n- d", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"},
		{"nested, three spaces", "1. a\n   - b\n   - c\n2. d", "<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>"},
		{"nested, four spaces", "* a\n    * b\n* c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"},
		{"nested, a tab", "* a\n\t* b", "<ul><li>a<ul><li>b</li></ul></li></ul>"},
		{"numbers in bullets", "- a\n  1. b\n  2. c", "<ul><li>a<ol><li>b</li><li>c</li></ol></li></ul>"},
		{"blank line between items", "- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"},
		{"item wrapped by hand", "- a long\nline\n- b", "<ul><li>a long\nline</li><li>b</li></ul>"},
		{"item wrapped and indented", "- a long\n  line", "<ul><li>a long\nline</li></ul>"},
		{"quote in an item", "- a\n  > b", "<ul><li>a<blockquote><p>b</p></blockquote></li></ul>"},
		{"item of code", "-     x\n- b", "<ul><li><pre><code>x\n</code></pre></li><li>b</li></ul>"},
		{"heading in an item", "- ## a", "<ul><li><h2>a</h2></li></ul>"},
		{"starting at three", "3. c\n4. d", `<ol start="3"><li>c</li><li>d</li></ol>`},
		{"starting at zero", "0. a", `<ol start="0"><li>a</li></ol>`},
		{"parenthesis after the number", "1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"},
		{"all ones", "1. a\n1. b", "<ol><li>a</li><li>b</li></ol>"},
		{"other bullet, other list", "- a\n* b", "<ul><li>a</li></ul><ul><li>b</li></ul>"},
		{"plus", "+ a\n+ b", "<ul><li>a</li><li>b</li></ul>"},
		{"tasks", "- [ ] a\n- [x] b\n- [X] c", "<ul><li><span>☐</span> a</li><li><span>☑</span> b</li><li><span>☑</span> c</li></ul>"},
		{"tasks apart", "- [ ] a\n\n- [x] b", "<ul><li><p><span>☐</span> a</p></li><li><p><span>☑</span> b</p></li></ul>"},
		{"brackets that are no task", "- [x]\n- [a] b", "<ul><li>[x]</li><li>[a] b</li></ul>"},
		{"hyphen that is no bullet", "-a\n-b", "<p>-a\n-b</p>"},
		{"terms", "Fee\n: what is paid\n: and when\n\nClause\n:   a rule", "<dl><dt>Fee</dt><dd>what is paid</dd><dd>and when</dd><dt>Clause</dt><dd>a rule</dd></dl>"},
		{"terms with paragraphs", "Fee\n\n: what is paid\n\n  and when", "<dl><dt>Fee</dt><dd><p>what is paid</p><p>and when</p></dd></dl>"},
		{"colons that define nothing", "a\n\n\n: b\n\nc\nd\n\n: e", "<p>a</p><p>: b</p><p>c\nd</p><p>: e</p>"},
		{"two terms", "Fee\nPay\n: money", "<dl><dt>Fee</dt><dt>Pay</dt><dd>money</dd></dl>"},
	}
}

func blockIdioms() []idiom {
	return []idiom{
		{"underlined heading of one line", "Title\n-----\n\ntext", "<h2>Title</h2><p>text</p>"},
		{"underlined heading of two lines", "A title that\ngoes on\n---", "<h2>A title that\ngoes on</h2>"},
		{"closing signs of a heading", "## a ##\n\n## b #c", "<h2>a</h2><h2>b #c</h2>"},
		{"code in a heading", "## The `x` [y](/y/)", `<h2>The <code>x</code> <a href="/y/">y</a></h2>`},
		{"heading right after a paragraph", "a\n## b\nc", "<p>a</p><h2>b</h2><p>c</p>"},
		{"a hashtag is no heading", "#hashtag is\n#another", "<p>#hashtag is\n#another</p>"},
		{"rules", "a\n\n---\n\n***\n\n_ _ _\n\n- - -", "<p>a</p><hr><hr><hr><hr>"},
		{"quote over lines", "> a\n> b\n>\n> c", "<blockquote><p>a\nb</p><p>c</p></blockquote>"},
		{"quote that goes on without a sign", "> a\nb", "<blockquote><p>a\nb</p></blockquote>"},
		{"quote in a quote", "> a\n>> b\n>\n> c", "<blockquote><p>a</p><blockquote><p>b</p></blockquote><p>c</p></blockquote>"},
		{"list in a quote", "> - a\n>   - b", "<blockquote><ul><li>a<ul><li>b</li></ul></li></ul></blockquote>"},
		{"code in a quote", "> ```\n> x\n> ```", "<blockquote><pre><code>x\n</code></pre></blockquote>"},
		{"quote right after a paragraph", "a\n> b", "<p>a</p><blockquote><p>b</p></blockquote>"},
		{"fence of tildes", "~~~\na\n```\n~~~", "<pre><code>a\n```\n</code></pre>"},
		{"longer fence", "````\n```\na\n```\n````", "<pre><code>```\na\n```\n</code></pre>"},
		{"language and more", "``` text hl=1\na < b\n```", "<pre><code class=\"language-text\">a &lt; b\n</code></pre>"},
		{"fence right after a paragraph", "a\n```\nb\n```\nc", "<p>a</p><pre><code>b\n</code></pre><p>c</p>"},
		{"fence with blank lines", "```\na\n\n\nb\n```", "<pre><code>a\n\n\nb\n</code></pre>"},
		{"indented code", "a\n\n    b\n\n      c", "<p>a</p><pre><code>b\n\n  c\n</code></pre>"},
		{"code indented by a tab", "\ta", "<pre><code>a\n</code></pre>"},
		{"indented line of a paragraph", "a\n    b", "<p>a\nb</p>"},
		{"table", "| a | b |\n|---|---|\n| 1 | 2 |", "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"},
		{"table without outer bars", "a | b\n--|--\n1 | 2", "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"},
		{"table right after a paragraph", "text\n| a |\n| - |\n| 1 |\n\ntext", "<p>text</p><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table><p>text</p>"},
		{"escaped bars and code in a table", "| a |\n|---|\n| `x\\|y` \\| z |", "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td><code>x|y</code> | z</td></tr></tbody></table>"},
		{"cells too few and too many", "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |", "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td></td></tr><tr><td>1</td><td>2</td></tr></tbody></table>"},
		{"table of a header alone", "| a |\n| - |", "<table><thead><tr><th>a</th></tr></thead></table>"},
		{"bars that are no table", "a | b\nc | d", "<p>a | b\nc | d</p>"},
		{"bars alone", "|\n|", "<p>|\n|</p>"},
		{"bars alone after a line", "a\n|  \n|", "<p>a\n|<br>|</p>"},
		{"comment", "a\n\n<!-- a note -->\n\nb <!-- another --> c", "<p>a</p><p>b  c</p>"},
		{"Windows lines", "a\r\nb\r\n\r\n- c\r\n- d\r\n", "<p>a\nb</p><ul><li>c</li><li>d</li></ul>"},
		{"picture with a title", `![A lamp](/media/lamp.jpg "By night")`, `<figure><img src="/media/lamp.jpg" alt="A lamp"><figcaption>By night</figcaption></figure>`},
		{"picture in text", `See ![a lamp](/media/lamp.jpg) here`, `<p>See <img src="/media/lamp.jpg" alt="a lamp"> here</p>`},
		{"picture in a link", `[![a lamp](/media/lamp.jpg)](/lamp/)`, `<p><a href="/lamp/"><img src="/media/lamp.jpg" alt="a lamp"></a></p>`},
	}
}

func textIdioms() []idiom {
	return []idiom{
		{"money", "Pay $5 now and $10 later", "<p>Pay $5 now and $10 later</p>"},
		{"names of characters", "a&nbsp;b &copy; &lt; &amp; &#8212; &#x2014; AT&T &nosuch;", "<p>a\u00a0b © &lt; &amp; — — AT&amp;T &amp;nosuch;</p>"},
		{"a name of a character twice", "&amp;lt;", "<p>&amp;lt;</p>"},
		{"half", "1/2 and 3/4", "<p>1/2 and 3/4</p>"},
		{"quotes, dashes, dots", `"a" -- 'b' --- c... (c)`, `<p>"a" -- 'b' --- c... (c)</p>`},
		{"emphasis", "*a* _b_ **c** __d__ ***e***", "<p><em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong> <em><strong>e</strong></em></p>"},
		{"emphasis in emphasis", "**a *b* c** *d **e***", "<p><strong>a <em>b</em> c</strong> <em>d <strong>e</strong></em></p>"},
		{"emphasis within a word", "**bold**text *a*b un*frigging*believable", "<p><strong>bold</strong>text <em>a</em>b un<em>frigging</em>believable</p>"},
		{"snake_case_words", "snake_case_words and __init__.py", "<p>snake_case_words and <strong>init</strong>.py</p>"},
		{"signs on their own", "2 * 3 * 4, a_, *b", "<p>2 * 3 * 4, a_, *b</p>"},
		{"emphasis over lines", "*a\nb*", "<p><em>a\nb</em></p>"},
		{"emphasis beside punctuation", "(*a*), \"**b**\"", `<p>(<em>a</em>), "<strong>b</strong>"</p>`},
		{"struck out", "~~a b~~ and ~c~", "<p><del>a b</del> and <del>c</del></p>"},
		{"struck out by unequal signs", "~~a~ b", "<p>~~a~ b</p>"},
		{"about", "~5 or ~6", "<p>~5 or ~6</p>"},
		{"escaped signs", `\*a\* \_b\_ 1\. \# \[c\] \\ \a`, `<p>*a* _b_ 1. # [c] \ \a</p>`},
		{"break by two spaces", "a  \nb", "<p>a<br>b</p>"},
		{"break by a backslash", "a\\\nb", "<p>a<br>b</p>"},
		{"no break at the end", "a  ", "<p>a</p>"},
		{"code", "`a*b*` `` c`d `` ` e `", "<p><code>a*b*</code> <code>c`d</code> <code>e</code></p>"},
		{"code is not read", "`<b>` `&amp;` `[a](b)`", "<p><code>&lt;b&gt;</code> <code>&amp;amp;</code> <code>[a](b)</code></p>"},
		{"backtick alone", "a ` b", "<p>a ` b</p>"},
		{"address in angle brackets", "<https://x.example/?a=1&b=2>", `<p><a href="https://x.example/?a=1&amp;b=2">https://x.example/?a=1&amp;b=2</a></p>`},
		{"address in the text", "See https://x.example/a_(b)_c?d=1&e=2.", `<p>See <a href="https://x.example/a_(b)_c?d=1&amp;e=2">https://x.example/a_(b)_c?d=1&amp;e=2</a>.</p>`},
		{"address in parentheses", "(https://x.example/a)", `<p>(<a href="https://x.example/a">https://x.example/a</a>)</p>`},
		{"address without scheme", "www.x.example", `<p><a href="http://www.x.example">www.x.example</a></p>`},
		{"e-mail address in the text", "Write to post@clever.example, please", `<p>Write to <a href="mailto:post@clever.example">post@clever.example</a>, please</p>`},
		{"e-mail address in angle brackets", "<post@clever.example>", `<p><a href="mailto:post@clever.example">post@clever.example</a></p>`},
		{"at-sign", "ask @tori or a@b", "<p>ask @tori or a@b</p>"},
		{"link", "[a *b*](/c/)", `<p><a href="/c/">a <em>b</em></a></p>`},
		{"link with a title", `[a](/b/ "c") [a](/b/ 'c "d"') [a](/b/ (c))`, `<p><a href="/b/" title="c">a</a> <a href="/b/" title="c &quot;d&quot;">a</a> <a href="/b/" title="c">a</a></p>`},
		{"parentheses in an address", "[a](/b_(c)_d/) [e](/f\\)/)", `<p><a href="/b_(c)_d/">a</a> <a href="/f)/">e</a></p>`},
		{"address of a link in angle brackets", "[a](</b_(c/>)", `<p><a href="/b_(c/">a</a></p>`},
		{"brackets in a link", "[a [b] c](/d/) \\[no\\](/d/)", `<p><a href="/d/">a [b] c</a> [no](/d/)</p>`},
		{"code in a link", "[`a`](/b/)", `<p><a href="/b/"><code>a</code></a></p>`},
		{"reference", "[a][R], [R], [r][]\n\n[r]: /b/ \"t\"", `<p><a href="/b/" title="t">a</a>, <a href="/b/" title="t">R</a>, <a href="/b/" title="t">r</a></p>`},
		{"reference before its use", "[r]: </b/ü>\n\n[r]", `<p><a href="/b/%C3%BC">r</a></p>`},
		{"no reference", "[a] [b][c] [ ] (d)", "<p>[a] [b][c] [ ] (d)</p>"},
		{"emoji", "👍🏽 :smile: ☕", "<p>👍🏽 :smile: ☕</p>"},
		{"footnote", "a[^1]\n\n[^1]: b", `<p>a<sup><a href="#fn:1">1</a></sup></p><section><ol><li><p>b <a href="#fnref:1">↩</a></p></li></ol></section>`},
		{"footnote used twice", "a[^x] b[^x]\n\n[^x]: c", `<p>a<sup><a href="#fn:1">1</a></sup> b<sup><a href="#fn:1">1</a></sup></p><section><ol><li><p>c <a href="#fnref:1">↩</a> <a href="#fnref:1:2">↩</a></p></li></ol></section>`},
		{"footnotes in the order of their use", "a[^b][^a]\n\n[^a]: A\n[^b]: B", `<p>a<sup><a href="#fn:1">1</a></sup><sup><a href="#fn:2">2</a></sup></p><section><ol><li><p>B <a href="#fnref:1">↩</a></p></li><li><p>A <a href="#fnref:2">↩</a></p></li></ol></section>`},
		{"footnote of two paragraphs", "a[^1]\n\n[^1]: b\n\n    c", `<p>a<sup><a href="#fn:1">1</a></sup></p><section><ol><li><p>b</p><p>c <a href="#fnref:1">↩</a></p></li></ol></section>`},
	}
}

// TestIdioms holds what people write. Classes and ids are not compared.
func TestIdioms(t *testing.T) {
	t.Parallel()
	r := New(Options{Picture: testPicture})
	idioms := append(append(listIdioms(), blockIdioms()...), textIdioms()...)
	if len(idioms) < 46 {
		t.Fatal("idioms are missing")
	}
	for _, i := range idioms {
		t.Run(i.name, func(t *testing.T) {
			t.Parallel()
			f := r.Render(i.in)
			if got, want := normalizedHTML(f.HTML), normalizedHTML(i.want); got != want {
				t.Errorf("%q\n got %s\nwant %s", i.in, got, want)
			}
			for _, fault := range f.Faults {
				t.Errorf("%q: fault %v", i.in, fault)
			}
		})
	}
}

func testPicture(src string) (Picture, error) {
	if strings.Contains(src, "missing") {
		return Picture{}, errors.New("there is no such file")
	}
	return Picture{Src: src, Width: 800, Height: 600}, nil
}
