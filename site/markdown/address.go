package markdown

import (
	"bytes"
	"strings"
)

// readAngle reads what < begins: <https://x.example>, <post@x.example>, or
// HTML.
func (d *document) readAngle(data []byte, offset int) int {
	text := data[offset:]
	if n := angleLength(text); n > 0 {
		d.found(addressToken, offset+1, offset+n-1)
		d.pending.at = int32(len(d.targets))
		address := text[1 : n-1]
		if isMailbox(address) {
			address = append([]byte("mailto:"), address...)
		}
		d.targets = append(d.targets, target{address: address})
		return n
	}
	return d.readTag(text, offset)
}

// angleLength is the length of an address in angle brackets, or 0.
func angleLength(text []byte) int {
	end := 1
	for end < len(text) && text[end] > ' ' && text[end] != '<' && text[end] != '>' {
		end++
	}
	if end == len(text) || text[end] != '>' {
		return 0
	}
	inside := text[1:end]
	if scheme := bytes.IndexByte(inside, ':'); scheme >= 2 && scheme <= 32 && isScheme(inside[:scheme]) || isMailbox(inside) {
		return end + 1
	}
	return 0
}

func isScheme(text []byte) bool {
	for i, c := range text {
		if !isLetter(c) && (i == 0 || !isDigit(c) && c != '+' && c != '.' && c != '-') {
			return false
		}
	}
	return true
}

// readTag reports HTML. Comments are left out in silence.
func (d *document) readTag(text []byte, offset int) int {
	const longest = 1024 // so that reading it again at each < within takes no time
	short := text[:min(len(text), longest)]
	n := 0
	switch {
	case bytes.HasPrefix(text, []byte("<!--")):
		return d.readComment(text, offset)
	case bytes.HasPrefix(text, []byte("<?")):
		n = through(short, "?>")
	case bytes.HasPrefix(text, []byte("<![CDATA[")):
		n = through(short, "]]>")
	case len(text) > 2 && text[1] == '!' && isLetter(text[2]):
		n = through(short, ">")
	default:
		n = tagLength(short)
	}
	if n > 0 {
		d.found(textToken, offset, offset)
		d.markupFault(d.lineAt(offset), text[:n])
	}
	return n
}

func (d *document) readComment(text []byte, offset int) int {
	if d.noComment {
		return 0
	}
	n := commentLength(text)
	d.noComment = n == 0
	d.found(textToken, offset, offset)
	return n
}

// through is the length of text up to the end of end, or 0.
func through(text []byte, end string) int {
	n := bytes.Index(text, []byte(end))
	if n < 0 {
		return 0
	}
	return n + len(end)
}

// readWebAddress reads an address in the text as GFM does: https://x.example,
// www.x.example.
func (d *document) readWebAddress(data []byte, offset int) int {
	text := data[offset:]
	if len(text) < 4 || text[1]|0x20 != 't' && text[1]|0x20 != 'w' { // as good as always
		return 0
	}
	start := webStart(text)
	if start < 0 || offset > 0 && bytes.IndexByte([]byte(" \n\t*_~("), data[offset-1]) < 0 || d.inBrackets() {
		return 0
	}
	if !hasDomain(text[start:]) {
		return 0
	}
	end := start
	for end < len(text) && text[end] > ' ' && text[end] != '<' {
		end++
	}
	end = trimmedAddress(text[:end])
	address := text[:end]
	d.found(addressToken, offset, offset+end)
	d.pending.at = int32(len(d.targets))
	if address[0]|0x20 == 'w' {
		address = append([]byte("http://"), address...)
	}
	d.targets = append(d.targets, target{address: address})
	return end
}

// inBrackets reports whether the text may be that of a link.
func (d *document) inBrackets() bool {
	for i := len(d.brackets) - 1; i >= 0 && i >= len(d.brackets)-8; i-- {
		if b := d.brackets[i]; !b.picture && !b.inactive {
			return true
		}
	}
	return false
}

// webStart is where the domain starts, or -1.
func webStart(text []byte) int {
	for _, start := range [...]string{"https://", "http://"} {
		if len(text) > len(start) && bytes.EqualFold(text[:len(start)], []byte(start)) {
			return len(start)
		}
	}
	if len(text) > 4 && bytes.EqualFold(text[:4], []byte("www.")) {
		return 0
	}
	return -1
}

// hasDomain reports a name with a dot in it, and no underscore in its last two
// parts.
func hasDomain(text []byte) bool {
	end, dots := 0, 0
	underscores := [3]bool{} // in this part, the one before, any earlier
	for ; end < len(text); end++ {
		switch c := text[end]; {
		case c == '_':
			underscores[0] = true
		case c == '.':
			dots++
			underscores = [3]bool{false, underscores[0], underscores[1]}
		case c != '-' && c < 0x80 && !isLetter(c) && !isDigit(c):
			return end > 0 && dots > 0 && !underscores[0] && !underscores[1]
		}
	}
	return end > 0 && dots > 0 && !underscores[0] && !underscores[1]
}

// trimmedAddress is the length of an address without what belongs to the
// sentence around it.
func trimmedAddress(text []byte) int {
	closed := bytes.Count(text, []byte{')'}) - bytes.Count(text, []byte{'('})
	for end := len(text); ; end-- {
		switch c := text[end-1]; {
		case c == ')' && closed > 0:
			closed--
		case c == ';':
			if amp := bytes.LastIndexByte(text[:end], '&'); amp >= 0 && isAlphanumeric(text[amp+1:end-1]) {
				end = amp + 1
			}
		case strings.IndexByte("?!.,:*_~'\"", c) < 0:
			return end
		}
	}
}

func isAlphanumeric(text []byte) bool {
	for _, c := range text {
		if !isLetter(c) && !isDigit(c) {
			return false
		}
	}
	return len(text) > 0
}
