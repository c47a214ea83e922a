package picture

import (
	"bytes"
	"context"
	"encoding/binary"
	"strings"
	"testing"
	"time"
)

// seeds are pictures of every kind, and their beginnings.
func seeds(f *testing.F) {
	photo, drawing := scene(24, 17), flat(24, 17)
	place := string(exif(6, binary.BigEndian))
	for _, data := range [][]byte{
		asJPEG(f, photo), withSegment(asJPEG(f, photo), 0xe1, "Exif\x00\x00"+place),
		asPNG(f, photo), asPNG(f, drawing), withPNGChunk(asPNG(f, drawing), "eXIf", place),
		tagPNG(asPNG(f, drawing), make([]byte, 200)),
		asGIF(f, 2), asWebP(f, photo, true), asWebP(f, drawing, false),
		extended(asWebP(f, photo, true), 24, 17, 8, "EXIF", place, "ICCP", "profile"),
		jpegHeader(65535, 65535), pngHeader(65535, 65535), jpegHeader(8000, 5000), pngHeader(8000, 5000),
	} {
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
}

// small keeps a fuzzer from spending its time on large pictures; that those
// are bounded has its own tests.
func small(info Info) bool { return info.Width*info.Height <= 200_000 }

// noPanic makes visible what guard has caught: a bug, if a harmless one.
func noPanic(t *testing.T, err error) {
	t.Helper()
	if strings.Contains(err.Error(), "runtime error") {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		info, err := Read(data)
		if err != nil {
			noPanic(t, err)
			if info != (Info{}) || err.Error() == "" {
				t.Errorf("%v with %v", info, err)
			}
			return
		}
		if checkSize(info.Width, info.Height) != nil || info.Orientation < 1 || info.Orientation > 8 {
			t.Errorf("%v", info)
		}
		for _, v := range info.Variants() {
			if v.Width > info.Width || v.Height > info.Height || v.Width < 1 || v.Height < 1 {
				t.Errorf("%v of %v", v, info)
			}
		}
	})
}

func FuzzStrip(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		info, err := Read(data)
		if err != nil || !small(info) {
			return
		}
		out, err := Strip(data)
		if err != nil {
			noPanic(t, err)
			return
		}
		again, err := Strip(out)
		if err != nil || !bytes.Equal(again, out) {
			t.Fatalf("stripping twice changes it: %v", err)
		}
		after, err := Read(out)
		if err != nil || after.Width != info.Width || after.Height != info.Height || after.Format != info.Format || after.Animated != info.Animated {
			t.Fatalf("%v became %v, %v", info, after, err)
		}
	})
}

func FuzzEncode(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		info, err := Read(data)
		if err != nil || !small(info) {
			return
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		variants := info.Variants()
		files, err := Encode(ctx, data, variants)
		if ctx.Err() != nil {
			t.Fatal("took ten seconds")
		}
		if err != nil {
			noPanic(t, err)
			return
		}
		for i, v := range variants {
			got, err := Read(files[i])
			if err != nil || got.Width != v.Width || got.Height != v.Height || got.Format != v.Format {
				t.Fatalf("%v became %v, %v", v, got, err)
			}
		}
	})
}

func FuzzCard(f *testing.F) {
	f.Add("Greenroom", "Blog", "Daylight is free", "A line.", "greenroom.example")
	f.Add("", "", "שלום עולם abc", "مرحبا 123 بالعالم", "🌱")
	f.Add("x", "\x00\xff", "a\u0301\u0301\u0301 \u200d \ufe0f", "\u202e\u2066", "\n\t")
	f.Fuzz(func(t *testing.T, site, kicker, title, line, footer string) {
		if len(title)+len(line)+len(footer)+len(site)+len(kicker) > 2000 {
			return
		}
		data, err := Card{site, kicker, title, line, footer}.PNG()
		if err != nil {
			t.Fatal(err)
		}
		if info, err := Read(data); err != nil || info.Width != CardWidth || info.Height != CardHeight {
			t.Fatalf("%v, %v", info, err)
		}
	})
}
