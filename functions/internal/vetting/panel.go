package vetting

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// Panel is all that was read in a program, side by side.
type Panel struct {
	Program   program.Program
	Summaries []Summary // best first
	Readers   []Reader  // by person
}

// Reader is how one reviewer marks, beside the others.
type Reader struct {
	Person   string
	Reviews  int     // whole ones
	Mean     float64 // of their totals
	Lenience float64 // how far they are above (or below) the program's mean
	Believed bool    // they have read enough for that to say something
}

// Lister lists applications of a program, for looking.
type Lister interface {
	Listed(ctx context.Context, program string) ([]application.Application, error)
}

// Panel reads all reviews of a program. It is read from lists that may lag
// behind: for looking, and nothing is decided from it.
func (s *Room) Panel(ctx context.Context, list Lister, p program.Program) (Panel, error) {
	files, err := s.files(ctx, list, p)
	if err != nil {
		return Panel{}, err
	}
	panel := Panel{Program: p}
	for _, f := range files {
		panel.Summaries = append(panel.Summaries, f.Summarise())
	}
	slices.SortStableFunc(panel.Summaries, func(a, b Summary) int { return best(a, b, p.MinReviews) })
	panel.Readers = readers(files)
	return panel, nil
}

// best orders by what was reviewed by enough people, score, mean and age. Numbers of
// followers are nowhere in a summary, so nothing can be sorted by them.
func best(a, b Summary, enough int) int {
	return cmp.Or(
		cmp.Compare(btoi(b.Counted >= enough), btoi(a.Counted >= enough)),
		cmp.Compare(b.Median, a.Median), cmp.Compare(b.Mean, a.Mean),
		cmp.Compare(a.Application.ID, b.Application.ID))
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// files returns the applications of a program with their reviews and
// conflicts.
func (s *Room) files(ctx context.Context, list Lister, p program.Program) ([]File, error) {
	applications, err := list.Listed(ctx, p.Slug)
	if err != nil {
		return nil, err
	}
	said := map[string]*File{}
	var files []*File
	for _, a := range applications {
		if neverSent(a) {
			continue
		}
		f := &File{Application: a, Program: p}
		said[a.ID], files = f, append(files, f)
	}
	for _, pk := range []string{"REVS#" + p.Slug, "TIES#" + p.Slug} {
		if err := s.collect(ctx, pk, said); err != nil {
			return nil, err
		}
	}
	all := make([]File, len(files))
	for i, f := range files {
		all[i] = *f
	}
	return all, nil
}

// collect puts every item of an index partition into the file it belongs to.
func (s *Room) collect(ctx context.Context, pk string, into map[string]*File) error {
	q := table.Query{Space: table.Private, Index: 1, PK: pk, Limit: table.MaxPageSize}
	for {
		page, err := s.Table.Query(ctx, q)
		if err != nil {
			return fmt.Errorf("reading reviews: %w", err)
		}
		for _, i := range page.Items {
			if f := into[strings.TrimPrefix(i.PK, appPK(""))]; f != nil {
				if err := f.add(i); err != nil {
					return err
				}
			}
		}
		if q.Cursor = page.Cursor; q.Cursor == "" {
			return nil
		}
	}
}

// readers compares the people who read.
func readers(files []File) []Reader {
	totals := map[string][]float64{}
	var all []float64
	for _, f := range files {
		for _, r := range f.Reviews {
			if !r.Whole(f.Program.Program) || f.tied(r.Reviewer).locked() {
				continue
			}
			total, assessed := Total(f.Program.Program, r.Marks)
			if !Partial(assessed) {
				totals[r.Reviewer], all = append(totals[r.Reviewer], total), append(all, total)
			}
		}
	}
	var list []Reader
	for person, own := range totals {
		mean, n := Mean(own), len(own)
		usual, believed := Adjusted(0, mean, Mean(all), n)
		list = append(list, Reader{Person: person, Reviews: n, Mean: mean, Lenience: 0 - usual, Believed: believed})
	}
	slices.SortFunc(list, func(a, b Reader) int { return cmp.Compare(a.Person, b.Person) })
	return list
}

// ClosedTo reports whether a person must not know of an application.
func (p Panel) ClosedTo(person, application string) bool {
	i := slices.IndexFunc(p.Summaries, func(s Summary) bool { return s.Application.ID == application })
	return i >= 0 && p.Summaries[i].ClosedTo(person)
}

// Named reports whether the actor may see who applied: they have scored the work
// or stood aside, or score nothing here.
func (p Panel) Named(actor agency.Actor, application string) bool {
	i := slices.IndexFunc(p.Summaries, func(s Summary) bool { return s.Application.ID == application })
	return !MayReview(actor) || i >= 0 && p.Summaries[i].ShownTo(actor.ID)
}

// Adjusted is a total less its reviewer's leniency, to stand beside it; ok is
// false while they have read too few to say.
func (p Panel) Adjusted(person string, total float64) (adjusted float64, ok bool) {
	for _, r := range p.Readers {
		if r.Person == person {
			return total - r.Lenience, r.Believed
		}
	}
	return total, false
}

// Waiting is an application in somebody's queue.
type Waiting struct {
	Application application.Application
	Program     program.Program
	Reviews     int    // that others have handed in or are at
	Begun       bool   // by the actor
	Again       string // why it is to be read again: answers or weights changed; ""
	Skipped     bool
}

// Queue is what the actor has to read: what the fewest have read comes first,
// then what is promised soonest, then an order of their own, so that nobody
// always reads the same ones tired. What they skipped comes last.
func (s *Room) Queue(ctx context.Context, list Lister, actor agency.Actor) ([]Waiting, error) {
	if !MayReview(actor) {
		return nil, nil
	}
	programs, err := s.Programs.All(ctx)
	if err != nil {
		return nil, err
	}
	var queue []Waiting
	for _, p := range programs {
		rival, err := s.Competes(ctx, actor, p.Slug)
		if err != nil {
			return nil, err
		}
		if p.Course.Applied == 0 || rival {
			continue
		}
		files, err := s.files(ctx, list, p)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			if w, mine := f.waitsFor(actor, s.Now()); mine {
				queue = append(queue, w)
			}
		}
	}
	slices.SortFunc(queue, func(a, b Waiting) int { return a.before(b, actor.ID) })
	return queue, nil
}
