package picture

import (
	"errors"
	"fmt"
)

// Limits of what is read. A picture at all of them takes about half a
// gigabyte while it is decoded.
const (
	MaxBytes  = 25 << 20 // of a file
	MaxSide   = 8000     // points
	MaxPoints = 40_000_000

	maxProfile = 60 << 10 // bytes of an ICC profile, less than a JPEG segment; larger ones are for print
	maxScans   = 50       // of a progressive JPEG; cameras write ten
	maxChunks  = 100_000  // of PNG, GIF and WebP
)

var errCutShort = errors.New("is cut short: save it again")

func checkSize(w, h int) error {
	if w < 1 || h < 1 {
		return fmt.Errorf("is no picture: it says it is %d × %d points", w, h)
	}
	if w > MaxSide || h > MaxSide || w*h > MaxPoints {
		return fmt.Errorf("is %d × %d: make it at most %d on a side and %d million points", w, h, MaxSide, MaxPoints/1_000_000)
	}
	return nil
}

// guard turns a panic, ours or a decoder's, into an error.
func guard(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("is damaged: %v", r)
	}
}
