package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// printMachine says what the figures were measured on, how, and where the two
// sites differ on purpose.
func (b *bench) printMachine(ctx context.Context) error {
	kind := "on disk: nothing is deleted before the end"
	if b.inMemory {
		kind = "in memory"
	}
	cores := runtime.NumCPU()
	if b.cores > 0 {
		cores = b.cores
	}
	lines := []string{
		fmt.Sprintf("machine   %s/%s, %d cores, %s, load %s", runtime.GOOS, runtime.GOARCH, cores, runtime.Version(), load()),
		"folder    " + b.dir + ", " + kind,
	}
	example := corpus{dir: "CORPUS"}
	lines = append(lines, "ours      "+strings.Join(buildSite("site", example, "OUT", "NEW-CACHE"), " "))
	if b.hugo != "" {
		version, err := exec.CommandContext(ctx, b.hugo, "version").Output()
		if err != nil {
			return fmt.Errorf("asking Hugo for its version: %w", err)
		}
		lines = append(lines, "Hugo      "+strings.Join(append([]string{"hugo"}, b.buildHugo(example, "OUT")[1:]...), " "))
		lines = append(lines, "          "+strings.TrimSpace(string(version)))
	}
	fmt.Fprintln(b.out, strings.Join(append(lines, b.conditions()...), "\n"))
	return nil
}

// conditions are what to know before comparing.
func (b *bench) conditions() []string {
	search := "search and share cards are off (Hugo has no like of them); -all leaves them on"
	if b.options.all {
		search = "search and share cards are ON in ours; Hugo has no like of them"
	}
	lines := []string{
		"same      posts and people are the same files; highlighting is on, with classes; nothing is minified; no pictures",
		"ours      " + search,
	}
	if b.hugo == "" {
		return lines
	}
	return append(lines,
		"          lists are numbered from the oldest: the first page of one has 20 to 39 posts, so each list has about one file less",
		"Hugo's    comments come already threaded, and the newest 100 of all sorted: its templates would be slow at both",
		"          related posts are the first three of a post's first tag (its own search for them is slower)",
	)
}

// load is how busy the machine was before: the average of one, five and
// fifteen minutes.
func load() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "not known"
	}
	fields := strings.Fields(string(data))
	return strings.Join(fields[:min(3, len(fields))], " ")
}
