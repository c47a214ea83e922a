package markdown

import (
	"bytes"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"greenroom/site/content"
)

// readEscape reads a backslash: before punctuation it makes that text, and at
// the end of a line it breaks it.
func (d *document) readEscape(data []byte, offset int) int {
	switch {
	case offset+1 == len(data):
		return 0
	case data[offset+1] == '\n':
		d.found(hardBreak, offset, offset)
	case isPunctuation(data[offset+1]):
		d.found(literalToken, offset+1, offset+2)
	default:
		return 0
	}
	return 2
}

// readBreak reads the end of a line. Two spaces before it break it for readers
// too, and otherwise it is left to the text.
func (d *document) readBreak(data []byte, offset int) int {
	switch {
	case offset == 0 || data[offset-1] != ' ':
		return 0
	case offset > 1 && data[offset-2] == ' ':
		d.found(hardBreak, offset, offset)
	default:
		d.found(softBreak, offset, offset)
	}
	return 1
}

// readEntity reads a character reference such as &nbsp; or &#8212; as the
// character it stands for.
func (d *document) readEntity(data []byte, offset int) int {
	meant, width := readCharacter(data[offset:])
	if width > 0 {
		d.foundAs(literalToken, meant)
	}
	return width
}

// maxEntity is the length of the longest named character reference.
const maxEntity = 33

// readCharacter reads the reference that text begins with. References to
// hidden characters stay the text they are.
func readCharacter(text []byte) (meant []byte, width int) {
	end := bytes.IndexByte(text[:min(len(text), maxEntity)], ';')
	if end < 2 {
		return nil, 0
	}
	if text[1] == '#' {
		return readNumber(string(text[2:end]), end+1)
	}
	if !isAlphanumeric(text[1:end]) {
		return nil, 0
	}
	written := string(text[:end+1])
	read := html.UnescapeString(written)
	// A prefix that is a name without its semicolon does not count.
	if read == written || strings.HasSuffix(read, ";") && written != "&semi;" || strings.ContainsFunc(read, content.Hidden) && read != "\n" && read != "\t" {
		return nil, 0
	}
	return []byte(read), end + 1
}

func readNumber(digits string, width int) (meant []byte, _ int) {
	base, most := 10, 7
	if digits != "" && digits[0]|0x20 == 'x' {
		digits, base, most = digits[1:], 16, 6
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > most || digits[0] == '+' {
		return nil, 0
	}
	r := rune(n)
	switch {
	case r == 0 || !utf8.ValidRune(r):
		r = utf8.RuneError
	case r != '\n' && r != '\t' && content.Hidden(r):
		return nil, 0
	}
	return utf8.AppendRune(nil, r), width
}

// unescaped reads the escapes and character references of an address, a title
// or the name of a language.
func unescaped(text []byte) []byte {
	if bytes.IndexByte(text, '\\') < 0 && bytes.IndexByte(text, '&') < 0 {
		return text
	}
	read := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) && isPunctuation(text[i+1]) {
			i++
		} else if text[i] == '&' {
			if meant, width := readCharacter(text[i:]); width > 0 {
				read = append(read, meant...)
				i += width - 1
				continue
			}
		}
		read = append(read, text[i])
	}
	return read
}

// readCode reads a code span, up to a run of as many backticks. Where runs of
// each length were seen is kept, so that no text is gone over twice for runs
// that have no end.
func (d *document) readCode(data []byte, offset int) int {
	length := run(data[offset:], '`')
	start := offset + length
	d.found(textToken, offset, start)
	if length > maxBackticks || d.scanned && d.backticks[length] <= offset {
		return length
	}
	for i := start; ; {
		next := bytes.IndexByte(data[i:], '`')
		if next < 0 {
			d.scanned = true
			return length
		}
		i += next
		n := run(data[i:], '`')
		if n == length {
			d.foundCode(start, i)
			return i + n - offset
		}
		if n <= maxBackticks {
			d.backticks[n] = i
		}
		i += n
	}
}

// foundCode takes one space off both ends, which code that begins or ends with
// a backtick needs. Line breaks are spaces.
func (d *document) foundCode(start, end int) {
	text := d.data[start:end]
	if bytes.IndexByte(text, '\n') >= 0 {
		d.foundAs(codeToken, bytes.ReplaceAll(text, []byte{'\n'}, []byte{' '}))
		text = d.tokenText(&d.pending)
	} else {
		d.found(codeToken, start, end)
	}
	if n := len(text); n > 1 && text[0] == ' ' && text[n-1] == ' ' && len(bytes.Trim(text, " ")) > 0 {
		d.pending.start++
		d.pending.end--
	}
}
