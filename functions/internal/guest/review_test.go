package guest_test

import (
	"slices"
	"strings"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/guest"
)

// Words that were edited here are not the writer's until they say so.
func TestEditedWordsAreSigned(t *testing.T) {
	t.Parallel()
	o := open(t)
	sub := o.submit()
	f := form()
	f.Title = "What I would ask for"
	sub, err := o.Edit(t.Context(), editor(), seen(sub), f)
	sub = o.must(sub, err)
	if _, err := o.Approve(t.Context(), editor(), seen(sub)); kindOf(err) != agency.KindForbidden {
		t.Errorf("who edited it approves it: %v", err)
	}
	sub = o.approve(lead(), sub)
	if sub.State() != document.ClientReview {
		t.Fatalf("it is %s", sub.State())
	}
	if _, err := o.Release(t.Context(), lead(), seen(sub), guest.Addresses{}); kindOf(err) != agency.KindConflict {
		t.Errorf("released unsigned: %v", err)
	}
	if _, err := o.Sign(t.Context(), other(), sub.ID, sub.Document.Current.Hash); kindOf(err) != agency.KindNotFound {
		t.Errorf("somebody else signs: %v", err)
	}
	if _, err := o.Sign(t.Context(), writer(), sub.ID, sub.Consent); kindOf(err) != agency.KindGone {
		t.Errorf("another version is signed: %v", err)
	}
	for range 2 { // pressed twice
		sub, err = o.Sign(t.Context(), writer(), sub.ID, sub.Document.Current.Hash)
		sub = o.must(sub, err)
	}
	sub = o.release(sub)
	if posts, _ := o.public(); posts[0].Title != f.Title || posts[0].Slug != "what-i-would-ask-for" {
		t.Errorf("released is %+v", posts[0])
	}
	o.wrote(sub, guest.LetterReceived, guest.LetterSign, guest.LetterPublished)
}

func TestTheWriterReturnsWhatWasEdited(t *testing.T) {
	t.Parallel()
	o := open(t)
	sub := o.submit()
	f := form()
	f.Body += "\n\nBuy now."
	sub, err := o.Edit(t.Context(), editor(), seen(sub), f)
	sub = o.approve(lead(), o.must(sub, err))
	sub, err = o.Return(t.Context(), writer(), sub.ID, sub.Document.Current.Hash, []document.Remark{{Part: "body", Text: "I do not say that."}})
	sub = o.must(sub, err)
	if sub.State() != document.ChangesRequested || sub.Document.Current.Remarks[0].Name != "Ann Quill" {
		t.Fatalf("it is %s: %+v", sub.State(), sub.Document.Current.Remarks)
	}
	sub, err = o.Resubmit(t.Context(), writer(), seen(sub), form())
	sub = o.must(sub, err)
	if sub.State() != document.InReview {
		t.Errorf("it is %s", sub.State())
	}
	if _, err := o.Approve(t.Context(), editor(), seen(sub)); kindOf(err) != agency.KindForbidden {
		t.Errorf("who edited an older version approves: %v", err)
	}
	if sub = o.approve(lead(), sub); sub.State() != document.Approved {
		t.Errorf("its own words are %s", sub.State())
	}
}

func TestRemarksSendItBack(t *testing.T) {
	t.Parallel()
	o := open(t)
	sub := o.submit()
	sub, err := o.Remark(t.Context(), editor(), seen(sub), document.Remark{Part: "title", Text: "Good title."})
	sub = o.must(sub, err)
	o.wrote(sub, guest.LetterReceived)
	sub, err = o.Remark(t.Context(), editor(), seen(sub), document.Remark{Part: "body", Text: "Name the lamp.", Blocking: true})
	sub = o.must(sub, err)
	if sub.State() != document.ChangesRequested {
		t.Fatalf("it is %s", sub.State())
	}
	o.wrote(sub, guest.LetterReceived, guest.LetterRemarks)
	if _, last := o.letters(sub); !strings.Contains(last, "Good title.") || !strings.Contains(last, "Name the lamp.") {
		t.Errorf("the letter says %s", last)
	}
	if _, err := o.Resubmit(t.Context(), writer(), seen(sub), form()); kindOf(err) != agency.KindConflict {
		t.Errorf("the same again: %v", err)
	}
	f := form()
	f.Body += "\n\nIt was a **brass** lamp."
	looked := seen(sub)
	sub, err = o.Resubmit(t.Context(), writer(), looked, f)
	if sub = o.must(sub, err); sub.State() != document.InReview || sub.Document.Current.Number != 2 {
		t.Errorf("version %d is %s", sub.Document.Current.Number, sub.State())
	}
	again, err := o.Resubmit(t.Context(), writer(), looked, f)
	if again = o.must(again, err); again.Document.Current.Number != 2 || again.Document.Version != sub.Document.Version {
		t.Errorf("pressed twice, it is version %d", again.Document.Current.Number)
	}
	f.Body += " And old."
	if _, err := o.Resubmit(t.Context(), writer(), looked, f); kindOf(err) != agency.KindConflict {
		t.Errorf("other words from an old page: %v", err)
	}
	changes, err := o.Diff(t.Context(), sub, 1, 2)
	if err != nil || !slices.ContainsFunc(changes, func(c document.Change) bool { return c.Key == "body" && c.Kind == document.Changed }) {
		t.Errorf("the difference is %+v, %v", changes, err)
	}
}

// Two who looked at the same version do not both act on it.
func TestWhatWasSeenCounts(t *testing.T) {
	t.Parallel()
	o := open(t)
	sub := o.submit()
	f := form()
	f.Title = "Changed meanwhile"
	if _, err := o.Resubmit(t.Context(), writer(), seen(sub), f); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Approve(t.Context(), editor(), seen(sub)); kindOf(err) != agency.KindConflict {
		t.Errorf("an older version is approved: %v", err)
	}
	if _, err := o.Edit(t.Context(), editor(), seen(sub), form()); kindOf(err) != agency.KindConflict {
		t.Errorf("an older version is edited: %v", err)
	}
}
