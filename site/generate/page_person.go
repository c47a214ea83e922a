package generate

import (
	"context"
	"strconv"

	"greenroom/site/content"
	"greenroom/site/theme"
)

// planPeople plans a page for everybody, with the posts they wrote, and the
// list of them all.
func (p *planner) planPeople() {
	for _, one := range p.site.People {
		l := p.authors[one.Slug]
		if l == nil {
			l = &list{title: one.Name, address: "/people/" + one.Slug + "/"}
		}
		if p.shows(l.page(0)...) {
			p.person(one, l)
		}
		for k := 1; k <= l.archives(); k++ {
			p.personArchive(one, l, k)
		}
		if len(l.posts) > 0 {
			p.listFeeds(l, one.Name+" on "+p.site.Config.Title, one.Description)
		}
	}
	if p.some {
		return
	}
	view(p, orderList, "/people/", []*node{p.common}, func(context.Context) (theme.PeoplePage, error) {
		v := theme.PeoplePage{Crumbs: crumbs("People")}
		for _, one := range p.site.People {
			if one.Staff {
				v.Staff = append(v.Staff, p.personRef(one))
			} else {
				v.Guests = append(v.Guests, p.personRef(one))
			}
		}
		v.Frame = p.framed(theme.Head{
			Title: p.titled("People"), Description: "Who works at " + p.site.Config.Title + ", and who writes for it.", Path: "/people/",
			Feeds: p.blogFeeds(), Data: p.pageData("/people/", "People", "", v.Crumbs),
		})
		return v, nil
	}, theme.People)
}

func (p *planner) person(one content.Person, l *list) {
	body := p.builder.fragment(one.Body.File)
	posts := l.page(0)
	inputs := append([]*node{p.common, &p.today, &body.node}, cardNodes(posts)...)
	page := view(p, orderPage, l.address, inputs, func(context.Context) (theme.PersonPage, error) {
		v := p.personPage(one, l, 0, posts)
		v.Programs = p.programCards(func(program program) bool { return program.Manager == one.Slug })
		var err error
		v.Body, err = p.html(one.Body.File, body)
		return v, err
	}, theme.Person)
	page.extra, page.body = keyOfValue(l.pager(0), len(l.posts)), body
}

func (p *planner) personArchive(one content.Person, l *list, k int) {
	posts := l.page(k)
	if !p.shows(posts...) {
		return
	}
	page := view(p, orderList, l.at(k), append([]*node{p.common}, cardNodes(posts)...), func(context.Context) (theme.PersonPage, error) {
		return p.personPage(one, l, k, posts), nil
	}, theme.Person)
	page.extra, page.lastmod = keyOfValue(l.pager(k)), newest(posts)
}

func (m *model) personPage(one content.Person, l *list, k int, posts []*post) theme.PersonPage {
	v := theme.PersonPage{
		Person: m.personRef(one), Staff: one.Staff, Email: one.Email, Posts: m.postCards(posts), Pager: l.pager(k), Crumbs: crumbs(one.Name, peopleCrumb()),
	}
	title, description := one.Name, one.Description
	if k > 0 {
		title += ", archive page " + strconv.Itoa(k)
		description = "Posts by " + one.Name + ": archive page " + strconv.Itoa(k) + "."
		v.Crumbs = crumbs("Archive page "+strconv.Itoa(k), peopleCrumb(), theme.Crumb{Title: one.Name, URL: l.address})
	}
	head := theme.Head{
		Title: m.titled(title), Description: description, Path: l.at(k), Feeds: m.blogFeeds(),
		Data: m.personData(one, l.at(k), v.Crumbs),
	}
	if len(l.posts) > 0 {
		v.Feeds = feedLinks(l.address, one.Name)
		head.Feeds = append(head.Feeds, v.Feeds...)
	}
	lead(&head, v.Pager)
	v.Frame = m.framed(head)
	return v
}
