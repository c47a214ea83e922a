package webp

import (
	"bytes"
	"image"
	"image/color"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/webp"
)

// drawing has overlapping squares of a few colours, with or without alpha and
// with a soft shade.
func drawing(w, h, colours int, alpha, shade bool, seed uint64) *image.NRGBA {
	r := rand.New(rand.NewPCG(seed, 2))
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	set := make([]color.NRGBA, colours)
	for i := range set {
		set[i] = color.NRGBA{uint8(r.IntN(256)), uint8(r.IntN(256)), uint8(r.IntN(256)), 255}
		if alpha {
			set[i].A = uint8(r.IntN(5) * 60)
		}
	}
	for n := range max(20, colours) {
		x0, y0 := r.IntN(w), r.IntN(h)
		x1, y1 := x0+1+r.IntN(w-x0), y0+1+r.IntN(h-y0)
		if n == 0 {
			x0, y0, x1, y1 = 0, 0, w, h
		}
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				c := set[n%colours]
				if shade {
					c.R += uint8(x / 3)
					c.B += uint8(y / 5)
				}
				m.SetNRGBA(x, y, c)
			}
		}
	}
	return m
}

func noise(w, h int, seed uint64) *image.NRGBA {
	r := rand.New(rand.NewPCG(seed, 3))
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = uint8(r.IntN(256))
	}
	return m
}

func TestLosslessIsLossless(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]*image.NRGBA{
		"one point":           drawing(1, 1, 1, false, false, 1),
		"one column":          drawing(1, 70, 3, true, false, 2),
		"one row":             drawing(300, 1, 20, true, true, 3),
		"one colour":          drawing(90, 40, 1, false, false, 4),
		"nothing to see":      image.NewNRGBA(image.Rect(0, 0, 65, 43)),
		"two colours":         drawing(97, 61, 2, false, false, 5),
		"four colours":        drawing(97, 61, 4, true, false, 6),
		"sixteen colours":     drawing(97, 61, 16, false, false, 7),
		"a hundred colours":   drawing(197, 161, 100, true, false, 8),
		"shaded":              drawing(213, 117, 30, false, true, 9),
		"shaded, see-through": drawing(213, 117, 30, true, true, 10),
		"noise":               noise(128, 65, 11),
		"small noise":         noise(5, 3, 12),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := Lossless(m, nil)
			if err != nil {
				t.Fatal(err)
			}
			same(t, m, data)
		})
	}
}

// same decodes data and compares it point by point; of what is fully
// transparent only that it is.
func same(t *testing.T, m *image.NRGBA, data []byte) {
	t.Helper()
	decoded, err := webp.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	got, ok := decoded.(*image.NRGBA)
	if !ok || got.Rect != m.Rect {
		t.Fatalf("decoded %T %v", decoded, decoded.Bounds())
	}
	for i := 0; i < len(m.Pix); i += 4 {
		want := m.Pix[i : i+4]
		if want[3] == 0 {
			want = make([]uint8, 4)
		}
		if !bytes.Equal(got.Pix[i:i+4], want) {
			t.Fatalf("point %d is %v, want %v", i/4, got.Pix[i:i+4], want)
		}
	}
}

func TestProfileIsCarried(t *testing.T) {
	t.Parallel()
	profile := []byte("profile!!")
	m := drawing(33, 17, 400, true, true, 1)
	data, err := Lossless(m, profile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, append([]byte("ICCP\x09\x00\x00\x00"), profile...)) || len(data)%2 != 0 {
		t.Errorf("no profile in %q…", data[:80])
	}
	same(t, m, data)
	data, err = Lossy(scene(33, 17, 1), 80, profile)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := webp.DecodeConfig(bytes.NewReader(data)); err != nil || c.Width != 33 || c.Height != 17 {
		t.Errorf("%v, %v", c, err)
	}
}

func TestSizesThatWebPCannotHold(t *testing.T) {
	t.Parallel()
	for _, r := range []image.Rectangle{image.Rect(0, 0, 0, 5), image.Rect(0, 0, MaxSide+1, 1)} {
		if _, err := Lossless(image.NewNRGBA(r), nil); err == nil {
			t.Errorf("lossless %v: no error", r)
		}
		if _, err := Lossy(image.NewYCbCr(r, image.YCbCrSubsampleRatio420), 80, nil); err == nil {
			t.Errorf("lossy %v: no error", r)
		}
	}
}

func BenchmarkLossless(b *testing.B) {
	m := drawing(1600, 1000, 60, false, true, 1)
	for b.Loop() {
		if _, err := Lossless(m, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// What repeats farther back than the format can say is written again.
func TestFarRepeats(t *testing.T) {
	t.Parallel()
	m := noise(1024, 1044, 5)
	copy(m.Pix[4*1024*1024:], m.Pix[:4*1024*20])
	for i := 3; i < len(m.Pix); i += 4 {
		m.Pix[i] = 255
	}
	for i := 4 * 1024 * 20; i < 4*1024*1024; i += 4 {
		copy(m.Pix[i:i+3], m.Pix[4*1024*20:])
	}
	data, err := Lossless(m, nil)
	if err != nil {
		t.Fatal(err)
	}
	same(t, m, data)
}
