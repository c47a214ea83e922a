package quality_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// complaint is one thing that the Nu checker says of a file.
type complaint struct {
	URL     string `json:"url"`
	Type    string `json:"type"`    // error, info or non-document-error
	SubType string `json:"subType"` // of info: warning
	Line    int    `json:"lastLine"`
	Column  int    `json:"lastColumn"`
	Message string `json:"message"`
	Extract string `json:"extract"`
}

// intended are warnings about what was done on purpose.
func intended() []string {
	return []string{
		// Safari takes a list without bullets for no list at all, unless it
		// is told: https://bugs.webkit.org/show_bug.cgi?id=170179
		"The “list” role is unnecessary for element “ul”.",
		"The “list” role is unnecessary for element “ol”.",
	}
}

// html: the Nu HTML checker has nothing to say about any page, style or
// drawing, not even as a warning. What it says of many pages is printed once.
func (s *site) html(t *testing.T) {
	full(t)
	said := map[string]int{}
	example := map[string]complaint{}
	for _, c := range nu(t, s.dir) {
		said[c.Message]++
		if _, known := example[c.Message]; !known {
			example[c.Message] = c
		}
	}
	for _, message := range slices.Sorted(maps.Keys(said)) {
		c := example[message]
		if c.Type == "info" && slices.Contains(intended(), message) {
			t.Logf("on purpose, %d times: %s", said[message], message)
			continue
		}
		t.Errorf("%d times, as in %s:%d:%d: %s %s: %s\n\t%s", said[message], strings.TrimPrefix(c.URL, "file:"+s.dir), c.Line, c.Column, c.Type, c.SubType, message, c.Extract)
	}
	// The checker must be able to find something, or its silence is worth nothing.
	bad := t.TempDir()
	for name, page := range badPages() {
		if err := os.WriteFile(filepath.Join(bad, name), []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	found := map[string]bool{}
	for _, c := range nu(t, bad) {
		found[filepath.Base(c.URL)] = true
	}
	for _, name := range slices.Sorted(maps.Keys(badPages())) {
		if !found[name] {
			t.Errorf("the checker says nothing about %s", name)
		}
	}
}

func badPages() map[string]string {
	page := func(head, body string) string {
		return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title>` + head + "</head><body><h1>x</h1>" + body + "</body></html>"
	}
	return map[string]string{
		"alt.html":      page("", `<img src="a.png">`),
		"twice.html":    page("", `<p id="a"></p><p id="a"></p>`),
		"stray.html":    page("", `</div>`),
		"label.html":    page("", `<label for="gone">x</label>`),
		"property.html": page(`<style>p { colr: red }</style>`, ""),
		"unit.css":      "p { width: 12pxx }",
		"drawing.svg":   `<svg xmlns="http://www.w3.org/2000/svg"><circle radius="3"/></svg>`,
		"warning.html":  page("", `<nav role="navigation"></nav>`),
	}
}

// nu runs the checker over a folder. Its stack is too small for its own parser
// while the first compiler is at work, so it is given more; with that compiler
// alone it starts in half the time.
func nu(t *testing.T, dir string) []complaint {
	t.Helper()
	java, err := exec.LookPath("java")
	if err != nil {
		missing(t, "there is no java on this machine")
	}
	jar := tool(t, "VNU", "vnu.jar")
	ctx, cancel := context.WithTimeout(t.Context(), patience) // all pages take some six seconds
	defer cancel()
	cmd := exec.CommandContext(ctx, java, "-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar,
		"--also-check-css", "--also-check-svg", "--skip-non-html", "--format", "json", dir)
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	runErr := cmd.Run() // 1 if there are errors; what it says is what counts
	var report struct {
		Messages *[]complaint `json:"messages"`
	}
	if err := json.Unmarshal(stderr.Bytes(), &report); err != nil || report.Messages == nil {
		t.Fatalf("the checker gave no report: %v, %v\n%s", runErr, err, first(out.String()+stderr.String(), 2000))
	}
	return *report.Messages
}

func first(text string, most int) string {
	if len(text) > most {
		return fmt.Sprintf("%s … (%d bytes)", text[:most], len(text))
	}
	return text
}
