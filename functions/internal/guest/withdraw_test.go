package guest_test

import (
	"slices"
	"strings"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/guest"
)

// A correction replaces the words at the same address, and says so.
func TestACorrectionKeepsTheAddress(t *testing.T) {
	t.Parallel()
	o := open(t)
	sub := o.release(o.approve(editor(), o.submit()))
	released := o.clock.Now()
	o.clock.Pass(48 * 3600e9)
	f := form()
	f.Title, f.Name = "What I asked for, twice", "Ann A. Quill"
	sub, err := o.Resubmit(t.Context(), writer(), seen(sub), f)
	sub = o.must(sub, err)
	if posts, _ := o.public(); posts[0].Title != form().Title || !sub.Amending() {
		t.Error("the words changed before they were approved")
	}
	sub = o.approve(editor(), sub)
	if _, err := o.Release(t.Context(), lead(), seen(sub), guest.Addresses{Slug: "elsewhere"}); kindOf(err) != agency.KindConflict {
		t.Errorf("released at another address: %v", err)
	}
	for _, note := range []string{"", "two\nlines", "ask ann@mail.example", strings.Repeat("x", 301)} {
		if _, err := o.Correct(t.Context(), lead(), seen(sub), note); !invalid(err, "correction") {
			t.Errorf("the note %.20q: %v", note, err)
		}
	}
	sub, err = o.Correct(t.Context(), lead(), seen(sub), "It was twice.")
	sub = o.must(sub, err)
	posts, writers := o.public()
	p := posts[0]
	if len(posts) != 1 || p.Slug != "what-i-asked-for" || p.Title != f.Title || p.Correction != "It was twice." || !p.Date.Equal(released) || !p.Changed.Equal(o.clock.Now()) || p.Hash != sub.Document.Live.Hash {
		t.Errorf("corrected is %+v", p)
	}
	if w := writers[0]; w.Name != f.Name || w.Page != "ann-quill" || len(w.Posts) != 1 {
		t.Errorf("its writer is %+v", w)
	}
	o.wrote(sub, guest.LetterReceived, guest.LetterPublished, guest.LetterPublished)
}

// A correction that is declined leaves the post as it was.
func TestADeclinedCorrection(t *testing.T) {
	t.Parallel()
	o := open(t)
	sub := o.release(o.approve(editor(), o.submit()))
	f := form()
	f.Title = "Something else"
	sub, err := o.Resubmit(t.Context(), writer(), seen(sub), f)
	sub, err = o.Decline(t.Context(), lead(), seen(o.must(sub, err)), "The old title is better.")
	sub = o.must(sub, err)
	if posts, _ := o.public(); sub.State() != document.Released || sub.Over() || posts[0].Title != form().Title {
		t.Errorf("it is %s: %+v", sub.State(), posts)
	}
	f.Title = "A third thing"
	sub, err = o.Resubmit(t.Context(), writer(), seen(sub), f)
	if sub = o.must(sub, err); !sub.Amending() {
		t.Errorf("it is %s", sub.State())
	}
	sub, err = o.Withdraw(t.Context(), writer(), sub.ID)
	if sub = o.must(sub, err); !sub.Over() || sub.Document.Current.State != document.Withdrawn {
		t.Errorf("with its correction it is %s", sub.State())
	}
}

// What was withdrawn keeps its title and its address, and not a word besides.
func TestWithdrawnKeepsTheAddressOnly(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, says string
		withdraw   func(*office, guest.Submission) (guest.Submission, error)
	}{
		{"by its writer", "Its writer took it back.", func(o *office, sub guest.Submission) (guest.Submission, error) {
			return o.Withdraw(o.t.Context(), writer(), sub.ID)
		}},
		{"here", "Greenroom took it down. It was printed elsewhere.", func(o *office, sub guest.Submission) (guest.Submission, error) {
			return o.TakeDown(o.t.Context(), editor(), seen(sub), "It was printed elsewhere.")
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			sub := o.release(o.approve(editor(), o.submit()))
			sub, err := test.withdraw(o, sub)
			sub = o.must(sub, err)
			posts, writers := o.public()
			p, w := posts[0], writers[0]
			if p.Slug != "what-i-asked-for" || p.Title != form().Title || p.Withdrawn != test.says || p.Body+p.Description+p.Hash != "" || p.Changed.IsZero() {
				t.Errorf("left is %+v", p)
			}
			if w.Name != form().Name || w.Bio+w.Link != "" || len(w.Posts) != 0 {
				t.Errorf("its writer is %+v", w)
			}
			if sub.State() != document.Withdrawn || sub.Released() {
				t.Errorf("it is %s", sub.State())
			}
			if again, err := o.Withdraw(t.Context(), writer(), sub.ID); err != nil || again.Version != sub.Version {
				t.Errorf("withdrawn twice: %v", err)
			}
			if _, err := o.Resubmit(t.Context(), writer(), seen(sub), form()); kindOf(err) != agency.KindGone {
				t.Errorf("sent again: %v", err)
			}
			o.wrote(sub, guest.LetterReceived, guest.LetterPublished, guest.LetterWithdrawn)
		})
	}
}

// Who has another post in the blog is still introduced there.
func TestAWriterOfTwoPostsHasOnePage(t *testing.T) {
	t.Parallel()
	o := open(t)
	first := o.release(o.approve(editor(), o.submit()))
	f := form()
	f.Title, f.Bio = "Another thing", "Ann writes about two rooms."
	second, err := o.Submit(t.Context(), writer(), f)
	second, err = o.Release(t.Context(), lead(), seen(o.approve(editor(), o.must(second, err))), guest.Addresses{Page: "elsewhere"})
	second = o.must(second, err)
	if _, writers := o.public(); len(writers) != 1 || second.Page != "ann-quill" || writers[0].Bio != f.Bio || len(writers[0].Posts) != 2 {
		t.Errorf("the writers are %+v", writers)
	}
	if _, err := o.Withdraw(t.Context(), writer(), first.ID); err != nil {
		t.Fatal(err)
	}
	if _, writers := o.public(); writers[0].Bio != f.Bio || !slices.Equal(writers[0].Posts, []string{"another-thing"}) {
		t.Errorf("the writers are %+v", writers)
	}
}

func TestDeclined(t *testing.T) {
	t.Parallel()
	o := open(t)
	sub := o.submit()
	if _, err := o.Decline(t.Context(), editor(), seen(sub), ""); !invalid(err, "reason") {
		t.Errorf("without a reason: %v", err)
	}
	sub, err := o.Decline(t.Context(), editor(), seen(sub), "We had one about lamps.")
	sub = o.must(sub, err)
	if _, last := o.letters(sub); !strings.Contains(last, "We had one about lamps.") || !sub.Over() {
		t.Errorf("the letter says %s", last)
	}
	if _, err := o.Resubmit(t.Context(), writer(), seen(sub), form()); kindOf(err) != agency.KindGone {
		t.Errorf("sent again: %v", err)
	}
	if posts, writers := o.public(); len(posts)+len(writers) > 0 {
		t.Error("something is public")
	}
	o.wrote(sub, guest.LetterReceived, guest.LetterDeclined)
}
