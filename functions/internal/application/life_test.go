package application_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/table"
)

const weeks = 7 * 24 * time.Hour

// states brings an application to each state that somebody can withdraw from.
func states() map[agency.State]func(h *house) application.Application {
	reach := map[agency.State]func(h *house) application.Application{}
	reach[application.Submitted] = func(h *house) application.Application { return h.apply("ann") }
	reach[application.InReview] = func(h *house) application.Application {
		a := h.apply("ann")
		for n := range 2 {
			h.must(h.Score(h.t.Context(), decisiontest.Reader(n), a.ID, 3))
		}
		h.must(h.Vetting.Declare(h.t.Context(), decisiontest.Lead(), a.ID, "aside"))
		return h.of("ann")
	}
	reach[application.NeedsInfo] = func(h *house) application.Application {
		a := h.apply("ann")
		a, err := h.Applications.Ask(h.t.Context(), decisiontest.Manager(), a.ID, a.Version, "When?", h.Clock.Now().Add(weeks))
		h.must(err)
		return a
	}
	reach[application.Shortlisted] = func(h *house) application.Application {
		a := reach[application.InReview](h)
		a, err := h.Shortlist(h.t.Context(), decisiontest.Lead(), a.ID, a.Version, "")
		h.must(err)
		return a
	}
	decided := func(kind string) func(h *house) application.Application {
		return func(h *house) application.Application {
			a := reach[application.InReview](h)
			h.until(closing().Add(time.Hour))
			a, err := h.Decide(h.t.Context(), decisiontest.Lead(), a.ID, decisiontest.Verdict(a, kind))
			h.must(err)
			return a
		}
	}
	released := func(kind string) func(h *house) application.Application {
		return func(h *house) application.Application {
			ctx, a := h.t.Context(), decided(kind)(h)
			h.must(h.Outbox.AskSecondLook(ctx, decisiontest.Lead(), a.Outcome.Mail))
			m, err := h.Outbox.Find(ctx, a.Outcome.Mail)
			h.must(err)
			h.must(h.Outbox.Approve(ctx, decisiontest.Manager(), m.ID, m.Version))
			_, err = h.Begin(ctx, decisiontest.Lead(), "tuesday")
			h.must(err)
			_, err = h.Continue(ctx, "tuesday", h.Clock.Now().Add(time.Minute))
			h.must(err)
			return h.of("ann")
		}
	}
	reach[application.Decided] = decided(application.Accept)
	reach[application.Accepted] = released(application.Accept)
	reach[application.Waitlisted] = released(application.Waitlist)
	return reach
}

func TestWhoAppliedCanWithdrawAtAnyTime(t *testing.T) {
	t.Parallel()
	for state, reach := range states() {
		t.Run(string(state), func(t *testing.T) {
			t.Parallel()
			h, ctx := open(t), t.Context()
			a := reach(h)
			if a.State != state {
				t.Fatalf("is %s", a.State)
			}
			ann := agency.Actor{ID: a.Person}
			gone, err := h.Applications.Withdraw(ctx, ann, a.ID)
			h.must(err)
			if gone.State != application.Withdrawn || gone.ClosedAt.IsZero() {
				t.Errorf("%+v", gone)
			}
			if _, err := h.Applications.Withdraw(ctx, ann, a.ID); err != nil {
				t.Errorf("withdrawn twice: %v", err)
			}
			h.deliver()
			if n := h.Mails.Letters(application.LetterWithdrawn, a.ID); n != 1 {
				t.Errorf("%d letters say so", n)
			}
			if n := h.Mails.Letters("outcome-accepted", a.ID) + h.Mails.Letters("outcome-waitlisted", a.ID); n != 0 {
				t.Errorf("%d letters with an outcome left after it", n)
			}
			if free, err := h.Applications.Free(ctx, h.program("tuesday")); err != nil || free != 2 {
				t.Errorf("%d places are free, want 2: %v", free, err)
			}
			if counted, reckoned := h.program("tuesday").Course, mustFigures(h); counted.Answers != reckoned {
				t.Errorf("counted %+v, reckoned %+v", counted.Answers, reckoned)
			}
		})
	}
}

func TestADraftThatIsGivenUpLeavesNothing(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	ann := h.person("ann")
	draft, err := h.Applications.SaveDraft(ctx, ann, form("ann"))
	h.must(err)
	a, err := h.Applications.Withdraw(ctx, ann, draft.ID)
	h.must(err)
	if f, err := h.Applications.SavedDraft(ctx, a); err != nil || f.Angle != "" {
		t.Errorf("the draft is still there: %+v, %v", f, err)
	}
	h.deliver()
	if h.Mails.Carried() != 0 {
		t.Error("a letter says that what was never sent was withdrawn")
	}
}

func TestWhoWithdrewCanApplyAgainWithTheSameForm(t *testing.T) {
	t.Parallel()
	for name, other := range map[string]bool{"the same form": false, "another form": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, f := open(t), form("ann")
			first := h.apply("ann")
			_, err := h.Applications.Withdraw(t.Context(), agency.Actor{ID: first.Person}, first.ID)
			h.must(err)
			if other {
				f.Angle = "A better one."
			}
			r := h.send(f)
			second := h.of("ann")
			if second.ID == first.ID || second.State != application.Submitted {
				t.Errorf("is %s %s after applying again", second.ID, second.State)
			}
			if again := h.send(f); again != r {
				t.Error("and once more is another receipt")
			}
			h.deliver()
			if n := h.Mails.Letters(application.LetterReceived, second.ID); n != 1 {
				t.Errorf("%d receipts for the second", n)
			}
			if n := len(h.everybody()); n != 2 || h.program("tuesday").Course.Applied != 1 {
				t.Errorf("%d applications, %d counted", n, h.program("tuesday").Course.Applied)
			}
		})
	}
}

func TestEditingMakesANewRevision(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	a := h.apply("ann")
	ann, f := agency.Actor{ID: a.Person}, form("ann")
	f.Angle, f.Channel = "A better one.", "https://new.example/ann"
	if _, err := h.Applications.Edit(ctx, ann, a.ID, a.Version-1, f); kindOf(err) != agency.KindConflict {
		t.Errorf("an edit of what it was before: %v", err)
	}
	bad := f
	bad.Angle = ""
	if _, err := h.Applications.Edit(ctx, ann, a.ID, a.Version, bad); fields(err) != "angle" {
		t.Errorf("an edit with a fault: %v", err)
	}
	edited, err := h.Applications.Edit(ctx, ann, a.ID, a.Version, f)
	h.must(err)
	answers, err := h.Applications.Answers(ctx, edited)
	h.must(err)
	before, err := h.Applications.Answers(ctx, a)
	h.must(err)
	who, err := h.Applications.Who(ctx, edited)
	h.must(err)
	if edited.Revision != 2 || answers.Angle != "A better one." || before.Angle == answers.Angle || who.Channel != "https://new.example/ann" || edited.HearBy != a.HearBy {
		t.Errorf("revision %d with angle %q, before %q", edited.Revision, answers.Angle, before.Angle)
	}
	h.until(closing().Add(11 * time.Minute))
	if _, err := h.Applications.Edit(ctx, ann, a.ID, edited.Version, f); kindOf(err) != agency.KindConflict {
		t.Errorf("an edit after closing: %v", err)
	}
}

func TestOneQuestionAndItsAnswer(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	a := h.apply("ann")
	ann, due := agency.Actor{ID: a.Person}, h.Clock.Now().Add(3*24*time.Hour)
	for name, c := range map[string]struct {
		by       agency.Actor
		question string
		due      time.Time
		fault    string
	}{
		"by a reviewer":    {decisiontest.Reader(1), "When?", due, ""},
		"by the applicant": {ann, "When?", due, ""},
		"no question":      {decisiontest.Manager(), " ", due, "question"},
		"too long":         {decisiontest.Manager(), strings.Repeat("x", 1001), due, "question"},
		"control":          {decisiontest.Manager(), "a\x00", due, "question"},
		"too soon":         {decisiontest.Manager(), "When?", due.Add(-time.Second), "due"},
	} {
		if _, err := h.Applications.Ask(ctx, c.by, a.ID, a.Version, c.question, c.due); err == nil || fields(err) != c.fault {
			t.Errorf("%s: %v", name, err)
		}
	}
	asked, err := h.Applications.Ask(ctx, decisiontest.Manager(), a.ID, a.Version, "When do you cook?", due)
	h.must(err)
	if asked.State != application.NeedsInfo || asked.HearBy != a.HearBy {
		t.Errorf("%+v", asked)
	}
	for _, answer := range []string{"", "\x00", strings.Repeat("x", 1001)} {
		if _, err := h.Applications.Reply(ctx, ann, a.ID, answer); fields(err) != "answer" {
			t.Errorf("an answer %.5q: %v", answer, err)
		}
	}
	replied, err := h.Applications.Reply(ctx, ann, a.ID, "On Sundays.")
	h.must(err)
	answers, err := h.Applications.Answers(ctx, replied)
	h.must(err)
	if replied.State != application.InReview || replied.Revision != 2 || len(answers.Extra) != 1 || answers.Extra[0].Say != "On Sundays." {
		t.Errorf("%s, revision %d, %+v", replied.State, replied.Revision, answers.Extra)
	}
	if _, err := h.Applications.Reply(ctx, ann, a.ID, "And on Mondays."); kindOf(err) != agency.KindConflict {
		t.Errorf("a second answer: %v", err)
	}
	if _, err := h.Applications.Ask(ctx, decisiontest.Manager(), a.ID, replied.Version, "And?", h.Clock.Now().Add(weeks)); kindOf(err) != agency.KindConflict {
		t.Errorf("a second question: %v", err)
	}
	edited, err := h.Applications.Edit(ctx, ann, a.ID, replied.Version, form("ann"))
	h.must(err)
	if answers, err = h.Applications.Answers(ctx, edited); err != nil || len(answers.Extra) != 1 {
		t.Errorf("the answer is lost by an edit: %+v, %v", answers.Extra, err)
	}
}

func TestNobodyWaitsForAnAnswerForEver(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	a := states()[application.NeedsInfo](h)
	h.until(a.Question.Due)
	h.must(h.Ticking().Strike(ctx))
	if now := h.of("ann"); now.State != application.NeedsInfo {
		t.Errorf("%s on the day itself", now.State)
	}
	h.Clock.Pass(2 * weeks) // the promised day has passed as well
	h.must(h.Ticking().Strike(ctx))
	if now := h.of("ann"); now.State != application.InReview || !now.Question.Unanswered || now.Revision != 1 {
		t.Errorf("%s, %+v", now.State, now.Question)
	}
	if counted, reckoned := h.program("tuesday").Course.Answers, mustFigures(h); counted != reckoned || counted.Due != 1 {
		t.Errorf("counted %+v, reckoned %+v", counted, reckoned)
	}
}

// Another person's application is the same as none, whatever is tried.
func TestAnotherPersonsApplicationIsNone(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	a, ben := h.apply("ann"), h.person("ben")
	ways := map[string]func(agency.Actor) error{
		"OwnedBy":  func(by agency.Actor) error { _, err := h.Applications.OwnedBy(ctx, by, a.ID); return err },
		"Withdraw": func(by agency.Actor) error { _, err := h.Applications.Withdraw(ctx, by, a.ID); return err },
		"Edit": func(by agency.Actor) error {
			_, err := h.Applications.Edit(ctx, by, a.ID, a.Version, form("ben"))
			return err
		},
		"Reply": func(by agency.Actor) error { _, err := h.Applications.Reply(ctx, by, a.ID, "yes"); return err },
	}
	for name, way := range ways {
		for who, by := range map[string]agency.Actor{"another": ben, "nobody": agency.Anybody(), "a lead": decisiontest.Lead()} {
			if err := way(by); kindOf(err) != agency.KindNotFound {
				t.Errorf("%s by %s: %v", name, who, err)
			}
		}
	}
	manager := decisiontest.Manager()
	manager.ID = a.Person
	if _, err := h.Applications.Ask(ctx, manager, a.ID, a.Version, "When?", h.Clock.Now().Add(weeks)); kindOf(err) != agency.KindNotFound {
		t.Errorf("a manager asks themselves: %v", err)
	}
	if _, err := h.Applications.Looked(ctx, manager, a, "read"); kindOf(err) != agency.KindNotFound {
		t.Errorf("a manager looks at their own: %v", err)
	}
	if mine, err := h.Applications.OfPerson(ctx, ben.ID); err != nil || len(mine) != 0 {
		t.Errorf("ben has %v, %v", mine, err)
	}
	if now := h.of("ann"); now.Version != a.Version {
		t.Error("something was changed")
	}
}

// Whoever reads the work first must not learn who wrote it: every byte of what
// the first pass loads is looked through.
func TestWhatIsReadFirstNamesNobody(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	f := form("ann")
	f.Name, f.Email, f.Channel, f.Channel2 = "Canaryname", "canarymail@example.com", "https://canaryhost.example/canaryhandle", "https://second.example/canarysecond"
	f.Newsletter, f.Praise = "yes", "yes"
	h.send(f)
	a := h.everybody()[0]
	ann := agency.Actor{ID: a.Person}
	a, err := h.Applications.Edit(ctx, ann, a.ID, a.Version, f)
	h.must(err)
	h.must(h.Score(ctx, decisiontest.Reader(1), a.ID, 3))
	a, err = h.Applications.Find(ctx, a.ID)
	h.must(err)
	a, err = h.Applications.Ask(ctx, decisiontest.Manager(), a.ID, a.Version, "When?", h.Clock.Now().Add(weeks))
	h.must(err)
	_, err = h.Applications.Reply(ctx, ann, a.ID, "Soon.")
	h.must(err)
	page, err := h.store.Query(ctx, table.Query{Space: table.Private, PK: application.PK(a.ID), Limit: table.MaxPageSize})
	h.must(err)
	seen := 0
	for _, i := range page.Items {
		if i.SK == "WHO" {
			continue
		}
		all, err := json.Marshal(i)
		h.must(err)
		text := strings.ToLower(string(all) + string(i.Body))
		if seen++; strings.Contains(text, "canary") {
			t.Errorf("%s: %s", i.SK, i.Body)
		}
	}
	if seen < 5 {
		t.Errorf("only %d items were looked through", seen)
	}
	changes, _, err := h.store.Changes(ctx, "", 10_000)
	h.must(err)
	for _, c := range changes {
		if c.New != nil && c.Key.Space == table.Open && strings.Contains(strings.ToLower(c.Key.PK+c.Key.SK+string(c.New.Body)), "canary") {
			t.Errorf("the open space has %s %s", c.Key, c.New.Body)
		}
	}
}

// What is shown before a release is the same whatever was decided, and before
// it was.
func TestTheLabelBetraysNoDecision(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	a := states()[application.Shortlisted](h)
	h.until(closing().Add(time.Hour))
	want := a.Label(time.UTC, 0)
	for _, kind := range []string{application.Accept, application.Waitlist, application.Decline} {
		decided, err := h.Decide(ctx, decisiontest.Lead(), a.ID, decisiontest.Verdict(a, kind))
		h.must(err)
		if got := decided.Label(time.UTC, 1); got != want || decided.State != application.Decided {
			t.Errorf("%s shows as %q, before as %q", kind, got, want)
		}
		a, err = h.Undo(ctx, decisiontest.Lead(), a.ID, decided.Version)
		h.must(err)
		a, err = h.Shortlist(ctx, decisiontest.Lead(), a.ID, a.Version, "")
		h.must(err)
	}
}

// Every state has words of its own.
func TestLabels(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.May, 31, 23, 59, 59, 0, time.UTC)
	outcome := &application.Outcome{Before: application.Shortlisted, ConfirmBy: at, AnswerBy: at}
	seen := map[string]agency.State{}
	for _, state := range application.Machine().States {
		label := application.Application{State: state, SeenAt: at, Outcome: outcome}.Label(time.UTC, 2)
		other, again := seen[label]
		if again && state != application.Decided && other != application.Decided {
			t.Errorf("%s and %s both show as %q", state, other, label)
		}
		seen[label] = state
	}
	if got, want := (application.Application{State: application.Waitlisted, Outcome: outcome}).Label(time.UTC, 2), "On the list, number 2, answer by Sunday, 31 May 2026"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
