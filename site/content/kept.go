package content

import (
	"path"
	"strings"

	"greenroom/site/packed"
)

// appendPost writes everything about a post but its text.
func appendPost(b []byte, d *document, p Post) []byte {
	b = packed.Text(b, p.Slug)
	b = packed.Int(b, int64(d.slug.line))
	b = packed.Text(b, p.Title)
	b = packed.Time(b, p.Date)
	b = packed.Time(b, p.Lastmod)
	b = packed.Bool(b, p.Draft)
	b = packed.Text(b, p.Description)
	b = appendMentions(b, d.people)
	b = packed.Texts(b, p.Tags)
	b = appendMentions(b, d.aliases)
	b = packed.Text(packed.Text(b, p.Correction), p.Withdrawn)
	return packed.Int(b, int64(p.Body.Line))
}

// readPost reads what appendPost wrote; d, which knows its file, gets what the
// post mentions.
func readPost(r *packed.Reader, d *document) Post {
	d.name = strings.TrimSuffix(path.Base(d.file), ".md")
	p := Post{Slug: r.Text()}
	d.slug = mention{p.Slug, int(r.Int())}
	p.Title = r.Text()
	p.Date, p.Lastmod = r.Time(d.env.zone), r.Time(d.env.zone)
	p.Draft = r.Bool()
	p.Description = r.Text()
	d.people = readMentions(r)
	p.Authors = words(d.people)
	p.Tags = r.Texts()
	d.aliases = readMentions(r)
	p.Aliases = words(d.aliases)
	p.Correction, p.Withdrawn = r.Text(), r.Text()
	p.Body = Body{Source: Source{File: d.file, Line: int(r.Int())}}
	return p
}

func appendMentions(b []byte, list []mention) []byte {
	b = packed.Uint(b, uint64(len(list)))
	for _, m := range list {
		b = packed.Int(packed.Text(b, m.word), int64(m.line))
	}
	return b
}

func readMentions(r *packed.Reader) []mention {
	n := r.Len()
	if n == 0 {
		return nil
	}
	list := make([]mention, n)
	for i := range list {
		list[i] = mention{r.Text(), int(r.Int())}
	}
	return list
}
