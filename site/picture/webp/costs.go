package webp

// maxCosted is the largest level with a cost of its own; above it all levels
// are in one range, with eleven bits more.
const maxCosted = 67

// levelCosts is what writing a level costs in 1/256 bits, by kind, band and
// context. It holds the "there is more" bit wherever one is written.
type levelCosts struct {
	level [4][8][3][maxCosted + 1]uint16
	end   [4][8][3]uint16 // that nothing follows
	more  [4][8][3]uint16 // that something follows, before the first level
	band  [17]int
}

func newLevelCosts(probs *tokenProbs, bit *[257]uint32) *levelCosts {
	c := &levelCosts{band: bands()}
	for kind := range probs {
		for band := range probs[kind] {
			for ctx := range probs[kind][band] {
				p := &probs[kind][band][ctx]
				more := bit[256-int(p[0])]
				c.end[kind][band][ctx], c.more[kind][band][ctx] = uint16(bit[p[0]]), uint16(more)
				if ctx == 0 {
					more = 0 // after a zero the block cannot end
				}
				row := &c.level[kind][band][ctx]
				row[0] = uint16(more + bit[p[1]])
				for v := 1; v <= maxCosted; v++ {
					row[v] = uint16(more + bit[256-int(p[1])] + 256 + magnitudeCost(p, v, bit))
				}
			}
		}
	}
	return c
}

// magnitudeCost follows tape.magnitude; extra bits count as one bit each.
func magnitudeCost(p *[11]uint8, v int, bit *[257]uint32) uint32 {
	one := func(i int) uint32 { return bit[256-int(p[i])] }
	zero := func(i int) uint32 { return bit[p[i]] }
	switch {
	case v == 1:
		return zero(2)
	case v == 2:
		return one(2) + zero(3) + zero(4)
	case v == 3:
		return one(2) + zero(3) + one(4) + zero(5)
	case v == 4:
		return one(2) + zero(3) + one(4) + one(5)
	case v <= 6:
		return one(2) + one(3) + zero(6) + zero(7) + 256
	case v <= 10:
		return one(2) + one(3) + zero(6) + one(7) + 2*256
	case v < 19:
		return one(2) + one(3) + one(6) + zero(8) + zero(9) + 3*240
	case v < 35:
		return one(2) + one(3) + one(6) + zero(8) + one(9) + 4*240
	case v < 67:
		return one(2) + one(3) + one(6) + one(8) + zero(10) + 5*240
	}
	return one(2) + one(3) + one(6) + one(8) + one(10) + 11*240
}

// block is what tape.block would write, and the context it leaves.
func (c *levelCosts) block(kind, ctx, first int, l *levels) (cost int64, left int) {
	last := 15
	for last >= first && l[last] == 0 {
		last--
	}
	if last < first {
		return int64(c.end[kind][c.band[first]][ctx]), 0
	}
	var sum int64
	if ctx == 0 {
		sum = int64(c.more[kind][c.band[first]][0])
	}
	for n := first; n <= last; n++ {
		v := int(abs(l[n]))
		sum += int64(c.level[kind][c.band[n]][ctx][min(v, maxCosted)])
		ctx = min(v, 2)
	}
	if last < 15 {
		sum += int64(c.end[kind][c.band[last+1]][ctx])
	}
	return sum, 1
}
