package submission_test

import (
	"strings"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/submission"
	"greenroom/site/content"
)

func TestWhatADraftNeeds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*submission.DraftForm)
		want   string
	}{
		{"a text", func(*submission.DraftForm) {}, "<nil>"},
		{"a link", func(f *submission.DraftForm) { f.Text, f.Link = "", "ann.blog/soup" }, "<nil>"},
		{"nothing", func(f *submission.DraftForm) { f.Text = " \n" }, "link"},
		{"a link into the house", func(f *submission.DraftForm) { f.Link = "http://127.0.0.1/" }, "link"},
		{"a link that is a script", func(f *submission.DraftForm) { f.Link = "javascript:alert(1)" }, "link"},
		{"a file that was never sent", func(f *submission.DraftForm) { f.File = strings.Repeat("ab", 32) }, "file"},
		{"a file that is a path", func(f *submission.DraftForm) { f.File = "../../etc/passwd" }, "file"},
		{"a text that is too long", func(f *submission.DraftForm) { f.Text = strings.Repeat("a", 60_001) }, "text"},
		{"the longest text", func(f *submission.DraftForm) { f.Text = good + " " + strings.Repeat("🍲", 59_800) }, "<nil>"},
		{"a text that is no text", func(f *submission.DraftForm) { f.Text = "a\x00b" }, "text"},
		{"no ticks", func(f *submission.DraftForm) { f.Ticks = nil }, "clause-1 clause-2 clause-3 clause-6"},
		{"one tick missing", func(f *submission.DraftForm) { f.Ticks = f.Ticks[1:] }, "clause-1"},
		{"not kept, and why", func(f *submission.DraftForm) { f.Ticks[0] = submission.Tick{Clause: 1, Why: "There were two."} }, "<nil>"},
		{"not kept, without a why", func(f *submission.DraftForm) { f.Ticks[0].Done = false }, "clause-1"},
		{"a why without an end", func(f *submission.DraftForm) { f.Ticks[0].Why = strings.Repeat("why ", 200) }, "clause-1"},
		{"no time", func(f *submission.DraftForm) { f.Spoken = "soon" }, "spoken"},
		{"send anyway without a note", func(f *submission.DraftForm) { f.Anyway = true }, "note"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			f := form(h.now(1), good)
			c.change(&f)
			_, _, err := h.SendDraft(t.Context(), h.ann, h.app, 1, f)
			if got := fields(err); got != c.want {
				t.Errorf("refused for %q, want %q", got, c.want)
			}
			if d := h.now(1); err != nil && (d.Drafts != 0 || d.State != submission.Assigned) {
				t.Errorf("kept although it was refused: %+v", d)
			}
		})
	}
}

// What is more than one record holds is refused with words.
func TestADraftThatIsMoreThanOneRecordHolds(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := firstBrief()
	b.Clauses = b.Clauses[:4]
	for n := 10; n < 99; n++ {
		b.Clauses = append(b.Clauses, brief.Clause{Number: n, Kind: brief.Must, Test: brief.Reviewer, Text: "Something."})
	}
	h.Brief.versions[0] = b
	f := form(h.now(1), "#ad "+shop+" "+strings.Repeat("<", 59_900))
	for n := 10; n < 99; n++ {
		f.Ticks = append(f.Ticks, submission.Tick{Clause: n, Why: strings.Repeat("🍲", 490)})
	}
	_, _, err := h.SendDraft(t.Context(), h.ann, h.app, 1, f)
	if got := fields(err); got != "text" {
		t.Errorf("refused for %q, want text", got)
	}
}

// A brief may ask for thousands of words; what is kept of the findings has a
// limit, and the disclosure is always among it.
func TestFindingsHaveALimit(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := firstBrief()
	for n := range 90 {
		rule := &check.Rule{Clause: 10 + n, Check: check.Mention}
		for range 50 {
			rule.Words = append(rule.Words, strings.Repeat("🍲soup", 20))
		}
		b.Clauses = append(b.Clauses, brief.Clause{Number: 10 + n, Kind: brief.Should, Test: brief.Auto, Text: "Words.", Rule: rule})
	}
	h.Brief.versions[0] = b
	draft := h.send(good)
	if n := len(draft.Findings); n > 200 || draft.Findings[0].Check != check.Disclosure {
		t.Errorf("%d findings are kept, the first of %s", n, draft.Findings[0].Check)
	}
	h.approve()
	h.until(may(29, 10))
	h.publish(good)
	h.is(submission.LiveChecking)
}

// Sent twice by a finger that trembles, a draft is one.
func TestTheSameDraftTwice(t *testing.T) {
	t.Parallel()
	h := open(t)
	f := form(h.now(1), good)
	d, first, err := h.SendDraft(t.Context(), h.ann, h.app, 1, f)
	h.must(err)
	again, second, err := h.SendDraft(t.Context(), h.ann, h.app, 1, f)
	h.must(err)
	if again.Version != d.Version || second.Number != first.Number || again.Drafts != 1 || h.count(submission.LetterWaiting) != 1 {
		t.Errorf("sent twice: %+v", again)
	}
	f.Text += " And more."
	_, _, err = h.SendDraft(t.Context(), h.ann, h.app, 1, f)
	h.wantKind(err, agency.KindConflict, "another draft while the first is read")
	f = form(h.now(1), good)
	f.Note = "Look at the second line."
	_, _, err = h.SendDraft(t.Context(), h.ann, h.app, 1, f)
	h.wantKind(err, agency.KindConflict, "the same draft with another note")
}

// The same of a draft that a check sent back; but who sends it again after they
// saw that has put it right behind its link.
func TestTheSameBouncedDraftTwice(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Web.put(post, "The soup won. "+shop)
	f := form(h.now(1), "")
	f.Link = post
	_, first, err := h.SendDraft(t.Context(), h.ann, h.app, 1, f)
	h.must(err)
	d, second, err := h.SendDraft(t.Context(), h.ann, h.app, 1, f)
	h.must(err)
	if !first.Bounced || second.Number != 1 || d.Drafts != 1 {
		t.Errorf("sent twice: %+v, %d drafts", second, d.Drafts)
	}
	h.Web.put(post, good)
	f.Version = d.Version
	d, third, err := h.SendDraft(t.Context(), h.ann, h.app, 1, f)
	h.must(err)
	if third.Bounced || third.Number != 2 || d.State != submission.InReview {
		t.Errorf("put right: %+v", third)
	}
}

func TestADraftAgainstAnOldVersionOfTheBrief(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Brief.versions = append(h.Brief.versions, firstBrief())
	_, _, err := h.SendDraft(t.Context(), h.ann, h.app, 1, form(h.now(1), good))
	h.wantKind(err, agency.KindConflict, "a draft before the new version was read")
	if d := h.is(submission.Assigned); d.Drafts != 0 {
		t.Errorf("%d drafts", d.Drafts)
	}
	h.Brief.acks[h.app] = brief.Ack{Number: 2, First: 1}
	if draft := h.send(good); draft.Brief != 2 {
		t.Errorf("draft names version %d of the brief", draft.Brief)
	}
}

// What was sent stays as it was sent.
func TestVersionsStayAsTheyWereSent(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send("The soup won.")
	first, err := h.Draft(t.Context(), h.now(1), 1)
	h.must(err)
	h.send(good)
	h.request(asked(1, "Say that it was Tuesday."))
	h.send(good+" It was Tuesday.", submission.Result{What: submission.Fixed})
	all, err := h.Versions(t.Context(), h.now(1))
	h.must(err)
	if len(all) != 3 || all[2].Text != "The soup won." || all[2].Hash != first.Hash || !all[2].Bounced || all[0].Number != 3 {
		t.Errorf("versions %+v", all)
	}
	_, err = h.Draft(t.Context(), h.now(1), 4)
	h.wantKind(err, agency.KindNotFound, "a version that was never sent")
}

// Who comes with what they saw before somebody else acted is told.
func TestFormsThatAreOld(t *testing.T) {
	t.Parallel()
	h := openWith(t, func(p *content.Program) { p.EditRounds = 2 })
	h.send(good)
	old := h.now(1).Version
	h.request(wished("A photo of the jar.", 45, 2))
	manager, app := decisiontest.Manager(), h.app
	for name, do := range map[string]func() error{
		"write": func() error {
			_, _, err := h.Write(t.Context(), manager, app, 1, old, wish(asked(1, "Say it.")))
			return err
		},
		"send": func() error { _, _, err := h.Send(t.Context(), manager, app, 1, old); return err },
		"look": func() error { _, _, err := h.Look(t.Context(), decisiontest.Reader(0), app, 1, old); return err },
		"answer": func() error {
			_, _, err := h.Answer(t.Context(), h.ann, app, 1, old, []submission.Reply{yes()})
			return err
		},
		"rule":    func() error { _, _, err := h.Rule(t.Context(), decisiontest.Lead(), app, 1, old, nil); return err },
		"take":    func() error { _, _, err := h.Take(t.Context(), manager, app, 1, old); return err },
		"walk":    func() error { _, _, err := h.Walk(t.Context(), h.ann, app, 1, old); return err },
		"revise":  func() error { _, _, err := h.Revise(t.Context(), manager, app, 1, old, nil); return err },
		"back":    func() error { _, _, err := h.TakeBack(t.Context(), manager, app, 1, old, "No."); return err },
		"approve": func() error { _, err := h.Room.Approve(t.Context(), manager, app, 1, old, nil); return err },
		"verify":  func() error { _, err := h.Room.Verify(t.Context(), manager, app, 1, old, ""); return err },
		"fix":     func() error { _, err := h.AskFix(t.Context(), manager, app, 1, old, "Say it."); return err },
		"restore": func() error { _, err := h.Restore(t.Context(), manager, app, 1, old, "It is there."); return err },
		"cancel":  func() error { _, err := h.Cancel(t.Context(), manager, app, 1, old, "No.", "none"); return err },
		"waive":   func() error { _, err := h.Waive(t.Context(), manager, app, 1, old, "No."); return err },
		"draft": func() error {
			f := form(h.now(1), good+" New.")
			f.Version = old
			_, _, err := h.SendDraft(t.Context(), h.ann, app, 1, f)
			return err
		},
	} {
		before := h.now(1).Version
		h.wantKind(do(), agency.KindConflict, name)
		if h.now(1).Version != before {
			t.Errorf("%s changed something", name)
		}
	}
}

// Somebody else's work is the same as none, on every way.
func TestSomebodyElsesWork(t *testing.T) {
	t.Parallel()
	h := open(t)
	ben, _, err := h.confirmed(t.Context(), "ben")
	h.must(err)
	kim := h.ann // ann works here as well
	kim.Roles = append(kim.Roles, agency.ProjectManager, agency.Lead)
	v := h.now(1).Version
	for _, by := range []agency.Actor{ben, agency.Anybody(), decisiontest.Manager(), {Roles: []agency.Role{agency.Influencer}}} {
		_, err := h.OwnedBy(t.Context(), by, h.app, 1)
		h.wantKind(err, agency.KindNotFound, "opening")
		_, _, err = h.Mine(t.Context(), by, h.app, 1)
		h.wantKind(err, agency.KindNotFound, "reading")
		_, _, err = h.SendDraft(t.Context(), by, h.app, 1, form(h.now(1), good))
		h.wantKind(err, agency.KindNotFound, "sending a draft")
		_, err = h.Upload(t.Context(), by, h.app, 1, "a.png", []byte("a"))
		h.wantKind(err, agency.KindNotFound, "sending a file")
		_, _, err = h.Answer(t.Context(), by, h.app, 1, v, nil)
		h.wantKind(err, agency.KindNotFound, "answering")
		_, _, err = h.Walk(t.Context(), by, h.app, 1, v)
		h.wantKind(err, agency.KindNotFound, "walking away")
		_, err = h.Publish(t.Context(), by, h.app, 1, submission.LiveForm{Address: post})
		h.wantKind(err, agency.KindNotFound, "publishing")
	}
	for name, do := range map[string]func() error{
		"read":    func() error { _, err := h.ForStaff(t.Context(), kim, h.app, 1); return err },
		"write":   func() error { _, _, err := h.Write(t.Context(), kim, h.app, 1, v, wish()); return err },
		"send":    func() error { _, _, err := h.Send(t.Context(), kim, h.app, 1, v); return err },
		"look":    func() error { _, _, err := h.Look(t.Context(), kim, h.app, 1, v); return err },
		"back":    func() error { _, _, err := h.SendBack(t.Context(), kim, h.app, 1, v, "No."); return err },
		"rule":    func() error { _, _, err := h.Rule(t.Context(), kim, h.app, 1, v, nil); return err },
		"take":    func() error { _, _, err := h.Take(t.Context(), kim, h.app, 1, v); return err },
		"revise":  func() error { _, _, err := h.Revise(t.Context(), kim, h.app, 1, v, nil); return err },
		"approve": func() error { _, err := h.Room.Approve(t.Context(), kim, h.app, 1, v, nil); return err },
		"drop":    func() error { _, err := h.DropRemark(t.Context(), kim, h.app, 1, v, 1, "No."); return err },
		"verify":  func() error { _, err := h.Room.Verify(t.Context(), kim, h.app, 1, v, ""); return err },
		"fix":     func() error { _, err := h.AskFix(t.Context(), kim, h.app, 1, v, "No."); return err },
		"restore": func() error { _, err := h.Restore(t.Context(), kim, h.app, 1, v, "No."); return err },
		"cancel":  func() error { _, err := h.Cancel(t.Context(), kim, h.app, 1, v, "No.", "none"); return err },
		"waive":   func() error { _, err := h.Waive(t.Context(), kim, h.app, 1, v, "No."); return err },
	} {
		h.wantKind(do(), agency.KindNotFound, name+" one's own work")
	}
	for _, id := range []string{"", "nonsense", h.IDs.New(), "../../etc"} {
		_, err := h.OwnedBy(t.Context(), h.ann, id, 1)
		h.wantKind(err, agency.KindNotFound, "application "+id)
	}
	for _, number := range []int{-1, 0, 4, 21, 1 << 40} {
		_, err := h.OwnedBy(t.Context(), h.ann, h.app, number)
		h.wantKind(err, agency.KindNotFound, "a number that there is not")
	}
	_, err = h.Edit(t.Context(), h.now(1), 1)
	h.wantKind(err, agency.KindNotFound, "a request that there is not")
}

// Work is given once, and what an amended brief adds is added.
func TestAssigningTwice(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	a, err := h.Applications.Find(t.Context(), h.app)
	h.must(err)
	more := firstBrief()
	more.Deliverables = append(more.Deliverables, brief.Deliverable{Title: "One more", Medium: check.Caption})
	h.Brief.versions = append(h.Brief.versions, more)
	h.Brief.acks[h.app] = brief.Ack{Number: 2, First: 1}
	h.must(h.Assign(t.Context(), a))
	h.must(h.Assign(t.Context(), a))
	all, err := h.OfApplication(t.Context(), h.app)
	h.must(err)
	if len(all) != 4 || all[0].State != submission.InReview || all[3].State != submission.Assigned || all[3].Number != 4 {
		t.Errorf("work %+v", all)
	}
	events, err := h.History(t.Context(), all[3])
	h.must(err)
	if len(events) != 1 {
		t.Errorf("assigned %d times", len(events))
	}
}

// A hundred versions of one caption are enough.
func TestDraftsWithoutAnEnd(t *testing.T) {
	t.Parallel()
	h := open(t)
	for range 100 {
		h.send("The soup won.")
	}
	_, _, err := h.SendDraft(t.Context(), h.ann, h.app, 1, form(h.now(1), good))
	h.wantKind(err, agency.KindTooMany, "one more draft")
}
