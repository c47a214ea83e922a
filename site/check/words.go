package check

import (
	"bytes"
	"regexp"
	"unicode"
	"unicode/utf8"
)

// leftover is what a template or a writer forgot.
type leftover struct {
	text    string
	machine bool // people do not write it, but they may quote it
	shape   bool // it means nothing else, whoever wrote the words around it
	word    bool // only as a whole word
}

func leftovers() []leftover {
	return []leftover{
		{text: "{{"},
		{text: "}}"},
		{text: "<no value>", machine: true, shape: true},
		{text: "%!", machine: true, shape: true},
		{text: "[object Object]", machine: true, shape: true},
		{text: "undefined", machine: true, word: true},
		{text: "lorem ipsum"},
		{text: "Lorem ipsum"},
		{text: "Lorem Ipsum"},
		{text: "TODO", word: true},
	}
}

// badVerb is what fmt writes for a value that it cannot show; "100 %!" is not.
var badVerb = regexp.MustCompile(`%!([a-zA-Z]?\(|[a-zA-Z]%)`)

// suspect returns the leftovers that may be on a page, by its bytes: mostly
// none, so that its texts need not be looked at.
func suspect(raw []byte) []leftover {
	var found []leftover
	for _, l := range leftovers() {
		if l.in(raw) >= 0 || l.text == "<no value>" && bytes.Contains(raw, []byte("no value")) {
			found = append(found, l)
		}
	}
	return found
}

// in returns where text holds the leftover, or -1.
func (l leftover) in(text []byte) int {
	switch {
	case l.text == "%!":
		if bytes.Contains(text, []byte(l.text)) {
			if at := badVerb.FindIndex(text); at != nil {
				return at[0]
			}
		}
		return -1
	case !l.word:
		return bytes.Index(text, []byte(l.text))
	}
	for from := 0; ; {
		at := bytes.Index(text[from:], []byte(l.text))
		if at < 0 {
			return -1
		}
		start, end := from+at, from+at+len(l.text)
		if !isWordByte(text, start-1) && !isWordByte(text, end) {
			return start
		}
		from = end
	}
}

func isWordByte(text []byte, at int) bool {
	return at >= 0 && at < len(text) && (text[at] == '_' || text[at] >= utf8.RuneSelf || unicode.IsLetter(rune(text[at])) || unicode.IsDigit(rune(text[at])))
}

// leftovers reports them in one text of the page. The words of readers, which
// were approved as they are, may hold all but what only a machine makes.
func (p *page) leftovers(text []byte) {
	for _, l := range p.suspects {
		at := l.in(text)
		if at < 0 || p.commentTag != "" && !l.shape {
			continue
		}
		p.leftover(l, text, at)
	}
}

func (d *document) leftover(l leftover, text []byte, at int) {
	const around = 30
	start, end := max(at-around, 0), min(at+len(l.text)+around, len(text))
	said := bytes.ToValidUTF8(text[start:end], nil)
	what := "something was left over: " + quoted(string(said))
	fix := "finish the sentence, or put it between ` if it is code"
	if l.machine {
		fix = "a value was missing when the page was made: find out which"
	}
	if len(d.faults) < maxFaults {
		d.faults = append(d.faults, fault{d.name, what, fix, []string{string(bytes.TrimSpace(said)), l.text}, l.machine})
	}
}
