package comment

import (
	"context"
	"fmt"
	"time"

	"greenroom/functions/internal/table"
)

// Public is what everybody may see of a comment.
type Public struct {
	Post   string // slug
	ID     string // ULID
	Parent string // ULID of the comment it answers, or ""
	Name   string
	Staff  string // slug of the person who answered from the desk, or ""
	Text   string
	At     time.Time
	// Gone is a tombstone: the comment was taken away, and only its place is
	// left because what answers it is still there. It has no name and no text.
	Gone bool
}

func (c Comment) public() Public {
	return Public{Post: c.Post, ID: c.ID, Parent: c.Parent, Name: c.Name, Staff: c.Staff, Text: c.Text, At: c.At}
}

func (c Comment) tombstone() Public {
	return Public{Post: c.Post, ID: c.ID, Parent: c.Parent, At: c.At, Gone: true}
}

// ThreadOfPost returns what is public of a post's comments, oldest first, as
// they are on disk now: the approved ones, and a tombstone for each comment
// that was taken away and has an approved one somewhere below it. It reads the
// open space only.
func ThreadOfPost(ctx context.Context, t table.Table, post string) ([]Public, error) {
	var all []Public
	err := eachOfPost(ctx, t, post, func(c Comment) {
		if c.State == Approved {
			all = append(all, c.public())
		} else {
			all = append(all, c.tombstone())
		}
	})
	if err != nil {
		return nil, err
	}
	keep := needed(all)
	shown := all[:0]
	for i, c := range all {
		if keep[i] {
			shown = append(shown, c)
		}
	}
	return shown, nil
}

// needed says which comments the thread cannot do without: what is not gone,
// and what stands above it. Each is walked over once, whatever the parents
// say: they may be missing or answer each other in circles.
func needed(all []Public) []bool {
	byID := make(map[string]int, len(all))
	for i, c := range all {
		byID[c.ID] = i
	}
	needed := make([]bool, len(all))
	for i, c := range all {
		if c.Gone {
			continue
		}
		for at, found := i, true; found && !needed[at]; at, found = byID[all[at].Parent] {
			needed[at] = true
		}
	}
	return needed
}

// OfPost returns the approved comments of a post, oldest first, as they are on
// disk now. It reads the open space only.
func OfPost(ctx context.Context, t table.Table, post string) ([]Comment, error) {
	var found []Comment
	err := eachOfPost(ctx, t, post, func(c Comment) {
		if c.State == Approved {
			found = append(found, c)
		}
	})
	return found, err
}

// eachOfPost hands over the comments of a post in whatever state, oldest first.
func eachOfPost(ctx context.Context, t table.Table, post string, take func(Comment)) error {
	q := table.Query{Space: table.Open, PK: Key(post, "").PK, Prefix: "C#", Limit: table.MaxPageSize}
	for {
		page, err := t.Query(ctx, q)
		if err != nil {
			return fmt.Errorf("reading comments of %s: %w", post, err)
		}
		for _, i := range page.Items {
			c, err := Decode(i)
			if err != nil {
				return err
			}
			take(c)
		}
		if q.Cursor = page.Cursor; q.Cursor == "" {
			return nil
		}
	}
}
