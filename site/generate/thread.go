package generate

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"greenroom/site/theme"
)

// maxDepth is how many levels of a thread are indented. Answers further down
// stand at the last level, in order of time, and say whom they answer.
const maxDepth = 4

const none = -1

// tree says where each comment of a post stands. Comments are known by their
// place in order of time.
type tree struct {
	comments []Comment
	answers  []int    // the comment that one answers, or none
	under    []int    // the comment that one is shown under, or none
	depth    []int    // from 1; 0 while not known
	htmls    []string // of the comments, as far as they were asked for
}

// newTree orders the comments of one post and finds the place of each, in
// linear time and without recursion, whatever the parents say: they may be
// missing, answer each other in circles, or be ten thousand deep.
func newTree(comments []Comment) *tree {
	sorted := slices.Clone(comments)
	slices.SortStableFunc(sorted, func(a, b Comment) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	n := len(sorted)
	t := &tree{comments: sorted, answers: make([]int, n), under: make([]int, n), depth: make([]int, n)}
	byID := make(map[string]int, n)
	for i, c := range sorted {
		if _, twice := byID[c.ID]; !twice {
			byID[c.ID] = i
		}
	}
	for i, c := range sorted {
		parent, found := byID[c.Parent]
		if !found || c.Parent == "" || parent == i || c.Parent == c.ID {
			parent = none
		}
		t.answers[i] = parent
	}
	t.placeAll()
	return t
}

// placeAll walks up from every comment to the first whose place is known, and
// gives places on the way back down.
func (t *tree) placeAll() {
	onPath := make([]int, len(t.comments)) // which walk a comment was last met by, plus one
	var path []int
	for i := range t.comments {
		path = path[:0]
		at := i
		for at != none && t.depth[at] == 0 && onPath[at] != i+1 {
			onPath[at] = i + 1
			path = append(path, at)
			at = t.answers[at]
		}
		if at != none && t.depth[at] == 0 {
			path = rotate(path, at) // a circle: its oldest comment starts the thread
			t.place(path[len(path)-1], none)
			path = path[:len(path)-1]
		}
		for _, c := range slices.Backward(path) {
			t.place(c, t.answers[c])
		}
	}
}

// rotate turns the circle at the end of path, which begins at entry, so that
// its oldest comment comes last and each is followed by the one it answers.
func rotate(path []int, entry int) []int {
	start := slices.Index(path, entry)
	circle := path[start:]
	oldest := slices.Index(circle, slices.Min(circle))
	turned := slices.Concat(circle[oldest+1:], circle[:oldest+1])
	return append(path[:start], turned...)
}

// place puts c below parent, whose place is known, or at the top.
func (t *tree) place(c, parent int) {
	switch {
	case parent == none:
		t.under[c], t.depth[c] = none, 1
	case t.depth[parent] < maxDepth:
		t.under[c], t.depth[c] = parent, t.depth[parent]+1
	default:
		t.under[c], t.depth[c] = t.under[parent], maxDepth
	}
}

// threadsPerPage is how many threads a page of a post's comments has.
const threadsPerPage = 100

// threadPages is how many pages so many threads take.
func threadPages(threads int) int { return max(1, (threads+threadsPerPage-1)/threadsPerPage) }

// roots is how many threads there are.
func (t *tree) roots() int {
	n := 0
	for _, parent := range t.under {
		n += btoi(parent == none)
	}
	return n
}

// pageOf says on which page, from 1, the comment i stands.
func (t *tree) pageOf(i int) int {
	root := i
	for t.under[root] != none {
		root = t.under[root]
	}
	before := 0
	for _, parent := range t.under[:root] {
		before += btoi(parent == none)
	}
	return before/threadsPerPage + 1
}

// address is where the comment i of the post at url is shown.
func (t *tree) address(url string, i int) string {
	return threadAddress(url, t.pageOf(i)) + "#c-" + t.comments[i].ID
}

// threadAddress is a page of the comments of the post at url; the first is the
// post's own.
func threadAddress(url string, n int) string {
	if n == 1 {
		return url
	}
	return url + "comments/" + strconv.Itoa(n) + "/"
}

// permalink is the address of a comment that never dies, wherever the comment
// is shown, and when it no longer is.
func permalink(id string) string { return "/c/" + id + "/" }

// CommentAddress is where one of the comments of a post is shown, such as
// "/blog/first/comments/2/#c-01JV…", and whether it is among them.
func CommentAddress(post string, comments []Comment, id string) (address string, found bool) {
	t := newTree(comments)
	for i, c := range t.comments {
		if c.ID == id {
			return t.address("/blog/"+post+"/", i), true
		}
	}
	return "", false
}

// tree reads the comments of a post.
func (m *model) tree(ctx context.Context, p *post) (*tree, error) {
	if p.talk.count == 0 && p.talk.newest.IsZero() {
		return newTree(nil), nil
	}
	last, _ := ctx.Value(lastTree{}).(*lastTree)
	if last != nil && last.post == p {
		return last.tree, nil
	}
	comments, err := m.threads.Read(ctx, p.Slug)
	if err != nil {
		return nil, fmt.Errorf("reading comments of %s: %w", p.Slug, err)
	}
	t := newTree(comments)
	if last != nil {
		last.post, last.tree = p, t
	}
	return t, nil
}

// html is the words of comment i, which all formats of a feed show.
func (t *tree) html(ctx context.Context, i int) string {
	if t.htmls == nil {
		t.htmls = make([]string, len(t.comments))
	}
	if t.htmls[i] == "" {
		t.htmls[i] = commentHTML(ctx, t.comments[i].Text)
	}
	return t.htmls[i]
}

// lastTree is the thread that was read last, for the files that show it and
// are rendered one after the other.
type lastTree struct {
	post *post
	tree *tree
}

// thread is page n of the comments of a post. Each comment is shown exactly
// once.
func (m *model) thread(p *post, t *tree, n int) theme.Thread {
	below := make(map[int][]int)
	for i, parent := range t.under {
		below[parent] = append(below[parent], i)
	}
	// The depth of this recursion is maxDepth.
	var show func(list []int) []theme.Comment
	show = func(list []int) []theme.Comment {
		if len(list) == 0 {
			return nil
		}
		shown := make([]theme.Comment, len(list))
		for at, i := range list {
			shown[at] = m.comment(t.comments[i])
			shown[at].ReplyTo = t.replyTo(i)
			shown[at].Replies = show(below[i])
			if p.Withdrawn != "" {
				shown[at].ReplyURL = ""
			}
		}
		return shown
	}
	roots := below[none]
	pages := threadPages(len(roots))
	from := min((n-1)*threadsPerPage, len(roots))
	thread := theme.Thread{
		Count: p.talk.count, Comments: show(roots[from:min(from+threadsPerPage, len(roots))]), Feeds: m.talkFeeds(p), Page: n,
		Closed: p.Withdrawn != "",
	}
	for k := 1; k <= pages && pages > 1; k++ {
		thread.Pages = append(thread.Pages, theme.Link{Title: strconv.Itoa(k), URL: threadAddress(p.url, k) + "#comments", Current: k == n})
	}
	return thread
}

// comment is one comment as its page shows it.
func (m *model) comment(c Comment) theme.Comment {
	shown := theme.Comment{ID: c.ID, At: m.moment(c.At), Permalink: permalink(c.ID)}
	if c.Gone {
		shown.Gone = true
		return shown
	}
	shown.Name, shown.Text, shown.ReplyURL = c.Name, c.Text, replyURL(c.Post, c.ID)
	if p, ok := m.people[c.Staff]; ok && c.Staff != "" {
		ref := m.personRef(p)
		shown.Staff = &ref
	}
	return shown
}

// replyTo names the comment that i answers, as far as it is shown.
func (t *tree) replyTo(i int) *theme.ReplyTo {
	c := t.comments[i]
	switch parent := t.answers[i]; {
	case parent != none && t.comments[parent].Gone:
		return &theme.ReplyTo{Name: "somebody"}
	case parent != none:
		return &theme.ReplyTo{ID: t.comments[parent].ID, Name: t.comments[parent].Name}
	case c.Parent == "" || c.Parent == c.ID:
		return nil
	default:
		return &theme.ReplyTo{Name: "somebody"}
	}
}

// replyURL is the page with the form for an answer.
func replyURL(slug, id string) string {
	return "/comments/new?post=" + url.QueryEscape(slug) + "&parent=" + url.QueryEscape(id) + "#comment-form"
}
