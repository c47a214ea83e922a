package generate

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"greenroom/site/theme"
)

// planLists plans the blog's list of posts, and those of its tags and years,
// with their archives and feeds.
func (p *planner) planLists() {
	description := "Posts by the people of " + p.site.Config.Title + ", newest first."
	p.list(p.blog, description)
	p.listFeeds(p.blog, p.site.Config.Title+" blog", p.site.Config.Description)
	for _, l := range p.tags {
		p.list(l, "Posts about "+l.title+", newest first.")
		p.listFeeds(l, p.site.Config.Title+": "+l.title, "Posts about "+l.title+".")
	}
	for _, l := range p.years {
		p.list(l, "Posts of the year "+l.title+", newest first.")
	}
	if !p.some {
		p.planTags()
	}
}

func (p *planner) list(l *list, description string) {
	for k := range l.archives() + 1 {
		posts := l.page(k)
		if !p.shows(posts...) {
			continue
		}
		inputs := append([]*node{p.common}, cardNodes(posts)...)
		if l == p.blog && k == 0 {
			inputs = append(inputs, p.termNode())
		}
		page := view(p, orderList, l.at(k), inputs, func(context.Context) (theme.BlogPage, error) {
			return p.listPage(l, k, posts, description), nil
		}, theme.Blog)
		page.extra = keyOfValue(l.title, l.pager(k))
		page.lastmod = newest(posts)
	}
}

// termNode is what the blog's page says of its tags and years.
func (m *model) termNode() *node {
	return &node{key: keyOfValue(terms(m.tags), terms(m.years))}
}

func (m *model) listPage(l *list, k int, posts []*post, description string) theme.BlogPage {
	title, way := l.title, []theme.Crumb{}
	if l != m.blog {
		way = append(way, blogCrumb())
	}
	if k > 0 {
		title = l.title + ", archive page " + strconv.Itoa(k)
		way = append(way, theme.Crumb{Title: l.title, URL: l.address})
		description = strings.TrimSuffix(description, ".") + ": archive page " + strconv.Itoa(k) + "."
	}
	v := theme.BlogPage{
		Crumbs: crumbs(title, way...), Kicker: l.kicker, Title: l.title, Posts: m.postCards(posts), Pager: l.pager(k),
	}
	if l == m.blog || l.kicker == "Tag" {
		v.Feeds = feedLinks(l.address, l.title)
	}
	if l == m.blog && k == 0 {
		v.Years, v.Tags = terms(m.years), terms(mostUsed(m.tags))
	}
	head := theme.Head{
		Title: m.titled(title), Description: description, Path: l.at(k), Feeds: m.blogFeeds(),
		Data: m.listData(l.at(k), title, description, v.Crumbs, posts),
	}
	if l != m.blog {
		head.Feeds = append(head.Feeds, v.Feeds...)
	}
	lead(&head, v.Pager)
	v.Frame = m.framed(head)
	return v
}

// mostUsed is lists by how many posts they have.
func mostUsed(lists []*list) []*list {
	sorted := slices.Clone(lists)
	slices.SortStableFunc(sorted, func(a, b *list) int { return len(b.posts) - len(a.posts) })
	return sorted
}

// newest is when the words of posts were last changed.
func newest(posts []*post) time.Time {
	var newest time.Time
	for _, p := range posts {
		if p.updated().After(newest) {
			newest = p.updated()
		}
	}
	return newest
}

func (p *planner) planTags() {
	view(p, orderList, "/blog/tag/", []*node{p.common, p.termNode()}, func(context.Context) (theme.TermsPage, error) {
		v := theme.TermsPage{Title: "Tags", Terms: terms(p.tags), Crumbs: crumbs("Tags", blogCrumb())}
		v.Frame = p.framed(theme.Head{
			Title: p.titled("Tags"), Description: "Everything " + p.site.Config.Title + " writes about, by subject.", Path: "/blog/tag/",
			Feeds: p.blogFeeds(), Data: p.pageData("/blog/tag/", "Tags", "", v.Crumbs),
		})
		return v, nil
	}, theme.Terms)
}
