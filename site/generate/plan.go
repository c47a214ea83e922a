package generate

import (
	"bytes"
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
	html    bool      // a page of its own, which is counted
	address string    // "/blog/first/": where links and the sitemap find it
	indexed bool      // the sitemap lists it
	lastmod time.Time // zero: not known
	ids     []string  // that links may name after #
	body    *fragment // whose headings may be named as well

	// All that the file is made of: nodes, and whatever else its maker put
	// into extra. render must use nothing beside.
	inputs []*node
	extra  key
	thread *post // whose thread it shows: such files are best rendered together
	render func(ctx context.Context, w *bytes.Buffer) error

	input key    // over all inputs
	keyed uint64 // the build in which input was found; 0: not yet
}

// update brings the page's input up to date and reports whether it changed.
func (p *page) update(build uint64, scratch []byte) ([]byte, bool) {
	if p.keyed != 0 && !slices.ContainsFunc(p.inputs, func(n *node) bool { return n.changed > p.keyed }) {
		return scratch, false
	}
	scratch = append(scratch[:0], p.extra[:]...)
	for _, n := range p.inputs {
		scratch = append(scratch, n.key[:]...)
	}
	before := p.input
	p.input, p.keyed = keyOf(scratch), build
	return scratch, p.input != before
}

// planner gathers the files of a site: all, or those that show what changed.
type planner struct {
	*model
	pages []*page
	some  bool // only files that show posts marked as changed
}

// shows reports whether a file made of these posts is to be planned.
func (p *planner) shows(posts ...*post) bool {
	return !p.some || slices.ContainsFunc(posts, func(one *post) bool { return one.changed })
}

// planChanged lists the files that show the body or the thread of a post that
// changed, in a site that is otherwise the one that the target has.
func planChanged(m *model) []*page {
	p := &planner{model: m, some: true}
	p.planPosts()
	p.planPeople()
	p.planLists()
	p.planHome()
	if len(m.builder.touched) > 0 {
		p.planRecent()
	}
	return p.pages
}

// planPages lists every file of the site. Only those that are made are put in
// the order of writing.
func planPages(m *model) []*page {
	p := &planner{model: m, pages: make([]*page, 0, 5*len(m.posts)+100)}
	for _, f := range m.files {
		p.file(f)
	}
	p.planMedia()
	p.planSiteCard()
	p.planPosts()
	p.planPrograms()
	p.planPeople()
	p.planPlain()
	p.planLists()
	p.planRecent()
	p.planFeedsPage()
	p.planSearch()
	p.planNotFound()
	p.planSitemap()
	p.planRobots()
	return p.pages
}

func (p *planner) add(one *page) *page {
	p.pages = append(p.pages, one)
	return one
}

// view plans a page of the theme at an address. make is called when the page
// has to be rendered.
func view[View any](p *planner, o order, address string, inputs []*node, make func(context.Context) (View, error), component func(View) templ.Component) *page {
	name := strings.TrimPrefix(address, "/")
	if strings.HasSuffix(address, "/") {
		name += "index.html"
	}
	return p.add(&page{
		name: name, order: o, html: true, address: address, indexed: true, inputs: inputs,
		render: func(ctx context.Context, w *bytes.Buffer) error {
			v, err := make(ctx)
			if err != nil {
				return err
			}
			if p.builder.inspect != nil {
				p.builder.inspect(name, v)
			}
			return component(v).Render(ctx, w)
		},
	})
}

// data plans a file that is made by a function, which appends it to b.
func (p *planner) data(o order, name string, inputs []*node, extra key, make func(ctx context.Context, b []byte) ([]byte, error)) *page {
	return p.add(&page{
		name: name, order: o, address: "/" + name, inputs: inputs, extra: extra,
		render: func(ctx context.Context, w *bytes.Buffer) error {
			b, err := make(ctx, w.AvailableBuffer())
			w.Write(b) // which copies nothing if it is still the buffer's own
			return err
		},
	})
}

func (p *planner) file(f staticFile) {
	p.data(orderAsset, f.name, nil, keyOf(f.data), func(_ context.Context, b []byte) ([]byte, error) { return append(b, f.data...), nil })
}

// collisions finds two files of one name. Names that differ in case only are
// one name on many disks.
func collisions(pages []*page) content.Problems {
	var problems content.Problems
	taken := make(map[string]string, len(pages))
	for _, p := range pages {
		key := strings.ToLower(p.name)
		if other, twice := taken[key]; twice {
			problems = append(problems, content.Problem{File: p.name, Line: 1, What: "two files of the site have this name, the other is " + other, Fix: "rename one of the two in content/"})
		}
		taken[key] = p.name
	}
	return problems
}
