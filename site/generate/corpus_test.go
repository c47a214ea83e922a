package generate

import (
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
		b.Skip("skipped: GREENROOM_CORPUS names no corpus; make one with go run ./scripts/bench")
	}
	return Input{Content: os.DirFS(filepath.Join(dir, "content")), Threads: ThreadFolder(os.DirFS(filepath.Join(dir, "records")), time.Now)}
}

func BenchmarkCorpusFull(b *testing.B) {
	in := corpus(b)
	for n := 0; b.Loop(); n++ {
		dir := b.TempDir()
		builder, target := New(Options{Cache: filepath.Join(dir, "cache"), Now: time.Now}), NewFolder(filepath.Join(dir, "public"))
		build(b, builder, in, target)
		target.Close()
		builder.Close()
	}
}

// again builds the corpus into a folder that stays, with its cache, as a
// process of its own does.
func again(b *testing.B, in Input) Result {
	b.Helper()
	dir := filepath.Join(os.Getenv("GREENROOM_CORPUS"), "built")
	builder, target := New(Options{Cache: filepath.Join(dir, "cache"), Now: time.Now}), NewFolder(filepath.Join(dir, "public"))
	defer target.Close()
	defer builder.Close()
	return build(b, builder, in, target)
}

func BenchmarkCorpusUnchanged(b *testing.B) {
	in := corpus(b)
	again(b, in)
	b.ReportAllocs()
	for b.Loop() {
		again(b, in)
	}
}
