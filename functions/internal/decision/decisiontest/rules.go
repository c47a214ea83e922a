package decisiontest

import (
	"slices"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
)

// check holds every rule against what is on record now.
func (w *world) check() {
	for _, slug := range slugs() {
		everybody := w.everybody(slug)
		w.checkPlaces(slug, everybody)
		w.checkRunning(slug, everybody)
		w.checkTrail("program "+slug, program.Machine(), "")
		for _, a := range everybody {
			w.checkTrail(a.Thing(), application.Machine(), a.State)
			w.checkLook(a)
			w.checkLetters(a)
			w.reached[string(a.State)]++
		}
	}
}

func (w *world) fail(format string, args ...any) {
	w.rt.Helper()
	w.rt.Fatalf("after "+w.last+": "+format, args...)
}

// checkPlaces: never more places than there are, and what is counted is what
// is held.
func (w *world) checkPlaces(slug string, everybody []application.Application) {
	p := w.program(slug)
	held := 0
	for _, a := range everybody {
		if a.HoldsPlace() {
			held++
		}
	}
	free, err := w.Applications.Free(ctx(), p)
	w.must(err)
	if held > p.Places || free != p.Places-held {
		w.fail("%s: %d of %d places are held, %d are said to be free", slug, held, p.Places, free)
	}
}

// checkToldAll is INV-1 at the moment a program starts.
func (w *world) checkToldAll(slug string) {
	for _, a := range w.everybody(slug) {
		if !w.left(a) && (a.Outcome == nil || w.mail(a).State != outbox.Sent) {
			w.fail("%s runs while application %s is %s without a letter that was sent", slug, a.ID, a.State)
		}
	}
	w.started[slug] = true
}

// checkRunning is INV-1 from then on: nobody waits, and only who was on the
// waitlist can have another letter under way.
func (w *world) checkRunning(slug string, everybody []application.Application) {
	if !w.started[slug] || w.program(slug).Standing.State == content.Cancelled {
		return
	}
	for _, a := range everybody {
		if a.Live() || a.State == application.Draft {
			w.fail("%s runs, and application %s is %s", slug, a.ID, a.State)
		}
		if m := w.mail(a); !w.left(a) && (m.Held || m.State == outbox.Discarded) {
			w.fail("%s runs, and the letter of application %s is %s", slug, a.ID, m.State)
		}
	}
}

// left reports whether the applicant is out of it.
func (w *world) left(a application.Application) bool {
	return a.State == application.Withdrawn || a.State == application.Expired
}

func (w *world) mail(a application.Application) outbox.Mail {
	if a.Outcome == nil {
		return outbox.Mail{}
	}
	m, err := w.Outbox.Find(ctx(), a.Outcome.Mail)
	w.must(err)
	return m
}

// checkLook is INV-2: no outcome without a human look, unless the program was
// called off.
func (w *world) checkLook(a application.Application) {
	switch a.State {
	case application.Decided, application.Accepted, application.Confirmed, application.Waitlisted, application.Declined, application.Expired:
	default:
		return
	}
	looks, err := w.Applications.Looks(ctx(), a)
	w.must(err)
	cancelled := a.State == application.Declined && a.Outcome == nil
	if len(looks) == 0 && !cancelled {
		w.fail("application %s is %s and nobody looked", a.ID, a.State)
	}
	if cancelled && w.program(a.Program).Standing.State != content.Cancelled {
		w.fail("application %s was declined without an outcome", a.ID)
	}
}

// checkLetters is INV-3: at most one letter with an outcome is under way, it is
// the one of the outcome, and there is none where there is no outcome. Every
// letter left at most once, and none that only its author has read.
func (w *world) checkLetters(a application.Application) {
	about, err := w.Outbox.About(ctx(), a.Thing())
	w.must(err)
	live := 0
	for _, m := range about {
		if !strings.HasPrefix(m.Letter, "outcome-") {
			continue
		}
		if m.Group != "" && m.State == outbox.Sent && (m.ReadBy == "" || m.ReadBy == m.Author) {
			w.fail("letter of application %s was sent, written by %s and read by %q", a.ID, m.Author, m.ReadBy)
		}
		if m.State == outbox.Sent || m.State == outbox.Discarded || m.State == outbox.Sending {
			continue
		}
		live++
		if a.Outcome == nil || m.ID != a.Outcome.Mail || a.State == application.Withdrawn || m.Held != (a.State == application.Decided) {
			w.fail("application %s is %s, and a letter %s of it is %s, held %v", a.ID, a.State, m.Letter, m.State, m.Held)
		}
	}
	if live > 1 {
		w.fail("application %s has %d letters with an outcome", a.ID, live)
	}
	for _, letter := range []string{decision.LetterAccepted, decision.LetterWaitlisted, decision.LetterDeclined, decision.LetterExpired,
		application.LetterReceived, application.LetterQuestion, application.LetterWithdrawn, application.LetterCancelled} {
		if n := w.Mails.Letters(letter, a.ID); n > 1 {
			w.fail("%d letters %s about application %s left", n, letter, a.ID)
		}
	}
}

// checkAnswered: once all has come to rest, whoever was given an outcome has
// had its letter, and whoever was not has had none.
func (w *world) checkAnswered(a application.Application) {
	letter := map[agency.State]string{application.Accepted: decision.LetterAccepted, application.Confirmed: decision.LetterAccepted,
		application.Waitlisted: decision.LetterWaitlisted, application.Declined: decision.LetterDeclined}[a.State]
	if a.State == application.Declined && a.Outcome == nil {
		letter = application.LetterCancelled
	}
	if letter != "" && w.Mails.Letters(letter, a.ID) != 1 {
		w.fail("application %s is %s, and %d letters %s left", a.ID, a.State, w.Mails.Letters(letter, a.ID), letter)
	}
	told := w.Mails.Letters(decision.LetterAccepted, a.ID) + w.Mails.Letters(decision.LetterWaitlisted, a.ID) + w.Mails.Letters(decision.LetterDeclined, a.ID)
	if a.AnsweredAt.IsZero() && told > 0 {
		w.fail("application %s is %s, was never answered, and %d letters with an outcome left", a.ID, a.State, told)
	}
}

// checkReaders: an outcome rests on enough reviews of people who may review,
// of the answers as they are, and on one at least by somebody else than who
// decides; or it cites a rule.
func (w *world) checkReaders(by agency.Actor, a application.Application) {
	f, err := w.Vetting.File(ctx(), a.ID)
	w.must(err)
	if !by.Is(agency.Lead) || by.ID == a.Person {
		w.fail("%s decided about application %s", by.Name, a.ID)
	}
	if a.Outcome.Rule != "" {
		return
	}
	others, all := 0, 0
	for _, r := range f.Reviews {
		tied := slices.ContainsFunc(f.Conflicts, func(c vetting.Conflict) bool { return c.Person == r.Reviewer && c.Kind != vetting.StoodAside })
		if r.Pass != content.Revealed || r.Answers != a.Revision || tied || r.Reviewer == a.Person {
			continue
		}
		all++
		if r.Reviewer != by.ID {
			others++
		}
	}
	if all < f.Program.MinReviews || others == 0 {
		w.fail("application %s was decided on %d reviews, %d of others", a.ID, all, others)
	}
}

// checkCounters: after a stroke of the clock what was counted along the way is
// what is reckoned from the applications.
func (w *world) checkCounters() {
	for _, slug := range slugs() {
		counted := w.program(slug).Course
		reckoned, err := w.Figures(ctx(), slug)
		w.must(err)
		if counted.Applied != reckoned.Applied || counted.Answers != reckoned.Answers {
			w.fail("%s: counted %d, %+v and reckoned %d, %+v", slug, counted.Applied, counted.Answers, reckoned.Applied, reckoned.Answers)
		}
	}
}

// checkTrail replays what was recorded of a thing through its machine. Days
// move a program as well, so of a program each step only has to be legal.
func (w *world) checkTrail(thing string, m agency.Machine, now agency.State) {
	q := audit.History(thing)
	q.Limit = table.MaxPageSize
	page, err := w.Store.Query(ctx(), q)
	w.must(err)
	state := m.Initial
	for _, i := range page.Items {
		e, err := audit.Decode(i)
		w.must(err)
		if !slices.ContainsFunc(m.Transitions, func(t agency.Transition) bool { return t.ID == e.Action }) {
			continue
		}
		next, err := m.Next(e.From, e.Action)
		if err != nil || next != e.To || now != "" && e.From != state {
			w.fail("%s: %s led from %s to %s after %s", thing, e.Action, e.From, e.To, state)
		}
		state = next
	}
	if now != "" && state != now {
		w.fail("%s is %s, its trail ends at %s", thing, now, state)
	}
}
