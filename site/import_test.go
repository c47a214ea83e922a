package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// export is an export of so many posts.
func export(posts int) string {
	var b strings.Builder
	b.WriteString(`<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>`)
	for range posts {
		b.WriteString(`<item><title>A post</title><content:encoded><![CDATA[<p>Words.</p>]]></content:encoded><wp:post_date_gmt>2020-01-02 03:04:05</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>`)
	}
	b.WriteString(`</channel></rss>`)
	return b.String()
}

// importInto imports an export into a copy of the fixture site.
func importInto(t *testing.T, ctx context.Context, text string) (code int, words, stdout, stderr string) {
	t.Helper()
	words = t.TempDir()
	file := filepath.Join(t.TempDir(), "export.xml")
	if err := unpack("testdata/site.txtar", words); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	var out, err bytes.Buffer
	code = run(ctx, []string{"import", "wxr", file, "-content", words, "-records", filepath.Join(words, "..", "records")}, &out, &err, true)
	return code, words, out.String(), err.String()
}

func TestImportShowsProgressOnATerminal(t *testing.T) {
	t.Parallel()
	code, _, stdout, stderr := importInto(t, t.Context(), export(200))
	if code != exitDone || !strings.Contains(stdout, "200 files written") {
		t.Fatalf("exit %d: %s%s", code, stdout, stderr)
	}
	for _, want := range []string{"] reading 50/100", "[##############################] reading 100/100"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("stderr lacks %q: %s", want, stderr)
		}
	}
	if !strings.HasSuffix(stderr, "\r\x1b[K") {
		t.Error("the bar is left on the screen")
	}
}

func TestInterruptedImportWritesNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	code, words, _, stderr := importInto(t, ctx, export(1))
	if code != exitFault || !strings.Contains(stderr, "interrupted: nothing was written") {
		t.Errorf("exit %d: %s", code, stderr)
	}
	// The same while the file is being read.
	reader := &metered{r: strings.NewReader("more"), ctx: ctx}
	if _, err := io.ReadAll(reader); !errors.Is(err, context.Canceled) {
		t.Errorf("reading goes on: %v", err)
	}
	if found, _ := filepath.Glob(filepath.Join(words, "posts", "a-post*")); found != nil {
		t.Errorf("written: %v", found)
	}
}
