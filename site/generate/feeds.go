package generate

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"greenroom/site/content"
	"greenroom/site/feed"
	"greenroom/site/theme"
)

// Entries in a feed, newest first.
const (
	feedPosts    = 20
	feedComments = 100
)

// feedLinks are the three formats of the feed at an address.
func feedLinks(address, title string) []theme.FeedLink {
	links := make([]theme.FeedLink, 0, 3)
	for _, f := range feed.Formats() {
		links = append(links, theme.FeedLink{Type: f.MediaType(), Title: title + " (" + f.String() + ")", URL: address + f.File()})
	}
	return links
}

// blogFeeds are the feeds of the blog, for the head of every page.
func (m *model) blogFeeds() []theme.FeedLink { return feedLinks("/blog/", m.site.Config.Title+" blog") }

// allProgramFeeds are those of all programs.
func (m *model) allProgramFeeds() []theme.FeedLink {
	return feedLinks("/programs/", m.site.Config.Title+" programs")
}

// talkFile is the name, beside a post's page, of its comments as a feed.
func talkFile(f feed.Format) string {
	switch f {
	case feed.Atom:
		return "comments-atom.xml"
	case feed.JSON:
		return "comments.json"
	}
	return "comments.xml"
}

// talkFeeds are the feeds of the comments of a post.
func (m *model) talkFeeds(p *post) []theme.FeedLink {
	links := make([]theme.FeedLink, 0, 3)
	for _, f := range feed.Formats() {
		links = append(links, theme.FeedLink{Type: f.MediaType(), Title: "Comments on " + p.Title + " (" + f.String() + ")", URL: p.url + talkFile(f)})
	}
	return links
}

// feeds plans a feed in each of its formats. make is given the format.
func (p *planner) feeds(inputs []*node, extra key, name func(feed.Format) string, make func(context.Context, feed.Format) (feed.Feed, error)) []*page {
	var pages []*page
	for _, f := range feed.Formats() {
		file := name(f)
		pages = append(pages, p.data(orderFeed, file, inputs, extra, func(ctx context.Context, b []byte) ([]byte, error) {
			doc, err := make(ctx, f)
			if err != nil {
				return nil, err
			}
			doc.Language, doc.Base, doc.Self = p.site.Config.Language, p.base, p.base+"/"+file
			doc.Icon = p.base + "/icon-192.png"
			return f.Append(b, doc), nil
		}))
	}
	return pages
}

func inFolder(address string) func(feed.Format) string {
	return func(f feed.Format) string { return strings.TrimPrefix(address, "/") + f.File() }
}

// listFeeds plans the newest posts of a list, in full.
func (p *planner) listFeeds(l *list, title, description string) {
	posts := l.posts[:min(feedPosts, len(l.posts))]
	if !p.shows(posts...) {
		return
	}
	inputs := []*node{p.facts}
	for _, one := range posts {
		inputs = append(inputs, &one.front, &one.body.node, &one.talk.node)
	}
	updated := newest(posts)
	p.feeds(inputs, keyOfValue(title, description), inFolder(l.address), func(_ context.Context, f feed.Format) (feed.Feed, error) {
		doc := feed.Feed{Title: title, Description: description, Home: p.base + l.address, Updated: updated}
		if len(posts) == 0 {
			doc.Updated = p.siteDate()
		}
		for _, one := range posts {
			item, err := p.postItem(one, f)
			if err != nil {
				return doc, err
			}
			doc.Items = append(doc.Items, item)
		}
		return doc, nil
	})
}

func (m *model) postItem(one *post, f feed.Format) (feed.Item, error) {
	html, err := m.html(one.Body.File, one.body)
	url := m.base + one.url
	item := feed.Item{
		URL: url, Title: one.Title, Summary: one.Description, HTML: m.corrected(one) + withoutAnchors(html), Authors: m.feedAuthors(one.Authors), Tags: one.Tags,
		Published: one.Date.In(m.zone), Updated: one.updated().In(m.zone),
		Comments: one.talk.count, CommentsURL: url + "#comments", CommentsFeed: url + talkFile(f), CommentsUpdated: one.talk.newest,
	}
	if !item.CommentsUpdated.IsZero() {
		item.CommentsUpdated = item.CommentsUpdated.In(m.zone)
	}
	return item, err
}

// corrected says at the head of an entry what was put right in it: readers of
// feeds show it anew, because it was updated.
func (m *model) corrected(one *post) string {
	if one.Correction == "" {
		return ""
	}
	var buf bytes.Buffer
	_ = theme.Correction(one.Correction, m.date(one.Lastmod)).Render(context.Background(), &buf) // a buffer takes everything
	return strings.TrimSpace(buf.String()) + "\n"
}

// withoutAnchors is a body without the links behind its headings: there is
// nothing to point at in a reader of feeds.
func withoutAnchors(html string) string {
	const begin, end = `<a class="anchor"`, "</a>"
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(html, begin)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, html, _ = strings.Cut(rest, end)
	}
}

func (m *model) feedAuthors(slugs []string) []feed.Author {
	authors := make([]feed.Author, len(slugs))
	for i, slug := range slugs {
		authors[i] = feed.Author{Name: m.people[slug].Name, URL: m.base + "/people/" + slug + "/"}
	}
	return authors
}

// siteDate dates what is empty: the day the site is pinned to, or the first.
func (m *model) siteDate() time.Time {
	if !m.site.Config.AsOf.IsZero() {
		return m.site.Config.AsOf
	}
	return time.Date(2026, 1, 1, 0, 0, 0, 0, m.zone)
}

// threadFeeds plans the comments of a post.
func (p *planner) threadFeeds(one *post) {
	name := func(f feed.Format) string { return strings.TrimPrefix(one.url, "/") + talkFile(f) }
	pages := p.feeds([]*node{p.facts, &one.front, &one.talk.node}, key{}, name, func(ctx context.Context, _ feed.Format) (feed.Feed, error) {
		doc := feed.Feed{
			Title: "Comments on: " + one.Title, Description: "What was said below “" + one.Title + "”.",
			Home: p.base + one.url, Updated: one.Date.In(p.zone),
		}
		t, err := p.tree(ctx, one)
		if err != nil {
			return doc, err
		}
		for i := range slices.Backward(t.comments) {
			if len(doc.Items) == feedComments {
				break
			}
			if !t.comments[i].Gone {
				doc.Items = append(doc.Items, p.commentItem(ctx, one, t, i))
			}
		}
		return doc, nil
	})
	for _, page := range pages {
		page.thread = one
	}
}

// commentItem is one comment as an entry. Its id is the permalink, which never
// dies.
func (m *model) commentItem(ctx context.Context, one *post, t *tree, i int) feed.Item {
	c := t.comments[i]
	page := m.base + one.url
	item := feed.Item{
		ID: m.base + permalink(c.ID), URL: m.base + t.address(one.url, i), Title: c.Name + " on " + one.Title, HTML: t.html(ctx, i),
		Authors: []feed.Author{{Name: c.Name}}, Published: c.At.In(m.zone), Updated: c.At.In(m.zone), InReplyTo: page, InReplyToURL: page,
	}
	if person, ok := m.people[c.Staff]; ok && c.Staff != "" {
		item.Authors[0].URL = m.base + "/people/" + person.Slug + "/"
	}
	if parent := t.answers[i]; parent != none {
		item.InReplyTo, item.InReplyToURL = m.base+permalink(t.comments[parent].ID), m.base+t.address(one.url, parent)
	}
	return item
}

func commentHTML(ctx context.Context, text string) string {
	var buf bytes.Buffer
	_ = theme.CommentText(text).Render(ctx, &buf) // a buffer takes everything
	return strings.TrimSpace(buf.String())
}

// programFeeds plans all programs, and those of each topic. A program comes
// into its feed on the day it opens, and stays there when it closes, and says
// so.
func (p *planner) programFeeds() {
	p.programFeed("/programs/", p.site.Config.Title+" programs", p.programs)
	for _, f := range p.filters() {
		for _, c := range f.choices {
			if f.key == "topic" {
				p.programFeed(c.address, p.site.Config.Title+": "+lowerFirst(c.heading), slices.DeleteFunc(slices.Clone(p.programs), func(one program) bool { return !c.matches(one) }))
			}
		}
	}
}

func (p *planner) programFeed(address, title string, programs []program) {
	sorted := slices.DeleteFunc(slices.Clone(programs), func(one program) bool { return one.unopened() })
	slices.SortStableFunc(sorted, func(a, b program) int { return b.stateSince().Compare(a.stateSince()) })
	inputs := []*node{p.facts, &p.today}
	for _, one := range sorted {
		inputs = append(inputs, &one.body.node)
	}
	p.feeds(inputs, keyOfValue(title), inFolder(address), func(ctx context.Context, _ feed.Format) (feed.Feed, error) {
		doc := feed.Feed{Title: title, Description: "Programs to apply to: what is paid, when each closes, when you hear back.", Home: p.base + address}
		if len(sorted) == 0 {
			doc.Updated = p.siteDate()
		}
		for _, one := range sorted {
			html, err := p.html(one.Body.File, one.body)
			if err != nil {
				return doc, err
			}
			facts := commentHTML(ctx, p.programFacts(one))
			doc.Items = append(doc.Items, feed.Item{
				ID: "urn:greenroom:program:" + one.Slug, URL: p.base + one.card.URL, Title: one.Title + " (" + strings.ToLower(stateText(one.standing.State)) + ")",
				Summary: one.Description, HTML: facts + "\n" + withoutAnchors(html), Authors: p.feedAuthors([]string{one.Manager}), Tags: []string{one.Topic},
				Published: one.Opens.In(p.zone), Updated: one.stateSince().In(p.zone),
			})
		}
		return doc, nil
	})
}

// unopened reports whether a program has not opened, and was not called off
// after it had.
func (p program) unopened() bool {
	return p.standing.State == content.Ready || !p.takesByDay() && content.Day(p.Opens) > p.today
}

// programFacts says in a few lines what a card says, and nothing that is
// another every day: readers of feeds would be told of it.
func (m *model) programFacts(p program) string {
	c := p.card
	lines := []string{c.StateText}
	if p.Rolling != nil && p.standing.State == content.Open {
		lines[0] += ": apply any day"
	}
	if c.Closes != nil {
		lines[0] += ": applications close on " + c.Closes.Text
		if p.standing.State != content.Open && p.standing.State != content.Paused {
			lines[0] = c.StateText + ": applications closed on " + c.Closes.Text
		}
	}
	if p.standing.Notice != "" {
		lines = append(lines, c.Notice.Date.Text+": "+c.Notice.Text)
	}
	lines = append(lines, "Fee "+c.Fee+" and "+c.Product, "Platforms: "+strings.Join(c.Platforms, ", ")+". Regions: "+strings.Join(c.Regions, ", "), "You hear "+c.HearBy)
	return strings.Join(lines, "\n")
}

// stateSince is the first day of the state a program is in, or the moment that
// staff last said something about it.
func (p program) stateSince() time.Time {
	if since := p.standing.NoticeAt; !since.IsZero() {
		return since
	}
	switch p.standing.State {
	case content.Closed, content.Deciding:
		return p.standing.Closes.AddDate(0, 0, 1)
	case content.Running, content.Reporting:
		return p.standing.DecideBy.AddDate(0, 0, 1)
	case content.Completed:
		return p.LiveTo.AddDate(0, 0, 1)
	}
	return p.Opens
}
