package webp

// What a 4×4 block of coefficients is, which decides its probabilities.
const (
	blockY1      = iota // luma of a macroblock whose first coefficients are in Y2
	blockY2             // the sixteen first coefficients
	blockUV             // chroma
	blockY1Whole        // luma with its own first coefficient
)

// tokenProbs are probabilities by kind of block, band of coefficient, size of
// the coefficient before, and node of the tree (RFC 6386, 13.3).
type tokenProbs [4][8][3][11]uint8

// levels are quantised coefficients in the order they are written.
type levels [16]int32

// zigzag is the position in the block of the i-th coefficient written.
func zigzag() [16]int { return [16]int{0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15} }

// bands is the band of the i-th coefficient; the 17th is never read.
func bands() [17]int { return [17]int{0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0} }

// A token is one decision for the arithmetic coder: either the index of an
// adaptive probability with the bit above it, or a fixed probability.
type token uint16

const (
	tokenBit   token = 1 << 11
	tokenFixed token = 1 << 12
	probCount        = 4 * 8 * 3 * 11
)

// tape collects the tokens of a frame, so that the probabilities can be chosen
// after all have been seen.
type tape struct {
	tokens []token
	seen   [probCount][2]uint32
	band   [17]int
}

func (t *tape) adaptive(index int, bit bool) {
	if bit {
		t.tokens = append(t.tokens, token(index)|tokenBit)
		t.seen[index][1]++
		return
	}
	t.tokens = append(t.tokens, token(index))
	t.seen[index][0]++
}

func (t *tape) fixed(prob int, bit bool) {
	tok := token(prob) | tokenFixed
	if bit {
		tok |= tokenBit
	}
	t.tokens = append(t.tokens, tok)
}

// block records the coefficients of a block from first on. It returns 1 when
// there are any: the context of the blocks right of and below it.
func (t *tape) block(kind, context, first int, l *levels) int {
	last := 15
	for last >= first && l[last] == 0 {
		last--
	}
	at := func(n, ctx int) int { return ((kind*8+t.band[n])*3 + ctx) * 11 }
	base := at(first, context)
	if last < first {
		t.adaptive(base, false)
		return 0
	}
	t.adaptive(base, true)
	for n := first; n <= last; n++ {
		v := abs(l[n])
		if v == 0 {
			t.adaptive(base+1, false)
			base = at(n+1, 0)
			continue
		}
		t.adaptive(base+1, true)
		t.magnitude(base, v)
		t.fixed(128, l[n] < 0)
		base = at(n+1, min(int(v), 2))
		if n < 15 {
			t.adaptive(base, n < last)
		}
	}
	return 1
}

// magnitude records a level of at least 1 (RFC 6386, 13.2).
func (t *tape) magnitude(base int, v int32) {
	t.adaptive(base+2, v > 1)
	if v == 1 {
		return
	}
	t.adaptive(base+3, v > 4)
	if v <= 4 {
		t.adaptive(base+4, v > 2)
		if v > 2 {
			t.adaptive(base+5, v > 3)
		}
		return
	}
	t.adaptive(base+6, v > 10)
	if v <= 10 {
		t.adaptive(base+7, v > 6)
		if v <= 6 {
			t.fixed(159, v > 5)
		} else {
			t.fixed(165, (v-7)&2 != 0)
			t.fixed(145, (v-7)&1 != 0)
		}
		return
	}
	t.category(base, v)
}

// category records a level above 10: which range, then its bits.
func (t *tape) category(base int, v int32) {
	c := 0
	for c < 3 && v >= 3+8<<(c+1) {
		c++
	}
	t.adaptive(base+8, c > 1)
	t.adaptive(base+9+c>>1, c&1 != 0)
	probs := [4]string{"\xad\x94\x8c", "\xb0\x9b\x8c\x87", "\xb4\x9d\x8d\x86\x82", "\xfe\xfe\xf3\xe6\xc4\xb1\x99\x8c\x85\x82\x81"}[c]
	rest := v - (3 + 8<<c)
	for i := range len(probs) {
		t.fixed(int(probs[i]), rest>>(len(probs)-1-i)&1 != 0)
	}
}

// best returns the probabilities that fit what was seen, where that saves more
// than saying so costs.
func (t *tape) best(costs *[257]uint32) tokenProbs {
	probs, update := defaultProbs(), updateProbs()
	for i := range probCount {
		a, b, c, d := i/264, i/33%8, i/11%3, i%11
		zero, one := t.seen[i][0], t.seen[i][1]
		if zero+one == 0 {
			continue
		}
		p := uint8(max(1, 255-uint64(one)*255/uint64(zero+one)))
		old, up := probs[a][b][c][d], update[a][b][c][d]
		keep := coded(costs, old, zero, one) + uint64(costs[up])
		change := coded(costs, p, zero, one) + uint64(costs[256-int(up)]) + 8*256
		if change < keep {
			probs[a][b][c][d] = p
		}
	}
	return probs
}

func coded(costs *[257]uint32, p uint8, zero, one uint32) uint64 {
	return uint64(costs[p])*uint64(zero) + uint64(costs[256-int(p)])*uint64(one)
}

// write puts the tokens through the arithmetic coder.
func (t *tape) write(w *boolWriter, probs *tokenProbs) {
	var flat [probCount]uint32
	for i := range flat {
		flat[i] = uint32(probs[i/264][i/33%8][i/11%3][i%11])
	}
	for _, tok := range t.tokens {
		bit := uint32(tok / tokenBit & 1)
		if tok&tokenFixed != 0 {
			w.put(bit, uint32(tok&255))
		} else {
			w.put(bit, flat[tok&(tokenBit-1)])
		}
	}
}
