package picture

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

const pngMagic = "\x89PNG\r\n\x1a\n"

// pngChunks hands over each chunk up to IEND: its name, its data, and all of
// it as it stands in the file.
func pngChunks(data []byte, each func(name string, body, raw []byte) error) error {
	rest := data[len(pngMagic):]
	for range maxChunks {
		if len(rest) < 12 {
			return errCutShort
		}
		n := uint64(binary.BigEndian.Uint32(rest))
		if n+12 > uint64(len(rest)) {
			return errCutShort
		}
		name := string(rest[4:8])
		if err := each(name, rest[8:8+n], rest[:12+n]); err != nil {
			return err
		}
		if name == "IEND" {
			return nil
		}
		rest = rest[12+n:]
	}
	return fmt.Errorf("is damaged: it has more than %d chunks", maxChunks)
}

func (h *header) readPNG(data []byte) error {
	const trueColour = 2
	var kind byte
	packed, transparent := 0, false
	err := pngChunks(data, func(name string, body, _ []byte) error {
		switch name {
		case "IHDR":
			if len(body) != 13 || h.stored[0] != 0 {
				return fmt.Errorf("is damaged: its header is not that of a PNG")
			}
			w, ht := binary.BigEndian.Uint32(body), binary.BigEndian.Uint32(body[4:])
			h.stored = [2]int{int(min(w, 1<<31-1)), int(min(ht, 1<<31-1))}
			kind = body[9]
		case "IDAT":
			packed += len(body)
		case "tRNS":
			transparent = true
		case "acTL":
			h.Animated = true
		case "eXIf":
			h.Orientation = orientation(body)
		case "iCCP":
			h.profile = keepProfile(inflateProfile(body))
		}
		return nil
	})
	h.alpha = transparent || kind&4 != 0
	// Drawings and screenshots pack to far less than a byte a point,
	// photographs to two or three.
	h.Photo = kind == trueColour && !transparent && packed > h.stored[0]*h.stored[1]
	return err
}

// stripPNG keeps the chunks that say how the points look.
func stripPNG(data []byte) ([]byte, error) {
	out := append(make([]byte, 0, len(data)), pngMagic...)
	err := pngChunks(data, func(name string, body, raw []byte) error {
		if binary.BigEndian.Uint32(raw[8+len(body):]) != crc32.ChecksumIEEE(raw[4:8+len(body)]) {
			return fmt.Errorf("is damaged: the sum over its %q does not match", name)
		}
		switch name {
		case "iCCP":
			if len(body) > maxProfile {
				return nil
			}
			fallthrough
		case "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "cICP", "sBIT", "bKGD", "acTL", "fcTL", "fdAT":
			out = append(out, raw...)
		}
		return nil
	})
	return out, err
}
