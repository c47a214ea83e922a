package generate

import (
	"cmp"
	"context"
	"slices"

	"greenroom/site/feed"
	"greenroom/site/theme"
)

// recentComments are on the page of what was said last.
const recentComments = 50

// recent are the posts that hold the newest comments of the site: as many
// posts as a feed has entries are enough.
func (m *model) recent() []*post {
	posts := make([]*post, 0, feedComments+1)
	for _, p := range m.posts {
		if p.talk.count == 0 || len(posts) == feedComments && newerTalk(posts[feedComments-1], p) < 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(posts, p, newerTalk)
		posts = slices.Insert(posts, at, p)
		posts = posts[:min(feedComments, len(posts))]
	}
	return posts
}

// newerTalk orders posts by their newest comments, newest first.
func newerTalk(a, b *post) int {
	return cmp.Or(b.talk.newest.Compare(a.talk.newest), cmp.Compare(a.Slug, b.Slug))
}

// said is one comment, and where it stands.
type said struct {
	post *post
	tree *tree
	i    int
}

// lately returns the newest comments of the site, newest first.
func (m *model) lately(ctx context.Context, most int) ([]said, error) {
	var all []said
	for _, p := range m.recent() {
		if n := len(all); n >= most && p.talk.newest.Before(all[n-1].comment().At) {
			break // all that follow are older still
		}
		t, err := m.tree(ctx, p)
		if err != nil {
			return nil, err
		}
		for i, c := range t.comments {
			if !c.Gone {
				all = append(all, said{p, t, i})
			}
		}
		slices.SortFunc(all, func(a, b said) int {
			return cmp.Or(b.comment().At.Compare(a.comment().At), cmp.Compare(b.comment().ID, a.comment().ID))
		})
		all = all[:min(most, len(all))]
	}
	return all, nil
}

func (s said) comment() Comment { return s.tree.comments[s.i] }

// recentNode is all that the newest comments are made of. It is renewed with
// every build, because it depends on every thread.
func (m *model) renewRecent() {
	var b []byte
	for _, p := range m.recent() {
		b = append(b, p.talk.node.key[:]...)
		b = append(b, p.front.key[:]...)
	}
	m.newestTalk.set(keyOf(b), m.builder.build)
}

// planRecent plans the page and the feeds of what was said last, anywhere.
func (p *planner) planRecent() {
	const address = "/blog/comments/"
	title := "Recent comments"
	p.renewRecent()
	inputs := []*node{p.common, &p.newestTalk}
	page := view(p, orderList, address, inputs, func(ctx context.Context) (theme.RecentPage, error) {
		v := theme.RecentPage{Crumbs: crumbs(title, blogCrumb()), Feeds: feedLinks(address, title)}
		latest, err := p.lately(ctx, recentComments)
		if err != nil {
			return v, err
		}
		for _, s := range latest {
			c := p.comment(s.comment())
			c.ReplyTo = s.tree.replyTo(s.i)
			v.Comments = append(v.Comments, theme.RecentComment{Comment: c, Post: theme.Link{Title: s.post.Title, URL: s.tree.address(s.post.url, s.i)}})
		}
		v.Frame = p.framed(theme.Head{
			Title: p.titled(title), Description: "What readers and the team said last, below any post.", Path: address,
			Feeds: append(p.blogFeeds(), v.Feeds...), Data: p.pageData(address, title, "", v.Crumbs),
		})
		return v, nil
	}, theme.Recent)
	page.ids = []string{"main"}
	p.feeds([]*node{p.facts, &p.newestTalk}, key{}, inFolder(address), func(ctx context.Context, _ feed.Format) (feed.Feed, error) {
		doc := feed.Feed{Title: p.site.Config.Title + ": comments", Description: "What was said below any post.", Home: p.base + address}
		latest, err := p.lately(ctx, feedComments)
		if len(latest) == 0 {
			doc.Updated = p.siteDate()
		}
		for _, s := range latest {
			doc.Items = append(doc.Items, p.commentItem(ctx, s.post, s.tree, s.i))
		}
		return doc, err
	})
}
