package brief_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/document"
	"greenroom/site/content"
)

func TestAFirstDraftSaysWhatTheProgramsPageSays(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, d := h.started(slug)
	if d.Current.State != document.Draft || d.Policy.Approvals != 2 || !d.Policy.Outside || len(d.Policy.Passes) != 0 {
		t.Errorf("%+v", d)
	}
	link := &check.Rule{Clause: 2, Check: check.Link, Link: "https://ninepin.example/tuesday"}
	want := brief.Brief{Program: slug, Title: "Tuesday is a meal too", Brand: "Ninepin Suppers", Hosts: []string{"ninepin.example"},
		Deliverables: []brief.Deliverable{{Title: "1 blog post, 800–1,200 words", Medium: check.Article}, {Title: "3 Pinterest pins", Medium: check.Caption}},
		Clauses: []brief.Clause{
			{Number: 1, Kind: brief.Must, Test: brief.Reviewer, Text: "The night must be a real one"},
			{Number: 2, Kind: brief.Must, Test: brief.Auto, Text: "One link to ninepin.example/tuesday", Rule: link, For: []int{1}},
			{Number: 3, Kind: brief.Must, Test: brief.Auto, Text: "“Sponsored by Ninepin Suppers” as the first sentence", Rule: &check.Rule{Clause: 3, Check: check.Disclosure}},
			{Number: 4, Kind: brief.MustNot, Test: brief.Reviewer, Text: "No price claims"},
			{Number: 5, Kind: brief.Should, Test: brief.Auto, Text: "Use the hashtag #ad", Rule: &check.Rule{Clause: 5, Check: check.Mention, Words: []string{"#ad"}}},
			{Number: 6, Kind: brief.Info, Topic: brief.Dates, Text: "Send your draft by 28 May 2026."},
			{Number: 7, Kind: brief.Info, Topic: brief.Dates, Text: "Go live from 29 May 2026 to 31 May 2026."},
			{Number: 8, Kind: brief.Info, Topic: brief.Dates, Text: "Leave it up for 90 days at least."},
			{Number: 9, Kind: brief.Info, Topic: brief.Fee, Text: "You are paid $600, 21 days after going live at the latest."},
			{Number: 10, Kind: brief.Info, Topic: brief.Rights, Text: "Rights: Organic re-share 12 months"},
			{Number: 11, Kind: brief.Info, Topic: brief.Exclusivity, Text: "Exclusivity: None"},
			{Number: 12, Kind: brief.Info, Topic: brief.Rounds, Text: "Your draft is edited in 1 round at most."},
			{Number: 13, Kind: brief.Info, Topic: brief.KillFee, Text: "If the work is called off: Half the fee"},
		}}
	if diff := cmp.Diff(want, b); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if faults, warnings := h.faults(); faults+warnings != "" {
		t.Errorf("it cannot be sent: %s; %s", faults, warnings)
	}
	if _, err := h.Start(t.Context(), devon(), slug); kindOf(err) != agency.KindConflict {
		t.Errorf("a second one: %v", err)
	}
	if _, d := h.started("regulated"); !cmp.Equal(d.Policy.Passes, []string{"compliance"}) {
		t.Errorf("of a regulated program: %+v", d.Policy)
	}
}

// Every program of the demo can be started with, and its brief be read back.
func TestAFirstDraftOfEveryProgramThereIs(t *testing.T) {
	t.Parallel()
	site, err := content.Load(t.Context(), os.DirFS("../../../content"), 1)
	if err != nil {
		t.Fatal(err)
	}
	media := map[string][]check.Medium{
		"barnacle-first-thousand":          {check.Video},
		"hobb-and-sill-windowsill-kitchen": {check.Article, check.Caption},
		"marrow-valley-off-season":         {check.Article, check.Caption, check.Caption},
		"ninepin-tuesday-is-a-meal":        {check.Article, check.Caption},
		"quillmere-start-on-a-wednesday":   {check.Article, check.Video},
		"saltmarsh-ten-oclock-coat":        {check.Video, check.Caption},
		"somerwick-hot-sleepers":           {check.Article, check.Newsletter},
		"tumblewick-one-box-one-hour":      {check.Video, check.Caption},
	}
	for _, p := range site.Programs {
		b := brief.First(p)
		var got []check.Medium
		for _, d := range b.Deliverables {
			got = append(got, d.Medium)
		}
		if want, known := media[p.Slug]; known && !cmp.Equal(got, want) {
			t.Errorf("%s: makes %v, want %v", p.Slug, got, want)
		}
		for n := range b.Deliverables {
			if _, ok := b.Disclosure(n + 1); !ok {
				t.Errorf("%s: deliverable %d is not called an ad", p.Slug, n+1)
			}
		}
		for _, c := range b.Clauses {
			if c.Test == brief.Auto && !c.Discloses() && len(c.Rule.Validate()) > 0 {
				t.Errorf("%s: clause %d: %v", p.Slug, c.Number, c.Rule.Validate())
			}
		}
		c, err := b.Content()
		if err != nil {
			t.Fatal(err)
		}
		if back, err := brief.Decode(c); err != nil || cmp.Diff(b, back) != "" {
			t.Errorf("%s: %v %s", p.Slug, err, cmp.Diff(b, back))
		}
	}
}

func TestAHandleIsNoLink(t *testing.T) {
	t.Parallel()
	p := content.Program{Slug: "x", Deliverables: []string{"1 blog post"}}
	for text, want := range map[string]string{
		"Link or tag @barnacleandbone.example":      "",
		"Link once to somerwick.example":            "https://somerwick.example",
		"Link to https://a.example/b?c=d, please":   "https://a.example/b?c=d",
		"Say what you paid, e.g. $4.50 for the box": "",
		"No.": "",
	} {
		p.Must = []string{text}
		got := ""
		if c := brief.First(p).Clauses[0]; c.Rule != nil {
			got = c.Rule.Link
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
