package generate

import (
	"cmp"
	"io/fs"
	"time"

	"greenroom/site/content"
	"greenroom/site/packed"
	"greenroom/site/theme"
)

// model is the site as it is published on one day.
type model struct {
	*loaded
	builder    *Builder
	zone       *time.Location
	frame      theme.Frame
	common     *node // what every page has: frame, people, the program itself
	facts      *node // what every feed has
	cards      *node // what every share card has
	unseen     key   // of what no page shows and the site is checked by
	today      node  // the day and all programs as they stand
	day        node  // the day, and what the page of each program has besides the program
	newestTalk node  // all that the newest comments are made of
	people     map[string]content.Person
	posts      []*post // newest first
	withdrawn  []*post // that have a page and are in no list
	bySlug     map[string]*post
	byFile     map[string]*post
	programs   []program         // by slug
	choosing   *theme.Link       // the page that says how applications are read; nil: none
	groups     []programGroup    // by state, in the order of states
	hidden     map[string]string // addresses of posts that are not published, with why

	blog    *list
	tags    []*list // by title
	years   []*list // newest first
	authors map[string]*list

	addresses map[string]*page // of the plan, for the links that lead there
}

// post is a published post. Its nodes are what other pages show of it.
type post struct {
	content.Post
	url     string
	body    *fragment
	talk    *discussion
	front   node // all of its front matter
	link    node // title and address
	card    node // what a list shows
	brief   node // the same without how many comments there are
	index   int  // in model.posts
	tags    []*list
	tagAt   []int // where it stands in each
	related []*post
	changed bool // since the last build: its body or its thread
}

// program is a program as it stands on the day.
type program struct {
	content.Program
	running
	body *fragment
	node *node // its file and how it stands
	card theme.ProgramCard
}

type programGroup struct {
	title    string
	programs []program
}

func newModel(b *Builder, l *loaded) *model {
	m := &model{
		loaded: l, builder: b, zone: l.site.Config.TimeZone, people: map[string]content.Person{},
		hidden: map[string]string{}, bySlug: make(map[string]*post, len(l.site.Posts)), byFile: make(map[string]*post, len(l.site.Posts)),
	}
	if m.zone == nil {
		m.zone = time.UTC
	}
	m.frame = NewFrame(l.site, l.base, l.assets)
	for _, p := range l.site.People {
		m.people[p.Slug] = p
	}
	m.common = &node{key: m.commonKey(l)}
	m.unseen = unseenKey(l)
	m.cards = &node{key: keyOfValue("card", pictureVersion, l.site.Config.Title, l.site.People, m.zone.String())}
	m.facts = &node{key: keyOfValue(m.builder.version, l.base, l.site.Config.Title, l.site.Config.Description, l.site.Config.Language, m.zone.String(), m.siteDate(), l.site.People)}
	m.addPosts()
	for _, slug := range b.touched {
		if p := m.bySlug[slug]; p != nil {
			p.changed = true
		}
	}
	m.addLists()
	m.relate()
	m.addPrograms()
	return m
}

// commonKey is the key of what all pages share.
func (m *model) commonKey(l *loaded) key {
	c := l.site.Config
	var faces []string
	for _, p := range l.site.People {
		faces = append(faces, p.Photo)
	}
	faceKey := m.builder.pictures.key(faces)
	return keyOfValue(NewFrame(l.site, l.base, l.assets), m.builder.version, l.site.People, c.Search, c.ShareCards, m.zone.String(), c.Description, string(faceKey[:]))
}

// unseenKey is the key of what site.yaml says and [model.commonKey] does not
// cover.
func unseenKey(l *loaded) key {
	c := l.site.Config
	return keyOfValue(c.AsOf, c.BaseURL, c.Agency.ModerationEmail)
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

// addPosts keeps what is published by the end of the day, with what is known
// of its comments. What was withdrawn is kept apart.
func (m *model) addPosts() {
	m.posts = make([]*post, 0, len(m.site.Posts))
	for _, p := range m.site.Posts {
		url := "/blog/" + p.Slug + "/"
		if why := m.unpublished(p); why != "" {
			m.hidden[url] = why
			for _, alias := range p.Aliases {
				m.hidden[alias] = why
			}
			continue
		}
		one := &post{Post: p, url: url, index: len(m.posts), body: m.builder.fragment(p.Body.File), talk: m.builder.discussion(p.Slug)}
		one.front.key = key(m.builder.loader.Key(p.Body.File))
		one.link.key = keyOf(packed.Text(packed.Text(nil, p.Title), url))
		one.changed = m.builder.edited[p.Body.File]
		if one.Withdrawn == "" {
			m.posts = append(m.posts, one)
		} else {
			m.withdrawn = append(m.withdrawn, one)
		}
		m.bySlug[p.Slug], m.byFile[p.Body.File] = one, one
		m.card(one)
	}
}

// card brings up to date what lists show of a post.
func (m *model) card(p *post) {
	minutes, comments := uint64(readingMinutes(p.body.words)), uint64(p.talk.count)
	p.brief.set(p.front.key.with(minutes), m.builder.build)
	p.card.set(p.front.key.with(minutes, comments), m.builder.build)
}

// unpublished says why a post is not on the site, or "" if it is.
func (m *model) unpublished(p content.Post) string {
	if m.preview {
		return ""
	}
	return m.waits(p)
}

// waits says why a post is not public, or "" if it is.
func (m *model) waits(p content.Post) string {
	switch {
	case p.Draft:
		return p.Body.File + " is a draft"
	case !p.Published(m.asOf) && !m.asOf.IsZero():
		return p.Body.File + " is dated " + m.date(p.Date).ISO
	}
	return ""
}

// ribbon marks a page that only a preview shows.
func (m *model) ribbon(p content.Post) string {
	switch {
	case m.waits(p) == "":
		return ""
	case p.Draft:
		return "Draft: not published"
	}
	return "Not published until " + m.date(p.Date).Text
}

// postCard is a post as lists show it.
func (m *model) postCard(p *post) theme.PostCard {
	return theme.PostCard{
		Title: p.Title, URL: p.url, Description: p.Description, Date: m.date(p.Date),
		Authors: m.refs(p.Authors), Comments: p.talk.count, ReadingMinutes: readingMinutes(p.body.words),
	}
}

func (m *model) postCards(posts []*post) []theme.PostCard {
	cards := make([]theme.PostCard, len(posts))
	for i, p := range posts {
		cards[i] = m.postCard(p)
	}
	return cards
}

func (m *model) personRef(p content.Person) theme.PersonRef {
	ref := theme.PersonRef{Name: p.Name, Role: p.Role, URL: "/people/" + p.Slug + "/"}
	if p.Photo != "" {
		ref.Face = m.builder.pictures.face(p.Photo, p.Name)
	}
	return ref
}

func (m *model) refs(slugs []string) []theme.PersonRef {
	refs := make([]theme.PersonRef, len(slugs))
	for i, slug := range slugs {
		refs[i] = m.personRef(m.people[slug])
	}
	return refs
}

// updated is when the words of the post were last changed.
func (p *post) updated() time.Time {
	if p.Lastmod.IsZero() {
		return p.Date
	}
	return p.Lastmod
}

// loaded is everything that was read.
type loaded struct {
	words   fs.FS
	site    *content.Site
	threads Threads
	asOf    time.Time // in the site's time zone
	base    string    // base URL
	preview bool

	running   []running // how each program stands, in the order of site.Programs
	standings key       // over that

	assets theme.Assets
	files  []staticFile // assets and media, as they will be served
}
