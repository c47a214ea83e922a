package picture

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// raster is a decoded picture as it lies in the file: either full-range YCbCr
// or colours with transparency.
type raster struct {
	ycc  *image.YCbCr
	nrgb *image.NRGBA
}

// interruptible ends a decoder's reading when its caller has gone.
type interruptible struct {
	ctx context.Context
	in  io.Reader
}

func (r interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.in.Read(p)
}

func decode(ctx context.Context, data []byte, h *header) (raster, error) {
	in := interruptible{ctx, bytes.NewReader(data)}
	var m image.Image
	var err error
	switch h.Format {
	case "jpeg":
		// Every scan goes over all points, however little of the file it takes.
		if err := segments(data, false, func(segment) error { return nil }); err != nil {
			return raster{}, err
		}
		m, err = jpeg.Decode(in)
	case "png":
		m, err = png.Decode(in)
	case "webp":
		m, err = webp.Decode(in)
	default:
		return raster{}, fmt.Errorf("is animated: it stays as it is")
	}
	if ctx.Err() != nil {
		return raster{}, ctx.Err()
	}
	if err != nil {
		return raster{}, fmt.Errorf("is damaged: %w", err)
	}
	if b := m.Bounds(); b.Min != (image.Point{}) || b.Dx() != h.stored[0] || b.Dy() != h.stored[1] {
		return raster{}, fmt.Errorf("is damaged: its header says %d × %d, its points are %d × %d", h.stored[0], h.stored[1], b.Dx(), b.Dy())
	}
	return newRaster(m, h.Format == "webp"), nil
}

// newRaster converts what decoders return. studio says that YCbCr has the
// range of video, as WebP's has.
func newRaster(m image.Image, studio bool) raster {
	switch m := m.(type) {
	case *image.YCbCr:
		if studio {
			widen(m)
		}
		return raster{ycc: m}
	case *image.NYCbCrA:
		widen(&m.YCbCr)
		return raster{nrgb: withAlpha(m)}
	case *image.NRGBA:
		return raster{nrgb: m}
	case *image.RGBA:
		// Decoders return it for opaque pictures only, where it is the same.
		return raster{nrgb: &image.NRGBA{Pix: m.Pix, Stride: m.Stride, Rect: m.Rect}}
	}
	out := image.NewNRGBA(m.Bounds())
	switch m := m.(type) {
	case *image.NRGBA64:
		for i := range out.Pix {
			out.Pix[i] = m.Pix[2*i]
		}
	case *image.RGBA64:
		for i := range out.Pix {
			out.Pix[i] = m.Pix[2*i]
		}
	case *image.Paletted:
		unpack(out, m)
	default:
		draw.Draw(out, out.Rect, m, image.Point{}, draw.Src)
	}
	return raster{nrgb: out}
}

// unpack looks every point up. Points beyond the palette, which browsers show
// as black, are black.
func unpack(out *image.NRGBA, m *image.Paletted) {
	var table [256]color.NRGBA
	for i := range table {
		table[i].A = 255
		if i < len(m.Palette) {
			table[i] = color.NRGBAModel.Convert(m.Palette[i]).(color.NRGBA)
		}
	}
	w := m.Rect.Dx()
	for y := range m.Rect.Dy() {
		row := out.Pix[y*out.Stride:]
		for x, v := range m.Pix[y*m.Stride:][:w] {
			c := table[v]
			row[4*x], row[4*x+1], row[4*x+2], row[4*x+3] = c.R, c.G, c.B, c.A
		}
	}
}

// widen brings video range to full range, in place.
func widen(m *image.YCbCr) {
	var luma, chroma [256]uint8
	for v := range 256 {
		luma[v] = uint8(max(0, min(255, ((v-16)*255+109)/219)))
		chroma[v] = uint8(max(0, min(255, ((v-16)*255+112)/224)))
	}
	for i, v := range m.Y {
		m.Y[i] = luma[v]
	}
	for i, v := range m.Cb {
		m.Cb[i] = chroma[v]
	}
	for i, v := range m.Cr {
		m.Cr[i] = chroma[v]
	}
}

func withAlpha(m *image.NYCbCrA) *image.NRGBA {
	out := image.NewNRGBA(m.Rect)
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			c := m.COffset(x, y)
			p := out.Pix[y*out.Stride+4*x:]
			p[0], p[1], p[2] = color.YCbCrToRGB(m.Y[m.YOffset(x, y)], m.Cb[c], m.Cr[c])
			p[3] = m.A[m.AOffset(x, y)]
		}
	}
	return out
}

// luma returns the picture at a size as YCbCr with 4:2:0 chroma.
func (r raster) luma(w, h int) *image.YCbCr {
	if r.ycc != nil {
		return scaleLuma(r.ycc, w, h)
	}
	return toLuma(scaleColours(r.nrgb, w, h))
}

// colours returns the picture at a size as colours.
func (r raster) colours(w, h int) *image.NRGBA {
	if r.nrgb != nil {
		return scaleColours(r.nrgb, w, h)
	}
	m := scaleLuma(r.ycc, w, h)
	out := image.NewNRGBA(m.Rect)
	for y := range h {
		for x := range w {
			c := m.COffset(x, y)
			p := out.Pix[y*out.Stride+4*x:]
			p[0], p[1], p[2] = color.YCbCrToRGB(m.Y[m.YOffset(x, y)], m.Cb[c], m.Cr[c])
			p[3] = 255
		}
	}
	return out
}

// toLuma converts opaque colours; each chroma point is the mean of four.
func toLuma(m *image.NRGBA) *image.YCbCr {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	full := image.NewYCbCr(m.Rect, image.YCbCrSubsampleRatio444)
	for y := range h {
		for x := range w {
			p := m.Pix[y*m.Stride+4*x:]
			i := y*full.YStride + x
			full.Y[i], full.Cb[i], full.Cr[i] = color.RGBToYCbCr(p[0], p[1], p[2])
		}
	}
	return scaleLuma(full, w, h)
}
