package brief_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/document"
)

func why(number int, class brief.Class, reason string) func(*brief.Brief) {
	return func(b *brief.Brief) {
		c := clause(b, number)
		c.Why.Class, c.Why.Reason = class, reason
	}
}

// pays makes an offer of a new ask.
func pays(number int) func(*brief.Brief) {
	return func(b *brief.Brief) { clause(b, number).Why.Offer = offer() }
}

func offer() brief.Offer {
	return brief.Offer{Fee: 45, Days: 2, Tried: "We asked them to wait for the next program."}
}

func both(changes ...func(*brief.Brief)) func(*brief.Brief) {
	return func(b *brief.Brief) {
		for _, change := range changes {
			change(b)
		}
	}
}

func must(words string) brief.Clause {
	return brief.Clause{Kind: brief.Must, Test: brief.Attest, Text: words}
}

// What an amendment's change is called by itself, and whether calling it less
// needs a second person.
func TestChangesAreClassified(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change  func(*brief.Brief)
		number  int
		class   brief.Class
		demands bool
	}{
		"an added must":            {more(must("Name the box.")), 14, brief.NewAsk, true},
		"an added must-not":        {more(brief.Clause{Kind: brief.MustNot, Test: brief.Reviewer, Text: "No wine."}), 14, brief.NewAsk, true},
		"an added wish":            {more(brief.Clause{Kind: brief.Should, Test: brief.Attest, Text: "Smile."}), 14, brief.Clarification, false},
		"an added note":            {more(brief.Clause{Kind: brief.Info, Text: "Boxes come on Mondays."}), 14, brief.Clarification, false},
		"a reworded must":          {text(1, "The night must be real."), 1, brief.NewAsk, true},
		"a reworded must-not":      {text(4, "No prices."), 4, brief.NewAsk, true},
		"a wish becomes a must":    {func(b *brief.Brief) { clause(b, 5).Kind = brief.Must }, 5, brief.NewAsk, true},
		"a must becomes a wish":    {func(b *brief.Brief) { clause(b, 1).Kind = brief.Should }, 1, brief.Clarification, false},
		"a rule of a must":         {func(b *brief.Brief) { clause(b, 2).Rule.Link = "https://ninepin.example/may" }, 2, brief.NewAsk, true},
		"a must for more of it":    {func(b *brief.Brief) { clause(b, 2).For = nil }, 2, brief.NewAsk, true},
		"less money":               {text(9, "You are paid $100."), 9, brief.NewAsk, true},
		"a reworded wish":          {text(5, "Use #ad"), 5, brief.Clarification, false},
		"said by its writer":       {both(text(1, "The night must be real."), why(1, brief.Clarification, "legal")), 1, brief.Clarification, true},
		"a wish that is a new ask": {both(text(5, "Use #ad twice"), why(5, brief.NewAsk, "legal")), 5, brief.NewAsk, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, _ := inForce(t)
			_, d := h.write(c.change)
			changes, open, err := h.Amending(t.Context(), slug)
			if err != nil || len(changes) != 1 || d.Current.Number != 2 || d.Live.Number != 1 {
				t.Fatalf("%+v, %v", changes, err)
			}
			got := changes[0]
			if got.Number != c.number || got.Why.Class != c.class || got.Demands != c.demands {
				t.Errorf("%+v", got)
			}
			if (len(open) > 0) != (c.demands && c.class != brief.NewAsk) {
				t.Errorf("a second person has to look at %v", open)
			}
			if asked := got.Now.Why.Asked; (asked == 2) != (c.class == brief.NewAsk) {
				t.Errorf("asked in version %d", asked)
			}
		})
	}
}

func TestAnAmendmentThatChangesNothingIsNone(t *testing.T) {
	t.Parallel()
	h, d := inForce(t)
	if _, now := h.write(func(*brief.Brief) {}); now.Version != d.Version {
		t.Errorf("%+v", now.Current)
	}
	if _, now := h.write(why(1, brief.NewAsk, "legal")); now.Version != d.Version {
		t.Error("a reason alone is a change")
	}
}

func TestAnAmendmentIsExplainedBeforeItIsSent(t *testing.T) {
	t.Parallel()
	h, _ := inForce(t)
	h.write(both(more(must("Name the box.")), without(5)))
	if faults, _ := h.faults(); faults != "clause-14 clause-5" {
		t.Errorf("faults %q", faults)
	}
	b, d := h.write(both(why(14, brief.NewAsk, "client_changed_mind"), pays(14), func(b *brief.Brief) {
		b.Removed = []brief.Removal{{Number: 5, Why: brief.Change{Class: brief.NewAsk, Reason: "legal"}}}
	}))
	if faults, _ := h.faults(); faults != "" {
		t.Errorf("faults %q", faults)
	}
	if want := []brief.Removal{{Number: 5, Why: brief.Change{Class: brief.Clarification, Reason: "legal"}}}; !cmp.Equal(b.Removed, want) {
		t.Errorf("removed: %+v", b.Removed)
	}
	b.Clauses[0].Why.Reason = "whim"
	if _, err := h.Write(t.Context(), devon(), slug, d.Version, b); fields(err) != "clause-1" && err != nil {
		t.Errorf("a reason that is not on the list: %v", err)
	}
	b.Clauses[0].Text += " Really."
	if _, err := h.Write(t.Context(), devon(), slug, d.Version, b); fields(err) != "clause-1" {
		t.Errorf("a reason that is not on the list: %v", err)
	}
	if _, now := h.write(more(must("And the pan."))); now.Current.Number != 2 {
		t.Errorf("version %d", now.Current.Number)
	} else if b, _ := h.now(slug); b.Clauses[len(b.Clauses)-1].Number != 15 {
		t.Errorf("the new clause has the number %d", b.Clauses[len(b.Clauses)-1].Number)
	}
}

func TestWorkDoesNotBecomeMoreByTheBack(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*brief.Brief){
		"more": func(b *brief.Brief) {
			b.Deliverables = append(b.Deliverables, brief.Deliverable{Title: "1 video", Medium: check.Video})
		},
		"fewer":         func(b *brief.Brief) { b.Deliverables = b.Deliverables[:1] },
		"another thing": func(b *brief.Brief) { b.Deliverables[1].Medium = check.Video },
	} {
		h, _ := inForce(t)
		h.write(change)
		if faults, _ := h.faults(); faults != "deliverables" {
			t.Errorf("%s: faults %q", name, faults)
		}
	}
	h, _ := inForce(t)
	h.write(func(b *brief.Brief) { b.Deliverables[1].Title = "Three Pinterest pins" })
	if faults, _ := h.faults(); faults != "" {
		t.Errorf("worded better: %q", faults)
	}
}

// Reworded with the same meaning: its writer says so, and somebody else has to
// agree.
func TestLessThanANewAskNeedsASecondPerson(t *testing.T) {
	t.Parallel()
	h, _ := inForce(t)
	_, d := h.write(both(text(1, "The night must be real."), why(1, brief.Clarification, "agency_error")))
	if faults, _ := h.faults(); faults != "clause-1" {
		t.Errorf("faults %q", faults)
	}
	if _, err := h.Send(t.Context(), devon(), slug, d.Version); fields(err) != "clause-1" {
		t.Errorf("sent: %v", err)
	}
	for name, c := range map[string]struct {
		by      agency.Actor
		version int64
		clause  int
		want    agency.Kind
	}{
		"its writer":                 {devon(), d.Version, 1, agency.KindForbidden},
		"who saw another state":      {tess(), d.Version - 1, 1, agency.KindConflict},
		"a clause that is as ever":   {tess(), d.Version, 2, agency.KindNotFound},
		"a clause that there is not": {tess(), d.Version, 99, agency.KindNotFound},
	} {
		if err := h.ConfirmClass(t.Context(), c.by, slug, c.version, c.clause); kindOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	for range 2 {
		h.must(h.ConfirmClass(t.Context(), tess(), slug, d.Version, 1))
	}
	if faults, _ := h.faults(); faults != "" {
		t.Errorf("confirmed, and faults %q", faults)
	}
	h.write(text(1, "The night must be really real."))
	if faults, _ := h.faults(); faults != "clause-1" {
		t.Errorf("in other words it counts no more: faults %q", faults)
	}
	_, d = h.write(text(1, "The night must be real."))
	if faults, _ := h.faults(); faults != "" {
		t.Errorf("in the words that were confirmed: faults %q", faults)
	}
	b, d := h.now(slug)
	b.Clauses[0].Text = "The night must be real!"
	tessWrites := tess()
	tessWrites.Roles = append(tessWrites.Roles, agency.ProjectManager)
	d = h.got(h.Write(t.Context(), tessWrites, slug, d.Version, b))
	b.Clauses[0].Text = "The night must be real."
	d = h.got(h.Write(t.Context(), tessWrites, slug, d.Version, b))
	if faults, _ := h.faults(); faults != "clause-1" {
		t.Errorf("who confirmed writes of it now: faults %q", faults)
	}
	if d.Current.Number != 2 {
		t.Errorf("version %d", d.Current.Number)
	}
}

// amended is an agency that releases a second version with a new must.
func amended(t *testing.T) (*house, application.Application, agency.Actor) {
	t.Helper()
	h, _ := inForce(t)
	a, ann := h.member("ann", application.Confirmed)
	h.acknowledge(a, ann)
	h.write(both(more(must("Name the box.")), func(b *brief.Brief) { b.Clauses[13].Why = brief.Change{Reason: "client_changed_mind", Offer: offer()} }))
	h.released()
	return h, a, ann
}

func numbers(list []brief.Clause) (n []int) {
	for _, c := range list {
		n = append(n, c.Number)
	}
	return n
}

func TestANewAskIsAnOfferToWhoWasThereBefore(t *testing.T) {
	t.Parallel()
	h, a, ann := amended(t)
	later, cem := h.member("cem", application.Confirmed)
	h.deliver()
	for _, m := range h.letters(brief.LetterReleased) {
		var told brief.ReleasedValues
		h.must(json.Unmarshal(m.Values, &told))
		before := m.About == a.Thing()
		if told.Again != before || (told.Offers == 1) != before || told.Number != 2 {
			t.Errorf("about %s: %+v", m.About, told)
		}
	}
	if _, _, err := h.Acknowledge(t.Context(), ann, a, 1, "x", []int{0, 0, 0}); kindOf(err) != agency.KindConflict {
		t.Errorf("the version before: %v", err)
	}
	first, second := h.acknowledge(a, ann), h.acknowledge(later, cem)
	if first.Number != 2 || first.First != 1 || second.First != 2 {
		t.Fatalf("%+v, %+v", first, second)
	}
	b, ack, ok, err := h.Agreed(t.Context(), a)
	if err != nil || !ok {
		t.Fatal(err)
	}
	if _, offers := b.Binds(ack.First); fmt.Sprint(numbers(offers)) != "[14]" {
		t.Errorf("offers to who was there: %v", numbers(offers))
	}
	other, ack2, _, err := h.Agreed(t.Context(), later)
	h.must(err)
	if holds, offers := other.Binds(ack2.First); len(offers) != 0 || len(holds) != 14 {
		t.Errorf("offers to who came later: %v", numbers(offers))
	}
	for range 2 {
		h.must(h.Take(t.Context(), ann, a, 2, 14))
	}
	b, ack, _, err = h.Agreed(t.Context(), a)
	h.must(err)
	if _, offers := b.Binds(ack.First); len(offers) != 0 {
		t.Errorf("taken, and still offers: %v", numbers(offers))
	}
}

func TestWhatIsSaidBetterLaterStaysAnOffer(t *testing.T) {
	t.Parallel()
	h, a, ann := amended(t)
	b, d := h.now(slug)
	clause(&b, 14).Text = "Name the box!"
	h.got(h.Write(t.Context(), devon(), slug, d.Version, b))
	b, _ = h.now(slug)
	if c := clause(&b, 14); c.Why.Class != brief.NewAsk || c.Why.Reason != "" || c.Why.Asked != 3 {
		t.Errorf("it brings along what was said of it before: %+v", c.Why)
	}
	b, d = h.write(why(14, brief.Clarification, "agency_error"))
	if c := clause(&b, 14); c.Why.Asked != 2 {
		t.Errorf("%+v", c.Why)
	}
	h.must(h.ConfirmClass(t.Context(), tess(), slug, d.Version, 14))
	h.released()
	h.acknowledge(a, ann)
	b, ack, _, err := h.Agreed(t.Context(), a)
	h.must(err)
	if _, offers := b.Binds(ack.First); fmt.Sprint(numbers(offers)) != "[14]" || ack.Number != 3 {
		t.Errorf("offers: %v", numbers(offers))
	}
}

func TestWhatIsNoOfferIsNotTaken(t *testing.T) {
	t.Parallel()
	h, a, ann := amended(t)
	_, ben := h.member("ben", application.Accepted)
	if err := h.Take(t.Context(), ben, a, 2, 14); kindOf(err) != agency.KindNotFound {
		t.Errorf("by somebody else: %v", err)
	}
	for name, c := range map[string][2]int{"of the version before": {1, 14}, "that there is not": {2, 99}} {
		if err := h.Take(t.Context(), ann, a, c[0], c[1]); kindOf(err) != agency.KindConflict {
			t.Errorf("an offer %s: %v", name, err)
		}
	}
	h.must(h.Take(t.Context(), ann, a, 2, 1))
	events, err := h.Applications.History(t.Context(), a)
	h.must(err)
	for _, e := range events {
		if e.Action == "take offer" {
			t.Errorf("taken: %+v", e)
		}
	}
}

func TestDemandsAreThoseOfTheDeliverable(t *testing.T) {
	t.Parallel()
	link := brief.Clause{Number: 1, Kind: brief.Must, Test: brief.Auto, For: []int{1}, Rule: &check.Rule{Clause: 1, Check: check.Link}}
	offer := brief.Clause{Number: 2, Kind: brief.Must, Test: brief.Auto, Rule: &check.Rule{Clause: 2, Check: check.Size}, Why: brief.Change{Asked: 2}}
	ad := brief.Clause{Number: 3, Kind: brief.Must, Test: brief.Auto, Rule: &check.Rule{Clause: 3, Check: check.Disclosure}}
	b := brief.Brief{Brand: "Ninepin", Hosts: []string{"ninepin.example"}, Clauses: []brief.Clause{link, offer, ad}}
	for name, c := range map[string]struct {
		deliverable, first int
		want               string
	}{
		"the first":                   {1, 0, "[1 2]"},
		"the second":                  {2, 0, "[2]"},
		"of who was there before":     {1, 1, "[1]"},
		"of who came with the change": {1, 2, "[1 2]"},
	} {
		var got []int
		d := b.Demands(c.deliverable, c.first)
		for _, r := range d.Rules {
			got = append(got, r.Clause)
		}
		if fmt.Sprint(got) != c.want || d.Brand != "Ninepin" || len(d.Hosts) != 1 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A version of the brief that was in force can be read as it was.
func TestVersionsStayAsTheyWere(t *testing.T) {
	t.Parallel()
	h, _, _ := amended(t)
	for number, want := range map[int]int{1: 13, 2: 14} {
		b, err := h.At(t.Context(), slug, number)
		if err != nil || len(b.Clauses) != want {
			t.Errorf("version %d has %d clauses, %v", number, len(b.Clauses), err)
		}
	}
	_, d := h.write(text(1, "Another."))
	if d.Current.State != document.Draft {
		t.Errorf("it is %s", d.Current.State)
	}
	if _, err := h.At(t.Context(), slug, 3); kindOf(err) != agency.KindNotFound {
		t.Errorf("a draft is shown: %v", err)
	}
}
