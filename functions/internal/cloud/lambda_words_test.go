package cloud

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	words "greenroom/content"
	"greenroom/site/content"
)

// todaysWords is a copy of the words in which every program stands today as it
// does on the day that site.yaml pins; the pin is taken out, because a site
// that people use has none. replaced says so to the compiler, for the words
// that are built into the functions.
func todaysWords(t *testing.T) (dir, replaced string) {
	t.Helper()
	site, err := content.LoadConfig(words.FS)
	if err != nil || site.AsOf.IsZero() {
		t.Fatalf("got %v, and the pinned day %v: without one nobody knows how old the programs' days are", err, site.AsOf)
	}
	dir = t.TempDir()
	if err := os.CopyFS(dir, words.FS); err != nil {
		t.Fatal(err)
	}
	now := time.Now().In(site.TimeZone)
	later := int(time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC).Sub(site.AsOf.UTC().Truncate(24*time.Hour)).Hours() / 24)
	overlay := map[string]string{}
	change := func(name string, change func(text string) string) {
		path := filepath.Join(dir, name)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(change(string(text))), 0o644); err != nil {
			t.Fatal(err)
		}
		original, err := filepath.Abs("../../../content/" + name)
		if err != nil {
			t.Fatal(err)
		}
		overlay[original] = path
	}
	change("site.yaml", func(text string) string { return regexp.MustCompile(`(?m)^as_of:.*\n`).ReplaceAllString(text, "") })
	programs, err := fs.Glob(words.FS, "programs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range programs {
		change(name, func(text string) string { return moveDays(text, later) })
	}
	change("programs/"+rolling+".md", func(text string) string { // its client reads each draft
		return strings.Replace(text, "regulated: false\n", "regulated: false\nclient_approves: true\n", 1)
	})
	text, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		t.Fatal(err)
	}
	replaced = filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(replaced, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir, replaced
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
