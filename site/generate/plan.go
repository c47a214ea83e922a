package generate

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"greenroom/site/content"
)

// order is when a file is written: what others need comes before them, what
// lists others comes after.
type order int

const (
	orderAsset order = iota
	orderPage
	orderList
	orderFeed
	orderSitemap
)

// page is one file of the site to be.
type page struct {
	name    string // path in the output
	order   order
	view    any      // all that it is made of
	input   [32]byte // hash of view
	render  func(ctx context.Context, w *bytes.Buffer) error
	html    bool      // a page of its own, which is counted
	address string    // "/blog/first/": where links and the sitemap find it
	indexed bool      // the sitemap lists it
	lastmod time.Time // zero: not known
	ids     []string  // that links may name after #
}

// planPages lists every file of the site, in the order of writing.
func planPages(m *model) []*page {
	var pages []*page
	for _, f := range m.files {
		pages = append(pages, m.planFile(f))
	}
	for i, p := range m.posts {
		pages = append(pages, m.planPost(i))
		for _, alias := range p.Aliases {
			pages = append(pages, m.planRedirect(alias, p))
		}
	}
	for _, p := range m.programs {
		pages = append(pages, m.planProgram(p))
	}
	for _, p := range m.site.People {
		pages = append(pages, m.planPerson(p))
	}
	for _, p := range m.site.Pages {
		if p.Slug != content.HomePage {
			pages = append(pages, m.planPlain(p))
		}
	}
	pages = append(pages, m.planHome(), m.planBlog(), m.planPrograms(), m.planNotFound())
	pages = append(pages, m.planFeeds()...)
	pages = append(pages, m.planSitemap(pages), m.planRobots())
	slices.SortFunc(pages, func(a, b *page) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.name, b.name))
	})
	return pages
}

// collisions finds two files of one name. Names that differ in case only are
// one name on many disks.
func collisions(pages []*page) content.Problems {
	var problems content.Problems
	taken := map[string]string{}
	for _, p := range pages {
		key := strings.ToLower(p.name)
		if other, twice := taken[key]; twice {
			problems = append(problems, content.Problem{File: p.name, Line: 1, What: "two files of the site have this name, the other is " + other, Fix: "rename one of the two in content/"})
		}
		taken[key] = p.name
	}
	return problems
}

// htmlPage plans a page of the theme at an address.
func htmlPage[View any](m *model, o order, address string, view View, component func(View) templ.Component) *page {
	name := strings.TrimPrefix(address, "/")
	if strings.HasSuffix(address, "/") {
		name += "index.html"
	}
	return &page{
		name: name, order: o, html: true, address: address, indexed: true,
		view: view, input: m.hash.of(name, view),
		render: func(ctx context.Context, w *bytes.Buffer) error { return component(view).Render(ctx, w) },
	}
}

// dataPage plans a file that is made of a view by a function.
func dataPage[View any](m *model, o order, name string, view View, make func(View) ([]byte, error)) *page {
	return &page{
		name: name, order: o, address: "/" + name,
		view: view, input: m.hash.of(name, view),
		render: func(_ context.Context, w *bytes.Buffer) error {
			data, err := make(view)
			w.Write(data)
			return err
		},
	}
}

func (m *model) planFile(f staticFile) *page {
	return dataPage(m, orderAsset, f.name, f.data, func(data []byte) ([]byte, error) { return data, nil })
}
