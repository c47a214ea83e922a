package generate

import (
	"context"

	"greenroom/site/theme"
)

// planFeedsPage plans the page that says, for people, what can be followed.
func (p *planner) planFeedsPage() {
	page := view(p, orderList, "/feeds/", []*node{p.common, &p.today, p.termNode()}, func(context.Context) (theme.FeedsPage, error) {
		v := theme.FeedsPage{Crumbs: crumbs("Feeds"), Groups: p.feedGroups()}
		v.Frame = p.framed(theme.Head{
			Title: p.titled("Feeds"), Description: "Everything here that a feed reader can follow, as RSS, Atom and JSON Feed.", Path: "/feeds/",
			Feeds: p.blogFeeds(), Data: p.pageData("/feeds/", "Feeds", "", v.Crumbs),
		})
		return v, nil
	}, theme.Feeds)
	page.extra = keyOfValue(p.feedGroups())
}

func (m *model) feedGroups() []theme.FeedGroup {
	line := func(title, address string) theme.FeedLine {
		return theme.FeedLine{Title: title, URL: address, Feeds: feedLinks(address, title)}
	}
	groups := []theme.FeedGroup{
		{Title: "Everything", Lines: []theme.FeedLine{line("All posts", "/blog/"), line("All programs", "/programs/"), line("All comments", "/blog/comments/")}},
	}
	topics := theme.FeedGroup{Title: "Programs by topic"}
	for _, f := range m.filters() {
		for _, c := range f.choices {
			if f.key == "topic" {
				topics.Lines = append(topics.Lines, line(c.title, c.address))
			}
		}
	}
	tags := theme.FeedGroup{Title: "Posts by tag"}
	for _, l := range m.tags {
		tags.Lines = append(tags.Lines, line(l.title, l.address))
	}
	people := theme.FeedGroup{Title: "Posts by author"}
	for _, one := range m.site.People {
		if l := m.authors[one.Slug]; l != nil {
			people.Lines = append(people.Lines, line(l.title, l.address))
		}
	}
	for _, g := range []theme.FeedGroup{topics, tags, people} {
		if len(g.Lines) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}
