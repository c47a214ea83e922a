package guest

import (
	"encoding/json"
	"strings"
	"time"
)

// Released posts and their writers are files of the content tree, so that they
// are read, checked and shown like any other.

// File is where the post lies in the content tree.
func (p Post) File() string { return "posts/" + p.Slug + ".md" }

// Text is the file: front matter and Markdown.
func (p Post) Text() string {
	f := new(front)
	f.text("title", p.Title)
	f.line("date", p.Date.UTC().Format(time.RFC3339))
	if !p.Changed.IsZero() {
		f.line("lastmod", p.Changed.UTC().Format(time.RFC3339))
	}
	f.text("description", p.Description+p.Withdrawn) // one of the two
	f.line("authors", "["+quoted(p.Page)+"]")
	if p.Withdrawn != "" {
		f.text("withdrawn", p.Withdrawn)
		return f.above("")
	}
	if p.Correction != "" {
		f.text("correction", p.Correction)
	}
	return f.above(p.Body)
}

// Modified is a time that no other state of the post has.
func (p Post) Modified() time.Time {
	if p.Changed.IsZero() {
		return stamped(p.Date, p.Version)
	}
	return stamped(p.Changed, p.Version)
}

// stamped is a second, and in its nanoseconds the version: two states of one
// item that were written within a second differ.
func stamped(t time.Time, version int64) time.Time {
	return t.Truncate(time.Second).Add(time.Duration(version))
}

// File is where the writer lies in the content tree.
func (w Writer) File() string { return "people/" + w.Page + ".md" }

// Text is the file: front matter and Markdown.
func (w Writer) Text() string {
	f := new(front)
	f.text("title", w.Name)
	f.text("role", "Guest writer")
	f.text("description", w.Name+" writes here as a guest.")
	body := w.Bio
	if w.Link != "" {
		body += "\n\n<" + w.Link + ">"
	}
	return f.above(strings.TrimSpace(body))
}

// Modified is a time that no other state of the writer has.
func (w Writer) Modified() time.Time { return stamped(w.Changed, w.Version) }

// front writes front matter.
type front struct{ b strings.Builder }

func (f *front) line(key, value string) { f.b.WriteString(key + ": " + value + "\n") }

func (f *front) text(key, value string) { f.line(key, quoted(value)) }

func (f *front) above(body string) string { return "---\n" + f.b.String() + "---\n\n" + body + "\n" }

// quoted is text as YAML has it between double quotes, which is as JSON has it.
func quoted(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		return `""` // text always encodes
	}
	return string(data)
}
