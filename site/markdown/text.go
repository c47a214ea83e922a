package markdown

import "bytes"

// write appends parts that need no escaping.
func (d *document) write(parts ...string) {
	for _, p := range parts {
		d.out = append(d.out, p...)
	}
}

// writeText reads the text of a block and writes it.
func (d *document) writeText(data []byte, line int) {
	d.readInline(data, line)
	d.writeTokens()
}

func (d *document) writeTokens() {
	d.inWord = false
	for i := 0; i < len(d.tokens); i++ {
		switch t := &d.tokens[i]; t.kind {
		case textToken:
			d.writeRunning(t)
		case literalToken:
			d.writeWords(d.tokenText(t))
		case codeToken:
			d.write("<code>")
			d.writeWords(d.tokenText(t))
			d.write("</code>")
		case softBreak:
			d.writeBreak("\n")
		case hardBreak:
			d.writeBreak("<br>\n")
		case delimiterToken:
			d.writeTags(t.closes, true)
			d.writeWords(d.tokenText(t))
			d.writeTags(t.open, false)
		case linkStart:
			d.writeLinkStart(i)
		case linkEnd:
			d.write("</a>")
			d.inLink = false
		case pictureStart:
			d.writePicture(i)
			i = int(t.pair)
		case addressToken:
			d.writeAutolink(t)
		case noteToken:
			d.writeNoteMark(t.at)
		}
	}
}

func (d *document) writeBreak(how string) {
	d.write(how)
	d.inWord = false
}

// writeWords writes text with what HTML needs escaped, and counts its words.
func (d *document) writeWords(text []byte) {
	from, inWord := 0, d.inWord
	for i, c := range text {
		if c == ' ' || c == '\n' || c == '\t' {
			inWord = false
			continue
		}
		if !inWord {
			inWord = true
			d.words++
		}
		if c > '>' { // most are
			continue
		}
		if escape := escapeOf(c); escape != "" {
			d.out = append(d.out, text[from:i]...)
			d.out = append(d.out, escape...)
			from = i + 1
		}
	}
	d.out = append(d.out, text[from:]...)
	d.inWord = inWord
}

// writeAttribute writes the value of an attribute in double quotes, or code.
func (d *document) writeAttribute(text []byte) {
	d.out = appendEscaped(d.out, text)
}

// appendEscaped appends text with what HTML needs escaped.
func appendEscaped[T string | []byte](out []byte, text T) []byte {
	from := 0
	for i := range len(text) {
		if escape := escapeOf(text[i]); escape != "" {
			out = append(out, text[from:i]...)
			out = append(out, escape...)
			from = i + 1
		}
	}
	return append(out, text[from:]...)
}

func escapeOf(c byte) string {
	switch c {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '"':
		return "&quot;"
	case 0:
		return "\uFFFD"
	}
	return ""
}

// writeAddress writes an address as cmark does: what URLs cannot hold as
// percent and two digits.
func (d *document) writeAddress(address []byte) {
	const digits = "0123456789ABCDEF"
	for _, c := range address {
		switch {
		case c == '&':
			d.out = append(d.out, "&amp;"...)
		case isLetter(c) || isDigit(c) || bytes.IndexByte([]byte("-_.+!*'(),%#@?=;:/$~"), c) >= 0:
			d.out = append(d.out, c)
		default:
			d.out = append(d.out, '%', digits[c>>4], digits[c&15])
		}
	}
}

// writeAutolink writes an address that is its own text.
func (d *document) writeAutolink(t *token) {
	address := d.targets[t.at].address
	if !d.checkLink(string(address), d.lineAt(int(t.start)), true) {
		d.writeWords(d.tokenText(t))
		return
	}
	d.write(`<a href="`)
	d.writeAddress(address)
	d.write(`">`)
	d.writeWords(d.tokenText(t))
	d.write("</a>")
}

// hasWords reports whether anything can be seen or heard of the tokens.
func (d *document) hasWords(from, to int) bool {
	for i := from; i < to; i++ {
		if t := &d.tokens[i]; t.kind != linkEnd && len(bytes.TrimSpace(d.tokenText(t))) > 0 {
			return true
		}
	}
	return false
}

// plain is the text of tokens without any marks. It holds until the next call.
func (d *document) plain(from, to int) []byte {
	d.plainText = d.plainText[:0]
	for i := from; i < to; i++ {
		switch t := &d.tokens[i]; t.kind {
		case softBreak, hardBreak:
			d.plainText = append(d.plainText, ' ')
		case linkStart, linkEnd, pictureStart, noteToken:
		default:
			d.plainText = append(d.plainText, d.tokenText(t)...)
		}
	}
	for i, c := range d.plainText {
		if c == '\n' {
			d.plainText[i] = ' '
		}
	}
	return bytes.TrimSpace(d.plainText)
}
