package feed

import "strings"

// other stands for any character that is not ASCII: none of them matters to an
// address.
const other = 0x80

// character returns the first character of the value of an attribute, whose
// writer may have put a reference in its place, and how many bytes it takes.
func character(s string) (c byte, size int) {
	if s == "" {
		return 0, 0
	}
	if s[0] != '&' {
		return s[0], 1
	}
	if strings.HasPrefix(s, "&#") {
		return numeric(s)
	}
	for _, r := range [...]struct {
		name string
		c    byte
	}{{"&sol;", '/'}, {"&num;", '#'}, {"&comma;", ','}, {"&Tab;", '\t'}, {"&NewLine;", '\n'}, {"&lpar;", '('}, {"&rpar;", ')'}} {
		if strings.HasPrefix(s, r.name) {
			return r.c, len(r.name)
		}
	}
	return '&', 1
}

// numeric reads a reference by number. Its semicolon may be missing.
func numeric(s string) (c byte, size int) {
	i, base := 2, 10
	if len(s) > 2 && s[2]|0x20 == 'x' {
		i, base = 3, 16
	}
	value, start := 0, i
	for ; i < len(s); i++ {
		d := digit(s[i])
		if d >= base {
			break
		}
		value = min(value*base+d, other)
	}
	if i == start {
		return '&', 1
	}
	if i < len(s) && s[i] == ';' {
		i++
	}
	return byte(value), i
}

func digit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return 16
}

// attributeText is s as it may stand in the value of any attribute, between
// quotes or without them.
func attributeText(s string) string {
	if !strings.ContainsAny(s, "&<>\"'`= \t\n\r\f") {
		return s
	}
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "`", "&#96;", "=", "&#61;",
		" ", "&#32;", "\t", "&#9;", "\n", "&#10;", "\r", "&#13;", "\f", "&#12;").Replace(s)
}
