package guest_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/guest"
)

// Whatever is done in whatever order: what is public is, word for word, what
// was approved by somebody who did not write of it and signed by its writer.
func TestWhatIsPublicWasApproved(t *testing.T) {
	t.Parallel()
	o := open(t)
	rapid.Check(t, func(rt *rapid.T) {
		g := game{T: rt, o: o, released: map[string]guest.Post{}, word: map[string]bool{}}
		for range rapid.IntRange(10, 40).Draw(rt, "moves") {
			g.move()
			g.hold()
		}
	})
	all := o.openBytes()
	if strings.Contains(all, "canary") {
		t.Error("an address is in the open space")
	}
	t.Logf("taken back: %d times", strings.Count(all, "took it back"))
}

// game is one sequence of moves over the posts of one writer.
type game struct {
	*rapid.T
	o        *office
	who      agency.Actor // the writer
	ids      []string
	released map[string]guest.Post // as last seen, by slug
	word     map[string]bool       // hashes that the writer gave their word for, behind the id
	n        int
}

func (g *game) move() {
	if len(g.ids) == 0 {
		g.who = agency.Actor{ID: g.o.IDs.New(), Name: "Writer", Roles: []agency.Role{agency.Influencer}}
	}
	ctx := g.o.t.Context()
	if len(g.ids) == 0 || len(g.ids) < 3 && rapid.IntRange(0, 9).Draw(g.T, "new") == 0 {
		if sub, err := g.o.Submit(ctx, g.who, g.form()); err == nil {
			g.ids = append(g.ids, sub.ID)
			g.word[sub.ID+sub.Document.Current.Hash] = true
		} else {
			g.tolerable(err)
		}
		return
	}
	sub, err := g.o.Find(ctx, rapid.SampledFrom(g.ids).Draw(g.T, "which"))
	if err != nil {
		g.Fatal(err)
	}
	at := seen(sub)
	if rapid.IntRange(0, 9).Draw(g.T, "late") == 0 {
		at.Version--
	}
	a := rapid.SampledFrom([]agency.Actor{editor(), lead(), g.who}).Draw(g.T, "actor")
	hash := sub.Document.Current.Hash
	moves := map[string]func() error{
		"resubmit": func() error { return g.gave(g.o.Resubmit(ctx, g.who, at, g.form())) },
		"edit":     func() error { _, err := g.o.Edit(ctx, a, at, g.form()); return err },
		"approve":  func() error { _, err := g.o.Approve(ctx, a, at); return err },
		"approved": func() error { _, err := g.o.Approve(ctx, lead(), at); return err },
		"remark":   func() error { _, err := g.o.Remark(ctx, a, at, document.Remark{Text: "x", Blocking: true}); return err },
		"sign":     func() error { return g.gave(g.o.Sign(ctx, g.who, sub.ID, hash)) },
		"sign old": func() error { return g.gave(g.o.Sign(ctx, g.who, sub.ID, sub.Consent)) },
		"return": func() error {
			_, err := g.o.Return(ctx, g.who, sub.ID, hash, []document.Remark{{Text: "x"}})
			return err
		},
		"release": func() error {
			slug := "post-" + strings.ToLower(sub.ID)
			_, err := g.o.Release(ctx, a, at, guest.Addresses{Slug: slug, Page: "writer-" + strings.ToLower(g.who.ID)})
			return err
		},
		"correct":   func() error { _, err := g.o.Correct(ctx, lead(), at, "It was twice."); return err },
		"decline":   func() error { _, err := g.o.Decline(ctx, a, at, "Not now."); return err },
		"withdraw":  func() error { _, err := g.o.Withdraw(ctx, g.who, sub.ID); return err },
		"take down": func() error { _, err := g.o.TakeDown(ctx, lead(), at, "Not now."); return err },
	}
	names := []string{"resubmit", "edit", "approve", "approved", "approved", "approved", "remark", "sign", "sign", "sign old", "return",
		"release", "release", "release", "correct", "correct", "decline", "withdraw", "take down"}
	g.o.clock.Pass(time.Minute)
	g.tolerable(moves[rapid.SampledFrom(names).Draw(g.T, "move")]())
}

// gave notes that the writer gave their word for the newest version.
func (g *game) gave(sub guest.Submission, err error) error {
	if err == nil {
		g.word[sub.ID+sub.Document.Current.Hash] = true
	}
	return err
}

func (g *game) form() guest.Form {
	f := form()
	g.n++
	f.Body = rapid.SampledFrom([]string{"One.", "Two.", "Three."}).Draw(g.T, "body")
	f.Bio = rapid.SampledFrom([]string{"I am one.", "I am two."}).Draw(g.T, "bio")
	return f
}

// tolerable refuses errors that are no answer to a person.
func (g *game) tolerable(err error) {
	_, invalid := errors.AsType[*agency.Invalid](err)
	if err != nil && kindOf(err) == 0 && !invalid {
		g.Fatalf("no answer to a person: %v", err)
	}
}

// hold compares what is public with what was approved.
func (g *game) hold() {
	posts, writers := g.o.public()
	for _, id := range g.ids {
		sub, err := g.o.Find(g.o.t.Context(), id)
		if err != nil {
			g.Fatal(err)
		}
		n := slices.IndexFunc(posts, func(p guest.Post) bool { return p.Slug == sub.Slug && sub.Slug != "" })
		if (n >= 0) != (sub.Slug != "") {
			g.Fatalf("%s has the address %q and is public: %v", sub.State(), sub.Slug, n >= 0)
		}
		if n >= 0 {
			g.holds(sub, posts[n], writers)
		}
	}
}

func (g *game) holds(sub guest.Submission, p guest.Post, writers []guest.Writer) {
	n := slices.IndexFunc(writers, func(w guest.Writer) bool { return w.Page == p.Page })
	if n < 0 {
		g.Fatalf("%s has no writer", p.Slug)
	}
	stands := slices.Contains(writers[n].Posts, p.Slug)
	if before, known := g.released[p.Slug]; known && (before.Slug != p.Slug || !before.Date.Equal(p.Date) || before.Withdrawn != "" && p.Withdrawn == "") {
		g.Fatalf("%s was %+v and is %+v", p.Slug, before, p)
	}
	g.released[p.Slug] = p
	if p.Withdrawn != "" {
		if p.Body+p.Description+p.Hash != "" || !sub.Over() || stands || len(writers[n].Posts) == 0 && writers[n].Bio != "" {
			g.Fatalf("withdrawn is %+v by %+v", p, writers[n])
		}
		return
	}
	live := sub.Document.Live
	f, err := g.o.Text(g.o.t.Context(), sub, live.Number)
	if err != nil {
		g.Fatal(err)
	}
	if p.Hash != live.Hash || p.Title != f.Title || p.Body != f.Body || p.Description != f.Description || !stands {
		g.Fatalf("public is %+v, approved was %+v", p, f)
	}
	for _, a := range live.Approvals {
		if a.Hash != live.Hash || slices.Contains(live.Writers, a.By) {
			g.Fatalf("approved by %+v, written by %v", a, live.Writers)
		}
	}
	if len(live.Approvals) == 0 || live.Signed == "" || !g.word[sub.ID+live.Hash] {
		g.Fatalf("public is %+v", live)
	}
}
