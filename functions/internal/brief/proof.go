package brief

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"greenroom/functions/internal/agency"
)

// Ticket names what somebody outside may sign, and until when.
type Ticket struct {
	Document string // id
	Number   int    // of the version
	Hash     string // of its content
	Expires  int64  // seconds since 1970
	Turn     int    // of the contact that it was sent to; 0 is the first
}

// Proofs make the links by which the client signs. They are computed with a
// key that is not in the store, so the store holds nothing that would let
// anybody sign.
type Proofs struct{ key []byte }

// minSecret is the least length of the agency's secret in bytes.
const minSecret = 32

// NewProofs derives the key for signatures from the agency's secret (RFC 5869;
// one key for one purpose).
func NewProofs(secret []byte) (Proofs, error) {
	if len(secret) < minSecret {
		return Proofs{}, fmt.Errorf("secret has %d bytes: it needs at least %d", len(secret), minSecret)
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "greenroom brief v1", sha256.Size)
	if err != nil {
		return Proofs{}, fmt.Errorf("deriving key for signatures: %w", err)
	}
	return Proofs{key: key}, nil
}

func (t Ticket) String() string {
	return strings.Join([]string{t.Document, strconv.Itoa(t.Number), strconv.FormatInt(t.Expires, 10), strconv.Itoa(t.Turn), t.Hash}, ".")
}

// Token returns what the mailed link carries. It is safe in a path.
func (p Proofs) Token(t Ticket) string {
	h := hmac.New(sha256.New, p.key)
	fmt.Fprintf(h, "sign\x00%s", t)
	return t.String() + "." + base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// maxToken is the most that is looked at, in bytes.
const maxToken = 300

// Ticket returns what a token lets its bearer sign now, if it is one of ours.
func (p Proofs) Ticket(token string, now time.Time) (Ticket, error) {
	t, ok := parseTicket(token)
	if len(p.key) == 0 || !ok || !hmac.Equal([]byte(token), []byte(p.Token(t))) {
		return Ticket{}, agency.Gone("This link was cut off or is not one of ours. Open it from the mail again, or ask for a new one.")
	}
	if now.Unix() >= t.Expires {
		return Ticket{}, agency.Gone("This link is older than 14 days. Ask the project manager for a new one.")
	}
	return t, nil
}

func parseTicket(token string) (Ticket, bool) {
	if len(token) > maxToken {
		return Ticket{}, false
	}
	parts := strings.Split(token, ".")
	if len(parts) != 6 || !agency.ValidID(parts[0]) {
		return Ticket{}, false
	}
	number, err := strconv.Atoi(parts[1])
	expires, also := strconv.ParseInt(parts[2], 10, 64)
	turn, wrong := strconv.Atoi(parts[3])
	return Ticket{Document: parts[0], Number: number, Expires: expires, Turn: turn, Hash: parts[4]}, err == nil && also == nil && wrong == nil
}
