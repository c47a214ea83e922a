package search

import (
	"errors"
	"strconv"
)

// A posting says that a document has a term, and where.
type posting struct {
	number uint64
	weight weight
}

// appendPosting appends a posting as text: a capital for the weight, then how
// much its number is above the one before, in base 36. Brotli makes two bytes
// of it, and it takes three lines to read in a browser.
func appendPosting(b []byte, before uint64, p posting) []byte {
	b = append(b, 'A'-1+byte(p.weight))
	return appendBase36(b, p.number-before)
}

// appendBase36 is strconv.AppendUint in base 36, which takes three times as long.
func appendBase36(b []byte, n uint64) []byte {
	var digits [13]byte
	i := len(digits)
	for {
		i--
		digits[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[n%36]
		if n /= 36; n == 0 {
			return append(b, digits[i:]...)
		}
	}
}

// appendPostings appends sorted postings.
func appendPostings(b []byte, list []posting) []byte {
	before := uint64(0)
	for _, p := range list {
		b = appendPosting(b, before, p)
		before = p.number
	}
	return b
}

var errPostings = errors.New("postings are damaged")

// readPostings reads what appendPostings wrote.
func readPostings(text string) ([]posting, error) {
	list := make([]posting, 0, len(text)/3+2)
	number := uint64(0)
	for text != "" {
		w := weight(text[0] - 'A' + 1)
		end := 1
		for end < len(text) && (text[end] < 'A' || text[end] > 'Z') {
			end++
		}
		distance, err := strconv.ParseUint(text[1:end], 36, 64)
		if err != nil || !w.valid() || number+distance < number || distance == 0 && len(list) > 0 {
			return nil, errPostings
		}
		number += distance
		list = append(list, posting{number, w})
		text = text[end:]
	}
	return list, nil
}
