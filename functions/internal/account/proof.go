package account

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
)

// Proofs are what a sign-in mail carries: a token for its link and a code to
// type. Both are computed from the request's id with a key that is not in the
// store, so the store holds nothing that would sign anybody in.
type Proofs struct{ key []byte }

// minSecret is the least length of the agency's secret in bytes.
const minSecret = 32

// NewProofs derives the key for sign-in from the agency's secret
// (RFC 5869; one key for one purpose).
func NewProofs(secret []byte) (Proofs, error) {
	if len(secret) < minSecret {
		return Proofs{}, fmt.Errorf("secret has %d bytes: it needs at least %d", len(secret), minSecret)
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "greenroom sign-in v1", sha256.Size)
	if err != nil {
		return Proofs{}, fmt.Errorf("deriving sign-in key: %w", err)
	}
	return Proofs{key: key}, nil
}

// Token returns what the mailed link carries for a request.
func (p Proofs) Token(request string) string {
	return base64.RawURLEncoding.EncodeToString(p.mac("link", request))
}

// Code returns the six digits for a request. A request takes maxTries
// codes, so guessing succeeds once in 200,000.
func (p Proofs) Code(request string) string {
	n := binary.BigEndian.Uint64(p.mac("code", request))
	return fmt.Sprintf("%06d", n%1_000_000)
}

func (p Proofs) mac(purpose, request string) []byte {
	h := hmac.New(sha256.New, p.key)
	fmt.Fprintf(h, "%s\x00%s", purpose, request)
	return h.Sum(nil)
}

// matches compares in constant time.
func matches(got, want string) bool { return hmac.Equal([]byte(got), []byte(want)) }
