// Package picture turns pictures into what a page needs: their size, smaller
// variants in WebP and in a format every browser has, the original without
// what its camera wrote into it, share cards and icons.
//
// Everything is computed in whole numbers, so that the same picture gives the
// same bytes on every processor. Nothing runs in parallel here; callers do
// that. Every function is safe for concurrent use, and none of them panics or
// takes unbounded time or memory, whatever it is handed.
package picture

import (
	"encoding/hex"
	"fmt"
	"path"
	"strings"
)

// Info is what the header of a picture tells.
type Info struct {
	Width, Height int    // as shown, that is after EXIF orientation
	Format        string // "jpeg", "png", "gif" or "webp"
	Orientation   int    // of the file, 1 to 8 as in EXIF; 1 is upright
	Photo         bool   // better kept with loss: JPEG, lossy WebP without transparency, and PNG that is photograph by its weight
	Animated      bool   // has no variants; every GIF counts as animated
}

// Read looks at the header alone. Errors are words for an editor that follow
// the name of the file: "is no picture: …".
func Read(data []byte) (info Info, err error) {
	defer guard(&err)
	h, err := readHeader(data)
	return h.Info, err
}

// Variant is one size and format of a picture.
type Variant struct {
	Width, Height int
	Format        string // "jpeg", "png" or "webp"
}

// widths are the steps of Variants.
func widths() [4]int { return [4]int{480, 800, 1200, 1600} }

// Variants lists what a page offers, by width, WebP before the other format.
// The widest is the picture's own width, 1600 at most; a step hardly narrower
// than that is left out. The other format is that of the picture, but JPEG for
// photographs. Animated pictures have none.
func (i Info) Variants() []Variant {
	if i.Animated || i.Width < 1 || i.Height < 1 {
		return nil
	}
	steps := widths()
	widest := min(i.Width, steps[len(steps)-1])
	var list []Variant
	add := func(w int) {
		h := max(1, (2*i.Height*w+i.Width)/(2*i.Width))
		list = append(list, Variant{w, h, "webp"})
		switch {
		case i.Photo && i.Format != "webp":
			list = append(list, Variant{w, h, "jpeg"})
		case i.Format != "webp":
			list = append(list, Variant{w, h, i.Format})
		}
	}
	for _, w := range steps {
		if w*10 <= widest*9 {
			add(w)
		}
	}
	add(widest)
	return list
}

// Name is the path of a variant: media/cat-1a2b3c4d-800.webp for
// media/cat.jpg, where sum is the SHA-256 of the original.
func (v Variant) Name(base string, sum [32]byte) string {
	extension := v.Format
	if extension == "jpeg" {
		extension = "jpg"
	}
	stem := strings.TrimSuffix(base, path.Ext(base))
	return fmt.Sprintf("%s-%s-%d.%s", stem, hex.EncodeToString(sum[:4]), v.Width, extension)
}
