package generate

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"greenroom/site/picture"
	"greenroom/site/theme"
)

// longPost is from how many headings on a post has a table of contents.
const longPost = 4

// planPosts plans what there is of each post.
func (p *planner) planPosts() {
	const block = 512 // posts that one goroutine plans in a row
	parts := make([]planner, (len(p.posts)+block-1)/block)
	_ = each(context.Background(), p.builder.options.Workers, len(parts), func(n int) error { // which never fails
		parts[n] = planner{model: p.model, some: p.some}
		for i := n * block; i < min((n+1)*block, len(p.posts)); i++ {
			parts[n].planPost(i)
		}
		return nil
	})
	for _, part := range parts {
		p.pages = append(p.pages, part.pages...)
	}
	for _, one := range p.model.withdrawn {
		if p.shows(one) {
			p.withdrawn(one)
		}
	}
}

// planPost plans a post's page, the further pages of its thread, its comments
// as feeds, its share card, and the signposts at its older addresses.
func (p *planner) planPost(i int) {
	one := p.posts[i]
	if p.shows(one) || p.shows(one.related...) {
		p.post(i, one)
	}
	if !p.shows(one) {
		return
	}
	p.discussion(one)
	if !p.some && p.site.Config.ShareCards { // which shows nothing but front matter
		p.shareCard(one.url, &one.front, func() picture.Card { return p.postShare(one) })
	}
}

// discussion plans the further pages of a post's thread, its comments as feeds,
// and the signposts at its older addresses.
func (p *planner) discussion(one *post) {
	for n := 2; n <= one.talk.pages; n++ {
		p.threadPage(one, n)
	}
	p.threadFeeds(one)
	if p.some {
		return // a signpost shows nothing but front matter
	}
	for _, alias := range one.Aliases {
		p.redirect(alias, one)
	}
}

func (p *planner) post(i int, one *post) {
	inputs := make([]*node, 0, 9)
	inputs = append(inputs, p.common, &one.front, &one.body.node, &one.talk.node)
	var newer, older *post
	if i > 0 {
		newer = p.posts[i-1]
		inputs = append(inputs, &newer.link)
	}
	if i+1 < len(p.posts) {
		older = p.posts[i+1]
		inputs = append(inputs, &older.link)
	}
	for _, r := range one.related {
		inputs = append(inputs, &r.brief)
	}
	page := view(p, orderPage, one.url, inputs, func(ctx context.Context) (theme.PostPage, error) {
		v, err := p.postPage(ctx, one)
		v.Newer, v.Older = neighbour(newer), neighbour(older)
		return v, err
	}, theme.Post)
	if p.preview {
		page.extra = keyOfValue(p.ribbon(one.Post))
	}
	page.extra[0] = byte(btoi(newer != nil) + 2*btoi(older != nil)) // which of the two a link is
	page.lastmod, page.body, page.ids, page.thread = one.updated(), one.body, postIDs(), one
}

// postIDs are the ids that every post has.
func postIDs() []string { return []string{"main", "comments", "comment-form"} }

func neighbour(p *post) *theme.Link {
	if p == nil {
		return nil
	}
	return &theme.Link{Title: p.Title, URL: p.url}
}

func (m *model) postPage(ctx context.Context, one *post) (theme.PostPage, error) {
	v := theme.PostPage{
		Slug: one.Slug, Title: one.Title, Description: one.Description, Date: m.date(one.Date), Authors: m.refs(one.Authors),
		ReadingMinutes: readingMinutes(one.body.words), Crumbs: crumbs(one.Title, blogCrumb()),
		Contents: contents(one.body), Share: m.share(one.Title, one.url), Related: m.relatedCards(one),
		Form: theme.CommentForm{Action: "/api/comments", Post: one.Slug},
	}
	for _, l := range one.tags {
		v.Tags = append(v.Tags, theme.Link{Title: l.title, URL: l.address})
	}
	if !one.Lastmod.IsZero() {
		if updated := m.date(one.Lastmod); updated != v.Date || one.Correction != "" {
			v.Updated, v.Correction = updated, one.Correction
		}
	}
	t, err := m.tree(ctx, one)
	if err != nil {
		return v, err
	}
	v.Thread = m.thread(one, t, 1)
	v.Frame = m.framed(m.postHead(one, t))
	v.Frame.Ribbon = m.ribbon(one.Post)
	v.Body, err = m.html(one.Body.File, one.body)
	return v, err
}

func (m *model) postHead(one *post, t *tree) theme.Head {
	head := theme.Head{
		Title: m.titled(one.Title), Description: one.Description, Path: one.url, Article: true,
		Published: one.Date.In(m.zone).Format(time.RFC3339), Section: "Blog", Tags: one.Tags, Image: m.cardOf(one.url, one.Title),
		Feeds: slices.Concat(m.blogFeeds(), m.talkFeeds(one)), Data: m.postData(one, t),
	}
	if !one.Lastmod.IsZero() {
		head.Modified = one.Lastmod.In(m.zone).Format(time.RFC3339)
	}
	for _, slug := range one.Authors {
		head.Authors = append(head.Authors, m.people[slug].Name)
	}
	return head
}

// contents is the table of contents of a body that is long enough for one.
func contents(body *fragment) []theme.ContentsEntry {
	var entries []theme.ContentsEntry
	for _, h := range body.headings {
		if h.Level <= 3 {
			entries = append(entries, theme.ContentsEntry{ID: h.ID, Text: h.Text, Level: h.Level})
		}
	}
	if len(entries) < longPost {
		return nil
	}
	return entries
}

// relatedCards are posts to go on with. They do not say how many comments each
// has, so that a comment on one leaves the pages of the others as they are.
func (m *model) relatedCards(one *post) []theme.PostCard {
	cards := m.postCards(one.related)
	for i := range cards {
		cards[i].Comments = 0
	}
	return cards
}

// share is where a page can be passed on, as plain addresses.
func (m *model) share(title, path string) []theme.Link {
	link, text := url.QueryEscape(m.base+path), url.QueryEscape(title)
	return []theme.Link{
		{Title: "Bluesky", URL: "https://bsky.app/intent/compose?text=" + text + "+" + link},
		{Title: "LinkedIn", URL: "https://www.linkedin.com/sharing/share-offsite/?url=" + link},
		{Title: "Facebook", URL: "https://www.facebook.com/sharer/sharer.php?u=" + link},
		{Title: "E-mail", URL: "mailto:?subject=" + url.PathEscape(title) + "&body=" + url.PathEscape(m.base+path)},
	}
}

// threadPage plans a further page of a long thread.
func (p *planner) threadPage(one *post, n int) {
	address := one.url + "comments/" + strconv.Itoa(n) + "/"
	title := "Comments on " + one.Title + ", page " + strconv.Itoa(n)
	page := view(p, orderPage, address, []*node{p.common, &one.front, &one.talk.node}, func(ctx context.Context) (theme.ThreadPage, error) {
		t, err := p.tree(ctx, one)
		if err != nil {
			return theme.ThreadPage{}, err
		}
		v := theme.ThreadPage{
			Crumbs: crumbs("Comments, page "+strconv.Itoa(n), blogCrumb(), theme.Crumb{Title: one.Title, URL: one.url}),
			Post:   theme.Link{Title: one.Title, URL: one.url}, Thread: p.thread(one, t, n),
			Form: theme.CommentForm{Action: "/api/comments", Post: one.Slug},
		}
		v.Frame = p.framed(theme.Head{
			Title: p.titled(title), Description: "What readers said about “" + one.Title + "”, page " + strconv.Itoa(n) + ".",
			Path: address, Feeds: p.talkFeeds(one), Data: p.pageData(address, title, "", v.Crumbs), NoIndex: one.Withdrawn != "",
		})
		return v, nil
	}, theme.Discussion)
	page.ids, page.thread, page.indexed = postIDs(), one, one.Withdrawn == ""
}

// redirect plans the small page at an older address of a post.
func (p *planner) redirect(alias string, one *post) {
	page := view(p, orderPage, alias, []*node{p.common, &one.link}, func(context.Context) (redirectView, error) {
		return redirectView{Language: p.site.Config.Language, Title: one.Title, Path: one.url, Canonical: p.base + one.url}, nil
	}, redirect)
	page.html, page.indexed = false, false // it is a signpost, not a page
}
