package generate

import (
	"context"

	"greenroom/site/theme"
)

// planSearch plans the page to search from.
func (p *planner) planSearch() {
	if !p.site.Config.Search {
		return
	}
	page := view(p, orderList, "/search/", []*node{p.common, p.termNode()}, func(context.Context) (theme.SearchPage, error) {
		v := theme.SearchPage{Crumbs: crumbs("Search"), Index: "/search/", Script: p.searchScript(), Tags: terms(p.tags), Years: terms(p.years)}
		for _, one := range p.site.People {
			v.People = append(v.People, p.personRef(one))
		}
		v.Frame = p.framed(theme.Head{
			Title: p.titled("Search"), Description: "Search the posts, programs and pages of " + p.site.Config.Title + ".", Path: "/search/", NoIndex: true,
			Feeds: p.blogFeeds(),
		})
		return v, nil
	}, theme.Search)
	page.indexed, page.extra = false, keyOfValue(p.searchScript())
}

// searchScript is the address of the script that searches.
func (m *model) searchScript() string {
	for _, f := range m.files {
		if isAsset(f.name, "search", ".js") {
			return "/" + f.name
		}
	}
	return ""
}
