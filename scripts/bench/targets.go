package main

import "fmt"

// target is one row of what the generator is to reach.
type target struct {
	work, limit string
	value       float64
	unit        string
	met         bool
}

// atMost makes a row that is met up to a limit.
func atMost(work string, value, limit float64, unit string) target {
	return target{work, fmt.Sprintf("≤ %g%s", limit, unit), value, unit, value <= limit}
}

// printTargets prints those that this run has measured.
func (b *bench) printTargets() {
	var rows []string
	for _, r := range b.results {
		for _, t := range b.targets(r) {
			verdict := "met"
			if !t.met {
				verdict = "MISSED"
			}
			rows = append(rows, fmt.Sprintf("%s|%s|%.3g%s|%s", t.work, t.limit, t.value, t.unit, verdict))
		}
	}
	if len(rows) > 0 {
		fmt.Fprint(b.out, "\n== targets\n\n")
		b.table("work|target|measured|", rows...)
	}
}

func (b *bench) targets(r *result) []target {
	switch r.corpus.posts {
	case mostChanged:
		return append(againstHugo(r), afterChanges(r)...)
	case 50_000:
		return b.growth(r)
	}
	return nil
}

func againstHugo(r *result) []target {
	if len(r.hugo) == 0 {
		return nil
	}
	return []target{
		atMost("full build, 10,000 posts, wall to Hugo's", median(r.ratios(wall)), 0.15, ""),
		atMost("the same, CPU", median(r.ratios(cpu)), 0.16, ""),
		atMost("the same, peak memory", median(r.ratios(memory)), 0.13, ""),
	}
}

// afterChanges are the rows of the table of changes that have a target.
func afterChanges(r *result) []target {
	milliseconds := map[string]float64{"nothing changed": 80, "one post body": 100, "one comment": 100, "title edited": 150, "new post": 150}
	var list []target
	for _, c := range r.changes {
		m := middle(c.usages)
		if limit, ok := milliseconds[c.name]; ok {
			list = append(list, atMost(c.name+", 10,000 posts, cold", m.Wall.Seconds()*1000, limit, " ms"))
		} else if len(r.hugo) > 0 {
			list = append(list, atMost(c.name+", 10,000 posts, wall to Hugo's", wall(m)/wall(middle(r.hugo)), 0.06, ""))
		}
	}
	return list
}

// growth compares the largest corpus with that of a fifth.
func (b *bench) growth(r *result) []target {
	for _, small := range b.results {
		if small.corpus.posts != mostChanged {
			continue
		}
		list := []target{
			atMost("50,000 posts to 10,000, wall, ×", wall(middle(r.ours))/wall(middle(small.ours)), 5.3, ""),
			atMost("the same, peak memory, × (corpus: × 5)", memory(middle(r.ours))/max(1, memory(middle(small.ours))), 5, ""),
		}
		if len(r.hugo) > 0 && len(small.hugo) > 0 {
			list = append(list, target{"the same with Hugo, wall, ×", "none", wall(middle(r.hugo)) / wall(middle(small.hugo)), "", true})
		}
		return list
	}
	return nil
}
