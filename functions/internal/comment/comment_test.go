package comment_test

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/local"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// posts is a blog of two posts.
type posts struct{}

func (posts) TakesComments(slug string) (string, bool) {
	title, ok := map[string]string{"first": "The first post", "second": "The second post"}[slug]
	return title, ok
}

func room(t *testing.T) (*comment.Room, *local.Bolt, *agencytest.Clock) {
	t.Helper()
	store, clock := localtest.Store(t)
	return &comment.Room{
		Table: store, Posts: posts{}, IDs: agency.NewIDs(clock.Now, rand.Reader), Now: clock.Now,
		Rules: agency.NewValidator(), Moderators: "moderators@greenroom.example",
	}, store, clock
}

func draft() comment.Draft {
	return comment.Draft{Post: "first", Name: "Emmerey", Email: "emmerey@example.com", Text: "Who reads all of this?", Key: "k1"}
}

func moderator() agency.Actor {
	return agency.Actor{ID: "p1", Name: "Tess", Slug: "tess-abara", Roles: []agency.Role{agency.Moderator}}
}

// submit takes a draft in and returns the comment it became.
func submit(t *testing.T, s *comment.Room, d comment.Draft) comment.Comment {
	t.Helper()
	receipt, err := s.Submit(t.Context(), d)
	if err != nil {
		t.Fatalf("submitting: %v", err)
	}
	c, err := s.Status(t.Context(), receipt.Token)
	if err != nil {
		t.Fatalf("reading status: %v", err)
	}
	return c
}

func decision(c comment.Comment) comment.Decision {
	return comment.Decision{Post: c.Post, ID: c.ID, Version: c.Version, Revision: c.Revision(), Reason: "it is not about the post"}
}

func approved(t *testing.T, s *comment.Room, d comment.Draft) comment.Comment {
	t.Helper()
	c, err := s.Approve(t.Context(), moderator(), decision(submit(t, s, d)))
	if err != nil {
		t.Fatalf("approving: %v", err)
	}
	return c
}

// count says how many items of a kind were ever created.
func count(t *testing.T, store *local.Bolt, kind string) int {
	t.Helper()
	changes, _, err := store.Changes(t.Context(), "", 10_000)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, c := range changes {
		if c.Old == nil && c.New != nil && c.New.Kind == kind {
			n++
		}
	}
	return n
}

func kindOf(err error) agency.Kind {
	if e, ok := errors.AsType[*agency.Error](err); ok {
		return e.Kind
	}
	return 0
}

func TestMachineIsTheSpecifiedOne(t *testing.T) {
	t.Parallel()
	agencytest.Machine(t, comment.Machine(), "testdata/machine.json")
}

func TestASubmittedCommentIsHeldWithItsEventAndOneMail(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	c := submit(t, s, draft())
	if c.State != comment.Held || c.Name != "Emmerey" || c.Text != "Who reads all of this?" {
		t.Errorf("got %+v", c)
	}
	for kind, want := range map[string]int{"comment": 1, "event": 1, "mail": 1, "commenter": 1} {
		if got := count(t, store, kind); got != want {
			t.Errorf("%d items of kind %s, want %d", got, kind, want)
		}
	}
	if public, err := comment.OfPost(t.Context(), store, "first"); err != nil || len(public) != 0 {
		t.Errorf("held comment is public: %v, %v", public, err)
	}
}

func TestTheAddressStaysInThePrivateSpace(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	c := submit(t, s, draft())
	if _, err := s.Approve(t.Context(), moderator(), decision(c)); err != nil {
		t.Fatal(err)
	}
	changes, _, err := store.Changes(t.Context(), "", 10_000)
	if err != nil {
		t.Fatal(err)
	}
	seen := false
	for _, change := range changes {
		holds := change.New != nil && strings.Contains(string(change.New.Body), "emmerey@")
		seen = seen || holds
		if holds && change.Key.Space != table.Private {
			t.Errorf("address stands in %s", change.Key)
		}
	}
	if !seen {
		t.Error("the address was not kept at all")
	}
}

func TestTheSameFormSentAgainIsOneComment(t *testing.T) {
	t.Parallel()
	s, store, clock := room(t)
	first, err := s.Submit(t.Context(), draft())
	if err != nil {
		t.Fatal(err)
	}
	clock.Pass(1e9)
	second, err := s.Submit(t.Context(), draft())
	if err != nil || second != first {
		t.Errorf("second receipt %v, %v; want %v", second, err, first)
	}
	var all sync.WaitGroup
	for range 32 {
		all.Go(func() {
			if again, err := s.Submit(context.Background(), draft()); err != nil || again != first {
				t.Errorf("receipt %v, %v", again, err)
			}
		})
	}
	all.Wait()
	if c, m := count(t, store, "comment"), count(t, store, "mail"); c != 1 || m != 1 {
		t.Errorf("%d comments and %d mails, want one of each", c, m)
	}
}

func TestAFormWithoutScriptSharesItsKeyAndStillTellsPeopleApart(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	a, b, c := draft(), draft(), draft()
	a.Key, b.Key, c.Key = "", "", ""
	b.Email = "somebody.else@example.com"
	c.Text = "Another thought."
	for _, d := range []comment.Draft{a, b, c, a} {
		submit(t, s, d)
	}
	if got := count(t, store, "comment"); got != 3 {
		t.Errorf("%d comments, want 3", got)
	}
}

func TestFaultsInTheForm(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	tests := []struct {
		name   string
		change func(*comment.Draft)
		field  string
	}{
		{"no name", func(d *comment.Draft) { d.Name = " " }, "name"},
		{"name of 300 letters", func(d *comment.Draft) { d.Name = strings.Repeat("ä", 300) }, "name"},
		{"name of two lines", func(d *comment.Draft) { d.Name = "a\nb" }, "name"},
		{"no address", func(d *comment.Draft) { d.Email = "" }, "email"},
		{"address with a name", func(d *comment.Draft) { d.Email = "Foo <a@b.c>" }, "email"},
		{"address without a dot", func(d *comment.Draft) { d.Email = "a@b" }, "email"},
		{"address of 300 letters", func(d *comment.Draft) { d.Email = strings.Repeat("a", 290) + "@b.example" }, "email"},
		{"no text", func(d *comment.Draft) { d.Text = "\r\n" }, "text"},
		{"text of 5,001 letters", func(d *comment.Draft) { d.Text = strings.Repeat("ä", 5001) }, "text"},
		{"control character", func(d *comment.Draft) { d.Text = "a\x00b" }, "text"},
		{"bidi override", func(d *comment.Draft) { d.Text = "a\u202eb" }, "text"},
		{"invalid UTF-8", func(d *comment.Draft) { d.Text = "a\xff" }, "text"},
		{"address in the text", func(d *comment.Draft) { d.Text = "Write to ann@example.com" }, "text"},
		{"address as name", func(d *comment.Draft) { d.Name = "ann@example.com" }, "name"},
		{"no such post", func(d *comment.Draft) { d.Post = "third" }, "post"},
		{"parent that is no id", func(d *comment.Draft) { d.Parent = "../x" }, "parent"},
		{"parent that does not exist", func(d *comment.Draft) { d.Parent = "01ARZ3NDEKTSV4RRFFQ69G5FAV" }, "parent"},
		{"key of 101 letters", func(d *comment.Draft) { d.Key = strings.Repeat("k", 101) }, "key"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := draft()
			tt.change(&d)
			_, err := s.Submit(t.Context(), d)
			invalid, ok := errors.AsType[*agency.Invalid](err)
			if !ok || len(invalid.Fields) != 1 || invalid.Fields[0].Field != tt.field {
				t.Errorf("got %v, want a fault in %s", err, tt.field)
			}
		})
	}
	if got := count(t, store, "comment"); got != 0 {
		t.Errorf("%d comments were kept", got)
	}
	d := draft()
	d.Name, d.Text = strings.Repeat("ä", 80), strings.Repeat("ä", 5000)
	submit(t, s, d)
}

func TestAParentMustBeAnApprovedCommentOfTheSamePost(t *testing.T) {
	t.Parallel()
	s, _, _ := room(t)
	held := submit(t, s, draft())
	reply := draft()
	reply.Key, reply.Text, reply.Parent = "k2", "Yes, who?", held.ID
	if _, err := s.Submit(t.Context(), reply); err == nil {
		t.Error("a held comment was answered")
	}
	if _, err := s.Approve(t.Context(), moderator(), decision(held)); err != nil {
		t.Fatal(err)
	}
	elsewhere := reply
	elsewhere.Post = "second"
	if _, err := s.Submit(t.Context(), elsewhere); err == nil {
		t.Error("a comment of another post was answered")
	}
	if c := submit(t, s, reply); c.Parent != held.ID {
		t.Errorf("parent is %q", c.Parent)
	}
}

// meddler is a table in which something happens just before a write.
type meddler struct {
	table.Table
	before func()
}

func (m meddler) Write(ctx context.Context, token string, writes ...table.Write) error {
	m.before()
	return m.Table.Write(ctx, token, writes...)
}

func TestAParentTakenOffAtTheLastMomentIsNotAnswered(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	parent := approved(t, s, draft())
	quick := *s
	quick.Table = meddler{Table: store, before: func() {
		if now, _ := s.Find(t.Context(), parent.Post, parent.ID); now.State == comment.Approved {
			if _, err := s.Restore(t.Context(), moderator(), decision(now)); err != nil {
				t.Error(err)
			}
		}
	}}
	reply := draft()
	reply.Key, reply.Parent = "k2", parent.ID
	if _, err := quick.Submit(t.Context(), reply); err == nil {
		t.Error("a visitor answered it")
	}
	now, _ := s.Find(t.Context(), parent.Post, parent.ID)
	if _, err := s.Approve(t.Context(), moderator(), decision(now)); err != nil {
		t.Fatal(err)
	}
	in := comment.Answer{Post: parent.Post, Parent: parent.ID, Text: "Hello", Key: "a"}
	if _, err := quick.Answer(t.Context(), moderator(), in); kindOf(err) != agency.KindConflict {
		t.Errorf("staff answered it: %v", err)
	}
	if got := count(t, store, "comment"); got != 1 {
		t.Errorf("%d comments were kept, want the parent alone", got)
	}
}

func TestTheSameFormIsRecognisedForTwoDays(t *testing.T) {
	t.Parallel()
	s, store, clock := room(t)
	parent := approved(t, s, draft())
	reply := draft()
	reply.Key, reply.Parent = "k2", parent.ID
	first := submit(t, s, reply)
	if _, err := s.Restore(t.Context(), moderator(), decision(parent)); err != nil {
		t.Fatal(err)
	}
	if again := submit(t, s, reply); again.ID != first.ID {
		t.Error("sent again after its parent was taken off, it is another comment")
	}
	clock.Pass(49 * time.Hour)
	submit(t, s, draft())
	if got := count(t, store, "comment"); got != 3 {
		t.Errorf("%d comments, want 3: the first form counts as new by now", got)
	}
	receipt, err := s.Submit(t.Context(), draft())
	if err != nil {
		t.Fatal(err)
	}
	clock.Pass(181 * 24 * time.Hour)
	if _, err := s.Status(t.Context(), receipt.Token); kindOf(err) != agency.KindNotFound {
		t.Errorf("the status page is there after half a year: %v", err)
	}
}

// What the form takes, the generator must be able to print.
func TestWhatIsTakenHasNothingHidden(t *testing.T) {
	t.Parallel()
	for r := rune(0); r <= 0x10FFFF; r++ {
		text := agency.Tidy("a" + string(r) + "b")
		if !agency.PlainText(text) {
			continue
		}
		for _, c := range text {
			if c != '\n' && c != '\t' && content.Hidden(c) {
				t.Errorf("U+%04X is taken by the form and refused by the generator", r)
			}
		}
	}
}

func TestAFilledTrapIsSpamAndNobodyIsWrittenTo(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	d := draft()
	d.Trap = "https://pills.example"
	if c := submit(t, s, d); c.State != comment.Spam {
		t.Errorf("state is %s", c.State)
	}
	if got := count(t, store, "mail"); got != 0 {
		t.Errorf("%d mails", got)
	}
}
