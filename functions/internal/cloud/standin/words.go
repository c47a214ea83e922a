package standin

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"greenroom/site/content"
)

// TodaysWords copies the words at root into dir as they would stand today: the
// pinned day of site.yaml is taken out, because a site that people use has none,
// and every day of a program is moved, so that it stands as it does on that day.
// It returns which file is replaced by which, as go build -overlay wants it.
func TodaysWords(root, dir string, now time.Time) (replaced map[string]string, err error) {
	site, err := content.LoadConfig(os.DirFS(root))
	if err != nil {
		return nil, err
	}
	if site.AsOf.IsZero() {
		return nil, fmt.Errorf("moving words to today: %s/site.yaml pins no day", root)
	}
	if err := os.CopyFS(dir, os.DirFS(root)); err != nil {
		return nil, fmt.Errorf("copying words: %w", err)
	}
	now = now.In(site.TimeZone)
	later := int(time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC).Sub(site.AsOf.UTC().Truncate(24*time.Hour)).Hours() / 24)
	programs, err := fs.Glob(os.DirFS(root), "programs/*.md")
	if err != nil {
		return nil, err
	}
	replaced = map[string]string{}
	for _, name := range append(programs, "site.yaml") {
		path := filepath.Join(dir, name)
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		moved := regexp.MustCompile(`(?m)^as_of:.*\n`).ReplaceAllString(moveDays(string(text), later), "")
		if err := os.WriteFile(path, []byte(moved), 0o600); err != nil {
			return nil, err
		}
		original, err := filepath.Abs(filepath.Join(root, name))
		if err != nil {
			return nil, err
		}
		replaced[original] = path
	}
	return replaced, nil
}

var dayInFile = regexp.MustCompile(`(?m)(: )(\d{4}-\d{2}-\d{2})$`)

// moveDays moves every day in a file's front matter.
func moveDays(text string, later int) string {
	return dayInFile.ReplaceAllStringFunc(text, func(field string) string {
		day, err := time.Parse(time.DateOnly, field[len(": "):])
		if err != nil {
			return field
		}
		return ": " + day.AddDate(0, 0, later).Format(time.DateOnly)
	})
}
