package cloud

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"greenroom/functions/internal/cloud/standin"
)

// Whatever goes wrong between the functions' own programs, what they call and
// what calls them: nothing that was acknowledged is lost, nothing is done twice,
// no page is half, the log says what it was and of nobody, and an alarm's
// metric moves.
func TestFaults(t *testing.T) {
	t.Parallel()
	watch, watched := watchedMetrics(t)
	d := &deployment{template: loadTemplate(t), routes: routes()}
	var replaced string
	d.words, replaced = todaysWords(t)
	d.programs = buildFunctions(t, replaced, "accounts", "comments", "deliver", "desk", "publish")
	first := newWorld(t, d, fault{}, 0)
	first.strike(t.Context(), "publish")
	d.s3 = &standin.S3{Objects: first.s3.Objects}
	var worlds []*world
	for n, kind := range faults() {
		worlds = append(worlds, newWorld(t, d, kind, uint64(n)))
	}
	var all sync.WaitGroup
	for _, w := range worlds {
		home := t.TempDir()
		all.Go(func() { // all at once: they wait more than they work
			if err := w.suffer(t, home); err != nil {
				w.violate("%s: %v", w.kind.name, err)
			}
		})
	}
	all.Wait()
	report := fmt.Sprintf("%-28s %8s %20s %10s  %s\n", "fault", "injected", "answered with errors", "violations", "metrics that moved")
	faults, violations := 0, 0
	for _, w := range worlds {
		injected, moved := w.counts()
		maps.Copy(moved, w.alarmed)
		w.close() // then its log is whole
		w.checkTellings()
		w.checkLogs()
		w.counted(watch, moved)
		w.checkTold(injected, watched, moved)
		for _, one := range w.violations {
			t.Errorf("%s: %s", w.kind.name, one)
		}
		faults, violations = faults+injected, violations+len(w.violations)
		report += fmt.Sprintf("%-28s %8d %20d %10d  %s\n", w.kind.name, injected, w.failed, len(w.violations), bells(watched, moved))
	}
	t.Logf("\n%s\nfaults injected: %d, violations: %d", report, faults, violations)
}

// suffer lives through one kind of fault, and looks at what is left.
func (w *world) suffer(t *testing.T, home string) error {
	ctx := t.Context()
	moderator, err := w.signsIn(ctx, "priya@greenroom.example")
	if err != nil {
		return err
	}
	w.start()
	w.live(ctx, moderator)
	w.settle(ctx)
	w.checkComments(ctx)
	w.checkMails(ctx)
	w.checkDesk(ctx, moderator)
	return w.checkSite(ctx, home)
}

// bells names the metrics that moved and are watched, with how far.
func bells(watched []string, moved map[string]int) string {
	var rang []string
	for _, metric := range slices.Sorted(maps.Keys(moved)) {
		if moved[metric] > 0 && slices.Contains(watched, metric) {
			_, name, _ := strings.Cut(metric, " ")
			rang = append(rang, fmt.Sprintf("%s %d", name, moved[metric]))
		}
	}
	return strings.Join(rang, ", ")
}
