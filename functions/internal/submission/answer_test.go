package submission_test

import (
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/submission"
)

func yes() submission.Reply { return submission.Reply{Answer: submission.Accept} }
func no() submission.Reply  { return submission.Reply{Answer: submission.Decline} }

func dispute() submission.Reply {
	return submission.Reply{Answer: submission.Dispute, Note: "Clause 1 says nothing of a day."}
}

func counter(fee, days int) submission.Reply {
	return submission.Reply{Answer: submission.Counter, Fee: fee, Days: days}
}

// mixed is work with a request for one change that was in the brief and one that
// was not.
func mixed(t testing.TB) *house {
	t.Helper()
	h := open(t)
	h.send(good)
	h.request(asked(1, "Say that it was Tuesday."), wished("A photo of the jar.", 45, 2))
	return h
}

// Where the answers to a request lead: to one change that was in the brief and
// one that is new.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		replies []submission.Reply
		edit    agency.State // "" if the answer is refused
		fee     int
		fields  string
	}{
		{"yes to both", []submission.Reply{yes(), yes()}, submission.EditAccepted, 45, ""},
		{"no to what is new", []submission.Reply{yes(), no()}, submission.EditAccepted, 0, ""},
		{"not in the brief", []submission.Reply{dispute(), yes()}, submission.EditDisputed, 0, ""},
		{"other terms", []submission.Reply{yes(), counter(90, 4)}, submission.EditCountered, 0, ""},
		{"a dispute and other terms", []submission.Reply{dispute(), counter(90, 4)}, submission.EditDisputed, 0, ""},
		{"no to what was in the brief", []submission.Reply{no(), yes()}, "", 0, "item-1-answer"},
		{"other terms for what was in the brief", []submission.Reply{counter(90, 4), yes()}, "", 0, "item-1-answer"},
		{"a dispute without a reason", []submission.Reply{{Answer: submission.Dispute}, yes()}, "", 0, "item-1-note"},
		{"a dispute of what is new", []submission.Reply{yes(), dispute()}, "", 0, "item-2-answer"},
		{"no answer", nil, "", 0, "item-1-answer item-2-answer"},
		{"half an answer", []submission.Reply{yes()}, "", 0, "item-2-answer"},
		{"an answer that is none", []submission.Reply{yes(), {Answer: "perhaps"}}, "", 0, "item-2-answer"},
		{"a fee below zero", []submission.Reply{yes(), counter(-1, 4)}, "", 0, "item-2-fee"},
		{"a fee beyond measure", []submission.Reply{yes(), counter(1<<40, 4)}, "", 0, "item-2-fee"},
		{"days without an end", []submission.Reply{yes(), counter(90, 1<<30)}, "", 0, "item-2-days"},
		{"control characters", []submission.Reply{yes(), {Answer: submission.Decline, Note: "a\x00b"}}, "", 0, "item-2-note"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := mixed(t)
			before := h.now(1)
			_, e, err := h.Answer(t.Context(), h.ann, h.app, 1, before.Version, c.replies)
			d := h.now(1)
			if c.edit == "" {
				if fields(err) != c.fields || d.Version != before.Version {
					t.Errorf("refused for %q, want %q", fields(err), c.fields)
				}
				return
			}
			h.must(err)
			if e.State != c.edit || d.Fee() != c.fee || d.State != submission.EditsRequested || d.Rounds != 1 {
				t.Errorf("request is %s, want %s; fee %d, want %d; work %s", e.State, c.edit, d.Fee(), c.fee, d.State)
			}
			_, _, err = h.Answer(t.Context(), h.ann, h.app, 1, d.Version, c.replies)
			h.wantKind(err, agency.KindConflict, "answering twice")
		})
	}
}

// Saying no to what is new changes nothing at all (INV-7).
func TestSayingNoToEverythingNew(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	before := h.now(1)
	h.request(wished("A photo of the jar.", 45, 2), wished("A second photo.", 20, 1))
	e := h.reply(no(), no())
	d := h.is(submission.InReview)
	if e.State != submission.EditDeclined || d.Fee() != 0 || d.Rounds != before.Rounds || !d.DraftDue.Equal(before.DraftDue) ||
		!d.LiveTo.Equal(before.LiveTo) || len(d.Shifts) != 0 || d.Drafts != before.Drafts || d.OpenEdit != 0 {
		t.Errorf("saying no changed the work to %+v", d)
	}
	h.approve()
}

func TestADispute(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		verdict submission.Verdict
		fields  string
		rounds  int
	}{
		{"upheld", submission.Verdict{Upheld: true, Why: "Tuesday is the dinner."}, "", 1},
		{"new after all", submission.Verdict{Why: "Clause 1 names no day.", Offer: submission.Offer{Reason: "agency_error", Fee: 20, Days: 1, Tried: "We read it again."}}, "", 0},
		{"without a why", submission.Verdict{Upheld: true}, "item-1-why", 1},
		{"new without an offer", submission.Verdict{Why: "Clause 1 names no day."}, "item-1-reason item-1-fee item-1-days item-1-tried", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			h.send(good)
			h.request(asked(1, "Say that it was Tuesday."))
			if e := h.reply(dispute()); e.State != submission.EditDisputed || !e.RuleBy.Equal(endOf(13)) {
				t.Fatalf("disputed: %+v", e)
			}
			d := h.now(1)
			_, _, err := h.Rule(t.Context(), decisiontest.Manager(), h.app, 1, d.Version, map[int]submission.Verdict{1: c.verdict})
			h.wantKind(err, agency.KindForbidden, "ruling on one's own request")
			_, _, err = h.Rule(t.Context(), decisiontest.Reader(0), h.app, 1, d.Version, map[int]submission.Verdict{1: c.verdict})
			h.wantKind(err, agency.KindForbidden, "a reviewer ruling")
			d, e, err := h.Rule(t.Context(), decisiontest.Lead(), h.app, 1, d.Version, map[int]submission.Verdict{1: c.verdict})
			if c.fields != "" {
				if fields(err) != c.fields {
					t.Errorf("refused for %q, want %q", fields(err), c.fields)
				}
				return
			}
			h.must(err)
			ruling := e.Items[0].Ruling
			if e.State != submission.EditSent || d.Rounds != c.rounds || ruling == nil || ruling.Said != dispute().Note || ruling.Clause != 1 {
				t.Errorf("ruled: %+v, %+v, %d rounds", e, ruling, d.Rounds)
			}
			if c.verdict.Upheld {
				_, _, err = h.Answer(t.Context(), h.ann, h.app, 1, d.Version, []submission.Reply{dispute()})
				if fields(err) != "item-1-answer" {
					t.Errorf("disputed twice: %v", err)
				}
				return
			}
			if e := h.reply(no()); e.State != submission.EditDeclined || h.is(submission.InReview).Rounds != 0 {
				t.Errorf("declined what turned out to be new: %+v", e)
			}
		})
	}
}

// countered is work for which other terms wait.
func countered(t testing.TB) *house {
	t.Helper()
	h := open(t)
	h.send(good)
	h.request(wished("A photo of the jar.", 45, 2))
	h.reply(counter(90, 4))
	return h
}

func TestOtherTermsAreTaken(t *testing.T) {
	t.Parallel()
	h := countered(t)
	version := h.now(1).Version
	d, e, err := h.Take(t.Context(), decisiontest.Manager(), h.app, 1, version)
	h.must(err)
	if e.State != submission.EditAccepted || d.Fee() != 90 || len(d.Extras) != 1 || d.Extras[0] != (submission.Extra{Edit: 1, Item: 1, Fee: 90, Days: 4}) {
		t.Errorf("taken: %+v, extras %v", e, d.Extras)
	}
	if _, _, err = h.Take(t.Context(), decisiontest.Manager(), h.app, 1, d.Version); kindOf(err) != agency.KindConflict || h.now(1).Fee() != 90 {
		t.Errorf("taken twice: %v, fee %d", err, h.now(1).Fee())
	}
	if h.count(submission.LetterTaken) != 1 {
		t.Errorf("letters %v", h.letters())
	}
}

func TestOtherTermsAreAnsweredWithABetterOffer(t *testing.T) {
	t.Parallel()
	h := countered(t)
	version := h.now(1).Version
	_, _, err := h.Revise(t.Context(), decisiontest.Manager(), h.app, 1, version, nil)
	if fields(err) != "item-1-fee item-1-days" {
		t.Errorf("an offer of nothing: %v", err)
	}
	_, e, err := h.Revise(t.Context(), decisiontest.Manager(), h.app, 1, version, map[int]submission.Offer{1: {Fee: 60, Days: 3}})
	h.must(err)
	if e.State != submission.EditSent || e.Items[0].New.Fee != 60 || e.Items[0].New.Tried == "" || e.Items[0].Answer != "" {
		t.Errorf("offered: %+v", e)
	}
	h.reply(yes())
	if fee := h.now(1).Fee(); fee != 60 {
		t.Errorf("fee %d, want 60", fee)
	}
}

func TestOtherTermsAreTakenBack(t *testing.T) {
	t.Parallel()
	h := countered(t)
	before := h.now(1)
	d, e, err := h.Walk(t.Context(), h.ann, h.app, 1, before.Version)
	h.must(err)
	if e.State != submission.EditDeclined || d.State != submission.InReview || d.Fee() != 0 || d.Rounds != before.Rounds || !d.DraftDue.Equal(before.DraftDue) {
		t.Errorf("walked away: %+v, %+v", e, d)
	}
	_, _, err = h.Walk(t.Context(), h.ann, h.app, 1, d.Version)
	h.wantKind(err, agency.KindConflict, "walking away twice")
}

// What was in the brief of a request whose other half came to nothing can be
// asked for again: its round was not used up.
func TestWalkingAwayFromAMixedRequest(t *testing.T) {
	t.Parallel()
	h := mixed(t)
	h.reply(yes(), counter(90, 4))
	d, _, err := h.Walk(t.Context(), h.ann, h.app, 1, h.now(1).Version)
	h.must(err)
	if d.Rounds != 0 || d.Fee() != 0 {
		t.Errorf("walked away: %+v", d)
	}
	h.request(asked(1, "Say that it was Tuesday."))
	if d := h.is(submission.EditsRequested); d.Rounds != 1 {
		t.Errorf("%d rounds", d.Rounds)
	}
}

// Who begins to work on what was in the brief has accepted it; what is new waits
// for a word.
func TestADraftIsAnAnswer(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	h.request(asked(1, "Say that it was Tuesday."))
	h.send(good+" It was Tuesday.", submission.Result{What: submission.Fixed})
	h.is(submission.InReview)

	h = mixed(t)
	f := form(h.now(1), good+" It was Tuesday.")
	f.Results = []submission.Result{{What: submission.Fixed}, {What: submission.Fixed}}
	_, _, err := h.SendDraft(t.Context(), h.ann, h.app, 1, f)
	h.wantKind(err, agency.KindConflict, "a draft before the answer")
}

// What a draft says of each change it was asked for.
func TestADraftAnswersEveryItem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		result []submission.Result
		want   string
	}{
		{"done", []submission.Result{{What: submission.Fixed}}, "<nil>"},
		{"not done, and why", []submission.Result{{What: submission.Refused, Note: "It was Wednesday."}}, "<nil>"},
		{"a question", []submission.Result{{What: submission.Unclear, Note: "Which Tuesday?"}}, "<nil>"},
		{"nothing", nil, "result-1"},
		{"something else", []submission.Result{{What: "perhaps"}}, "result-1"},
		{"not done", []submission.Result{{What: submission.Refused}}, "result-1-note"},
		{"an empty question", []submission.Result{{What: submission.Unclear}}, "result-1-note"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			h.send(good)
			h.request(asked(1, "Say that it was Tuesday."))
			f := form(h.now(1), good+" Again.")
			f.Results = c.result
			_, _, err := h.SendDraft(t.Context(), h.ann, h.app, 1, f)
			if got := fields(err); got != c.want {
				t.Errorf("refused for %q, want %q", got, c.want)
			}
		})
	}
}

// What somebody said when they answered stays beside what they say in the draft.
func TestWhatWasSaidIsNotLost(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	h.request(asked(1, "Say that it was Tuesday."))
	h.reply(submission.Reply{Answer: submission.Accept, Note: "With pleasure."})
	h.send(good+" Again.", submission.Result{What: submission.Refused, Note: "It was Wednesday."})
	e, err := h.Edit(t.Context(), h.now(1), 1)
	h.must(err)
	if i := e.Items[0]; i.Note != "With pleasure." || i.Remark != "It was Wednesday." || e.State != submission.EditDone {
		t.Errorf("kept %+v of a request that is %s", i, e.State)
	}
}

// Every change of the newest request that was worked in is looked at, also if a
// later one came to nothing.
func TestApprovingLooksAtTheNewestWork(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	h.request(asked(1, "Say that it was Tuesday."))
	h.send(good+" It was Tuesday.", submission.Result{What: submission.Fixed})
	h.request(wished("A photo of the jar.", 45, 2))
	h.reply(no())
	if _, err := h.Room.Approve(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, nil); fields(err) != "ok-1" {
		t.Errorf("approved without a look: %v", err)
	}
	d := h.approve(1)
	e, err := h.Edit(t.Context(), d, 1)
	h.must(err)
	if e.State != submission.EditVerified || !e.Items[0].OK {
		t.Errorf("request %+v", e)
	}
}
