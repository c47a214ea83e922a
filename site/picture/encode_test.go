package picture

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestEncode(t *testing.T) {
	t.Parallel()
	photo, drawing := scene(640, 400), flat(640, 400)
	place := string(exif(6, binary.LittleEndian))
	for name, c := range map[string]struct {
		data []byte
		like *image.NRGBA
	}{
		"photograph":          {asJPEG(t, photo), photo},
		"on its side":         {withSegment(asJPEG(t, photo), 0xe1, "Exif\x00\x00"+place), turn(photo, 6)},
		"photograph in png":   {asPNG(t, photo), photo},
		"drawing":             {asPNG(t, drawing), drawing},
		"drawing on its side": {withPNGChunk(asPNG(t, drawing), "eXIf", place), turn(drawing, 6)},
		"lossy webp":          {asWebP(t, photo, true), photo},
		"lossless webp":       {asWebP(t, drawing, false), drawing},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			info, err := Read(c.data)
			if err != nil {
				t.Fatal(err)
			}
			variants := info.Variants()
			files, err := Encode(t.Context(), c.data, variants)
			if err != nil || len(files) != len(variants) {
				t.Fatalf("%d files for %d variants, %v", len(files), len(variants), err)
			}
			for i, v := range variants {
				got, err := Read(files[i])
				if err != nil || got.Width != v.Width || got.Height != v.Height || got.Format != v.Format || got.Orientation != 1 {
					t.Errorf("%v became %v, %v", v, got, err)
				}
				if bytes.Contains(files[i], []byte("SECRET")) {
					t.Errorf("%v: the place is still there", v)
				}
				want := scaleColours(c.like, v.Width, v.Height)
				if d := distance(decoded(t, files[i]), want); d > 6 {
					t.Errorf("%v: points are off by %d on average", v, d)
				}
				if info.Photo && len(files[i]) > len(c.data) {
					t.Errorf("%v has %d bytes, the original %d", v, len(files[i]), len(c.data))
				}
			}
		})
	}
}

// The same picture gives the same bytes, also beside others on other cores.
func TestEncodeIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	data := asJPEG(t, scene(640, 427))
	info, _ := Read(data)
	want, err := Encode(t.Context(), data, info.Variants())
	if err != nil {
		t.Fatal(err)
	}
	for range 6 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			got, err := Encode(t.Context(), data, info.Variants())
			if err != nil {
				t.Fatal(err)
			}
			for i := range want {
				if !bytes.Equal(got[i], want[i]) {
					t.Errorf("variant %d differs", i)
				}
			}
		})
	}
}

func TestEncodeRefuses(t *testing.T) {
	t.Parallel()
	data := asPNG(t, flat(60, 40))
	for name, v := range map[string]Variant{
		"larger than the picture": {61, 40, "webp"}, "nothing": {0, 40, "webp"}, "a strange format": {30, 20, "bmp"},
	} {
		if _, err := Encode(t.Context(), data, []Variant{v}); err == nil {
			t.Errorf("%s: encoded", name)
		}
	}
	if _, err := Encode(t.Context(), asGIF(t, 2), []Variant{{30, 20, "webp"}}); err == nil {
		t.Error("a GIF: encoded")
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Encode(gone, data, []Variant{{30, 20, "webp"}}); !errors.Is(err, context.Canceled) {
		t.Errorf("with nobody waiting: %v", err)
	}
}

// Scaling is the rounded mean of the area, computed here the slow way: every
// old point is cut into w×h parts, every new one made of ow×oh of them.
func TestScalingIsTheMeanOfTheArea(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ow, oh := rapid.IntRange(1, 24).Draw(t, "old width"), rapid.IntRange(1, 24).Draw(t, "old height")
		w, h := rapid.IntRange(1, ow).Draw(t, "width"), rapid.IntRange(1, oh).Draw(t, "height")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		m := image.NewNRGBA(image.Rect(0, 0, ow, oh))
		plane := make([]uint8, ow*oh)
		for i := range m.Pix {
			m.Pix[i] = uint8(r.IntN(256)) * uint8(r.IntN(2))
		}
		for i := range plane {
			plane[i] = m.Pix[4*i]
		}
		got, gotPlane := scaleColours(m, w, h), make([]uint8, w*h)
		scalePlane(gotPlane, w, w, h, plane, ow, ow, oh)
		for y := range h {
			for x := range w {
				var sum, one [4]int
				for py := y * oh; py < (y+1)*oh; py++ {
					for px := x * ow; px < (x+1)*ow; px++ {
						p := m.NRGBAAt(px/w, py/h)
						a := int(p.A)
						for c, v := range [4]int{int(p.R) * a, int(p.G) * a, int(p.B) * a, a} {
							sum[c] += v
						}
						one[0] += int(p.R)
					}
				}
				want := color.NRGBA{A: uint8((sum[3] + ow*oh/2) / (ow * oh))}
				if sum[3] > 0 {
					want.R, want.G, want.B = uint8((sum[0]+sum[3]/2)/sum[3]), uint8((sum[1]+sum[3]/2)/sum[3]), uint8((sum[2]+sum[3]/2)/sum[3])
				}
				if ow == w && oh == h {
					want = m.NRGBAAt(x, y)
				}
				if g := got.NRGBAAt(x, y); g != want {
					t.Fatalf("%d×%d to %d×%d: point %d,%d is %v, want %v", ow, oh, w, h, x, y, g, want)
				}
				if g, want := int(gotPlane[y*w+x]), (one[0]+ow*oh/2)/(ow*oh); g != want {
					t.Fatalf("%d×%d to %d×%d: plane at %d,%d is %d, want %d", ow, oh, w, h, x, y, g, want)
				}
			}
		}
	})
}

// Chroma of any coarseness ends up where its luma is.
func TestChromaOfAllKinds(t *testing.T) {
	t.Parallel()
	for _, ratio := range []image.YCbCrSubsampleRatio{
		image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
		image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
	} {
		m := image.NewYCbCr(image.Rect(0, 0, 64, 44), ratio)
		for y := range 44 {
			for x := range 64 {
				m.Y[m.YOffset(x, y)] = 128
				m.Cb[m.COffset(x, y)], m.Cr[m.COffset(x, y)] = uint8(x*3), uint8(y*5)
			}
		}
		for _, size := range [][2]int{{64, 44}, {60, 40}, {30, 22}, {16, 10}, {1, 1}} {
			got := scaleLuma(m, size[0], size[1])
			for cy := range size[1] / 2 {
				for cx := range size[0] / 2 {
					// The middle of the chroma point, in points of the old picture.
					x, y := (2*cx+1)*64/size[0], (2*cy+1)*44/size[1]
					c := cy*got.CStride + cx
					if d := int(got.Cb[c]) - 3*x; d < -12 || d > 12 {
						t.Errorf("%v to %v: blue at %d,%d is off by %d", ratio, size, cx, cy, d)
					}
					if d := int(got.Cr[c]) - 5*y; d < -12 || d > 12 {
						t.Errorf("%v to %v: red at %d,%d is off by %d", ratio, size, cx, cy, d)
					}
				}
			}
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	data := asJPEG(b, scene(1600, 1067))
	info, err := Read(data)
	if err != nil {
		b.Fatal(err)
	}
	for _, v := range []struct {
		name     string
		variants []Variant
	}{{"all", info.Variants()}, {"webp 800", []Variant{{800, 534, "webp"}}}, {"jpeg 800", []Variant{{800, 534, "jpeg"}}}} {
		b.Run(v.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Encode(b.Context(), data, v.variants); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkStrip(b *testing.B) {
	data := asJPEG(b, scene(1600, 1067))
	for b.Loop() {
		if _, err := Strip(data); err != nil {
			b.Fatal(err)
		}
	}
}
