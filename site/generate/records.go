package generate

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"greenroom/site/content"
)

// RecordsFile is the name that problems with records carry; the line is that
// of the record.
const RecordsFile = "records"

// maxRecord is the most bytes that one line of records may have.
const maxRecord = 256 << 10

// Comment is one approved comment: the record of kind "comment".
type Comment struct {
	Post   string // slug
	ID     string // ULID
	Parent string // ULID of the comment it answers, or ""
	Name   string
	Staff  string // slug of the person if it was written at the desk, or ""
	At     time.Time
	Text   string // plain
	// Gone is a tombstone: a comment that was taken away and has answers. It
	// has no name and no text.
	Gone bool

	line int // of the record, 0 if there is none
}

// ReadRecords reads records as NDJSON, one a line, such as
//
//	{"kind":"comment","post":"first","id":"01JV…","parent":"","name":"Ann","staff":"","at":"2026-05-01T10:00:00Z","text":"Hello"}
//	{"kind":"tombstone","post":"first","id":"01JW…","parent":"01JV…","at":"2026-05-01T11:00:00Z"}
//
// Its error is [content.Problems]: every line that is not exactly that.
// Whether posts and people exist is checked by [Builder.Build].
func ReadRecords(r io.Reader) ([]Comment, error) {
	var comments []Comment
	var problems content.Problems
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxRecord)
	seen, number := map[string]int{}, 0
	for lines.Scan() {
		number++
		c, err := readComment(lines.Bytes())
		if first := seen[c.ID]; err == nil && first > 0 {
			err = fmt.Errorf("id %s is also that of line %d: keep one of them", c.ID, first)
		}
		if err != nil {
			what, fix, _ := strings.Cut(err.Error(), ": ")
			problems = append(problems, content.Problem{File: RecordsFile, Line: number, What: what, Fix: fix})
			continue
		}
		seen[c.ID] = number
		c.line = number
		comments = append(comments, c)
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		problems = append(problems, content.Problem{File: RecordsFile, Line: number + 1, What: fmt.Sprintf("line is over %d bytes", maxRecord), Fix: "shorten the record; what follows was not read"})
	} else if lines.Err() != nil {
		return nil, fmt.Errorf("reading records: %w", lines.Err())
	}
	if len(problems) > 0 {
		return nil, problems.Sort()
	}
	return comments, nil
}

// readComment reads one line. Its error is "what: what to do".
func readComment(line []byte) (Comment, error) {
	var r record
	if err := r.read(line); err != nil {
		return Comment{}, err
	}
	gone := r.values[kindKey] == "tombstone"
	if kind := r.values[kindKey]; kind != "comment" && !gone {
		return Comment{}, fmt.Errorf(`unknown kind %q: the kinds are "comment" and "tombstone"`, kind)
	}
	for i, key := range recordKeys() {
		if needed := !gone || !(i == nameKey || i == staffKey || i == textKey); r.has[i] != needed {
			if needed {
				return Comment{}, fmt.Errorf(`missing key %q: add it, as "" if there is nothing to say`, key)
			}
			return Comment{}, fmt.Errorf("key %q is not for a tombstone: delete it", key)
		}
	}
	at, err := time.Parse(time.RFC3339, r.values[atKey])
	if err != nil || at.Year() < 1970 {
		return Comment{}, fmt.Errorf("at is no time %q: write RFC 3339, as in 2026-05-01T10:00:00Z", r.values[atKey])
	}
	c := Comment{
		Post: r.values[postKey], ID: r.values[idKey], Parent: r.values[parentKey],
		Name: r.values[nameKey], Staff: r.values[staffKey], At: at, Text: r.values[textKey], Gone: gone,
	}
	return c, c.check()
}

// Places of the keys in recordKeys.
const (
	kindKey = iota
	postKey
	idKey
	parentKey
	nameKey
	staffKey
	atKey
	textKey
	recordSize
)

func recordKeys() [recordSize]string {
	return [recordSize]string{"kind", "post", "id", "parent", "name", "staff", "at", "text"}
}

func (c Comment) check() error {
	switch {
	case !content.IsSlug(c.Post):
		return fmt.Errorf("post is no slug %q: write that of a post", c.Post)
	case c.Staff != "" && !content.IsSlug(c.Staff):
		return fmt.Errorf(`staff is no slug %q: write that of a person, or ""`, c.Staff)
	case !isULID(c.ID):
		return fmt.Errorf("id is no ULID %q: write 26 digits and capitals", c.ID)
	case c.Parent != "" && !isULID(c.Parent):
		return fmt.Errorf(`parent is no ULID %q: write the id of a comment, or ""`, c.Parent)
	case !c.Gone && (strings.TrimSpace(c.Name) == "" || strings.TrimSpace(c.Text) == ""):
		return errors.New("name or text is empty: a comment has both")
	case hides(c.Name, false):
		return errors.New("name holds a control or direction character: delete it")
	case hides(c.Text, true):
		return errors.New("text holds a control or direction character: delete it")
	}
	return nil
}

// hides reports whether words hold a character that nobody sees, apart from
// line breaks and tabs where there may be some.
func hides(words string, breaks bool) bool {
	for i := range len(words) {
		switch c := words[i]; {
		case breaks && (c == '\n' || c == '\r' || c == '\t'):
		case c < 0x20 || c == 0x7f:
			return true
		case c >= utf8.RuneSelf:
			return strings.ContainsFunc(words[i:], func(r rune) bool {
				return content.Hidden(r) && !(breaks && (r == '\n' || r == '\r' || r == '\t'))
			})
		}
	}
	return false
}

// isULID reports whether s is 26 characters of Crockford's base 32, as a
// 128-bit number.
func isULID(s string) bool {
	if len(s) != 26 || s[0] > '7' {
		return false
	}
	for i := range len(s) {
		if strings.IndexByte("0123456789ABCDEFGHJKMNPQRSTVWXYZ", s[i]) < 0 {
			return false
		}
	}
	return true
}
