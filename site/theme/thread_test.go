package theme_test

import (
	"fmt"
	"slices"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"greenroom/site/theme"
)

// However deep a thread is, four levels are set in, nothing is lost, and
// answers stay behind what they answer.
func TestThreadIsCappedAtFourLevels(t *testing.T) {
	t.Parallel()
	const depth = 200
	var below []theme.Comment
	var want []string
	for i := depth; i > 0; i-- {
		c := comment(fmt.Sprint(i), "Reader")
		c.Replies = below
		below = []theme.Comment{c}
		want = append(want, fmt.Sprint("c-", depth-i+1))
	}
	doc := parse(t, render(t, theme.ThreadPart(theme.Thread{Count: depth, Comments: below})))
	var got []string
	for _, li := range doc.all(atom.Li) {
		got = append(got, attr(li, "id"))
		levels := 0
		under(li, func(p *html.Node) bool {
			if p.DataAtom == atom.Ol {
				levels++
			}
			return false
		})
		if levels > 4 {
			t.Fatalf("%s stands in %d lists, want at most 4", attr(li, "id"), levels)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("order = %v, want %v", got, want)
	}
}

func TestThreadSaysHowManyComments(t *testing.T) {
	t.Parallel()
	for count, want := range map[int]string{0: "No comments yet", 1: "1 comment", 2: "2 comments", 1234: "1,234 comments"} {
		doc := parse(t, render(t, theme.ThreadPart(theme.Thread{Count: count})))
		if got := words(doc.byID("comments")); got != want {
			t.Errorf("heading for %d = %q, want %q", count, got, want)
		}
	}
}

// A badge is what tells staff from a reader who took the same name.
func TestOnlyStaffHaveTheBadge(t *testing.T) {
	t.Parallel()
	staff := marisol()
	reader, answer := comment("A", staff.Name), comment("B", staff.Name)
	answer.Staff = &staff
	doc := parse(t, render(t, theme.ThreadPart(theme.Thread{Count: 2, Comments: []theme.Comment{reader, answer}})))
	if got, want := words(doc.byID("c-A-by")), "Marisol Tran"; got != want {
		t.Errorf("heading of the reader = %q, want %q", got, want)
	}
	if got, want := words(doc.byID("c-B-by")), "Marisol Tran Greenroom team"; got != want {
		t.Errorf("heading of staff = %q, want %q", got, want)
	}
}
