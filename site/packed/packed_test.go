package packed_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"greenroom/site/packed"
)

func TestWhatIsWrittenIsRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, i, v := rapid.Uint64().Draw(t, "n"), rapid.Int64().Draw(t, "i"), rapid.Bool().Draw(t, "v")
		text, texts := rapid.String().Draw(t, "text"), rapid.SliceOf(rapid.String()).Draw(t, "texts")
		at := time.Unix(rapid.Int64Range(-1e10, 1e10).Draw(t, "seconds"), rapid.Int64Range(0, 999999999).Draw(t, "ns")).UTC()
		b := packed.Time(packed.Texts(packed.Text(packed.Bool(packed.Int(packed.Uint(nil, n), i), v), text), texts), at)
		r := packed.NewReader(string(b))
		if got := r.Uint(); got != n {
			t.Fatalf("Uint = %d, want %d", got, n)
		}
		if got := r.Int(); got != i {
			t.Fatalf("Int = %d, want %d", got, i)
		}
		if r.Bool() != v || r.Text() != text || !cmp.Equal(append([]string{}, r.Texts()...), append([]string{}, texts...)) {
			t.Fatal("a value differs")
		}
		if got := r.Time(time.UTC); !got.Equal(at) && !at.IsZero() {
			t.Fatalf("Time = %v, want %v", got, at)
		}
		if err := r.Done(); err != nil {
			t.Fatal(err)
		}
		short := packed.NewReader(string(b[:len(b)-1]))
		short.Uint()
		short.Int()
		short.Bool()
		short.Text()
		short.Texts()
		short.Time(time.UTC)
		if short.Done() == nil {
			t.Fatal("bytes that are cut off read as if they were whole")
		}
	})
}

func FuzzReader(f *testing.F) {
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))
	f.Fuzz(func(_ *testing.T, b []byte) {
		r := packed.NewReader(string(b))
		for r.Err() == nil && r.Done() != nil {
			r.Uint()
			r.Texts()
			r.Key()
			r.Sum()
			r.Time(time.UTC)
		}
	})
}
