// Package webp writes WebP files: photographs with loss, as VP8 key frames,
// and drawings without, as VP8L.
//
// It is here because the encoders in pure Go give other bytes for the same
// picture from one call to the next, by what a pool holds and by how many
// cores there are. This one computes in whole numbers on one core and keeps
// nothing between calls: the same picture gives the same file on every machine.
// What it leaves out, to stay small: segments, rate control, more than one
// pass, transparency with loss, animation, and in VP8L the cross-colour
// transform and more than one set of prefix codes.
package webp

import (
	"fmt"
	"image"
)

// MaxSide is the largest width and height a WebP file can have.
const MaxSide = 16383

// Lossy returns the picture as a WebP file of a VP8 key frame. The points are
// full-range YCbCr as in JPEG, with 4:2:0 chroma. quality is 0 to 100, with
// the meaning libwebp gives it; profile is an ICC profile or nil.
func Lossy(m *image.YCbCr, quality int, profile []byte) ([]byte, error) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	if err := checkSize(w, h); err != nil {
		return nil, err
	}
	if m.SubsampleRatio != image.YCbCrSubsampleRatio420 || m.Rect.Min != (image.Point{}) {
		return nil, fmt.Errorf("encoding webp: the picture has to start at 0,0 and have 4:2:0 chroma")
	}
	mw, mh := (w+15)/16, (h+15)/16
	cw, ch := (w+1)/2, (h+1)/2
	src := [3]plane{
		pad(m.Y, m.YStride, w, h, 16*mw, 16*mh, 16, 219, 0),
		pad(m.Cb, m.CStride, cw, ch, 8*mw, 8*mh, 128, 224, 128),
		pad(m.Cr, m.CStride, cw, ch, 8*mw, 8*mh, 128, 224, 128),
	}
	e := newEncoder(src, mw, mh, quantiserIndex(quality))
	e.run()
	return container("VP8 ", e.frame(w, h), w, h, false, profile), nil
}

func checkSize(w, h int) error {
	if w < 1 || h < 1 || w > MaxSide || h > MaxSide {
		return fmt.Errorf("encoding webp: %d × %d points: 1 to %d on a side", w, h, MaxSide)
	}
	return nil
}

// pad copies a channel into whole macroblocks, repeating its last row and
// column, and brings it from full range to VP8's: v' = base + (v-from)·span/255.
func pad(pix []uint8, stride, w, h, pw, ph int, base, span, from int32) plane {
	var lut [256]uint8
	for v := range lut {
		lut[v] = uint8((base*255 + (int32(v)-from)*span + 127) / 255)
	}
	out := plane{make([]uint8, pw*ph), pw}
	for y := range ph {
		row := out.pix[y*pw : (y+1)*pw]
		if y >= h {
			copy(row, out.pix[(h-1)*pw:h*pw])
			continue
		}
		for x, v := range pix[y*stride : y*stride+w] {
			row[x] = lut[v]
		}
		fill(row[w:], row[w-1])
	}
	return out
}

// quantiserIndex finds 127·(1-∛c), where c grows with the quality as libwebp's
// does, without floating point: the first index whose cube is small enough.
func quantiserIndex(quality int) int {
	quality = max(0, min(quality, 100))
	c := quality * 2 // in 1/300
	if quality >= 75 {
		c = quality*6 - 300
	}
	for index := range 127 {
		r := 127 - index
		if r*r*r*300 <= c*127*127*127 {
			return index
		}
	}
	return 127
}

// frame writes the header, the modes and the coefficients (RFC 6386, chapter 9).
func (e *encoder) frame(w, h int) []byte {
	probs := e.tape.best(&e.bit)
	first := e.header(&probs)
	tokens := newBoolWriter(len(e.tape.tokens) / 6)
	e.tape.write(tokens, &probs)
	tag := len(first)<<5 | 1<<4
	out := []byte{
		byte(tag), byte(tag >> 8), byte(tag >> 16), 0x9d, 0x01, 0x2a,
		byte(w), byte(w >> 8), byte(h), byte(h >> 8),
	}
	out = append(out, first...)
	return append(out, tokens.finish()...)
}

func (e *encoder) header(probs *tokenProbs) []byte {
	w := newBoolWriter(len(e.blocks) * 4)
	w.number(0, 2) // colour space, clamping
	w.number(0, 1) // no segments
	w.number(0, 1) // normal loop filter
	w.number(uint32(e.q.deblock), 6)
	w.number(0, 3) // sharpness
	w.number(0, 1) // no changes of the filter by mode
	w.number(0, 2) // one partition of coefficients
	w.number(uint32(e.q.index), 7)
	w.number(0, 3) // luma and Y2 at the same index
	delta(w, finerDC)
	w.number(0, 1) // chroma's other coefficients at the same
	w.number(0, 1) // keep no probabilities for a next frame
	e.writeProbs(w, probs)
	skip := e.skipProb()
	w.number(1, 1)
	w.number(skip, 8)
	e.writeModes(w, skip)
	return w.finish()
}

// delta writes the difference of an index from the frame's.
func delta(w *boolWriter, d int) {
	w.number(1, 1)
	w.number(uint32(max(d, -d)), 4)
	w.put(bit(d < 0), 128)
}

func (e *encoder) writeProbs(w *boolWriter, probs *tokenProbs) {
	before, update := defaultProbs(), updateProbs()
	for i := range probCount {
		a, b, c, d := i/264, i/33%8, i/11%3, i%11
		p := probs[a][b][c][d]
		if p == before[a][b][c][d] {
			w.put(0, uint32(update[a][b][c][d]))
			continue
		}
		w.put(1, uint32(update[a][b][c][d]))
		w.number(uint32(p), 8)
	}
}

// skipProb is the probability that a macroblock has coefficients.
func (e *encoder) skipProb() uint32 {
	full := 0
	for i := range e.blocks {
		if !e.blocks[i].empty {
			full++
		}
	}
	return uint32(max(1, min(255, full*255/len(e.blocks))))
}

func (e *encoder) writeModes(w *boolWriter, skip uint32) {
	above := make([][4]uint8, e.width)
	for y := range e.height {
		var left [4]uint8
		for x := range e.width {
			mb := &e.blocks[y*e.width+x]
			w.put(bit(mb.empty), skip)
			w.put(bit(!mb.split), 145)
			if mb.split {
				e.writeSubs(w, mb, &above[x], &left)
			} else {
				w.put(bit(mb.luma == modeHE || mb.luma == modeTM), 156)
				w.put(bit(mb.luma == modeVE || mb.luma == modeTM), [4]uint32{modeDC: 163, modeVE: 163, modeHE: 128, modeTM: 128}[mb.luma])
			}
			for i := range 4 {
				above[x][i], left[i] = mb.subs[12+i], mb.subs[4*i+3]
			}
			writeChroma(w, mb.chrom)
		}
	}
}

func (e *encoder) writeSubs(w *boolWriter, mb *macroblock, above, left *[4]uint8) {
	for i, mode := range mb.subs {
		a, l := above[i&3], left[i>>2]
		if i >= 4 {
			a = mb.subs[i-4]
		}
		if i&3 != 0 {
			l = mb.subs[i-1]
		}
		walkMode(int(mode), &e.probs4[a][l], w.put)
	}
}

func writeChroma(w *boolWriter, mode uint8) {
	w.put(bit(mode != modeDC), 142)
	if mode != modeDC {
		w.put(bit(mode != modeVE), 114)
		if mode != modeVE {
			w.put(bit(mode != modeHE), 183)
		}
	}
}

func bit(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}
