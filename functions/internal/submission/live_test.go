package submission_test

import (
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/submission"
)

// approved is work that may be published from 29 to 31 May.
func approved(t testing.TB) *house {
	t.Helper()
	h := open(t)
	h.send(good)
	h.approve()
	return h
}

func TestWhatWasPublished(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		day    int
		web    func(*web)
		form   submission.LiveForm
		want   agency.State // "" if it is refused
		fields string
		letter bool // the project manager is told
	}{
		{"as it was agreed", 29, func(w *web) { w.put(post, good) }, submission.LiveForm{Address: post}, submission.LiveChecking, "", true},
		{"without https", 29, func(w *web) { w.put(post, good) }, submission.LiveForm{Address: "ann.blog/soup"}, submission.LiveChecking, "", true},
		{"before its days", 28, func(w *web) { w.put(post, good) }, submission.LiveForm{Address: post}, "", "late", false},
		{"before its days, and why", 28, func(w *web) { w.put(post, good) }, submission.LiveForm{Address: post, Late: "You asked for it."}, submission.LiveChecking, "", true},
		{"after its days", 32, func(w *web) { w.put(post, good) }, submission.LiveForm{Address: post}, "", "late", false},
		{"after its days, and why", 32, func(w *web) { w.put(post, good) }, submission.LiveForm{Address: post, Late: "My oven broke."}, submission.LiveChecking, "", true},
		{"no address", 29, func(*web) {}, submission.LiveForm{}, "", "address", false},
		{"an address in the house", 29, func(*web) {}, submission.LiveForm{Address: "http://169.254.169.254/latest/meta-data"}, "", "address", false},
		{"an address with a password", 29, func(*web) {}, submission.LiveForm{Address: "https://ann:soup@ann.blog/"}, "", "address", false},
		{"a file", 29, func(*web) {}, submission.LiveForm{Address: "file:///etc/passwd"}, "", "address", false},
		{"no time of a video", 29, func(*web) {}, submission.LiveForm{Address: post, Spoken: "soon"}, "", "spoken", false},
		{"there is no page", 29, func(w *web) { w.gone(post) }, submission.LiveForm{Address: post}, submission.LiveFix, "", false},
		{"there is no page, and a note", 29, func(w *web) { w.gone(post) }, submission.LiveForm{Address: post, Note: "It is there."}, submission.LiveChecking, "", true},
		{"the ad is hidden", 29, func(w *web) { w.put(post, "The soup won. "+shop) }, submission.LiveForm{Address: post}, submission.LiveFix, "", false},
		{"the ad is hidden, and a note", 29, func(w *web) { w.put(post, "The soup won. "+shop) }, submission.LiveForm{Address: post, Note: "I like it so."}, submission.LiveFix, "", false},
		{"the link is missing", 29, func(w *web) { w.put(post, "#ad The soup won.") }, submission.LiveForm{Address: post}, submission.LiveFix, "", false},
		{"the link is missing, and a note", 29, func(w *web) { w.put(post, "#ad The soup won.") }, submission.LiveForm{Address: post, Note: "It is in my profile."}, submission.LiveChecking, "", true},
		{"programs are kept out", 29, func(*web) {}, submission.LiveForm{Address: post}, submission.LiveChecking, "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := approved(t)
			h.until(may(c.day, 10))
			c.web(h.Web)
			waiting := h.count(submission.LetterWaiting)
			c.form.Version = h.now(1).Version
			d, err := h.Publish(t.Context(), h.ann, h.app, 1, c.form)
			if c.want == "" {
				if fields(err) != c.fields || h.is(submission.Approved).Live != nil {
					t.Errorf("refused for %q, want %q", fields(err), c.fields)
				}
				return
			}
			h.must(err)
			if d.State != c.want || len(d.Live.Findings) == 0 || (h.count(submission.LetterWaiting) > waiting) != c.letter {
				t.Errorf("work is %s, want %s; findings %v", d.State, c.want, d.Live.Findings)
			}
			if d.State == submission.LiveChecking {
				again, err := h.Publish(t.Context(), h.ann, h.app, 1, c.form)
				h.must(err)
				if again.Version != d.Version {
					t.Error("the same address twice is two")
				}
			}
		})
	}
}

// Whether a post counts: with which reason, and what no reason gets past.
func TestVerifying(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		before    func(*web) // when it is sent in
		note      string
		after     func(*web) // when it is verified
		needs     bool       // a reason
		forbidden bool
	}{
		{"as it was agreed", func(w *web) { w.put(post, good) }, "", func(*web) {}, false, false},
		{"there is no page", func(w *web) { w.gone(post) }, "It is there.", func(*web) {}, true, false},
		{"programs are kept out", func(*web) {}, "", func(*web) {}, true, false},
		{"the link is missing", func(w *web) { w.put(post, "#ad The soup won.") }, "It is in my profile.", func(*web) {}, true, false},
		{"the link was put in meanwhile", func(w *web) { w.put(post, "#ad The soup won.") }, "It is in my profile.", func(w *web) { w.put(post, good) }, false, false},
		{"the ad was hidden meanwhile", func(w *web) { w.put(post, good) }, "", func(w *web) { w.put(post, "The soup won. "+shop) }, false, true},
		{"it says “#sp” meanwhile", func(w *web) { w.put(post, good) }, "", func(w *web) { w.put(post, strings.Replace(good, "#ad", "#sp", 1)) }, false, true},
		{"it is gone meanwhile", func(w *web) { w.put(post, good) }, "", func(w *web) { w.gone(post) }, true, false},
		{"programs are kept out meanwhile", func(w *web) { w.put(post, good) }, "", func(w *web) { w.block(post) }, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := approved(t)
			h.until(may(29, 10))
			c.before(h.Web)
			h.address(submission.LiveForm{Address: post, Note: c.note})
			h.is(submission.LiveChecking)
			h.Clock.Pass(72 * time.Hour) // after the days: it was published in time all the same
			c.after(h.Web)
			v := h.now(1).Version
			for _, reason := range []string{"", "I looked at it myself."} {
				for _, by := range []agency.Actor{decisiontest.Manager(), decisiontest.Lead()} {
					if reason != "" && !c.forbidden {
						break
					}
					want := agency.KindForbidden
					if h.now(1).State == submission.LiveFix { // it was seen, and is with its writer
						want = agency.KindConflict
					}
					_, err := h.Room.Verify(t.Context(), by, h.app, 1, v, reason)
					switch {
					case c.forbidden:
						h.wantKind(err, want, "a hidden ad, with the reason "+reason)
					case c.needs && fields(err) != "reason":
						t.Errorf("verified without a reason: %v", err)
					case !c.needs:
						h.must(err)
					}
					if !c.needs && !c.forbidden {
						break
					}
				}
			}
			if c.forbidden {
				d := h.is(submission.LiveFix)
				if d.Live.Failure == "" || h.count(submission.LetterFix) != 1 || !d.Live.VerifiedAt.IsZero() {
					t.Errorf("its writer was told %d times: %+v", h.count(submission.LetterFix), d.Live)
				}
				return
			}
			if c.needs {
				h.verify("I looked at it myself.")
			}
			d := h.is(submission.LiveVerified)
			if (d.Live.Override != "") != c.needs || !d.Live.At.Equal(may(29, 10)) || d.Live.VerifiedBy == "" {
				t.Errorf("verified: %+v", d.Live)
			}
			for _, f := range d.Live.Findings {
				if f.Check == check.Window && f.Result == check.Fail {
					t.Errorf("it was published in time: %s", f.Say)
				}
			}
		})
	}
}

// Putting a post right after its days takes nothing from its having been there
// in time; another address is another post.
func TestPuttingRight(t *testing.T) {
	t.Parallel()
	h := approved(t)
	h.until(may(31, 10))
	h.publish("The soup won. " + shop)
	h.is(submission.LiveFix)
	h.until(may(33, 10))
	h.Web.put("https://ann.blog/bread", good)
	_, err := h.Publish(t.Context(), h.ann, h.app, 1, submission.LiveForm{Version: h.now(1).Version, Address: "https://ann.blog/bread"})
	if fields(err) != "late" {
		t.Errorf("another post after the days: %v", err)
	}
	d := h.publish(good)
	if d.State != submission.LiveChecking || !d.Live.At.Equal(may(31, 10)) || d.Live.Late != "" {
		t.Errorf("put right: %+v", d.Live)
	}
}

func TestAPersonAsksForAFix(t *testing.T) {
	t.Parallel()
	h := approved(t)
	h.until(may(29, 10))
	h.publish(good)
	_, err := h.AskFix(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, " ")
	if fields(err) != "what" {
		t.Errorf("asked for nothing: %v", err)
	}
	d, err := h.AskFix(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, "The photo shows another jar.")
	h.must(err)
	if d.State != submission.LiveFix || d.Live.Failure == "" || h.count(submission.LetterFix) != 1 {
		t.Errorf("asked: %+v", d.Live)
	}
	if d := h.publish(good + " The right jar."); d.State != submission.LiveChecking || d.Live.Failure != "" {
		t.Errorf("put right: %+v", d.Live)
	}
}

// A video keeps when it says that it is an ad: the look before it counts asks
// again.
func TestAVideoKeepsItsMoments(t *testing.T) {
	t.Parallel()
	h := open(t)
	f := form(h.now(3), good)
	f.Spoken, f.Screen = "0:02", "0:03"
	_, _, err := h.SendDraft(t.Context(), h.ann, h.app, 3, f)
	h.must(err)
	d, err := h.Room.Approve(t.Context(), decisiontest.Manager(), h.app, 3, h.now(3).Version, nil)
	h.must(err)
	h.until(may(29, 10))
	h.Web.put(post, good)
	d, err = h.Publish(t.Context(), h.ann, h.app, 3, submission.LiveForm{Version: d.Version, Address: post, Spoken: "0:02", Screen: "0:03"})
	h.must(err)
	d, err = h.Room.Verify(t.Context(), decisiontest.Manager(), h.app, 3, d.Version, "I watched it.")
	h.must(err)
	if d.State != submission.LiveVerified || d.Live.Spoken != "0:02" || d.Live.Screen != "0:03" {
		t.Errorf("verified: %+v", d.Live)
	}
	for _, f := range d.Live.Findings {
		if f.Check == check.Media && f.Result == check.Fail {
			t.Errorf("the moments were lost: %s", f.Say)
		}
	}
}
