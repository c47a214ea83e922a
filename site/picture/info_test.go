package picture

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRead(t *testing.T) {
	t.Parallel()
	photo, drawing := scene(301, 200), flat(300, 200)
	jpg := asJPEG(t, photo)
	for name, c := range map[string]struct {
		data []byte
		want Info
	}{
		"jpeg":                       {jpg, Info{301, 200, "jpeg", 1, true, false}},
		"jpeg on its side":           {withSegment(jpg, 0xe1, "Exif\x00\x00"+string(exif(6, binary.BigEndian))), Info{200, 301, "jpeg", 6, true, false}},
		"jpeg upside down":           {withSegment(jpg, 0xe1, "Exif\x00\x00"+string(exif(3, binary.LittleEndian))), Info{301, 200, "jpeg", 3, true, false}},
		"jpeg, orientation nonsense": {withSegment(jpg, 0xe1, "Exif\x00\x00"+string(exif(77, binary.LittleEndian))), Info{301, 200, "jpeg", 1, true, false}},
		"png drawing":                {asPNG(t, drawing), Info{300, 200, "png", 1, false, false}},
		"png photograph":             {asPNG(t, photo), Info{301, 200, "png", 1, true, false}},
		"png on its side":            {withPNGChunk(asPNG(t, drawing), "eXIf", string(exif(8, binary.BigEndian))), Info{200, 300, "png", 8, false, false}},
		"png animated":               {withPNGChunk(asPNG(t, drawing), "acTL", "\x00\x00\x00\x02\x00\x00\x00\x00"), Info{300, 200, "png", 1, false, true}},
		"gif":                        {asGIF(t, 2), Info{60, 40, "gif", 1, false, true}},
		"webp lossy":                 {asWebP(t, photo, true), Info{301, 200, "webp", 1, true, false}},
		"webp lossless":              {asWebP(t, drawing, false), Info{300, 200, "webp", 1, false, false}},
		"webp on its side":           {extended(asWebP(t, photo, true), 301, 200, 8, "EXIF", string(exif(5, binary.LittleEndian))), Info{200, 301, "webp", 5, true, false}},
		"webp animated on its side":  {extended(asWebP(t, photo, true), 301, 200, 10, "EXIF", string(exif(6, binary.LittleEndian))), Info{301, 200, "webp", 1, true, true}},
		"webp animated":              {extended(asWebP(t, photo, true), 301, 200, 2), Info{301, 200, "webp", 1, true, true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Read(c.data)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Everything that can be wrong with a header is said in words.
func TestReadRefuses(t *testing.T) {
	t.Parallel()
	small := asWebP(t, flat(30, 20), false)
	for name, c := range map[string]struct{ data, want string }{
		"nothing":                 {"", "is no picture: it is empty"},
		"text":                    {"# Daylight is free\n", "is no picture: it starts like none of JPEG, PNG, GIF and WebP"},
		"svg":                     {`<svg xmlns="http://www.w3.org/2000/svg"/>`, "is no picture: it starts like none of JPEG, PNG, GIF and WebP"},
		"an enormous jpeg":        {string(jpegHeader(65535, 65535)), "is 65535 × 65535: make it at most 8000 on a side and 40 million points"},
		"a jpeg that is too wide": {string(jpegHeader(8001, 10)), "is 8001 × 10: make it at most 8000 on a side"},
		"a jpeg that is too high": {string(jpegHeader(10, 8001)), "is 10 × 8001: make it at most 8000 on a side"},
		"a jpeg of too much area": {string(jpegHeader(7000, 7000)), "is 7000 × 7000: make it at most 8000 on a side and 40 million points"},
		"a jpeg of no height":     {string(jpegHeader(5, 0)), "is no picture: it says it is 5 × 0 points"},
		"a jpeg of nothing":       {string(jpegHeader(0, 5)), "is no picture: a JPEG without a size"},
		"an enormous png":         {string(pngHeader(65535, 65535)), "is 65535 × 65535: make it"},
		"a png over all bounds":   {string(pngHeader(1<<32-1, 1<<32-1)), "is 2147483647 × 2147483647: make it"},
		"an enormous gif":         {"GIF89a\xff\xff\xff\xff\x00\x00\x00", "is 65535 × 65535: make it"},
		"an enormous webp":        {string(extended(small, 65535, 65535, 0)), "is damaged: it says two sizes"},
		"an enormous animation":   {string(extended(small, 65535, 65535, 2)), "is damaged: it says two sizes"},
		"a jpeg cut short":        {"\xff\xd8\xff\xe0\x00", "is cut short: save it again"},
		"a jpeg without a size":   {"\xff\xd8\xff\xd9", "is no picture: a JPEG without a size"},
		"a jpeg without loss":     {"\xff\xd8\xff\xc3\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00\xff\xda\x00\x02", "is a JPEG of a kind that browsers do not show"},
		"a png cut short":         {pngMagic + "\x00\x00\x00\x0dIHDR", "is cut short: save it again"},
		"a png with a vast chunk": {pngMagic + "\xff\xff\xff\xffIHDRxxxxxxxxxxxx", "is cut short: save it again"},
		"a gif cut short":         {"GIF89a", "is cut short: save it again"},
		"a webp cut short":        {string(small[:20]), "is cut short: save it again"},
		"a webp of nothing":       {"RIFF\x04\x00\x00\x00WEBP", "is no picture: a WebP without a frame"},
		"too many bytes":          {"\xff\xd8\xff" + strings.Repeat("x", MaxBytes), "has 26 MB: make it at most 25 MB"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if info, err := Read([]byte(c.data)); err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("%v, %v; want %q", info, err, c.want)
			}
			if _, err := Strip([]byte(c.data)); err == nil {
				t.Error("stripped")
			}
		})
	}
}

func TestVariants(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		info Info
		want string
	}{
		"a large photograph":  {Info{4000, 3000, "jpeg", 1, true, false}, "480×360 webp jpeg 800×600 webp jpeg 1200×900 webp jpeg 1600×1200 webp jpeg"},
		"a small photograph":  {Info{300, 200, "jpeg", 1, true, false}, "300×200 webp jpeg"},
		"between two steps":   {Info{1000, 1500, "jpeg", 1, true, false}, "480×720 webp jpeg 800×1200 webp jpeg 1000×1500 webp jpeg"},
		"hardly above a step": {Info{810, 405, "jpeg", 1, true, false}, "480×240 webp jpeg 810×405 webp jpeg"},
		"a drawing":           {Info{500, 250, "png", 1, false, false}, "500×250 webp png"},
		"a photograph in png": {Info{500, 250, "png", 1, true, false}, "500×250 webp jpeg"},
		"webp needs no other": {Info{900, 901, "webp", 1, true, false}, "480×481 webp 800×801 webp 900×901 webp"},
		"a hair":              {Info{8000, 1, "png", 1, false, false}, "480×1 webp png 800×1 webp png 1200×1 webp png 1600×1 webp png"},
		"what moves stays":    {Info{900, 900, "gif", 1, false, true}, ""},
		"nothing known":       {Info{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, size := []string{}, ""
			for _, v := range c.info.Variants() {
				if v.Width > c.info.Width || v.Height > c.info.Height {
					t.Errorf("%v is larger than the picture", v)
				}
				if s := cmpSize(v); s != size {
					got, size = append(got, s), s
				}
				got = append(got, v.Format)
			}
			if want := strings.Fields(c.want); !slices.Equal(got, want) {
				t.Errorf("\n got %v\nwant %v", got, want)
			}
		})
	}
}

func TestName(t *testing.T) {
	t.Parallel()
	sum := [32]byte{0x1a, 0x2b, 0x3c, 0x4d, 0x5e}
	for want, v := range map[string]Variant{
		"media/cat-1a2b3c4d-800.webp": {800, 600, "webp"},
		"media/cat-1a2b3c4d-480.jpg":  {480, 360, "jpeg"},
		"media/cat-1a2b3c4d-480.png":  {480, 360, "png"},
	} {
		if got := v.Name("media/cat.jpg", sum); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func cmpSize(v Variant) string { return fmt.Sprintf("%d×%d", v.Width, v.Height) }

// EXIF that ends early, points outside of itself or goes round in circles is
// as good as none.
func TestOrientation(t *testing.T) {
	t.Parallel()
	good := exif(6, binary.LittleEndian)
	pointing := func(at uint32) []byte {
		return binary.LittleEndian.AppendUint32([]byte("II*\x00"), at)
	}
	for name, c := range map[string]struct {
		tiff []byte
		want int
	}{
		"little-endian":         {good, 6},
		"big-endian":            {exif(8, binary.BigEndian), 8},
		"nothing":               {nil, 1},
		"only a beginning":      {good[:8], 1},
		"one byte of a count":   {good[:9], 1},
		"a count and no entry":  {good[:10], 1},
		"half an entry":         {good[:16], 1},
		"no byte order":         {append([]byte("XX"), good[2:]...), 1},
		"points outside":        {pointing(4000), 1},
		"points far outside":    {pointing(1<<32 - 1), 1},
		"points at its end":     {pointing(8), 1},
		"points into itself":    {append(pointing(0), good[8:]...), 1},
		"zero":                  {exif(0, binary.BigEndian), 1},
		"nine":                  {exif(9, binary.BigEndian), 1},
		"65,535 entries of air": {append(pointing(8), 0xff, 0xff, 1, 2, 3), 1},
	} {
		if got := orientation(c.tiff); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
