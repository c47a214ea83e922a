package picture

import (
	"bytes"
	"fmt"
)

// segment is one marker of a JPEG file with what belongs to it.
type segment struct {
	marker byte
	body   []byte // behind the length; nil for markers without
	raw    []byte // marker, length, body, and the scan behind SOS
}

// Markers of JPEG.
const (
	jpegEOI  = 0xd9
	jpegSOS  = 0xda
	jpegAPP0 = 0xe0
)

// segments hands over everything between SOI and EOI. With headOnly it ends
// before the first scan.
func segments(data []byte, headOnly bool, each func(segment) error) error {
	scans := 0
	for i := 2; ; {
		start := i
		if i >= len(data) {
			return errCutShort
		}
		if data[i] != 0xff {
			return fmt.Errorf("is damaged: no marker at byte %d", i)
		}
		for i < len(data) && data[i] == 0xff {
			i++
		}
		if i+2 >= len(data) && (i >= len(data) || data[i] != jpegEOI) {
			return errCutShort
		}
		marker := data[i]
		i++
		switch {
		case marker == jpegEOI, marker == jpegSOS && headOnly:
			return nil
		case marker == 0x01, marker >= 0xd0 && marker <= 0xd8:
			continue // stands alone and says nothing
		}
		n := int(data[i])<<8 | int(data[i+1])
		if n < 2 || i+n > len(data) {
			return errCutShort
		}
		s := segment{marker: marker, body: data[i+2 : i+n]}
		i += n
		if marker == jpegSOS {
			if scans++; scans > maxScans {
				return fmt.Errorf("is a JPEG of more than %d scans: save it again", maxScans)
			}
			i += scanLength(data[i:])
		}
		s.raw = data[start:i]
		if err := each(s); err != nil {
			return err
		}
	}
}

// scanLength is how far the coded points go: to the first marker that is no
// restart and no stuffed byte.
func scanLength(data []byte) int {
	for i := 0; ; {
		k := bytes.IndexByte(data[i:], 0xff)
		if k < 0 || i+k+1 >= len(data) {
			return len(data)
		}
		i += k
		if next := data[i+1]; next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7) {
			return i
		}
		i++
		if data[i] != 0xff {
			i++
		}
	}
}

func (h *header) readJPEG(data []byte) error {
	h.Photo = true
	oriented := false
	var icc []byte
	err := segments(data, true, func(s segment) error {
		switch {
		case s.marker >= 0xc0 && s.marker <= 0xcf && s.marker != 0xc4 && s.marker != 0xc8 && s.marker != 0xcc:
			if s.marker > 0xc2 || len(s.body) < 6 || s.body[0] != 8 {
				return fmt.Errorf("is a JPEG of a kind that browsers do not show: save it as a baseline or progressive JPEG")
			}
			if h.stored[0] != 0 {
				return fmt.Errorf("is damaged: it says its size twice")
			}
			h.stored = [2]int{int(s.body[3])<<8 | int(s.body[4]), int(s.body[1])<<8 | int(s.body[2])}
		case s.marker == 0xe1 && !oriented && bytes.HasPrefix(s.body, []byte("Exif\x00\x00")):
			h.Orientation, oriented = orientation(s.body[6:]), true
		case s.isProfile():
			icc = appendProfile(icc, s.body)
		}
		return nil
	})
	h.profile = keepProfile(icc)
	if err == nil && h.stored[0] == 0 {
		return fmt.Errorf("is no picture: a JPEG without a size")
	}
	return err
}

// isProfile says that a segment holds a part of an ICC profile.
func (s segment) isProfile() bool {
	return s.marker == 0xe2 && len(s.body) >= 14 && string(s.body[:12]) == "ICC_PROFILE\x00"
}

// appendProfile adds a part of a profile; parts are in order in all files that
// programs write. It stops growing once it is too large to be kept.
func appendProfile(icc, body []byte) []byte {
	if len(icc) > maxProfile {
		return icc
	}
	return append(icc, body[14:]...)
}
