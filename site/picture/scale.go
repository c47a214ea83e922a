package picture

import "image"

// Scaling is by the mean of the area that each new point covers, in whole
// numbers and rounded once, so that it is the same everywhere. It only ever
// makes pictures smaller.

// span is what part of a row or column of n new points point i covers of old
// ones: from first to last, with the weight of both ends. One old point weighs
// n in all, and the weights add up to old.
type span struct {
	first, last     int
	firstPart, rest int // weight of the first and of the last
	whole           int // weight of those between
}

func spanOf(i, old, n int) span {
	from, to := i*old, (i+1)*old // in n-ths of an old point
	s := span{first: from / n, last: (to - 1) / n, whole: n}
	s.firstPart = min((s.first+1)*n, to) - from
	s.rest = to - s.last*n
	return s
}

// weight is that of old point k.
func (s *span) weight(k int) int {
	switch k {
	case s.first:
		return s.firstPart
	case s.last:
		return s.rest
	}
	return s.whole
}

// scalePlane scales one channel from w×h to dw×dh.
func scalePlane(dst []uint8, dstStride, dw, dh int, src []uint8, stride, w, h int) {
	if w == dw && h == dh {
		for y := range h {
			copy(dst[y*dstStride:][:w], src[y*stride:][:w])
		}
		return
	}
	sums := make([]uint32, w)
	columns := spans(w, dw)
	area := uint64(w) * uint64(h)
	for y := range dh {
		rows := spanOf(y, h, dh)
		clear(sums)
		for k := rows.first; k <= rows.last; k++ {
			weight := uint32(rows.weight(k))
			for x, v := range src[k*stride:][:w] {
				sums[x] += weight * uint32(v)
			}
		}
		out := dst[y*dstStride:][:dw]
		for x := range out {
			out[x] = uint8((across(sums, &columns[x], 1) + area/2) / area)
		}
	}
}

func spans(old, n int) []span {
	list := make([]span, n)
	for i := range list {
		list[i] = spanOf(i, old, n)
	}
	return list
}

// across adds up the weighted sums of one new point; step is the number of
// channels.
func across(sums []uint32, s *span, step int) uint64 {
	if s.first == s.last {
		return uint64(sums[s.first*step]) * uint64(s.firstPart)
	}
	var middle uint64
	for k := (s.first + 1) * step; k < s.last*step; k += step {
		middle += uint64(sums[k])
	}
	return uint64(sums[s.first*step])*uint64(s.firstPart) + middle*uint64(s.whole) + uint64(sums[s.last*step])*uint64(s.rest)
}

// scaleLuma scales YCbCr of any kind to one with 4:2:0 chroma.
func scaleLuma(m *image.YCbCr, w, h int) *image.YCbCr {
	out := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	sw, sh := m.Rect.Dx(), m.Rect.Dy()
	scalePlane(out.Y, out.YStride, w, h, m.Y, m.YStride, sw, sh)
	cw, ch := chromaSize(m)
	tw, th := (w+1)/2, (h+1)/2
	// Chroma that is coarser than what is wanted has to be repeated.
	if cw < tw || ch < th {
		m = finer(m)
		cw, ch = sw, sh
	}
	scalePlane(out.Cb, out.CStride, tw, th, m.Cb, m.CStride, cw, ch)
	scalePlane(out.Cr, out.CStride, tw, th, m.Cr, m.CStride, cw, ch)
	return out
}

// chromaSize is how many chroma points there are across and down.
func chromaSize(m *image.YCbCr) (w, h int) {
	w, h = m.Rect.Dx(), m.Rect.Dy()
	switch m.SubsampleRatio {
	case image.YCbCrSubsampleRatio422:
		return (w + 1) / 2, h
	case image.YCbCrSubsampleRatio420:
		return (w + 1) / 2, (h + 1) / 2
	case image.YCbCrSubsampleRatio440:
		return w, (h + 1) / 2
	case image.YCbCrSubsampleRatio411:
		return (w + 3) / 4, h
	case image.YCbCrSubsampleRatio410:
		return (w + 3) / 4, (h + 1) / 2
	}
	return w, h
}

// finer gives every point its own chroma.
func finer(m *image.YCbCr) *image.YCbCr {
	out := image.NewYCbCr(m.Rect, image.YCbCrSubsampleRatio444)
	out.Y, out.YStride = m.Y, m.YStride
	w := m.Rect.Dx()
	out.CStride = w
	for y := range m.Rect.Dy() {
		for x := range w {
			c := m.COffset(x, y)
			out.Cb[y*w+x], out.Cr[y*w+x] = m.Cb[c], m.Cr[c]
		}
	}
	return out
}

// scaleColours scales colours, each weighed by how much of it is seen.
func scaleColours(m *image.NRGBA, w, h int) *image.NRGBA {
	sw, sh := m.Rect.Dx(), m.Rect.Dy()
	if sw == w && sh == h {
		return m
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	sums := make([]uint32, 4*sw)
	columns := spans(sw, w)
	area := uint64(sw) * uint64(sh)
	for y := range h {
		rows := spanOf(y, sh, h)
		clear(sums)
		for k := rows.first; k <= rows.last; k++ {
			addRow(sums, m.Pix[k*m.Stride:][:4*sw], uint32(rows.weight(k)))
		}
		row := out.Pix[y*out.Stride:][:4*w]
		for x := range w {
			alpha := across(sums[3:], &columns[x], 4)
			p := row[4*x : 4*x+4]
			if p[3] = uint8((alpha + area/2) / area); alpha == 0 {
				continue
			}
			for c := range 3 {
				p[c] = uint8((across(sums[c:], &columns[x], 4) + alpha/2) / alpha)
			}
		}
	}
	return out
}

// addRow adds a row of points, colours times alpha; the largest sum is
// MaxSide·255·255, which 32 bits hold.
func addRow(sums []uint32, row []uint8, weight uint32) {
	for i := 0; i+4 <= len(row) && i+4 <= len(sums); i += 4 {
		a := weight * uint32(row[i+3])
		sums[i] += a * uint32(row[i])
		sums[i+1] += a * uint32(row[i+1])
		sums[i+2] += a * uint32(row[i+2])
		sums[i+3] += a
	}
}
