// Package program is the room of what is done to a program while it runs. What
// a program is stands in its file in content/programs; what was recorded about
// it is kept here, in the open space, and the two together say where it stands.
//
// It knows nothing of applications: whoever does has to ask them before a step
// that depends on them.
package program

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// Program is a program's file with what is on record about it.
type Program struct {
	content.Program
	Standing content.Standing // now
	Course   content.Course
	Version  int64 // of the record; 0 while there is none
	Counted  int64 // of the count of applications
}

// record is what is kept: the steps taken.
type record struct{ Steps []content.Step }

const kind = "program"

func partition(slug string) string { return "PROG#" + slug }

// Key is where the steps of a program are kept.
func Key(slug string) table.Key {
	return table.Key{Space: table.Open, PK: partition(slug), SK: "META"}
}

func countKey(slug, what string) table.Key {
	return table.Key{Space: table.Open, PK: partition(slug), SK: "COUNT#" + what}
}

// What is counted, in the transaction of what it counts.
const (
	applied = "applied"
	inTime  = "in time"
	late    = "late"
)

// CountApplied counts somebody who applied. Who applied before and comes back is
// not counted again; the count is written all the same, so that whoever relies
// on it learns of them.
func CountApplied(slug string, before bool) table.Write {
	if before {
		return table.Add(countKey(slug, applied), "count", 0)
	}
	return table.Add(countKey(slug, applied), "count", 1)
}

// CountAnswer counts an applicant's promise as kept, or as broken.
func CountAnswer(slug string, kept bool) table.Write {
	what := late
	if kept {
		what = inTime
	}
	return table.Add(countKey(slug, what), "count", 1)
}

// NobodyElse demands that nobody applied since p was read: then whoever was
// asked about before a step is still everybody.
func (p Program) NobodyElse() table.Write { return table.Check(countKey(p.Slug, applied), p.Counted) }

// Unmoved demands that no step was taken since p was read.
func (p Program) Unmoved() table.Write { return table.Check(Key(p.Slug), p.Version) }

// Course reads what is on record about a program, as it is on disk now. It
// reads the open space only.
func Course(ctx context.Context, t table.Table, slug string) (content.Course, error) {
	c, _, _, err := course(ctx, t, slug)
	return c, err
}

func course(ctx context.Context, t table.Table, slug string) (c content.Course, version, counted int64, err error) {
	page, err := t.Query(ctx, table.Query{Space: table.Open, PK: partition(slug)})
	if errors.Is(err, table.ErrInvalid) {
		return c, 0, 0, noSuchProgram()
	}
	if err != nil {
		return c, 0, 0, fmt.Errorf("reading course of program %s: %w", slug, err)
	}
	for _, i := range page.Items {
		switch i.Key {
		case Key(slug):
			var r record
			if err := json.Unmarshal(i.Body, &r); err != nil {
				return c, 0, 0, fmt.Errorf("reading course of program %s: %w", slug, err)
			}
			c.Steps, version = r.Steps, i.Version
		case countKey(slug, applied):
			c.Applied, counted = int(i.Count), i.Version
		case countKey(slug, inTime):
			c.Answers.InTime += int(i.Count)
			c.Answers.Due += int(i.Count)
		case countKey(slug, late):
			c.Answers.Due += int(i.Count)
		}
	}
	return c, version, counted, nil
}

// Shows reports whether a change alters what the site says about a program
// without waiting for its next build. Counts wait.
func Shows(c table.Change) bool {
	return c.Key.Space == table.Open && c.Key.SK == Key("").SK && c.New != nil && c.New.Kind == kind
}

func noSuchProgram() error { return agency.NotFound("There is no such program.") }
