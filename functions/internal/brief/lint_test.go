package brief_test

import (
	"strings"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/document"
)

func clause(b *brief.Brief, number int) *brief.Clause {
	for n := range b.Clauses {
		if b.Clauses[n].Number == number {
			return &b.Clauses[n]
		}
	}
	panic("no such clause")
}

func without(number int) func(*brief.Brief) {
	return func(b *brief.Brief) {
		var left []brief.Clause
		for _, c := range b.Clauses {
			if c.Number != number {
				left = append(left, c)
			}
		}
		b.Clauses = left
	}
}

func text(number int, words string) func(*brief.Brief) {
	return func(b *brief.Brief) { clause(b, number).Text = words }
}

func more(c brief.Clause) func(*brief.Brief) {
	return func(b *brief.Brief) { b.Clauses = append(b.Clauses, c) }
}

// What keeps a brief from being sent, and what its writer is told to think
// about, by the field it is said at.
func TestLint(t *testing.T) {
	t.Parallel()
	shop := brief.Clause{Kind: brief.Must, Test: brief.Reviewer, Text: "Link to ninepin.example/gone or ninepin.example/dark."}
	long := strings.Repeat("Cook it with care. ", 26)
	for name, c := range map[string]struct {
		change   func(*brief.Brief)
		faults   string
		warnings string
	}{
		"as it was begun":                    {func(*brief.Brief) {}, "", ""},
		"a clause without a test":            {func(b *brief.Brief) { clause(b, 1).Test = "" }, "clause-1", ""},
		"no rule":                            {func(b *brief.Brief) { clause(b, 1).Test = brief.Auto }, "clause-1", ""},
		"a rule without words":               {func(b *brief.Brief) { c := clause(b, 4); c.Test, c.Rule = brief.Auto, rule(check.MustNot) }, "clause-4", ""},
		"a rule without a link":              {func(b *brief.Brief) { clause(b, 2).Rule.Link = "" }, "clause-2", ""},
		"a link without a host":              {func(b *brief.Brief) { clause(b, 2).Rule.Link = "https:///tuesday" }, "clause-2", ""},
		"a check that there is not":          {func(b *brief.Brief) { clause(b, 2).Rule.Check = "K99" }, "clause-2", ""},
		"a check that always runs":           {func(b *brief.Brief) { clause(b, 5).Rule.Check = check.Position }, "clause-5", ""},
		"no disclosure":                      {without(3), "deliverable-1 deliverable-2", ""},
		"disclosure in one channel":          {func(b *brief.Brief) { clause(b, 3).For = []int{2} }, "deliverable-1", ""},
		"disclosure that a person reads":     {func(b *brief.Brief) { clause(b, 3).Test = brief.Reviewer }, "deliverable-1 deliverable-2", ""},
		"disclosure as a wish":               {func(b *brief.Brief) { clause(b, 3).Kind = brief.Should }, "clause-3 deliverable-1 deliverable-2", ""},
		"another draft date":                 {text(6, "Send your draft by 27 May 2026."), "clause-6 clauses", ""},
		"another year":                       {text(6, "Send your draft by 28 May 2027."), "clause-6 clauses", ""},
		"the same dates, put otherwise":      {text(7, "Go live 29–31 May."), "", ""},
		"American dates":                     {text(7, "Go live between May 29 and May 31, 2026."), "", ""},
		"dates of machines":                  {text(7, "Go live from 2026-05-29 to 2026-05-31."), "", ""},
		"a date to puzzle over":              {text(7, "Go live from 5/6/2026 to 31 May 2026, or from 29 May."), "clause-7", ""},
		"a day of the month":                 {text(1, "Publish it on the 30th of May."), "clause-1", "clauses"},
		"a span with the month first":        {text(7, "Go live May 29–31, 2026."), "", ""},
		"words like months":                  {text(5, "Mark 5 bowls; you may 3 times. Sep 1arate."), "", ""},
		"no draft date":                      {without(6), "clauses", ""},
		"a live date in another clause":      {text(1, "Publish it on June 3."), "clause-1", "clauses"},
		"the draft date where it is not due": {text(7, "Go live from 20 May 2026 to 31 May 2026. Or 29 May."), "clause-7", ""},
		"a date of something else":           {text(1, "Our book came out on 3 March 2024."), "", "clause-1 clauses"},
		"the closing day":                    {text(1, "You applied before 14 May 2026."), "", "clauses"},
		"no fee":                             {without(9), "clauses", ""},
		"no rights":                          {without(10), "clauses", ""},
		"no exclusivity":                     {without(11), "clauses", ""},
		"no rounds":                          {without(12), "clauses", ""},
		"no kill fee":                        {without(13), "clauses", ""},
		"nothing forbidden":                  {without(4), "clauses", "clauses"},
		"what the page says, put better":     {text(1, "The night must be real."), "", "clauses"},
		"no deliverables":                    {func(b *brief.Brief) { b.Deliverables = nil; clause(b, 2).For = nil }, "deliverables", ""},
		"no hosts":                           {func(b *brief.Brief) { b.Hosts = nil }, "", "hosts"},
		"a dead and a dark link":             {more(shop), "clause-14", "clause-14"},
		"41 clauses": {func(b *brief.Brief) {
			for range 28 {
				more(brief.Clause{Kind: brief.Should, Test: brief.Attest, Text: "Be kind."})(b)
			}
		}, "clauses", ""},
		"1,001 words": {func(b *brief.Brief) {
			for range 10 {
				more(brief.Clause{Kind: brief.Should, Test: brief.Attest, Text: long})(b)
			}
		}, "clauses", ""},
		"hard to read": {more(brief.Clause{Kind: brief.Should, Test: brief.Attest, Text: strings.Repeat("Notwithstanding contemporaneous organisational considerations, participating individuals communicate immediately ", 4)}), "", "clauses"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			h.links.dead, h.links.dark = []string{"https://ninepin.example/gone"}, []string{"https://ninepin.example/dark"}
			h.started(slug)
			_, d := h.write(c.change)
			faults, warnings := h.faults()
			if faults != c.faults || warnings != c.warnings {
				found, _ := h.Lint(t.Context(), slug)
				t.Errorf("faults %q, want %q; warnings %q, want %q\n%+v", faults, c.faults, warnings, c.warnings, found)
			}
			sent, err := h.Send(t.Context(), devon(), slug, d.Version)
			if stopped := sent.Current.State != document.InReview; stopped != (c.faults != "") || stopped && fields(err) == "" {
				t.Errorf("sent: %s, %v", sent.Current.State, err)
			}
		})
	}
}

// Where everybody counts from their own first day, no date is right.
func TestARollingProgramHasNoDates(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, d := h.started("rolling")
	if c := clause(&b, 6); c.Topic != brief.Dates || c.Text != "You have 21 days from the day you confirm to make the work and go live." {
		t.Errorf("%+v", c)
	}
	text(6, "Send your draft by 28 May 2026.")(&b)
	d = h.got(h.Write(t.Context(), devon(), "rolling", d.Version, b))
	if _, err := h.Send(t.Context(), devon(), "rolling", d.Version); fields(err) != "clause-6" {
		t.Errorf("sent with a date: %v", err)
	}
	text(6, "Send your draft within 21 days.")(&b)
	h.got(h.Write(t.Context(), devon(), "rolling", d.Version, b))
	h.send("rolling")
}

func TestABriefNeedsSomebodyWhoSigns(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.got(h.Start(t.Context(), devon(), slug))
	if _, err := h.Send(t.Context(), devon(), slug, d.Version); fields(err) != "contact" {
		t.Errorf("sent: %v", err)
	}
	for name, c := range map[string][3]string{
		"no name":       {"", "ada@client.example", "name"},
		"no address":    {"Ada", "", "email"},
		"two lines":     {"Ada\nEve", "ada@client.example", "name"},
		"two addresses": {"Ada", "ada@client.example, eve@client.example", "email"},
	} {
		if err := h.SetContact(t.Context(), devon(), slug, c[0], c[1]); fields(err) != c[2] {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.must(h.SetContact(t.Context(), devon(), slug, " Ada ", "ada@client.example"))
	if c, err := h.Contact(t.Context(), devon(), slug); err != nil || c != (brief.Contact{Name: "Ada", Email: "ada@client.example"}) {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := h.Contact(t.Context(), tess(), slug); kindOf(err) != agency.KindForbidden {
		t.Errorf("told a reader: %v", err)
	}
	h.send(slug)
}

func TestLinksAreAskedForOnceAndNotWithoutEnd(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.started(slug)
	h.write(func(b *brief.Brief) {
		for n := range 30 {
			more(brief.Clause{Kind: brief.Info, Text: "See ninepin.example/" + strings.Repeat("a", n+1) + " and ninepin.example/tuesday."})(b)
		}
	})
	if _, warnings := h.faults(); !strings.Contains(warnings, "clauses") || len(h.links.asked) != 20 {
		t.Errorf("asked for %d links, warned of %q", len(h.links.asked), warnings)
	}
	h.Links = nil
	if faults, warnings := h.faults(); strings.Contains(faults, "clause-2") || !strings.Contains(warnings, "clause-2") {
		t.Errorf("where nobody can tell: %q, %q", faults, warnings)
	}
}

// What cannot be kept at all is refused with words, and nothing changes.
func TestHostileBriefs(t *testing.T) {
	t.Parallel()
	ten := make([]brief.Clause, 10_000)
	for n := range ten {
		ten[n] = brief.Clause{Kind: brief.Must, Text: "a"}
	}
	deliverables := make([]brief.Deliverable, 11)
	for n := range deliverables {
		deliverables[n] = brief.Deliverable{Title: "a", Medium: check.Caption}
	}
	for name, c := range map[string]struct {
		change func(*brief.Brief)
		field  string
	}{
		"10,000 clauses":           {func(b *brief.Brief) { b.Clauses = ten }, "clauses"},
		"one number twice":         {func(b *brief.Brief) { b.Clauses[1].Number = 1 }, "clauses"},
		"a number below zero":      {func(b *brief.Brief) { b.Clauses[1].Number = -1 }, "clauses"},
		"a number without end":     {func(b *brief.Brief) { b.Clauses[1].Number = 1 << 40 }, "clauses"},
		"control characters":       {text(1, "Say\x00this"), "clause-1"},
		"a text that turns round":  {text(1, "Say \u202e this"), "clause-1"},
		"nothing":                  {text(1, " \u200b "), "clause-1"},
		"not UTF-8":                {text(1, "\xff"), "clause-1"},
		"too long":                 {text(1, strings.Repeat("ö", 501)), "clause-1"},
		"another kind":             {func(b *brief.Brief) { b.Clauses[0].Kind = "may" }, "clause-1"},
		"another test":             {func(b *brief.Brief) { b.Clauses[0].Test = "oracle" }, "clause-1"},
		"another topic":            {func(b *brief.Brief) { b.Clauses[0].Topic = "love" }, "clause-1"},
		"for deliverable 9 of 2":   {func(b *brief.Brief) { b.Clauses[0].For = []int{9} }, "clause-1"},
		"for deliverable 0":        {func(b *brief.Brief) { b.Clauses[0].For = []int{0, 1} }, "clause-1"},
		"a word of two lines":      {func(b *brief.Brief) { clause(b, 5).Rule.Words = []string{"a\nb"} }, "clause-5"},
		"51 words":                 {func(b *brief.Brief) { clause(b, 5).Rule.Words = strings.Fields(strings.Repeat("a ", 51)) }, "clause-5"},
		"a check without end":      {func(b *brief.Brief) { clause(b, 5).Rule.Check = strings.Repeat("K", 1<<20) }, "clause-5"},
		"a host with a page":       {func(b *brief.Brief) { b.Hosts = []string{"ninepin.example/tuesday"} }, "hosts"},
		"a host with a scheme":     {func(b *brief.Brief) { b.Hosts = []string{"https://ninepin.example"} }, "hosts"},
		"a host of one word":       {func(b *brief.Brief) { b.Hosts = []string{"localhost"} }, "hosts"},
		"a host with a password":   {func(b *brief.Brief) { b.Hosts = []string{"a:b@ninepin.example"} }, "hosts"},
		"no title":                 {func(b *brief.Brief) { b.Title = "" }, "title"},
		"a title of two lines":     {func(b *brief.Brief) { b.Title = "a\nb" }, "title"},
		"11 deliverables":          {func(b *brief.Brief) { b.Deliverables = deliverables }, "deliverables"},
		"another kind of thing":    {func(b *brief.Brief) { b.Deliverables[1].Medium = "opera" }, "deliverable-2"},
		"a deliverable of no name": {func(b *brief.Brief) { b.Deliverables[1].Title = "" }, "deliverable-2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			b, d := h.started(slug)
			c.change(&b)
			after, err := h.Write(t.Context(), devon(), slug, d.Version, b)
			if fields(err) != c.field || after.Version != d.Version {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestProgramsThatThereAreNot(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, slug := range []string{"", "wednesday", "tuesday#META", "\x00", strings.Repeat("x", 3000), "later"} {
		_, errCurrent := h.Document(t.Context(), slug)
		_, errReleased := h.Released(t.Context(), slug)
		_, errAt := h.At(t.Context(), slug, 1)
		for _, err := range []error{errCurrent, errReleased, errAt} {
			if kindOf(err) != agency.KindNotFound {
				t.Errorf("%.9q: %v", slug, err)
			}
		}
		if c, err := h.Contact(t.Context(), devon(), slug); c.Email != "" || (err == nil) != (slug == "later") {
			t.Errorf("%.9q: contact %+v, %v", slug, c, err)
		}
		if told, err := h.Deliver(t.Context(), slug, h.Now().Add(1)); told != 0 || err != nil {
			t.Errorf("%.9q: told %d, %v", slug, told, err)
		}
	}
}
