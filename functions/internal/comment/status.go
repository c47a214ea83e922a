package comment

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Status returns the comment whose author holds the token of a receipt.
func (s *Room) Status(ctx context.Context, token string) (Comment, error) {
	i, err := s.Table.Get(ctx, statusKey(token))
	if errors.Is(err, table.ErrNotFound) {
		return Comment{}, agency.NotFound("There is no comment under this address. The link may be older than half a year, or cut off.")
	}
	if err != nil {
		return Comment{}, fmt.Errorf("reading status: %w", err)
	}
	var r Receipt
	if err := json.Unmarshal(i.Body, &r); err != nil {
		return Comment{}, fmt.Errorf("reading status: %w", err)
	}
	return s.Find(ctx, r.Post, r.ID)
}

// Withdraw takes back the comment whose author holds the token. Taking it back
// twice is no error.
func (s *Room) Withdraw(ctx context.Context, token string) (Comment, error) {
	c, err := s.Status(ctx, token)
	if err != nil || c.State == Withdrawn {
		return c, err
	}
	before := c.State
	if c.State, err = Machine().Next(before, withdraw); err != nil {
		return c, err
	}
	return s.record(ctx, agency.Anybody(), c, withdraw, before)
}
