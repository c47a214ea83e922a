package local

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

//go:embed demo/comments.ndjson
var demoComments []byte

// enrolStaff lets everybody whom the words call staff sign in. Who is enrolled
// already takes the name and the page that the words give them now.
func enrolStaff(ctx context.Context, accounts *account.Room, people []content.Person) error {
	for _, p := range people {
		if !p.Staff || p.Email == "" {
			continue
		}
		err := accounts.Enrol(ctx, account.Person{Name: p.Name, Email: p.Email, Slug: p.Slug,
			Roles: agency.RolesNamed(p.Roles)})
		if err != nil {
			return err
		}
	}
	return nil
}

// demoInfluencer is somebody without a desk, to see the member's pages as.
func demoInfluencer() account.Person {
	return account.Person{Name: "Ines Barreto", Email: "ines@example.org", Roles: []agency.Role{agency.Influencer}}
}

// demoComment is a line of demo/comments.ndjson.
type demoComment struct {
	comment.Comment
	Email string
}

// seedDemo fills an empty store with demo people and comments. What it puts is
// the same each time, so that a start that was cut off is finished by the next.
func seedDemo(ctx context.Context, t table.Table, accounts *account.Room) error {
	if err := accounts.Enrol(ctx, demoInfluencer()); err != nil {
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
	signpost, err := d.Comment.Signpost()
	if err != nil {
		return err
	}
	email, err := json.Marshal(map[string]string{"Email": d.Email})
	if err != nil {
		return err
	}
	author := comment.Key(d.Post, d.ID)
	author.Space = table.Private
	return t.Write(ctx, "", table.Set(item), table.Set(signpost), table.Set(table.Item{Key: author, Kind: "commenter", Body: email}))
}

// startedKey marks a store that was started with before.
var startedKey = table.Key{Space: table.Private, PK: "STORE", SK: "STARTED"}

// started says how a store was started with first; At is "" for a new one.
type started struct {
	At   string // RFC 3339
	Demo bool   // it was filled with demo data
}

func startedBefore(ctx context.Context, t table.Table) (started, error) {
	var s started
	i, err := t.Get(ctx, startedKey)
	if errors.Is(err, table.ErrNotFound) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(i.Body, &s); err != nil {
		return s, fmt.Errorf("reading %s: %w", startedKey, err)
	}
	return s, nil
}

// markStarted is written last, when everything seeded is there.
func markStarted(ctx context.Context, t table.Table, s started) error {
	body, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("encoding start: %w", err)
	}
	return t.Write(ctx, "", table.Set(table.Item{Key: startedKey, Kind: "store", Body: body}))
}
