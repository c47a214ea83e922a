package brief

import (
	"context"

	"greenroom/functions/internal/application"
)

// Impact is who is affected by an amendment.
type Impact struct {
	Accepted, Confirmed int
	Acknowledged        map[int]int // people by the newest version that they acknowledged; 0: none
	Progress            Progress
	Known               bool // whether Progress is
}

// Offered is how many people a new ask is an offer to: they acknowledged a
// version before.
func (i Impact) Offered() int {
	sum := 0
	for number, people := range i.Acknowledged {
		if number > 0 {
			sum += people
		}
	}
	return sum
}

// Impact says who works from a program's brief, and how far they are.
func (s *Room) Impact(ctx context.Context, slug string) (Impact, error) {
	i, err := s.Reach(ctx, slug)
	if err == nil && s.Works != nil {
		i.Known = true
		i.Progress, err = s.Works.Progress(ctx, slug)
	}
	return i, err
}

// Reach is Impact without how far the work is, which not everybody who asks may
// read.
func (s *Room) Reach(ctx context.Context, slug string) (Impact, error) {
	i := Impact{Acknowledged: map[int]int{}}
	if _, err := s.Programs.Find(ctx, slug); err != nil {
		return i, err
	}
	everybody, err := s.Applications.Everybody(ctx, slug)
	if err != nil {
		return i, err
	}
	for _, a := range everybody {
		switch a.State {
		case application.Accepted:
			i.Accepted++
		case application.Confirmed:
			i.Confirmed++
		default:
			continue
		}
		ack, _, err := s.Acknowledged(ctx, a.ID)
		if err != nil {
			return i, err
		}
		i.Acknowledged[ack.Number]++
	}
	return i, nil
}
