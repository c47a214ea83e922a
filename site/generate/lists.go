package generate

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"greenroom/site/content"
	"greenroom/site/theme"
)

// listPage is how many posts a page of an archive has.
const listPage = 20

// list is posts that belong together, and the address of their pages.
//
// Archive pages are numbered from the oldest, so that a page once full never
// changes: the first page of a list has the newest posts, from listPage to
// twice that less one, and a new post touches it alone, or it and two more.
type list struct {
	kicker  string // "Tag", "Year", ""
	title   string
	address string // "/blog/tag/paper/"
	posts   []*post
}

// archives is how many pages there are behind the first.
func (l *list) archives() int { return max(0, len(l.posts)/listPage-1) }

// page is the posts of an archive page, or with 0 of the first.
func (l *list) page(k int) []*post {
	n := len(l.posts)
	if k == 0 {
		return l.posts[:n-l.archives()*listPage]
	}
	return l.posts[n-k*listPage : n-(k-1)*listPage]
}

// at is the address of a page.
func (l *list) at(k int) string {
	if k == 0 {
		return l.address
	}
	return l.address + "page/" + strconv.Itoa(k) + "/"
}

// pager leads from a page to its neighbours.
func (l *list) pager(k int) theme.Pager {
	var p theme.Pager
	if k > 0 {
		p.Label = "Page " + strconv.Itoa(k) + " of the archive, counted from the oldest"
		next := k + 1
		if k == l.archives() {
			next = 0
		}
		p.Newer = &theme.Link{Title: "Newer posts", URL: l.at(next)}
	}
	older := k - 1
	if k == 0 {
		older = l.archives()
	}
	if older > 0 {
		p.Older = &theme.Link{Title: "Older posts", URL: l.at(older)}
	}
	return p
}

// lead says in the head of a page what the pager says on it.
func lead(head *theme.Head, p theme.Pager) {
	if p.Newer != nil {
		head.Prev = p.Newer.URL
	}
	if p.Older != nil {
		head.Next = p.Older.URL
	}
}

func (l *list) term() theme.Term {
	return theme.Term{Title: l.title, URL: l.address, Count: len(l.posts)}
}

func terms(lists []*list) []theme.Term {
	all := make([]theme.Term, len(lists))
	for i, l := range lists {
		all[i] = l.term()
	}
	return all
}

// addLists puts every post into its lists.
func (m *model) addLists() {
	m.blog = &list{title: "Blog", address: "/blog/", posts: m.posts}
	tags, years := map[string]*list{}, map[int]*list{}
	m.authors = map[string]*list{}
	for _, p := range m.posts {
		for _, tag := range p.Tags {
			l := tags[tag]
			if l == nil {
				l = &list{kicker: "Tag", title: tag, address: "/blog/tag/" + slugOf(tag) + "/"}
				tags[tag] = l
				m.tags = append(m.tags, l)
			}
			if n := len(l.posts); n == 0 || l.posts[n-1] != p { // a tag written twice counts once
				l.posts = append(l.posts, p)
				p.tags, p.tagAt = append(p.tags, l), append(p.tagAt, n)
			}
		}
		m.addYear(years, p)
		for _, slug := range p.Authors {
			l := m.authors[slug]
			if l == nil {
				l = &list{title: m.people[slug].Name, address: "/people/" + slug + "/"}
				m.authors[slug] = l
			}
			l.posts = append(l.posts, p)
		}
	}
	slices.SortFunc(m.tags, func(a, b *list) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.title), strings.ToLower(b.title)), cmp.Compare(a.title, b.title))
	})
}

func (m *model) addYear(years map[int]*list, p *post) {
	year := p.Date.In(m.zone).Year()
	l := years[year]
	if l == nil {
		name := strconv.Itoa(year)
		l = &list{kicker: "Year", title: name, address: "/blog/" + name + "/"}
		years[year] = l
		m.years = append(m.years, l) // posts come newest first, and so do years
	}
	l.posts = append(l.posts, p)
}

// tagFaults reports tags that are written in different ways and would have
// one address.
func (m *model) tagFaults() content.Problems {
	var problems content.Problems
	taken := map[string]*list{}
	for _, l := range m.tags {
		if first := taken[l.address]; first != nil {
			p, other := l.posts[len(l.posts)-1], first.posts[len(first.posts)-1]
			problems = append(problems, content.Problem{File: p.Body.File, Line: 1, What: "tag " + strconv.Quote(l.title) + " is written " + strconv.Quote(first.title) + " in " + other.Body.File, Fix: "write it the same in both"})
			continue
		}
		taken[l.address] = l
	}
	return problems
}

// Related posts that a page shows, and how far from a post they are looked
// for in each of its tags.
const (
	relatedPosts  = 3
	relatedWindow = 8
)

// relate finds, for every post, those that share the most tags. It looks among
// the posts just before, so that a new post does not change the pages of old
// ones; only the very first posts look ahead as well.
func (m *model) relate() {
	const block = 256 // posts that one goroutine looks at in a row
	n := len(m.posts)
	_ = each(context.Background(), m.builder.options.Workers, (n+block-1)/block, func(i int) error { // which never fails
		var found []candidate
		for _, p := range m.posts[i*block : min((i+1)*block, n)] {
			found = p.relate(found[:0])
		}
		return nil
	})
}

// relate finds the posts that share the most tags with one.
func (p *post) relate(found []candidate) []candidate {
	for n, l := range p.tags {
		i := p.tagAt[n]
		for _, other := range l.posts[i+1 : min(len(l.posts), i+1+relatedWindow)] {
			found = count(found, other)
		}
	}
	if len(found) < relatedPosts {
		for n, l := range p.tags {
			i := p.tagAt[n]
			for _, other := range l.posts[max(0, i-relatedWindow):i] {
				found = count(found, other)
			}
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.shared, a.shared), cmp.Compare(distance(p, a.post), distance(p, b.post)), cmp.Compare(a.post.index, b.post.index))
	})
	p.related = make([]*post, min(relatedPosts, len(found)))
	for i := range p.related {
		p.related[i] = found[i].post
	}
	return found
}

// candidate is a post that shares tags with another.
type candidate struct {
	post   *post
	shared int
}

func count(found []candidate, p *post) []candidate {
	for i := range found {
		if found[i].post == p {
			found[i].shared++
			return found
		}
	}
	return append(found, candidate{p, 1})
}

func distance(a, b *post) int { return max(a.index-b.index, b.index-a.index) }
