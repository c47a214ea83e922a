package schema

import (
	"encoding/json"
	"testing"
)

// The standard library's encoder of the same graph stands beside ours.
func BenchmarkPost(b *testing.B) {
	article := post(5)
	graph := Graph{article}
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		var out []byte
		for b.Loop() {
			out = graph.Append(out[:0])
		}
		b.SetBytes(int64(len(out)))
	})
	b.Run("encoding/json", func(b *testing.B) {
		b.ReportAllocs()
		var v any
		if err := json.Unmarshal([]byte(graph.String()), &v); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := json.Marshal(v); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkLongComments(b *testing.B) {
	p := post(50)
	for i := range p.Comments {
		p.Comments[i].Text = longText(20)
	}
	graph := Graph{p}
	b.ReportAllocs()
	var out []byte
	for b.Loop() {
		out = graph.Append(out[:0])
	}
	b.SetBytes(int64(len(out)))
}

// Nothing is allocated but room in the buffer.
func TestNothingIsAllocated(t *testing.T) {
	for name, graph := range graphs() {
		buffer := make([]byte, 0, 1<<16)
		if n := testing.AllocsPerRun(20, func() { buffer = graph.Append(buffer[:0]) }); n > 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
