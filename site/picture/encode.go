package picture

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"greenroom/site/picture/webp"
)

// Qualities of variants, of 100.
const (
	jpegQuality = 82
	webpQuality = 80
)

// Encode makes the variants in order. The picture is decoded once; it stands
// upright in all of them, and nothing of what its camera wrote is in them but
// a colour profile, where colours would be wrong without.
func Encode(ctx context.Context, data []byte, variants []Variant) (files [][]byte, err error) {
	defer guard(&err)
	h, err := readHeader(data)
	if err != nil || len(variants) == 0 {
		return nil, err
	}
	if h.Animated {
		return nil, fmt.Errorf("is animated: it stays as it is")
	}
	for _, v := range variants {
		if v.Width < 1 || v.Height < 1 || v.Width > h.Width || v.Height > h.Height {
			return nil, fmt.Errorf("is %d × %d: it cannot be made %d × %d", h.Width, h.Height, v.Width, v.Height)
		}
	}
	r, err := decode(ctx, data, &h)
	if err != nil {
		return nil, err
	}
	files = make([][]byte, len(variants))
	for i, v := range variants {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if files[i], err = encodeOne(r, &h, v); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func encodeOne(r raster, h *header, v Variant) ([]byte, error) {
	w, ht := v.Width, v.Height
	if h.Orientation >= 5 {
		w, ht = ht, w
	}
	switch v.Format {
	case "webp":
		return encodeWebP(r, h, w, ht, webpQuality)
	case "jpeg":
		var b bytes.Buffer
		err := jpeg.Encode(&b, turnLuma(r.luma(w, ht), h.Orientation), &jpeg.Options{Quality: jpegQuality})
		return tagJPEG(b.Bytes(), h.profile), wrapEncoding(err)
	case "png":
		var b bytes.Buffer
		err := png.Encode(&b, compact(turn(r.colours(w, ht), h.Orientation)))
		return tagPNG(b.Bytes(), h.profile), wrapEncoding(err)
	}
	return nil, fmt.Errorf("cannot be encoded: %q is none of webp, jpeg and png", v.Format)
}

// encodeWebP scales to w×h before turning. Photographs lose, drawings do not.
func encodeWebP(r raster, h *header, w, ht, quality int) ([]byte, error) {
	var file []byte
	var err error
	if h.Photo {
		file, err = webp.Lossy(turnLuma(r.luma(w, ht), h.Orientation), quality, h.profile)
	} else {
		file, err = webp.Lossless(turn(r.colours(w, ht), h.Orientation), h.profile)
	}
	return file, wrapEncoding(err)
}

// compact returns the picture with a palette when it has few enough colours,
// which makes a PNG a third of the size.
func compact(m *image.NRGBA) image.Image {
	index := make(map[color.NRGBA]uint8, 256)
	var palette color.Palette
	out := image.NewPaletted(m.Rect, nil)
	for y := range m.Rect.Dy() {
		row := m.Pix[y*m.Stride:][:4*m.Rect.Dx()]
		for x := range m.Rect.Dx() {
			c := color.NRGBA{row[4*x], row[4*x+1], row[4*x+2], row[4*x+3]}
			i, ok := index[c]
			if !ok {
				if len(palette) == 256 {
					return m
				}
				i = uint8(len(palette))
				index[c], palette = i, append(palette, c)
			}
			out.Pix[y*out.Stride+x] = i
		}
	}
	out.Palette = palette
	return out
}
