package generate

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io"
	"reflect"
	"time"
)

// inputHash is the SHA-256 of a value in one canonical form: fields in order,
// texts and lists behind their length. Two values have one hash only if they
// are equal, so that a page whose view kept its hash need not be rendered.
func inputHash(name string, view any) [sha256.Size]byte {
	e := encoder{hash: sha256.New()}
	e.text(name)
	e.value(reflect.ValueOf(view))
	return [sha256.Size]byte(e.hash.Sum(nil))
}

type encoder struct{ hash hash.Hash }

func (e encoder) number(n uint64) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], n)
	e.hash.Write(b[:])
}

func (e encoder) text(s string) {
	e.number(uint64(len(s)))
	io.WriteString(e.hash, s)
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
		e.hash.Write(v.Bytes())
		return
	}
	for i := range v.Len() {
		e.value(v.Index(i))
	}
}
