package document_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
)

// word is what somebody said about a text: its bytes, and for what they read it.
type word struct{ by, pass, text string }

// world is a document with what really happened to it, kept apart from the
// record.
type world struct {
	house
	rt      *rapid.T
	id      string
	seen    []document.Document // states that somebody may still have before them
	writers map[string]bool     // everybody whose words were ever in it
	words   []word              // since the text was changed last
	signed  string              // bytes that the outsider signed, since then
	reached map[string]int
}

func bytesOf(c document.Content) string {
	text, _ := json.Marshal(c)
	return string(text)
}

func (w *world) content(number int) string {
	c, err := w.Content(context.Background(), w.find(w.id), number)
	w.sure(err)
	return bytesOf(c)
}

func (w *world) sure(err error) {
	w.rt.Helper()
	if err != nil {
		w.rt.Fatal(err)
	}
}

// did notes what somebody tried, and reports whether it happened. A refusal
// must have words for a person.
func (w *world) did(what string, before, after document.Document, err error) bool {
	if err == nil {
		w.reached[what]++
		return after.Version > before.Version
	}
	_, said := errors.AsType[*agency.Error](err)
	_, invalid := errors.AsType[*agency.Invalid](err)
	if !said && !invalid {
		w.rt.Fatalf("%s: refused without words: %v", what, err)
	}
	return false
}

// act does one thing at random.
func (w *world) act() {
	ctx := context.Background()
	now := w.find(w.id)
	d := now
	if rapid.IntRange(0, 5).Draw(w.rt, "behind") == 5 {
		d = rapid.SampledFrom(w.seen).Draw(w.rt, "seen")
	}
	w.seen = append(w.seen, now)
	by := person(rapid.SampledFrom([]string{"devon", "tess", "omar", "ines"}).Draw(w.rt, "who"))
	what := rapid.SampledFrom([]string{"save", "send", "approve", "approve", "remark", "sign", "return", "release", "withdraw"}).Draw(w.rt, "what")
	if rapid.IntRange(0, 3).Draw(w.rt, "onward") > 0 {
		what = rapid.SampledFrom(onward(now)).Draw(w.rt, "next")
	}
	var after document.Document
	var err error
	switch what {
	case "save":
		c := text(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(w.rt, "text"))
		if after, err = w.Save(ctx, by, d, c); w.did(what, d, after, err) {
			w.edited(by.ID)
		}
	case "send":
		by.ID = rapid.SampledFrom(append(now.Current.Writers, by.ID)).Draw(w.rt, "writer")
		after, err = w.Send(ctx, by, d)
		w.did(what, d, after, err)
	case "approve":
		pass := rapid.SampledFrom([]string{"", "compliance", "spelling"}).Draw(w.rt, "pass")
		if after, err = w.Approve(ctx, by, d, pass); w.did(what, d, after, err) {
			w.words = append(w.words, word{by.ID, pass, w.content(d.Current.Number)})
		}
	case "remark":
		after, err = w.Remark(ctx, by, d, document.Remark{Text: "Hm.", Blocking: rapid.Bool().Draw(w.rt, "blocking")})
		w.did(what, d, after, err)
	case "sign":
		hash := rapid.SampledFrom([]string{d.Current.Hash, d.Current.Hash, "another"}).Draw(w.rt, "hash")
		if after, err = w.Sign(ctx, "Ada", d, hash); w.did(what, d, after, err) {
			w.signed = w.content(d.Current.Number)
		}
	case "return":
		after, err = w.Return(ctx, "Ada", d, d.Current.Hash, []document.Remark{{Text: "No."}})
		w.did(what, d, after, err)
	case "release":
		if after, err = w.Release(ctx, by, d); w.did(what, d, after, err) {
			w.released(after)
		}
	default:
		after, err = w.Withdraw(ctx, by, d, "Over.")
		w.did(what, d, after, err)
	}
}

// onward is what somebody who wants it released does next.
func onward(d document.Document) []string {
	switch d.Current.State {
	case document.Draft:
		return []string{"send"}
	case document.InReview:
		return []string{"approve"}
	case document.ClientReview:
		return []string{"sign", "sign", "return"}
	case document.Approved:
		return []string{"release"}
	}
	return []string{"save"}
}

// edited is what any edit does: nobody has approved it any more.
func (w *world) edited(by string) {
	w.writers[by], w.words, w.signed = true, nil, ""
	if v := w.find(w.id).Current; v.State != document.Draft || len(v.Approvals) > 0 || v.Signed != "" {
		w.rt.Fatalf("after an edit: %+v", v)
	}
}

// released checks that what is in force now is, to the byte, what enough people
// who never wrote of it approved, and who is outside signed.
func (w *world) released(d document.Document) {
	live := w.content(d.Live.Number)
	var people, passes []string
	for _, said := range w.words {
		if said.text == live && !w.writers[said.by] && !slices.Contains(people, said.by) {
			people, passes = append(people, said.by), append(passes, said.pass)
		}
	}
	if len(people) < d.Policy.Approvals {
		w.rt.Fatalf("released, and approved by %v only", people)
	}
	for _, pass := range d.Policy.Passes {
		if !slices.Contains(passes, pass) {
			w.rt.Fatalf("released, and nobody read it for %s", pass)
		}
	}
	if d.Policy.Outside && w.signed != live {
		w.rt.Fatal("released, and not what was signed")
	}
}

// check compares the record of what happened with how things stand.
func (w *world) check() {
	d := w.find(w.id)
	states := w.replay(d)
	all := append(slices.Clone(d.Past), d.Current)
	if d.Live != nil && d.Live.Number != d.Current.Number {
		all = append(all, *d.Live)
	}
	if len(all) != len(states) || len(all) != d.Current.Number {
		w.rt.Fatalf("%d versions are kept, %d are on record, the newest is %d", len(all), len(states), d.Current.Number)
	}
	inForce := 0
	for _, v := range all {
		if states[v.Number] != v.State {
			w.rt.Fatalf("version %d is %s, and by the record %s", v.Number, v.State, states[v.Number])
		}
		if v.State == document.Released {
			inForce++
		}
		if v.State != document.Draft { // compares the hash as well
			w.content(v.Number)
		}
	}
	if inForce > 1 || (inForce == 1) != (d.Live != nil) {
		w.rt.Fatalf("%d versions are in force", inForce)
	}
}

// replay runs the record through the machine.
func (w *world) replay(d document.Document) map[int]agency.State {
	events, err := w.History(context.Background(), d)
	w.sure(err)
	states, m := map[int]agency.State{}, document.Machine()
	for _, e := range events {
		var n int
		if _, err := fmt.Sscanf(e.Note, "version %d", &n); err != nil {
			w.rt.Fatalf("event without a version: %+v", e)
		}
		switch {
		case e.Action == "begin":
			states[n] = m.Initial
		case e.Action == "B3":
			if states[n], err = m.Next(states[n-1], e.Action); err != nil {
				w.rt.Fatal(err)
			}
		case strings.HasPrefix(e.Action, "B"):
			if e.From != states[n] {
				w.rt.Fatalf("%s of version %d from %s, it was %s", e.Action, n, e.From, states[n])
			}
			if states[n], err = m.Next(states[n], e.Action); err != nil {
				w.rt.Fatal(err)
			}
		default:
			if e.From != e.To || e.From != states[n] {
				w.rt.Fatalf("%s of version %d from %s to %s, it was %s", e.Action, n, e.From, e.To, states[n])
			}
		}
		if states[n] != e.To {
			w.rt.Fatalf("%s of version %d led to %s, on record is %s", e.Action, n, states[n], e.To)
		}
	}
	return states
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
	dir, err := os.MkdirTemp("", "document")
	if err != nil {
		s.rt.Fatal(err)
	}
	s.rt.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// Whatever happens in whatever order: what is released is, to the byte, what
// the policy asks for and nobody who wrote of it approved (INV-4), any edit
// clears the approvals, and the record tells how things stand.
func TestAnyOrderOfEventsKeepsTheRules(t *testing.T) {
	t.Parallel()
	reached := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		h := open(&scope{TB: t, rt: rt})
		policy := rapid.SampledFrom([]document.Policy{strict(), plain(), {Approvals: 2, Outside: true}}).Draw(rt, "policy")
		w := &world{house: h, rt: rt, writers: map[string]bool{"devon": true}, reached: reached}
		d, err := h.Begin(context.Background(), person("devon"), "brief", "x", policy, text("a"))
		w.sure(err)
		w.id, w.seen = d.ID, []document.Document{d}
		reached["begin"]++
		for range rapid.IntRange(1, 50).Draw(rt, "steps") {
			w.act()
		}
		w.check()
	})
	for _, what := range []string{"save", "send", "approve", "remark", "sign", "return", "release", "withdraw"} {
		if reached[what] == 0 && reached["begin"] >= 100 {
			t.Errorf("nothing was ever done to %s: the test shows too little", what)
		}
	}
	t.Logf("%v", reached)
}
