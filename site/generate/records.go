package generate

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
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
}

// ReadRecords reads records as NDJSON, one a line, such as
//
//	{"kind":"comment","post":"first","id":"01JV…","parent":"","name":"Ann","staff":"","at":"2026-05-01T10:00:00Z","text":"Hello"}
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
	values, err := readObject(line)
	if err != nil {
		return Comment{}, err
	}
	if kind := values["kind"]; kind != "comment" {
		return Comment{}, fmt.Errorf(`unknown kind %q: the kinds are "comment"`, kind)
	}
	for _, key := range commentKeys() {
		if _, ok := values[key]; !ok {
			return Comment{}, fmt.Errorf(`missing key %q: add it, as "" if there is nothing to say`, key)
		}
	}
	at, err := time.Parse(time.RFC3339, values["at"])
	if err != nil || at.Year() < 1970 {
		return Comment{}, fmt.Errorf("at is no time %q: write RFC 3339, as in 2026-05-01T10:00:00Z", values["at"])
	}
	c := Comment{
		Post: values["post"], ID: values["id"], Parent: values["parent"],
		Name: values["name"], Staff: values["staff"], At: at, Text: values["text"],
	}
	return c, c.check()
}

func commentKeys() []string {
	return []string{"kind", "post", "id", "parent", "name", "staff", "at", "text"}
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
	case strings.TrimSpace(c.Name) == "" || strings.TrimSpace(c.Text) == "":
		return errors.New("name or text is empty: a comment has both")
	case strings.ContainsFunc(c.Name, content.Hidden):
		return errors.New("name holds a control or direction character: delete it")
	case strings.ContainsFunc(c.Text, func(r rune) bool { return !strings.ContainsRune("\r\n\t", r) && content.Hidden(r) }):
		return errors.New("text holds a control or direction character: delete it")
	}
	return nil
}

// readObject reads one JSON object whose values are all strings. Unlike
// encoding/json into a struct it refuses keys that differ in case, are not
// known or are written twice.
func readObject(line []byte) (map[string]string, error) {
	if !utf8.Valid(line) {
		return nil, errors.New("line is not valid UTF-8: save it as UTF-8")
	}
	malformed := errors.New("line is no JSON object of strings: write one record a line")
	dec := json.NewDecoder(bytes.NewReader(line))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil, malformed
	}
	values := map[string]string{}
	for dec.More() {
		key, keyErr := dec.Token()
		value, valueErr := dec.Token()
		name, isName := key.(string)
		_, twice := values[name]
		text, isText := value.(string)
		switch {
		case keyErr != nil || valueErr != nil || !isName || !isText:
			return nil, malformed
		case !slices.Contains(commentKeys(), name):
			return nil, fmt.Errorf("unknown key %q: the keys are %s", name, strings.Join(commentKeys(), ", "))
		case twice:
			return nil, fmt.Errorf("key %q is written twice: keep one", name)
		}
		values[name] = text
	}
	if shut, err := dec.Token(); err != nil || shut != json.Delim('}') {
		return nil, malformed
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, malformed
	}
	return values, nil
}

// isULID reports whether s is 26 characters of Crockford's base 32, as a
// 128-bit number.
func isULID(s string) bool {
	return len(s) == 26 && s[0] <= '7' && !strings.ContainsFunc(s, func(r rune) bool {
		return !strings.ContainsRune("0123456789ABCDEFGHJKMNPQRSTVWXYZ", r)
	})
}

// checkComments reports comments on posts, or by people, that do not exist.
func checkComments(site *content.Site, comments []Comment) content.Problems {
	posts, people := map[string]bool{}, map[string]bool{}
	for _, p := range site.Posts {
		posts[p.Slug] = true
	}
	for _, p := range site.People {
		people[p.Slug] = true
	}
	var problems content.Problems
	for i, c := range comments {
		if !posts[c.Post] {
			problems = append(problems, content.Problem{File: RecordsFile, Line: i + 1, What: fmt.Sprintf("unknown post %q", c.Post), Fix: "bring posts/" + c.Post + ".md back, or take the comment out"})
		}
		if c.Staff != "" && !people[c.Staff] {
			problems = append(problems, content.Problem{File: RecordsFile, Line: i + 1, What: fmt.Sprintf("unknown person %q", c.Staff), Fix: "bring people/" + c.Staff + ".md back, or take the comment out"})
		}
	}
	return problems
}
