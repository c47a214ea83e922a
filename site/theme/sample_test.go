package theme_test

import (
	"bytes"
	"context"
	"io"
	"testing"

	"github.com/a-h/templ"

	"greenroom/site/theme"
)

func frame(title, path string) theme.Frame {
	return theme.Frame{
		Language: "en", SiteTitle: "Greenroom", Tagline: "Everyone is read", BaseURL: "https://greenroom.example",
		Nav: []theme.Link{
			{Title: "Programs", URL: "/programs/"}, {Title: "Blog", URL: "/blog/", Current: true},
			{Title: "How we choose", URL: "/how-we-choose/"}, {Title: "About", URL: "/about/"},
		},
		Footer: theme.Footer{
			AgencyName: "Greenroom Ltd", Address: "1 Stage Lane", Email: "hello@greenroom.example",
			Links: []theme.Link{{Title: "Privacy", URL: "/privacy/"}},
		},
		Assets: theme.Assets{CSS: "/assets/site.0123.css", JS: "/assets/site.4567.js"},
		Head: theme.Head{
			Title: title, Description: "What the page says.", Path: path, Feeds: feeds("Greenroom blog", "/blog/"),
			Data: `{"@context":"https://schema.org","@type":"WebPage","name":"A \u003cb\u003e page"}`,
		},
	}
}

// bare is the least a frame can have.
func bare() theme.Frame {
	return theme.Frame{Language: "en", SiteTitle: "Greenroom", Head: theme.Head{Title: "Bare"}}
}

func day(iso, text string) theme.Time { return theme.Time{ISO: iso, Text: text} }

func feeds(title, under string) []theme.FeedLink {
	return []theme.FeedLink{
		{Type: "application/rss+xml", Title: title, URL: under + "feed.xml"},
		{Type: "application/atom+xml", Title: title, URL: under + "atom.xml"},
		{Type: "application/feed+json", Title: title, URL: under + "feed.json"},
	}
}

// crumbs are the way to a page; its own name is the last.
func crumbs(steps ...string) []theme.Crumb {
	way := []theme.Crumb{{Title: "Home", URL: "/"}}
	for i, step := range steps {
		c := theme.Crumb{Title: step}
		if i < len(steps)-1 {
			c.URL = "/blog/"
		}
		way = append(way, c)
	}
	return way
}

func marisol() theme.PersonRef {
	return theme.PersonRef{Name: "Marisol Tran", Role: "Project manager", URL: "/people/marisol-tran/", Face: &theme.Picture{
		Src: "/media/marisol-96.jpg", Srcset: "/media/marisol-96.jpg 1x, /media/marisol-192.jpg 2x", Width: 96, Height: 96, Alt: "Marisol Tran beside a window",
		Sources: []theme.PictureSource{{Type: "image/webp", Srcset: "/media/marisol-96.webp 1x, /media/marisol-192.webp 2x"}},
	}}
}

func devon() theme.PersonRef {
	return theme.PersonRef{Name: "Devon Achterberg", Role: "Project manager", URL: "/people/devon-achterberg/"}
}

func guest() theme.PersonRef { return theme.PersonRef{Name: "Tess Abara", Role: "Guest author"} }

// pages are all kinds of page, full and as empty as they can be.
func pages() map[string]templ.Component {
	staff := frame("Desk – Greenroom", "")
	staff.Viewer = &theme.Viewer{Name: "Marisol Tran", Staff: true}
	staff.Head.NoIndex, staff.Head.NoReferrer, staff.Head.Data = true, true, ""
	wrong := postPage()
	wrong.Form = wrongForm()
	later := personPage()
	later.Body, later.Programs = "", nil
	later.Pager = theme.Pager{Label: "Page 1 of the archive", Newer: &theme.Link{Title: "Page 2", URL: "/people/marisol-tran/page/2/"}}
	return map[string]templ.Component{
		"home":            theme.Home(homePage()),
		"home-empty":      theme.Home(theme.HomePage{Frame: bare()}),
		"blog":            theme.Blog(blogPage()),
		"blog-archive":    theme.Blog(archivePage()),
		"blog-empty":      theme.Blog(theme.BlogPage{Frame: bare()}),
		"terms":           theme.Terms(termsPage()),
		"terms-empty":     theme.Terms(theme.TermsPage{Frame: bare(), Title: "Subjects"}),
		"recent":          theme.Recent(recentPage()),
		"recent-empty":    theme.Recent(theme.RecentPage{Frame: bare()}),
		"feeds":           theme.Feeds(feedsPage()),
		"feeds-empty":     theme.Feeds(theme.FeedsPage{Frame: bare()}),
		"search":          theme.Search(searchPage()),
		"search-off":      theme.Search(theme.SearchPage{Frame: bare()}),
		"post":            theme.Post(postPage()),
		"post-wrong":      theme.Post(wrong),
		"post-corrected":  theme.Post(correctedPage()),
		"post-withdrawn":  theme.Post(withdrawnPage()),
		"post-empty":      theme.Post(theme.PostPage{Frame: bare(), Title: "Bare", Body: "<p>x</p>", Form: form()}),
		"discussion":      theme.Discussion(discussionPage()),
		"programs":        theme.Programs(programsPage()),
		"programs-filter": theme.Programs(filteredPage()),
		"programs-empty":  theme.Programs(theme.ProgramsPage{Frame: bare()}),
		"program":         theme.Program(programPage()),
		"program-over":    theme.Program(completedPage()),
		"program-ready":   theme.Program(readyPage()),
		"program-paused":  theme.Program(pausedPage()),
		"apply-wrong":     applying(wrongApplication()),
		"apply-known":     applying(knownApplication()),
		"program-empty":   theme.Program(theme.ProgramPage{Frame: bare(), Card: theme.ProgramCard{Title: "Bare"}}),
		"people":          theme.People(peoplePage()),
		"people-empty":    theme.People(theme.PeoplePage{Frame: bare()}),
		"person":          theme.Person(personPage()),
		"person-later":    theme.Person(later),
		"person-empty":    theme.Person(theme.PersonPage{Frame: bare(), Person: theme.PersonRef{Name: "A Guest"}}),
		"plain":           theme.Plain(plainPage()),
		"notfound":        theme.NotFound(theme.NotFoundPage{Frame: frame("Not found", "")}),
		"desk":            within(staff, "<h1>Desk</h1>"),
	}
}

func homePage() theme.HomePage {
	return theme.HomePage{
		Frame: frame("Greenroom", "/"), Intro: "<p>We run paid programs for brands, and we say beforehand how we choose. Every application is read by two people, answered by a date, and paid on the day we said.</p>",
		Programs: []theme.ProgramCard{programCard(), rollingCard()}, Posts: []theme.PostCard{postCard(), longCard(), guestCard()},
	}
}

func feedsPage() theme.FeedsPage {
	return theme.FeedsPage{Frame: frame("Feeds", "/feeds/"), Crumbs: crumbs("Feeds"), Groups: []theme.FeedGroup{
		{Title: "Everything", Lines: []theme.FeedLine{
			{Title: "Every post", URL: "/blog/", Feeds: feeds("Greenroom blog", "/blog/")},
			{Title: "Every program", URL: "/programs/", Feeds: feeds("Greenroom programs", "/programs/")},
			{Title: "Every comment", Feeds: feeds("Greenroom comments", "/blog/comments/")},
		}},
		{Title: "Posts by subject", Lines: []theme.FeedLine{
			{Title: "Briefs", URL: "/tags/briefs/", Feeds: feeds("Briefs", "/tags/briefs/")},
			{Title: "Photography and daylight", URL: "/tags/daylight/", Feeds: feeds("Photography and daylight", "/tags/daylight/")},
		}},
	}}
}

func searchPage() theme.SearchPage {
	return theme.SearchPage{
		Frame: frame("Search", "/search/"), Crumbs: crumbs("Search"), Script: "/assets/search.89ab.js", Index: "/search/",
		Tags: tags(), Years: years(), People: []theme.PersonRef{marisol(), devon(), guest()},
	}
}

func peoplePage() theme.PeoplePage {
	return theme.PeoplePage{
		Frame: frame("People", "/people/"), Crumbs: crumbs("People"),
		Staff: []theme.PersonRef{marisol(), devon(), {Name: "Priya Lindqvist", Role: "Editor", URL: "/people/priya-lindqvist/"}, {Name: "Sam Okafor-Reyes", Role: "Project manager", URL: "/people/sam-okafor-reyes/"}}, Guests: []theme.PersonRef{guest()},
	}
}

func personPage() theme.PersonPage {
	return theme.PersonPage{
		Frame: frame("Marisol Tran", "/people/marisol-tran/"), Crumbs: crumbs("People", "Marisol Tran"), Person: marisol(), Staff: true, Email: "marisol@greenroom.example",
		Body:  "<p>Marisol was the second person to work at Greenroom and still has the first brief she wrote here. It is eleven pages long and she brings it out whenever somebody proposes a twelfth clause.</p>",
		Posts: []theme.PostCard{postCard(), longCard()}, Programs: []theme.ProgramCard{programCard()}, Feeds: feeds("Posts by Marisol Tran", "/people/marisol-tran/"),
		Pager: theme.Pager{Older: &theme.Link{Title: "Page 3 of the archive", URL: "/people/marisol-tran/page/3/"}},
	}
}

func plainPage() theme.PlainPage {
	return theme.PlainPage{
		Frame: frame("Privacy", "/privacy/"), Crumbs: crumbs("Privacy"), Title: "Privacy",
		Body: "<p>We keep little, and say what.</p><h2 id=\"more\">What we keep</h2><ul><li>Your name, as you typed it.</li><li>Your comment.</li></ul>", Updated: day("2026-05-01", "1 May 2026"),
	}
}

// within is a page of another package inside the layout.
func within(f theme.Frame, html string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return theme.Layout(f).Render(templ.WithChildren(ctx, templ.Raw(html)), w)
	})
}

func render(t testing.TB, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatalf("rendering: %v", err)
	}
	return b.String()
}
