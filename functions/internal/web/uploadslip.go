package web

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"

	"greenroom/functions/internal/agency"
)

// Slips say for whom and for which piece of work a file may arrive. They are
// computed with a key that is not in the store, and kept nowhere.
type Slips struct{ key []byte }

// NewSlips derives the key for slips from the agency's secret (RFC 5869; one
// key for one purpose).
func NewSlips(secret []byte) (Slips, error) {
	const least = 32 // bytes
	if len(secret) < least {
		return Slips{}, fmt.Errorf("secret has %d bytes: it needs at least %d", len(secret), least)
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "greenroom arrival v1", sha256.Size)
	if err != nil {
		return Slips{}, fmt.Errorf("deriving key for arrivals: %w", err)
	}
	return Slips{key: key}, nil
}

// Slip names one arrival: nobody guesses it, and it is safe in a path. The id is
// one that was never used.
func (s Slips) Slip(id, person, application string, number int) string {
	h := hmac.New(sha256.New, s.key)
	fmt.Fprintf(h, "arrival\x00%s\x00%s\x00%s\x00%d", id, person, application, number)
	return id + "." + base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// Fits reports whether a slip was made for that person and that work.
func (s Slips) Fits(slip, person, application string, number int) bool {
	id, _, _ := strings.Cut(slip, ".")
	return len(s.key) > 0 && person != "" && agency.ValidID(id) &&
		hmac.Equal([]byte(slip), []byte(s.Slip(id, person, application, number)))
}
