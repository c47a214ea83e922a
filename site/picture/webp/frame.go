package webp

// plane is one channel, a whole number of macroblocks wide and high.
type plane struct {
	pix    []uint8
	stride int
}

// macroblock is what the decoder is told of 16×16 points besides coefficients.
type macroblock struct {
	split bool // luma is predicted in sixteen 4×4 blocks
	empty bool // no coefficients at all
	luma  uint8
	subs  [16]uint8
	chrom uint8
}

// context is what coding a macroblock leaves for its neighbours: whether each
// block had coefficients (luma 0–3, chroma 4–7, Y2 8), and the modes of 4×4.
type context struct {
	has   [9]uint8
	modes [4]uint8
}

// encoder makes one key frame.
type encoder struct {
	width, height int // in macroblocks
	src, rec      [3]plane
	q             *quantiser
	bit           [257]uint32
	costs         *levelCosts
	modeCost      [modes4][modes4][modes4]uint16
	probs4        [modes4][modes4][9]uint8
	above         []context
	left          context
	tape          tape
	blocks        []macroblock
	headerBits    int64 // of the first partition, in 1/256 bits, estimated
}

// Blocks of coefficients of a macroblock: 16 luma, 4 + 4 chroma, Y2.
type coefficients [25]levels

func newEncoder(src [3]plane, width, height, index int) *encoder {
	e := &encoder{
		width: width, height: height, src: src, q: newQuantiser(index), bit: bitCosts(),
		probs4: modeProbs(), above: make([]context, width),
		tape:   tape{tokens: make([]token, 0, width*height*96), band: bands()},
		blocks: make([]macroblock, width*height),
	}
	for i := range e.rec {
		e.rec[i] = plane{make([]uint8, len(src[i].pix)), src[i].stride}
	}
	probs := defaultProbs()
	e.costs = newLevelCosts(&probs, &e.bit)
	e.costModes()
	return e
}

// costModes fills in what each 4×4 mode costs by the modes above and left.
func (e *encoder) costModes() {
	for a := range e.probs4 {
		for l := range e.probs4[a] {
			for m := range modes4 {
				var sum uint32
				walkMode(m, &e.probs4[a][l], func(bit, prob uint32) {
					if bit != 0 {
						prob = 256 - prob
					}
					sum += e.bit[prob]
				})
				e.modeCost[a][l][m] = uint16(sum)
			}
		}
	}
}

// walkMode hands over the decisions that say which 4×4 mode it is (11.2).
func walkMode(mode int, p *[9]uint8, put func(bit, prob uint32)) {
	paths := [modes4]string{
		modeDC: "0", modeTM: "10", modeVE: "110", modeHE: "11100", modeRD: "111010",
		modeVR: "111011", modeLD: "11110", modeVL: "111110", modeHD: "1111110", modeHU: "1111111",
	}
	nodes := [modes4]string{
		modeDC: "0", modeTM: "01", modeVE: "012", modeHE: "01234", modeRD: "012345",
		modeVR: "012345", modeLD: "01236", modeVL: "012367", modeHD: "0123678", modeHU: "0123678",
	}
	path := paths[mode]
	for i := range len(path) {
		put(uint32(path[i]-'0'), uint32(p[nodes[mode][i]-'0']))
	}
}

// run codes every macroblock, in the order the decoder will.
func (e *encoder) run() {
	for y := range e.height {
		e.left = context{}
		for x := range e.width {
			e.macroblock(x, y)
		}
		// What was seen so far prices what comes.
		if y&15 == 3 {
			probs := e.tape.best(&e.bit)
			e.costs = newLevelCosts(&probs, &e.bit)
		}
	}
}

func (e *encoder) macroblock(x, y int) {
	mb := &e.blocks[y*e.width+x]
	var coded coefficients
	e.chooseLuma(x, y, mb, &coded)
	e.chooseChroma(x, y, mb, &coded)
	e.record(&e.above[x], mb, &coded)
}

// record puts the coefficients on the tape and keeps the contexts.
func (e *encoder) record(above *context, mb *macroblock, coded *coefficients) {
	for i := range 4 {
		above.modes[i], e.left.modes[i] = mb.subs[12+i], mb.subs[4*i+3]
	}
	if mb.empty = *coded == (coefficients{}); mb.empty {
		y2a, y2l := above.has[8], e.left.has[8]
		above.has, e.left.has = [9]uint8{}, [9]uint8{}
		if mb.split {
			above.has[8], e.left.has[8] = y2a, y2l // untouched by blocks without Y2
		}
		return
	}
	put := func(kind, a, l, first, i int) {
		has := uint8(e.tape.block(kind, int(above.has[a]+e.left.has[l]), first, &coded[i]))
		above.has[a], e.left.has[l] = has, has
	}
	kind, first := blockY1Whole, 0
	if !mb.split {
		put(blockY2, 8, 8, 0, 24)
		kind, first = blockY1, 1
	}
	for i := range 16 {
		put(kind, i&3, i>>2, first, i)
	}
	for i := range 8 {
		put(blockUV, 4+i>>2*2+i&1, 4+i>>2*2+i>>1&1, 0, 16+i)
	}
}
