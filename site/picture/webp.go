package picture

import (
	"encoding/binary"
	"fmt"
)

// Flags of the extended header of WebP.
const (
	webpAnimated = 1 << 1
	webpAlpha    = 1 << 4
	webpProfile  = 1 << 5
)

// webpChunks hands over each chunk of a RIFF body: its name and its data.
func webpChunks(rest []byte, each func(name string, body []byte) error) error {
	for range maxChunks {
		if len(rest) == 0 {
			return nil
		}
		if len(rest) < 8 {
			return errCutShort
		}
		n := uint64(binary.LittleEndian.Uint32(rest[4:]))
		if 8+n > uint64(len(rest)) {
			return errCutShort
		}
		if err := each(string(rest[:4]), rest[8:8+n]); err != nil {
			return err
		}
		rest = rest[min(8+n+n&1, uint64(len(rest))):]
	}
	return fmt.Errorf("is damaged: it has more than %d chunks", maxChunks)
}

// appendChunk writes a chunk with its padding.
func appendChunk(out []byte, name string, body []byte) []byte {
	out = append(out, name...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(body)))
	out = append(out, body...)
	if len(body)&1 != 0 {
		out = append(out, 0)
	}
	return out
}

// webpBody is what the RIFF header says belongs to the file.
func webpBody(data []byte) ([]byte, error) {
	n := uint64(binary.LittleEndian.Uint32(data[4:])) + 8
	if n < 12 || n > uint64(len(data)) {
		return nil, errCutShort
	}
	return data[12:n], nil
}

func (h *header) readWebP(data []byte) error {
	body, err := webpBody(data)
	if err != nil {
		return err
	}
	var canvas, frame [2]int
	err = webpChunks(body, func(name string, b []byte) error {
		switch name {
		case "VP8X":
			if len(b) < 10 || canvas[0] != 0 {
				return fmt.Errorf("is damaged: its header is not that of a WebP")
			}
			canvas[0] = 1 + (int(b[4]) | int(b[5])<<8 | int(b[6])<<16)
			canvas[1] = 1 + (int(b[7]) | int(b[8])<<8 | int(b[9])<<16)
			h.Animated = b[0]&webpAnimated != 0
		case "VP8 ", "VP8L":
			if frame[0] != 0 {
				return fmt.Errorf("is damaged: it has two pictures and is not animated")
			}
			frame, err = h.webpFrame(name, b)
			return err
		case "ALPH":
			h.alpha = true
		case "EXIF":
			h.Orientation = orientation(trimExif(b))
		case "ICCP":
			h.profile = keepProfile(b)
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case frame[0] == 0 && !h.Animated:
		return fmt.Errorf("is no picture: a WebP without a frame")
	case canvas[0] != 0 && frame[0] != 0 && canvas != frame:
		return fmt.Errorf("is damaged: it says two sizes")
	}
	if h.stored = frame; canvas[0] != 0 {
		h.stored = canvas
	}
	h.Photo = h.Photo && !h.alpha
	return nil
}

// trimExif drops the prefix that only JPEG needs but some programs write.
func trimExif(b []byte) []byte {
	if len(b) >= 6 && string(b[:6]) == "Exif\x00\x00" {
		return b[6:]
	}
	return b
}

// webpFrame reads the size of a bit stream.
func (h *header) webpFrame(name string, b []byte) ([2]int, error) {
	if name == "VP8L" {
		if len(b) < 5 || b[0] != 0x2f {
			return [2]int{}, errCutShort
		}
		v := binary.LittleEndian.Uint32(b[1:])
		h.alpha = v>>28&1 != 0
		return [2]int{int(v&0x3fff) + 1, int(v>>14&0x3fff) + 1}, nil
	}
	if len(b) < 10 || b[0]&1 != 0 || string(b[3:6]) != "\x9d\x01\x2a" {
		return [2]int{}, errCutShort
	}
	h.Photo = true
	return [2]int{int(binary.LittleEndian.Uint16(b[6:]) & 0x3fff), int(binary.LittleEndian.Uint16(b[8:]) & 0x3fff)}, nil
}

// stripWebP keeps the frames and how they are shown.
func stripWebP(data []byte) ([]byte, error) {
	body, err := webpBody(data)
	if err != nil {
		return nil, err
	}
	out := append(make([]byte, 0, len(data)), data[:12]...)
	extended := -1
	profile := false
	err = webpChunks(body, func(name string, b []byte) error {
		switch name {
		case "VP8X":
			extended = len(out) + 8
			out = appendChunk(out, name, b)
		case "ICCP":
			if len(b) <= maxProfile {
				out, profile = appendChunk(out, name, b), true
			}
		case "ANMF":
			frame, err := stripFrame(b)
			if err != nil {
				return err
			}
			out = appendChunk(out, name, frame)
		case "VP8 ", "VP8L", "ALPH", "ANIM":
			out = appendChunk(out, name, b)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if extended >= 0 {
		out[extended] &= webpAnimated | webpAlpha
		if profile {
			out[extended] |= webpProfile
		}
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, nil
}

// stripFrame keeps the picture of one frame of an animation.
func stripFrame(b []byte) ([]byte, error) {
	const fixed = 16 // place, size, duration
	if len(b) < fixed {
		return nil, errCutShort
	}
	out := append([]byte(nil), b[:fixed]...)
	err := webpChunks(b[fixed:], func(name string, b []byte) error {
		switch name {
		case "VP8 ", "VP8L", "ALPH":
			out = appendChunk(out, name, b)
		}
		return nil
	})
	return out, err
}
