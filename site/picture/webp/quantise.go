package webp

// steps are the quantiser of one kind of block: for its first coefficient and
// for all others.
type steps struct {
	step  [2]int32
	scale [2]int32 // 2^17 divided by step
	bias  [2]int32 // what is added before rounding down, of 2^17: under a half, because zeros are cheap
}

func newSteps(dc, ac, biasDC, biasAC int32) steps {
	return steps{
		step:  [2]int32{dc, ac},
		scale: [2]int32{1 << 17 / dc, 1 << 17 / ac},
		bias:  [2]int32{biasDC << 9, biasAC << 9},
	}
}

// quantiser holds the steps of a whole frame and the price of a bit.
type quantiser struct {
	index   int // 0 best … 127 smallest
	y1, y2  steps
	uv      steps
	lambda  int64 // squared error that is worth 1/256 bit, times 2^16
	spare   int32 // roughness that is worth a bit, times 16
	zigzag  [16]int
	deblock int // strength of the decoder's loop filter, 0..63
}

// finerDC is how much finer than the rest, in indices, the mean chroma of a
// block is kept: large plain areas show the slightest tint.
const finerDC = -8

func newQuantiser(index int) *quantiser {
	dc, ac := stepsDC(), stepsAC()
	q := int64(ac[index])
	finer := max(0, index+finerDC)
	return &quantiser{
		index:   index,
		y1:      newSteps(dc[index], ac[index], 96, 80),
		y2:      newSteps(dc[index]*2, max(8, ac[index]*155/100), 96, 86),
		uv:      newSteps(dc[min(finer, 117)], ac[index], 128, 80),
		lambda:  q * q * 5,
		spare:   int32(q) * 11,
		zigzag:  zigzag(),
		deblock: min(63, int(ac[index])/4*360/256),
	}
}

// quantise turns the coefficients from first on into levels, and the
// coefficients into what the decoder will have.
func (q *quantiser) quantise(s *steps, first int, c *block, l *levels) {
	l[0] = 0
	for n := first; n < 16; n++ {
		z := q.zigzag[n]
		k := min(z, 1)
		v := abs(c[z])
		level := min((v*s.scale[k]+s.bias[k])>>17, 2047)
		value := level * s.step[k]
		if c[z] < 0 {
			level, value = -level, -value
		}
		l[n], c[z] = level, value
	}
}
