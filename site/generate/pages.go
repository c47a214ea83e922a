package generate

import (
	"slices"
	"time"

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
	f.Head.Feeds = append(m.feedLinks(), h.Feeds...)
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
	return len(path) >= len(section) && path[:len(section)] == section
}

func (m *model) titled(title string) string { return title + " · " + m.site.Config.Title }

func (m *model) planPost(i int) *page {
	p := m.posts[i]
	published := p.Date.In(m.zone)
	head := theme.Head{
		Title: m.titled(p.Title), Description: p.Description, Path: p.card.URL,
		Article: true, Published: published.Format(time.RFC3339),
		Feeds: []theme.FeedLink{{Type: "application/atom+xml", Title: "Comments on " + p.Title, URL: p.thread.FeedURL}},
	}
	view := theme.PostPage{
		Slug: p.Slug, Title: p.Title, Description: p.Description, Date: p.card.Date, Authors: p.card.Authors, Tags: p.Tags,
		ReadingMinutes: p.card.ReadingMinutes, Body: p.body.html, Thread: p.thread,
		Form: theme.CommentForm{Action: "/api/comments", Post: p.Slug},
	}
	if !p.Lastmod.IsZero() {
		head.Modified = p.Lastmod.In(m.zone).Format(time.RFC3339)
		if updated := m.date(p.Lastmod); updated != view.Date {
			view.Updated = updated
		}
	}
	if i > 0 {
		view.Newer = &theme.Link{Title: m.posts[i-1].Title, URL: m.posts[i-1].card.URL}
	}
	if i+1 < len(m.posts) {
		view.Older = &theme.Link{Title: m.posts[i+1].Title, URL: m.posts[i+1].card.URL}
	}
	view.Frame = m.framed(head)
	page := htmlPage(m, orderPage, p.card.URL, view, theme.Post)
	page.lastmod, page.ids = p.changed(), append(commentIDs(p.comments), p.body.headings...)
	return page
}

// changed is when the words of the post were last changed.
func (p post) changed() time.Time {
	if p.Lastmod.IsZero() {
		return p.Date
	}
	return p.Lastmod
}

func commentIDs(comments []Comment) []string {
	ids := []string{"comments", "comment-form"}
	for _, c := range comments {
		ids = append(ids, "c-"+c.ID)
	}
	return ids
}

func (m *model) planProgram(p program) *page {
	view := m.programPage(p)
	view.Frame = m.framed(theme.Head{Title: m.titled(p.Title), Description: p.Description, Path: p.card.URL})
	page := htmlPage(m, orderPage, p.card.URL, view, theme.Program)
	page.ids = p.body.headings
	return page
}

func (m *model) planPerson(p content.Person) *page {
	ref, body := personRef(p), m.bodies[p.Body.File]
	view := theme.PersonPage{
		Frame:  m.framed(theme.Head{Title: m.titled(p.Name), Description: p.Description, Path: ref.URL}),
		Person: ref, Staff: p.Staff, Email: p.Email, Body: body.html,
		Posts:    m.postCards(len(m.posts), func(one post) bool { return slices.Contains(one.Authors, p.Slug) }),
		Programs: m.programCards(func(one program) bool { return one.Manager == p.Slug }),
	}
	page := htmlPage(m, orderPage, ref.URL, view, theme.Person)
	page.ids = body.headings
	return page
}

func (m *model) planPlain(p content.Page) *page {
	path, body := "/"+p.Slug+"/", m.bodies[p.Body.File]
	view := theme.PlainPage{
		Frame: m.framed(theme.Head{Title: m.titled(p.Title), Description: p.Description, Path: path}),
		Title: p.Title, Body: body.html,
	}
	if !p.Lastmod.IsZero() {
		view.Updated = m.date(p.Lastmod)
	}
	page := htmlPage(m, orderPage, path, view, theme.Plain)
	page.lastmod, page.ids = p.Lastmod, body.headings
	return page
}

func (m *model) planHome() *page {
	c := m.site.Config
	view := theme.HomePage{
		Frame:    m.framed(theme.Head{Title: c.Title + ": " + c.Tagline, Description: c.Description, Path: "/"}),
		Programs: m.programCards(func(p program) bool { return p.state == content.Open }),
		Posts:    m.postCards(homePosts, func(post) bool { return true }),
	}
	var ids []string
	for _, p := range m.site.Pages {
		if p.Slug == content.HomePage {
			view.Intro, ids = m.bodies[p.Body.File].html, m.bodies[p.Body.File].headings
		}
	}
	page := htmlPage(m, orderList, "/", view, theme.Home)
	page.ids = ids
	return page
}

func (m *model) planBlog() *page {
	description := "Posts by the people of " + m.site.Config.Title + ", newest first."
	view := theme.BlogPage{
		Frame: m.framed(theme.Head{Title: m.titled("Blog"), Description: description, Path: "/blog/"}),
		Posts: m.postCards(len(m.posts), func(post) bool { return true }),
		Feeds: m.feedLinks(),
	}
	page := htmlPage(m, orderList, "/blog/", view, theme.Blog)
	page.lastmod = m.newest()
	return page
}

func (m *model) planPrograms() *page {
	description := "Every program of " + m.site.Config.Title + ": what is paid, when it closes, when you hear back, what counts."
	view := theme.ProgramsPage{Frame: m.framed(theme.Head{Title: m.titled("Programs"), Description: description, Path: "/programs/"})}
	for _, g := range m.groups {
		group := theme.ProgramGroup{Title: g.title}
		for _, p := range g.programs {
			group.Programs = append(group.Programs, p.card)
		}
		view.Groups = append(view.Groups, group)
	}
	return htmlPage(m, orderList, "/programs/", view, theme.Programs)
}

func (m *model) planNotFound() *page {
	head := theme.Head{Title: m.titled("Page not found"), Description: "There is no page at this address.", NoIndex: true}
	page := htmlPage(m, orderPage, "/404.html", theme.NotFoundPage{Frame: m.framed(head)}, theme.NotFound)
	page.indexed = false
	return page
}

// planRedirect plans the small page at an older address of a post.
func (m *model) planRedirect(alias string, p post) *page {
	view := redirectView{Language: m.site.Config.Language, Title: p.Title, Path: p.card.URL, Canonical: m.base + p.card.URL}
	page := htmlPage(m, orderPage, alias, view, redirect)
	page.html = false // it is a signpost, not a page
	return page
}
