package webp

import (
	"bytes"
	"image"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/vp8"
	"golang.org/x/image/webp"
)

// scene is a picture with gradients, edges and grain, in YCbCr 4:2:0.
func scene(w, h int, seed uint64) *image.YCbCr {
	r := rand.New(rand.NewPCG(seed, 1))
	m := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	for _, p := range []struct {
		pix          []uint8
		stride, w, h int
	}{{m.Y, m.YStride, w, h}, {m.Cb, m.CStride, (w + 1) / 2, (h + 1) / 2}, {m.Cr, m.CStride, (w + 1) / 2, (h + 1) / 2}} {
		for y := range p.h {
			for x := range p.w {
				v := 60 + 100*x/w + 60*y/h + r.IntN(9)
				if (x/37+y/23)%5 == 0 {
					v += 70
				}
				if dx, dy := x-p.w/2, y-p.h/2; dx*dx+dy*dy < p.w*p.h/9 {
					v = 230 - v/2
				}
				p.pix[y*p.stride+x] = uint8(max(0, min(255, v)))
			}
		}
	}
	return m
}

// What the encoder believes the decoder will see is what it sees, before the
// loop filter.
func TestReconstructionIsTheDecoders(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{1, 1}, {16, 16}, {17, 33}, {200, 100}, {161, 243}} {
		for _, quality := range []int{0, 30, 80, 100} {
			w, h := size[0], size[1]
			m := scene(w, h, uint64(w))
			mw, mh, cw, ch := (w+15)/16, (h+15)/16, (w+1)/2, (h+1)/2
			e := newEncoder([3]plane{
				pad(m.Y, m.YStride, w, h, 16*mw, 16*mh, 16, 219, 0),
				pad(m.Cb, m.CStride, cw, ch, 8*mw, 8*mh, 128, 224, 128),
				pad(m.Cr, m.CStride, cw, ch, 8*mw, 8*mh, 128, 224, 128),
			}, mw, mh, quantiserIndex(quality))
			e.q.deblock = 0
			e.run()
			stream := e.frame(w, h)
			d := vp8.NewDecoder()
			d.Init(bytes.NewReader(stream), len(stream))
			if _, err := d.DecodeFrameHeader(); err != nil {
				t.Fatal(err)
			}
			got, err := d.DecodeFrame()
			if err != nil {
				t.Fatal(err)
			}
			for y := range h {
				for x := range w {
					if g, want := got.Y[got.YOffset(x, y)], e.rec[0].pix[y*e.rec[0].stride+x]; g != want {
						t.Fatalf("%d×%d quality %d: luma at %d,%d is %d, the encoder has %d", w, h, quality, x, y, g, want)
					}
					if g, want := got.Cb[got.COffset(x, y)], e.rec[1].pix[y/2*e.rec[1].stride+x/2]; g != want {
						t.Fatalf("%d×%d quality %d: blue at %d,%d is %d, the encoder has %d", w, h, quality, x, y, g, want)
					}
				}
			}
		}
	}
}

func TestQualityIndex(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]int{{0, 127}, {80, 20}, {100, 0}, {75, 27}, {50, 39}, {-5, 127}, {500, 0}} {
		if got := quantiserIndex(c[0]); got != c[1] {
			t.Errorf("quality %d: index %d, want %d", c[0], got, c[1])
		}
	}
}

func BenchmarkLossy(b *testing.B) {
	m := scene(1600, 1067, 1)
	for b.Loop() {
		out, err := Lossy(m, 80, nil)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := webp.DecodeConfig(bytes.NewReader(out)); err != nil {
			b.Fatal(err)
		}
	}
}
