package generate

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/feeds"

	"greenroom/site/theme"
)

// Entries in a feed, newest first.
const (
	feedPosts    = 20
	feedComments = 100
)

// feedView is a feed before it has a format.
type feedView struct {
	Title, Description, Language string
	Base                         string // of the site
	Home, Self                   string // absolute
	Updated                      time.Time
	Items                        []feedItem
}

// feedItem is one entry. Its URL is also its id, and never changes.
type feedItem struct {
	Title, URL, Summary string
	HTML                string // of a post, as on its page
	Text                string // of a comment
	Authors             []theme.PersonRef
	Tags                []string
	Created, Updated    time.Time
	Comments            string // page of the thread
	CommentsFeed        string
	InReplyTo           string // URL of what a comment answers
}

// feedLinks are the feeds of the blog, for the head of every page.
func (m *model) feedLinks() []theme.FeedLink {
	return []theme.FeedLink{
		{Type: "application/rss+xml", Title: "RSS", URL: "/blog/feed.xml"},
		{Type: "application/atom+xml", Title: "Atom", URL: "/blog/atom.xml"},
		{Type: "application/feed+json", Title: "JSON Feed", URL: "/blog/feed.json"},
	}
}

// planFeeds plans the blog in three formats and the thread of each post.
func (m *model) planFeeds() []*page {
	rss := m.blogFeed()
	atom, json := rss, rss
	rss.Self, atom.Self, json.Self = m.base+"/blog/feed.xml", m.base+"/blog/atom.xml", m.base+"/blog/feed.json"
	pages := []*page{
		dataPage(m, orderFeed, "blog/feed.xml", rss, writeRSS),
		dataPage(m, orderFeed, "blog/atom.xml", atom, writeAtom),
		dataPage(m, orderFeed, "blog/feed.json", json, writeJSON),
	}
	for _, p := range m.posts {
		name := strings.TrimPrefix(p.thread.FeedURL, "/")
		pages = append(pages, dataPage(m, orderFeed, name, m.commentFeed(p), writeAtom))
	}
	return pages
}

// newest is when the words of the blog were last changed.
func (m *model) newest() time.Time {
	var newest time.Time
	for _, p := range m.posts {
		if p.changed().After(newest) {
			newest = p.changed()
		}
	}
	return newest
}

func (m *model) blogFeed() feedView {
	c := m.site.Config
	view := feedView{Title: c.Title + " blog", Description: c.Description, Language: c.Language, Base: m.base, Home: m.base + "/blog/", Updated: m.newest()}
	if view.Updated.IsZero() { // no posts yet
		view.Updated = m.asOf
	}
	for _, p := range m.posts[:min(feedPosts, len(m.posts))] {
		url := m.base + p.card.URL
		view.Items = append(view.Items, feedItem{
			Title: p.Title, URL: url, Summary: p.Description, HTML: p.body.html,
			Authors: m.absoluteRefs(p.card.Authors), Tags: p.Tags,
			Created: p.Date.In(m.zone), Updated: p.changed().In(m.zone),
			Comments: url + "#comments", CommentsFeed: m.base + p.thread.FeedURL,
		})
	}
	return view
}

func (m *model) absoluteRefs(refs []theme.PersonRef) []theme.PersonRef {
	out := slices.Clone(refs)
	for i := range out {
		out[i].URL = m.base + out[i].URL
	}
	return out
}

// commentFeed is the thread of a post. Without comments it was updated when
// the post was published.
func (m *model) commentFeed(p post) feedView {
	url := m.base + p.card.URL
	view := feedView{
		Title: "Comments on " + p.Title, Description: "What was said below “" + p.Title + "”.", Language: m.site.Config.Language,
		Base: m.base, Home: url, Self: m.base + p.thread.FeedURL, Updated: p.Date.In(m.zone),
	}
	t := newTree(p.comments)
	for i, c := range slices.Backward(t.comments) {
		if c.At.After(view.Updated) {
			view.Updated = c.At.In(m.zone)
		}
		if len(view.Items) == feedComments {
			break
		}
		item := feedItem{
			Title: c.Name + " on " + p.Title, URL: url + "#c-" + c.ID, Text: c.Text,
			Authors: []theme.PersonRef{{Name: c.Name}}, Created: c.At.In(m.zone), Updated: c.At.In(m.zone), InReplyTo: url,
		}
		if person, ok := m.people[c.Staff]; ok && c.Staff != "" {
			item.Authors = m.absoluteRefs([]theme.PersonRef{{Name: c.Name, URL: personRef(person).URL}})
		}
		if parent := t.answers[i]; parent != none {
			item.InReplyTo = url + "#c-" + t.comments[parent].ID
		}
		view.Items = append(view.Items, item)
	}
	return view
}

// content is the HTML of an entry, with addresses that work anywhere. Quotes
// in its text are escaped, so that what looks like an attribute is one.
func (i feedItem) content(base string) (string, error) {
	if i.Text == "" {
		return strings.NewReplacer(` href="/`, ` href="`+base+`/`, ` href="#`, ` href="`+i.URL+`#`).Replace(i.HTML), nil
	}
	var buf bytes.Buffer
	err := theme.CommentText(i.Text).Render(context.Background(), &buf)
	return strings.TrimSpace(buf.String()), err
}

// generic is the view as the feed library takes it. It is given no e-mail
// address: it would print it.
func (v feedView) generic() (*feeds.Feed, error) {
	f := &feeds.Feed{Title: v.Title, Link: &feeds.Link{Href: v.Home}, Description: v.Description, Updated: v.Updated}
	for _, i := range v.Items {
		html, err := i.content(v.Base)
		if err != nil {
			return nil, err
		}
		f.Add(&feeds.Item{
			Title: i.Title, Link: &feeds.Link{Href: i.URL}, Id: i.URL, IsPermaLink: "true",
			Description: i.Summary, Content: html, Created: i.Created, Updated: i.Updated,
		})
	}
	return f, nil
}
