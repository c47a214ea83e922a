package picture

import "image"

// turnPlane copies w×h points of size bytes each so that what EXIF calls
// orientation stands upright. From 5 on width and height change places.
func turnPlane(dst []uint8, dstStride int, src []uint8, stride, w, h, size, orientation int) {
	for y := range h {
		for x := range w {
			nx, ny := x, y
			switch orientation {
			case 2:
				nx = w - 1 - x
			case 3:
				nx, ny = w-1-x, h-1-y
			case 4:
				ny = h - 1 - y
			case 5:
				nx, ny = y, x
			case 6:
				nx, ny = h-1-y, x
			case 7:
				nx, ny = h-1-y, w-1-x
			case 8:
				nx, ny = y, w-1-x
			}
			copy(dst[ny*dstStride+nx*size:][:size], src[y*stride+x*size:][:size])
		}
	}
}

func turned(w, h, orientation int) image.Rectangle {
	if orientation >= 5 {
		w, h = h, w
	}
	return image.Rect(0, 0, w, h)
}

func turn(m *image.NRGBA, orientation int) *image.NRGBA {
	if orientation == 1 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	out := image.NewNRGBA(turned(w, h, orientation))
	turnPlane(out.Pix, out.Stride, m.Pix, m.Stride, w, h, 4, orientation)
	return out
}

// turnLuma turns YCbCr with 4:2:0 chroma.
func turnLuma(m *image.YCbCr, orientation int) *image.YCbCr {
	if orientation == 1 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	cw, ch := (w+1)/2, (h+1)/2
	out := image.NewYCbCr(turned(w, h, orientation), image.YCbCrSubsampleRatio420)
	turnPlane(out.Y, out.YStride, m.Y, m.YStride, w, h, 1, orientation)
	turnPlane(out.Cb, out.CStride, m.Cb, m.CStride, cw, ch, 1, orientation)
	turnPlane(out.Cr, out.CStride, m.Cr, m.CStride, cw, ch, 1, orientation)
	return out
}
