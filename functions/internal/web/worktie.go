package web

import (
	"context"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/vetting"
)

// ties are the conflicts that people declared when they read applications.
// Whoever knows somebody does so in every program.
type ties struct {
	applications *application.Room
	reading      *vetting.Room
}

// Tied implements submission.Ties.
func (t ties) Tied(ctx context.Context, actor agency.Actor, influencer string) (bool, error) {
	all, err := t.applications.OfPerson(ctx, influencer)
	if err != nil {
		return false, err
	}
	for _, a := range all {
		if tied, err := t.reading.Declared(ctx, actor, a.ID); tied || err != nil {
			return tied, err
		}
	}
	return false, nil
}
