package web

import (
	"strconv"
	"strings"
)

// amount reads a whole number as people write it: "45", "$1,200", "12 000",
// with a mark between thousands. Nothing is 0. What is no whole number, such as
// "45.50", is -1, so that it is refused and not taken for another.
func amount(typed string) int {
	digits := strings.Trim(typed, " $€£\t\u00a0\u202f")
	if digits == "" {
		return 0
	}
	thousands := strings.FieldsFunc(digits, mark)
	if len(strings.Join(thousands, ",")) != len([]rune(digits)) { // two marks in a row, or one at an end
		return -1
	}
	for i, group := range thousands {
		if len(thousands) > 1 && (len(group) > 3 || i > 0 && len(group) != 3) {
			return -1
		}
	}
	n, err := strconv.ParseUint(strings.Join(thousands, ""), 10, 62)
	if err != nil {
		return -1
	}
	return int(n)
}

// mark reports whether people put it between thousands.
func mark(r rune) bool { return strings.ContainsRune(" .,'’\u00a0\u202f", r) }
