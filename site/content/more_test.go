package content

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func unquote(t *testing.T, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	for line := range strings.Lines(string(data)) {
		text, err := strconv.Unquote(`"` + strings.ReplaceAll(strings.TrimSuffix(line, "\n"), `"`, `\"`) + `"`)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		out.WriteString(text + "\n")
	}
	return out.Bytes()
}

func TestLoadCapsSizes(t *testing.T) {
	t.Parallel()
	const head = "---\ntitle: Long\ndate: 2026-05-01\ndescription: Long.\nauthors: [ada-stone]\n"
	tests := []struct {
		name, text, want string
	}{
		{"file", head + "---\n" + strings.Repeat("word ", maxFile/5), "posts/long.md:1: is over 1048576 bytes"},
		{"front matter", head + "# " + strings.Repeat("x", maxFrontMatter) + "\n---\n", "posts/long.md:1: front matter is over 65536 bytes"},
		{"text", "---\ntitle: " + strings.Repeat("x", maxText+1) + "\ndate: 2026-05-01\ndescription: Long.\nauthors: [ada-stone]\n---\n", `posts/long.md:2: key "title" is over 5000 characters`},
		{"list", head + "tags: [" + strings.Repeat("x, ", maxList+1) + "]\n---\n", `posts/long.md:6: key "tags" has over 100: `},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fsys := tree(t, "testdata/valid.txtar")
			fsys["posts/long.md"] = &fstest.MapFile{Data: []byte(test.text)}
			_, err := Load(t.Context(), fsys, 1)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("Load = %.200v, want only %s", err, test.want)
			}
		})
	}
}

func TestLoadRefusesAliasBombsAtOnce(t *testing.T) {
	t.Parallel()
	var bomb strings.Builder
	bomb.WriteString("---\na0: &a0 [x, x]\n")
	for i := range 40 {
		fmt.Fprintf(&bomb, "a%d: &a%d [*a%d, *a%d, *a%d]\n", i+1, i+1, i, i, i)
	}
	bomb.WriteString("title: *a40\ndate: 2026-05-01\ndescription: d\nauthors: *a40\n---\n")
	fsys := tree(t, "testdata/valid.txtar")
	fsys["posts/bomb.md"] = &fstest.MapFile{Data: []byte(bomb.String())}
	_, err := Load(t.Context(), fsys, 1)
	if err == nil || !strings.Contains(err.Error(), `posts/bomb.md:43: key "title" uses a YAML anchor or alias: write the value out`) {
		t.Errorf("Load = %.300v", err)
	}
}

func TestLoaderParsesOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	fsys := tree(t, "testdata/valid.txtar")
	loader := NewLoader(2)
	if _, err := loader.Load(t.Context(), fsys); err != nil {
		t.Fatal(err)
	}
	before := loader.entries
	fsys["pages/about.md"] = &fstest.MapFile{Data: bytes.Replace(fsys["pages/about.md"].Data, []byte("Who"), []byte("Why"), 1)}
	site, err := loader.Load(t.Context(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := site.Pages[0].Description, "Why we are."; got != want {
		t.Errorf("description = %q, want %q", got, want)
	}
	for file, e := range loader.entries {
		if kept, want := e == before[file], file != "pages/about.md"; kept != want {
			t.Errorf("%s: kept %t, want %t", file, kept, want)
		}
	}
}

func TestLoaderForgetsWhenTheZoneChanges(t *testing.T) {
	t.Parallel()
	fsys := tree(t, "testdata/valid.txtar")
	loader := NewLoader(2)
	if _, err := loader.Load(t.Context(), fsys); err != nil {
		t.Fatal(err)
	}
	fsys["site.yaml"] = &fstest.MapFile{Data: bytes.Replace(fsys["site.yaml"].Data, []byte("America/Chicago"), []byte("Asia/Tokyo"), 1)}
	site, err := loader.Load(t.Context(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := site.Programs[0].Opens.Format(time.RFC3339), "2026-05-03T00:00:00+09:00"; got != want {
		t.Errorf("opens = %s, want %s", got, want)
	}
}

func TestLoadStopsWhenTheContextEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Load(ctx, tree(t, "testdata/valid.txtar"), 2); !errors.Is(err, context.Canceled) {
		t.Errorf("Load = %v, want %v", err, context.Canceled)
	}
}

func TestProgramState(t *testing.T) {
	t.Parallel()
	site := load(t, tree(t, "testdata/valid.txtar"))
	planter, rolling := site.Programs[0], site.Programs[1]
	tests := []struct {
		program Program
		at      string
		want    ProgramState
	}{
		{planter, "2026-05-02T23:59:59-05:00", Ready},
		{planter, "2026-05-03T00:00:00-05:00", Open},
		{planter, "2026-05-24T23:59:59-05:00", Open},
		{planter, "2026-05-25T03:00:00Z", Open}, // still the 24th in Chicago
		{planter, "2026-05-25T00:00:00-05:00", Deciding},
		{planter, "2026-05-31T12:00:00-05:00", Deciding},
		{planter, "2026-06-01T00:00:00-05:00", Running},
		{planter, "2026-07-08T23:59:59-05:00", Running},
		{planter, "2026-07-09T00:00:00-05:00", Completed},
		{rolling, "2026-04-15T12:00:00-05:00", Ready},
		{rolling, "2099-01-01T12:00:00-05:00", Open},
	}
	for _, test := range tests {
		at, err := time.Parse(time.RFC3339, test.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := test.program.State(at); got != test.want {
			t.Errorf("%s at %s: %s, want %s", test.program.Slug, test.at, got, test.want)
		}
	}
}

func TestParseDayWhereMidnightDoesNotExist(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseDay("2018-11-04", zone) // clocks went from 00:00 to 01:00
	if err != nil || got.Day() != 4 {
		t.Errorf("ParseDay = %v, %v, want a moment of the 4th", got, err)
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	keys := []string{"title", "date", "description", "authors"}
	for word, want := range map[string]string{"titel": "title", "Title": "title", "autor": "authors", "decription": "description", "banana": ""} {
		if got := Nearest(word, keys); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
