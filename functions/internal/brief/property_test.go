package brief_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/document"
)

// world is a brief with what really happened to it, kept apart from the
// records.
type world struct {
	*house
	rt       *rapid.T
	token    string              // the newest link that the client got
	writers  map[string]bool     // everybody whose words were ever in it
	approved map[string][]string // what the text said → who approved it
	signed   map[string]bool     // what the text said
	agreed   map[string]bool     // clause in its words, with its class, that a second person confirmed
	reached  map[string]int
	members  []application.Application
	people   map[string]agency.Actor
}

func said(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}

// did notes what somebody tried, and reports whether it happened. A refusal
// must have words for a person.
func (w *world) did(what string, err error) bool {
	if err == nil {
		w.reached[what]++
		return true
	}
	_, said := errors.AsType[*agency.Error](err)
	_, invalid := errors.AsType[*agency.Invalid](err)
	if !said && !invalid {
		w.rt.Fatalf("%s: refused without words: %v", what, err)
	}
	return false
}

// staff are people who may all do everything, so that only who did what before
// keeps them from it.
func staff() []agency.Actor {
	roles := []agency.Role{agency.ProjectManager, agency.Reviewer}
	return []agency.Actor{actor("DEVN", roles...), actor("TESS", roles...), actor("OMAR", roles...), actor("INES", roles...)}
}

func (w *world) act() {
	ctx := context.Background()
	by := rapid.SampledFrom(staff()).Draw(w.rt, "who")
	b, d := w.now(slug)
	version := d.Version - int64(rapid.SampledFrom([]int{0, 0, 0, 0, 0, 1}).Draw(w.rt, "behind"))
	what := rapid.SampledFrom([]string{"write", "remark", "confirm", "client", "member", "deliver", "withdraw", "onward"}).Draw(w.rt, "what")
	if rapid.IntRange(0, 3).Draw(w.rt, "on") > 0 {
		what = "onward"
	}
	if what == "onward" {
		if what = onward(d); what == "send" && d.Amending() && rapid.Bool().Draw(w.rt, "look first") {
			what = "confirm"
		}
	}
	switch what {
	case "write":
		w.edit(by, version, b)
	case "send":
		by = rapid.SampledFrom(staff()).Draw(w.rt, "writer")
		_, err := w.Send(ctx, by, slug, version)
		w.did(what, err)
	case "approve":
		if after, err := w.Approve(ctx, by, slug, d.Current.Hash, ""); w.did(what, err) && after.Version > d.Version {
			w.approved[said(b)] = append(w.approved[said(b)], by.ID)
		}
	case "client":
		w.client(b)
	case "release":
		if _, err := w.Release(ctx, by, slug, version); w.did(what, err) {
			w.released(b)
		}
	case "remark":
		_, err := w.Remark(ctx, by, slug, version, document.Remark{Text: "Hm.", Blocking: rapid.Bool().Draw(w.rt, "blocking")})
		w.did(what, err)
	case "confirm":
		n := rapid.SampledFrom([]int{1, 4}).Draw(w.rt, "clause")
		if err := w.ConfirmClass(ctx, by, slug, version, n); w.did(what, err) {
			if w.writers[by.ID] {
				w.rt.Fatal("a writer confirms")
			}
			c, _ := b.Clause(n)
			w.agreed[said(c)] = true
		}
	case "withdraw":
		_, err := w.Withdraw(ctx, by, slug, version, "Over.")
		w.did(what, err)
	case "member":
		w.member(rapid.IntRange(0, len(w.members)-1).Draw(w.rt, "member"))
	default:
		_, err := w.Deliver(ctx, slug, w.Now().Add(time.Hour))
		w.did(what, err)
	}
}

// onward is what leads to a release.
func onward(d document.Document) string {
	switch d.Current.State {
	case document.Draft:
		return "send"
	case document.InReview:
		return "approve"
	case document.ClientReview:
		return "client"
	case document.Approved:
		return "release"
	}
	return "write"
}

func (w *world) edit(by agency.Actor, version int64, b brief.Brief) {
	for _, n := range []int{1, 4} {
		c := clause(&b, n)
		c.Text = rapid.SampledFrom([]string{"The night must be a real one.", "No price claims."}).Draw(w.rt, "text")
		c.Why = brief.Change{Class: rapid.SampledFrom(append(brief.Classes(), "")).Draw(w.rt, "class"), Reason: "legal", Offer: offer()}
	}
	_, before := w.now(slug)
	after, err := w.Write(context.Background(), by, slug, version, b)
	if !w.did("write", err) || after.Version == before.Version {
		return
	}
	now, d := w.now(slug)
	w.writers[by.ID] = true
	delete(w.approved, said(now)) // also the same words are to be read anew
	delete(w.signed, said(now))
	if len(d.Current.Approvals) > 0 || d.Current.State != document.Draft {
		w.rt.Fatalf("after an edit: %+v", d.Current)
	}
}

// client is what the client does with the newest link they got.
func (w *world) client(b brief.Brief) {
	ctx := context.Background()
	if len(w.letters(brief.LetterSign)) > 0 {
		w.token = w.link()
	}
	if rapid.IntRange(0, 3).Draw(w.rt, "client") == 0 {
		_, err := w.Return(ctx, w.token, "Ada", []document.Remark{{Text: "No."}})
		w.did("return", err)
		return
	}
	if _, err := w.Sign(ctx, w.token, "Ada"); w.did("sign", err) {
		w.signed[said(b)] = true
	}
}

// released checks what is in force now.
func (w *world) released(b brief.Brief) {
	r, err := w.Released(context.Background(), slug)
	if err != nil || said(r.Brief) != said(b) {
		w.rt.Fatalf("released is not what was to be released: %v", err)
	}
	var readers []string
	for _, who := range w.approved[said(b)] {
		if !w.writers[who] && !slices.Contains(readers, who) {
			readers = append(readers, who)
		}
	}
	if len(readers) < 2 || !w.signed[said(b)] {
		w.rt.Fatalf("released, and read by %v, signed %v", readers, w.signed[said(b)])
	}
	if r.Number > 1 {
		w.reached["amend"]++
	}
	_, d := w.now(slug)
	if len(d.Past) == 0 {
		return
	}
	w.fair(d, b)
}

// fair checks that whatever somebody is held to and was not asked before is a
// new ask, or somebody else said that it is none.
func (w *world) fair(d document.Document, b brief.Brief) {
	before := -1
	for n, v := range d.Past {
		if v.State == document.Superseded && (before < 0 || v.ReleasedAt.After(d.Past[before].ReleasedAt) || v.Number > d.Past[before].Number) {
			before = n
		}
	}
	if before < 0 {
		return
	}
	old, err := w.At(context.Background(), slug, d.Past[before].Number)
	w.must(err)
	for _, a := range brief.Amendment(old, b) {
		if a.Demands && a.Now.Why.Asked != d.Past[before].Number+1 && !w.agreed[said(a.Now)] {
			w.rt.Fatalf("clause %d asks for more, is called %s, and nobody else said so", a.Number, a.Why.Class)
		}
	}
}

func (w *world) member(n int) {
	a := w.members[n]
	r, questions, err := w.SelfCheck(context.Background(), a)
	if !w.did("self-check", err) {
		return
	}
	answers := make([]int, len(questions))
	allRight := true
	for i, q := range questions {
		answers[i] = rapid.IntRange(0, 2).Draw(w.rt, "answer")
		c, _ := r.Clause(q.Clause)
		allRight = allRight && answers[i] == map[brief.Kind]int{brief.Must: 0, brief.MustNot: 1}[c.Kind]
	}
	before, known, err := w.Acknowledged(context.Background(), a.ID)
	w.must(err)
	_, result, err := w.Acknowledge(context.Background(), w.people[a.Person], a, r.Number, r.Hash, answers)
	if !w.did("acknowledge", err) {
		return
	}
	if again := known && before.Number == r.Number; result.OK != (allRight || again) {
		w.rt.Fatalf("answers %v are called right: %v", answers, result.OK)
	}
}

// check looks at what nobody may have got twice.
func (w *world) check() {
	told := map[string]bool{}
	for _, m := range w.letters(brief.LetterReleased) {
		var v brief.ReleasedValues
		w.must(json.Unmarshal(m.Values, &v))
		k := fmt.Sprint(m.About, v.Number)
		if told[k] {
			w.rt.Fatalf("%s was told of version %d twice", m.About, v.Number)
		}
		told[k] = true
	}
	_, d := w.now(slug)
	events, err := w.Documents.History(context.Background(), d)
	w.must(err)
	handed := 0
	for _, e := range events {
		if e.Action == "B4" {
			handed++
		}
	}
	if got := len(w.letters(brief.LetterSign)); got != handed {
		w.rt.Fatalf("handed to the client %d times, with %d letters", handed, got)
	}
}

// scope is a TB whose files live as long as one sequence.
type scope struct {
	testing.TB
	rt *rapid.T
}

// Cleanup calls f after the sequence.
func (s *scope) Cleanup(f func()) { s.rt.Cleanup(f) }

// TempDir makes a folder that is removed after the sequence.
func (s *scope) TempDir() string {
	dir, err := os.MkdirTemp("", "brief")
	if err != nil {
		s.rt.Fatal(err)
	}
	s.rt.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// Whatever people do in whatever order: influencers work from what two others
// read and the client signed, nothing becomes more work without being called
// so, nobody is told twice, and wrong answers acknowledge nothing.
func TestAnyOrderOfWorkKeepsTheRules(t *testing.T) {
	t.Parallel()
	reached, sequences := map[string]int{}, 0
	rapid.Check(t, func(rt *rapid.T) {
		h := open(&scope{TB: t, rt: rt})
		w := &world{house: h, rt: rt, reached: reached, writers: map[string]bool{devon().ID: true}, approved: map[string][]string{},
			signed: map[string]bool{}, agreed: map[string]bool{}, people: map[string]agency.Actor{}}
		for _, who := range []string{"ann", "ben"} {
			a, p := h.member(who, application.Confirmed)
			w.members, w.people[a.Person] = append(w.members, a), p
		}
		h.started(slug)
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			w.act()
		}
		w.check()
		sequences++
	})
	for _, what := range []string{"write", "send", "approve", "sign", "return", "release", "confirm", "acknowledge", "deliver"} {
		if reached[what] == 0 && sequences >= 100 {
			t.Errorf("nothing ever was there to %s: the test shows too little", what)
		}
	}
	t.Logf("%v", reached)
}
