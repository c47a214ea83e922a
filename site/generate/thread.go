package generate

import (
	"cmp"
	"net/url"
	"slices"

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
	answers  []int // the comment that one answers, or none
	under    []int // the comment that one is shown under, or none
	depth    []int // from 1; 0 while not known
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

// newThread turns the comments of a post into what its page shows. Each is
// shown exactly once.
func newThread(slug string, comments []Comment, view func(Comment) theme.Comment) theme.Thread {
	t := newTree(comments)
	below := make(map[int][]int)
	for i, parent := range t.under {
		below[parent] = append(below[parent], i)
	}
	// The depth of this recursion is maxDepth.
	var show func(list []int) []theme.Comment
	show = func(list []int) []theme.Comment {
		var shown []theme.Comment
		for _, i := range list {
			c := view(t.comments[i])
			c.ReplyTo = t.replyTo(i)
			c.Replies = show(below[i])
			shown = append(shown, c)
		}
		return shown
	}
	return theme.Thread{Count: len(comments), Comments: show(below[none]), FeedURL: "/blog/" + slug + "/comments.xml"}
}

// replyTo names the comment that i answers, as far as it is shown.
func (t *tree) replyTo(i int) *theme.ReplyTo {
	c := t.comments[i]
	switch parent := t.answers[i]; {
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
