package submission_test

import (
	"strings"
	"sync"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/submission"
	"greenroom/site/content"
)

// An edit request that is wrong is not kept, and says where it is wrong.
func TestAnItemQuotesAClauseOrIsANewAsk(t *testing.T) {
	t.Parallel()
	change := func(i submission.Item, do func(*submission.Item)) submission.Item {
		if i.New != nil {
			offer := *i.New
			i.New = &offer
		}
		do(&i)
		return i
	}
	original, fresh := asked(1, "Say that it was Tuesday."), wished("A photo of the jar.", 45, 2)
	for _, c := range []struct {
		name string
		item submission.Item
		want string // field; "" if it is right
	}{
		{"in the brief", original, ""},
		{"new", fresh, ""},
		{"a should clause", asked(4, "Say what went wrong."), ""},
		{"neither", asked(0, "Make it shine."), "item-1-clause"},
		{"both", change(fresh, func(i *submission.Item) { i.Clause = 1 }), "item-1-clause"},
		{"a clause that is not in the brief", asked(9, "Make it shine."), "item-1-clause"},
		{"a clause that only informs", asked(5, "Say what we pay."), "item-1-clause"},
		{"a clause for another piece of work", asked(7, "Show the jar."), "item-1-clause"},
		{"a clause of a version that they have not acknowledged", asked(8, "Name the pan."), "item-1-clause"},
		{"without words", asked(1, " "), "item-1-what"},
		{"without a reason", change(original, func(i *submission.Item) { i.Why = "" }), "item-1-why"},
		{"too long", asked(1, strings.Repeat("long ", 300)), "item-1-what"},
		{"with a control character", asked(1, "Say\x00it."), "item-1-what"},
		{"with words that turn around", change(original, func(i *submission.Item) { i.Where = "a\u202eb" }), "item-1-where"},
		{"just", asked(1, "Just say that it was Tuesday."), "item-1-what"},
		{"simply, in the reason", change(original, func(i *submission.Item) { i.Why = "It is simply missing." }), "item-1-why"},
		{"obviously, in how it was avoided", change(fresh, func(i *submission.Item) { i.New.Tried = "Obviously we tried." }), "item-1-tried"},
		{"ASAP", asked(1, "Say that it was Tuesday, ASAP!"), "item-1-what"},
		{"a bare order", asked(1, "Please fix this"), "item-1-what"},
		{"adjusting is no just", asked(1, "Adjust the first line so that it names the day."), ""},
		{"new without a known reason", change(fresh, func(i *submission.Item) { i.New.Reason = "whim" }), "item-1-reason"},
		{"new without a fee", change(fresh, func(i *submission.Item) { i.New.Fee = 0 }), "item-1-fee"},
		{"new without a fee, a mistake of ours", change(fresh, func(i *submission.Item) { i.New.Fee, i.New.Correction = 0, true }), ""},
		{"new with a fee below zero", change(fresh, func(i *submission.Item) { i.New.Fee = -1 }), "item-1-fee"},
		{"new with a fee beyond measure", change(fresh, func(i *submission.Item) { i.New.Fee = 1 << 40 }), "item-1-fee"},
		{"new without a day", change(fresh, func(i *submission.Item) { i.New.Days = 0 }), "item-1-days"},
		{"new with a year", change(fresh, func(i *submission.Item) { i.New.Days = 365 }), "item-1-days"},
		{"new without how it was avoided", change(fresh, func(i *submission.Item) { i.New.Tried = "" }), "item-1-tried"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			second := firstBrief()
			second.Clauses = append(second.Clauses, brief.Clause{Number: 8, Kind: brief.Must, Test: brief.Reviewer, Text: "Name the pan.", Why: brief.Change{Class: brief.NewAsk, Asked: 2}})
			h.send(good)
			h.Brief.versions = append(h.Brief.versions, second)
			_, _, err := h.Write(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, wish(c.item))
			if c.want == "" {
				h.must(err)
				return
			}
			if got := fields(err); got != c.want {
				t.Errorf("refused for %q, want %q", got, c.want)
			}
			if d := h.now(1); d.OpenEdit != 0 || d.Edits != 0 {
				t.Errorf("it was kept: %+v", d)
			}
		})
	}
}

// Who acknowledged a later version from the start is held to all of it; for who
// came before, what it added is an offer, and no item quotes it.
func TestAnOfferIsNoClause(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		first int
		want  string
	}{{"came before the amendment", 1, "item-1-clause"}, {"came after it", 2, "<nil>"}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			second := firstBrief()
			second.Clauses = append(second.Clauses, brief.Clause{Number: 8, Kind: brief.Must, Test: brief.Reviewer, Text: "Name the pan.", Why: brief.Change{Class: brief.NewAsk, Asked: 2}})
			h.Brief.versions = append(h.Brief.versions, second)
			h.Brief.acks[h.app] = brief.Ack{Number: 2, First: c.first}
			f := form(h.now(1), good)
			f.Ticks = append(f.Ticks, submission.Tick{Clause: 8, Done: true})
			_, _, err := h.SendDraft(t.Context(), h.ann, h.app, 1, f)
			h.must(err)
			_, _, err = h.Write(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, wish(asked(8, "Name the pan.")))
			if got := fields(err); got != c.want {
				t.Errorf("refused for %q, want %q", got, c.want)
			}
		})
	}
}

func TestARequestAsAWhole(t *testing.T) {
	t.Parallel()
	many := make([]submission.Item, 30)
	for i := range many {
		many[i] = asked(1, "Say that it was Tuesday.")
	}
	for _, c := range []struct {
		name string
		wish submission.Wish
		want string
	}{
		{"right", wish(asked(1, "Say that it was Tuesday.")), "<nil>"},
		{"nothing good", submission.Wish{Days: 3, Items: many[:1]}, "good"},
		{"no changes", submission.Wish{Good: "The soup.", Days: 3}, "item-1-what"},
		{"twenty", submission.Wish{Good: "The soup.", Days: 3, Items: many[:20]}, "<nil>"},
		{"thirty", submission.Wish{Good: "The soup.", Days: 3, Items: many}, "item-1-what"},
		{"two days", submission.Wish{Good: "The soup.", Days: 2, Items: many[:1]}, "days"},
		{"a year", submission.Wish{Good: "The soup.", Days: 366, Items: many[:1]}, "days"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			h.send(good)
			_, _, err := h.Write(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, c.wish)
			if got := fields(err); got != c.want {
				t.Errorf("refused for %q, want %q", got, c.want)
			}
		})
	}
}

// A second person reads what is new, what the client wishes, and every round but
// the first.
func TestWhenASecondPersonReadsARequest(t *testing.T) {
	t.Parallel()
	client := asked(1, "Say that it was Tuesday.")
	client.Client = true
	for _, c := range []struct {
		name  string
		round int
		item  submission.Item
		want  agency.State
	}{
		{"in the brief, first round", 1, asked(1, "Say that it was Tuesday."), submission.EditSent},
		{"in the brief, second round", 2, asked(1, "Say that it was Tuesday."), submission.EditSecondLook},
		{"new", 1, wished("A photo of the jar.", 45, 2), submission.EditSecondLook},
		{"the client asked", 1, client, submission.EditSecondLook},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := openWith(t, func(p *content.Program) { p.EditRounds = 2 })
			h.send(good)
			for range c.round - 1 {
				h.request(asked(6, "Begin with #ad."))
				h.send(good+" Again.", submission.Result{What: submission.Fixed})
			}
			_, _, err := h.Write(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, wish(c.item))
			h.must(err)
			_, e, err := h.Send(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version)
			h.must(err)
			if e.State != c.want {
				t.Errorf("request is %s, want %s", e.State, c.want)
			}
		})
	}
}

func TestTheSecondPerson(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	one, other, reader := decisiontest.Manager(), decisiontest.Lead(), decisiontest.Reader(0)
	write := func(by agency.Actor) {
		_, _, err := h.Write(t.Context(), by, h.app, 1, h.now(1).Version, wish(wished("A photo of the jar.", 45, 2)))
		h.must(err)
	}
	send := func(by agency.Actor) {
		_, _, err := h.Send(t.Context(), by, h.app, 1, h.now(1).Version)
		h.must(err)
	}
	write(one)
	send(other)
	_, _, err := h.Write(t.Context(), one, h.app, 1, h.now(1).Version, wish(wished("Two photos of the jar.", 45, 2)))
	h.wantKind(err, agency.KindConflict, "writing in what a second person reads")
	for _, by := range []agency.Actor{one, other} {
		_, _, err := h.Look(t.Context(), by, h.app, 1, h.now(1).Version)
		h.wantKind(err, agency.KindForbidden, "looking at one's own request: "+by.Name)
		_, _, err = h.SendBack(t.Context(), by, h.app, 1, h.now(1).Version, "No.")
		h.wantKind(err, agency.KindForbidden, "sending back one's own request: "+by.Name)
	}
	if _, _, err := h.SendBack(t.Context(), reader, h.app, 1, h.now(1).Version, " "); fields(err) != "comment" {
		t.Errorf("sent back without a word: %v", err)
	}
	_, e, err := h.SendBack(t.Context(), reader, h.app, 1, h.now(1).Version, "Offer more days.")
	h.must(err)
	if e.State != submission.EditDraft || e.Comment != "Offer more days." || h.now(1).OpenEdit != 1 {
		t.Errorf("sent back: %+v", e)
	}
	write(decisiontest.OtherLead())
	send(decisiontest.OtherLead())
	if _, _, err = h.Look(t.Context(), one, h.app, 1, h.now(1).Version); kindOf(err) != agency.KindForbidden {
		t.Errorf("who wrote the first version read the second: %v", err)
	}
	_, e, err = h.Look(t.Context(), reader, h.app, 1, h.now(1).Version)
	h.must(err)
	if e.State != submission.EditSent || e.ReadBy != reader.ID || e.Comment != "" {
		t.Errorf("looked at: %+v", e)
	}
	h.is(submission.EditsRequested)
}

func TestRoundsThatAreUsedUp(t *testing.T) {
	t.Parallel()
	h := open(t) // one round
	h.send(good)
	h.request(asked(6, "Begin with #ad."))
	h.send(good+" Again.", submission.Result{What: submission.Fixed})
	_, _, err := h.Write(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, wish(asked(1, "Say that it was Tuesday.")))
	if fields(err) != "item-1-clause" {
		t.Errorf("a second round was asked for: %v", err)
	}
	e := h.request(wished("Say that it was Tuesday.", 45, 2))
	if d := h.now(1); d.Rounds != 1 || e.Counts {
		t.Errorf("a new ask used up a round: %+v", d)
	}
}

// A request that is taken back gives its round back: once.
func TestARequestThatIsTakenBack(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	h.request(asked(6, "Begin with #ad."))
	version := h.now(1).Version
	if _, _, err := h.TakeBack(t.Context(), decisiontest.Manager(), h.app, 1, version, ""); fields(err) != "reason" {
		t.Errorf("taken back without a reason: %v", err)
	}
	d, e, err := h.TakeBack(t.Context(), decisiontest.Manager(), h.app, 1, version, "We read it again.")
	h.must(err)
	if d.Rounds != 0 || d.OpenEdit != 0 || d.State != submission.InReview || !d.ReviewDue.Equal(endOf(14)) || e.State != submission.EditWithdrawn {
		t.Errorf("taken back: %+v, %+v", d, e)
	}
	_, _, err = h.TakeBack(t.Context(), decisiontest.Manager(), h.app, 1, d.Version, "We read it again.")
	h.wantKind(err, agency.KindConflict, "taking back twice")
	if d := h.now(1); d.Rounds != 0 || h.count(submission.LetterEditEnded) != 1 {
		t.Errorf("%d rounds, letters %v", d.Rounds, h.letters())
	}
	h.request(asked(6, "Begin with #ad."))
	if d := h.now(1); d.Rounds != 1 || d.OpenEdit != 2 {
		t.Errorf("the next request: %+v", d)
	}
}

// What was never sent is taken back without a letter.
func TestTakingBackADraftTellsNobody(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	_, _, err := h.Write(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, wish(asked(6, "Begin with #ad.")))
	h.must(err)
	before := h.now(1)
	d, _, err := h.TakeBack(t.Context(), decisiontest.Manager(), h.app, 1, before.Version, "It is fine as it is.")
	h.must(err)
	if d.State != submission.InReview || d.Rounds != 0 || !d.ReviewDue.Equal(before.ReviewDue) || h.count(submission.LetterEditEnded) != 0 {
		t.Errorf("taken back: %+v, letters %v", d, h.letters())
	}
}

func TestOneRequestAtATime(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	h.request(asked(6, "Begin with #ad."))
	_, _, err := h.Write(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, wish(asked(1, "Say that it was Tuesday.")))
	h.wantKind(err, agency.KindConflict, "a second request")
	_, err = h.Room.Approve(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, nil)
	h.wantKind(err, agency.KindConflict, "approving beside a request")
}

func TestApprovingBesideARequestThatIsBeingWritten(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	_, _, err := h.Write(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, wish(asked(6, "Begin with #ad.")))
	h.must(err)
	_, err = h.Room.Approve(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, nil)
	h.wantKind(err, agency.KindConflict, "approving beside a request that is being written")
}

// Two people at once: one of them is told, and nothing is lost.
func TestTwoReviewersAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	version := h.now(1).Version
	people := []agency.Actor{decisiontest.Manager(), decisiontest.Lead()}
	errs := make([]error, len(people))
	var group sync.WaitGroup
	for i, by := range people {
		group.Go(func() {
			w := wish(asked(6, "Begin with #ad."))
			w.Good = "Read by " + by.ID
			_, _, errs[i] = h.Write(t.Context(), by, h.app, 1, version, w)
		})
	}
	group.Wait()
	won := 0
	if errs[0] != nil {
		won = 1
	}
	h.must(errs[won])
	h.wantKind(errs[1-won], agency.KindConflict, "the second")
	d := h.now(1)
	e, err := h.Edit(t.Context(), d, 1)
	h.must(err)
	if d.Edits != 1 || e.Author != people[won].ID || e.Good != "Read by "+people[won].ID {
		t.Errorf("kept %+v of %d", e, d.Edits)
	}
}

func TestWhoMayDoWhatWithARequest(t *testing.T) {
	t.Parallel()
	kim := agency.Actor{ID: "01JV000000000000000000KMKM", Roles: []agency.Role{agency.Moderator}}
	for _, c := range []struct {
		name string
		by   agency.Actor
		want agency.Kind
	}{
		{"a reviewer", decisiontest.Reader(0), agency.KindForbidden},
		{"an administrator", decisiontest.Admin(), agency.KindForbidden},
		{"a moderator", kim, agency.KindForbidden},
		{"a visitor", agency.Anybody(), agency.KindForbidden},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			h.send(good)
			v := h.now(1).Version
			_, _, err := h.Write(t.Context(), c.by, h.app, 1, v, wish(asked(6, "Begin with #ad.")))
			h.wantKind(err, c.want, "writing")
			_, _, err = h.Send(t.Context(), c.by, h.app, 1, v)
			h.wantKind(err, c.want, "sending")
			_, _, err = h.TakeBack(t.Context(), c.by, h.app, 1, v, "No.")
			h.wantKind(err, c.want, "taking back")
			_, err = h.Room.Approve(t.Context(), c.by, h.app, 1, v, nil)
			h.wantKind(err, c.want, "approving")
			_, err = h.Room.Verify(t.Context(), c.by, h.app, 1, v, "")
			h.wantKind(err, c.want, "verifying")
			_, err = h.Cancel(t.Context(), c.by, h.app, 1, v, "No.", "none")
			h.wantKind(err, c.want, "stopping")
			_, err = h.Waive(t.Context(), c.by, h.app, 1, v, "No.")
			h.wantKind(err, c.want, "waiving")
		})
	}
}
