package markdown

import (
	"bytes"
	"strings"
)

// writeRunning writes text in which e-mail addresses are links.
func (d *document) writeRunning(t *token) {
	at := int(t.start)
	for text := d.tokenText(t); !d.inLink; text = d.data[at:t.end] {
		start, end := findMailbox(text)
		if end == 0 {
			break
		}
		d.writeWords(text[:start])
		d.writeMailbox(text[start:end], d.lineAt(at+start))
		at += end
	}
	d.writeWords(d.data[at:t.end])
}

func (d *document) writeMailbox(address []byte, line int) {
	d.links = append(d.links, Link{"mailto:" + string(address), line})
	d.write(`<a href="mailto:`)
	d.writeAddress(address)
	d.write(`">`)
	d.writeWords(address)
	d.write("</a>")
}

// findMailbox finds the first e-mail address in text as GFM does. end is 0 if
// there is none.
func findMailbox(text []byte) (start, end int) {
	for from := 0; ; {
		at := bytes.IndexByte(text[from:], '@')
		if at < 0 {
			return 0, 0
		}
		at += from
		for start = at; start > from && isMailLetter(text[start-1]); start-- {
		}
		dots := 0
		for end = at + 1; end < len(text) && (isMailLetter(text[end]) && text[end] != '+'); end++ {
			if text[end] == '.' {
				dots++
			}
		}
		for end > at && text[end-1] == '.' {
			end--
			dots--
		}
		if start < at && dots > 0 && text[end-1] != '-' && text[end-1] != '_' && isMailbox(text[start:end]) {
			return start, end
		}
		from = at + 1
	}
}

func isMailLetter(c byte) bool {
	return isLetter(c) || isDigit(c) || c == '.' || c == '-' || c == '_' || c == '+'
}

// isMailbox reports an e-mail address as HTML and CommonMark have them.
func isMailbox(text []byte) bool {
	local, domain, found := bytes.Cut(text, []byte{'@'})
	if !found || len(local) == 0 || len(domain) == 0 || len(domain) > 255 {
		return false
	}
	for _, c := range local {
		if !isLetter(c) && !isDigit(c) && strings.IndexByte(".!#$%&'*+/=?^_`{|}~-", c) < 0 {
			return false
		}
	}
	for label := range bytes.SplitSeq(domain, []byte{'.'}) {
		if len(label) == 0 || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for _, c := range label {
			if !isLetter(c) && !isDigit(c) && c != '-' {
				return false
			}
		}
	}
	return true
}
