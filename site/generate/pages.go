package generate

import (
	"context"
	"slices"
	"strings"

	"greenroom/site/content"
	"greenroom/site/theme"
)

// Posts on the home page.
const homePosts = 5

// framed is the common frame with the head of one page, and the section it
// belongs to marked in the navigation.
func (m *model) framed(h theme.Head) theme.Frame {
	f := m.frame
	f.Head = h
	if h.Image == nil {
		f.Head.Image = m.siteCard()
	}
	f.Nav = slices.Clone(f.Nav)
	for i, link := range f.Nav {
		f.Nav[i].Current = within(h.Path, link.URL)
	}
	return f
}

// within reports whether a path is a section or something in it.
func within(path, section string) bool {
	if section == "/" || path == "" {
		return path == section
	}
	return strings.HasPrefix(path, section)
}

func (m *model) titled(title string) string { return title + " · " + m.site.Config.Title }

// crumbs lead from the home page to a page of this title.
func crumbs(title string, way ...theme.Crumb) []theme.Crumb {
	return append(append([]theme.Crumb{{Title: "Home", URL: "/"}}, way...), theme.Crumb{Title: title})
}

func blogCrumb() theme.Crumb     { return theme.Crumb{Title: "Blog", URL: "/blog/"} }
func programsCrumb() theme.Crumb { return theme.Crumb{Title: "Programs", URL: "/programs/"} }
func peopleCrumb() theme.Crumb   { return theme.Crumb{Title: "People", URL: "/people/"} }

// planPlain plans the plain pages and the front page.
func (p *planner) planPlain() {
	p.planHome()
	for _, one := range p.site.Pages {
		if one.Slug != content.HomePage {
			p.plain(one)
		}
	}
}

func (p *planner) plain(one content.Page) {
	path, body := "/"+one.Slug+"/", p.builder.fragment(one.Body.File)
	front := &node{key: key(p.builder.loader.Key(one.Body.File))}
	page := view(p, orderPage, path, []*node{p.common, front, &body.node}, func(context.Context) (theme.PlainPage, error) {
		html, err := p.html(one.Body.File, body)
		v := theme.PlainPage{Title: one.Title, Body: html, Crumbs: crumbs(one.Title)}
		v.Frame = p.framed(theme.Head{
			Title: p.titled(one.Title), Description: one.Description, Path: path, Feeds: p.blogFeeds(),
			Data: p.pageData(path, one.Title, one.Description, v.Crumbs),
		})
		if !one.Lastmod.IsZero() {
			v.Updated = p.date(one.Lastmod)
		}
		return v, err
	}, theme.Plain)
	page.lastmod, page.body = one.Lastmod, body
}

func (p *planner) planHome() {
	c := p.site.Config
	recent := p.posts[:min(homePosts, len(p.posts))]
	if !p.shows(recent...) {
		return
	}
	inputs := []*node{p.common, &p.today}
	var intro *fragment
	var file string
	for _, one := range p.site.Pages {
		if one.Slug == content.HomePage {
			file, intro = one.Body.File, p.builder.fragment(one.Body.File)
			inputs = append(inputs, &intro.node)
		}
	}
	page := view(p, orderList, "/", append(inputs, cardNodes(recent)...), func(context.Context) (theme.HomePage, error) {
		v := theme.HomePage{
			Programs: p.programCards(func(one program) bool { return one.standing.State == content.Open }),
			Posts:    p.postCards(recent),
		}
		v.Frame = p.framed(theme.Head{
			Title: c.Title + ": " + c.Tagline, Description: c.Description, Path: "/", Feeds: p.blogFeeds(), Data: p.homeData(),
		})
		if intro == nil {
			return v, nil
		}
		var err error
		v.Intro, err = p.html(file, intro)
		return v, err
	}, theme.Home)
	page.body = intro
}

func (p *planner) planNotFound() {
	page := view(p, orderPage, "/404.html", []*node{p.common}, func(context.Context) (theme.NotFoundPage, error) {
		head := theme.Head{Title: p.titled("Page not found"), Description: "There is no page at this address.", NoIndex: true}
		return theme.NotFoundPage{Frame: p.framed(head)}, nil
	}, theme.NotFound)
	page.indexed = false
}

// cardNodes are what a list of these posts is made of.
func cardNodes(posts []*post) []*node {
	nodes := make([]*node, len(posts))
	for i, p := range posts {
		nodes[i] = &p.card
	}
	return nodes
}
