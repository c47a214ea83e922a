package picture

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// drawable drops the letters that no font has, such as emoji, and folds white
// space into single spaces.
func (f *face) drawable(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range text {
		switch {
		case r != '\u00a0' && unicode.IsSpace(r):
			gap = true
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r), !f.has(r):
		default:
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		}
	}
	return b.String()
}

// wrap breaks text into lines no longer than width. A word that is longer is
// broken where it has to be, and ok is false.
func (f *face) wrap(text string, width int) (lines []string, ok bool) {
	ok = true
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && f.width(line+" "+word) <= width {
			line += " " + word
			continue
		}
		if line != "" {
			lines, line = append(lines, line), ""
		}
		for f.width(word) > width {
			ok = false
			head := f.head(word, width)
			lines, word = append(lines, head), word[len(head):]
		}
		line = word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines, ok
}

// head is the longest beginning of a word that fits, one letter at least, with
// the marks that belong to its last letter.
func (f *face) head(word string, width int) string {
	end := 0
	for i, r := range word {
		if i > 0 && !unicode.Is(unicode.Mn, r) {
			if end > 0 && f.width(word[:i]) > width {
				return word[:end]
			}
			end = i
		}
	}
	if end == 0 {
		return word
	}
	return word[:end]
}

// balance breaks text into as few lines as wrap does, as equally long as
// words allow.
func (f *face) balance(text string, width int) []string {
	best, ok := f.wrap(text, width)
	if !ok {
		return best
	}
	low, high := width/4, width
	for high-low > unit {
		middle := (low + high) / 2
		lines, ok := f.wrap(text, middle)
		if ok && len(lines) <= len(best) {
			best, high = lines, middle
		} else {
			low = middle
		}
	}
	return best
}

// cut keeps the first lines and ends the last with an ellipsis when there are
// more.
func (f *face) cut(lines []string, most, width int) []string {
	if len(lines) <= most {
		return lines
	}
	last := lines[most-1]
	for last != "" && f.width(last+"…") > width {
		last = strings.TrimRightFunc(dropLast(last), unicode.IsSpace)
	}
	last = strings.TrimRight(last, " ,;:–—-")
	return append(lines[:most-1:most-1], last+"…")
}

// dropLast drops the last word, or the last letter of an only word.
func dropLast(line string) string {
	if i := strings.LastIndexByte(line, ' '); i > 0 {
		return line[:i]
	}
	runes := []rune(line)
	return string(runes[:len(runes)-1])
}

// visual puts a line into the order in which it is seen, for scripts that run
// from right to left. right says that the whole line does.
func visual(line string) (ordered string, right bool) {
	if strings.IndexFunc(line, rightToLeft) < 0 {
		return line, false
	}
	var p bidi.Paragraph
	if _, err := p.SetString(line); err != nil {
		return line, false
	}
	order, err := p.Order()
	if err != nil {
		return line, false
	}
	parts := make([]string, 0, order.NumRuns())
	for i := range order.NumRuns() {
		run := order.Run(i)
		if run.Direction() == bidi.RightToLeft {
			parts = append(parts, bidi.ReverseString(run.String()))
		} else {
			parts = append(parts, run.String())
		}
	}
	return strings.Join(parts, ""), order.Direction() == bidi.RightToLeft || !p.IsLeftToRight() && rightToLeft([]rune(line)[0])
}

func rightToLeft(r rune) bool {
	return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko)
}
