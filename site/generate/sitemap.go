package generate

import (
	"bytes"
	"context"
	"encoding/xml"
	"strconv"
	"strings"
	"time"
)

// sitemapEntries is how many addresses a sitemap lists; the protocol allows
// 50,000. A site with more has an index of sitemaps.
const sitemapEntries = 40_000

// planSitemap lists the pages. A page whose words carry no date has no
// lastmod: none is better than an invented one. Comments do not count as a
// change of the page.
func (p *planner) planSitemap() {
	var b []byte
	var parts [][]byte
	n := 0
	for _, one := range p.pages {
		if !one.html || !one.indexed {
			continue
		}
		if n++; n > sitemapEntries {
			parts, b, n = append(parts, b), nil, 1
		}
		b = p.sitemapEntry(b, one)
	}
	if parts = append(parts, b); len(parts) == 1 {
		p.sitemap("sitemap.xml", "urlset", b)
		return
	}
	var index []byte
	for i, part := range parts {
		name := "sitemap-" + strconv.Itoa(i+1) + ".xml"
		p.sitemap(name, "urlset", part)
		index = append(append(append(index, "<sitemap><loc>"...), p.base+"/"+name...), "</loc></sitemap>\n"...)
	}
	p.sitemap("sitemap.xml", "sitemapindex", index)
}

func (p *planner) sitemapEntry(b []byte, one *page) []byte {
	b = append(b, "<url><loc>"...)
	b = append(b, escaped(p.base+one.address)...)
	b = append(b, "</loc>"...)
	if !one.lastmod.IsZero() {
		b = append(b, "<lastmod>"...)
		b = one.lastmod.In(p.zone).AppendFormat(b, time.RFC3339)
		b = append(b, "</lastmod>"...)
	}
	return append(b, "</url>\n"...)
}

// escaped is text as XML has it. Addresses seldom need it.
func escaped(text string) string {
	if !strings.ContainsAny(text, `&<>"'`) {
		return text
	}
	var buf bytes.Buffer
	_ = xml.EscapeText(&buf, []byte(text)) // a buffer takes everything
	return buf.String()
}

func (p *planner) sitemap(name, root string, entries []byte) {
	p.data(orderSitemap, name, nil, keyOf(append([]byte(p.builder.version+root), entries...)), func(_ context.Context, b []byte) ([]byte, error) {
		head := xml.Header + "<" + root + ` xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n"
		b = append(append(b, head...), entries...)
		return append(b, "</"+root+">\n"...), nil
	})
}
