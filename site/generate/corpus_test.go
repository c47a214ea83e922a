package generate

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// corpus is a large site made by scripts/bench, if GREENROOM_CORPUS names the
// folder of one.
func corpus(b *testing.B) Input {
	b.Helper()
	dir := os.Getenv("GREENROOM_CORPUS")
	if dir == "" {
		b.Skip("skipped: GREENROOM_CORPUS names no corpus; make one with go run ./scripts/bench -keep")
	}
	return Input{Content: os.DirFS(filepath.Join(dir, "content")), Threads: ThreadFolder(os.DirFS(filepath.Join(dir, "records")), time.Now)}
}

func BenchmarkCorpusFull(b *testing.B) {
	in := corpus(b)
	for b.Loop() {
		dir := b.TempDir()
		builder, target := New(Options{Cache: filepath.Join(dir, "cache"), Now: time.Now}), NewFolder(filepath.Join(dir, "public"))
		build(b, builder, in, target)
		target.Close()
		builder.Close()
	}
}

// again builds the corpus into a folder that stays, with its cache, as a
// process of its own does. version is that of the program.
func again(b *testing.B, in Input, version string) Result {
	b.Helper()
	dir := filepath.Join(os.Getenv("GREENROOM_CORPUS"), "built")
	builder, target := New(Options{Cache: filepath.Join(dir, "cache"), Now: time.Now}), NewFolder(filepath.Join(dir, "public"))
	builder.version = version
	defer target.Close()
	defer builder.Close()
	return build(b, builder, in, target)
}

func BenchmarkCorpusUnchanged(b *testing.B) {
	in := corpus(b)
	again(b, in, "1")
	b.ReportAllocs()
	for b.Loop() {
		again(b, in, "1")
	}
}

// Of a post, in a process of its own each time.
func BenchmarkCorpusEdited(b *testing.B) {
	for name, edit := range map[string]func(text []byte, n int) []byte{
		"body": func(text []byte, n int) []byte { return fmt.Appendf(text, "\nOne more sentence, number %d.\n", n) },
		"title": func(text []byte, n int) []byte {
			return bytes.Replace(text, []byte(`title: "`), fmt.Appendf(nil, `title: "No. %d: `, n), 1)
		},
	} {
		b.Run(name, func(b *testing.B) {
			in := corpus(b)
			file := somePost(b)
			text, err := os.ReadFile(file)
			if err != nil {
				b.Fatal(err)
			}
			defer os.WriteFile(file, text, 0o644)
			again(b, in, "1")
			for n := 0; b.Loop(); n++ {
				if err := os.WriteFile(file, edit(text, n), 0o644); err != nil {
					b.Fatal(err)
				}
				again(b, in, "1")
			}
		})
	}
}

func somePost(b *testing.B) string {
	b.Helper()
	files, err := filepath.Glob(filepath.Join(os.Getenv("GREENROOM_CORPUS"), "content", "posts", "*.md"))
	if err != nil || len(files) == 0 {
		b.Fatal("no posts in the corpus", err)
	}
	return files[len(files)/2]
}

// Every page is made again, of bodies and threads that are known.
func BenchmarkCorpusOtherProgram(b *testing.B) {
	in := corpus(b)
	for n := 0; b.Loop(); n++ {
		again(b, in, fmt.Sprint(n))
	}
}

// One comment, in a builder that is told which post it belongs to.
func BenchmarkResident(b *testing.B) {
	in := corpus(b)
	dir := b.TempDir()
	builder, target := New(Options{Cache: filepath.Join(dir, "cache"), Now: time.Now}), NewFolder(filepath.Join(dir, "public"))
	defer target.Close()
	defer builder.Close()
	build(b, builder, in, target)
	slug := builder.model.posts[len(builder.model.posts)/2].Slug
	for n := 0; b.Loop(); n++ {
		comments, err := in.Threads.Read(b.Context(), slug)
		if err != nil {
			b.Fatal(err)
		}
		comments = append(comments, Comment{Post: slug, ID: "c-new", Name: "Reader", At: comments[0].At, Text: fmt.Sprintf("Number %d.", n)})
		said := in
		said.Threads, said.Changed = oneThread{in.Threads, slug, comments}, &Changed{Posts: []string{slug}}
		if got := build(b, builder, said, target); len(got.Written) == 0 {
			b.Fatal("nothing was written")
		}
	}
}

// oneThread is threads of which one has other comments.
type oneThread struct {
	Threads
	slug     string
	comments []Comment
}

func (t oneThread) Read(ctx context.Context, post string) ([]Comment, error) {
	if post == t.slug {
		return t.comments, nil
	}
	return t.Threads.Read(ctx, post)
}
