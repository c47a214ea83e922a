package generate

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// record is one JSON object whose values are all strings.
type record struct {
	values [recordSize]string
	has    [recordSize]bool
}

// read reads one line. Unlike encoding/json into a struct it refuses keys that
// differ in case, are not known or are written twice; and it reads a hundred
// thousand comments in the time that would take ten thousand.
func (r *record) read(line []byte) error {
	if !utf8.Valid(line) {
		return errors.New("line is not valid UTF-8: save it as UTF-8")
	}
	rest := trimSpace(string(line))
	if !strings.HasPrefix(rest, "{") {
		return errMalformed
	}
	rest = trimSpace(rest[1:])
	for first := true; !strings.HasPrefix(rest, "}"); first = false {
		if !first {
			if !strings.HasPrefix(rest, ",") {
				return errMalformed
			}
			rest = trimSpace(rest[1:])
		}
		key, after, ok := jsonString(rest)
		after = trimSpace(after)
		if !ok || !strings.HasPrefix(after, ":") {
			return errMalformed
		}
		value, after, ok := jsonString(trimSpace(after[1:]))
		if !ok {
			return errMalformed
		}
		if err := r.set(key, value); err != nil {
			return err
		}
		rest = trimSpace(after)
	}
	if trimSpace(rest[1:]) != "" {
		return errMalformed
	}
	return nil
}

var errMalformed = errors.New("line is no JSON object of strings: write one record a line")

func (r *record) set(key, value string) error {
	keys := recordKeys()
	for i, known := range keys {
		if known != key {
			continue
		}
		if r.has[i] {
			return fmt.Errorf("key %q is written twice: keep one", key)
		}
		r.values[i], r.has[i] = value, true
		return nil
	}
	return fmt.Errorf("unknown key %q: the keys are %s", key, strings.Join(keys[:], ", "))
}

// trimSpace takes off what JSON calls white space.
func trimSpace(s string) string { return strings.TrimLeft(s, " \t\r\n") }

// jsonString reads the string that s begins with.
func jsonString(s string) (value, rest string, ok bool) {
	if !strings.HasPrefix(s, `"`) {
		return "", "", false
	}
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return s[1:i], s[i+1:], true
		case c < 0x20:
			return "", "", false
		case c == '\\':
			return escapedString(s)
		}
	}
	return "", "", false
}

// escapedString is jsonString for a string with escapes in it.
func escapedString(s string) (value, rest string, ok bool) {
	out := make([]byte, 0, len(s))
	for i := 1; i < len(s); {
		switch c := s[i]; {
		case c == '"':
			return string(out), s[i+1:], true
		case c < 0x20:
			return "", "", false
		case c != '\\':
			out = append(out, c)
			i++
		default:
			r, size := escape(s[i:])
			if size == 0 {
				return "", "", false
			}
			out = utf8.AppendRune(out, r)
			i += size
		}
	}
	return "", "", false
}

// escape reads the escape that s begins with; size is 0 if there is none. Half
// a surrogate pair is U+FFFD, as in encoding/json.
func escape(s string) (r rune, size int) {
	if len(s) < 2 {
		return 0, 0
	}
	if at := strings.IndexByte(`"\/bfnrt`, s[1]); at >= 0 {
		return rune("\"\\/\b\f\n\r\t"[at]), 2
	}
	first, ok := unit(s)
	if !ok {
		return 0, 0
	}
	if utf16.IsSurrogate(first) {
		if second, ok := unit(s[6:]); ok {
			if r := utf16.DecodeRune(first, second); r != utf8.RuneError {
				return r, 12
			}
		}
		return utf8.RuneError, 6
	}
	return first, 6
}

// unit reads \uXXXX.
func unit(s string) (r rune, ok bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}
