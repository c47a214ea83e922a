package brief_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/decision/decisiontest"
)

func (h *house) deliver() int {
	h.t.Helper()
	told, err := h.Deliver(h.t.Context(), slug, h.Now().Add(time.Hour))
	h.must(err)
	return told
}

func TestEverybodyWhoTakesPartIsTold(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.started(slug)
	accepted, _ := h.member("ann", application.Accepted)
	h.member("ben", application.Confirmed)
	late, _ := h.member("cem", application.Waitlisted)
	h.member("kim", application.Declined)
	if told := h.deliver(); told != 0 {
		t.Errorf("%d were told of a draft", told)
	}
	h.released()
	if told, err := h.Deliver(t.Context(), slug, h.Now().Add(-time.Second)); told != 0 || err != nil {
		t.Errorf("no time: %d, %v", told, err)
	}
	if told := h.deliver(); told != 2 {
		t.Errorf("%d were told, want 2", told)
	}
	h.becomes(late, application.Accepted)
	if told := h.deliver(); told != 1 {
		t.Errorf("%d were told later, want who was accepted since", told)
	}
	var v brief.ReleasedValues
	m := h.newest(brief.LetterReleased, &v)
	if m.About != late.Thing() || m.To != "cem@example.com" || m.ReplyTo != "marisol@greenroom.example" || v.Number != 1 || v.Again || v.Offers != 0 || v.Name != "cem" {
		t.Errorf("%+v: %+v", m, v)
	}
	if told := h.deliver(); told != 0 || len(h.letters(brief.LetterReleased)) != 3 {
		t.Errorf("%d were told again", told)
	}
	if first := h.letters(brief.LetterReleased)[0]; first.About != accepted.Thing() {
		t.Errorf("the first letter is about %s", first.About)
	}
}

// Wherever the power goes, everybody is told once when it is back.
func TestADeliveryCutOffAnywhereTellsEverybodyOnce(t *testing.T) {
	t.Parallel()
	for after := range 4 {
		for _, applied := range []bool{false, true} {
			t.Run(fmt.Sprint(after, applied), func(t *testing.T) {
				t.Parallel()
				h, _ := inForce(t)
				for _, who := range []string{"ann", "ben", "cem"} {
					h.member(who, application.Accepted)
				}
				power := &decisiontest.Cutter{Table: h.store}
				cut := *h.Room
				cut.Table = power
				power.Cut(after, applied)
				_, err := cut.Deliver(t.Context(), slug, h.Now().Add(time.Hour))
				if gone := power.Mend(); gone != (err != nil) {
					t.Errorf("power was gone: %v; %v", gone, err)
				}
				h.deliver()
				seen := map[string]int{}
				for _, m := range h.letters(brief.LetterReleased) {
					seen[m.About]++
				}
				if len(seen) != 3 || len(h.letters(brief.LetterReleased)) != 3 {
					t.Errorf("letters: %v", seen)
				}
			})
		}
	}
}

func TestAcknowledging(t *testing.T) {
	t.Parallel()
	h, _ := inForce(t)
	a, ann := h.member("ann", application.Accepted)
	if _, known, err := h.Acknowledged(t.Context(), a.ID); known || err != nil {
		t.Errorf("acknowledged before: %v", err)
	}
	number, hash, right := h.right(a)
	wrong := slices.Clone(right)
	wrong[0] = 2
	_, result, err := h.Acknowledge(t.Context(), ann, a, number, hash, wrong)
	if err != nil || result.OK || len(result.Again) != 1 {
		t.Errorf("one wrong answer: %+v, %v", result, err)
	}
	if _, known, _ := h.Acknowledged(t.Context(), a.ID); known {
		t.Error("wrong answers acknowledge")
	}
	ack := h.acknowledge(a, ann)
	h.agency.Clock.Pass(time.Hour)
	again, result, err := h.Acknowledge(t.Context(), ann, a, number, hash, wrong)
	if err != nil || !result.OK || !again.At.Equal(ack.At) || ack.First != 1 || ack.Hash != hash {
		t.Errorf("again: %+v, %v", again, err)
	}
	kept, known, err := h.Acknowledged(t.Context(), a.ID)
	if err != nil || !known || kept.Number != 1 || !kept.At.Equal(ack.At) {
		t.Errorf("%+v, %v", kept, err)
	}
	events, err := h.Applications.History(t.Context(), a)
	h.must(err)
	if n := len(slices.DeleteFunc(events, func(e agency.Event) bool { return e.Action != "acknowledge" })); n != 1 {
		t.Errorf("it is on record %d times", n)
	}
}

func TestWhatDoesNotAcknowledge(t *testing.T) {
	t.Parallel()
	h, _ := inForce(t)
	a, ann := h.member("ann", application.Accepted)
	_, ben := h.member("ben", application.Accepted)
	waits, cem := h.member("cem", application.Waitlisted)
	number, hash, right := h.right(a)
	_, _, rightOfCem := h.right(waits)
	for name, c := range map[string]struct {
		by      agency.Actor
		a       application.Application
		number  int
		hash    string
		answers []int
		kind    agency.Kind
		field   string
	}{
		"somebody else":           {ben, a, number, hash, right, agency.KindNotFound, ""},
		"nobody":                  {agency.Anybody(), a, number, hash, right, agency.KindNotFound, ""},
		"who waits":               {cem, waits, number, hash, rightOfCem, agency.KindConflict, ""},
		"another version":         {ann, a, 2, hash, right, agency.KindConflict, ""},
		"another hash":            {ann, a, number, "x", right, agency.KindConflict, ""},
		"no answers":              {ann, a, number, hash, nil, 0, "answer1 answer2 answer3"},
		"one answer missing":      {ann, a, number, hash, right[:2], 0, "answer3"},
		"an answer there is not":  {ann, a, number, hash, []int{right[0], 7, -1}, 0, "answer2 answer3"},
		"ten thousand answers":    {ann, a, number, hash, make([]int, 10_000), 0, "answer1"},
		"an application of chaos": {ann, application.Application{ID: "\x00"}, number, hash, right, agency.KindNotFound, ""},
	} {
		if _, r, err := h.Acknowledge(t.Context(), c.by, c.a, c.number, c.hash, c.answers); kindOf(err) != c.kind || fields(err) != c.field || r.OK || err == nil {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	for _, id := range []string{a.ID, waits.ID, "", "\x00", strings.Repeat("x", 5000)} {
		if _, known, err := h.Acknowledged(t.Context(), id); known || err != nil {
			t.Errorf("%.9q acknowledged: %v", id, err)
		}
	}
}

func TestQuestionsAreDrawnFromWhatIsAskedAndForbidden(t *testing.T) {
	t.Parallel()
	h, _ := inForce(t)
	h.write(func(b *brief.Brief) {
		for range 8 {
			more(brief.Clause{Kind: brief.Must, Test: brief.Attest, Text: "Be kind."})(b)
		}
	})
	r, err := h.Released(t.Context(), slug)
	h.must(err)
	now, _ := h.now(slug)
	r.Brief = now
	drawn := map[int]int{}
	for range 200 {
		id := h.IDs.New()
		questions := brief.Questions(r, id, 0)
		if len(questions) != 3 || fmt.Sprint(questions) != fmt.Sprint(brief.Questions(r, id, 0)) {
			t.Fatalf("%+v", questions)
		}
		kinds := map[brief.Kind]int{}
		for _, q := range questions {
			c, ok := r.Clause(q.Clause)
			if !ok || c.Text != q.Text || len(q.Choices) != 3 {
				t.Fatalf("%+v", q)
			}
			kinds[c.Kind]++
			drawn[q.Clause]++
		}
		if kinds[brief.Must] != 2 || kinds[brief.MustNot] != 1 {
			t.Fatalf("%v", kinds)
		}
		for _, q := range brief.Questions(r, id, 1) {
			if c, _ := r.Clause(q.Clause); c.Offer(1) {
				t.Errorf("asks about an offer: %+v", c)
			}
		}
	}
	if len(drawn) != 12 {
		t.Errorf("only %d clauses are ever asked about", len(drawn))
	}
}

func TestAClauseThatManyGetWrongIsUnclear(t *testing.T) {
	t.Parallel()
	h, _ := inForce(t)
	wrongs := map[int]int{}
	for n := range 5 {
		a, p := h.member(fmt.Sprintf("p%d", n), application.Confirmed)
		number, hash, right := h.right(a)
		answers := slices.Clone(right)
		_, questions, err := h.SelfCheck(t.Context(), a)
		h.must(err)
		for i, q := range questions {
			if q.Clause == 4 && n < 2 {
				answers[i] = 0
				wrongs[4]++
			}
		}
		for range 3 { // only the first time counts
			_, _, err := h.Acknowledge(t.Context(), p, a, number, hash, answers)
			h.must(err)
		}
		_, _, err = h.Acknowledge(t.Context(), p, a, number, hash, right)
		h.must(err)
	}
	c, err := h.Clarity(t.Context(), slug)
	if err != nil || c.Participants != 5 || c.Number != 1 {
		t.Fatalf("%+v, %v", c, err)
	}
	asked := 0
	for _, u := range c.Clauses {
		asked += u.Asked
		if u.Wrong != wrongs[u.Clause] || u.Unclear() != (u.Clause == 4) {
			t.Errorf("%+v", u)
		}
	}
	if asked != 15 || wrongs[4] != 2 {
		t.Errorf("%d answers counted, %d of them wrong", asked, wrongs[4])
	}
	for _, u := range []struct {
		u    brief.Understood
		want bool
	}{{brief.Understood{Asked: 5, Wrong: 1}, false}, {brief.Understood{Asked: 9, Wrong: 2}, true}, {brief.Understood{}, false}} {
		if u.u.Unclear() != u.want {
			t.Errorf("%+v is unclear: %v", u.u, !u.want)
		}
	}
}

func TestTheBoard(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.started(slug)
	a, ann := h.member("ann", application.Accepted)
	_, ben := h.member("ben", application.Confirmed)
	_, kim := h.member("kim", application.Declined)
	if _, err := h.Ask(t.Context(), ann, slug, "Any Tuesday?"); kindOf(err) != agency.KindNotFound {
		t.Errorf("before there is a brief: %v", err)
	}
	h.released()
	for name, c := range map[string]struct {
		by   agency.Actor
		text string
		kind agency.Kind
	}{
		"who was declined":   {kim, "Any Tuesday?", agency.KindNotFound},
		"nobody":             {agency.Anybody(), "Any Tuesday?", agency.KindNotFound},
		"nothing":            {ann, " ", 0},
		"too long":           {ann, strings.Repeat("a", 501), 0},
		"control characters": {ann, "a\x00", 0},
		"an address":         {ann, "Write to ann@mail.example", 0},
	} {
		if _, err := h.Ask(t.Context(), c.by, slug, c.text); err == nil || kindOf(err) != c.kind || c.kind == 0 && fields(err) != "question" {
			t.Errorf("%s: %v", name, err)
		}
	}
	q, err := h.Ask(t.Context(), ann, slug, "Any Tuesday?\r\n")
	h.must(err)
	if want := time.Date(2026, time.May, 14, 23, 59, 59, 0, time.UTC); !q.Due.Equal(want) || q.Text != "Any Tuesday?" {
		t.Errorf("%+v, due by %v", q, want)
	}
	if twice, err := h.Ask(t.Context(), ann, slug, "Any Tuesday?"); err != nil || twice.ID != q.ID {
		t.Errorf("sent twice: %v", err)
	}
	for _, by := range []agency.Actor{ann, ben, tess(), ines()} {
		list, err := h.Questions(t.Context(), by, slug)
		if err != nil || len(list) != 1 || list[0].Text != "Any Tuesday?" || !list[0].Open() {
			t.Errorf("%s reads %+v, %v", by.Name, list, err)
		}
		if s := fmt.Sprintf("%+v", list); strings.Contains(s, ann.ID) || strings.Contains(s, a.ID) {
			t.Errorf("it tells who asked: %s", s)
		}
	}
	if _, err := h.Questions(t.Context(), kim, slug); kindOf(err) != agency.KindNotFound {
		t.Errorf("who was declined reads the board: %v", err)
	}
	waiting, err := h.Unanswered(t.Context(), slug)
	if err != nil || len(waiting) != 1 || waiting[0].Late(h.Now()) || !waiting[0].Late(q.Due.Add(time.Second)) {
		t.Errorf("%+v, %v", waiting, err)
	}
	if _, err := h.Answer(t.Context(), devon(), slug, q.ID, "Mail devon@mail.example"); fields(err) != "answer" {
		t.Errorf("an address in the answer: %v", err)
	}
	answer, err := h.Answer(t.Context(), devon(), slug, q.ID, "Any.")
	if err != nil || answer.Answer != "Any." || answer.By != "devn" {
		t.Errorf("%+v, %v", answer, err)
	}
	if _, err := h.Answer(t.Context(), devon(), slug, q.ID, "Any."); err != nil {
		t.Errorf("sent twice: %v", err)
	}
	if _, err := h.Answer(t.Context(), omar(), slug, q.ID, "None."); kindOf(err) != agency.KindConflict {
		t.Errorf("another answer: %v", err)
	}
	var v brief.ReplyValues
	if m := h.newest(brief.LetterReply, &v); m.To != "ann@example.com" || v.Answer != "Any." || v.Question != "Any Tuesday?" || len(h.letters(brief.LetterReply)) != 1 {
		t.Errorf("%+v", v)
	}
	if waiting, _ := h.Unanswered(t.Context(), slug); len(waiting) != 0 {
		t.Errorf("%+v still waits", waiting)
	}
	if c, err := h.Clarity(t.Context(), slug); err != nil || c.Questions != 1 || c.PerPerson() != 0.5 {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestABoardIsNotFlooded(t *testing.T) {
	t.Parallel()
	h, _ := inForce(t)
	_, ann := h.member("ann", application.Accepted)
	var err error
	for n := range 11 {
		_, err = h.Ask(t.Context(), ann, slug, fmt.Sprintf("Why %d?", n))
	}
	if kindOf(err) != agency.KindTooMany {
		t.Errorf("the eleventh: %v", err)
	}
	for _, id := range []string{"", "x", "\x00", h.IDs.New(), strings.Repeat("x", 5000)} {
		if _, err := h.Answer(t.Context(), devon(), slug, id, "Yes."); kindOf(err) != agency.KindNotFound {
			t.Errorf("question %.9q: %v", id, err)
		}
	}
}

// progress is what the room of work handed in would say.
type progress struct{ err error }

func (p progress) Progress(context.Context, string) (brief.Progress, error) {
	return brief.Progress{Drafts: 2, Live: 1}, p.err
}

func TestImpact(t *testing.T) {
	t.Parallel()
	h, _ := inForce(t)
	a, ann := h.member("ann", application.Accepted)
	h.member("ben", application.Confirmed)
	h.member("kim", application.Withdrawn)
	h.acknowledge(a, ann)
	i, err := h.Impact(t.Context(), slug)
	if err != nil || i.Accepted != 1 || i.Confirmed != 1 || fmt.Sprint(i.Acknowledged) != "map[0:1 1:1]" || i.Known {
		t.Errorf("%+v, %v", i, err)
	}
	h.Works = progress{}
	if i, err = h.Impact(t.Context(), slug); err != nil || !i.Known || i.Progress != (brief.Progress{Drafts: 2, Live: 1}) {
		t.Errorf("%+v, %v", i, err)
	}
	h.Works = progress{errors.New("out")}
	if _, err = h.Impact(t.Context(), slug); err == nil {
		t.Error("a failure is not told")
	}
}
