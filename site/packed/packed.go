// Package packed writes values one after the other into bytes and reads them
// back. The generator's disk cache is made of it: it is quick, and whatever
// bytes it is given to read, it ends with an error and not with a panic.
package packed

import (
	"encoding/binary"
	"errors"
	"time"
)

// ErrShort is what a Reader ends with when its bytes are not those that were
// written.
var ErrShort = errors.New("packed bytes are damaged")

// Uint appends a number of any size.
func Uint(b []byte, n uint64) []byte { return binary.AppendUvarint(b, n) }

// Int appends a number that may be negative.
func Int(b []byte, n int64) []byte { return binary.AppendVarint(b, n) }

// Bool appends true or false.
func Bool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

// Text appends a text behind its length.
func Text(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// Texts appends a list of texts behind their number.
func Texts(b []byte, list []string) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, s := range list {
		b = Text(b, s)
	}
	return b
}

// Time appends a moment, to the nanosecond; its zone is not kept.
func Time(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(b, 0)
	}
	b = append(b, 1)
	b = Int(b, t.Unix())
	return Uint(b, uint64(t.Nanosecond()))
}

// Reader reads what was appended, in the same order. After the first value
// that cannot be there all values are zero and Err says so.
type Reader struct {
	rest string
	bad  bool
}

// NewReader reads b. The texts that are read are parts of it and not copies.
func NewReader(b string) Reader { return Reader{rest: b} }

// Err is nil if everything so far could be read.
func (r *Reader) Err() error {
	if r.bad {
		return ErrShort
	}
	return nil
}

// Done is nil if everything could be read and nothing is left.
func (r *Reader) Done() error {
	if r.bad || r.rest != "" {
		return ErrShort
	}
	return nil
}

func (r *Reader) fail() {
	r.rest, r.bad = "", true
}

// Uint reads what Uint appended.
func (r *Reader) Uint() uint64 {
	var n uint64
	for i := range min(len(r.rest), binary.MaxVarintLen64) {
		c := r.rest[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.rest = r.rest[i+1:]
			return n
		}
	}
	r.fail()
	return 0
}

// Int reads what Int appended.
func (r *Reader) Int() int64 {
	n := r.Uint()
	return int64(n>>1) ^ -int64(n&1)
}

// Len reads the number of things that follow, of which each takes a byte or
// more: a number that cannot be true ends the reading.
func (r *Reader) Len() int {
	n := r.Uint()
	if n > uint64(len(r.rest)) {
		r.fail()
		return 0
	}
	return int(n)
}

// Bool reads what Bool appended.
func (r *Reader) Bool() bool {
	if r.rest == "" {
		r.fail()
		return false
	}
	v := r.rest[0]
	r.rest = r.rest[1:]
	return v == 1
}

// Text reads what Text appended.
func (r *Reader) Text() string { return r.Raw(r.Len()) }

// Texts reads what Texts appended; no texts are nil.
func (r *Reader) Texts() []string {
	n := r.Len()
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = r.Text()
	}
	return list
}

// Raw reads n bytes.
func (r *Reader) Raw(n int) string {
	if n < 0 || n > len(r.rest) {
		r.fail()
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

// Sum reads 32 bytes.
func (r *Reader) Sum() (sum [32]byte) {
	copy(sum[:], r.Raw(len(sum)))
	return sum
}

// Key reads 16 bytes.
func (r *Reader) Key() (key [16]byte) {
	copy(key[:], r.Raw(len(key)))
	return key
}

// Time reads what Time appended, in a zone.
func (r *Reader) Time(zone *time.Location) time.Time {
	if !r.Bool() {
		return time.Time{}
	}
	seconds := r.Int()
	return time.Unix(seconds, int64(r.Uint())).In(zone)
}
