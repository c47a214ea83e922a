package theme_test

import (
	"fmt"
	"slices"
	"strings"
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

// What was taken away keeps its place, and says nothing of what it was.
func TestTombstoneKeepsItsAnswers(t *testing.T) {
	t.Parallel()
	gone := comment("A", "Who asked to go")
	gone.Gone, gone.Text = true, "What was said"
	answer := comment("B", "Tori")
	answer.ReplyTo = &theme.ReplyTo{ID: "A"}
	gone.Replies = []theme.Comment{answer}
	page := render(t, theme.ThreadPart(theme.Thread{Count: 1, Comments: []theme.Comment{gone}}))
	doc := parse(t, page)
	for _, secret := range []string{"Who asked", "What was said", "/c/A/", "parent=A"} {
		if strings.Contains(page, secret) {
			t.Errorf("page still says %q", secret)
		}
	}
	place := doc.byID("c-A")
	if place == nil || !strings.HasPrefix(words(place), "This comment was taken away.") {
		t.Fatalf("place of the comment = %v", place)
	}
	if !under(doc.byID("c-B"), func(n *html.Node) bool { return n == place }) {
		t.Error("the answer does not stand below it")
	}
	if !strings.Contains(words(doc.byID("c-B")), "in reply to a comment that was taken away") {
		t.Errorf("answer says %q", words(doc.byID("c-B")))
	}
}

// The pages of a long thread are links, and the one being read says so.
func TestPagesOfAThread(t *testing.T) {
	t.Parallel()
	doc := parse(t, render(t, theme.Discussion(discussionPage())))
	var got []string
	for _, a := range (document{named(doc, "Pages of comments")}).all(atom.A) {
		got = append(got, words(a)+" "+attr(a, "href")+" "+attr(a, "aria-current"))
	}
	want := []string{"Page 1 /blog/brief/#comments ", "Page 2 /blog/brief/comments/2/ page"}
	if !slices.Equal(got, want) {
		t.Errorf("pages = %q, want %q", got, want)
	}
}
