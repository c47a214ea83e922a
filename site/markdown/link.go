package markdown

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"greenroom/site/content"
)

// bracket is a [ or ![ that may begin a link or a picture.
type bracket struct {
	token     int32
	text      int   // offset of what is in it
	delimiter int32 // the last before it
	picture   bool
	inactive  bool // within a link, where no other can be
	nested    bool // another bracket follows in it
}

// readBracket reads [ as the start of a link, or as a footnote's number.
func (d *document) readBracket(data []byte, offset int) int {
	if d.hasNotes && offset+1 < len(data) && data[offset+1] == '^' {
		if n, ok := d.readNote(data, offset); ok {
			return n
		}
	}
	return d.openBracket(data, offset, 1)
}

// readBang reads ![ as the start of a picture.
func (d *document) readBang(data []byte, offset int) int {
	if offset+1 < len(data) && data[offset+1] == '[' && !(d.hasNotes && offset+2 < len(data) && data[offset+2] == '^') {
		return d.openBracket(data, offset, 2)
	}
	return 0
}

func (d *document) openBracket(data []byte, offset, width int) int {
	if n := len(d.brackets); n > 0 {
		d.brackets[n-1].nested = true
	}
	d.found(textToken, offset, offset+width)
	d.brackets = append(d.brackets, bracket{
		token: d.nextToken(offset), text: offset + width, delimiter: d.last, picture: width == 2,
	})
	return width
}

// readClosing reads ] and, if it ends a link or a picture, where that leads.
func (d *document) readClosing(data []byte, offset int) int {
	n := len(d.brackets)
	if n == 0 {
		return 0
	}
	b := d.brackets[n-1]
	d.brackets = d.brackets[:n-1]
	if b.inactive {
		return 0
	}
	t, width := d.readTarget(data, b, offset)
	if width == 0 {
		return 0
	}
	start := &d.tokens[b.token]
	start.kind, start.at = linkStart, int32(len(d.targets))
	if b.picture {
		start.kind = pictureStart
	}
	d.targets = append(d.targets, t)
	d.pairDelimiters(b.delimiter)
	for i := n - 2; i >= 0 && !b.picture && !d.brackets[i].inactive; i-- {
		d.brackets[i].inactive = !d.brackets[i].picture
	}
	d.found(linkEnd, offset, offset)
	d.pending.pair = b.token
	return width
}

// readTarget reads what follows the ] at offset: "(address "title")", another
// label, or nothing if the text itself is the label.
func (d *document) readTarget(data []byte, b bracket, offset int) (t target, width int) {
	rest := data[offset+1:]
	if len(rest) > 0 && rest[0] == '(' {
		if t, n := readInlineTarget(rest); n > 0 {
			return t, n + 1
		}
	}
	if len(d.references) == 0 {
		return target{}, 0
	}
	label, n := data[b.text:offset], 0
	if len(rest) > 0 && rest[0] == '[' {
		n = labelLength(rest)
	}
	if n > 2 {
		label = rest[1 : n-1]
	} else if b.nested {
		return target{}, 0
	}
	r, found := d.find(label, offset)
	if !found {
		return target{}, 0
	}
	return target(r), n + 1
}

// readInlineTarget reads "(address "title")".
func readInlineTarget(text []byte) (t target, width int) {
	i := skipSpace(text, 1)
	address, n := readAddress(text[i:])
	title, end := readTitleAfter(text, i+n)
	if end == 0 {
		end = i + n
	}
	if end = skipSpace(text, end); end == len(text) || text[end] != ')' {
		return target{}, 0
	}
	return target{unescaped(address), unescaped(title)}, end + 1
}

// writeLinkStart writes the start of a link. One that is not allowed is its
// words alone.
func (d *document) writeLinkStart(i int) {
	t := &d.tokens[i]
	to := d.targets[t.at]
	address := string(to.address)
	if !d.checkLink(address, d.lineAt(int(t.start)), d.hasWords(i+1, int(t.pair))) {
		d.tokens[t.pair].kind = textToken
		return
	}
	d.write(`<a href="`)
	d.writeAddress(to.address)
	if len(to.title) > 0 {
		d.write(`" title="`)
		d.writeAttribute(to.title)
	}
	d.write(`">`)
	d.inLink = true
}

func (d *document) checkLink(address string, line int, words bool) bool {
	switch {
	case !d.rules.link(address):
		d.fault(line, "link to "+strconv.Quote(shortened(address))+" is not allowed", "start it with / for a page of this site, with # for a heading, or with https:// or mailto:")
		return false
	case !words:
		d.fault(line, "link to "+shortened(address)+" has no words", "write what it leads to between [ and ]")
		return false
	}
	d.links = append(d.links, Link{address, line})
	return true
}

// isAddress reports whether address is one to net/url too. Most can be seen to
// be without asking.
func isAddress(address string) bool {
	for i := range len(address) {
		if c := address[i]; !isLetter(c) && !isDigit(c) && strings.IndexByte("/-_.#?=&:+,~", c) < 0 || c == ':' && i > len("mailto") {
			_, err := url.Parse(address)
			return err == nil
		}
	}
	return true
}

// rules are what a site lets its writers link to and show.
type rules struct {
	link    func(address string) bool
	picture func(address string) bool
}

func siteRules() rules {
	return rules{
		link:    func(address string) bool { return isSafe(address) && isAddress(address) },
		picture: func(address string) bool { return strings.HasPrefix(address, "/media/") && isSafe(address) },
	}
}

// isSafe allows addresses of this site, headings, the web and mail. Spaces,
// control characters and backslashes are how browsers are led to read one
// address as another.
func isSafe(address string) bool {
	if strings.HasPrefix(address, "//") {
		return false
	}
	for _, r := range address {
		if r == '\\' || r <= ' ' || r >= 0x7F && (unicode.IsSpace(r) || content.Hidden(r)) {
			return false
		}
	}
	for _, start := range [...]string{"/", "#", "https://", "http://", "mailto:"} {
		if len(address) >= len(start) && strings.EqualFold(address[:len(start)], start) {
			return true
		}
	}
	return false
}
