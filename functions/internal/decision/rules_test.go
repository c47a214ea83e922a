package decision_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/program"
	"greenroom/site/content"
)

// Everything that staff can do about an outcome, and which of it who may do.
func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	acts := map[string]func(h *house, by agency.Actor, a application.Application) error{
		"shortlist": func(h *house, by agency.Actor, a application.Application) error {
			_, err := h.Shortlist(h.t.Context(), by, a.ID, a.Version, "")
			return err
		},
		"unshortlist": func(h *house, by agency.Actor, a application.Application) error {
			_, err := h.Unshortlist(h.t.Context(), by, a.ID, a.Version, "too soon")
			return err
		},
		"decide": func(h *house, by agency.Actor, a application.Application) error {
			_, err := h.Decide(h.t.Context(), by, a.ID, decisiontest.Verdict(a, application.Decline))
			return err
		},
		"undo": func(h *house, by agency.Actor, a application.Application) error {
			_, err := h.Undo(h.t.Context(), by, a.ID, a.Version)
			return err
		},
		"release": func(h *house, by agency.Actor, a application.Application) error {
			_, err := h.Begin(h.t.Context(), by, a.Program)
			return err
		},
		"promote": func(h *house, by agency.Actor, a application.Application) error {
			_, err := h.Promote(h.t.Context(), by, a.ID, a.Version)
			return err
		},
		"let go": func(h *house, by agency.Actor, a application.Application) error {
			_, err := h.LetGo(h.t.Context(), by, a.ID, a.Version)
			return err
		},
		"cancel": func(h *house, by agency.Actor, a application.Application) error {
			p, err := h.Programs.Find(h.t.Context(), a.Program)
			h.must(err)
			_, err = h.Cancel(h.t.Context(), by, p, program.Change{Version: p.Version, Notice: "The client stopped it."})
			return err
		},
	}
	managers := []agency.Role{agency.ProjectManager, agency.Lead}
	may := map[string][]agency.Role{"shortlist": managers, "unshortlist": managers, "decide": {agency.Lead}, "undo": {agency.Lead}, "release": {agency.Lead},
		"promote": {agency.ProjectManager, agency.Lead, agency.Admin}, "let go": {agency.ProjectManager, agency.Lead, agency.Admin}, "cancel": {agency.Admin}}
	for name, act := range acts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, role := range append(agency.Staff(), agency.Influencer, agency.Visitor) {
				h := open(t)
				by := agency.Actor{ID: decisiontest.Lead().ID, Roles: []agency.Role{role}} // who stood aside
				a := h.ready(name)
				err := act(h, by, a)
				allowed := agency.Actor{Roles: may[name]}.Is(role)
				if allowed != (err == nil) || err != nil && kindOf(err) != agency.KindForbidden {
					t.Errorf("a %s: %v, may: %v", role, err, allowed)
				}
				if !allowed && h.of("rolling", "ann").Version != a.Version {
					t.Errorf("a %s changed something", role)
				}
			}
			// Their own, and one that a conflict keeps from them, is none.
			if name == "release" || name == "cancel" {
				return
			}
			h := open(t)
			a := h.ready(name)
			own := agency.Actor{ID: a.Person, Roles: []agency.Role{agency.Lead, agency.ProjectManager}}
			if err := act(h, own, a); kindOf(err) != agency.KindNotFound {
				t.Errorf("their own: %v", err)
			}
			h.must(h.Vetting.Declare(t.Context(), decisiontest.OtherLead(), a.ID, "friend"))
			if err := act(h, decisiontest.OtherLead(), a); kindOf(err) != agency.KindNotFound {
				t.Errorf("a friend's: %v", err)
			}
		})
	}
}

// ready brings an application to where that can be done with it.
func (h *house) ready(what string) application.Application {
	h.t.Helper()
	h.apply("rolling", "ann")
	switch what {
	case "undo", "release":
		return h.decided("rolling", "ann", application.Accept)
	case "promote", "let go":
		h.decided("rolling", "ann", application.Waitlist)
		h.release("rolling")
		return h.of("rolling", "ann")
	}
	a := h.read("rolling", "ann")
	if what == "unshortlist" {
		_, err := h.Shortlist(h.t.Context(), decisiontest.Lead(), a.ID, a.Version, "")
		h.must(err)
	}
	return h.of("rolling", "ann")
}

func TestWhatAVerdictMustSay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*decision.Verdict)
		fault  string
	}{
		"all there":                 {func(*decision.Verdict) {}, ""},
		"no outcome":                {func(v *decision.Verdict) { v.Kind = "" }, "kind reasons"},
		"an outcome there is not":   {func(v *decision.Verdict) { v.Kind = "perhaps"; v.Reasons = nil }, "kind reasons"},
		"no reason":                 {func(v *decision.Verdict) { v.Reasons = nil }, "reasons"},
		"a reason of another kind":  {func(v *decision.Verdict) { v.Reasons = []string{"trust"} }, "reasons"},
		"no sentence":               {func(v *decision.Verdict) { v.Sentence = "" }, "sentence"},
		"a sentence of nine":        {func(v *decision.Verdict) { v.Sentence = "  ninechars  " }, "sentence"},
		"a sentence too long":       {func(v *decision.Verdict) { v.Sentence = strings.Repeat("x", 501) }, "sentence"},
		"a sentence with a control": {func(v *decision.Verdict) { v.Sentence = "a sentence\x00" }, "sentence"},
		"a note too long":           {func(v *decision.Verdict) { v.Note = strings.Repeat("x", 2001) }, "note"},
		"a rule there is not":       {func(v *decision.Verdict) { v.Rule = "30 or older" }, "rule"},
		"a soft rule":               {func(v *decision.Verdict) { v.Rule = "You cook" }, "rule"},
		"the hard rule":             {func(v *decision.Verdict) { v.Rule = "18 or older" }, ""},
		"the hard rule, and in": {func(v *decision.Verdict) {
			v.Rule, v.Kind, v.Reasons = "18 or older", application.Accept, []string{"fit"}
		}, "rule"},
	} {
		h := open(t)
		h.apply("rolling", "ann")
		a := h.read("rolling", "ann")
		v := decisiontest.Verdict(a, application.Decline)
		c.change(&v)
		_, err := h.Decide(t.Context(), decisiontest.Lead(), a.ID, v)
		if names := fields(err); names != c.fault && !(name == "no outcome" && names == "kind") || err != nil && c.fault == "" {
			t.Errorf("%s: %v, want faults in %q", name, err, c.fault)
		}
	}
}

func fields(err error) string {
	invalid, ok := errors.AsType[*agency.Invalid](err)
	if !ok {
		return ""
	}
	var names []string
	for _, f := range invalid.Fields {
		names = append(names, f.Field)
	}
	return strings.Join(names, " ")
}

func TestWhatStandsInTheWayOfAnOutcome(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		slug  string
		setup func(h *house, id string)
		ok    bool
	}{
		"the program is open":         {"tuesday", func(h *house, id string) { h.read("tuesday", "ann") }, false},
		"the program has closed":      {"tuesday", func(h *house, id string) { h.read("tuesday", "ann"); h.closeTuesday() }, true},
		"it is open and rolling":      {"rolling", func(h *house, id string) { h.read("rolling", "ann") }, true},
		"one review of two":           {"rolling", func(h *house, id string) { h.must(h.Score(t.Context(), decisiontest.Reader(0), id, 3)) }, false},
		"two, one by who decides":     {"rolling", func(h *house, id string) { h.scored(id, decisiontest.Reader(0), decisiontest.Lead()) }, true},
		"two, and one has a conflict": {"rolling", func(h *house, id string) { h.scored(id, decisiontest.Reader(0), decisiontest.Reader(1)); h.tie(id) }, false},
		"three, and one has a conflict": {"rolling", func(h *house, id string) {
			h.scored(id, decisiontest.Reader(0), decisiontest.Reader(1), decisiontest.Reader(2))
			h.tie(id)
		}, true},
	} {
		h := open(t)
		a := h.apply(c.slug, "ann")
		c.setup(h, a.ID)
		h.must(h.Vetting.Declare(t.Context(), decisiontest.Lead(), a.ID, "aside"))
		a = h.of(c.slug, "ann")
		if _, err := h.Decide(t.Context(), decisiontest.Lead(), a.ID, decisiontest.Verdict(a, application.Accept)); (err == nil) != c.ok || err != nil && kindOf(err) != agency.KindConflict {
			t.Errorf("%s: %v, possible: %v", name, err, c.ok)
		}
	}
}

// An application that was asked about and answered is being read, as it says:
// and maybe nobody has looked yet.
func TestNobodyIsDeclinedUnseen(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	a := h.apply("rolling", "ann")
	a, err := h.Applications.Ask(ctx, decisiontest.Manager(), a.ID, a.Version, "How old are you?", h.Clock.Now().Add(100*time.Hour))
	h.must(err)
	a, err = h.Applications.Reply(ctx, agency.Actor{ID: a.Person}, a.ID, "Seventeen.")
	h.must(err)
	h.must(h.Vetting.Declare(ctx, decisiontest.Lead(), a.ID, "aside"))
	v := decisiontest.Verdict(a, application.Decline)
	v.Rule = "18 or older"
	if _, err := h.Decide(ctx, decisiontest.Lead(), a.ID, v); kindOf(err) != agency.KindConflict {
		t.Errorf("declined by a rule and nobody looked: %v", err)
	}
	_, err = h.Vetting.Opened(ctx, decisiontest.Reader(0), a.ID)
	h.must(err)
	if _, err := h.Decide(ctx, decisiontest.Lead(), a.ID, v); err != nil {
		t.Errorf("declined by a rule after somebody looked: %v", err)
	}
}

// lenient are programs for which one review is enough.
type lenient struct{ program.Files }

func (l lenient) Program(slug string) (content.Program, bool) {
	p, ok := l.Files.Program(slug)
	p.MinReviews = 1
	return p, ok
}

func TestNobodyDecidesOnTheirOwnReviewAlone(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.Programs.Files = lenient{h.Programs.Files}
	a := h.apply("rolling", "ann")
	h.scored(a.ID, decisiontest.Lead())
	a = h.of("rolling", "ann")
	if _, err := h.Decide(ctx, decisiontest.Lead(), a.ID, decisiontest.Verdict(a, application.Accept)); kindOf(err) != agency.KindConflict {
		t.Errorf("the only reader decides: %v", err)
	}
	h.scored(a.ID, decisiontest.Reader(0))
	if _, err := h.Decide(ctx, decisiontest.Lead(), a.ID, decisiontest.Verdict(a, application.Accept)); err != nil {
		t.Errorf("one of two readers decides: %v", err)
	}
}

func (h *house) scored(id string, readers ...agency.Actor) {
	h.t.Helper()
	for _, by := range readers {
		h.must(h.Score(h.t.Context(), by, id, 3))
	}
}

func (h *house) tie(id string) {
	h.t.Helper()
	h.must(h.Vetting.Declare(h.t.Context(), decisiontest.Reader(0), id, "paid"))
}

// However often the clock strikes, each due thing happens once.
func TestTheClockDoesEachThingOnce(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.apply("tuesday", "ann")
	h.apply("tuesday", "ben")
	h.closeTuesday() // 15 May
	h.decided("tuesday", "ann", application.Accept)
	h.decided("tuesday", "ben", application.Waitlist)
	h.release("tuesday")
	h.deliver()
	a, b := h.of("tuesday", "ann"), h.of("tuesday", "ben")
	for range 18 * 4 { // to 2 June, four times a day, and twice each time
		h.Clock.Pass(6 * time.Hour)
		h.must(h.Ticking().Strike(ctx))
		h.must(h.Ticking().Strike(ctx))
	}
	h.deliver()
	h.deliver()
	for letter, want := range map[string]int{decision.LetterAccepted: 1, decision.LetterConfirm: 2, decision.LetterExpired: 1} {
		if n := h.Mails.Letters(letter, a.ID); n != want {
			t.Errorf("%d letters %s, want %d", n, letter, want)
		}
	}
	// A place is free: nobody is told that all are taken.
	if h.of("tuesday", "ann").State != application.Expired || h.of("tuesday", "ben").State != application.Waitlisted || h.Mails.Letters(decision.LetterDeclined, b.ID) != 0 {
		t.Errorf("%s and %s", h.of("tuesday", "ann").State, h.of("tuesday", "ben").State)
	}
	if free, _ := h.Applications.Free(ctx, mustFind(t, h, "tuesday")); free != 2 {
		t.Errorf("%d places are free", free)
	}
}

// Whoever waited for a place in vain is told on the day they were promised.
func TestWhoWaitsInVainIsTold(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	for _, who := range []string{"ann", "ben", "cem"} {
		h.apply("tuesday", who)
	}
	h.closeTuesday()
	h.decided("tuesday", "ann", application.Accept)
	h.decided("tuesday", "ben", application.Accept)
	h.decided("tuesday", "cem", application.Waitlist)
	h.release("tuesday")
	h.deliver()
	for _, who := range []string{"ann", "ben"} {
		a := h.of("tuesday", who)
		_, err := h.Applications.Confirm(ctx, agency.Actor{ID: a.Person}, a.ID, a.Version, true)
		h.must(err)
	}
	c := h.of("tuesday", "cem")
	h.Clock.Pass(c.Outcome.AnswerBy.Sub(h.Clock.Now()))
	h.must(h.Ticking().Strike(ctx))
	if now := h.of("tuesday", "cem"); now.State != application.Waitlisted {
		t.Errorf("%s before their day is over", now.State)
	}
	h.Clock.Pass(2 * time.Second)
	h.must(h.Ticking().Strike(ctx))
	h.must(h.Ticking().Strike(ctx))
	h.deliver()
	if now := h.of("tuesday", "cem"); now.State != application.Declined || h.Mails.Letters(decision.LetterDeclined, c.ID) != 1 {
		t.Errorf("%s with %d letters", now.State, h.Mails.Letters(decision.LetterDeclined, c.ID))
	}
}

func TestTheGraceIsNotCutShort(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.apply("tuesday", "ann")
	h.read("tuesday", "ann")
	h.Clock.Pass(time.Date(2026, time.May, 15, 0, 5, 0, 0, time.UTC).Sub(h.Clock.Now()))
	h.must(h.Ticking().Strike(ctx))
	if p := mustFind(t, h, "tuesday"); p.Standing.State != content.Closed {
		t.Errorf("is %s while somebody may still be typing", p.Standing.State)
	}
	h.apply("tuesday", "ben")
	h.Clock.Pass(time.Hour)
	h.must(h.Ticking().Strike(ctx))
	if p := mustFind(t, h, "tuesday"); p.Standing.State != content.Closed {
		t.Errorf("is %s and one was not read", p.Standing.State)
	}
	h.read("tuesday", "ben")
	h.must(h.Ticking().Strike(ctx))
	if p := mustFind(t, h, "tuesday"); p.Standing.State != content.Deciding {
		t.Errorf("is %s and all were read", p.Standing.State)
	}
}

// A pause after new days were set does not keep anybody from hearing of them.
func TestEverybodyHearsOfNewDays(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	a := h.apply("tuesday", "ann")
	h.Clock.Pass(time.Minute)
	p := mustFind(t, h, "tuesday")
	p, err := h.Programs.Extend(ctx, decisiontest.Manager(), p, program.Change{Version: p.Version, Notice: "Two more days.",
		Closes: p.Closes.AddDate(0, 0, 2), DecideBy: p.DecideBy.AddDate(0, 0, 2)})
	h.must(err)
	_, err = h.Programs.Pause(ctx, decisiontest.Manager(), p, program.Change{Version: p.Version, Notice: "A moment."})
	h.must(err)
	for range 3 {
		h.must(h.Ticking().Strike(ctx))
	}
	h.deliver()
	if n := h.Mails.Letters(application.LetterDates, a.ID); n != 1 {
		t.Errorf("%d letters about the new days, want 1", n)
	}
}

func TestEveryFaultOfReopeningIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.apply("tuesday", "ann")
	h.closeTuesday()
	p := mustFind(t, h, "tuesday")
	if _, err := h.Reopen(t.Context(), decisiontest.Manager(), p, program.Change{Version: p.Version}); fields(err) != "notice closes decide_by" {
		t.Errorf("got %v", err)
	}
	if _, err := h.Run(t.Context(), decisiontest.Manager(), p, program.Change{Version: p.Version, Notice: "Write to ann@example.com"}); fields(err) != "notice" {
		t.Errorf("a notice with an address: %v", err)
	}
}
