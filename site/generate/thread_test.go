package generate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"greenroom/site/schema"
	"greenroom/site/theme"
)

// shown is the first page of a thread.
func shown(comments []Comment) theme.Thread {
	m := &model{loaded: &loaded{}, zone: time.UTC}
	return m.thread(&post{talk: newDiscussion(comments), url: "/blog/p/"}, newTree(comments), 1)
}

func at(second int) time.Time { return time.Unix(int64(1_700_000_000+second), 0).UTC() }

// outline is a thread as indented ids, with whom each answers.
func outline(comments []theme.Comment, indent string) string {
	var out strings.Builder
	for _, c := range comments {
		out.WriteString(indent + c.ID)
		if c.ReplyTo != nil {
			out.WriteString(" > " + c.ReplyTo.ID)
		}
		out.WriteString("\n" + outline(c.Replies, indent+"  "))
	}
	return out.String()
}

func TestThread(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"oldest first", "b@2 a@1 c@3", "a\nb\nc\n"},
		{"same second by id", "b@1 a@1", "a\nb\n"},
		{"nested", "a@1 b>a@2 c>b@3 d>a@4", "a\n  b > a\n    c > b\n  d > a\n"},
		{"flattened below the fourth", "a@1 b>a@2 c>b@3 d>c@4 e>d@5 f>e@6 g>d@7", "a\n  b > a\n    c > b\n      d > c\n      e > d\n      f > e\n      g > d\n"},
		{"parent gone", "a>x@1", "a > \n"},
		{"answers itself", "a>a@1", "a\n"},
		{"circle of two", "a>b@1 b>a@2", "a > b\n  b > a\n"},
		{"circle entered from outside", "z>c@9 a>c@3 b>a@2 c>b@1", "c > b\n  a > c\n    b > a\n  z > c\n"},
		{"answer older than what it answers", "a>b@1 b@2", "b\n  a > b\n"},
		{"one id twice", "a@1 a@2 b>a@3", "a\n  b > a\na\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			thread := shown(parseComments(t, test.in))
			if got := outline(thread.Comments, ""); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

// parseComments reads "id>parent@second …".
func parseComments(t *testing.T, text string) []Comment {
	t.Helper()
	var comments []Comment
	for word := range strings.FieldsSeq(text) {
		head, second, _ := strings.Cut(word, "@")
		id, parent, _ := strings.Cut(head, ">")
		var n int
		if _, err := fmt.Sscan(second, &n); err != nil {
			t.Fatal(err)
		}
		comments = append(comments, Comment{Post: "p", ID: id, Parent: parent, At: at(n)})
	}
	return comments
}

// checkThread holds what is true of every thread: each comment is shown once,
// no level is deeper than the fourth, and an answer stands below what it
// answers unless that is not possible.
func checkThread(t testing.TB, comments []Comment) {
	t.Helper()
	thread := shown(comments)
	if thread.Count != len(comments) {
		t.Errorf("count = %d, want %d", thread.Count, len(comments))
	}
	var shown []string
	distinct := len(comments) < 1000 && unique(comments) // looking at places takes quadratic time
	parents := map[string]string{}
	for _, c := range comments {
		parents[c.ID] = c.Parent
	}
	var walk func(list []theme.Comment, above string, depth int)
	walk = func(list []theme.Comment, above string, depth int) {
		if depth > maxDepth && len(list) > 0 {
			t.Errorf("depth %d", depth)
		}
		for _, c := range list {
			shown = append(shown, c.ID+"\x00"+c.Text)
			if distinct && c.ReplyTo != nil && !standsRight(c, list, above, depth, parents) {
				t.Errorf("%s answers %s and stands below %q at depth %d", c.ID, c.ReplyTo.ID, above, depth)
			}
			walk(c.Replies, c.ID, depth+1)
		}
	}
	walk(thread.Comments, "", 1)
	var want []string
	for _, c := range comments {
		want = append(want, c.ID+"\x00"+c.Text)
	}
	slices.Sort(shown)
	slices.Sort(want)
	if !slices.Equal(shown, want) {
		t.Errorf("shown %q, want %q", shown, want)
	}
}

// standsRight reports whether an answer stands below what it answers, or
// beside it at the last level, or at the top because that is gone or because
// the answers run in a circle.
func standsRight(c theme.Comment, beside []theme.Comment, above string, depth int, parents map[string]string) bool {
	if depth == 1 {
		id, steps := c.ReplyTo.ID, 0
		for ; id != "" && id != c.ID && steps <= len(parents); steps++ {
			id = parents[id]
		}
		return c.ReplyTo.ID == "" || id == c.ID
	}
	atLast := depth == maxDepth && slices.ContainsFunc(beside, func(o theme.Comment) bool { return o.ID == c.ReplyTo.ID })
	return c.ReplyTo.ID == above || atLast
}

func FuzzThread(f *testing.F) {
	f.Add([]byte{1, 0, 2, 1, 3, 2, 4, 3, 5, 4})
	f.Add([]byte{1, 2, 2, 1, 1, 1})
	f.Fuzz(func(t *testing.T, pairs []byte) {
		var comments []Comment
		for i := 0; i+1 < len(pairs); i += 2 {
			parent := fmt.Sprint(pairs[i+1])
			if pairs[i+1] == 0 {
				parent = ""
			}
			comments = append(comments, Comment{ID: fmt.Sprint(pairs[i]), Parent: parent, Text: fmt.Sprint(i), At: at(int(pairs[i]) % 7)})
		}
		checkThread(t, comments)
	})
}

func TestThreadHoldsForAnyGraph(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		id := rapid.StringMatching(`[a-h]?`)
		n := rapid.IntRange(0, 30).Draw(r, "n")
		var comments []Comment
		for i := range n {
			comments = append(comments, Comment{ID: id.Draw(r, "id"), Parent: id.Draw(r, "parent"), Text: fmt.Sprint(i), At: at(rapid.IntRange(0, 3).Draw(r, "at"))})
		}
		checkThread(t, comments)
		shuffled := slices.Clone(comments)
		rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if unique(comments) && outline(shown(comments).Comments, "") != outline(shown(shuffled).Comments, "") {
			r.Errorf("the order of the input shows in the thread")
		}
	})
}

func unique(comments []Comment) bool {
	seen := map[string]bool{}
	for _, c := range comments {
		if seen[c.ID] {
			return false
		}
		seen[c.ID] = true
	}
	return true
}

// A chain, and a chain that ends in a circle: both would exhaust the stack, or
// take the square of their length, if they were walked carelessly.
func TestThreadOfAHundredThousand(t *testing.T) {
	t.Parallel()
	const n = 100_000
	for _, last := range []string{"", fmt.Sprint(n - 1), fmt.Sprint(n / 2)} {
		comments := make([]Comment, n)
		for i := range comments {
			comments[i] = Comment{ID: fmt.Sprint(i), Parent: fmt.Sprint(i - 1), At: at(n - i)}
		}
		comments[0].Parent = last
		checkThread(t, comments)
	}
}

// Machines are told the first comments, each below the one it answers.
func TestDataTellsATree(t *testing.T) {
	t.Parallel()
	comments := []Comment{
		{ID: "a", At: at(0)}, {ID: "b", Parent: "a", At: at(1)}, {ID: "gone", Gone: true, At: at(2)},
		{ID: "c", Parent: "gone", At: at(3)}, {ID: "d", Parent: "b", At: at(4)}, {ID: "e", Parent: "later", At: at(5)}, {ID: "later", At: at(6)},
	}
	for i := range 2 * toldComments {
		comments = append(comments, Comment{ID: fmt.Sprint(i), At: at(7 + i)})
	}
	m := &model{loaded: &loaded{}, zone: time.UTC}
	told := 0
	var outline func(list []schema.Comment) string
	outline = func(list []schema.Comment) string {
		var names []string
		for _, c := range list {
			told++
			name := strings.TrimSuffix(strings.TrimPrefix(c.URL, "/c/"), "/")
			if len(c.Comments) > 0 {
				name += "(" + outline(c.Comments) + ")"
			}
			names = append(names, name)
		}
		return strings.Join(names, " ")
	}
	got := outline(m.schemaComments(newTree(comments)))
	if want := "a(b(d)) c e later 0 1 2 "; !strings.HasPrefix(got, want) {
		t.Errorf("told %s, want %sand so on", got, want)
	}
	if told != toldComments {
		t.Errorf("%d comments are told, want %d", told, toldComments)
	}
}
