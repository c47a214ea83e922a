package content

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// Caps on what is read.
const (
	maxFile        = 1 << 20  // bytes of one file of words
	maxFrontMatter = 64 << 10 // bytes between the two lines ---
)

// mailAddress finds what a reader or a harvester would take for an address.
var mailAddress = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`)

// document is one file while it is read: its text and what is wrong with it.
type document struct {
	file     string // "posts/first.md"
	name     string // "first"
	front    string // YAML
	frontAt  int    // line of the first line of front
	body     string
	bodyAt   int
	env      env
	problems Problems

	people  []mention // slugs of people, said in this file
	aliases []mention
	slug    mention
}

// mention is a word and the line it stands on.
type mention struct {
	word string
	line int
}

// env is what site.yaml says that the reading of other files depends on.
type env struct {
	zone       *time.Location
	domain     string // of the agency's addresses; "" if not known
	moderation string // the one address of the agency that is never public
}

// name is the env as one text.
func (e env) name() string {
	if e.zone == nil {
		return ""
	}
	return e.zone.String() + "\n" + e.domain + "\n" + e.moderation
}

// envOf is the env that a site.yaml without faults gives.
func envOf(c Config) env {
	_, domain, _ := strings.Cut(c.Agency.Email, "@")
	return env{zone: c.TimeZone, domain: strings.ToLower(domain), moderation: c.Agency.ModerationEmail}
}

// same reports whether a file read under one env reads alike under the other.
func (e env) same(other env) bool {
	return e.name() == other.name()
}

func (d *document) fault(line int, what, fix string) {
	d.problems = append(d.problems, Problem{d.file, max(line, 1), what, fix})
}

// readText turns the bytes of a file of words into text and holds it to what
// all of them share: UTF-8 and visible characters. Line ends become "\n" and a
// byte order mark at the start is dropped.
func readText(file string, raw []byte) (string, Problems) {
	d := document{file: file}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	text := string(raw)
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	d.checkCharacters(text)
	return text, d.problems
}

// readFile reads a plain file of at most maxFile bytes.
func readFile(fsys fs.FS, file string) ([]byte, Problems) {
	raw, err := readCapped(fsys, file)
	if err != nil {
		return nil, Problems{{file, 1, err.Error(), "make it a plain file that can be read, of at most 1 MB"}}
	}
	return raw, nil
}

func readCapped(fsys fs.FS, file string) ([]byte, error) {
	info, err := fs.Stat(fsys, file)
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("is not a plain file")
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("is over %d bytes", maxFile)
	}
	raw, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", err)
	}
	return raw, nil
}

func (d *document) checkCharacters(text string) {
	if !suspect(text) {
		return
	}
	number := 0
	for line := range strings.Lines(text) {
		number++
		if !utf8.ValidString(line) {
			d.fault(number, "is not valid UTF-8", "save the file as UTF-8")
			continue
		}
		for _, r := range line {
			if r != '\n' && r != '\t' && Hidden(r) {
				d.fault(number, fmt.Sprintf("character U+%04X is not allowed", r), "delete it: it cannot be seen, or turns text around")
				break
			}
		}
	}
}

// suspect reports whether text may hold what is hidden or is not UTF-8. It
// looks at bytes: of all that is hidden, only what is outside ASCII needs a
// closer look.
func suspect(text string) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= 0x20 && c < 0x7f, c == '\n', c == '\t':
		case c < utf8.RuneSelf:
			return true
		default:
			r, size := utf8.DecodeRuneInString(text[i:])
			if r == utf8.RuneError && size == 1 || Hidden(r) {
				return true
			}
			i += size - 1
		}
	}
	return false
}

// Hidden reports whether r is a control character, a line break other than
// "\n" or a character that turns the direction of text: none of them has a
// place in words that are published.
func Hidden(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7F && r <= 0x9F: // C0, DEL, C1
		return true
	case r == 0x2028, r == 0x2029, r == 0xFEFF, r == 0xFFFE, r == 0xFFFF:
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069: // bidi embeddings, overrides, isolates
		return true
	}
	return false
}

// split cuts text into front matter and body.
func (d *document) split(text string) bool {
	d.frontAt, d.bodyAt = 2, 1
	first, rest, _ := strings.Cut(text, "\n")
	if strings.TrimRight(first, " \t") != "---" {
		d.fault(1, "front matter is missing", "start the file with a line --- then the keys, then another line ---")
		return false
	}
	offset, number := 0, 2
	for line := range strings.Lines(rest) {
		if strings.TrimRight(line, " \t\n") == "---" {
			d.front, d.body, d.bodyAt = rest[:offset], rest[offset+len(line):], number+1
			return d.checkFrontSize()
		}
		offset += len(line)
		number++
	}
	d.fault(1, "front matter is not closed", "put a line --- after the last key")
	return false
}

func (d *document) checkFrontSize() bool {
	if len(d.front) <= maxFrontMatter {
		return true
	}
	d.fault(1, fmt.Sprintf("front matter is over %d bytes", maxFrontMatter), "move the long text below the second line ---")
	return false
}

// checkAddresses holds the promise that no address but the agency's own
// stands in a public page.
func (d *document) checkAddresses(text string, firstLine int) {
	if d.env.domain == "" || !strings.Contains(text, "@") {
		return
	}
	number := firstLine
	for line := range strings.Lines(text) {
		for _, found := range mailAddress.FindAllString(line, -1) {
			switch {
			case !strings.HasSuffix(strings.ToLower(found), "@"+d.env.domain):
				d.fault(number, fmt.Sprintf("address %s is not the agency's", found), "leave it out or use one that ends in @"+d.env.domain)
			case strings.EqualFold(found, d.env.moderation):
				d.fault(number, fmt.Sprintf("address %s is for moderators only", found), "use another of the agency's addresses")
			}
		}
		number++
	}
}
