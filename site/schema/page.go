package schema

import "time"

// Page is any page: a program, an about page.
type Page struct {
	Base, URL, Name, Description, Language string // Base as in Org; URL is the canonical one
	Published, Updated                     time.Time
	Image                                  Image
	Trail                                  bool // the graph has a Trail with the same URL
}

// Append appends a WebPage.
func (p Page) Append(b []byte) []byte { return append(p.open(b, "WebPage"), '}') }

func (p *Page) open(b []byte, name string) []byte {
	b = identity(typed(b, name), p.URL, "")
	b = text(b, "url", p.URL)
	b = text(b, "name", p.Name)
	b = text(b, "description", p.Description)
	b = text(b, "inLanguage", p.Language)
	b = reference(b, "isPartOf", p.Base, siteID)
	b = moment(b, "datePublished", p.Published)
	b = moment(b, "dateModified", p.Updated)
	b = image(b, "primaryImageOfPage", p.Image)
	if p.Trail {
		b = reference(b, "breadcrumb", p.URL, trailID)
	}
	return b
}

// Collection is a page that leads to others: a blog, the programs, a tag.
type Collection struct {
	Page
	Listed bool // the graph has a List with the same URL
}

// Append appends a CollectionPage.
func (c Collection) Append(b []byte) []byte {
	b = c.open(b, "CollectionPage")
	if c.Listed {
		b = reference(b, "mainEntity", c.URL, listID)
	}
	return append(b, '}')
}

// List is what a collection leads to, in its order. The pages themselves tell
// the rest.
type List struct {
	URL   string // of the page that shows it
	First int    // place of the first in the whole list, of which this is a part; 0 is 1
	URLs  []string
}

// Append appends an ItemList.
func (l List) Append(b []byte) []byte {
	b = identity(typed(b, "ItemList"), l.URL, listID)
	b = number(b, "numberOfItems", len(l.URLs))
	position := max(l.First, 1) - 1
	b = list(b, "itemListElement", l.URLs, func(url string, b []byte) []byte {
		position++
		b = number(typed(b, "ListItem"), "position", position)
		return append(text(b, "url", url), '}')
	})
	return append(b, '}')
}

// Crumb is a page on the way to another.
type Crumb struct {
	Name, URL string // the URL of the last may be ""
}

// Trail is the way to a page, from the top.
type Trail struct {
	URL    string // of the page
	Crumbs []Crumb
}

// Append appends a BreadcrumbList.
func (t Trail) Append(b []byte) []byte {
	b = identity(typed(b, "BreadcrumbList"), t.URL, trailID)
	position := 0
	b = list(b, "itemListElement", t.Crumbs, func(c Crumb, b []byte) []byte {
		position++
		b = number(typed(b, "ListItem"), "position", position)
		return append(text(text(b, "name", c.Name), "item", c.URL), '}')
	})
	return append(b, '}')
}
