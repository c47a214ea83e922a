package submission

import (
	"context"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/application"
)

// Teller tells people of briefs.
type Teller interface {
	// Deliver writes to everybody who works from the brief of a program and was
	// not told of it yet.
	Deliver(ctx context.Context, program string, until time.Time) (told int, err error)
}

// giveFor is how long one stroke goes on telling people of one brief.
const giveFor = 10 * time.Second

// give tells people of the briefs that were released, and gives confirmed
// people the work of what they have acknowledged.
func (c Clock) give(ctx context.Context) error {
	var wrong []error
	for _, p := range c.Programs.Files.Programs() {
		if _, err := c.Briefs.Released(ctx, p.Slug); err != nil {
			if !missing(err) {
				wrong = append(wrong, err)
			}
			continue // nobody works from it yet
		}
		if _, err := c.Tell.Deliver(ctx, p.Slug, c.Now().Add(giveFor)); err != nil {
			wrong = append(wrong, fmt.Errorf("brief of %s: %w", p.Slug, err))
		}
		confirmed, err := c.Applications.InState(ctx, p.Slug, application.Confirmed)
		if err != nil {
			wrong = append(wrong, err)
		}
		for _, a := range confirmed {
			if err := c.Assign(ctx, a); err != nil {
				wrong = append(wrong, fmt.Errorf("work of application %s: %w", a.ID, err))
			}
		}
	}
	return errors.Join(wrong...)
}
