package submission_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/submission"
	"greenroom/functions/internal/table"
)

// check holds every rule against what is on record now.
func (w *world) check() {
	for _, d := range w.all() {
		before, known := w.before[d.Ref()]
		if known && before.Version == d.Version {
			continue
		}
		requests, err := w.Requests(ctx(), d)
		w.must(err)
		events, err := w.History(ctx(), d)
		w.must(err)
		w.checkDisclosed(d)
		w.checkRequests(d, requests)
		if known {
			w.checkDates(before, d)
		}
		w.checkDrafts(d)
		w.checkTrail(d, requests, events)
		w.checkSight(d, requests)
		w.checkLetters(d, events)
		w.before[d.Ref()] = d
		w.reached[string(d.State)]++
		for _, e := range requests {
			w.reached["edit "+string(e.State)]++
		}
	}
}

// checkDisclosed is INV-5.
func (w *world) checkDisclosed(d submission.Deliverable) {
	switch d.State {
	case submission.LiveVerified, submission.LiveBroken, submission.Done:
	default:
		return
	}
	for _, f := range d.Live.Findings {
		if f.Result == check.Fail && (f.Check == check.Disclosure || f.Check == check.Position) {
			w.fail("work %s is %s, and its ad is hidden: %s", d.Ref(), d.State, f.Say)
		}
	}
	if d.Live.VerifiedBy == "" || d.Live.VerifiedBy == d.Person {
		w.fail("work %s was verified by %q", d.Ref(), d.Live.VerifiedBy)
	}
}

// checkRequests is INV-6, and that rounds are those that were used up.
func (w *world) checkRequests(d submission.Deliverable, requests []submission.Edit) {
	open, rounds := 0, 0
	for _, e := range requests {
		if e.Open() {
			if open != 0 {
				w.fail("work %s has two requests open", d.Ref())
			}
			open = e.Number
		}
		if e.Counts && e.Shown() {
			rounds++
		}
		for _, i := range e.Items {
			if (i.Clause == 0) != i.IsNew() || i.Clause == 5 || !i.IsNew() && i.Quote == "" {
				w.fail("work %s: item %+v is neither in the brief nor new", d.Ref(), i)
			}
		}
		if e.Shown() && e.ReadBy == "" && slices.ContainsFunc(e.Items, func(i submission.Item) bool { return i.Client || i.IsNew() && i.Ruling == nil }) {
			w.fail("work %s: request %d left without a second look", d.Ref(), e.Number)
		}
	}
	for _, e := range requests {
		if e.ReadBy != "" && (e.ReadBy == e.Author || e.ReadBy == e.SentBy || slices.Contains(e.Writers, e.ReadBy)) {
			w.fail("work %s: who asked for request %d also had its second look", d.Ref(), e.Number)
		}
		for _, i := range e.Items {
			if r := i.Ruling; r != nil && (r.By == e.Author || r.By == e.SentBy || r.By == e.ReadBy || slices.Contains(e.Writers, r.By)) {
				w.fail("work %s: who asked for request %d ruled on it", d.Ref(), e.Number)
			}
		}
	}
	if open != d.OpenEdit || rounds != d.Rounds {
		w.fail("work %s says request %d is open and %d rounds are used up; it is request %d, and %d are", d.Ref(), d.OpenEdit, d.Rounds, open, rounds)
	}
	waiting := d.State == submission.EditsRequested
	if waiting != (open != 0 && requests[open-1].Shown()) && d.State != submission.InProgress {
		w.fail("work %s is %s with request %d open", d.Ref(), d.State, open)
	}
}

func (w *world) checkDates(before, d submission.Deliverable) {
	if d.DraftDue.Before(before.DraftDue) || d.LiveTo.Before(before.LiveTo) || d.LiveTo.Before(d.DraftDue) || !d.LiveFrom.Equal(before.LiveFrom) {
		w.fail("work %s: dates went from %s, %s to %s, %s", d.Ref(), before.DraftDue, before.LiveTo, d.DraftDue, d.LiveTo)
	}
	moved := !d.DraftDue.Equal(before.DraftDue) || !d.LiveTo.Equal(before.LiveTo)
	if moved != (len(d.Shifts) > len(before.Shifts)) {
		w.fail("work %s: dates went from %s, %s to %s, %s with shifts %v", d.Ref(), before.DraftDue, before.LiveTo, d.DraftDue, d.LiveTo, d.Shifts)
	}
	if before.Live != nil && d.Live != nil && !before.Live.PayBy.IsZero() && !d.Live.PayBy.Equal(before.Live.PayBy) {
		w.fail("work %s: the day of payment moved", d.Ref())
	}
}

// checkDrafts: what was sent stays as it was sent.
func (w *world) checkDrafts(d submission.Deliverable) {
	for n := range d.Drafts {
		k := table.Key{Space: table.Private, PK: "APP#" + d.Application, SK: fmt.Sprintf("SUB#%02d#%04d", d.Number, n+1)}
		i, err := w.Table.Get(ctx(), k)
		w.must(err)
		was, known := w.bytes[k.PK+k.SK]
		if known && was != string(i.Body) || i.Version != 1 {
			w.fail("draft %d of %s was changed", n+1, d.Ref())
		}
		w.bytes[k.PK+k.SK] = string(i.Body)
	}
	if _, err := w.Draft(ctx(), d, d.Drafts+1); !errors.Is(err, agency.NotFound("There is no such version.")) && kindOf(err) != agency.KindNotFound {
		w.fail("work %s has a draft more than it says: %v", d.Ref(), err)
	}
}

var requestName = regexp.MustCompile(`^request (\d+)`)

// checkTrail replays what was recorded through both machines.
func (w *world) checkTrail(d submission.Deliverable, requests []submission.Edit, events []agency.Event) {
	state, edits := submission.Machine().Initial, map[string]agency.State{}
	for _, e := range events {
		name := requestName.FindString(e.Note)
		var err error
		switch {
		case strings.HasPrefix(e.Action, "D") && strings.Trim(e.Action[1:], "0123456789") == "":
			if e.From != state {
				w.fail("work %s: %s begins at %s, it was %s", d.Ref(), e.Action, e.From, state)
			}
			state, err = submission.Machine().Next(state, e.Action)
		case strings.HasPrefix(e.Action, "E") && name != "":
			if edits[name], err = submission.EditMachine().Next(edits[name], e.Action); edits[name] != e.To {
				w.fail("work %s: %s of %s leads to %s, recorded is %s", d.Ref(), e.Action, name, edits[name], e.To)
			}
		case e.Action == "edit draft" && edits[name] == "":
			edits[name] = submission.EditMachine().Initial
		case e.Action == "edit draft" && edits[name] != submission.EditDraft:
			w.fail("%s of %s was written in while it was %s", name, d.Ref(), edits[name])
		}
		if err != nil {
			w.fail("work %s: %s: %v", d.Ref(), e.Action, err)
		}
	}
	if state != d.State {
		w.fail("work %s is %s, its trail ends at %s", d.Ref(), d.State, state)
	}
	for _, e := range requests {
		if got := edits[fmt.Sprintf("request %d", e.Number)]; got != e.State {
			w.fail("request %d of %s is %s, its trail ends at %s", e.Number, d.Ref(), e.State, got)
		}
	}
}

// checkSight: the influencer sees no request before it was sent, and nothing
// that a client said, on their page as in their letters.
func (w *world) checkSight(d submission.Deliverable, requests []submission.Edit) {
	mine, shown, err := w.Mine(ctx(), w.owners[d.Application], d.Application, d.Number)
	w.must(err)
	seen, err := json.Marshal([]any{mine, shown})
	w.must(err)
	mails, err := w.Mails.About(ctx(), d.Thing())
	w.must(err)
	for _, m := range mails {
		seen = append(seen, m.Values...)
	}
	if strings.Contains(string(seen), "CLIENTSAYS") {
		w.fail("work %s: its writer reads what the client said: %s", d.Ref(), seen)
	}
	for _, e := range requests {
		if !e.Shown() && strings.Contains(string(seen), e.Good) {
			w.fail("work %s: its writer reads request %d, which is %s", d.Ref(), e.Number, e.State)
		}
	}
}

// checkLetters: each letter once for what it tells of.
func (w *world) checkLetters(d submission.Deliverable, events []agency.Event) {
	mails, err := w.Mails.About(ctx(), d.Thing())
	w.must(err)
	letters, happened := map[string]int{}, map[string]int{}
	for _, m := range mails {
		letters[m.Letter]++
	}
	for _, e := range events {
		happened[e.Action]++
	}
	for letter, of := range map[string][]string{
		submission.LetterApproved: {"D8", "D9"}, submission.LetterClient: {"D6"}, submission.LetterEdits: {"E2", "E3", "E9"},
		submission.LetterRuling: {"E7"}, submission.LetterTaken: {"E10"}, submission.LetterVerified: {"D11"}, submission.LetterBroken: {"D14"},
		submission.LetterBack: {"D15"}, submission.LetterDone: {"D16"}, submission.LetterStopped: {"D17", "D18"}, submission.LetterWaived: {"D19"},
		submission.LetterTime: {"more time"},
	} {
		want := 0
		for _, action := range of {
			want += happened[action]
		}
		if letters[letter] != want {
			w.fail("work %s: %d letters %s for %v, which happened %d times", d.Ref(), letters[letter], letter, of, want)
		}
	}
	if letters[submission.LetterEditEnded] > happened["E14"]+happened["E15"]+happened["E16"] || letters[submission.LetterFix] > happened["D12"] {
		w.fail("work %s: letters %v for %v", d.Ref(), letters, happened)
	}
}

// checkAnswer is INV-7: who says no to what is new keeps everything as it was;
// who says yes gets what was offered.
func (w *world) checkAnswer(before submission.Deliverable, e submission.Edit) {
	d, err := w.Find(ctx(), before.Application, before.Number)
	w.must(err)
	fee := before.Fee()
	for _, i := range e.Items {
		if e.State == submission.EditAccepted && i.IsNew() && i.Answer == submission.Accept {
			fee += i.New.Fee
		}
	}
	if d.Fee() != fee || d.Rounds != before.Rounds {
		w.fail("after the answer the fee is %d more, want %d, and %d rounds are used up, it was %d", d.Fee(), fee, d.Rounds, before.Rounds)
	}
	if e.State != submission.EditAccepted && (!d.DraftDue.Equal(before.DraftDue) || !d.LiveTo.Equal(before.LiveTo)) {
		w.fail("an answer that agreed on nothing moved dates")
	}
	a, err := w.Applications.Find(ctx(), d.Application)
	w.must(err)
	if a.State != "confirmed" || a.Version != 1 {
		w.fail("an answer changed the standing of its writer: %+v", a)
	}
}
