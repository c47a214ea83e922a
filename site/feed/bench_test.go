package feed

import (
	"strings"
	"testing"
)

// The library's encoder of the same feed stands beside each of ours.
func BenchmarkThreadOf5(b *testing.B) { both(b, thread(5)) }

func BenchmarkBlogOf20(b *testing.B) {
	f := blog()
	item := f.Items[0]
	item.HTML = strings.Repeat(item.HTML, 15)
	f.Items = nil
	for range 20 {
		f.Items = append(f.Items, item)
	}
	both(b, f)
}

func both(b *testing.B, f Feed) {
	for _, format := range Formats() {
		b.Run(format.File()+"/ours", func(b *testing.B) {
			b.ReportAllocs()
			var out []byte
			for b.Loop() {
				out = format.Append(out[:0], f)
			}
			b.SetBytes(int64(len(out)))
		})
		b.Run(format.File()+"/library", func(b *testing.B) {
			b.ReportAllocs()
			library := f.Library() // its value is made beforehand: only encoding counts
			encode := map[Format]func() (string, error){RSS: library.ToRss, Atom: library.ToAtom, JSON: library.ToJSON}[format]
			for b.Loop() {
				if _, err := encode(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAbsolute(b *testing.B) {
	html := strings.Repeat(blog().Items[0].HTML, 30)
	b.SetBytes(int64(len(html)))
	b.ReportAllocs()
	for b.Loop() {
		Absolute(html, base, base+"/blog/daylight/")
	}
}

// Nothing is allocated but room in the buffer.
func TestNothingIsAllocated(t *testing.T) {
	for name, f := range map[string]Feed{"thread": thread(5), "blog": blog()} {
		for _, format := range Formats() {
			buffer := make([]byte, 0, 1<<16)
			if n := testing.AllocsPerRun(20, func() { buffer = format.Append(buffer[:0], f) }); n > 0 {
				t.Errorf("%s as %v: %v allocations", name, format, n)
			}
		}
	}
}
