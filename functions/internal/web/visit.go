package web

import (
	"context"

	"greenroom/functions/internal/submission"
)

// links asks whether an address answers, for who writes a brief.
type links struct{ visitor submission.Visitor }

// Answers implements [brief.LinkChecker].
func (l links) Answers(ctx context.Context, address string) (ok, known bool) {
	if l.visitor == nil {
		return false, false
	}
	page, err := l.visitor.Fetch(ctx, address)
	return err == nil && page.Status < 300, err == nil
}
