package generate

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"reflect"
	"time"
)

// key tells one thing that pages are made of from any other: the first half of
// a SHA-256 over all there is to it.
type key [16]byte

// keyOf is the key of bytes.
func keyOf(b []byte) key {
	sum := sha256.Sum256(b)
	return key(sum[:16])
}

// with is the key of the same and two small numbers at most. As keys are
// evenly spread over all there are, adding to them makes no two of them equal.
func (k key) with(small ...uint64) key {
	for i, n := range small {
		half := k[8*i : 8*i+8]
		binary.LittleEndian.PutUint64(half, binary.LittleEndian.Uint64(half)+n)
	}
	return k
}

// node is something that pages are made of, such as the front matter of a post
// or its thread. It remembers in which build it last changed.
type node struct {
	key     key
	changed uint64
}

// set gives the node its key in a build.
func (n *node) set(k key, build uint64) {
	if n.key != k {
		n.key, n.changed = k, build
	}
}

// keyOfValue is the key of a value in one canonical form: fields in order,
// texts and lists behind their length. Two values have one key only if they
// are equal. It walks the value by reflection: it is for the few things there
// are one of, or a few dozen.
func keyOfValue(values ...any) key {
	var e encoder
	for _, v := range values {
		e.value(reflect.ValueOf(v))
	}
	return keyOf(e.b)
}

// encoder writes values in the canonical form.
type encoder struct{ b []byte }

func (e *encoder) number(n uint64) { e.b = binary.LittleEndian.AppendUint64(e.b, n) }

func (e *encoder) text(s string) {
	e.number(uint64(len(s)))
	e.b = append(e.b, s...)
}

// value panics on kinds that have no order of their own or no value, such as
// maps and functions: views hold none.
func (e *encoder) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		e.text(v.String())
	case reflect.Bool:
		e.number(uint64(btoi(v.Bool())))
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Int8:
		e.number(uint64(v.Int()))
	case reflect.Uint, reflect.Uint64, reflect.Uint32, reflect.Uint8:
		e.number(v.Uint())
	case reflect.Float64:
		e.text(fmt.Sprint(v.Float()))
	case reflect.Slice, reflect.Array:
		e.number(uint64(v.Len()))
		for i := range v.Len() {
			e.value(v.Index(i))
		}
	case reflect.Pointer:
		e.number(uint64(btoi(v.IsNil())))
		if zone, ok := reflect.TypeAssert[*time.Location](v); ok { // which remembers when it was last asked
			e.text(zone.String())
		} else if !v.IsNil() {
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
