package wxr

import (
	"strings"

	"greenroom/site/check"
	"greenroom/site/content"
	"greenroom/site/starter"
)

// people are the authors of the export. Neither a name nor a slug is ever made
// of an e-mail address, which WordPress allows as a login.
type people struct {
	byLogin  map[string]person
	fallback string // slug of the person of Options.Author
	used     map[string]person
}

type person struct{ slug, name string }

func newPeople(authors []author, fallback string) *people {
	p := &people{byLogin: map[string]person{}, used: map[string]person{}, fallback: fallback}
	taken := map[string]bool{}
	for _, a := range authors {
		login := strings.TrimSpace(a.Login)
		if _, twice := p.byLogin[login]; twice || login == "" {
			continue
		}
		name := nameOf(a)
		slug := starter.Slug(name)
		if slug == "" {
			slug = starter.Slug(safeName(login))
		}
		if slug == "" {
			slug = "author"
		}
		slug = unused(slug, func(s string) bool { return taken[s] })
		taken[slug] = true
		p.byLogin[login] = person{slug, name}
	}
	return p
}

// nameOf is how an author signs, or "Author" if only an address is known.
func nameOf(a author) string {
	for _, name := range []string{a.Display, a.First + " " + a.Last, a.Login} {
		if safe := safeName(name); safe != "" {
			return safe
		}
	}
	return "Author"
}

// safeName is a name of one line, or "" if it is none or holds an address.
func safeName(name string) string {
	name = cutText(oneLine(plainText(name)), 100)
	if len(check.Addresses([]byte(name))) > 0 || strings.Contains(name, "@") {
		return ""
	}
	return name
}

// slugOf returns whom a login stands for, and notes that a file is needed.
func (p *people) slugOf(login string) string {
	found, ok := p.byLogin[strings.TrimSpace(login)]
	if ok {
		p.used[found.slug] = found
		return found.slug
	}
	if content.IsSlug(p.fallback) {
		return p.fallback
	}
	return ""
}

// text is the file of a person.
func (p person) text() string {
	return "---\ntitle: " + starter.Quote(p.name) + "\nrole: \"Author\"\ndescription: " + starter.Quote("Posts by "+p.name+".") + "\n---\n"
}
