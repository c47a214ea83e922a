package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// table prints rows whose cells are divided by "|", in columns.
func (b *bench) table(head string, rows ...string) {
	w := tabwriter.NewWriter(b.out, 0, 0, 3, ' ', 0)
	for _, row := range append([]string{head}, rows...) {
		fmt.Fprintln(w, "  "+strings.ReplaceAll(row, "|", "\t"))
	}
	w.Flush()
}

func (b *bench) printCorpus(r *result) {
	fmt.Fprintf(b.out, "\n== %s posts: %s comments, %s source files, %s\n\n", thousands(r.corpus.posts), thousands(r.comments), thousands(len(r.source)), size(r.source.bytes()))
}

// printPairs prints each pair, then medians, what came out, and the floor.
func (b *bench) printPairs(r *result) {
	head := "pair|ours wall|cpu|peak"
	if b.hugo != "" {
		head += "|Hugo wall|cpu|peak|ratio wall|cpu|peak"
	}
	var rows []string
	for i, u := range r.ours {
		row := fmt.Sprint(i+1) + figures(u)
		if b.hugo != "" {
			row += figures(r.hugo[i]) + fmt.Sprintf("|%.3f|%.3f|%.3f", wall(u)/wall(r.hugo[i]), cpu(u)/cpu(r.hugo[i]), memory(u)/max(1, memory(r.hugo[i])))
		}
		rows = append(rows, row)
	}
	last := "median" + figures(middle(r.ours))
	if b.hugo != "" {
		last += figures(middle(r.hugo)) + fmt.Sprintf("|%.3f|%.3f|%.3f", median(r.ratios(wall)), median(r.ratios(cpu)), median(r.ratios(memory)))
	}
	rows = append(rows, last, "floor"+figures(r.floor)+"|(reads the corpus, writes files of the same sizes)")
	b.table(head, rows...)
	fmt.Fprintf(b.out, "\n  written: ours %s files, %s", thousands(len(r.site)), size(r.site.bytes()))
	if b.hugo != "" {
		fmt.Fprintf(b.out, "; Hugo %s files, %s", thousands(len(r.other)), size(r.other.bytes()))
		b.printKinds(r)
	}
	fmt.Fprintln(b.out)
}

// printKinds prints the kinds of files of which the two do not have as many.
func (b *bench) printKinds(r *result) {
	ours, other := r.site.kinds(), r.other.kinds()
	all := maps.Clone(ours)
	maps.Copy(all, other)
	var rows []string
	for _, kind := range slices.Sorted(maps.Keys(all)) {
		if ours[kind] != other[kind] {
			rows = append(rows, fmt.Sprintf("%s|%s|%s", kind, thousands(ours[kind]), thousands(other[kind])))
		}
	}
	if len(rows) == 0 {
		fmt.Fprint(b.out, "; as many of each kind")
		return
	}
	fmt.Fprintf(b.out, "; %d kinds as many of each, and these not:\n\n", len(all)-len(rows))
	b.table("kind|ours|Hugo", rows...)
}

func (b *bench) printChanges(r *result) {
	fmt.Fprintf(b.out, "\n  changes: a new process each, cache on disk, every site compared with a clean build\n\n")
	var rows []string
	for _, c := range r.changes {
		m, walls := middle(c.usages), values(c.usages, wall)
		row := fmt.Sprintf("%s|%s|%s – %s|%s|%s|%.0f", c.name, seconds(m.Wall), bare(slices.Min(walls)), bare(slices.Max(walls)), seconds(m.CPU), size(m.Peak), median(c.files))
		if b.hugo != "" {
			row += fmt.Sprintf("|%.4f", m.Wall.Seconds()/middle(r.hugo).Wall.Seconds())
		}
		rows = append(rows, row)
	}
	head := "change|wall|least – most|cpu|peak|files"
	if b.hugo != "" {
		head += "|to Hugo's one build"
	}
	b.table(head, rows...)
	fmt.Fprintln(b.out, "  a running builder: go test -run '^$' -bench Resident ./site/generate")
}

func figures(u usage) string {
	return "|" + seconds(u.Wall) + "|" + seconds(u.CPU) + "|" + size(u.Peak)
}

func seconds(d time.Duration) string { return bare(d.Seconds()) + " s" }

// bare is seconds with three digits that count.
func bare(s float64) string {
	switch {
	case s < 1:
		return fmt.Sprintf("%.3f", s)
	case s < 10:
		return fmt.Sprintf("%.2f", s)
	}
	return fmt.Sprintf("%.1f", s)
}

func size(bytes int64) string {
	switch {
	case bytes >= 10<<30:
		return fmt.Sprintf("%.1f GiB", float64(bytes)/(1<<30))
	case bytes >= 10<<20:
		return thousands(int(bytes>>20)) + " MiB"
	}
	return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20))
}

// thousands writes a number with a comma before every third digit.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

func median(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(list))
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}
