package check

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// post is a page of the size that posts have: 900 words, three headings, five
// comments, a head with JSON-LD.
func post(n int) string {
	address := fmt.Sprintf("/blog/p%d/", n)
	var b strings.Builder
	fmt.Fprintf(&b, `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Post %d</title><meta name="description" content="d">
<link rel="canonical" href="https://juniper.example%s"><link rel="stylesheet" href="/assets/site.css"><link rel="alternate" type="application/rss+xml" href="/blog/feed.xml">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"BlogPosting","url":"https://juniper.example%s","author":{"@type":"Person","name":"A"}}</script></head><body><header><nav>`, n, address, address)
	for i := range 8 {
		fmt.Fprintf(&b, `<a href="/blog/p%d/">Post</a> `, i)
	}
	b.WriteString(`</nav></header><main id="main"><h1>Post</h1>`)
	for i := range 18 {
		fmt.Fprintf(&b, "<h2 id=\"s-%d\">Part</h2><p>%s<a href=\"/blog/p%d/#s-1\">link</a> &amp; it&#39;s done.</p>\n", i, strings.Repeat("Fifty words make one paragraph. ", 10), (n+i)%8)
	}
	for i := range 5 {
		fmt.Fprintf(&b, `<article id="c-%d"><p>A comment of a reader, who liked the post and says so at some length.</p><a href="#c-%d">Link</a></article>`, i, i)
	}
	b.WriteString("</main></body></html>")
	return b.String()
}

// BenchmarkPage is what one page costs, in a site of 2,000.
func BenchmarkPage(b *testing.B) {
	const n = 2000
	site := fstest.MapFS{"assets/site.css": {}, "robots.txt": {}}
	bytes := 0
	for i := range n {
		page := post(i)
		bytes += len(page)
		site[fmt.Sprintf("blog/p%d/index.html", i)] = &fstest.MapFile{Data: []byte(page)}
	}
	o := options()
	o.Workers = 2
	b.SetBytes(int64(bytes / n))
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i += n {
		if _, _, err := Tree(b.Context(), site, o); err != nil {
			b.Fatal(err)
		}
	}
}
