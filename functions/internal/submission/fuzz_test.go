package submission

import (
	"strings"
	"testing"
	"unicode/utf8"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/program"
)

// Whatever is uploaded: nothing breaks, and what is taken has a type that is.
func FuzzSniff(f *testing.F) {
	f.Add(pngOf(f), "soup.png")
	f.Add(jpegOf(f), "soup.jpg")
	f.Add(pdfOf("/JS (x)"), "soup.pdf")
	f.Add(documentOf(f, "<w:p><w:t>#ad</w:t><w:br/></w:p>"), "../soup.docx")
	f.Add([]byte("PK\x03\x04PK\x05\x06"), "\x00")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		kind := sniff(data)
		if kind != "" && endings(kind) == nil {
			t.Errorf("taken as %q", kind)
		}
		text := documentText(data)
		if !utf8.ValidString(text) || len(text) > maxWords {
			t.Errorf("read %d bytes of text", len(text))
		}
		called := fileName(name, kind)
		if called == "" || len(called) > 130 || strings.ContainsAny(called, "/\\\"\x00\r\n") || strings.HasPrefix(called, ".") || !utf8.ValidString(called) {
			t.Errorf("%q is called %q", name, called)
		}
	})
}

// Whatever is typed into a form: nothing breaks, and what is kept is plain text.
func FuzzForms(f *testing.F) {
	f.Add("0:02", "Just say it.", 1, 45, 2)
	f.Add("-1:99", "a\x00b\u202e", 5, -1, 1<<40)
	f.Add("99999999999999999999:1", "\xff", 0, 0, 0)
	f.Fuzz(func(t *testing.T, typed, text string, clause, fee, days int) {
		if at := instant(typed); at.Second < 0 || at.Second > 24*60*60+59 {
			t.Errorf("%q is second %d", typed, at.Second)
		}
		terms := terms{Brief: brief.Brief{Clauses: []brief.Clause{{Number: 1, Kind: brief.Must, Text: "Say it."}, {Number: 5, Kind: brief.Info, Text: "We pay."}}}, number: 1, first: 1}
		for _, typed := range []Item{{What: text, Why: text, Where: typed, Clause: clause}, {What: text, Why: text, Clause: clause, New: &Offer{Reason: typed, Fee: fee, Days: days, Tried: text}}} {
			var wrong faults
			item := wrong.item("item-1-", typed, terms, Deliverable{Number: 1}, program.Program{})
			if wrong.err() == nil && (!agency.PlainText(item.What) || item.IsNew() == (item.Clause != 0) || item.IsNew() && (item.New.Fee < 0 || item.New.Days < 1)) {
				t.Errorf("kept %+v", item)
			}
		}
		form := DraftForm{Link: typed, Text: text, Ticks: []Tick{{Clause: clause, Done: true, Why: text}}, Results: []Result{{What: typed, Note: text}}}
		again := form
		if form.hash() != again.hash() || len(form.hash()) != 64 {
			t.Error("the same draft has two hashes, or none")
		}
		var wrong faults
		wrong.ticks(terms.Clauses, form.Ticks)
		wrong.results(&Edit{Items: []Item{{Clause: 1}, {New: &Offer{}, Answer: Decline}}}, form.Results)
		if said, err := oneList(strings.Split(text, "\n")); err == nil && len(said) == 0 {
			t.Error("an empty list was taken")
		}
	})
}
