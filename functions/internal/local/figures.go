package local

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"text/tabwriter"

	"greenroom/functions/internal/decision"
)

// figures reckons what the public is told of each program anew, from the
// applications themselves, and sets it beside what was counted along the way.
// It is an error if the two differ.
func figures(ctx context.Context, o Options, stdout, stderr io.Writer) error {
	of, err := openOffice(ctx, o, stdout, slog.New(slog.NewJSONHandler(stderr, nil)))
	if err != nil {
		return err
	}
	defer of.Close()
	of.baseURL = "http://localhost" // nothing is served, no link leaves
	if err := of.wire(); err != nil {
		return err
	}
	return of.compare(ctx, of.web.Decisions, stdout)
}

func (of *office) compare(ctx context.Context, decisions *decision.Room, stdout io.Writer) error {
	programs, err := decisions.Programs.All(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "program\tapplied\tanswered in time\tcounted")
	differ := 0
	for _, p := range programs {
		c, err := decisions.Figures(ctx, p.Slug)
		if err != nil {
			return err
		}
		same := "the same"
		if c.Applied != p.Course.Applied || c.Answers != p.Course.Answers {
			differ++
			same = fmt.Sprintf("DIFFERS: %d, %d of %d", p.Course.Applied, p.Course.Answers.InTime, p.Course.Answers.Due)
		}
		fmt.Fprintf(table, "%s\t%d\t%d of %d\t%s\n", p.Slug, c.Applied, c.Answers.InTime, c.Answers.Due, same)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if differ > 0 {
		return fmt.Errorf("figures of %d programs are not what was counted", differ)
	}
	return nil
}
