package generate

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// synthetic is a site of n posts of about 900 words, with 7 comments each.
func synthetic(tb testing.TB, n int) Input {
	tb.Helper()
	words := fixture(tb)
	paragraph := strings.Repeat("Words that say *something* about [the rules](/about/#how-it-works) and cost $5 or `less`. ", 8)
	body := strings.Repeat("## A heading\n\n"+paragraph+"\n\n- one\n- two\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n"+paragraph+"\n\n", 4)
	in := Input{Content: words}
	for i := range n {
		date := time.Date(2020, 1, 1+i, 0, 0, 0, 0, time.UTC)
		slug := fmt.Sprintf("post-%d", i)
		words["posts/"+slug+".md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: Post %d\ndate: %s\ndescription: One of many.\nauthors: [ada-stone]\ntags: [one, two]\n---\n%sNumber %d.\n", i, date.Format(time.DateOnly), body, i)}
		for c := range 7 {
			in.Comments = append(in.Comments, Comment{Post: slug, ID: fmt.Sprintf("01JV%020d%02d", i, c), Name: "Reader", At: date.Add(time.Duration(c) * time.Hour), Text: "A comment of a few lines.\n\nWith a link: https://x.example/"})
		}
	}
	return in
}

// onDisk writes words where a real build finds them.
func onDisk(tb testing.TB, in Input) Input {
	tb.Helper()
	dir := tb.TempDir()
	for name, f := range in.Content.(fstest.MapFS) {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(file, f.Data, 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	in.Content = os.DirFS(dir)
	return in
}

func BenchmarkFullBuild200(b *testing.B) {
	in := onDisk(b, synthetic(b, 200))
	b.ReportAllocs()
	for b.Loop() {
		target := newMemory()
		if result := build(b, New(Options{}), in, target); result.Pages < 200 {
			b.Fatalf("%d pages", result.Pages)
		}
	}
}

func BenchmarkFullBuild200ToFolder(b *testing.B) {
	in := onDisk(b, synthetic(b, 200))
	b.ReportAllocs()
	for b.Loop() {
		target := NewFolder(filepath.Join(b.TempDir(), "public"))
		build(b, New(Options{}), in, target)
		target.Close()
	}
}

func BenchmarkOneComment200(b *testing.B) {
	in := onDisk(b, synthetic(b, 200))
	target := NewFolder(filepath.Join(b.TempDir(), "public"))
	defer target.Close()
	builder := New(Options{})
	build(b, builder, in, target)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n++
		in.Comments = append(in.Comments[:1400], Comment{Post: "post-7", ID: fmt.Sprintf("01JV%022d", 99), Name: "Reader", At: time.Date(2026, 1, 1, 0, 0, n, 0, time.UTC), Text: fmt.Sprint("Comment ", n)})
		if result := build(b, builder, in, target); len(result.Written) < 2 {
			b.Fatalf("written: %v", result.Written)
		}
	}
}
