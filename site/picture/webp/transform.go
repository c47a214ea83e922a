package webp

// block is a square of 4×4 values, row by row.
type block [16]int32

// forward is the transform of a 4×4 difference (RFC 6386, 14.3, turned round).
func forward(d *block) {
	var t block
	for i := 0; i < 16; i += 4 {
		a0, a1, a2, a3 := d[i]+d[i+3], d[i+1]+d[i+2], d[i+1]-d[i+2], d[i]-d[i+3]
		t[i] = (a0 + a1) * 8
		t[i+1] = (a2*2217 + a3*5352 + 1812) >> 9
		t[i+2] = (a0 - a1) * 8
		t[i+3] = (a3*2217 - a2*5352 + 937) >> 9
	}
	for i := range 4 {
		a0, a1, a2, a3 := t[i]+t[12+i], t[4+i]+t[8+i], t[4+i]-t[8+i], t[i]-t[12+i]
		d[i] = (a0 + a1 + 7) >> 4
		d[4+i] = (a2*2217 + a3*5352 + 12000) >> 16
		if a3 != 0 {
			d[4+i]++
		}
		d[8+i] = (a0 - a1 + 7) >> 4
		d[12+i] = (a3*2217 - a2*5352 + 51000) >> 16
	}
}

// inverse is what the decoder does with coefficients (RFC 6386, 14.3); it has
// to be the same to the last bit.
func inverse(c *block) {
	const c1, c2 = 85627, 35468 // 65536·√2 times cos and sin of π/8
	var t block
	for i := range 4 {
		a, b := c[i]+c[8+i], c[i]-c[8+i]
		e := c[4+i]*c2>>16 - c[12+i]*c1>>16
		f := c[4+i]*c1>>16 + c[12+i]*c2>>16
		t[4*i], t[4*i+1], t[4*i+2], t[4*i+3] = a+f, b+e, b-e, a-f
	}
	for j := range 4 {
		dc := t[j] + 4
		a, b := dc+t[8+j], dc-t[8+j]
		e := t[4+j]*c2>>16 - t[12+j]*c1>>16
		f := t[4+j]*c1>>16 + t[12+j]*c2>>16
		c[4*j], c[4*j+1], c[4*j+2], c[4*j+3] = (a+f)>>3, (b+e)>>3, (b-e)>>3, (a-f)>>3
	}
}

// forwardWHT transforms the sixteen first coefficients of a macroblock.
func forwardWHT(d *block) {
	var t block
	for i := 0; i < 16; i += 4 {
		a0, a1, a2, a3 := d[i]+d[i+2], d[i+1]+d[i+3], d[i+1]-d[i+3], d[i]-d[i+2]
		t[i], t[i+1], t[i+2], t[i+3] = a0+a1, a3+a2, a3-a2, a0-a1
	}
	for i := range 4 {
		a0, a1, a2, a3 := t[i]+t[8+i], t[4+i]+t[12+i], t[4+i]-t[12+i], t[i]-t[8+i]
		d[i], d[4+i], d[8+i], d[12+i] = (a0+a1)>>1, (a3+a2)>>1, (a3-a2)>>1, (a0-a1)>>1
	}
}

// inverseWHT is the decoder's way back (RFC 6386, 14.3).
func inverseWHT(c *block) {
	var m block
	for i := range 4 {
		a0, a1, a2, a3 := c[i]+c[12+i], c[4+i]+c[8+i], c[4+i]-c[8+i], c[i]-c[12+i]
		m[i], m[8+i], m[4+i], m[12+i] = a0+a1, a0-a1, a3+a2, a3-a2
	}
	for i := 0; i < 16; i += 4 {
		dc := m[i] + 3
		a0, a1, a2, a3 := dc+m[3+i], m[1+i]+m[2+i], m[1+i]-m[2+i], dc-m[3+i]
		c[i], c[i+1], c[i+2], c[i+3] = (a0+a1)>>3, (a3+a2)>>3, (a0-a1)>>3, (a3-a2)>>3
	}
}

// roughness is the sum of the absolute values of the Hadamard transform of a
// difference: quick, and close to what coding it will cost.
func roughness(src, pred *[16]uint8) int32 {
	var t block
	for i := 0; i < 16; i += 4 {
		d0, d1 := int32(src[i])-int32(pred[i]), int32(src[i+1])-int32(pred[i+1])
		d2, d3 := int32(src[i+2])-int32(pred[i+2]), int32(src[i+3])-int32(pred[i+3])
		a0, a1, a2, a3 := d0+d2, d1+d3, d1-d3, d0-d2
		t[i], t[i+1], t[i+2], t[i+3] = a0+a1, a3+a2, a3-a2, a0-a1
	}
	var sum int32
	for i := range 4 {
		a0, a1, a2, a3 := t[i]+t[8+i], t[4+i]+t[12+i], t[4+i]-t[12+i], t[i]-t[8+i]
		sum += abs(a0+a1) + abs(a3+a2) + abs(a3-a2) + abs(a0-a1)
	}
	return sum
}

func abs(v int32) int32 {
	s := v >> 31
	return (v ^ s) - s
}

func clip(v int32) uint8 {
	if uint32(v) > 255 {
		return uint8(^v >> 31)
	}
	return uint8(v)
}
