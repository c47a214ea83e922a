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
	fmt.Fprintf(stdout, "\n## Costs\n\nPrices of %s as of %s (`infra/prices.json`), in %s. %s\n\n"+
		"Calls are counted, each alone on a stack whose tables are nearly empty; request units are what dynoxide answers, indexes and transactions in it. "+
		"GB-seconds are of this machine's time, on warm programs. Of each invocation %d bytes are added to its log for what Lambda itself writes. "+
		"Not counted: storage, point-in-time recovery, signing in, pictures and styles of pages (which browsers and CloudFront keep), the firewall. Lambda reads streams for nothing.\n",
		list.Region, list.Date, list.Currency, list.Note, platformLog)
	for _, life := range []struct {
		what, way string
		live      func() error
	}{
		{"comment", "the post's page, the form sent, the status page, the moderators' mail, the desk, approved, published, the page that shows it",
			func() error { return s.commentLife(ctx, by.second) }},
		{"application", "the program's page, the form, sent, the receipt and its mail, two readings, decided, a second look at the letter, released, the mail",
			func() error { return s.applicationLife(ctx, by) }},
	} {
		for range 2 { // the first one starts programs
			u.take()
			if err := life.live(); err != nil {
				return fmt.Errorf("counting one %s: %w", life.what, err)
			}
		}
		if err := printCosts(stdout, list, bill{"1,000 " + life.what + "s", "one " + life.what, life.way, u.take(), 1000}); err != nil {
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
	return printCosts(stdout, list, bill{"a month at rest", "a month", "the clock, what is to be sent again, a build a day, watching", month, 1})
}

// bill is what is paid for: n times what was used for one.
type bill struct {
	heading, one, way string
	used              counts
	n                 float64
}

// printCosts prints who used what for one, and what so many cost.
func printCosts(to io.Writer, list priceList, b bill) error {
	sum := b.used.sum()
	charges, total, err := list.bill(times(sum, b.n))
	if err != nil {
		return err
	}
	fmt.Fprintf(to, "\n### %s\n\nOne is: %s.\n\n", strings.ToUpper(b.heading[:1])+b.heading[1:], b.way)
	printUsed(to, b, sum)
	fmt.Fprintf(to, "\n| %s: what | how many | for each | cost |\n| --- | ---: | ---: | ---: |\n", b.heading)
	for _, c := range charges {
		fmt.Fprintf(to, "| %s (%s) | %s | %g / %.0f | %.5f |\n", c.Name, c.Unit, amount(c.Count), c.Price, c.Per, c.Cost)
	}
	fmt.Fprintf(to, "| **all** | | | **%.4f** |\n", total)
	return nil
}

// printUsed prints who used what.
func printUsed(to io.Writer, b bill, sum map[string]float64) {
	columns := slices.DeleteFunc(counted(), func(what string) bool { return sum[what] == 0 })
	fmt.Fprintf(to, "| %s: who | %s |\n| --- |%s\n", b.one, strings.Join(columns, " | "), strings.Repeat(" ---: |", len(columns)))
	for _, who := range append(slices.Sorted(maps.Keys(b.used)), "all") {
		row := b.used[who]
		if who == "all" {
			row = sum
		}
		fmt.Fprintf(to, "| %s |", who)
		for _, what := range columns {
			fmt.Fprintf(to, " %s |", amount(row[what]))
		}
		fmt.Fprintln(to)
	}
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
