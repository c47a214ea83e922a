package feed

import "unicode/utf8"

// replacement stands for what cannot be carried.
const replacement = "\uFFFD"

// appendText appends character data. It is never CDATA, in which nothing can
// be escaped. Of > only the one that could end CDATA is not allowed.
func appendText(b []byte, s string) []byte {
	done := 0
	for i := skipPlain(s, 0, textMarks()); i < len(s); i = skipPlain(s, i, textMarks()) {
		c, size := s[i], 1
		switch {
		case c >= utf8.RuneSelf:
			var fine bool
			if size, fine = carried(s[i:]); fine {
				i += size
				continue
			}
		case c == '\n' || c == '\t' || c == '>' && i > 0 && s[i-1] != ']':
			i++
			continue
		}
		b = append(append(b, s[done:i]...), reference(c)...)
		i += size
		done = i
	}
	return append(b, s[done:]...)
}

// appendValue appends what stands between the quotes of an attribute. There a
// parser would make blanks of line feeds and tabs.
func appendValue(b []byte, s string) []byte {
	return appendEscaped(b, s, valueMarks(), reference)
}

// appendString appends what stands between the quotes of a JSON string.
func appendString(b []byte, s string) []byte {
	return appendEscaped(b, s, jsonMarks(), escape)
}

func appendEscaped(b []byte, s string, m marks, escape func(byte) string) []byte {
	done := 0
	for i := skipPlain(s, 0, m); i < len(s); i = skipPlain(s, i, m) {
		c, size := s[i], 1
		if c >= utf8.RuneSelf {
			var fine bool
			if size, fine = carried(s[i:]); fine {
				i += size
				continue
			}
		}
		b = append(append(b, s[done:i]...), escape(c)...)
		i += size
		done = i
	}
	return append(b, s[done:]...)
}

// reference is what stands in a document for a byte that cannot.
func reference(c byte) string {
	switch c {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '"':
		return "&#34;"
	case '\t':
		return "&#9;"
	case '\n':
		return "&#10;"
	case '\r': // a parser would make it a line feed
		return "&#13;"
	}
	return replacement
}

// escape is reference, for JSON.
func escape(c byte) string {
	switch c {
	case '"':
		return `\"`
	case '\\':
		return `\\`
	case '\t':
		return `\t`
	case '\n':
		return `\n`
	case '\r':
		return `\r`
	}
	return replacement
}
