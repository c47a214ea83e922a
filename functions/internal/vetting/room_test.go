package vetting_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
)

// house is an agency whose errors end the test.
type house struct {
	*decisiontest.House
	t *testing.T
}

func open(t *testing.T) *house {
	t.Helper()
	store, clock := localtest.Store(t)
	return &house{decisiontest.Open(store, clock), t}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) apply(slug, who string) application.Application {
	h.t.Helper()
	a, err := h.Apply(h.t.Context(), slug, who)
	h.must(err)
	return a
}

func kindOf(err error) agency.Kind {
	if e, ok := errors.AsType[*agency.Error](err); ok {
		return e.Kind
	}
	return 0
}

// fields are the names of the fields that an error is about.
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

// sheet is the form of a pass, filled in for the application as it is.
func (h *house) sheet(by agency.Actor, id string, pass content.Pass) vetting.Sheet {
	h.t.Helper()
	r, err := h.Vetting.Blind(h.t.Context(), by, id)
	h.must(err)
	s := vetting.Sheet{Version: r.Review.Version, Answers: r.Application.Revision, Rubric: r.Program.Rubric(), Marks: vetting.Marks{}, Confidence: 2}
	for _, c := range r.Criteria(pass) {
		s.Marks[c.Key] = vetting.Mark{Score: 3, Evidence: "The soup won."}
	}
	return s
}

// In this house photo weighs 10, writing 40, angle 48 and reach 2.
func TestWhatASheetMustSay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*vetting.Sheet)
		fault  string
	}{
		{"all there", func(*vetting.Sheet) {}, ""},
		{"no marks", func(s *vetting.Sheet) { s.Marks = nil }, "score-angle score-photo score-writing"},
		{"a mark missing", func(s *vetting.Sheet) { delete(s.Marks, "photo") }, "score-photo"},
		{"a mark of 5", func(s *vetting.Sheet) { s.Marks["photo"] = vetting.Mark{Score: 5} }, "score-photo"},
		{"a mark below 0", func(s *vetting.Sheet) { s.Marks["photo"] = vetting.Mark{Score: -1} }, "score-photo"},
		{"no evidence where it weighs 10", func(s *vetting.Sheet) { s.Marks["photo"] = vetting.Mark{Score: 1} }, ""},
		{"no evidence where it weighs 40", func(s *vetting.Sheet) { s.Marks["writing"] = vetting.Mark{Score: 1, Evidence: " "} }, "evidence-writing"},
		{"evidence with a control character", func(s *vetting.Sheet) { s.Marks["photo"] = vetting.Mark{Score: 1, Evidence: "a\x07b"} }, "evidence-photo"},
		{"evidence that is too long", func(s *vetting.Sheet) { s.Marks["photo"] = vetting.Mark{Score: 1, Evidence: strings.Repeat("x", 501)} }, "evidence-photo"},
		{"not assessed without a reason", func(s *vetting.Sheet) { s.Marks["writing"] = vetting.Mark{NA: true} }, "reason-writing"},
		{"not assessed with a reason", func(s *vetting.Sheet) { s.Marks["writing"] = vetting.Mark{NA: true, Reason: "the link is dead"} }, ""},
		{"a reason that is too long", func(s *vetting.Sheet) { s.Marks["writing"] = vetting.Mark{NA: true, Reason: strings.Repeat("x", 501)} }, "reason-writing"},
		{"a reason that reads backwards", func(s *vetting.Sheet) { s.Marks["writing"] = vetting.Mark{NA: true, Reason: "a\u202eb"} }, "reason-writing"},
		{"no confidence", func(s *vetting.Sheet) { s.Confidence = 0 }, "confidence"},
		{"too much confidence", func(s *vetting.Sheet) { s.Confidence = 4 }, "confidence"},
		{"a note that is too long", func(s *vetting.Sheet) { s.Note = strings.Repeat("é", 2001) }, "note"},
		{"a note as long as can be", func(s *vetting.Sheet) { s.Note = strings.Repeat("é", 2000) }, ""},
		{"a note of bytes", func(s *vetting.Sheet) { s.Note = "\xff\xfe" }, "note"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h, by := open(t), decisiontest.Reader(1)
			a := h.apply("tuesday", "ann")
			_, err := h.Vetting.Begin(t.Context(), by, a.ID)
			h.must(err)
			h.Clock.Pass(application.ReadingTime)
			s := h.sheet(by, a.ID, content.Blind)
			c.change(&s)
			_, err = h.Vetting.HandIn(t.Context(), by, a.ID, content.Blind, s)
			if fields(err) != c.fault || err != nil && c.fault == "" {
				t.Errorf("got %v, want faults in %q", err, c.fault)
			}
		})
	}
}

// What nobody is asked for is not kept, wherever it stands in the form.
func TestASheetKeepsNothingUnchecked(t *testing.T) {
	t.Parallel()
	h, by := open(t), decisiontest.Reader(1)
	a := h.apply("tuesday", "ann")
	_, err := h.Vetting.Opened(t.Context(), by, a.ID)
	h.must(err)
	s := h.sheet(by, a.ID, content.Blind)
	s.Marks["photo"] = vetting.Mark{NA: true, Reason: "no pictures", Score: 99, Evidence: "\x00"}
	s.Marks["writing"] = vetting.Mark{Score: 2, Evidence: "A voice.", Reason: "\x00"}
	s.Marks["demos"] = vetting.Mark{Score: 99, Evidence: "\x00"} // weighs nothing here
	s.Marks["reach"] = vetting.Mark{Score: 4}                    // is for the second pass
	s.Marks["charm"] = vetting.Mark{Score: 4}
	r, err := h.Vetting.HandIn(t.Context(), by, a.ID, content.Blind, s)
	h.must(err)
	want := vetting.Marks{"photo": {NA: true, Reason: "no pictures"}, "writing": {Score: 2, Evidence: "A voice."}, "angle": {Score: 3, Evidence: "The soup won."}}
	if len(r.Marks) != len(want) || r.Marks["photo"] != want["photo"] || r.Marks["writing"] != want["writing"] || r.Marks["angle"] != want["angle"] {
		t.Errorf("kept %+v, want %+v", r.Marks, want)
	}
}

func TestWhenASheetIsNotTaken(t *testing.T) {
	t.Parallel()
	type try struct {
		pass  content.Pass
		sheet vetting.Sheet
	}
	for _, c := range []struct {
		name  string
		wait  time.Duration
		setup func(h *house, a application.Application, s *try)
		want  agency.Kind
	}{
		{"in time", application.ReadingTime, func(*house, application.Application, *try) {}, 0},
		{"second pass first", application.ReadingTime, func(_ *house, _ application.Application, s *try) { s.pass = content.Revealed }, agency.KindForbidden},
		{"a pass that there is not", application.ReadingTime, func(_ *house, _ application.Application, s *try) { s.pass = "third" }, agency.KindNotFound},
		{"no pass", application.ReadingTime, func(_ *house, _ application.Application, s *try) { s.pass = "" }, agency.KindNotFound},
		{"another version", application.ReadingTime, func(_ *house, _ application.Application, s *try) { s.sheet.Version++ }, agency.KindConflict},
		{"other answers", application.ReadingTime, func(_ *house, _ application.Application, s *try) { s.sheet.Answers-- }, agency.KindConflict},
		{"another rubric", application.ReadingTime, func(_ *house, _ application.Application, s *try) { s.sheet.Rubric = "0" }, agency.KindConflict},
		{"withdrawn meanwhile", application.ReadingTime, func(h *house, a application.Application, _ *try) {
			_, err := h.Applications.Withdraw(h.t.Context(), agency.Actor{ID: a.Person}, a.ID)
			h.must(err)
		}, agency.KindGone},
		{"edited meanwhile", application.ReadingTime, func(h *house, a application.Application, _ *try) {
			_, err := h.Applications.Edit(h.t.Context(), agency.Actor{ID: a.Person}, a.ID, a.Version, decisiontest.Form("tuesday", "ann"))
			h.must(err)
		}, agency.KindConflict},
		{"stood aside", application.ReadingTime, func(h *house, a application.Application, _ *try) {
			h.must(h.Vetting.Declare(h.t.Context(), decisiontest.Reader(1), a.ID, vetting.StoodAside))
		}, agency.KindConflict},
		{"a friend", application.ReadingTime, func(h *house, a application.Application, _ *try) {
			h.must(h.Vetting.Declare(h.t.Context(), decisiontest.Reader(1), a.ID, vetting.Friend))
		}, agency.KindNotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h, by := open(t), decisiontest.Reader(1)
			a := h.apply("tuesday", "ann")
			_, err := h.Vetting.Begin(t.Context(), by, a.ID)
			h.must(err)
			h.Clock.Pass(c.wait)
			s := try{content.Blind, h.sheet(by, a.ID, content.Blind)}
			c.setup(h, a, &s)
			if _, err := h.Vetting.HandIn(t.Context(), by, a.ID, s.pass, s.sheet); kindOf(err) != c.want || err != nil && c.want == 0 {
				t.Errorf("got %v, want kind %d", err, c.want)
			}
		})
	}
}

func TestAnApplicationIsReadForTwentySecondsOrAPieceIsOpened(t *testing.T) {
	t.Parallel()
	h, by, ctx := open(t), decisiontest.Reader(1), t.Context()
	a := h.apply("tuesday", "ann")
	_, err := h.Vetting.Begin(ctx, by, a.ID)
	h.must(err)
	h.Clock.Pass(application.ReadingTime - time.Second)
	if _, err := h.Vetting.HandIn(ctx, by, a.ID, content.Blind, h.sheet(by, a.ID, content.Blind)); err == nil {
		t.Error("19 seconds are enough")
	}
	if looks, err := h.Applications.Looks(ctx, a); err != nil || len(looks) != 0 {
		t.Errorf("what was refused is a look: %v, %v", looks, err)
	}
	_, err = h.Vetting.Opened(ctx, by, a.ID)
	h.must(err)
	_, err = h.Vetting.HandIn(ctx, by, a.ID, content.Blind, h.sheet(by, a.ID, content.Blind))
	h.must(err)
	now, err := h.Applications.Find(ctx, a.ID)
	h.must(err)
	if looks, _ := h.Applications.Looks(ctx, a); len(looks) != 1 || looks[0].How != "opened" || now.State != application.InReview || now.SeenAt.IsZero() {
		t.Errorf("looks %v, application is %s, seen %v", looks, now.State, now.SeenAt)
	}
}

// Both saw it before anybody had.
func TestTwoWhoLookFirstAtOnceBothDo(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	a := h.apply("tuesday", "ann")
	for n := range 3 {
		if _, err := h.Applications.Looked(ctx, decisiontest.Reader(n), a, "opened"); err != nil {
			t.Error(err)
		}
	}
	if looks, err := h.Applications.Looks(ctx, a); err != nil || len(looks) != 3 {
		t.Errorf("%d looks, want 3: %v", len(looks), err)
	}
}

// Every door of the room, for somebody who must not pass.
func doors() map[string]func(h *house, by agency.Actor, id string) error {
	return map[string]func(h *house, by agency.Actor, id string) error{
		"Begin": func(h *house, by agency.Actor, id string) error {
			_, err := h.Vetting.Begin(h.t.Context(), by, id)
			return err
		},
		"Skip": func(h *house, by agency.Actor, id string) error { return h.Vetting.Skip(h.t.Context(), by, id) },
		"Opened": func(h *house, by agency.Actor, id string) error {
			_, err := h.Vetting.Opened(h.t.Context(), by, id)
			return err
		},
		"Blind": func(h *house, by agency.Actor, id string) error {
			_, err := h.Vetting.Blind(h.t.Context(), by, id)
			return err
		},
		"Revealed": func(h *house, by agency.Actor, id string) error {
			_, err := h.Vetting.Revealed(h.t.Context(), by, id)
			return err
		},
		"HandIn": func(h *house, by agency.Actor, id string) error {
			_, err := h.Vetting.HandIn(h.t.Context(), by, id, content.Blind, vetting.Sheet{})
			return err
		},
		"Declare": func(h *house, by agency.Actor, id string) error {
			return h.Vetting.Declare(h.t.Context(), by, id, vetting.StoodAside)
		},
		"Open": func(h *house, by agency.Actor, id string) error {
			_, err := h.Vetting.Open(h.t.Context(), by, id)
			return err
		},
	}
}

func TestWhoMustNotReadFindsNothing(t *testing.T) {
	t.Parallel()
	for name, door := range doors() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, ctx := open(t), t.Context()
			kim, err := h.Person(ctx, "kim")
			h.must(err)
			kim.Roles = append(kim.Roles, agency.Reviewer, agency.Lead)
			own, other := h.apply("rolling", "kim"), h.apply("tuesday", "ann")
			h.must(h.Vetting.Declare(ctx, kim, other.ID, vetting.Competitor))
			draft, err := h.Applications.SaveDraft(ctx, agency.Actor{ID: other.Person}, decisiontest.Form("rolling", "ann"))
			h.must(err)
			rival := h.apply("rolling", "ben")
			given, err := h.Applications.SaveDraft(ctx, agency.Actor{ID: other.Person}, decisiontest.Form("later", "ann"))
			h.must(err)
			_, err = h.Applications.Withdraw(ctx, agency.Actor{ID: other.Person}, given.ID)
			h.must(err)
			for what, id := range map[string]string{"their own": own.ID, "a competitor's": other.ID, "a rival's": rival.ID, "a draft": draft.ID, "a draft that was given up": given.ID,
				"none": "01JV0000000000000000000000", "no id": "../META"} {
				if err := door(h, kim, id); kindOf(err) != agency.KindNotFound {
					t.Errorf("%s: %v, want that there is none", what, err)
				}
			}
			h.must(h.Vetting.Declare(ctx, decisiontest.Reader(1), other.ID, vetting.StoodAside))
			for _, by := range []agency.Actor{agency.Anybody(), {ID: "p", Roles: []agency.Role{agency.Influencer, agency.Moderator, agency.Editor}}} {
				if err := door(h, by, other.ID); kindOf(err) != agency.KindForbidden {
					t.Errorf("%v: %v, want that they may not", by.Roles, err)
				}
			}
		})
	}
}

func TestNamesComeAfterOnesOwnReview(t *testing.T) {
	t.Parallel()
	h, ctx, by := open(t), t.Context(), decisiontest.Reader(1)
	a := h.apply("tuesday", "ann")
	opens := func(by agency.Actor) bool {
		_, err := h.Vetting.Open(ctx, by, a.ID)
		if err != nil && kindOf(err) != agency.KindForbidden {
			t.Error(err)
		}
		return err == nil
	}
	_, err := h.Vetting.Begin(ctx, by, a.ID)
	h.must(err)
	h.Clock.Pass(application.ReadingTime)
	if opens(by) {
		t.Error("the file opens to who has only begun")
	}
	if _, err := h.Vetting.Revealed(ctx, by, a.ID); kindOf(err) != agency.KindForbidden {
		t.Errorf("the second pass opens before the first: %v", err)
	}
	h.must(h.HandIn(ctx, by, a.ID, content.Blind, 3))
	if opens(by) {
		t.Error("the file opens after one pass of two")
	}
	if _, err := h.Vetting.Revealed(ctx, by, a.ID); err != nil {
		t.Errorf("the second pass is closed after the first: %v", err)
	}
	h.must(h.HandIn(ctx, by, a.ID, content.Revealed, 3))
	if !opens(by) {
		t.Error("the file is closed after a whole review")
	}
	if opens(decisiontest.Lead()) {
		t.Error("the file opens to a lead who has neither scored nor stood aside")
	}
	h.must(h.Vetting.Declare(ctx, decisiontest.Lead(), a.ID, vetting.StoodAside))
	if !opens(decisiontest.Lead()) {
		t.Error("the file is closed to who stood aside")
	}
	h.must(h.Vetting.Declare(ctx, decisiontest.Lead(), a.ID, vetting.Relative))
	if err := h.Vetting.Declare(ctx, decisiontest.Lead(), a.ID, vetting.StoodAside); kindOf(err) != agency.KindNotFound {
		t.Errorf("a conflict is taken back: %v", err)
	}
}

func TestAChangeOfAnswersMakesReviewsStale(t *testing.T) {
	t.Parallel()
	h, ctx, by := open(t), t.Context(), decisiontest.Reader(1)
	a := h.apply("tuesday", "ann")
	h.must(h.Score(ctx, by, a.ID, 3))
	a, err := h.Applications.Find(ctx, a.ID)
	h.must(err)
	_, err = h.Applications.Edit(ctx, agency.Actor{ID: a.Person}, a.ID, a.Version, decisiontest.Form("tuesday", "ann"))
	h.must(err)
	queue, err := h.Vetting.Queue(ctx, h.Applications, by)
	h.must(err)
	if len(queue) != 1 || queue[0].Again == "" {
		t.Errorf("queue %+v, want the application once more with why", queue)
	}
	f, err := h.Vetting.File(ctx, a.ID)
	h.must(err)
	if s := f.Summarise(); s.Stale != 1 || s.Counted != 0 {
		t.Errorf("%+v", s)
	}
	if _, err := h.Vetting.Revealed(ctx, by, a.ID); kindOf(err) != agency.KindForbidden {
		t.Errorf("the second pass opens on answers whose first was not handed in: %v", err)
	}
	h.must(h.HandIn(ctx, by, a.ID, content.Blind, 2))
	if f, err = h.Vetting.File(ctx, a.ID); err != nil || f.ReviewBy(by.ID).Whole(f.Program.Program) {
		t.Errorf("whole after the first pass on new answers: %v", err)
	}
}
