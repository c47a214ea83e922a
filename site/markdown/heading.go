package markdown

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"unicode"
)

// writeHeading writes a heading and, beside it, a link to it. In the heading
// the link would be a part of its name.
func (d *document) writeHeading(b *block) {
	if len(d.headings) == maxHeadings {
		d.faultOnce(int(b.line), "there are over 2,000 headings", "split the text")
		return
	}
	d.readInline(d.textOf(b), int(b.line))
	text := string(d.plain(0, len(d.tokens)))
	level := int(b.level)
	d.checkHeading(text, level, int(b.line))
	id := uniqueID(d.taken, slugOf(text))
	d.headings = append(d.headings, Heading{id, text, level, int(b.line)})
	n := strconv.Itoa(level)
	d.write(`<div class="heading"><h`, n, ` id="`, id, `">`)
	d.writeTokens()
	d.write(`</h`, n, `><a class="anchor" href="#`, id, `" aria-label="Link to this part: `)
	d.writeAttribute([]byte(text))
	d.write("\">#</a></div>\n")
}

func (d *document) checkHeading(text string, level, line int) {
	switch {
	case text == "":
		d.fault(line, "heading has no words", "write some, or delete it")
	case level == 1:
		d.fault(line, fmt.Sprintf("heading %q is on the level of the page's title", shortened(text)), "start it with ##")
	case level > d.level+1:
		d.fault(line, fmt.Sprintf("heading %q skips a level", shortened(text)), "start it with "+strings.Repeat("#", d.level+1))
	}
	d.level = max(level, 2)
}

// resetIDs forgets the ids of the last body. The map stays, unless that body
// made it large.
func (d *document) resetIDs() {
	if len(d.taken) > 1000 {
		d.taken = map[string]int{}
	}
	clear(d.taken)
	maps.Copy(d.taken, d.reserved)
}

// slugOf makes an id of a heading's words: letters and digits in lower case,
// with a hyphen for all else.
func slugOf(text string) string {
	var id strings.Builder
	id.Grow(len(text))
	gap := false
	for _, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && id.Len() > 0 {
				id.WriteByte('-')
			}
			id.WriteRune(unicode.ToLower(r))
			gap = false
		case r != '\'' && r != '’':
			gap = true
		}
	}
	if id.Len() == 0 {
		return "section"
	}
	return id.String()
}

// uniqueID returns id, or id with the next free number. taken counts how often
// each was asked for, so that ten thousand equal headings cost no more than
// ten thousand different ones.
func uniqueID(taken map[string]int, id string) string {
	for n := taken[id] + 1; ; n++ {
		candidate := id
		if n > 1 {
			candidate = id + "-" + strconv.Itoa(n)
		}
		if taken[candidate] == 0 {
			taken[id] = n
			taken[candidate] = max(taken[candidate], 1)
			return candidate
		}
	}
}
