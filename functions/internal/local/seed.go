package local

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

//go:embed demo/comments.ndjson
var demoComments []byte

// enrolStaff lets everybody whom the words call staff sign in. Who is enrolled
// already stays as they are.
func enrolStaff(ctx context.Context, t table.Table, ids *agency.IDs, people []content.Person) error {
	for _, p := range people {
		if !p.Staff || p.Email == "" {
			continue
		}
		err := enrol(ctx, t, account.Person{ID: ids.New(), Name: p.Name, Email: p.Email, Slug: p.Slug,
			Roles: []agency.Role{agency.ProjectManager, agency.Moderator}})
		if err != nil {
			return err
		}
	}
	return nil
}

func enrol(ctx context.Context, t table.Table, p account.Person) error {
	writes, err := account.Enrol(p)
	if err != nil {
		return err
	}
	err = t.Write(ctx, "", writes...)
	if _, known := errors.AsType[*table.ConflictError](err); known {
		return nil
	}
	return err
}

// demoInfluencer is somebody without a desk, to see the member's pages as.
func demoInfluencer(ids *agency.IDs) account.Person {
	return account.Person{ID: ids.New(), Name: "Ines Barreto", Email: "ines@example.org", Roles: []agency.Role{agency.Influencer}}
}

// demoComment is a line of demo/comments.ndjson.
type demoComment struct {
	comment.Comment
	Email string
}

// seedDemo fills an empty store with demo people and comments. What it puts is
// the same each time, so that a start that was cut off is finished by the next.
func seedDemo(ctx context.Context, t table.Table, ids *agency.IDs) error {
	if err := enrol(ctx, t, demoInfluencer(ids)); err != nil {
		return fmt.Errorf("seeding demo people: %w", err)
	}
	lines := bufio.NewScanner(bytes.NewReader(demoComments))
	for lines.Scan() {
		if err := seedComment(ctx, t, lines.Bytes()); err != nil {
			return fmt.Errorf("seeding demo comments: %w", err)
		}
	}
	return lines.Err()
}

func seedComment(ctx context.Context, t table.Table, line []byte) error {
	var d demoComment
	if err := json.Unmarshal(line, &d); err != nil {
		return err
	}
	item, err := d.Comment.Item()
	if err != nil {
		return err
	}
	email, err := json.Marshal(map[string]string{"Email": d.Email})
	if err != nil {
		return err
	}
	author := comment.Key(d.Post, d.ID)
	author.Space = table.Private
	return t.Write(ctx, "", table.Set(item), table.Set(table.Item{Key: author, Kind: "commenter", Body: email}))
}

// seeded marks a store that was started before.
var seeded = table.Key{Space: table.Private, PK: "STORE", SK: "STARTED"}

// firstStart reports whether nobody started with this store before.
func firstStart(ctx context.Context, t table.Table) (bool, error) {
	_, err := t.Get(ctx, seeded)
	if errors.Is(err, table.ErrNotFound) {
		return true, nil
	}
	return false, err
}

// markStarted is written last, when everything seeded is there.
func markStarted(ctx context.Context, t table.Table, now time.Time) error {
	body := fmt.Appendf(nil, "%q", now.UTC().Format(time.RFC3339))
	return t.Write(ctx, "", table.Set(table.Item{Key: seeded, Kind: "store", Body: body}))
}
