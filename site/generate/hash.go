package generate

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"reflect"
	"time"
)

// hasher hashes one value after the other. It keeps its buffer, because a
// build hashes every view there is.
type hasher struct {
	sum hash.Hash
	encoder
}

func newHasher() *hasher {
	sum := sha256.New()
	return &hasher{sum, encoder{bufio.NewWriter(sum)}} // which, unlike sum, takes strings as they are
}

// of is the SHA-256 of a value in one canonical form: fields in order, texts
// and lists behind their length. Two values have one hash only if they are
// equal, so that a page whose view kept its hash need not be rendered.
func (h *hasher) of(name string, view any) [sha256.Size]byte {
	h.sum.Reset()
	h.text(name)
	h.value(reflect.ValueOf(view))
	h.out.Flush()
	return [sha256.Size]byte(h.sum.Sum(nil))
}

// encoder writes values in the canonical form.
type encoder struct{ out *bufio.Writer }

func (e encoder) number(n uint64) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], n)
	e.out.Write(b[:])
}

func (e encoder) text(s string) {
	e.number(uint64(len(s)))
	e.out.WriteString(s)
}

// value panics on kinds that have no order of their own or no value, such as
// maps and functions: views hold none.
func (e encoder) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		e.text(v.String())
	case reflect.Bool:
		e.number(uint64(btoi(v.Bool())))
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Int8:
		e.number(uint64(v.Int()))
	case reflect.Slice, reflect.Array:
		e.list(v)
	case reflect.Pointer:
		e.number(uint64(btoi(v.IsNil())))
		if !v.IsNil() {
			e.value(v.Elem())
		}
	case reflect.Struct:
		if t, ok := reflect.TypeAssert[time.Time](v); ok {
			e.text(t.Format(time.RFC3339Nano))
			return
		}
		for i := range v.NumField() {
			e.value(v.Field(i))
		}
	default:
		panic("hashing a " + v.Kind().String())
	}
}

func (e encoder) list(v reflect.Value) {
	e.number(uint64(v.Len()))
	if v.Type().Elem().Kind() == reflect.Uint8 {
		e.out.Write(v.Bytes())
		return
	}
	for i := range v.Len() {
		e.value(v.Index(i))
	}
}
