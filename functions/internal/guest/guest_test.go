package guest_test

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/guest"
	"greenroom/functions/internal/local"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// canary is the address of every account. It is in no open byte, ever.
const canary = "zwirbel.canary@mail.example"

// people are accounts by the name of their id.
type people struct{}

func (people) Contact(_ context.Context, id string) (name, email string, err error) {
	return "Account of " + id, canary, nil
}

// site has one post, one person and one picture.
type site struct{}

func (site) Config() content.Config {
	return content.Config{BaseURL: "https://greenroom.example", Agency: content.Agency{
		Name: "Greenroom", Email: "hello@greenroom.example", ModerationEmail: "moderators@greenroom.example"}}
}

func (site) Has(address string) bool {
	return slices.Contains([]string{"/", "/blog/", "/blog/first/", "/people/tess-abara/", "/media/light.jpg"}, address)
}

func (site) Free(address string) bool {
	return address != "/blog/first/" && address != "/people/tess-abara/"
}

type office struct {
	*guest.Room
	t     *testing.T
	store *local.Bolt
	clock *agencytest.Clock
}

func open(t *testing.T) *office {
	t.Helper()
	store, clock := localtest.Store(t)
	ids := agency.NewIDs(clock.Now, rand.Reader)
	return &office{t: t, store: store, clock: clock, Room: &guest.Room{
		Table: store, Documents: &document.Room{Table: store, IDs: ids, Now: clock.Now}, People: people{}, Site: site{},
		Reserved: []string{"name"}, IDs: ids, Now: clock.Now, Rules: agency.NewValidator(), Editors: "editors@greenroom.example",
	}}
}

func writer() agency.Actor {
	return agency.Actor{ID: "W1", Name: "Ann Quill", Roles: []agency.Role{agency.Influencer}}
}

func other() agency.Actor {
	return agency.Actor{ID: "W2", Name: "Bo Other", Roles: []agency.Role{agency.Influencer}}
}

func editor() agency.Actor {
	return agency.Actor{ID: "E1", Name: "Marisol Tran", Roles: []agency.Role{agency.Editor}}
}

func lead() agency.Actor {
	return agency.Actor{ID: "L1", Name: "Devon Achterberg", Roles: []agency.Role{agency.Lead}}
}

func form() guest.Form {
	return guest.Form{
		Title: "What I asked for", Description: "Three things that were in no brief.", Name: "Ann Quill", Link: "https://ann.example/me",
		Bio: "Ann *writes* about rooms.", Body: "It began with a lamp.\n\n## The lamp\n\nSee [the first post](/blog/first/) and [above](#the-lamp).",
	}
}

func (o *office) submit() guest.Submission {
	o.t.Helper()
	sub, err := o.Submit(o.t.Context(), writer(), form())
	return o.must(sub, err)
}

func (o *office) must(sub guest.Submission, err error) guest.Submission {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	return sub
}

func seen(sub guest.Submission) guest.Seen {
	return guest.Seen{ID: sub.ID, Version: sub.Document.Version}
}

// approve and release are one press of a button each.
func (o *office) approve(a agency.Actor, sub guest.Submission) guest.Submission {
	o.t.Helper()
	sub, err := o.Approve(o.t.Context(), a, seen(sub))
	return o.must(sub, err)
}

func (o *office) release(sub guest.Submission) guest.Submission {
	o.t.Helper()
	sub, err := o.Release(o.t.Context(), lead(), seen(sub), guest.Addresses{})
	return o.must(sub, err)
}

func (o *office) public() ([]guest.Post, []guest.Writer) {
	o.t.Helper()
	posts, writers, err := guest.Released(o.t.Context(), table.Only(o.store, table.Open))
	if err != nil {
		o.t.Fatal(err)
	}
	return posts, writers
}

// letters are the names of those that were written about a submission, oldest
// first, and the values of the last.
func (o *office) letters(sub guest.Submission) (names []string, last string) {
	o.t.Helper()
	mails, err := (&outbox.Room{Table: o.store}).About(o.t.Context(), sub.Thing())
	if err != nil {
		o.t.Fatal(err)
	}
	for _, m := range slices.Backward(mails) {
		if m.To != canary || m.ReplyTo != o.Editors {
			o.t.Errorf("letter %s goes to another", m.Letter)
		}
		names, last = append(names, m.Letter), string(m.Values)
	}
	return names, last
}

func (o *office) wrote(sub guest.Submission, want ...string) {
	o.t.Helper()
	if names, _ := o.letters(sub); !slices.Equal(names, want) {
		o.t.Errorf("letters are %v, want %v", names, want)
	}
}

func kindOf(err error) agency.Kind {
	if e, ok := errors.AsType[*agency.Error](err); ok {
		return e.Kind
	}
	return 0
}

func TestFromTheFormToTheBlog(t *testing.T) {
	t.Parallel()
	o := open(t)
	sub := o.submit()
	if sub.State() != document.InReview || sub.Document.Owner != "person W1" || sub.Document.Kind != "post" {
		t.Fatalf("it is %s, owned by %q", sub.State(), sub.Document.Owner)
	}
	sub = o.approve(editor(), sub)
	if sub.State() != document.Approved || sub.Document.Current.Signed != "Ann Quill" {
		t.Fatalf("what its writer sent is %s, signed by %q", sub.State(), sub.Document.Current.Signed)
	}
	sub = o.release(sub)
	posts, writers := o.public()
	f := form()
	want := guest.Post{Slug: "what-i-asked-for", Title: f.Title, Description: f.Description, Body: f.Body, Page: "ann-quill",
		Date: o.clock.Now(), Hash: sub.Document.Current.Hash, Version: 1}
	if len(posts) != 1 || !posts[0].Date.Equal(want.Date) {
		t.Fatalf("released are %+v", posts)
	}
	posts[0].Date = want.Date
	if posts[0] != want {
		t.Errorf("released is %+v, want %+v", posts[0], want)
	}
	if w := writers[0]; w.Page != "ann-quill" || w.Name != f.Name || w.Bio != f.Bio || w.Link != f.Link || !slices.Equal(w.Posts, []string{"what-i-asked-for"}) {
		t.Errorf("its writer is %+v", w)
	}
	if !sub.Released() || sub.Slug != "what-i-asked-for" || sub.State() != document.Released {
		t.Errorf("the submission is %+v", sub)
	}
	o.wrote(sub, guest.LetterReceived, guest.LetterPublished)
}

func invalid(err error, field string) bool {
	e, ok := errors.AsType[*agency.Invalid](err)
	return ok && slices.ContainsFunc(e.Fields, func(f agency.FieldError) bool { return f.Field == field })
}
