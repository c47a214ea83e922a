package webp

import (
	"cmp"
	"math/bits"
	"slices"
)

// huffman is a prefix code: for each symbol its length and its bits, already
// in the order they are written. A symbol that is alone has length 1 in the
// tables and takes no bits.
type huffman struct {
	length []uint8
	code   []uint16
	alone  bool
}

// newHuffman makes the code for these counts with no length above limit.
func newHuffman(counts []uint32, limit int) huffman {
	h := huffman{length: make([]uint8, len(counts)), code: make([]uint16, len(counts))}
	// Raising the small counts flattens the tree until it is low enough.
	deepest := limit + 1
	for floor := uint32(1); deepest > limit; floor *= 2 {
		deepest = codeLengths(counts, floor, h.length)
	}
	h.alone = deepest == 0
	next, code := [17]uint32{}, uint32(0)
	var of [17]uint32
	for _, l := range h.length {
		of[l]++
	}
	of[0] = 0
	for l := 1; l < len(next); l++ {
		code = (code + of[l-1]) << 1
		next[l] = code
	}
	for s, l := range h.length {
		if l > 0 {
			h.code[s] = bits.Reverse16(uint16(next[l])) >> (16 - l)
			next[l]++
		}
	}
	return h
}

// node is a symbol or, with children, a joint of the tree.
type node struct {
	count       uint64
	symbol      int
	left, right int // indices of nodes, -1 for symbols
}

// codeLengths fills in the depth of every symbol with a count and returns the
// deepest. Counts below floor are taken as floor.
func codeLengths(counts []uint32, floor uint32, length []uint8) int {
	clear(length)
	nodes := make([]node, 0, 2*len(counts))
	for s, c := range counts {
		if c > 0 {
			nodes = append(nodes, node{uint64(max(c, floor)), s, -1, -1})
		}
	}
	leaves := len(nodes)
	if leaves < 2 {
		for _, n := range nodes {
			length[n.symbol] = 1
		}
		return 0
	}
	slices.SortFunc(nodes, func(a, b node) int {
		return cmp.Or(cmp.Compare(a.count, b.count), cmp.Compare(a.symbol, b.symbol))
	})
	// Two queues: the symbols by count, and the joints, which come out by count.
	leaf, joint := 0, leaves
	take := func() int {
		if joint == len(nodes) || leaf < leaves && nodes[leaf].count <= nodes[joint].count {
			leaf++
			return leaf - 1
		}
		joint++
		return joint - 1
	}
	for range leaves - 1 {
		a := take()
		b := take()
		nodes = append(nodes, node{nodes[a].count + nodes[b].count, -1, a, b})
	}
	return depths(nodes, length)
}

// depths walks down from the last node, the root.
func depths(nodes []node, length []uint8) int {
	depth, deepest := make([]int, len(nodes)), 0
	for i := len(nodes) - 1; i >= 0; i-- {
		n := nodes[i]
		if n.left < 0 {
			length[n.symbol] = uint8(min(depth[i], 255))
			deepest = max(deepest, depth[i])
			continue
		}
		depth[n.left], depth[n.right] = depth[i]+1, depth[i]+1
	}
	return deepest
}

// bits is how long everything counted becomes.
func (h *huffman) bits(counts []uint32) uint64 {
	var sum uint64
	if h.alone {
		return 0
	}
	for s, c := range counts {
		sum += uint64(c) * uint64(h.length[s])
	}
	return sum
}

func (h *huffman) put(w *bitWriter, symbol int) {
	if !h.alone {
		w.put(uint32(h.code[symbol]), int(h.length[symbol]))
	}
}

// write writes the code itself: as one or two symbols, or as code lengths.
func (h *huffman) write(w *bitWriter) {
	var used []int
	for s, l := range h.length {
		if l > 0 && len(used) < 3 {
			used = append(used, s)
		}
	}
	if len(used) > 2 || len(used) > 0 && used[len(used)-1] > 255 {
		h.writeLengths(w)
		return
	}
	if len(used) == 0 {
		used = append(used, 0)
	}
	w.put(1, 1)
	w.put(uint32(len(used)-1), 1)
	if used[0] <= 1 {
		w.put(0, 1)
		w.put(uint32(used[0]), 1)
	} else {
		w.put(1, 1)
		w.put(uint32(used[0]), 8)
	}
	if len(used) == 2 {
		w.put(uint32(used[1]), 8)
	}
}

// writeLengths writes the code lengths with a code of their own, in which 16
// repeats the last length and 17 and 18 are runs of zeros.
func (h *huffman) writeLengths(w *bitWriter) {
	runs := runLengths(h.length)
	counts := make([]uint32, 19)
	for _, r := range runs {
		counts[r.symbol]++
	}
	code := newHuffman(counts, 7)
	order := [19]int{17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}
	n := 19
	for n > 4 && code.length[order[n-1]] == 0 {
		n--
	}
	w.put(0, 1)
	w.put(uint32(n-4), 4)
	for _, s := range order[:n] {
		w.put(uint32(code.length[s]), 3)
	}
	w.put(0, 1) // every length is there
	for _, r := range runs {
		code.put(w, r.symbol)
		w.put(uint32(r.extra), r.bits)
	}
}

// run is one symbol of the code of code lengths.
type run struct{ symbol, extra, bits int }

func runLengths(lengths []uint8) []run {
	var out []run
	last := uint8(8)
	for i := 0; i < len(lengths); {
		v, n := lengths[i], 1
		for i+n < len(lengths) && lengths[i+n] == v {
			n++
		}
		i += n
		if v != 0 && v != last {
			out, n, last = append(out, run{int(v), 0, 0}), n-1, v
		}
		for n > 0 {
			switch {
			case v == 0 && n >= 11:
				k := min(n, 138)
				out, n = append(out, run{18, k - 11, 7}), n-k
			case v == 0 && n >= 3:
				out, n = append(out, run{17, n - 3, 3}), 0
			case v != 0 && n >= 3:
				k := min(n, 6)
				out, n = append(out, run{16, k - 3, 2}), n-k
			default:
				out, n = append(out, run{int(v), 0, 0}), n-1
			}
		}
	}
	return out
}
