package markdown

import "bytes"

// tagLength is the length of the HTML tag that text begins with, or 0.
func tagLength(text []byte) int {
	if len(text) < 3 {
		return 0
	}
	closing := text[1] == '/'
	i := 1
	if closing {
		i = 2
	}
	if !isLetter(text[i]) {
		return 0
	}
	for i < len(text) && (isLetter(text[i]) || isDigit(text[i]) || text[i] == '-') {
		i++
	}
	for !closing {
		n := attributeLength(text[i:])
		if n == 0 {
			break
		}
		i += n
	}
	i = skipSpace(text, i)
	if !closing && i < len(text) && text[i] == '/' {
		i++
	}
	if i < len(text) && text[i] == '>' {
		return i + 1
	}
	return 0
}

// attributeLength is the length of an attribute with the space before it.
func attributeLength(text []byte) int {
	i := skipSpace(text, 0)
	if i == 0 || i == len(text) || !isLetter(text[i]) && text[i] != '_' && text[i] != ':' {
		return 0
	}
	for i < len(text) && (isLetter(text[i]) || isDigit(text[i]) || bytes.IndexByte([]byte("_:.-"), text[i]) >= 0) {
		i++
	}
	equals := skipSpace(text, i)
	if equals == len(text) || text[equals] != '=' {
		return i
	}
	value := skipSpace(text, equals+1)
	if value == len(text) {
		return 0
	}
	if quote := text[value]; quote == '"' || quote == '\'' {
		n := bytes.IndexByte(text[value+1:], quote)
		if n < 0 {
			return 0
		}
		return value + n + 2
	}
	end := value
	for end < len(text) && text[end] > ' ' && bytes.IndexByte([]byte("\"'=<>`"), text[end]) < 0 {
		end++
	}
	if end == value {
		return 0
	}
	return end
}

// commentLength is the length of the comment that text begins with, or 0.
func commentLength(text []byte) int {
	for _, short := range []string{"<!-->", "<!--->"} {
		if bytes.HasPrefix(text, []byte(short)) {
			return len(short)
		}
	}
	const start = len("<!--")
	n := bytes.Index(text[start:], []byte("-->"))
	if n < 0 {
		return 0
	}
	return start + n + len("-->")
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isPunctuation(c byte) bool {
	return '!' <= c && c <= '/' || ':' <= c && c <= '@' || '[' <= c && c <= '`' || '{' <= c && c <= '~'
}
