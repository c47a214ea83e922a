package document

import "strings"

// maxCells is how much of a table of longest common subsequences is filled in.
const maxCells = 1 << 20

// alignable reports whether two lists are short enough to be aligned, without
// what they begin and end with alike.
func alignable(a, b []string) bool {
	start, end := common(a, b)
	return (len(a)-start-end)*(len(b)-start-end) <= maxCells
}

// common is how many entries both lists begin and end with.
func common(a, b []string) (start, end int) {
	for start < min(len(a), len(b)) && a[start] == b[start] {
		start++
	}
	for end < min(len(a), len(b))-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	return start, end
}

// align finds a longest common subsequence, one span an entry. Lists that are
// too long are cut and added as a whole.
func align(a, b []string) []Span {
	start, end := common(a, b)
	all := every(nil, Keep, a[:start])
	middleA, middleB := a[start:len(a)-end], b[start:len(b)-end]
	if len(middleA)*len(middleB) <= maxCells {
		all = subsequence(all, middleA, middleB)
	} else {
		all = every(every(all, Cut, middleA), Add, middleB)
	}
	return every(all, Keep, a[len(a)-end:])
}

func every(all []Span, op Op, list []string) []Span {
	for _, s := range list {
		all = append(all, Span{op, s})
	}
	return all
}

func subsequence(all []Span, a, b []string) []Span {
	width := len(b) + 1
	length := make([]int32, (len(a)+1)*width) // of the longest one from there on
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i*width+j] = length[(i+1)*width+j+1] + 1
			} else {
				length[i*width+j] = max(length[(i+1)*width+j], length[i*width+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			all = append(all, Span{Keep, a[i]})
			i, j = i+1, j+1
		case length[(i+1)*width+j] >= length[i*width+j+1]:
			all = append(all, Span{Cut, a[i]})
			i++
		default:
			all = append(all, Span{Add, b[j]})
			j++
		}
	}
	return every(every(all, Cut, a[i:]), Add, b[j:])
}

// joined puts spans with the same fate together, and what was cut before what
// came instead, also across a space that both kept.
func joined(all []Span) []Span {
	var list []Span
	var cut, added strings.Builder
	flush := func() {
		list = append(list, spans(Cut, cut.String())...)
		list = append(list, spans(Add, added.String())...)
		cut.Reset()
		added.Reset()
	}
	for n, s := range all {
		switch {
		case s.Op == Cut:
			cut.WriteString(s.Text)
		case s.Op == Add:
			added.WriteString(s.Text)
		case strings.TrimSpace(s.Text) == "" && cut.Len() > 0 && added.Len() > 0 && n+1 < len(all) && all[n+1].Op != Keep:
			cut.WriteString(s.Text)
			added.WriteString(s.Text)
		default:
			flush()
			if last := len(list) - 1; last >= 0 && list[last].Op == Keep {
				list[last].Text += s.Text
			} else {
				list = append(list, s)
			}
		}
	}
	flush()
	return list
}
