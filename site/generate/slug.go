package generate

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// slugOf makes a part of an address of words: letters without their accents
// and digits, in lower case, with a hyphen for all else. Words of other
// scripts become a piece of their hash.
func slugOf(words string) string {
	var slug strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(words)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && slug.Len() > 0 {
				slug.WriteByte('-')
			}
			slug.WriteRune(r)
			gap = false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			sum := sha256.Sum256([]byte(words))
			return "x-" + hex.EncodeToString(sum[:4])
		case r != '\'' && r != '’' && !unicode.Is(unicode.Mn, r):
			gap = true
		}
	}
	if slug.Len() == 0 {
		sum := sha256.Sum256([]byte(words))
		return "x-" + hex.EncodeToString(sum[:4])
	}
	return slug.String()
}
