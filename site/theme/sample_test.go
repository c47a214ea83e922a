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
		Nav: []theme.Link{{Title: "Programs", URL: "/programs/"}, {Title: "Blog", URL: "/blog/", Current: true}},
		Footer: theme.Footer{
			AgencyName: "Greenroom Ltd", Address: "1 Stage Lane", Email: "hello@greenroom.example",
			Links: []theme.Link{{Title: "Privacy", URL: "/privacy/"}},
		},
		Assets: theme.Assets{CSS: "/assets/site.0123.css", JS: "/assets/site.4567.js"},
		Head: theme.Head{
			Title: title, Description: "What the page says.", Path: path,
			Feeds: []theme.FeedLink{{Type: "application/atom+xml", Title: "Blog", URL: "/blog/atom.xml"}},
		},
	}
}

func day(iso, text string) theme.Time { return theme.Time{ISO: iso, Text: text} }

func marisol() theme.PersonRef {
	return theme.PersonRef{Name: "Marisol Tran", Role: "Project manager", URL: "/people/marisol-tran/"}
}

func postCard() theme.PostCard {
	return theme.PostCard{
		Title: "What a brief is", URL: "/blog/brief/", Description: "Numbered clauses.",
		Date: day("2026-05-10", "10 May 2026"), Authors: []theme.PersonRef{marisol(), {Name: "A Guest"}}, Comments: 2, ReadingMinutes: 4,
	}
}

func programCard() theme.ProgramCard {
	closes := day("2026-05-24", "24 May 2026")
	return theme.ProgramCard{
		Title: "A week of cooking", URL: "/programs/cooking/", Brand: "Hobb & Sill", Topic: "Home", Description: "Basil, then dinner.",
		State: "open", StateText: "Open", Fee: "$450", Product: "A planter", Platforms: []string{"Blog", "Instagram"}, Regions: []string{"US"},
		Places: 1200, Closes: &closes, ClosesIn: "closes in 12 days", HearBy: "by 31 May 2026",
		TopWeights: "Photography 34, Angle 14", Following: "No minimum following",
	}
}

// thread has a chain of six answers, one by staff, and an answer whose parent
// is gone.
func thread() theme.Thread {
	staff := marisol()
	var below []theme.Comment
	for _, id := range []string{"F", "E", "D", "C", "B"} {
		c := comment(id, "Reader "+id)
		c.ReplyTo = &theme.ReplyTo{ID: string(id[0] - 1), Name: "Reader"}
		c.Replies, below = below, nil
		if id == "B" {
			c.Name, c.Staff = staff.Name, &staff
		}
		below = append(below, c)
	}
	first := comment("A", "Emmerey")
	first.Text = "One line\nand another.\n\nSee https://greenroom.example/brief."
	first.Replies = below
	orphan := comment("G", "أمل")
	orphan.ReplyTo = &theme.ReplyTo{Name: "Somebody"}
	return theme.Thread{Count: 7, FeedURL: "/blog/brief/comments.xml", Comments: []theme.Comment{first, orphan}}
}

func comment(id, name string) theme.Comment {
	return theme.Comment{
		ID: id, Name: name, At: day("2026-05-11T09:00:00Z", "11 May 2026, 09:00 UTC"), Text: "Words.",
		ReplyURL: "/comments/new?parent=" + id, Permalink: "#c-" + id,
	}
}

func form() theme.CommentForm { return theme.CommentForm{Action: "/api/comments", Post: "brief"} }

func wrongForm() theme.CommentForm {
	f := form()
	f.Parent, f.ReplyTo, f.Cancel, f.Key, f.Email, f.Text = "A", "Emmerey", "/blog/brief/#c-A", "k1", "foo", "Kept <as> typed"
	f.Errors = theme.FieldErrors{
		{Field: "parent", Message: "Answer a comment that is shown"},
		{Field: "name", Message: "Enter your name"},
		{Field: "email", Message: "Enter an email address"},
		{Field: "", Message: "Try again in a minute"},
	}
	return f
}

func postPage() theme.PostPage {
	f := frame("What a brief is – Greenroom", "/blog/brief/")
	f.Head.Article, f.Head.Published, f.Head.Modified = true, "2026-05-10T00:00:00Z", "2026-05-11T00:00:00Z"
	return theme.PostPage{
		Frame: f, Slug: "brief", Title: "What a brief is", Description: "Numbered clauses.",
		Date: day("2026-05-10", "10 May 2026"), Updated: day("2026-05-11", "11 May 2026"), Authors: []theme.PersonRef{marisol()},
		Tags: []string{"briefs", "work"}, ReadingMinutes: 4, Body: "<p>First.</p><h2 id=\"more\">More</h2><table><thead><tr><th>Criterion</th><th>Considerations</th><th>Characteristics</th></tr></thead>" +
			"<tbody><tr><td>Trustworthiness</td><td>Counterintuitive</td><td>Straightforwardness</td></tr></tbody></table>",
		Thread: thread(), Form: form(),
		Newer: &theme.Link{Title: "Newer", URL: "/blog/newer/"}, Older: &theme.Link{Title: "Older", URL: "/blog/older/"},
	}
}

func programPage() theme.ProgramPage {
	return theme.ProgramPage{
		Frame: frame("A week of cooking – Greenroom", "/programs/cooking/"), Card: programCard(),
		Timeline: []theme.Milestone{
			{Label: "Opens", Date: day("2026-05-03", "3 May 2026"), Past: true},
			{Label: "Closes", Date: day("2026-05-24", "24 May 2026")},
		},
		Body: "<p>Why.</p>", Ideal: "People who cook.", Deliverables: []string{"1 blog post"}, Must: []string{"Show the planter"},
		MustNot: []string{"No health claims"}, Disclosure: "'Ad' first", Hashtags: []string{"#ad"},
		Weights:   []theme.Weight{{Label: "Photography", Weight: 98}, {Label: "Following (numbers)", Weight: 2}},
		NextSteps: []string{"A receipt", "An answer"}, Rights: "6 months", Exclusivity: "None", KeepLive: "180 days", EditRounds: "1",
		Manager: marisol(), Eligibility: []string{"18+"}, Questions: []string{"Which dinner?"}, Regulated: true,
		Result: []theme.Figure{{Value: "96", Label: "applied"}},
	}
}

// pages are all kinds of page, full and as empty as they can be.
func pages() map[string]templ.Component {
	staff := frame("Desk – Greenroom", "")
	staff.Viewer = &theme.Viewer{Name: "Marisol Tran", Staff: true}
	staff.Head.NoIndex, staff.Head.NoReferrer = true, true
	bare := theme.Frame{Language: "en", SiteTitle: "Greenroom", Head: theme.Head{Title: "Bare"}}
	wrong := postPage()
	wrong.Form = wrongForm()
	card := programCard()
	return map[string]templ.Component{
		"home": theme.Home(theme.HomePage{
			Frame: frame("Greenroom", "/"), Intro: "<p>Hello.</p>", Programs: []theme.ProgramCard{card}, Posts: []theme.PostCard{postCard()},
		}),
		"home-empty":     theme.Home(theme.HomePage{Frame: bare}),
		"blog":           theme.Blog(theme.BlogPage{Frame: frame("Blog", "/blog/"), Posts: []theme.PostCard{postCard()}, Feeds: frame("", "").Head.Feeds}),
		"blog-empty":     theme.Blog(theme.BlogPage{Frame: bare}),
		"post":           theme.Post(postPage()),
		"post-wrong":     theme.Post(wrong),
		"post-empty":     theme.Post(theme.PostPage{Frame: bare, Title: "Bare", Body: "<p>x</p>", Form: form()}),
		"programs":       theme.Programs(theme.ProgramsPage{Frame: frame("Programs", "/programs/"), Groups: []theme.ProgramGroup{{Title: "Open now", Programs: []theme.ProgramCard{card}}}}),
		"programs-empty": theme.Programs(theme.ProgramsPage{Frame: bare}),
		"program":        theme.Program(programPage()),
		"program-empty":  theme.Program(theme.ProgramPage{Frame: bare, Card: theme.ProgramCard{Title: "Bare"}}),
		"person": theme.Person(theme.PersonPage{
			Frame: frame("Marisol Tran", "/people/marisol-tran/"), Person: marisol(), Staff: true, Email: "marisol@greenroom.example",
			Body: "<p>Reads.</p>", Posts: []theme.PostCard{postCard()}, Programs: []theme.ProgramCard{card},
		}),
		"person-empty": theme.Person(theme.PersonPage{Frame: bare, Person: theme.PersonRef{Name: "A Guest"}}),
		"plain":        theme.Plain(theme.PlainPage{Frame: frame("Privacy", "/privacy/"), Title: "Privacy", Body: "<p>Little.</p>", Updated: day("2026-05-01", "1 May 2026")}),
		"notfound":     theme.NotFound(theme.NotFoundPage{Frame: frame("Not found", "")}),
		"desk":         within(staff, "<h1>Desk</h1>"),
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
