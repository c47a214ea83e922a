package comment_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/table"
)

func TestACommentIsFoundByItsIDAlone(t *testing.T) {
	t.Parallel()
	s, _, _ := room(t)
	first := submit(t, s, draft())
	elsewhere := draft()
	elsewhere.Post = "second"
	second := submit(t, s, elsewhere)
	trapped := draft()
	trapped.Key, trapped.Trap = "k2", "https://pills.example"
	spam := submit(t, s, trapped)
	parent, err := s.Approve(t.Context(), moderator(), decision(second))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := s.Answer(t.Context(), moderator(), comment.Answer{Post: "second", Parent: parent.ID, Text: "Yes", Key: "a"})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []comment.Comment{first, parent, spam, answer} {
		got, err := s.FindByID(t.Context(), want.ID)
		if err != nil || got.ID != want.ID || got.Post != want.Post || got.State != want.State || got.Version != want.Version {
			t.Errorf("got %+v, %v, want %+v", got, err, want)
		}
	}
	for _, id := range []string{"", "x", strings.ToLower(first.ID), first.ID + "0", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "#", "\x00", strings.Repeat("A", 5000)} {
		if _, err := s.FindByID(t.Context(), id); kindOf(err) != agency.KindNotFound {
			t.Errorf("%.30q: got %v, want that there is none", id, err)
		}
	}
}

// A signpost is written with its comment or not at all, and says no more than
// where the comment stands.
func TestASignpostStandsWithItsComment(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	parent := approved(t, s, draft())
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if _, err := s.Submit(context.Background(), draft()); err != nil {
				t.Error(err)
			}
			in := comment.Answer{Post: "first", Parent: parent.ID, Text: "Hello", Key: "a"}
			if _, err := s.Answer(context.Background(), moderator(), in); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	quick := *s
	quick.Table = meddler{Table: store, before: func() {
		if now, _ := s.Find(t.Context(), "first", parent.ID); now.State == comment.Approved {
			if _, err := s.Restore(t.Context(), moderator(), decision(now)); err != nil {
				t.Error(err)
			}
		}
	}}
	reply := draft()
	reply.Key, reply.Parent = "k2", parent.ID
	if _, err := quick.Submit(t.Context(), reply); err == nil {
		t.Error("what is off the site was answered")
	}
	if c, p := count(t, store, "comment"), count(t, store, "signpost"); c != 2 || p != 2 {
		t.Errorf("%d comments and %d signposts, want two of each", c, p)
	}
	changes, _, err := store.Changes(t.Context(), "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		if c.New != nil && c.New.Kind == "signpost" && (c.Key.Space != table.Open || string(c.New.Body) != `{"Post":"first"}` || comment.Publishes(c)) {
			t.Errorf("%s holds %s, publishes: %v", c.Key, c.New.Body, comment.Publishes(c))
		}
	}
}

// What was public once is known for ever, whatever happens later; what never
// was is not.
func TestWhatWasPublicIsKnown(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, transitions string
		want              bool
	}{
		{"submitted", "", false},
		{"rejected", "C3", false},
		{"spam", "C2", false},
		{"taken back before anybody read it", "C6", false},
		{"put back into the queue", "C3 C5", false},
		{"approved", "C1", true},
		{"taken back", "C1 C6", true},
		{"off the site", "C1 C4", true},
		{"off the site and rejected", "C1 C4 C3", true},
		{"off the site, spam, in the queue, taken back", "C1 C4 C2 C5 C6", true},
		{"on the site again", "C1 C4 C1", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, _, _ := room(t)
			receipt, err := s.Submit(t.Context(), draft())
			if err != nil {
				t.Fatal(err)
			}
			for id := range strings.FieldsSeq(tt.transitions) {
				c, err := s.FindByID(t.Context(), receipt.ID)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := apply(s, id, c, receipt.Token); err != nil {
					t.Fatal(err)
				}
			}
			c, err := s.FindByID(t.Context(), receipt.ID)
			if err != nil || c.EverPublic() != tt.want {
				t.Errorf("ever public: %v, %v, want %v", c.EverPublic(), err, tt.want)
			}
		})
	}
}

// A change is published if it alters the words on the site or a tombstone.
func TestWhatAChangePublishes(t *testing.T) {
	t.Parallel()
	item := func(state agency.State, was bool) *table.Item {
		if state == "" {
			return nil
		}
		c := comment.Comment{Post: "first", ID: "a", Name: "N", Text: "T", State: state, WasPublic: was}
		i, err := c.Item()
		if err != nil {
			t.Fatal(err)
		}
		return &i
	}
	for _, tt := range []struct {
		name     string
		old, new *table.Item
		want     bool
	}{
		{"comes in", nil, item(comment.Held, false), false},
		{"is born approved", nil, item(comment.Approved, false), true},
		{"is approved", item(comment.Held, false), item(comment.Approved, false), true},
		{"is taken off", item(comment.Approved, false), item(comment.Held, true), true},
		{"is rejected after that", item(comment.Held, true), item(comment.Trash, true), false},
		{"is approved again", item(comment.Held, true), item(comment.Approved, false), true},
		{"was public and is deleted", item(comment.Trash, true), nil, true},
		{"never was and is deleted", item(comment.Spam, false), nil, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := comment.Publishes(table.Change{Old: tt.old, New: tt.new}); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
