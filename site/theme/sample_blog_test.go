package theme_test

import (
	"fmt"

	"greenroom/site/theme"
)

func postCard() theme.PostCard {
	return theme.PostCard{
		Title: "What a brief is", URL: "/blog/brief/", Description: "Numbered clauses, two pages, and nothing that is decided on the telephone.",
		Date: day("2026-05-10", "10 May 2026"), Authors: []theme.PersonRef{marisol(), {Name: "A Guest"}}, Comments: 2, ReadingMinutes: 4,
	}
}

func longCard() theme.PostCard {
	return theme.PostCard{
		Title: "Not assessed is not zero, and other things we learned when four hundred people applied for twelve places", URL: "/blog/not-assessed/",
		Description: "If you have never done a sponsored piece, there is nothing to score. Here is the arithmetic, with an example that you can do on paper.",
		Date:        day("2026-04-28", "28 April 2026"), Authors: []theme.PersonRef{devon()}, ReadingMinutes: 11,
	}
}

func guestCard() theme.PostCard {
	return theme.PostCard{
		Title: "Daylight is free", URL: "/blog/daylight/", Description: "A window, a sheet, and half past nine.",
		Date: day("2025-11-02", "2 November 2025"), Authors: []theme.PersonRef{guest()}, Comments: 1234, ReadingMinutes: 3,
	}
}

func tags() []theme.Term {
	names := []string{"briefs", "photography", "payment", "small accounts", "disclosure", "behind the scenes", "editing", "how we choose", "clients", "writing", "daylight", "numbers"}
	var list []theme.Term
	for i, name := range names {
		list = append(list, theme.Term{Title: name, URL: fmt.Sprintf("/tags/t%d/", i), Count: 1 + 7*(len(names)-i-1)})
	}
	return list
}

func years() []theme.Term {
	return []theme.Term{{Title: "2026", URL: "/blog/2026/", Count: 31}, {Title: "2025", URL: "/blog/2025/", Count: 1044}, {Title: "2024", URL: "/blog/2024/", Count: 1}}
}

func blogPage() theme.BlogPage {
	return theme.BlogPage{
		Frame: frame("Blog", "/blog/"), Crumbs: crumbs("Blog"), Title: "Blog", Posts: []theme.PostCard{postCard(), longCard(), guestCard()},
		Feeds: feeds("Greenroom blog", "/blog/"), Tags: tags(), Years: years(),
		Pager: theme.Pager{Older: &theme.Link{Title: "Page 9 of the archive", URL: "/blog/page/9/"}},
	}
}

func archivePage() theme.BlogPage {
	f := frame("Posts about briefs", "/tags/briefs/page/2/")
	f.Head.Prev, f.Head.Next = "/tags/briefs/", "/tags/briefs/page/1/"
	return theme.BlogPage{
		Frame: f, Crumbs: crumbs("Blog", "Subjects", "briefs"), Kicker: "Subject", Title: "briefs", Posts: []theme.PostCard{guestCard()}, Feeds: feeds("briefs", "/tags/briefs/"),
		Pager: theme.Pager{
			Label: "Page 2 of the archive", Newer: &theme.Link{Title: "The newest posts", URL: "/tags/briefs/"}, Older: &theme.Link{Title: "Page 1 of the archive", URL: "/tags/briefs/page/1/"},
		},
	}
}

func termsPage() theme.TermsPage {
	return theme.TermsPage{Frame: frame("Subjects", "/tags/"), Crumbs: crumbs("Blog", "Subjects"), Title: "Subjects", Terms: tags()}
}

func postPage() theme.PostPage {
	f := frame("What a brief is – Greenroom", "/blog/brief/")
	f.Head.Article, f.Head.Published, f.Head.Modified = true, "2026-05-10T00:00:00Z", "2026-05-11T00:00:00Z"
	f.Head.Authors, f.Head.Section, f.Head.Tags = []string{"Marisol Tran", "Tess Abara"}, "Blog", []string{"briefs", "work"}
	f.Head.Image = &theme.Card{URL: "/cards/blog/brief.png", Width: 1200, Height: 630, Alt: "What a brief is"}
	return theme.PostPage{
		Frame: f, Crumbs: crumbs("Blog", "What a brief is"), Slug: "brief", Title: "What a brief is", Description: "Numbered clauses, two pages, and nothing that is decided on the telephone.",
		Date: day("2026-05-10", "10 May 2026"), Updated: day("2026-05-11", "11 May 2026"), Authors: []theme.PersonRef{marisol(), guest()},
		Tags: []theme.Link{{Title: "briefs", URL: "/tags/briefs/"}, {Title: "work", URL: "/tags/work/"}}, ReadingMinutes: 4,
		Contents: []theme.ContentsEntry{
			{ID: "more", Text: "What it is made of", Level: 2}, {ID: "code", Text: "Code", Level: 3}, {ID: "table", Text: "A table that is wide", Level: 3}, {ID: "lists", Text: "Lists of every kind", Level: 2},
		},
		Body: body(), Share: []theme.Link{{Title: "Mail", URL: "mailto:?subject=What%20a%20brief%20is"}, {Title: "Mastodon", URL: "https://share.example/?text=brief"}, {Title: "Bluesky", URL: "https://bsky.example/?text=brief"}},
		Thread: thread(), Form: form(),
		Newer: &theme.Link{Title: "Three late payments", URL: "/blog/newer/"}, Older: &theme.Link{Title: "The call is not the brief", URL: "/blog/older/"},
		Related: []theme.PostCard{postCard(), longCard(), guestCard()},
	}
}

func correctedPage() theme.PostPage {
	return theme.PostPage{
		Frame: frame("Three late payments", "/blog/late/"), Crumbs: crumbs("Blog", "Three late payments"), Slug: "late", Title: "Three late payments",
		Description: "What went wrong.", Date: day("2026-05-10", "10 May 2026"), Updated: day("2026-05-11", "11 May 2026"), Authors: []theme.PersonRef{guest()},
		Correction: "It said that two were late. There were three <of them>.", Body: "<p>There were three.</p>", Form: form(),
	}
}

// withdrawnPage still has what readers said, and no way to say more.
func withdrawnPage() theme.PostPage {
	f := frame("What I would ask", "/blog/asked/")
	f.Head.NoIndex = true
	closed := thread()
	closed.Closed = true
	return theme.PostPage{
		Frame: f, Crumbs: crumbs("Blog", "What I would ask"), Slug: "asked", Title: "What I would ask",
		Date: day("2026-05-10", "10 May 2026"), Updated: day("2026-05-11", "11 May 2026"), Authors: []theme.PersonRef{guest()},
		Withdrawn: "Its writer <took> it back.", Thread: closed,
	}
}

// body has everything that Markdown can become.
func body() string {
	return `<p>A brief is the page that both sides can point at. It is at most two pages long, in <strong>numbered clauses</strong>, and what is not in it is not asked for.<sup class="footnote"><a href="#fn:1" id="fnref:1" aria-label="Footnote 1">1</a></sup></p>
<div class="heading"><h2 id="more">What it is made of</h2><a class="anchor" href="#more" aria-label="Link to this part: What it is made of">#</a></div>
<p>Each clause says <em>what</em>, <em>by when</em> and <em>who decides</em>. Press <kbd>Ctrl</kbd> + <kbd>F</kbd> and look for <code>clause 7</code>, which <del>was</del> is about <a href="https://elsewhere.example/">disclosure</a>.</p>
<blockquote><p>We would rather see a messy counter in good light than a styled one under a bulb.</p><p>Hobb &amp; Sill</p></blockquote>
<div class="heading"><h3 id="code">Code</h3><a class="anchor" href="#code" aria-label="Link to this part: Code">#</a></div>
<pre tabindex="0"><code class="language-go"><span class="c">// total is what the bars come to, and there is a very long remark behind it that no phone has room for</span>
<span class="k">func</span> total(weights []<span class="k">int</span>) <span class="k">int</span> {
	sum := <span class="m">0</span>
	<span class="k">return</span> sum, <span class="s">"one hundred"</span>
}
</code></pre>
<div class="heading"><h3 id="table">A table that is wide</h3><a class="anchor" href="#table" aria-label="Link to this part: A table that is wide">#</a></div>
<div class="table" role="region" aria-label="Table" tabindex="0"><table><thead><tr><th>Criterion</th><th>Considerations</th><th>Characteristics</th><th class="align-right">Weight</th></tr></thead>
<tbody><tr><td>Trustworthiness</td><td>Counterintuitive</td><td>Straightforwardness</td><td class="align-right">34</td></tr><tr><td>Photography</td><td>Light, focus, color and composition in the sample you send</td><td>All four carry the story, and the subject is clear at a glance</td><td class="align-right">14</td></tr></tbody></table></div>
<figure><picture><source type="image/webp" srcset="/media/counter-640.webp 640w"><img src="/media/counter-640.jpg" width="640" height="400" alt="A kitchen counter in morning light" loading="lazy" decoding="async"></picture><figcaption>The counter it is about, at half past nine.</figcaption></figure>
<div class="heading"><h2 id="lists">Lists of every kind</h2><a class="anchor" href="#lists" aria-label="Link to this part: Lists of every kind">#</a></div>
<ul><li class="task"><span role="img" aria-label="Done">☑</span> Brief written</li><li class="task"><span role="img" aria-label="To do">☐</span> Brief read by two</li></ul>
<ol start="3"><li>Third comes first here.</li><li>Then the fourth.<ul><li>With something below it.</li></ul></li></ol>
<dl><dt>New ask</dt><dd>What is asked for and has no clause. It has a fee.</dd><dt>Edit</dt><dd>What has a clause, and was missed.</dd></dl>
<hr>
<p>That is all.</p>
<section class="footnotes" aria-label="Footnotes"><ol><li id="fn:1"><p>Except on Fridays. <a class="footnote-back" href="#fnref:1" aria-label="Back to the text of footnote 1">↩</a></p></li></ol></section>`
}
