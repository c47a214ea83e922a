package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"greenroom/site/picture/webp"
)

// scene is a photograph-like picture: red grows to the right, green downwards,
// blue in waves, with a grain.
func scene(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	grain := uint32(1)
	for y := range h {
		for x := range w {
			grain = grain*1664525 + 1013904223
			n := int(grain >> 29)
			blue := (x*x/97 + y*y/53) % 200
			m.SetNRGBA(x, y, color.NRGBA{uint8(x*240/w + n), uint8(y*240/h + n), uint8(blue + n), 255})
		}
	}
	return m
}

// flat is a drawing-like picture of few colours, see-through at the corners.
func flat(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			if (x+y > w/5) && (2*w+2*h-x-y > w/5) {
				m.SetNRGBA(x, y, color.NRGBA{uint8(x * 4 / w * 60), 80, uint8(y * 3 / h * 90), 255})
			}
		}
	}
	return m
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asGIF(t testing.TB, frames int) []byte {
	t.Helper()
	g := &gif.GIF{}
	for i := range frames {
		m := image.NewPaletted(image.Rect(0, 0, 60, 40), color.Palette{color.Black, color.White})
		m.Pix[i] = 1
		g.Image, g.Delay = append(g.Image, m), append(g.Delay, 10)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asWebP(t testing.TB, m *image.NRGBA, lossy bool) []byte {
	t.Helper()
	var data []byte
	var err error
	if lossy {
		data, err = webp.Lossy(toLuma(m), 90, nil)
	} else {
		data, err = webp.Lossless(m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// exif is a TIFF file with an orientation and a place nobody should know.
func exif(orientation int, order binary.AppendByteOrder) []byte {
	out := []byte("II*\x00")
	if order == binary.BigEndian {
		out = []byte("MM\x00*")
	}
	out = order.AppendUint32(out, 8)
	out = order.AppendUint16(out, 2)
	entry := func(tag, kind uint16, count uint32, value uint16) {
		out = order.AppendUint16(order.AppendUint16(out, tag), kind)
		out = order.AppendUint32(out, count)
		out = order.AppendUint16(order.AppendUint16(out, value), 0)
	}
	entry(0x0112, 3, 1, uint16(orientation))
	entry(0x8825, 4, 1, 38)
	out = order.AppendUint32(out, 8) // a next directory that is this one
	return append(out, "SECRETPLACE 52.5200N 13.4050E"...)
}

func withSegment(file []byte, marker byte, body string) []byte {
	out := append([]byte{}, file[:2]...)
	out = append(out, 0xff, marker)
	out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2))
	out = append(out, body...)
	return append(out, file[2:]...)
}

func withPNGChunk(file []byte, name, body string) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	chunk = append(chunk, name+body...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return append(append(append([]byte{}, file[:33]...), chunk...), file[33:]...)
}

// extended turns a simple WebP into one with an extended header and chunks.
func extended(file []byte, w, h int, flags byte, chunks ...string) []byte {
	out := append([]byte{}, "RIFF\x00\x00\x00\x00WEBP"...)
	out = appendChunk(out, "VP8X", []byte{flags, 0, 0, 0, byte(w - 1), byte((w - 1) >> 8), 0, byte(h - 1), byte((h - 1) >> 8), 0})
	out = append(out, file[12:]...)
	for i := 0; i+1 < len(chunks); i += 2 {
		out = appendChunk(out, chunks[i], []byte(chunks[i+1]))
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

// jpegHeader is a JPEG that says it has a size and then has little else.
func jpegHeader(w, h int) []byte {
	return []byte{
		0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), 3,
		1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0, 1, 2, 3, 0xff, 0xd9,
	}
}

func pngHeader(w, h uint32) []byte {
	body := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	file := append([]byte(pngMagic), 0, 0, 0, 13)
	file = append(append(append(file, "IHDR"...), body...), 8, 2, 0, 0, 0)
	file = binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(file[12:]))
	return append(file, "\x00\x00\x00\x00IEND\xae\x42\x60\x82"...)
}
