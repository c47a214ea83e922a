package schema

import (
	"strconv"
	"time"
)

// member begins one, with a comma before it unless it is the first.
func member(b []byte, key string) []byte {
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	b = append(append(b, '"'), key...)
	return append(b, `":`...)
}

// typed opens a node of a type.
func typed(b []byte, name string) []byte {
	b = append(append(b, `{"@type":"`...), name...)
	return append(b, '"')
}

// text appends a member, or nothing for no text.
func text(b []byte, key, value string) []byte { return address(b, key, value, "") }

// address appends a member that is an address and what is added to it.
func address(b []byte, key, value, suffix string) []byte {
	if value == "" {
		return b
	}
	return quoted(member(b, key), value, suffix)
}

// identity appends the id of a node: an address and what is added to it.
func identity(b []byte, of, suffix string) []byte { return address(b, "@id", of, suffix) }

// reference appends a member that is another node, by its id.
func reference(b []byte, key, of, suffix string) []byte {
	if of == "" {
		return b
	}
	return append(identity(append(member(b, key), '{'), of, suffix), '}')
}

func number(b []byte, key string, value int) []byte {
	return strconv.AppendInt(member(b, key), int64(value), 10)
}

// list appends a member with what there is of values, or nothing for nothing.
func list[T any](b []byte, key string, values []T, one func(T, []byte) []byte) []byte {
	start := len(b)
	b = append(member(b, key), '[')
	open := len(b)
	for _, v := range values {
		end := len(b)
		if end > open {
			b = append(b, ',')
		}
		begin := len(b)
		if b = one(v, b); len(b) == begin {
			b = b[:end]
		}
	}
	if len(b) == open {
		return b[:start]
	}
	return append(b, ']')
}

func texts(b []byte, key string, values []string) []byte {
	return list(b, key, values, func(s string, b []byte) []byte {
		if s == "" {
			return b
		}
		return quoted(b, s, "")
	})
}

// The moments that have four digits of year in every zone.
const (
	firstSecond = -62135510400 // 2 January of the year 1
	lastSecond  = 253402214400 // 31 December 9999
)

// moment appends a time with its zone, or nothing for none. A zone that
// RFC 3339 cannot write becomes UTC.
func moment(b []byte, key string, t time.Time) []byte {
	const day = 24 * 60 * 60
	if s := t.Unix(); s < firstSecond || s >= lastSecond {
		return b
	}
	if _, offset := t.Zone(); offset%60 != 0 || offset <= -day || offset >= day {
		t = t.UTC()
	}
	b = append(member(b, key), '"')
	return append(t.AppendFormat(b, time.RFC3339), '"')
}
