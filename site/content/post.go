package content

import (
	"strings"
	"time"
)

func parsePost(d *document, f *fields) Post {
	p := Post{
		Slug:        f.slug(),
		Title:       f.text("title", true),
		Date:        f.moment("date", true),
		Lastmod:     f.moment("lastmod", false),
		Draft:       f.flag("draft", false),
		Description: f.text("description", true),
		Tags:        f.texts("tags", -1),
		Correction:  f.text("correction", false),
		Withdrawn:   f.text("withdrawn", false),
		Body:        d.text(),
	}
	d.people = f.mentions("authors", 1)
	p.Authors = words(d.people)
	d.aliases = f.mentions("aliases", -1)
	p.Aliases = words(d.aliases)
	f.notBefore("lastmod", p.Lastmod, "date", p.Date)
	f.afterwards(p)
	for i, m := range d.people {
		if contains(d.people[:i], m.word) {
			d.fault(m.line, "author \""+m.word+"\" is named twice", "name each author once")
		}
	}
	for _, m := range d.aliases {
		if !isAlias(m.word) {
			d.fault(m.line, "alias \""+m.word+"\" is no path", "write it as in /old/address/, with letters, digits and hyphens")
		}
	}
	return p
}

// afterwards reports what is said of a post after it was published and cannot
// be: a reader is told when, and of what was taken back nothing is left.
func (f *fields) afterwards(p Post) {
	for _, key := range []string{"correction", "withdrawn"} {
		if f.nodes[key] != nil && f.nodes["lastmod"] == nil {
			f.doc.fault(f.lineAt(key), "key \""+key+"\" does not say when", "add lastmod: 2026-05-01")
		}
	}
	if p.Withdrawn != "" && strings.TrimSpace(p.Body.Markdown) != "" {
		f.doc.fault(p.Body.Line, "post is withdrawn and has a text", "delete the text, or the key withdrawn")
	}
}

// maxSlug is the length of a slug and of each part of an alias: well below what
// a file name may have.
const maxSlug = 80

// isAlias reports whether path is one that a page can be put at.
func isAlias(path string) bool {
	if !strings.HasPrefix(path, "/") || !strings.HasSuffix(path, "/") || len(path) < 3 || len(path) > 300 {
		return false
	}
	for part := range strings.SplitSeq(path[1:len(path)-1], "/") {
		ok := part != "" && len(part) <= maxSlug && !strings.ContainsFunc(part, func(r rune) bool {
			return r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
		})
		if !ok || part[0] == '_' {
			return false
		}
	}
	return true
}

func contains(list []mention, word string) bool {
	for _, m := range list {
		if m.word == word {
			return true
		}
	}
	return false
}

// notBefore reports a date that lies before another that it must follow.
func (f *fields) notBefore(key string, t time.Time, earlier string, than time.Time) {
	if !t.IsZero() && !than.IsZero() && t.Before(than) {
		f.doc.fault(f.lineAt(key), key+" is before "+earlier, "set "+key+" to "+earlier+" or later")
	}
}

// before reports two dates of which the first must lie before the second.
func (f *fields) before(first string, a time.Time, second string, b time.Time) {
	if !a.IsZero() && !b.IsZero() && !a.Before(b) {
		f.doc.fault(f.lineAt(second), second+" is not after "+first, "set "+second+" to a later day than "+first)
	}
}

func parsePerson(d *document, f *fields) Person {
	p := Person{
		Slug:        f.slug(),
		Name:        f.text("title", true),
		Role:        f.text("role", true),
		Staff:       f.flag("staff", false),
		Description: f.text("description", true),
		Email:       f.email("email", false),
		Photo:       f.photo("photo"),

		ReplyPromise: f.text("reply_promise", false),
		Body:         d.text(),
	}
	p.Roles = f.roles("roles", p.Staff)
	return p
}

// photo reads the address of a picture of this site.
func (f *fields) photo(key string) string {
	text := f.text(key, false)
	if text != "" && !strings.HasPrefix(text, "/"+mediaFolder+"/") {
		f.doc.fault(f.lineAt(key), "key \""+key+"\" is no picture of this site: "+text, "put it into media/ and write "+key+": /media/name.jpg")
		return ""
	}
	return text
}

func parsePage(d *document, f *fields) Page {
	slug := f.slug()
	if d.name == HomePage && slug != HomePage {
		d.fault(d.slug.line, "home.md introduces the home page and has no address of its own", "delete the slug")
	}
	return Page{
		Slug:        slug,
		Title:       f.text("title", true),
		Description: f.text("description", true),
		Lastmod:     f.moment("lastmod", false),
		Body:        d.text(),
	}
}

// slug reads the slug, or takes the file's name for it.
func (f *fields) slug() string {
	d := f.doc
	f.known = append(f.known, "slug")
	if f.nodes["slug"] == nil {
		if !IsSlug(d.name) {
			d.fault(1, "file name \""+d.name+"\" is no slug", "rename it: lower-case letters, digits and single hyphens, up to 80")
		}
		return d.name
	}
	text := f.text("slug", true)
	d.slug = mention{text, f.lineAt("slug")}
	if text != "" && !IsSlug(text) {
		d.fault(d.slug.line, "slug \""+text+"\" is not allowed", "use lower-case letters, digits and single hyphens, up to 80")
	}
	return text
}

// IsSlug reports whether s is lower-case letters and digits in groups joined
// by single hyphens, up to 80 characters.
func IsSlug(s string) bool {
	if s == "" || len(s) > maxSlug || s[0] == '-' || s[len(s)-1] == '-' || strings.Contains(s, "--") {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z')
	})
}
