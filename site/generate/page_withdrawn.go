package generate

import (
	"context"

	"greenroom/site/theme"
)

// withdrawn plans the page of a post that was taken back: it says so, keeps what
// readers said, and is for nobody to find who does not have its address.
func (p *planner) withdrawn(one *post) {
	page := view(p, orderPage, one.url, []*node{p.common, &one.front, &one.talk.node}, func(ctx context.Context) (theme.PostPage, error) {
		v := theme.PostPage{
			Slug: one.Slug, Title: one.Title, Withdrawn: one.Withdrawn, Date: p.date(one.Date), Updated: p.date(one.updated()),
			Authors: p.refs(one.Authors), Crumbs: crumbs(one.Title, blogCrumb()),
		}
		t, err := p.tree(ctx, one)
		if err != nil {
			return v, err
		}
		v.Thread = p.thread(one, t, 1)
		v.Frame = p.framed(theme.Head{
			Title: p.titled(one.Title), Description: one.Withdrawn, Path: one.url, NoIndex: true, Feeds: p.talkFeeds(one),
			Data: p.pageData(one.url, one.Title, one.Withdrawn, v.Crumbs),
		})
		v.Frame.Ribbon = p.ribbon(one.Post)
		return v, nil
	}, theme.Post)
	if p.preview {
		page.extra = keyOfValue(p.ribbon(one.Post))
	}
	page.indexed, page.ids, page.thread = false, []string{"main", "comments"}, one
	p.discussion(one)
}
