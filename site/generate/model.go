package generate

import (
	"cmp"
	"time"

	"greenroom/site/content"
	"greenroom/site/theme"
)

// model is the site as it is published on one day.
type model struct {
	*loaded
	hash     *hasher
	zone     *time.Location
	frame    theme.Frame
	bodies   map[string]*fragment // by file
	people   map[string]content.Person
	posts    []post            // newest first
	programs []program         // by slug
	groups   []programGroup    // open, opening soon, deciding, in production, completed
	hidden   map[string]string // addresses of posts that are not published, with why
}

// post is a published post.
type post struct {
	content.Post
	body     *fragment
	comments []Comment // oldest first
	thread   theme.Thread
	card     theme.PostCard
}

// program is a program as it stands on the day.
type program struct {
	content.Program
	body  *fragment
	state content.ProgramState
	card  theme.ProgramCard
}

type programGroup struct {
	title    string
	programs []program
}

func newModel(l *loaded, bodies map[string]*fragment) *model {
	m := &model{loaded: l, hash: newHasher(), zone: l.site.Config.TimeZone, bodies: bodies, people: map[string]content.Person{}, hidden: map[string]string{}}
	if m.zone == nil {
		m.zone = time.UTC
	}
	m.frame = NewFrame(l.site, l.base, l.assets)
	for _, p := range l.site.People {
		m.people[p.Slug] = p
	}
	m.addPosts()
	m.addPrograms()
	return m
}

// NewFrame is what all pages of a site have in common, with the head and the
// mark on the section being shown left to each page.
func NewFrame(site *content.Site, baseURL string, assets theme.Assets) theme.Frame {
	c := site.Config
	f := theme.Frame{
		Language:  c.Language,
		SiteTitle: c.Title,
		Tagline:   c.Tagline,
		BaseURL:   cmp.Or(baseURL, c.BaseURL),
		Footer:    theme.Footer{AgencyName: c.Agency.Name, Address: c.Agency.Address, Email: c.Agency.Email},
		Assets:    assets,
	}
	inHeader := map[string]bool{}
	for _, link := range c.Navigation {
		inHeader[link.URL] = true
		f.Nav = append(f.Nav, theme.Link{Title: link.Title, URL: link.URL})
	}
	for _, p := range site.Pages {
		if url := "/" + p.Slug + "/"; p.Slug != content.HomePage && !inHeader[url] {
			f.Footer.Links = append(f.Footer.Links, theme.Link{Title: p.Title, URL: url})
		}
	}
	return f
}

// addPosts keeps what is published by the end of the day, with its comments.
func (m *model) addPosts() {
	byPost := map[string][]Comment{}
	for _, c := range m.comments {
		byPost[c.Post] = append(byPost[c.Post], c)
	}
	for _, p := range m.site.Posts {
		url := "/blog/" + p.Slug + "/"
		if why := m.unpublished(p); why != "" {
			m.hidden[url] = why
			for _, alias := range p.Aliases {
				m.hidden[alias] = why
			}
			continue
		}
		one := post{Post: p, body: m.bodies[p.Body.File], comments: byPost[p.Slug]}
		one.thread = newThread(p.Slug, one.comments, m.comment)
		one.card = theme.PostCard{
			Title: p.Title, URL: url, Description: p.Description, Date: m.date(p.Date),
			Authors: m.refs(p.Authors), Comments: one.thread.Count, ReadingMinutes: readingMinutes(one.body.words),
		}
		m.posts = append(m.posts, one)
	}
}

// unpublished says why a post is not public, or "" if it is.
func (m *model) unpublished(p content.Post) string {
	switch {
	case p.Draft:
		return p.Body.File + " is a draft"
	case !p.Published(m.asOf) && !m.asOf.IsZero():
		return p.Body.File + " is dated " + m.date(p.Date).ISO
	}
	return ""
}

// comment is one comment as its page shows it.
func (m *model) comment(c Comment) theme.Comment {
	shown := theme.Comment{
		ID: c.ID, Name: c.Name, At: m.moment(c.At), Text: c.Text,
		ReplyURL: replyURL(c.Post, c.ID), Permalink: "#c-" + c.ID,
	}
	if p, ok := m.people[c.Staff]; ok && c.Staff != "" {
		ref := personRef(p)
		shown.Staff = &ref
	}
	return shown
}

func personRef(p content.Person) theme.PersonRef {
	return theme.PersonRef{Name: p.Name, Role: p.Role, URL: "/people/" + p.Slug + "/"}
}

func (m *model) refs(slugs []string) []theme.PersonRef {
	var refs []theme.PersonRef
	for _, slug := range slugs {
		refs = append(refs, personRef(m.people[slug]))
	}
	return refs
}

// programCards are the cards of the programs that keep accepts, in the order
// of the groups.
func (m *model) programCards(keep func(program) bool) []theme.ProgramCard {
	var cards []theme.ProgramCard
	for _, g := range m.groups {
		for _, p := range g.programs {
			if keep(p) {
				cards = append(cards, p.card)
			}
		}
	}
	return cards
}

// postCards are the cards of the posts that keep accepts, newest first, at most most.
func (m *model) postCards(most int, keep func(post) bool) []theme.PostCard {
	var cards []theme.PostCard
	for _, p := range m.posts {
		if keep(p) && len(cards) < most {
			cards = append(cards, p.card)
		}
	}
	return cards
}
