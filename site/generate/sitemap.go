package generate

import (
	"encoding/xml"
	"time"
)

// sitemapEntry is one page that search engines should know.
type sitemapEntry struct {
	Loc     string `xml:"loc"`
	Lastmod string `xml:"lastmod,omitempty"`
}

type sitemapDocument struct {
	XMLName xml.Name       `xml:"urlset"`
	Xmlns   string         `xml:"xmlns,attr"`
	Entries []sitemapEntry `xml:"url"`
}

// planSitemap lists the pages. A page whose words carry no date has no
// lastmod: none is better than an invented one. Comments do not count as a
// change of the page.
func (m *model) planSitemap(pages []*page) *page {
	var entries []sitemapEntry
	for _, p := range pages {
		if !p.html || !p.indexed {
			continue
		}
		entry := sitemapEntry{Loc: m.base + p.address}
		if !p.lastmod.IsZero() {
			entry.Lastmod = p.lastmod.In(m.zone).Format(time.RFC3339)
		}
		entries = append(entries, entry)
	}
	return dataPage(m, orderSitemap, "sitemap.xml", entries, func(entries []sitemapEntry) ([]byte, error) {
		return marshalXML(sitemapDocument{Xmlns: "http://www.sitemaps.org/schemas/sitemap/0.9", Entries: entries})
	})
}

// planRobots keeps robots out of what is not for reading.
func (m *model) planRobots() *page {
	text := "User-agent: *\n" +
		"Disallow: /api/\nDisallow: /comments/\nDisallow: /desk/\nDisallow: /me/\nDisallow: /sign-in\n\n" +
		"Sitemap: " + m.base + "/sitemap.xml\n"
	return dataPage(m, orderSitemap, "robots.txt", text, func(text string) ([]byte, error) { return []byte(text), nil })
}
