package document_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/table"
)

func TestFromTheFirstDraftToAnAmendment(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.released()
	if d.Current.State != document.Released || d.Live == nil || d.Live.Number != 1 || d.Amending() {
		t.Fatalf("released: %+v", d)
	}
	d = h.save(d, "marisol", "Say why.", "Say when.")
	if d.Current.Number != 2 || d.Current.State != document.Draft || len(d.Current.Approvals) != 0 || d.Live.Number != 1 || !d.Amending() {
		t.Fatalf("an amendment: %+v", d)
	}
	if diff := cmp.Diff([]string{"devon", "marisol"}, d.Current.Writers); diff != "" {
		t.Errorf("whose words are in it: %s", diff)
	}
	d = h.got(h.Send(t.Context(), person("devon"), d))
	d = h.got(h.Approve(t.Context(), person("tess"), d, ""))
	d = h.got(h.Approve(t.Context(), person("omar"), d, "compliance"))
	d = h.got(h.Sign(t.Context(), "Ada Client", d, d.Current.Hash))
	d = h.got(h.Release(t.Context(), person("devon"), d))
	if d.Live.Number != 2 || len(d.Past) != 1 || d.Past[0].State != document.Superseded {
		t.Errorf("after the amendment: %+v", d)
	}
	want := `begin devon >draft 1
B1 devon draft>in_review 1
approve tess in_review>in_review 1
approve omar in_review>in_review 1: compliance
B4 system in_review>client_review 1
B5  client_review>approved 1
B7 devon approved>released 1
B10 marisol released>released 1
begin marisol >draft 2
B1 devon draft>in_review 2
approve tess in_review>in_review 2
approve omar in_review>in_review 2: compliance
B4 system in_review>client_review 2
B5  client_review>approved 2
B7 devon approved>released 2
B8 system released>superseded 1`
	if diff := cmp.Diff(want, h.story(d)); diff != "" {
		t.Errorf("the record (-want +got):\n%s", diff)
	}
	for number, words := range map[int]int{1: 1, 2: 2} {
		c, err := h.Content(t.Context(), d, number)
		if err != nil || len(c.Parts) != words {
			t.Errorf("version %d says %+v, %v", number, c, err)
		}
	}
}

func TestADocumentThatNobodyOutsideSigns(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.got(h.Approve(t.Context(), person("tess"), h.sent(plain()), ""))
	if d.Current.State != document.Approved {
		t.Fatalf("it is %s", d.Current.State)
	}
	if _, err := h.Sign(t.Context(), "Ada", d, d.Current.Hash); kindOf(err) != agency.KindConflict {
		t.Errorf("somebody outside signed it: %v", err)
	}
	if d = h.got(h.Release(t.Context(), person("devon"), d)); d.Live == nil {
		t.Error("it is not in force")
	}
}

func TestAnyEditClearsTheApprovals(t *testing.T) {
	t.Parallel()
	half := func(h house) document.Document {
		return h.got(h.Approve(h.t.Context(), person("tess"), h.sent(strict()), ""))
	}
	for name, c := range map[string]struct {
		from func(house) document.Document
		past agency.State // of the version that was edited
	}{
		"while it is read": {half, document.Withdrawn},
		"while it is signed": {func(h house) document.Document {
			return h.got(h.Approve(h.t.Context(), person("omar"), half(h), "compliance"))
		}, document.Withdrawn},
		"once it is approved": {house.approved, document.Withdrawn},
		"when it was sent back": {func(h house) document.Document {
			d := half(h)
			return h.got(h.Remark(h.t.Context(), person("omar"), d, document.Remark{Text: "No.", Blocking: true}))
		}, document.ChangesRequested},
	} {
		h := open(t)
		before := c.from(h)
		d := h.save(before, "marisol", "Say something else.")
		if d.Current.Number != 2 || d.Current.State != document.Draft || len(d.Current.Approvals) != 0 || d.Current.Signed != "" {
			t.Errorf("%s: %+v", name, d.Current)
		}
		if len(d.Past) != 1 || d.Past[0].State != c.past || d.Past[0].Hash != before.Current.Hash || len(d.Past[0].Approvals) != len(before.Current.Approvals) {
			t.Errorf("%s: the version before is %+v", name, d.Past)
		}
		if _, err := h.Release(t.Context(), person("devon"), d); kindOf(err) != agency.KindConflict {
			t.Errorf("%s: released: %v", name, err)
		}
	}
}

func TestTheSameContentAgainChangesNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.got(h.Approve(t.Context(), person("tess"), h.sent(strict()), ""))
	again := h.save(d, "omar", "Say why.")
	if again.Version != d.Version || len(again.Current.Approvals) != 1 || again.WrittenBy("omar") {
		t.Errorf("%+v", again)
	}
}

func TestWhoMayNotApprove(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.save(h.begin(strict()), "marisol", "Say when.")
	d = h.got(h.Send(t.Context(), person("marisol"), d))
	for name, c := range map[string]struct {
		by   agency.Actor
		pass string
		want agency.Kind
	}{
		"who began it":         {person("devon"), "", agency.KindForbidden},
		"who wrote of it":      {person("marisol"), "compliance", agency.KindForbidden},
		"nobody":               {agency.Anybody(), "", agency.KindSignIn},
		"for what is not read": {person("tess"), "spelling", agency.KindConflict},
	} {
		if after, err := h.Approve(t.Context(), c.by, d, c.pass); kindOf(err) != c.want || after.Version != d.Version {
			t.Errorf("%s: %v", name, err)
		}
	}
	d = h.got(h.Approve(t.Context(), person("tess"), d, ""))
	if again := h.got(h.Approve(t.Context(), person("tess"), d, "")); again.Version != d.Version {
		t.Error("one person counts twice")
	}
	if _, err := h.Approve(t.Context(), person("tess"), d, "compliance"); kindOf(err) != agency.KindConflict {
		t.Errorf("the same person once more for something else: %v", err)
	}
	d = h.got(h.Approve(t.Context(), person("omar"), d, ""))
	if d.Current.State != document.InReview {
		t.Errorf("two have approved it and none of them for compliance: %s", d.Current.State)
	}
	if d = h.got(h.Approve(t.Context(), person("ines"), d, "compliance")); d.Current.State != document.ClientReview {
		t.Errorf("three have approved it: %s", d.Current.State)
	}
	if again := h.got(h.Approve(t.Context(), person("ines"), d, "compliance")); again.Version != d.Version {
		t.Error("the last approval sent twice counts twice")
	}
}

// One who approved a version and then wrote of the next is a writer from then
// on, and so is who wrote of the one before.
func TestWritersStayWriters(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.save(h.approved(), "tess", "Say when.")
	d = h.got(h.Send(t.Context(), person("tess"), d))
	for _, who := range []string{"devon", "tess"} {
		if _, err := h.Approve(t.Context(), person(who), d, ""); kindOf(err) != agency.KindForbidden {
			t.Errorf("%s approves: %v", who, err)
		}
	}
}

func TestRemarks(t *testing.T) {
	t.Parallel()
	h := open(t)
	if _, err := h.Remark(t.Context(), person("tess"), h.begin(strict()), document.Remark{Text: "Hm."}); kindOf(err) != agency.KindConflict {
		t.Errorf("about a draft: %v", err)
	}
	d := h.sent(strict())
	for name, c := range map[string]struct {
		by     string
		remark document.Remark
		field  string
		kind   agency.Kind
	}{
		"empty":                 {"tess", document.Remark{Text: " \n"}, "text", 0},
		"control characters":    {"tess", document.Remark{Text: "a\x00b"}, "text", 0},
		"too long":              {"tess", document.Remark{Text: strings.Repeat("a", 1001)}, "text", 0},
		"no such part":          {"tess", document.Remark{Text: "No.", Part: "9"}, "text", 0},
		"blocking, by a writer": {"devon", document.Remark{Text: "No.", Blocking: true}, "", agency.KindForbidden},
		"by nobody":             {"", document.Remark{Text: "No."}, "", agency.KindSignIn},
	} {
		if _, err := h.Remark(t.Context(), agency.Actor{ID: c.by}, d, c.remark); field(err) != c.field || kindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	d = h.got(h.Remark(t.Context(), person("devon"), d, document.Remark{Text: "I was not sure here.", Part: "1", Outside: true, Name: "Eve", By: "eve"}))
	if r := d.Current.Remarks[0]; r.By != "devon" || r.Name != "Devon" || r.Outside || d.Current.State != document.InReview {
		t.Errorf("%+v", r)
	}
	d = h.got(h.Remark(t.Context(), person("tess"), d, document.Remark{Text: "Why?", Part: "1", Blocking: true}))
	if d.Current.State != document.ChangesRequested {
		t.Errorf("it is %s", d.Current.State)
	}
	d = h.save(d, "devon", "Say why you went.")
	if said, err := h.Remarks(t.Context(), d, 1); err != nil || len(said) != 2 || said[1].Text != "Why?" {
		t.Errorf("about the version before: %+v, %v", said, err)
	}
	if said, err := h.Remarks(t.Context(), d, 2); err != nil || len(said) != 0 {
		t.Errorf("about the new one: %+v, %v", said, err)
	}
}

func TestRemarksStayWithinWhatOneRecordHolds(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.sent(strict())
	var err error
	for range 101 {
		if d, err = h.Remark(t.Context(), person("tess"), d, document.Remark{Text: strings.Repeat("ö", 1000)}); err != nil {
			break
		}
	}
	if field(err) != "text" || len(d.Current.Remarks) < 40 {
		t.Errorf("after %d remarks: %v", len(d.Current.Remarks), err)
	}
}

func TestWhoSignsOutside(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.got(h.Approve(t.Context(), person("tess"), h.sent(strict()), ""))
	d = h.got(h.Approve(t.Context(), person("omar"), d, "compliance"))
	hash := d.Current.Hash
	if _, err := h.Sign(t.Context(), "Ada", d, "another"); kindOf(err) != agency.KindGone {
		t.Errorf("another hash: %v", err)
	}
	for _, name := range []string{"", " ", "a\nb", "\u202e", strings.Repeat("a", 101)} {
		if _, err := h.Sign(t.Context(), name, d, hash); field(err) != "name" {
			t.Errorf("signed by %q: %v", name, err)
		}
		if _, err := h.Return(t.Context(), name, d, hash, []document.Remark{{Text: "No."}}); field(err) != "name" {
			t.Errorf("returned by %q: %v", name, err)
		}
	}
	if _, err := h.Return(t.Context(), "Ada", d, hash, nil); field(err) != "text" {
		t.Errorf("returned without a word: %v", err)
	}
	signed := h.got(h.Sign(t.Context(), "Ada", d, hash))
	if signed.Current.State != document.Approved || signed.Current.Signed != "Ada" || !signed.Current.SignedAt.Equal(h.clock.Now()) {
		t.Errorf("%+v", signed.Current)
	}
	if again := h.got(h.Sign(t.Context(), "Ada", signed, hash)); again.Version != signed.Version {
		t.Error("signed twice")
	}
	if _, err := h.Return(t.Context(), "Ada", d, hash, []document.Remark{{Text: "No."}}); kindOf(err) != agency.KindConflict {
		t.Errorf("returned what was signed: %v", err)
	}
	d = h.got(h.Release(t.Context(), person("devon"), signed))
	if again := h.got(h.Sign(t.Context(), "Ada", d, hash)); again.Version != d.Version {
		t.Error("signed once more after it was released")
	}
}

func TestWhatComesBackFromOutsideIsOneList(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.got(h.Approve(t.Context(), person("tess"), h.sent(strict()), ""))
	d = h.got(h.Approve(t.Context(), person("omar"), d, "compliance"))
	d = h.got(h.Return(t.Context(), "Ada", d, d.Current.Hash, []document.Remark{{Text: "Not so.", Part: "1", By: "tess"}, {Text: "Too long."}}))
	if d.Current.State != document.ChangesRequested || len(d.Current.Remarks) != 2 {
		t.Fatalf("%+v", d.Current)
	}
	for _, r := range d.Current.Remarks {
		if !r.Outside || !r.Blocking || r.By != "" || r.Name != "Ada" {
			t.Errorf("%+v", r)
		}
	}
}

func TestWithdrawing(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.released()
	if _, err := h.Withdraw(t.Context(), person("devon"), d, "Over."); kindOf(err) != agency.KindConflict {
		t.Errorf("what was released: %v", err)
	}
	d = h.save(d, "devon", "Say when.")
	for _, reason := range []string{"", "\x07", strings.Repeat("a", 501)} {
		if _, err := h.Withdraw(t.Context(), person("devon"), d, reason); field(err) != "reason" {
			t.Errorf("because of %.5q: %v", reason, err)
		}
	}
	d = h.got(h.Withdraw(t.Context(), person("devon"), d, "The client thought again."))
	if d.Current.State != document.Withdrawn || d.Live == nil || d.Live.Number != 1 || d.Amending() {
		t.Errorf("%+v", d)
	}
	d = h.save(d, "devon", "Say when.") // the same words, at a new start
	if d.Current.Number != 3 || d.Current.State != document.Draft || d.Live.Number != 1 || d.Past[0].Number != 2 {
		t.Errorf("%+v", d)
	}
}

func TestWhoLooksAtAnOldStateIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	draft := h.begin(strict())
	sent := h.got(h.Send(t.Context(), person("devon"), draft))
	for name, do := range map[string]func() (document.Document, error){
		"save":     func() (document.Document, error) { return h.Save(t.Context(), person("tess"), draft, text("b")) },
		"send":     func() (document.Document, error) { return h.Send(t.Context(), person("devon"), draft) },
		"withdraw": func() (document.Document, error) { return h.Withdraw(t.Context(), person("devon"), draft, "Over.") },
	} {
		if d, err := do(); kindOf(err) != agency.KindConflict || d.Version != draft.Version {
			t.Errorf("%s: %v", name, err)
		}
	}
	if now := h.find(draft.ID); now.Version != sent.Version {
		t.Error("something was kept")
	}
}

// Of two who approve at once, one reads again, and nothing is lost or handed on
// twice.
func TestTwoWhoApproveAtOnce(t *testing.T) {
	t.Parallel()
	for range 20 {
		h := open(t)
		d := h.sent(document.Policy{Approvals: 2, Outside: true})
		var refusals [2]int
		var faults [2]error
		var both sync.WaitGroup
		for n, who := range []string{"tess", "omar"} {
			both.Go(func() {
				seen := d
				for {
					_, err := h.Approve(context.Background(), person(who), seen, "")
					if _, raced := errors.AsType[*table.ConflictError](err); !raced {
						faults[n] = err
						return
					}
					refusals[n]++
					if seen, err = h.Find(context.Background(), d.ID); err != nil {
						faults[n] = err
						return
					}
				}
			})
		}
		both.Wait()
		h.must(errors.Join(faults[:]...))
		now := h.find(d.ID)
		if len(now.Current.Approvals) != 2 || now.Current.State != document.ClientReview || strings.Count(h.story(now), "B4") != 1 {
			t.Fatalf("%+v\n%s", now.Current, h.story(now))
		}
		if refusals[0]+refusals[1] > 1 {
			t.Errorf("refused %v times", refusals)
		}
	}
}

func TestCompletesSaysWhichApprovalIsTheLast(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.sent(strict())
	if d.Completes("tess", "compliance") {
		t.Error("the first of two")
	}
	d = h.got(h.Approve(t.Context(), person("tess"), d, ""))
	for name, c := range map[string]struct {
		who, pass string
		want      bool
	}{
		"a second person":             {"omar", "compliance", true},
		"a second person, not for it": {"omar", "", false},
		"the same person":             {"tess", "compliance", false},
		"a writer":                    {"devon", "compliance", false},
	} {
		if got := d.Completes(c.who, c.pass); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// What follows goes in the same write or not at all.
func TestWhatFollowsIsWrittenWithIt(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.begin(strict())
	taken := table.Key{Space: table.Private, PK: "X", SK: "T"}
	h.must(h.store.Write(t.Context(), "", table.Create(table.Item{Key: taken})))
	if _, err := h.Send(t.Context(), person("devon"), d, table.Create(table.Item{Key: taken})); kindOf(err) != agency.KindConflict {
		t.Errorf("got %v", err)
	}
	if now := h.find(d.ID); now.Version != d.Version {
		t.Error("it was sent all the same")
	}
}

func TestContentThatCannotBeKept(t *testing.T) {
	t.Parallel()
	h := open(t)
	many := document.Content{}
	for range 10_000 {
		many.Parts = append(many.Parts, document.Part{Key: h.IDs.New()})
	}
	for name, c := range map[string]document.Content{
		"two parts with one key": {Parts: []document.Part{{Key: "1"}, {Key: "1"}}},
		"a part without a key":   {Parts: []document.Part{{Text: "a"}}},
		"a long key":             {Parts: []document.Part{{Key: strings.Repeat("k", 101)}}},
		"not UTF-8":              {Parts: []document.Part{{Key: "1", Text: "\xff"}}},
		"a title not in UTF-8":   {Title: "\xff"},
		"values that are none":   {Parts: []document.Part{{Key: "1", Data: json.RawMessage(`{`)}}},
		"10,000 parts":           many,
		"a megabyte":             {Parts: []document.Part{{Key: "1", Text: strings.Repeat("a", 1<<20)}}},
	} {
		if _, err := h.Begin(t.Context(), person("devon"), "brief", "x", plain(), c); field(err) != "content" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := h.Begin(t.Context(), agency.Anybody(), "brief", "x", plain(), text("a")); kindOf(err) != agency.KindSignIn {
		t.Errorf("begun by nobody: %v", err)
	}
}

func TestTheHashIsOfEverythingThatIsSaid(t *testing.T) {
	t.Parallel()
	base := text("a", "b")
	same := text("a", "b")
	same.Parts[0].Data = []byte(` { "N" : 1 } `)
	if base.Hash() != same.Hash() {
		t.Error("space between values counts")
	}
	if (document.Content{Parts: []document.Part{}}).Hash() != (document.Content{}).Hash() {
		t.Error("no parts and none differ")
	}
	for name, change := range map[string]func(*document.Content){
		"title": func(c *document.Content) { c.Title += "." },
		"key":   func(c *document.Content) { c.Parts[0].Key = "x" },
		"label": func(c *document.Content) { c.Parts[0].Label = "should" },
		"text":  func(c *document.Content) { c.Parts[1].Text += " " },
		"data":  func(c *document.Content) { c.Parts[1].Data = []byte(`{"N":2}`) },
		"order": func(c *document.Content) { c.Parts[0], c.Parts[1] = c.Parts[1], c.Parts[0] },
		"less":  func(c *document.Content) { c.Parts = c.Parts[:1] },
	} {
		other := text("a", "b")
		if change(&other); other.Hash() == base.Hash() {
			t.Errorf("another %s has the same hash", name)
		}
	}
}

// A record that was tampered with is not released.
func TestWhatIsReleasedIsWhatIsKept(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.approved()
	body, err := json.Marshal(text("Say something nice."))
	h.must(err)
	h.must(h.store.Write(t.Context(), "", table.Set(table.Item{Body: body, Kind: "content",
		Key: table.Key{Space: table.Private, PK: "DOC#" + d.ID, SK: "V#0001"}})))
	if _, err := h.Release(t.Context(), person("devon"), d); !errors.Is(err, table.ErrCorrupt) {
		t.Errorf("got %v", err)
	}
	forged := d
	forged.Current.Approvals = forged.Current.Approvals[:1]
	if _, err := h.Release(t.Context(), person("devon"), forged); err == nil {
		t.Error("released with one approval")
	}
}

func TestListAndFind(t *testing.T) {
	t.Parallel()
	h := open(t)
	first := h.begin(plain())
	h.clock.Pass(time.Second)
	second := h.begin(plain())
	h.got(h.Begin(t.Context(), person("devon"), "guest", "x", plain(), text("a")))
	found, err := h.Underway(t.Context(), "brief")
	if err != nil || len(found) != 2 || found[0].ID != first.ID || found[1].ID != second.ID {
		t.Errorf("%v, %v", found, err)
	}
	for _, id := range []string{"", "x", h.IDs.New(), "../" + first.ID, strings.Repeat("0", 5000)} {
		if _, err := h.Find(t.Context(), id); kindOf(err) != agency.KindNotFound {
			t.Errorf("%.9q: %v", id, err)
		}
	}
	for _, number := range []int{-1, 0, 2, 1 << 40} {
		if _, err := h.Content(t.Context(), first, number); kindOf(err) != agency.KindNotFound {
			t.Errorf("version %d: %v", number, err)
		}
		if _, err := h.Remarks(t.Context(), first, number); kindOf(err) != agency.KindNotFound {
			t.Errorf("remarks about version %d: %v", number, err)
		}
	}
}
