package document_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/table"
)

// What is on its way is listed apart from what is settled, which comes in pages.
func TestWhatIsSettledLeavesTheListOfWhatIsOnItsWay(t *testing.T) {
	t.Parallel()
	h := open(t)
	var settled []string
	for range 27 {
		h.clock.Pass(time.Second)
		d := h.got(h.Withdraw(t.Context(), person("devon"), h.begin(plain()), "Not now."))
		settled = append(settled, d.ID)
	}
	h.clock.Pass(time.Second)
	amended := h.released()
	settled = append(settled, amended.ID)
	listed := func() (underway, settled []string) {
		t.Helper()
		all, err := h.Underway(t.Context(), "brief")
		for _, d := range all {
			underway = append(underway, d.ID)
		}
		for cursor, more := "", err == nil; more; more = cursor != "" && err == nil {
			var page []document.Document
			page, cursor, err = h.Settled(t.Context(), "brief", cursor)
			if len(page) > 25 {
				t.Errorf("%d on a page", len(page))
			}
			for _, d := range page {
				settled = append(settled, d.ID)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(settled)
		return underway, settled
	}
	if way, done := listed(); len(way) != 0 || !slices.Equal(done, settled) {
		t.Errorf("on their way are %v, settled %d of %d", way, len(done), len(settled))
	}
	amended = h.save(amended, "devon", "Say why.", "Say when.")
	if way, done := listed(); !slices.Equal(way, []string{amended.ID}) || !slices.Equal(done, settled[:27]) {
		t.Errorf("with an amendment, on their way are %v, settled %d", way, len(done))
	}
	if _, _, err := h.Settled(t.Context(), "brief", "x"); kindOf(err) != agency.KindNotFound {
		t.Errorf("a page that is none: %v", err)
	}
}

// lagging answers a list as it was at some moment.
type lagging struct {
	table.Table
	was table.Page
}

func (l lagging) Query(context.Context, table.Query) (table.Page, error) { return l.was, nil }

// What has left a list is not in it, however late the index is.
func TestAListThatLagsShowsNothingThatHasLeftIt(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.begin(plain())
	was, err := h.Table.Query(t.Context(), table.Query{Space: table.Private, Index: 1, PK: "DOCS#brief"})
	if err != nil || len(was.Items) != 1 {
		t.Fatalf("listed are %d, %v", len(was.Items), err)
	}
	late := document.Room{Table: lagging{h.Table, was}}
	if all, err := late.Underway(t.Context(), "brief"); err != nil || len(all) != 1 {
		t.Errorf("on its way are %d, %v", len(all), err)
	}
	h.got(h.Withdraw(t.Context(), person("devon"), d, "Not now."))
	if all, err := late.Underway(t.Context(), "brief"); err != nil || len(all) != 0 {
		t.Errorf("after it was withdrawn, on its way are %d, %v", len(all), err)
	}
}
