package comment

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// signpost is what leads from the id of a comment to its post. It is written
// together with the comment and never changes.
type signpost struct{ Post string }

func signpostKey(id string) table.Key {
	return table.Key{Space: table.Open, PK: "COMMENT#" + id, SK: "T"}
}

// Signpost returns the item that leads from the comment's id to its post.
// Whoever writes a comment that is new writes it in the same transaction.
func (c Comment) Signpost() (table.Item, error) {
	body, err := json.Marshal(signpost{Post: c.Post})
	if err != nil {
		return table.Item{}, fmt.Errorf("encoding signpost to comment %s: %w", c.ID, err)
	}
	return table.Item{Key: signpostKey(c.ID), Kind: "signpost", Body: body}, nil
}

// created returns the writes that keep a comment that is new.
func (c Comment) created() ([]table.Write, error) {
	item, err := c.Item()
	if err != nil {
		return nil, err
	}
	signpost, err := c.Signpost()
	return []table.Write{table.Create(item), table.Create(signpost)}, err
}

// FindByID returns the comment with that id, below whatever post and in
// whatever state it is.
func (s *Room) FindByID(ctx context.Context, id string) (Comment, error) {
	if !agency.ValidID(id) {
		return Comment{}, noSuchComment()
	}
	i, err := s.Table.Get(ctx, signpostKey(id))
	if errors.Is(err, table.ErrNotFound) {
		return Comment{}, noSuchComment()
	}
	if err != nil {
		return Comment{}, fmt.Errorf("finding post of comment %s: %w", id, err)
	}
	var to signpost
	if err := json.Unmarshal(i.Body, &to); err != nil {
		return Comment{}, fmt.Errorf("reading signpost to comment %s: %w", id, err)
	}
	return s.Find(ctx, to.Post, id)
}

func noSuchComment() error { return agency.NotFound("There is no such comment.") }
