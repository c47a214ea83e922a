package publish_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/guest"
	"greenroom/functions/internal/local"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/publish"
	"greenroom/functions/internal/table"
	"greenroom/site/check"
	"greenroom/site/generate"
)

// accounts are all at one address, which is published nowhere.
type accounts struct{}

func (accounts) Contact(context.Context, string) (name, email string, err error) {
	return "An Account", "zwirbel.canary@mail.example", nil
}

// press is a publisher with the room of guest posts beside it.
type press struct {
	*publish.Publisher
	t      *testing.T
	guests *guest.Room
	store  *local.Bolt
	clock  *agencytest.Clock
	tree   fstest.MapFS
	dir    string
	log    bytes.Buffer
}

func newPress(t *testing.T) *press {
	t.Helper()
	store, clock := localtest.Store(t)
	p := &press{t: t, store: store, clock: clock, tree: maps.Clone(few().(fstest.MapFS)), dir: filepath.Join(t.TempDir(), "site")}
	target := generate.NewFolder(p.dir)
	t.Cleanup(func() { target.Close() })
	p.Publisher = &publish.Publisher{
		Table: table.Only(store, table.Open), Content: p.tree, Builder: generate.New(generate.Options{}),
		Target: target, Now: clock.Now, Log: slog.New(slog.NewJSONHandler(&p.log, nil)),
	}
	ids := agency.NewIDs(clock.Now, rand.Reader)
	p.guests = &guest.Room{
		Table: store, Documents: &document.Room{Table: store, IDs: ids, Now: clock.Now}, People: accounts{}, IDs: ids, Now: clock.Now,
		Rules: agency.NewValidator(), Reserved: generate.ReservedIDs(),
	}
	p.must()
	return p
}

// must publishes, and shows the room of guest posts the new site.
func (p *press) must() generate.Result {
	p.t.Helper()
	edition, result, err := p.Publish(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	p.guests.Site = edition
	return result
}

func guestWriter() agency.Actor {
	return agency.Actor{ID: "G1", Name: "Ann", Roles: []agency.Role{agency.Influencer}}
}

func blogEditor() agency.Actor {
	return agency.Actor{ID: "E1", Name: "Devon Achterberg", Roles: []agency.Role{agency.Editor}}
}

func guestForm() guest.Form {
	return guest.Form{
		Title: "What I asked for: \"a\" lamp & <more>", Description: "Three things that were in no brief.", Name: "Ann Quill", Link: "https://ann.example/me",
		Bio: "Ann writes about *Vellichor*.", Body: "It began with a Zwirbelnuss.\n\n## Name\n\nSee [the post](/blog/" + post + "/) and [above](#name-2).",
	}
}

func (p *press) sub(sub guest.Submission, err error) guest.Submission {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	return sub
}

func at(sub guest.Submission) guest.Seen {
	return guest.Seen{ID: sub.ID, Version: sub.Document.Version}
}

// released is a guest post that was submitted, approved and released.
func (p *press) released(f guest.Form) guest.Submission {
	p.t.Helper()
	ctx := p.t.Context()
	sub := p.sub(p.guests.Submit(ctx, guestWriter(), f))
	sub = p.sub(p.guests.Approve(ctx, blogEditor(), at(sub)))
	return p.sub(p.guests.Release(ctx, blogEditor(), at(sub), guest.Addresses{Slug: "what-i-asked-for"}))
}

func (p *press) page(name string) string {
	p.t.Helper()
	data, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(data)
}

// sound looks through the site as a stranger would.
func (p *press) sound() {
	p.t.Helper()
	findings, _, err := check.Tree(p.t.Context(), os.DirFS(p.dir), check.Options{
		BaseURL: "https://greenroom.example", Agency: "greenroom.example", Never: "moderators@greenroom.example"})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, f := range findings {
		if strings.Contains(f.Page, "what-i-asked-for") || strings.Contains(f.Page, "ann-quill") {
			p.t.Errorf("%s: %s: %s", f.Page, f.What, f.Fix)
		}
	}
}

func TestReadersAnswerGuestPosts(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	sub := p.released(guestForm())
	p.must()
	edition, _, err := p.Publish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	room := &comment.Room{Table: p.store, Posts: edition, IDs: p.guests.IDs, Now: p.clock.Now, Rules: agency.NewValidator(), Moderators: "moderators@greenroom.example"}
	public(t, room, comment.Draft{Post: sub.Slug, Name: "Emmerey", Email: "e@mail.example", Text: "A brass lamp, I hope?"})
	if edition, _, err = p.PublishThreads(t.Context(), []string{sub.Slug}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(p.page(guestPage), "A brass lamp, I hope?") {
		t.Error("the comment is not on its page")
	}
	if _, takes := edition.TakesComments(sub.Slug); !takes {
		t.Error("it takes no comments")
	}
	p.sub(p.guests.Withdraw(t.Context(), guestWriter(), sub.ID))
	if edition, _, err = p.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, there := edition.Post(sub.Slug)
	if _, takes := edition.TakesComments(sub.Slug); takes || !there {
		t.Error("withdrawn, it takes comments or is not there")
	}
	if page := p.page(guestPage); !strings.Contains(page, "A brass lamp, I hope?") || strings.Contains(page, `action="/api/comments"`) {
		t.Error("what readers said is gone, or more can be said")
	}
}

// A post released in the evening here, when it is the next day by the clock of
// the record, takes comments as its page says.
func TestAGuestPostTakesCommentsAtAnyHour(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"UTC", "America/Chicago", "Pacific/Auckland"} {
		for _, later := range []time.Duration{0, 10 * time.Hour, 17 * time.Hour} {
			t.Run(fmt.Sprintf("%s %s later", zone, later), func(t *testing.T) {
				t.Parallel()
				p := newPress(t)
				words := string(p.tree["site.yaml"].Data)
				p.tree["site.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(words, "time_zone: UTC", "time_zone: "+zone, 1))}
				p.clock.Pass(later)
				p.must()
				sub := p.released(guestForm())
				p.must()
				if _, takes := p.guests.Site.(*publish.Edition).TakesComments(sub.Slug); !takes || !strings.Contains(p.page(guestPage), `action="/api/comments"`) {
					t.Errorf("takes comments: %v, want it and its page to", takes)
				}
			})
		}
	}
}

// What is not changed is not read again, in the same process and in another,
// and what is changed within one second is.
func TestGuestPostsAreReadWhenTheyChange(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	cache := t.TempDir()
	fresh := func() {
		p.Builder = generate.New(generate.Options{Cache: cache, Now: func() time.Time { return p.clock.Now().Add(time.Hour) }})
		t.Cleanup(func() { p.Builder.Close() })
	}
	fresh()
	sub := p.released(guestForm())
	p.must()
	for range 2 {
		f := guestForm()
		f.Body = strings.Replace(p.text(sub), "a Z", "A Z", 1)
		if f.Body == p.text(sub) {
			f.Body = strings.Replace(f.Body, "A Z", "a Z", 1)
		}
		sub = p.sub(p.guests.Resubmit(t.Context(), guestWriter(), at(sub), f))
		sub = p.sub(p.guests.Approve(t.Context(), blogEditor(), at(sub)))
		sub = p.sub(p.guests.Correct(t.Context(), blogEditor(), at(sub), "A letter."))
		p.Builder.Close()
		fresh()
		p.must()
		if want, _, _ := strings.Cut(f.Body, "\n"); !strings.Contains(p.page(guestPage), want) {
			t.Errorf("its page does not say %q", want)
		}
	}
	p.Builder.Close()
	fresh()
	if result := p.must(); len(result.Rendered) > 0 {
		t.Errorf("nothing changed, and %v are rendered", result.Rendered)
	}
}

func (p *press) text(sub guest.Submission) string {
	p.t.Helper()
	f, err := p.guests.Text(p.t.Context(), sub, sub.Document.Current.Number)
	if err != nil {
		p.t.Fatal(err)
	}
	return f.Body
}

func TestStepsOfGuestPostsNeedABuild(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	before, cursor, err := p.store.Changes(t.Context(), "", 1000)
	if err != nil || publish.Steps(before) {
		t.Fatalf("an empty store asks for a build, %v", err)
	}
	p.released(guestForm())
	changes, _, err := p.store.Changes(t.Context(), cursor, 1000)
	if err != nil || !publish.Steps(changes) || len(publish.Needed(changes)) > 0 {
		t.Errorf("a release asks for no build, or for threads: %v", err)
	}
	for _, c := range changes {
		if publish.Steps([]table.Change{c}) != (c.Key.Space == table.Open) {
			t.Errorf("%s asks for a build", c.Key)
		}
	}
}
