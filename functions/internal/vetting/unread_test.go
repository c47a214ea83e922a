package vetting_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// watched is a table that remembers what was read from it.
type watched struct {
	table.Table
	mu   sync.Mutex
	read []string // kinds
}

func (w *watched) saw(items ...table.Item) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, i := range items {
		w.read = append(w.read, i.Kind)
	}
}

func (w *watched) Get(ctx context.Context, k table.Key) (table.Item, error) {
	i, err := w.Table.Get(ctx, k)
	w.saw(i)
	return i, err
}

func (w *watched) Query(ctx context.Context, q table.Query) (table.Page, error) {
	page, err := w.Table.Query(ctx, q)
	w.saw(page.Items...)
	return page, err
}

// Whoever reads the work first is not merely not shown who made it: nothing
// that says so is read from the store for them.
func TestTheFirstPassNeverReadsWhoApplied(t *testing.T) {
	t.Parallel()
	store, clock := localtest.Store(t)
	w := &watched{Table: store}
	h, ctx, by := decisiontest.Open(w, clock), t.Context(), decisiontest.Reader(1)
	a, err := h.Apply(ctx, "tuesday", "ann")
	if err != nil {
		t.Fatal(err)
	}
	w.read = nil
	all := &house{h, t}
	_, err = h.Vetting.Queue(ctx, h.Applications, by)
	all.must(err)
	_, err = h.Vetting.Begin(ctx, by, a.ID)
	all.must(err)
	all.must(h.Vetting.Skip(ctx, by, a.ID))
	_, err = h.Vetting.Opened(ctx, by, a.ID)
	all.must(err)
	_, err = h.Vetting.HandIn(ctx, by, a.ID, content.Blind, all.sheet(by, a.ID, content.Blind))
	all.must(err)
	p, err := h.Programs.Find(ctx, "tuesday")
	all.must(err)
	_, err = h.Vetting.Panel(ctx, h.Applications, p)
	all.must(err)
	for _, kind := range []string{"applicant", "person", "profile", "draft"} {
		if slices.Contains(w.read, kind) {
			t.Errorf("a %s was read for the first pass", kind)
		}
	}
	if !slices.Contains(w.read, "answers") {
		t.Errorf("only %q were read", w.read)
	}
	who, err := h.Applications.Who(ctx, application.Application{ID: a.ID})
	if err != nil || who.Name != "ann" || !slices.Contains(w.read, "applicant") {
		t.Errorf("%v, %v: what tells who applied is kept as another kind", who, err)
	}
}
