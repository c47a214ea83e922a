package submission_test

import (
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/submission"
)

// How often a post is looked at: hourly on its first day, daily in its first
// month, weekly after that.
func TestHowOftenAPostIsLookedAt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		from time.Duration // since it was verified
		long time.Duration
		want int
	}{
		{"first day", 0, 24 * time.Hour, 24},
		{"second day", 24 * time.Hour, 24 * time.Hour, 1},
		{"first month", 24 * time.Hour, 29 * 24 * time.Hour, 29},
		{"after it", 30 * 24 * time.Hour, 28 * 24 * time.Hour, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := verified(t)
			for range c.from / time.Hour {
				h.Clock.Pass(time.Hour)
				h.strike()
			}
			before := len(h.Web.asked)
			for range c.long / time.Hour {
				h.Clock.Pass(time.Hour)
				h.strike()
			}
			if got := len(h.Web.asked) - before; got != c.want {
				t.Errorf("looked at %d times, want %d", got, c.want)
			}
		})
	}
}

// A day is what happens on the web, and where the work stands an hour later.
type day struct {
	web  func(*house)
	pass time.Duration
	want agency.State
}

// Nobody is told of one failure, or of two within a day, or of what nobody knows.
func TestWhenAPostIsBroken(t *testing.T) {
	t.Parallel()
	there := func(h *house) { h.Web.put(post, good) }
	gone := func(h *house) { h.Web.gone(post) }
	hidden := func(h *house) {
		h.Web.put(post, "The soup won on Tuesday, and the smoke alarm was a dinner guest. "+shop)
	}
	other := func(h *house) { h.Web.put(post, "#ad Here is something else altogether, of bread. "+shop) }
	blocked := func(h *house) { h.Web.block(post) }
	ok, broken := submission.LiveVerified, submission.LiveBroken
	const hour, aDay = time.Hour, 24 * time.Hour
	for _, c := range []struct {
		name string
		days []day
	}{
		{"there", []day{{there, aDay, ok}, {there, aDay, ok}}},
		{"gone for an hour", []day{{gone, hour, ok}, {there, hour, ok}, {gone, 23 * hour, ok}, {there, hour, ok}}},
		{"gone for a day", []day{{gone, hour, ok}, {gone, 22 * hour, ok}, {gone, 2 * hour, broken}}},
		{"the ad is hidden for a day", []day{{hidden, hour, ok}, {hidden, 25 * hour, broken}}},
		{"another text for a day", []day{{other, hour, ok}, {other, 25 * hour, broken}}},
		{"programs are kept out for a week", []day{{blocked, hour, ok}, {blocked, 7 * aDay, ok}}},
		{"gone, and then programs are kept out", []day{{gone, hour, ok}, {blocked, 3 * aDay, ok}, {gone, aDay, broken}}},
		{"gone, and back", []day{{gone, hour, ok}, {gone, 25 * hour, broken}, {there, 25 * hour, ok}, {there, aDay, ok}}},
		{"broken, and programs are kept out", []day{{gone, hour, ok}, {gone, 25 * hour, broken}, {blocked, 3 * aDay, broken}}},
		{"broken twice", []day{{gone, hour, ok}, {gone, 25 * hour, broken}, {there, 25 * hour, ok}, {gone, aDay, ok}, {gone, 2 * aDay, broken}}},
		{"gone in the second month", []day{{there, 35 * aDay, ok}, {gone, 2 * aDay, ok}, {gone, 25 * hour, broken}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := verified(t)
			breaks, backs := 0, 0
			before := ok
			for n, one := range c.days {
				one.web(h)
				for range one.pass / time.Hour {
					h.Clock.Pass(time.Hour)
					h.strike()
					h.strike()
				}
				if d := h.now(1); d.State != one.want {
					t.Fatalf("step %d: work is %s, want %s (%+v)", n+1, d.State, one.want, d.Live)
				}
				if one.want == broken && before == ok {
					breaks++
				}
				if one.want == ok && before == broken {
					backs++
				}
				before = one.want
			}
			if h.count(submission.LetterBroken) != breaks || h.count(submission.LetterBack) != backs {
				t.Errorf("letters %v, want %d broken and %d back", h.letters(), breaks, backs)
			}
		})
	}
}

// One failure is nobody's business yet.
func TestAFirstFailureIsNotShown(t *testing.T) {
	t.Parallel()
	h := verified(t)
	h.Web.gone(post)
	h.Clock.Pass(time.Hour)
	h.strike()
	d, _, err := h.Mine(t.Context(), h.ann, h.app, 1)
	h.must(err)
	if d.Live.Failure != "" || !d.Live.FailedAt.IsZero() || h.now(1).Live.Failure == "" {
		t.Errorf("shown: %+v", d.Live)
	}
}

// A post that nobody could read when it was verified is held against what it
// says when somebody can.
func TestAPostThatCouldNotBeReadWhenItWasVerified(t *testing.T) {
	t.Parallel()
	h := approved(t)
	h.until(may(29, 10))
	h.address(submission.LiveForm{Address: post})
	h.verify("I looked at it myself.")
	h.Web.put(post, good)
	for range 30 {
		h.Clock.Pass(time.Hour)
		h.strike()
	}
	if d := h.is(submission.LiveVerified); d.Live.Failure != "" {
		t.Errorf("failed: %s", d.Live.Failure)
	}
	h.Web.put(post, "#ad Here is something else altogether, of bread. "+shop)
	for range 50 {
		h.Clock.Pass(time.Hour)
		h.strike()
	}
	h.is(submission.LiveBroken)
}

// Where a site asks programs not to come again and again, they do not.
func TestSitesThatAskNotToBeLookedAt(t *testing.T) {
	t.Parallel()
	h := verified(t)
	h.Web.rude[post] = true
	h.Web.gone(post)
	before := len(h.Web.asked)
	for range 60 {
		h.Clock.Pass(time.Hour)
		h.strike()
	}
	if h.is(submission.LiveVerified); len(h.Web.asked) != before {
		t.Errorf("looked at %d times", len(h.Web.asked)-before)
	}
}

// lost is work whose post is gone and counts as broken.
func lost(t testing.TB) *house {
	t.Helper()
	h := verified(t)
	h.Web.gone(post)
	for range 26 {
		h.Clock.Pass(time.Hour)
		h.strike()
	}
	h.is(submission.LiveBroken)
	return h
}

// A person who looked brings a post back, unless we see that it is not.
func TestAPersonBringsAPostBack(t *testing.T) {
	t.Parallel()
	h := lost(t)
	manager := decisiontest.Manager()
	if _, err := h.Restore(t.Context(), manager, h.app, 1, h.now(1).Version, ""); fields(err) != "reason" {
		t.Errorf("brought back without a reason: %v", err)
	}
	_, err := h.Restore(t.Context(), manager, h.app, 1, h.now(1).Version, "I see it.")
	h.wantKind(err, agency.KindConflict, "bringing back what is gone")
	h.Web.put(post, "The soup won. "+shop)
	_, err = h.Restore(t.Context(), manager, h.app, 1, h.now(1).Version, "I see it.")
	h.wantKind(err, agency.KindConflict, "bringing back a hidden ad")
	h.Web.block(post)
	d, err := h.Restore(t.Context(), manager, h.app, 1, h.now(1).Version, "I see it.")
	h.must(err)
	if d.State != submission.LiveVerified || d.Live.Failure != "" || h.count(submission.LetterBack) != 1 {
		t.Errorf("brought back: %+v", d.Live)
	}
	_, err = h.Restore(t.Context(), manager, h.app, 1, d.Version, "I see it.")
	h.wantKind(err, agency.KindConflict, "bringing back what is there")
}

// Broken work is given up after two weeks, and not before.
func TestGivingUpABrokenPost(t *testing.T) {
	t.Parallel()
	h := lost(t)
	manager, since := decisiontest.Manager(), h.now(1).Live.BrokenAt
	_, err := h.Cancel(t.Context(), manager, h.app, 1, h.now(1).Version, "It never came back.", "influencer")
	h.wantKind(err, agency.KindConflict, "giving up at once")
	h.until(since.Add(14*24*time.Hour - time.Second))
	_, err = h.Cancel(t.Context(), manager, h.app, 1, h.now(1).Version, "It never came back.", "influencer")
	h.wantKind(err, agency.KindConflict, "giving up a second early")
	h.Clock.Pass(time.Second)
	d, err := h.Cancel(t.Context(), manager, h.app, 1, h.now(1).Version, "It never came back.", "influencer")
	h.must(err)
	if d.State != submission.Cancelled || d.Ended.Fault != "influencer" || h.count(submission.LetterStopped) != 1 {
		t.Errorf("given up: %+v", d.Ended)
	}
}

// At the end of its time work is done, once.
func TestTheEndOfItsTime(t *testing.T) {
	t.Parallel()
	h := verified(t)
	until := h.now(1).Live.KeepUntil
	if !until.Equal(time.Date(2026, time.July, 28, 23, 59, 59, 0, time.UTC)) {
		t.Errorf("kept until %s, want 60 days", until)
	}
	h.until(until)
	h.strike()
	h.is(submission.LiveVerified)
	for range 10 * 24 {
		h.Clock.Pass(time.Hour)
		h.strike()
	}
	h.is(submission.Done)
	if h.count(submission.LetterDone) != 1 {
		t.Errorf("letters %v", h.letters())
	}
}
