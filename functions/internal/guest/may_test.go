package guest_test

import (
	"fmt"
	"strings"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/guest"
)

// The same form sent twice is one submission, and nobody floods the desk.
func TestOnceAndNotTooOften(t *testing.T) {
	t.Parallel()
	o := open(t)
	f := form()
	f.Key = "k1"
	first, err := o.Submit(t.Context(), writer(), f)
	o.must(first, err)
	if again, err := o.Submit(t.Context(), writer(), f); err != nil || again.ID != first.ID {
		t.Errorf("again: %s, %v, want %s", again.ID, err, first.ID)
	}
	reworded := f
	reworded.Body = "Other words."
	if was, err := o.Submit(t.Context(), writer(), reworded); kindOf(err) != agency.KindConflict || was.ID != first.ID {
		t.Errorf("again with other words: %s, %v", was.ID, err)
	}
	if theirs, err := o.Submit(t.Context(), other(), f); err != nil || theirs.ID == first.ID {
		t.Errorf("somebody else's form of that key: %v", err)
	}
	for n := range 4 {
		f.Key = fmt.Sprint("more", n)
		if _, err := o.Submit(t.Context(), writer(), f); err != nil {
			t.Fatal(err)
		}
	}
	f.Key = "too many"
	if _, err := o.Submit(t.Context(), writer(), f); kindOf(err) != agency.KindTooMany {
		t.Errorf("the sixth: %v", err)
	}
	mine, err := o.Mine(t.Context(), writer())
	if err != nil || len(mine) != 5 {
		t.Errorf("mine are %d, %v", len(mine), err)
	}
	if waiting, err := o.Underway(t.Context(), editor()); err != nil || len(waiting) != 6 {
		t.Errorf("%d wait, %v", len(waiting), err)
	}
}

// An editor who writes a post is its writer: all that the desk does to it is for
// others, and what its writer may do stays theirs.
func TestNobodyHandlesTheirOwn(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx, own := t.Context(), editor()
	sub, err := o.Submit(ctx, own, form())
	sub = o.must(sub, err)
	refuses := func(step string) {
		t.Helper()
		at := seen(sub)
		for name, does := range map[string]func() error{
			"opens":      func() error { _, err := o.ForDesk(ctx, own, sub.ID); return err },
			"approves":   func() error { _, err := o.Approve(ctx, own, at); return err },
			"remarks":    func() error { _, err := o.Remark(ctx, own, at, document.Remark{Text: "x"}); return err },
			"edits":      func() error { _, err := o.Edit(ctx, own, at, form()); return err },
			"releases":   func() error { _, err := o.Release(ctx, own, at, guest.Addresses{}); return err },
			"corrects":   func() error { _, err := o.Correct(ctx, own, at, "x"); return err },
			"declines":   func() error { _, err := o.Decline(ctx, own, at, "x"); return err },
			"takes down": func() error { _, err := o.TakeDown(ctx, own, at, "x"); return err },
		} {
			if err := does(); kindOf(err) != agency.KindForbidden || !strings.Contains(err.Error(), "You wrote this post") {
				t.Errorf("%s: its writer %s: %v", step, name, err)
			}
		}
	}
	refuses("sent")
	sub = o.approve(lead(), sub)
	refuses("approved")
	sub = o.release(sub)
	refuses("released")
	f := form()
	f.Title = "What I asked for, twice"
	sub, err = o.Resubmit(ctx, own, seen(sub), f)
	sub = o.approve(lead(), o.must(sub, err))
	refuses("corrected")
	sub, err = o.Withdraw(ctx, own, sub.ID)
	if sub = o.must(sub, err); !sub.Over() {
		t.Errorf("taken back it is %s", sub.State())
	}
}

func TestWhoMay(t *testing.T) {
	t.Parallel()
	o := open(t)
	sub := o.submit()
	ctx, at := t.Context(), seen(sub)
	moderator := agency.Actor{ID: "M1", Name: "Tess", Roles: []agency.Role{agency.Moderator, agency.Reviewer}}
	for _, a := range []agency.Actor{writer(), other(), moderator, agency.Anybody(), {Name: "Nobody", Roles: []agency.Role{agency.Editor}}} {
		for name, does := range map[string]func() error{
			"approves":   func() error { _, err := o.Approve(ctx, a, at); return err },
			"remarks":    func() error { _, err := o.Remark(ctx, a, at, document.Remark{Text: "x"}); return err },
			"edits":      func() error { _, err := o.Edit(ctx, a, at, form()); return err },
			"releases":   func() error { _, err := o.Release(ctx, a, at, guest.Addresses{}); return err },
			"corrects":   func() error { _, err := o.Correct(ctx, a, at, "x"); return err },
			"declines":   func() error { _, err := o.Decline(ctx, a, at, "x"); return err },
			"takes down": func() error { _, err := o.TakeDown(ctx, a, at, "x"); return err },
			"lists":      func() error { _, err := o.Underway(ctx, a); return err },
			"looks back": func() error { _, _, err := o.Archive(ctx, a, ""); return err },
			"opens":      func() error { _, err := o.ForDesk(ctx, a, sub.ID); return err },
		} {
			if err := does(); kindOf(err) != agency.KindForbidden {
				t.Errorf("%s %s: %v", a.Name, name, err)
			}
		}
	}
	for _, a := range []agency.Actor{other(), editor(), agency.Anybody()} {
		for name, does := range map[string]func() error{
			"looks":     func() error { _, err := o.OwnedBy(ctx, a, sub.ID); return err },
			"resubmits": func() error { _, err := o.Resubmit(ctx, a, at, form()); return err },
			"withdraws": func() error { _, err := o.Withdraw(ctx, a, sub.ID); return err },
			"signs":     func() error { _, err := o.Sign(ctx, a, sub.ID, sub.Consent); return err },
			"returns":   func() error { _, err := o.Return(ctx, a, sub.ID, sub.Consent, nil); return err },
		} {
			if err := does(); kindOf(err) != agency.KindNotFound {
				t.Errorf("%s %s: %v", a.Name, name, err)
			}
		}
	}
	if _, err := o.Submit(ctx, agency.Anybody(), form()); kindOf(err) != agency.KindSignIn {
		t.Errorf("a visitor submits: %v", err)
	}
	for _, id := range []string{"", "x", strings.Repeat("0", 26)} {
		if _, err := o.Find(ctx, id); kindOf(err) != agency.KindNotFound {
			t.Errorf("%q: %v", id, err)
		}
	}
	if after, err := o.Find(ctx, sub.ID); err != nil || after.Document.Version != at.Version {
		t.Errorf("somebody changed it: %v", err)
	}
}
