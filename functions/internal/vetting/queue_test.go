package vetting_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
)

func (h *house) queue(by agency.Actor) []vetting.Waiting {
	h.t.Helper()
	q, err := h.Vetting.Queue(h.t.Context(), h.Applications, by)
	h.must(err)
	return q
}

// Four people read sixty applications, each always what comes first for them.
// Until each was read once no application is more than one review ahead. Later
// what is left over may be what the next reader has read already: then one can
// be two ahead, and never more.
func TestTheQueueSpreadsReviewsEvenly(t *testing.T) {
	t.Parallel()
	h := open(t)
	reviews := map[string]int{}
	for n := range 60 {
		reviews[h.apply("tuesday", fmt.Sprintf("p%02d", n)).ID] = 0
	}
	for round := range 30 { // 120 reviews: two of each
		for n := range 4 {
			queue := h.queue(decisiontest.Reader(n))
			id := queue[0].Application.ID
			h.must(h.Score(t.Context(), decisiontest.Reader(n), id, 3))
			reviews[id]++
		}
		least, most := math.MaxInt, 0
		for _, n := range reviews {
			least, most = min(least, n), max(most, n)
		}
		if allowed := 1 + round/15; most-least > allowed {
			t.Fatalf("after round %d some have %d reviews and some %d", round+1, most, least)
		}
	}
	for n := range 4 {
		if got := len(h.queue(decisiontest.Reader(n))); got != 30 {
			t.Errorf("reader %d has %d left, want 30", n, got)
		}
	}
}

func TestTheQueueHasOnlyWhatIsOnesToRead(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	kim, err := h.Person(ctx, "kim")
	h.must(err)
	kim.Roles = append(kim.Roles, agency.Reviewer)
	own, friend, aside := h.apply("later", "kim"), h.apply("tuesday", "ann"), h.apply("tuesday", "ben")
	skipped, gone, read := h.apply("tuesday", "cem"), h.apply("tuesday", "dee"), h.apply("tuesday", "eli")
	draft, err := h.Applications.SaveDraft(ctx, agency.Actor{ID: own.Person}, decisiontest.Form("rolling", "kim"))
	h.must(err)
	next := h.apply("rolling", "fay") // is promised sooner
	h.must(h.Vetting.Declare(ctx, kim, friend.ID, vetting.Friend))
	h.must(h.Vetting.Declare(ctx, kim, aside.ID, vetting.StoodAside))
	h.must(h.Vetting.Skip(ctx, kim, skipped.ID))
	h.must(h.Score(ctx, kim, read.ID, 2))
	_, err = h.Applications.Withdraw(ctx, agency.Actor{ID: gone.Person}, gone.ID)
	h.must(err)
	last := h.apply("tuesday", "gus")
	h.must(h.Score(ctx, decisiontest.Reader(1), last.ID, 2))
	var got []string
	for _, w := range h.queue(kim) {
		got = append(got, w.Application.ID)
	}
	if want := []string{next.ID, last.ID, skipped.ID}; !slices.Equal(got, want) {
		t.Errorf("queue %v, want %v (draft %s)", got, want, draft.ID)
	}
	if q := h.queue(agency.Actor{ID: "m", Roles: []agency.Role{agency.Moderator}}); len(q) != 0 {
		t.Errorf("who may not review has a queue of %d", len(q))
	}
}

// panel is a program that four people have read at random: some of it twice,
// some not at all, with conflicts and with answers that changed.
func (h *house) panel(seed uint64) vetting.Panel {
	h.t.Helper()
	ctx, chance := h.t.Context(), rand.New(rand.NewPCG(seed, 0))
	for n := range 14 {
		who := fmt.Sprintf("p%02d", n)
		a := h.apply("tuesday", who)
		for r := range 4 {
			if chance.IntN(5) > 0 {
				h.must(h.Score(ctx, decisiontest.Reader(r), a.ID, chance.IntN(5)))
			}
			if chance.IntN(8) == 0 {
				h.must(h.Vetting.Declare(ctx, decisiontest.Reader(r), a.ID, vetting.Friend))
			}
		}
		if chance.IntN(6) == 0 {
			now, err := h.Applications.Find(ctx, a.ID)
			h.must(err)
			_, err = h.Applications.Edit(ctx, agency.Actor{ID: a.Person}, a.ID, now.Version, decisiontest.Form("tuesday", who))
			h.must(err)
		}
	}
	return h.look()
}

func (h *house) look() vetting.Panel {
	h.t.Helper()
	p, err := h.Programs.Find(h.t.Context(), "tuesday")
	h.must(err)
	panel, err := h.Vetting.Panel(h.t.Context(), h.Applications, p)
	h.must(err)
	return panel
}

func TestThePanelIsWhatTheFilesSay(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			h := open(t)
			panel := h.panel(seed)
			means, n, sum, count := map[string]float64{}, map[string]float64{}, 0.0, 0.0
			for i, s := range panel.Summaries {
				f, err := h.Vetting.File(t.Context(), s.Application.ID)
				h.must(err)
				if want := plainlyRead(f); s.Median != want.Median || s.Counted != want.Counted || s.Stale != want.Stale || s.Conflicted != want.Conflicted {
					t.Errorf("panel has %+v, files %+v", s, want)
				}
				if i > 0 && behind(panel.Summaries[i-1], s, panel.Program.MinReviews) {
					t.Errorf("%d: %v of %d reviews stands behind %v of %d", i, s.Median, s.Counted, panel.Summaries[i-1].Median, panel.Summaries[i-1].Counted)
				}
				for _, r := range f.Reviews {
					if !slices.ContainsFunc(f.Conflicts, func(c vetting.Conflict) bool { return c.Person == r.Reviewer }) {
						total, _ := vetting.Total(f.Program.Program, r.Marks)
						means[r.Reviewer], n[r.Reviewer], sum, count = means[r.Reviewer]+total, n[r.Reviewer]+1, sum+total, count+1
					}
				}
			}
			for _, r := range panel.Readers {
				mean := means[r.Person] / n[r.Person]
				lenience := (mean - sum/count) * n[r.Person] / (n[r.Person] + 5)
				if believed := n[r.Person] >= 8; r.Believed != believed || believed && math.Abs(r.Lenience-lenience) > 1e-9 || !believed && r.Lenience != 0 || math.Abs(r.Mean-mean) > 1e-9 {
					t.Errorf("%s: %+v, want mean %v and lenience %v", r.Person, r, mean, lenience)
				}
			}
			if len(panel.Summaries) != 14 || len(panel.Readers) != 4 {
				t.Errorf("%d applications, %d readers", len(panel.Summaries), len(panel.Readers))
			}
		})
	}
}

// plainlyRead is plainly for files whose answers have been changed.
func plainlyRead(f vetting.File) vetting.Summary {
	for i, r := range f.Reviews {
		f.Reviews[i].Answers = 0
		if r.Answers == f.Application.Revision {
			f.Reviews[i].Answers = 1
		}
	}
	return plainly(f)
}

// behind reports whether b should have stood before a.
func behind(a, b vetting.Summary, needed int) bool {
	switch {
	case (a.Counted >= needed) != (b.Counted >= needed):
		return a.Counted < needed
	case a.Median != b.Median:
		return a.Median < b.Median
	case a.Mean != b.Mean:
		return a.Mean < b.Mean
	}
	return a.Application.ID > b.Application.ID
}

// Whatever channels people have, the ranking is the same.
func TestTheRankingKnowsNoChannels(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	order := func() (ids []string) {
		for _, s := range h.look().Summaries {
			ids = append(ids, s.Application.ID)
		}
		return ids
	}
	for n := range 8 {
		a := h.apply("tuesday", fmt.Sprintf("p%02d", n))
		h.must(h.Score(ctx, decisiontest.Reader(0), a.ID, n%5))
	}
	before := order()
	for n := range 8 {
		who := fmt.Sprintf("p%02d", n)
		a, err := h.Of(ctx, "tuesday", who)
		h.must(err)
		f := decisiontest.Form("tuesday", who)
		f.Channel, f.Channel2 = fmt.Sprintf("https://a.example/%d-million", 8-n), "https://b.example/followers"
		_, err = h.Applications.Edit(ctx, agency.Actor{ID: a.Person}, a.ID, a.Version, f)
		h.must(err)
		h.must(h.HandIn(ctx, decisiontest.Reader(0), a.ID, content.Blind, n%5))
		h.must(h.HandIn(ctx, decisiontest.Reader(0), a.ID, content.Revealed, n%5))
	}
	if after := order(); !slices.Equal(before, after) {
		t.Errorf("ranking was %v and is %v", before, after)
	}
}
