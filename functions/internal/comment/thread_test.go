package comment_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/table"
)

// planted is a comment as it stands in an outline, such as "b<a withdrawn": b,
// which answers a.
func planted(t testing.TB, post string, n int, words string) comment.Comment {
	t.Helper()
	who, state, _ := strings.Cut(words, " ")
	id, parent, _ := strings.Cut(who, "<")
	if state == "" {
		state = "approved"
	}
	return comment.Comment{Post: post, ID: id, Parent: parent, Name: "Name of " + id, Text: "Text of " + id, Staff: "staff-" + id,
		At: time.Unix(int64(n), 0).UTC(), State: agency.State(state), Reason: "Reason of " + id, HandledBy: "Handler of " + id}
}

func plant(t testing.TB, to table.Table, comments ...comment.Comment) {
	t.Helper()
	for some := range slices.Chunk(comments, table.MaxWrites) {
		var writes []table.Write
		for _, c := range some {
			item, err := c.Item()
			if err != nil {
				t.Fatal(err)
			}
			writes = append(writes, table.Set(item))
		}
		if err := to.Write(t.Context(), "", writes...); err != nil {
			t.Fatal(err)
		}
	}
}

// outline names what a thread shows, tombstones in brackets.
func outline(thread []comment.Public) string {
	var names []string
	for _, c := range thread {
		if c.Gone {
			c.ID = "(" + c.ID + ")"
		}
		names = append(names, c.ID)
	}
	return strings.Join(names, " ")
}

func TestAPlaceIsKeptWhileWhatAnswersItIsPublic(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, comments, want string }{
		{"nothing", "", ""},
		{"approved", "a, b<a", "a b"},
		{"waits", "a held", ""},
		{"sorted out", "a spam, b trash, c purged", ""},
		{"taken back, and nobody answered", "a withdrawn, b", "b"},
		{"taken back, and answered", "a withdrawn, b<a", "(a) b"},
		{"off the site, and answered", "a held, b<a", "(a) b"},
		{"rejected after all, and answered", "a trash, b<a", "(a) b"},
		{"spam after all, and answered", "a spam, b<a", "(a) b"},
		{"its answer waits", "a withdrawn, b<a held", ""},
		{"its answers were taken back too", "a withdrawn, b<a withdrawn, c<b withdrawn", ""},
		{"answered further down", "a withdrawn, b<a withdrawn, c<b", "(a) (b) c"},
		{"gone in the middle", "a, b<a withdrawn, c<b", "a (b) c"},
		{"gone in the middle and at the end", "a, b<a withdrawn, c<b withdrawn", "a"},
		{"gone above and below", "a withdrawn, b<a, c<b withdrawn", "(a) b"},
		{"one of two answers", "a withdrawn, b<a held, c<a", "(a) c"},
		{"nobody is above", "b<x", "b"},
		{"gone, nobody is above", "b<x withdrawn, c<b", "(b) c"},
		{"answers itself", "a<a withdrawn", ""},
		{"approved, and answers itself", "a<a", "a"},
		{"a circle of what is gone", "a<b withdrawn, b<a withdrawn", ""},
		{"a circle with one that is approved", "a<c withdrawn, b<a, c<b withdrawn", "(a) b (c)"},
		{"an answer older than what it answers", "a<b, b withdrawn", "a (b)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store, _ := localtest.Store(t)
			for n, words := range strings.Split(tt.comments, ", ") {
				if words != "" {
					plant(t, store, planted(t, "first", n, words))
				}
			}
			plant(t, store, planted(t, "second", 9, "z<a")) // what answers it elsewhere keeps no place
			thread, err := comment.ThreadOfPost(t.Context(), table.Only(store, table.Open), "first")
			if got := outline(thread); err != nil || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

// What was taken away leaves its place and nothing else, whoever took it away
// and however.
func TestATombstoneSaysNothing(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	first := approved(t, s, comment.Draft{Post: "first", Name: "Canary Name", Email: "canary@mail.example", Text: "Canary text", Key: "1"})
	staff := moderator()
	staff.Slug, staff.Name = "canary-slug", "Canary staff"
	second, err := s.Answer(t.Context(), staff, comment.Answer{Post: "first", Parent: first.ID, Text: "Canary answer", Key: "2"})
	if err != nil {
		t.Fatal(err)
	}
	last := approved(t, s, comment.Draft{Post: "first", Parent: second.ID, Name: "Odile", Email: "o@example.com", Text: "Thank you both", Key: "3"})
	for _, c := range []comment.Comment{first, second} {
		d := decision(c)
		d.Reason = "canary reason"
		if _, err := s.Restore(t.Context(), staff, d); err != nil {
			t.Fatal(err)
		}
	}
	thread, err := comment.ThreadOfPost(t.Context(), store, "first")
	want := []comment.Public{
		{Post: "first", ID: first.ID, At: first.At, Gone: true},
		{Post: "first", ID: second.ID, Parent: first.ID, At: second.At, Gone: true},
		{Post: "first", ID: last.ID, Parent: second.ID, At: last.At, Name: "Odile", Text: "Thank you both"},
	}
	if diff := cmp.Diff(want, thread); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	text, err := json.Marshal(thread)
	if err != nil || strings.Contains(strings.ToLower(string(text)), "canary") {
		t.Errorf("a tombstone talks: %s, %v", text, err)
	}
}

func TestALongThreadIsReadWhole(t *testing.T) {
	t.Parallel()
	store, _ := localtest.Store(t)
	comments := make([]comment.Comment, 2*table.MaxPageSize+1) // a chain, gone but for its end
	for n := range comments {
		comments[n] = planted(t, "first", n, fmt.Sprintf("%06d<%06d withdrawn", n+1, n))
	}
	comments[len(comments)-1].State = comment.Approved
	plant(t, store, comments...)
	thread, err := comment.ThreadOfPost(t.Context(), store, "first")
	if err != nil || len(thread) != len(comments) || !thread[0].Gone || thread[len(thread)-1].Gone {
		t.Errorf("%d of %d are there, %v", len(thread), len(comments), err)
	}
}

// A tombstone stands exactly where something approved is below, and a change
// that is said to alter nothing alters no thread.
func TestThreadsFollowEveryChange(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		g := &garden{Room: s, post: []string{"first", "second"}[n%2], tokens: map[string]string{}}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			_, before, err := store.Changes(t.Context(), "", 1_000_000)
			if err != nil {
				rt.Fatal(err)
			}
			was := g.shown(rt)
			g.step(rt, n)
			changes, _, err := store.Changes(t.Context(), before, 1000)
			if err != nil {
				rt.Fatal(err)
			}
			if now := g.shown(rt); now != was && !slices.ContainsFunc(changes, comment.Publishes) {
				rt.Fatalf("thread became %s, was %s, and no change publishes", now, was)
			}
			g.check(rt)
		}
	})
}

// garden is a thread that grows and is cut. It knows its own comments only.
type garden struct {
	*comment.Room
	post   string
	tokens map[string]string // by id
	ids    []string
}

func (g *garden) thread(rt *rapid.T) []comment.Public {
	all, err := comment.ThreadOfPost(context.Background(), g.Table, g.post)
	if err != nil {
		rt.Fatal(err)
	}
	return slices.DeleteFunc(all, func(c comment.Public) bool { return !slices.Contains(g.ids, c.ID) })
}

func (g *garden) shown(rt *rapid.T) string { return outline(g.thread(rt)) }

func (g *garden) find(rt *rapid.T, id string) comment.Comment {
	c, err := g.Find(context.Background(), g.post, id)
	if err != nil {
		rt.Fatal(err)
	}
	return c
}

// step writes a comment, or does something to one.
func (g *garden) step(rt *rapid.T, run int) {
	parent := rapid.SampledFrom(append([]string{""}, g.ids...)).Draw(rt, "comment")
	if parent == "" || rapid.Bool().Draw(rt, "answer") {
		d := draft()
		d.Post, d.Parent, d.Key = g.post, parent, fmt.Sprint(run, "/", len(g.ids))
		receipt, err := g.Submit(context.Background(), d)
		if err == nil {
			g.ids, g.tokens[receipt.ID] = append(g.ids, receipt.ID), receipt.Token
		}
		return // an answer to what is not public is refused
	}
	id := rapid.SampledFrom([]string{"C1", "C1", "C2", "C3", "C4", "C5", "C6"}).Draw(rt, "transition")
	_, _ = apply(g.Room, id, g.find(rt, parent), g.tokens[parent]) // what the machine refuses changes nothing
}

// check compares the thread with a walk up from everything that is approved.
func (g *garden) check(rt *rapid.T) {
	want := map[string]bool{}
	for _, id := range g.ids {
		if g.find(rt, id).State != comment.Approved {
			continue
		}
		for up := id; up != ""; up = g.find(rt, up).Parent {
			want[up] = true
		}
	}
	thread := g.thread(rt)
	if len(thread) != len(want) {
		rt.Fatalf("%d are shown, want %d", len(thread), len(want))
	}
	for _, p := range thread {
		c := g.find(rt, p.ID)
		if gone := c.State != comment.Approved; !want[p.ID] || p.Gone != gone || gone && p != (comment.Public{Post: c.Post, ID: c.ID, Parent: c.Parent, At: p.At, Gone: true}) {
			rt.Fatalf("%+v is shown of %+v", p, c)
		}
		if !c.EverPublic() {
			rt.Fatalf("%s has a place and was never public", c.ID)
		}
	}
}

func BenchmarkThreadOfPost(b *testing.B) {
	store, _ := localtest.Store(b)
	comments := make([]comment.Comment, 1000)
	for n := range comments {
		comments[n] = planted(b, "first", n, fmt.Sprintf("%06d<%06d %s", n+1, n-n%7, []string{"approved", "withdrawn", "approved"}[n%3]))
	}
	plant(b, store, comments...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := comment.ThreadOfPost(b.Context(), store, "first"); err != nil {
			b.Fatal(err)
		}
	}
}
