package check

import "slices"

// brand is a name as people write it: Hobb & Sill is also @hobbandsill and
// Hobb, Somerwick Sleep is also Somerwick.
type brand struct {
	names []string // the words of the name
}

func newBrand(name string) brand {
	var b brand
	for _, w := range words([]rune(name), true) {
		if w.text != "the" && w.text != "a" && w.text != "and" {
			b.names = append(b.names, w.text)
		}
	}
	return b
}

// is reports whether a word begins the brand's name. Names of one or two
// letters have to be written alone.
func (b brand) is(w word) bool {
	if len(b.names) == 0 {
		return w.text != ""
	}
	if len([]rune(b.names[0])) < 3 {
		return w.text == b.names[0]
	}
	return len(w.text) >= len(b.names[0]) && w.text[:len(b.names[0])] == b.names[0]
}

// last returns where a name ends that begins at a word.
func (b brand) last(ws []word, i int) int {
	end := i
	for i++; i < len(ws) && ws[i].gap == gapSpace; i++ {
		if slices.Contains(b.names, ws[i].text) {
			end = i
		} else if ws[i].text != "and" {
			break
		}
	}
	return end
}
