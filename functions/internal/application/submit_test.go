package application_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/program"
)

func TestTheSameFormTwiceIsOneApplication(t *testing.T) {
	t.Parallel()
	h, f := open(t), form("ann")
	first := h.send(f)
	h.Clock.Pass(time.Hour)
	if again := h.send(f); again != first {
		t.Errorf("got %+v, and %+v for the same form again", first, again)
	}
	h.deliver()
	a := h.of("ann")
	if len(h.everybody()) != 1 || h.Mails.Letters(application.LetterReceived, a.ID) != 1 || h.Mails.Carried() != 1 {
		t.Errorf("%d applications, %d letters", len(h.everybody()), h.Mails.Carried())
	}
	if page, err := h.Applications.Received(t.Context(), first.Token); err != nil || page.HearBy != a.HearBy {
		t.Errorf("the page of the receipt says %+v, %v", page, err)
	}
}

func TestTheSameFormTwentyTimesAtOnceIsOneApplication(t *testing.T) {
	t.Parallel()
	h, f := open(t), form("ann")
	receipts := make([]application.Receipt, 20)
	var wait sync.WaitGroup
	for n := range receipts {
		wait.Go(func() {
			var err error
			if receipts[n], err = h.Applications.Submit(t.Context(), agency.Anybody(), f); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	for _, r := range receipts {
		if r.Token != receipts[0].Token || r.Token == "" {
			t.Errorf("receipts %q and %q for one form", receipts[0].Token, r.Token)
		}
	}
	h.deliver()
	if len(h.everybody()) != 1 || h.Mails.Carried() != 1 || h.program("tuesday").Course.Applied != 1 {
		t.Errorf("%d applications, %d letters, %d counted", len(h.everybody()), h.Mails.Carried(), h.program("tuesday").Course.Applied)
	}
}

// Nobody can find out by a form who has applied.
func TestASecondFormFromOneAddressLooksLikeTheFirst(t *testing.T) {
	t.Parallel()
	h, other := open(t), form("ann")
	other.Angle, other.Email = "Another angle.", "Ann@Example.com"
	first := h.send(form("ann"))
	second := h.send(other)
	if len(second.Token) != len(first.Token) || second.Token == first.Token || second.Program != first.Program || second.HearBy != first.HearBy || second.At.IsZero() {
		t.Errorf("receipts %+v and %+v", first, second)
	}
	if page, err := h.Applications.Received(t.Context(), second.Token); err != nil || page.HearBy != second.HearBy {
		t.Errorf("the page of the second receipt says %+v, %v", page, err)
	}
	h.deliver()
	a := h.of("ann")
	if len(h.everybody()) != 1 || a.Revision != 1 || h.Mails.Letters(application.LetterAgain, a.ID) != 1 {
		t.Errorf("%d applications, revision %d, %d letters that say so", len(h.everybody()), a.Revision, h.Mails.Letters(application.LetterAgain, a.ID))
	}
	if _, err := h.Applications.Submit(t.Context(), h.person("ann"), other); kindOf(err) != agency.KindConflict {
		t.Errorf("who is signed in and applies twice: %v", err)
	}
}

func TestManyFormsFromOneAddressAtOnceAreOneApplication(t *testing.T) {
	t.Parallel()
	h := open(t)
	var wait sync.WaitGroup
	for n := range 12 {
		wait.Go(func() {
			f := form("ann")
			f.Angle = fmt.Sprint("Angle ", n)
			if _, err := h.Applications.Submit(t.Context(), agency.Anybody(), f); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	h.deliver()
	a := h.of("ann")
	if n := len(h.everybody()); n != 1 || h.Mails.Letters(application.LetterReceived, a.ID) != 1 || h.program("tuesday").Course.Applied != 1 {
		t.Errorf("%d applications, %d counted, %d letters", n, h.program("tuesday").Course.Applied, h.Mails.Carried())
	}
}

func TestFiftyPeopleInTheLastSecondAndFiftyInTheGrace(t *testing.T) {
	t.Parallel()
	h := open(t)
	rush := func(prefix string) {
		var wait sync.WaitGroup
		for n := range 50 {
			wait.Go(func() {
				if _, err := h.Applications.Submit(t.Context(), agency.Anybody(), form(fmt.Sprint(prefix, n))); err != nil {
					t.Errorf("%s%d: %v", prefix, n, err)
				}
			})
		}
		wait.Wait()
	}
	h.until(closing().Add(-time.Second))
	rush("early")
	h.until(closing().Add(9*time.Minute + 59*time.Second))
	rush("late")
	if all := h.everybody(); len(all) != 100 || h.program("tuesday").Course.Applied != 100 {
		t.Errorf("%d applications, %d counted", len(all), h.program("tuesday").Course.Applied)
	}
	for _, a := range h.everybody() {
		if want := time.Date(2026, time.May, 20, 23, 59, 59, 0, time.UTC); !a.HearBy.Equal(want) {
			t.Errorf("promised %v, want %v", a.HearBy, want)
		}
	}
	h.deliver()
	if h.Mails.Carried() != 100 {
		t.Errorf("%d receipts", h.Mails.Carried())
	}
	h.until(closing().Add(10 * time.Minute))
	if _, err := h.Applications.Submit(t.Context(), agency.Anybody(), form("toolate")); kindOf(err) != agency.KindGone {
		t.Errorf("after the grace: %v", err)
	}
}

func TestWhenAProgramTakesNobody(t *testing.T) {
	t.Parallel()
	change := func(h *house) program.Change {
		return program.Change{Version: h.program("tuesday").Version, Notice: "The client asked for it."}
	}
	for _, c := range []struct {
		name  string
		setup func(h *house)
		want  agency.Kind
		words string
	}{
		{"before it opens", func(h *house) { h.until(time.Date(2026, time.April, 30, 23, 0, 0, 0, time.UTC)) }, agency.KindConflict, "1 May 2026"},
		{"paused", func(h *house) {
			_, err := h.Programs.Pause(t.Context(), decisiontest.Manager(), h.program("tuesday"), change(h))
			h.must(err)
		}, agency.KindConflict, "no applications for now"},
		{"closed early, without a grace", func(h *house) {
			_, err := h.Programs.CloseEarly(t.Context(), decisiontest.Manager(), h.program("tuesday"), change(h))
			h.must(err)
		}, agency.KindGone, "closed"},
		{"cancelled", func(h *house) {
			_, err := h.Cancel(t.Context(), decisiontest.Admin(), h.program("tuesday"), change(h))
			h.must(err)
		}, agency.KindGone, "called off"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			c.setup(h)
			_, err := h.Applications.Submit(t.Context(), agency.Anybody(), form("ann"))
			if kindOf(err) != c.want || !strings.Contains(err.Error(), c.words) {
				t.Errorf("got %v, want words with %q", err, c.words)
			}
			if _, err := h.Applications.SaveDraft(t.Context(), h.person("ann"), form("ann")); kindOf(err) != c.want {
				t.Errorf("draft: %v", err)
			}
			if len(h.everybody()) != 0 {
				t.Error("it was kept")
			}
		})
	}
}

func TestAnAccessCodeLetsOnePersonIn(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	issue := func() string {
		code, err := h.Applications.IssueCode(ctx, decisiontest.Manager(), h.program("tuesday"), "their power was cut")
		h.must(err)
		return code
	}
	late := func(who, code string) error {
		f := form(who)
		f.Code = code
		_, err := h.Applications.Submit(ctx, agency.Anybody(), f)
		return err
	}
	if _, err := h.Applications.IssueCode(ctx, decisiontest.Manager(), h.program("tuesday"), "early"); kindOf(err) != agency.KindConflict {
		t.Errorf("a code for a program that is open: %v", err)
	}
	h.apply("first")
	h.until(closing().Add(time.Hour))
	if _, err := h.Applications.IssueCode(ctx, decisiontest.Reader(1), h.program("tuesday"), "a friend"); kindOf(err) != agency.KindForbidden {
		t.Errorf("a code from a reviewer: %v", err)
	}
	for _, why := range []string{"", "a\nb", strings.Repeat("x", 201)} {
		if _, err := h.Applications.IssueCode(ctx, decisiontest.Manager(), h.program("tuesday"), why); fields(err) != "why" {
			t.Errorf("a code because of %.5q: %v", why, err)
		}
	}
	code := issue()
	if err := late("ann", "wrong"); kindOf(err) != agency.KindGone {
		t.Errorf("a wrong code: %v", err)
	}
	h.must(late("ann", " "+code+"\n")) // copied from a mail
	if a := h.of("ann"); !a.Late || a.State != application.Submitted {
		t.Errorf("%+v", a)
	}
	if err := late("ben", code); kindOf(err) != agency.KindGone {
		t.Errorf("a code used twice: %v", err)
	}
	raced := issue()
	faults := make(chan error, 8)
	for n := range cap(faults) {
		go func() { faults <- late(fmt.Sprint("racer", n), raced) }()
	}
	in := 0
	for range cap(faults) {
		if err := <-faults; err == nil {
			in++
		} else if kindOf(err) != agency.KindGone {
			t.Errorf("a race for a code: %v", err)
		}
	}
	if in != 1 {
		t.Errorf("%d came in by one code", in)
	}
	old, unused := issue(), issue()
	h.Clock.Pass(8 * 24 * time.Hour)
	if err := late("cem", old); kindOf(err) != agency.KindGone {
		t.Errorf("a code of last week: %v", err)
	}
	p := h.program("tuesday")
	_, err := h.Cancel(ctx, decisiontest.Admin(), p, program.Change{Version: p.Version, Notice: "The client stopped it."})
	h.must(err)
	if err := late("dee", unused); kindOf(err) != agency.KindGone {
		t.Errorf("a code for a program that was called off: %v", err)
	}
}

// A draft keeps whatever was filled in, faults and all.
func TestADraftComesBackAndKeepsItsNumber(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	ann, f := h.person("ann"), application.Form{Program: "tuesday", Angle: "so far", Channel: "javascript:", Rules: []string{"no"}}
	if _, err := h.Applications.SaveDraft(ctx, agency.Anybody(), f); kindOf(err) != agency.KindSignIn {
		t.Errorf("a draft of nobody's: %v", err)
	}
	draft, err := h.Applications.SaveDraft(ctx, ann, f)
	h.must(err)
	back, err := h.Applications.SavedDraft(ctx, draft)
	if err != nil || back.Angle != "so far" || back.Channel != "javascript:" || back.Rules[0] != "no" {
		t.Errorf("came back as %+v, %v", back, err)
	}
	again, err := h.Applications.SaveDraft(ctx, ann, form("ann"))
	if err != nil || again.ID != draft.ID {
		t.Errorf("saved again under %s, was %s: %v", again.ID, draft.ID, err)
	}
	long := f
	long.Angle = strings.Repeat("x", 40_000)
	if _, err := h.Applications.SaveDraft(ctx, ann, long); fields(err) != "angle" {
		t.Errorf("a draft as long as a book: %v", err)
	}
	if len(h.everybody()) != 0 || h.program("tuesday").Course.Applied != 0 {
		t.Error("a draft is counted as an application")
	}
	_, err = h.Applications.Submit(ctx, ann, form("ann"))
	h.must(err)
	if a := h.of("ann"); a.ID != draft.ID || a.State != application.Submitted {
		t.Errorf("sent as %s %s, the draft was %s", a.ID, a.State, draft.ID)
	}
	if left, err := h.Applications.SavedDraft(ctx, h.of("ann")); err != nil || left.Angle != "" {
		t.Errorf("the draft is still there: %+v, %v", left, err)
	}
	if _, err := h.Applications.SaveDraft(ctx, ann, f); kindOf(err) != agency.KindConflict {
		t.Errorf("a draft beside what was sent: %v", err)
	}
	h.Clock.Pass(200 * 24 * time.Hour)
	if a := h.of("ann"); a.State != application.Submitted {
		t.Error("what was sent expires with the draft that it was")
	}
}

func TestADraftIsForgottenThirtyDaysAfterClosing(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	ann := h.person("ann")
	draft, err := h.Applications.SaveDraft(ctx, ann, form("ann"))
	h.must(err)
	h.until(closing().AddDate(0, 0, 30).Add(-2 * time.Second))
	if _, err := h.Applications.OwnedBy(ctx, ann, draft.ID); err != nil {
		t.Errorf("forgotten before its time: %v", err)
	}
	h.until(closing().AddDate(0, 0, 30))
	if _, err := h.Applications.OwnedBy(ctx, ann, draft.ID); kindOf(err) != agency.KindNotFound {
		t.Errorf("not forgotten: %v", err)
	}
	if a := h.of("ann"); a.ID != "" {
		t.Errorf("the lock of a forgotten draft leads to %+v", a)
	}
}
