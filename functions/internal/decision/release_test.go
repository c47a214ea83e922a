package decision_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// read has an application read by two people, and the leads stand aside.
func (h *house) read(slug, who string) application.Application {
	h.t.Helper()
	ctx, a := h.t.Context(), h.of(slug, who)
	for n := range 2 {
		h.must(h.Score(ctx, decisiontest.Reader(n), a.ID, 3))
	}
	for _, lead := range []agency.Actor{decisiontest.Lead(), decisiontest.OtherLead()} {
		h.must(h.Vetting.Declare(ctx, lead, a.ID, "aside"))
	}
	return h.of(slug, who)
}

// decided takes somebody from applying to an outcome that waits to be released.
func (h *house) decided(slug, who, kind string) application.Application {
	h.t.Helper()
	ctx := h.t.Context()
	a := h.read(slug, who)
	a, err := h.Decide(ctx, decisiontest.Lead(), a.ID, decisiontest.Verdict(a, kind))
	h.must(err)
	h.approve(a)
	return a
}

// approve has the letter of an outcome read by a second person.
func (h *house) approve(a application.Application) {
	h.t.Helper()
	ctx := h.t.Context()
	h.must(h.Outbox.AskSecondLook(ctx, decisiontest.Lead(), a.Outcome.Mail))
	m, err := h.Outbox.Find(ctx, a.Outcome.Mail)
	h.must(err)
	h.must(h.Outbox.Approve(ctx, decisiontest.Manager(), m.ID, m.Version))
}

// closeTuesday passes the closing day.
func (h *house) closeTuesday() { h.Clock.Pass(72 * time.Hour) }

func (h *house) release(slug string) {
	h.t.Helper()
	_, err := h.Begin(h.t.Context(), decisiontest.Lead(), slug)
	h.must(err)
	_, err = h.Continue(h.t.Context(), slug, h.Clock.Now().Add(time.Minute))
	h.must(err)
}

// outcomes is how many letters with an outcome somebody got.
func (h *house) outcomes(id string) int {
	return h.Mails.Letters(decision.LetterAccepted, id) + h.Mails.Letters(decision.LetterWaitlisted, id) + h.Mails.Letters(decision.LetterDeclined, id)
}

func cast() map[string]string {
	return map[string]string{"ann": application.Accept, "ben": application.Waitlist, "cem": application.Decline}
}

// A release is cut off at each of its writes in turn, with the write kept and
// its answer lost, and with the write lost. Whoever goes on with it, nobody is
// left untold and nobody is told twice.
func TestAReleaseCutOffAnywhereTellsEverybodyOnce(t *testing.T) {
	t.Parallel()
	for _, applied := range []bool{false, true} {
		for after := range 6 { // to begin, three people, to end; the last is not reached
			t.Run(fmt.Sprintf("at write %d, kept %v", after+1, applied), func(t *testing.T) {
				t.Parallel()
				releaseCutOff(t, after, applied)
			})
		}
	}
}

func releaseCutOff(t *testing.T, after int, applied bool) {
	store, clock := localtest.Store(t)
	power := &decisiontest.Cutter{Table: store}
	h, ctx := houseOn(t, power, clock), t.Context()
	for who := range cast() {
		h.apply("tuesday", who)
	}
	h.closeTuesday()
	for who, kind := range cast() {
		h.decided("tuesday", who, kind)
	}
	power.Cut(after, applied)
	_, began := h.Begin(ctx, decisiontest.Lead(), "tuesday")
	_, went := h.Continue(ctx, "tuesday", clock.Now().Add(time.Minute))
	if gone := power.Mend(); gone != (began != nil || went != nil) || gone != (after < 5) {
		t.Fatalf("power went: %v; beginning: %v; going on: %v", gone, began, went)
	}
	h.deliver()
	progress, err := h.Progress(ctx, "tuesday")
	h.must(err)
	if progress.Program == "" { // it never began: the lead sees that, and asks again
		h.release("tuesday")
	}
	h.must(h.Ticking().Strike(ctx))
	h.must(h.Ticking().Strike(ctx))
	h.deliver()
	for who := range cast() {
		if a := h.of("tuesday", who); a.AnsweredAt.IsZero() || h.outcomes(a.ID) != 1 {
			t.Errorf("%s is %s and got %d letters", who, a.State, h.outcomes(a.ID))
		}
	}
}

func TestOfTwoWhoDecideAboutTheLastPlaceOneGetsIt(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	names := []string{"ann", "ben", "cem"}
	for _, who := range names {
		h.apply("rolling", who)
		h.read("rolling", who)
	}
	first := h.of("rolling", "ann")
	_, err := h.Decide(ctx, decisiontest.Lead(), first.ID, decisiontest.Verdict(first, application.Accept))
	h.must(err)
	var wait sync.WaitGroup
	faults := make([]error, 2)
	for n, lead := range []agency.Actor{decisiontest.Lead(), decisiontest.OtherLead()} {
		a := h.of("rolling", names[n+1])
		wait.Go(func() {
			_, faults[n] = h.Decide(ctx, lead, a.ID, decisiontest.Verdict(a, application.Accept))
		})
	}
	wait.Wait()
	if (faults[0] == nil) == (faults[1] == nil) {
		t.Errorf("two decide about the last place: %v and %v, want one refused", faults[0], faults[1])
	}
	for n, err := range faults {
		if err == nil {
			continue
		}
		a := h.of("rolling", names[n+1])
		_, again := h.Decide(ctx, decisiontest.Lead(), a.ID, decisiontest.Verdict(a, application.Accept))
		if kindOf(err) != agency.KindConflict || kindOf(again) != agency.KindConflict {
			t.Errorf("refused with %v and then %v, want conflicts with words", err, again)
		}
	}
	if free, err := h.Applications.Free(ctx, mustFind(t, h, "rolling")); err != nil || free != 0 {
		t.Errorf("%d places are free, want 0: %v", free, err)
	}
}

// Whoever withdraws while they are being told has either gone without a
// letter, or was told and has left the place.
func TestToWithdrawWhileBeingToldEndsOneWay(t *testing.T) {
	t.Parallel()
	for range 10 {
		h, ctx := open(t), t.Context()
		h.apply("rolling", "ann")
		a := h.decided("rolling", "ann", application.Accept)
		_, err := h.Begin(ctx, decisiontest.Lead(), "rolling")
		h.must(err)
		var wait sync.WaitGroup
		wait.Go(func() {
			_, err := h.Applications.Withdraw(ctx, agency.Actor{ID: a.Person}, a.ID)
			if err != nil {
				t.Error(err)
			}
		})
		wait.Go(func() {
			if _, err := h.Continue(ctx, "rolling", h.Clock.Now().Add(time.Minute)); err != nil {
				t.Error(err)
			}
		})
		wait.Wait()
		h.deliver()
		if a = h.of("rolling", "ann"); a.State != application.Withdrawn || h.outcomes(a.ID) != 0 {
			t.Errorf("%s, and %d letters with an outcome left", a.State, h.outcomes(a.ID))
		}
		if free, err := h.Applications.Free(ctx, mustFind(t, h, "rolling")); err != nil || free != 2 {
			t.Errorf("%d places are free, want 2: %v", free, err)
		}
	}
}

func TestALetterThatHasNotLeftIsDiscardedWithItsOutcome(t *testing.T) {
	t.Parallel()
	type acts map[string]func(h *house, a application.Application) error
	for name, act := range (acts{
		"withdrawn": func(h *house, a application.Application) error {
			_, err := h.Applications.Withdraw(h.t.Context(), agency.Actor{ID: a.Person}, a.ID)
			return err
		},
		"promoted": func(h *house, a application.Application) error {
			_, err := h.Promote(h.t.Context(), decisiontest.Manager(), a.ID, a.Version)
			return err
		},
		"let go": func(h *house, a application.Application) error {
			_, err := h.LetGo(h.t.Context(), decisiontest.Manager(), a.ID, a.Version)
			return err
		},
		"called off": func(h *house, a application.Application) error {
			p := mustFind(h.t.(*testing.T), h, a.Program)
			_, err := h.Cancel(h.t.Context(), decisiontest.Admin(), p, program.Change{Version: p.Version, Notice: "The client stopped it."})
			return err
		},
	}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			h.apply("rolling", "ann")
			first := h.decided("rolling", "ann", application.Waitlist).Outcome.Mail
			h.release("rolling")
			h.must(act(h, h.of("rolling", "ann")))
			m, err := h.Outbox.Find(t.Context(), first)
			h.must(err)
			if m.State != outbox.Discarded {
				t.Errorf("the letter that was released and has not left is %s", m.State)
			}
		})
	}
}

// Between a decision and its release weeks may pass.
func TestNobodyIsTooLateBeforeTheyWereTold(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.apply("tuesday", "ann")
	h.apply("tuesday", "ben")
	h.closeTuesday()
	h.decided("tuesday", "ann", application.Accept)
	h.decided("tuesday", "ben", application.Waitlist)
	h.Clock.Pass(20 * 24 * time.Hour)
	h.release("tuesday")
	h.deliver()
	h.must(h.Ticking().Strike(ctx))
	if a := h.of("tuesday", "ann"); a.State != application.Accepted || !a.Outcome.ConfirmBy.After(h.Clock.Now().Add(48*time.Hour)) {
		t.Errorf("accepted and told today, and is %s, to confirm by %v", a.State, a.Outcome.ConfirmBy)
	}
	if b := h.of("tuesday", "ben"); b.State != application.Waitlisted || !b.Outcome.AnswerBy.After(h.Clock.Now().Add(48*time.Hour)) {
		t.Errorf("waitlisted and told today, and is %s, answer by %v", b.State, b.Outcome.AnswerBy)
	}
}

func TestWhoNeverGotTheLetterDoesNotExpire(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.apply("rolling", "ann")
	h.decided("rolling", "ann", application.Accept)
	h.release("rolling")
	h.Clock.Pass(30 * 24 * time.Hour)
	h.must(h.Ticking().Strike(ctx))
	if a := h.of("rolling", "ann"); a.State != application.Accepted {
		t.Errorf("%s, and the letter never left", a.State)
	}
	h.deliver()
	h.must(h.Ticking().Strike(ctx))
	if a := h.of("rolling", "ann"); a.State != application.Accepted || !a.Outcome.ConfirmBy.After(h.Clock.Now().Add(48*time.Hour)) {
		t.Errorf("has the letter since today, and is %s, to confirm by %v", a.State, a.Outcome.ConfirmBy)
	}
	h.Clock.Pass(5 * 24 * time.Hour)
	h.must(h.Ticking().Strike(ctx))
	if a := h.of("rolling", "ann"); a.State != application.Expired {
		t.Errorf("%s long after the day to confirm", a.State)
	}
	if free, _ := h.Applications.Free(ctx, mustFind(t, h, "rolling")); free != 2 {
		t.Errorf("%d places are free after one expired, want 2", free)
	}
}

// A release that was cut off goes on with what it began with. What was decided
// anew since is for the next one.
func TestAReleaseTellsWhatItBeganWith(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.apply("rolling", "ann")
	a := h.decided("rolling", "ann", application.Accept)
	_, err := h.Begin(ctx, decisiontest.Lead(), "rolling")
	h.must(err)
	h.Clock.Pass(time.Minute)
	_, err = h.Undo(ctx, decisiontest.Lead(), a.ID, a.Version)
	h.must(err)
	a = h.of("rolling", "ann")
	a, err = h.Decide(ctx, decisiontest.Lead(), a.ID, decisiontest.Verdict(a, application.Decline))
	h.must(err)
	h.approve(a)
	_, err = h.Continue(ctx, "rolling", h.Clock.Now().Add(time.Minute))
	h.must(err)
	if now := h.of("rolling", "ann"); now.State != application.Decided {
		t.Errorf("%s by a release that began before it was decided", now.State)
	}
	h.release("rolling")
	if now := h.of("rolling", "ann"); now.State != application.Declined {
		t.Errorf("%s after the next release", now.State)
	}
}

// reopening gives people two more days.
func (h *house) reopening(p program.Program) program.Change {
	return program.Change{Version: p.Version, Notice: "Two more days.", Closes: h.Clock.Now().AddDate(0, 0, 2), DecideBy: h.Clock.Now().AddDate(0, 0, 8)}
}

func TestAProgramIsNotOpenedAgainWhileOutcomesAreReleased(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.apply("tuesday", "ann")
	h.closeTuesday()
	a := h.decided("tuesday", "ann", application.Accept)
	p := mustFind(t, h, "tuesday")
	_, err := h.Begin(ctx, decisiontest.Lead(), "tuesday")
	h.must(err)
	if _, err := h.Reopen(ctx, decisiontest.Manager(), p, h.reopening(p)); kindOf(err) != agency.KindConflict {
		t.Errorf("a program is opened again while outcomes are being released: %v", err)
	}
	_, err = h.Undo(ctx, decisiontest.Lead(), a.ID, a.Version)
	h.must(err)
	_, err = h.Continue(ctx, "tuesday", h.Clock.Now().Add(time.Minute)) // nobody is left to be told
	h.must(err)
	if _, err = h.Reopen(ctx, decisiontest.Manager(), p, h.reopening(p)); err != nil {
		t.Fatal(err)
	}
	h.deliver()
	if n := h.Mails.Letters(application.LetterDates, a.ID); n != 1 {
		t.Errorf("%d letters about the new dates, want 1", n)
	}
}

func TestAnOutcomeIsNotReleasedWhilePeopleCanApply(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.apply("tuesday", "ann")
	h.closeTuesday()
	a := h.decided("tuesday", "ann", application.Accept)
	p := mustFind(t, h, "tuesday")
	if _, err := h.Reopen(ctx, decisiontest.Manager(), p, h.reopening(p)); kindOf(err) != agency.KindConflict {
		t.Errorf("a program is opened again, and who is decided about sees that they are: %v", err)
	}
	_, err := h.Undo(ctx, decisiontest.Lead(), a.ID, a.Version)
	h.must(err)
	_, err = h.Reopen(ctx, decisiontest.Manager(), p, h.reopening(p))
	h.must(err)
	if _, err := h.Begin(ctx, decisiontest.Lead(), "tuesday"); kindOf(err) != agency.KindConflict {
		t.Errorf("outcomes are released while people can apply: %v", err)
	}
}

// Somebody decides while somebody else opens the program again: one of the two
// has to look again.
func TestADecisionAndAReopeningDoNotCross(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	a := h.apply("tuesday", "ann")
	h.closeTuesday()
	undecided, err := h.Applications.Undecided(ctx, "tuesday")
	h.must(err)
	h.decided("tuesday", "ann", application.Decline)
	err = h.Store.Write(ctx, "", undecided)
	if conflict, ok := errors.AsType[*table.ConflictError](err); !ok || conflict.Current == nil {
		t.Errorf("a decision about %s leaves no trace: %v", a.ID, err)
	}
}
