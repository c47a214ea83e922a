package agency

import (
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"sync"
)

// crockford is the alphabet of a ULID (https://github.com/ulid/spec): base 32
// without I, L, O and U.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// idLength is the number of characters of a ULID: 48 bits of milliseconds in
// ten, 80 bits of chance in sixteen.
const idLength = 26

// IDs issues ULIDs: they sort by the time they were issued, also within one
// millisecond and when the clock stands still or steps back.
type IDs struct {
	now    Clock
	random io.Reader

	mu   sync.Mutex
	last int64    // milliseconds of the newest id
	tail [10]byte // its random part
}

// NewIDs returns a source of ids. random is crypto/rand.Reader but in tests.
func NewIDs(now Clock, random io.Reader) *IDs {
	return &IDs{now: now, random: random}
}

// New returns an id that sorts after every id issued before.
func (g *IDs) New() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	if ms := g.now().UnixMilli(); ms > g.last {
		g.last = ms
		if _, err := io.ReadFull(g.random, g.tail[:]); err != nil {
			panic(fmt.Sprintf("reading randomness: %v", err)) // crypto/rand never fails
		}
		g.tail[0] &= 0x7f // room to count up
	} else {
		increment(&g.tail)
	}
	return encodeID(g.last, g.tail)
}

func increment(tail *[10]byte) {
	for i := len(tail) - 1; i >= 0; i-- {
		if tail[i]++; tail[i] != 0 {
			return
		}
	}
}

func encodeID(ms int64, tail [10]byte) string {
	var out [idLength]byte
	for i := 9; i >= 0; i-- {
		out[i] = crockford[ms&31]
		ms >>= 5
	}
	bits, held, at := uint(0), 0, 10
	for _, b := range tail {
		bits, held = bits<<8|uint(b), held+8
		for held >= 5 {
			held -= 5
			out[at] = crockford[bits>>held&31]
			at++
		}
	}
	return string(out[:])
}

// ValidID reports whether s is a ULID in its canonical, upper-case form.
func ValidID(s string) bool {
	return len(s) == idLength && s[0] <= '7' && strings.Trim(s, crockford) == ""
}

// Secret returns 256 bits of chance, safe in a URL or a cookie.
func (g *IDs) Secret() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	var b [32]byte
	if _, err := io.ReadFull(g.random, b[:]); err != nil {
		panic(fmt.Sprintf("reading randomness: %v", err))
	}
	return base64.RawURLEncoding.EncodeToString(b[:])
}
