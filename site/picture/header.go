package picture

import (
	"bytes"
	"fmt"
)

// header is Info and what else is needed to decode.
type header struct {
	Info
	stored  [2]int // width and height before orientation
	profile []byte // ICC, when the picture needs one to look right
	alpha   bool   // may be see-through
}

func readHeader(data []byte) (h header, err error) {
	if len(data) > MaxBytes {
		return header{}, fmt.Errorf("has %d MB: make it at most %d MB", (len(data)+1<<20-1)>>20, MaxBytes>>20)
	}
	h.Orientation = 1
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		h.Format, err = "jpeg", h.readJPEG(data)
	case bytes.HasPrefix(data, []byte(pngMagic)):
		h.Format, err = "png", h.readPNG(data)
	case bytes.HasPrefix(data, []byte("GIF87a")), bytes.HasPrefix(data, []byte("GIF89a")):
		h.Format, err = "gif", h.readGIF(data)
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		h.Format, err = "webp", h.readWebP(data)
	case len(data) == 0:
		err = fmt.Errorf("is no picture: it is empty")
	default:
		err = fmt.Errorf("is no picture: it starts like none of JPEG, PNG, GIF and WebP")
	}
	if err == nil {
		err = checkSize(h.stored[0], h.stored[1])
	}
	if err != nil {
		return header{}, err
	}
	if h.Animated {
		h.Orientation = 1 // frames are not turned
	}
	h.Width, h.Height = h.stored[0], h.stored[1]
	if h.Orientation >= 5 {
		h.Width, h.Height = h.Height, h.Width
	}
	return h, nil
}

func (h *header) readGIF(data []byte) error {
	if len(data) < 13 {
		return errCutShort
	}
	h.stored = [2]int{int(data[6]) | int(data[7])<<8, int(data[8]) | int(data[9])<<8}
	h.Animated = true
	return nil
}
