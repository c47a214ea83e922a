package picture

import (
	"bytes"
	"context"
	"fmt"
	"image/jpeg"
	"image/png"
)

// Strip returns the picture without what does not change how it looks: EXIF
// with its place and its thumbnail, XMP, IPTC, comments, and anything behind
// its end. Points are left as they are; only a picture that lies on its side
// is turned and encoded again. Colour profiles stay, unless they are larger
// than a screen needs.
func Strip(data []byte) (out []byte, err error) {
	defer guard(&err)
	h, err := readHeader(data)
	if err != nil {
		return nil, err
	}
	if h.Orientation != 1 {
		return upright(data, &h)
	}
	switch h.Format {
	case "jpeg":
		return stripJPEG(data)
	case "png":
		return stripPNG(data)
	case "gif":
		return stripGIF(data)
	}
	return stripWebP(data)
}

// upright encodes a turned picture again, with less loss than variants have,
// because it is what they would be made from.
func upright(data []byte, h *header) ([]byte, error) {
	const quality = 90
	r, err := decode(context.Background(), data, h)
	if err != nil {
		return nil, err
	}
	w, ht := h.stored[0], h.stored[1]
	switch {
	case h.Format == "png":
		var b bytes.Buffer
		err := png.Encode(&b, compact(turn(r.colours(w, ht), h.Orientation)))
		return tagPNG(b.Bytes(), h.profile), wrapEncoding(err)
	case h.Format == "jpeg":
		var b bytes.Buffer
		err := jpeg.Encode(&b, turnLuma(r.luma(w, ht), h.Orientation), &jpeg.Options{Quality: quality})
		return tagJPEG(b.Bytes(), h.profile), wrapEncoding(err)
	}
	return encodeWebP(r, h, w, ht, quality)
}

func wrapEncoding(err error) error {
	if err != nil {
		return fmt.Errorf("cannot be encoded: %w", err)
	}
	return nil
}

// stripJPEG keeps what decodes the points: tables, frame, scans, the profile,
// and Adobe's note of how colours are kept.
func stripJPEG(data []byte) ([]byte, error) {
	size := 0
	err := segments(data, false, func(s segment) error {
		if s.isProfile() {
			size += len(s.body) - 14
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := append(make([]byte, 0, len(data)), 0xff, 0xd8)
	err = segments(data, false, func(s segment) error {
		switch {
		case s.isProfile() && size <= maxProfile:
			out = append(out, s.raw...)
		case s.marker == jpegAPP0 && len(s.body) >= 14 && string(s.body[:5]) == "JFIF\x00":
			// Without the thumbnail, whose size is in the last two bytes.
			out = append(out, 0xff, jpegAPP0, 0, 16)
			out = append(out, s.body[:12]...)
			out = append(out, 0, 0)
		case s.marker == 0xee && len(s.body) >= 12 && string(s.body[:5]) == "Adobe":
			out = append(out, 0xff, 0xee, 0, 14)
			out = append(out, s.body[:12]...)
		case s.marker < jpegAPP0:
			out = append(out, s.raw...)
		}
		return nil
	})
	return append(out, 0xff, jpegEOI), err
}
