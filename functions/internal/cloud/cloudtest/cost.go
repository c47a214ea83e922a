package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// hoursOfMonth are those that AWS reckons a month with.
const hoursOfMonth = 730

// costs counts what one comment and one application use, each alone on a stack
// that is otherwise at rest, and prints what a thousand cost.
func (o options) costs(ctx context.Context, stdout io.Writer, list priceList) error {
	u := &usage{}
	s, err := newScene(ctx, o.kit, false, u)
	if err != nil {
		return err
	}
	defer s.close()
	var by crew
	for _, who := range []struct {
		email string
		as    **person
	}{{manager, &by.first}, {moderator, &by.second}, {lead, &by.lead}} {
		if *who.as, err = s.somebody(ctx, who.email); err != nil {
			return err
		}
	}
	fmt.Fprintf(stdout, "\n## Costs\n\nPrices of %s as of %s (`infra/prices.json`), in %s, without free tiers. Calls are counted; "+
		"GB-seconds are of this machine's time, on warm programs. %s\n", list.Region, list.Date, list.Currency, list.Note)
	for _, life := range []struct {
		what string
		live func() error
	}{
		{"comment", func() error { return s.commentLife(ctx, by.second) }},
		{"application", func() error { return s.applicationLife(ctx, by) }},
	} {
		for range 2 { // the first one starts programs
			u.take()
			if err := life.live(); err != nil {
				return fmt.Errorf("counting one %s: %w", life.what, err)
			}
		}
		if err := printCosts(stdout, list, "1,000 "+life.what+"s", "one "+life.what, u.take(), 1000); err != nil {
			return err
		}
	}
	return s.rest(ctx, stdout, list)
}

// rest counts what a stack uses that nobody uses.
func (s *scene) rest(ctx context.Context, stdout io.Writer, list priceList) error {
	const strokes = 10
	month := counts{"watching": {}}
	var fault error
	s.schedules(func(function, often, input string) {
		times := float64(hoursOfMonth) / 24 // once a day
		if often == "rate(1 minute)" {
			times = hoursOfMonth * 60
		}
		for range strokes + 1 {
			if _, err := s.invoke(ctx, function, []byte(input)); err != nil {
				fault = err
			}
			if len(month[function]) == 0 { // the first one starts a program
				s.usage.take()
				month[function] = map[string]float64{invocations: 0}
			}
		}
		month[function] = s.usage.take().sum()
		for what := range month[function] {
			month[function][what] *= times / strokes
		}
	})
	if fault != nil {
		return fault
	}
	for what, kind := range map[string]string{alarms: "AWS::CloudWatch::Alarm", dashboards: "AWS::CloudWatch::Dashboard"} {
		for _, file := range []string{"template.yaml", "infra/watch.yaml", "infra/watch-edge.yaml"} {
			text, err := os.ReadFile(file)
			if err != nil {
				return fmt.Errorf("counting alarms: %w", err)
			}
			month["watching"][what] += float64(strings.Count(string(text), "Type: "+kind))
		}
	}
	return printCosts(stdout, list, "a month at rest", "a month", month, 1)
}

// printCosts prints who used what for one, and what so many cost.
func printCosts(to io.Writer, list priceList, heading, one string, used counts, n float64) error {
	fmt.Fprintf(to, "\n### %s\n\n", strings.ToUpper(heading[:1])+heading[1:])
	sum := used.sum()
	charges, total, err := list.bill(times(sum, n))
	if err != nil {
		return err
	}
	columns := slices.DeleteFunc(counted(), func(what string) bool { return sum[what] == 0 })
	fmt.Fprintf(to, "| %s: who | %s |\n| --- |%s\n", one, strings.Join(columns, " | "), strings.Repeat(" ---: |", len(columns)))
	for _, who := range append(slices.Sorted(maps.Keys(used)), "all") {
		row := used[who]
		if who == "all" {
			row = sum
		}
		fmt.Fprintf(to, "| %s |", who)
		for _, what := range columns {
			fmt.Fprintf(to, " %s |", amount(row[what]))
		}
		fmt.Fprintln(to)
	}
	fmt.Fprintf(to, "\n| %s: what | how many | for each | cost |\n| --- | ---: | ---: | ---: |\n", heading)
	for _, c := range charges {
		fmt.Fprintf(to, "| %s (%s) | %s | %g / %.0f | %.5f |\n", c.Name, c.Unit, amount(c.Count), c.Price, c.Per, c.Cost)
	}
	fmt.Fprintf(to, "| **all** | | | **%.4f** |\n", total)
	return nil
}

// amount prints a count, short.
func amount(n float64) string {
	switch {
	case n == 0:
		return ""
	case n == float64(int64(n)):
		return fmt.Sprintf("%.0f", n)
	case n < 10:
		return fmt.Sprintf("%.3f", n)
	}
	return fmt.Sprintf("%.1f", n)
}
