package content

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// HomePage is the slug of the page whose body introduces the home page. It
// has no address of its own.
const HomePage = "home"

// reserved are the first parts of addresses that a plain page may not take.
func reserved() []string {
	return []string{"blog", "programs", "people", "api", "apply", "desk", "me", "dev", "sign-in", "comments", "assets", mediaFolder, "c", "feeds", "search"}
}

// isOwn reports whether an address is that of a list of the site itself, or
// of a page that the site makes as soon as there is enough to show: the second
// of a list or of a discussion.
func isOwn(address string) bool {
	section, rest, _ := strings.Cut(strings.Trim(address, "/"), "/")
	name, rest, _ := strings.Cut(rest, "/")
	below, _, _ := strings.Cut(rest, "/")
	switch section {
	case "blog":
		return slices.Contains([]string{"", "tag", "page", "comments"}, name) || below == "comments" ||
			isYear(name) && (below == "" || below == "page")
	case "programs":
		return slices.Contains([]string{"", "platform", "topic", "region", "small-accounts", "closing-soon"}, name)
	case "people":
		return name == "" || name == "page" || below == "page"
	}
	return false
}

// isYear reports whether a slug is that of a year's list of posts.
func isYear(slug string) bool {
	return len(slug) == 4 && !strings.ContainsFunc(slug, func(r rune) bool { return r < '0' || r > '9' })
}

// crossCheck finds what no file shows alone: two files for one address, and
// names of people who are not there.
func crossCheck(entries []*entry) Problems {
	var problems Problems
	people := map[string]Person{}
	taken := map[string]string{} // address to the file that has it
	for _, e := range entries {
		if path.Dir(e.doc.file) == "people" {
			people[e.doc.slug.word], _ = e.value.(Person)
		}
		if e.doc.slug.word == "" {
			continue
		}
		problems = append(problems, e.doc.claim(taken, e.doc.address(), e.doc.slug.line)...)
	}
	for _, e := range entries {
		for _, alias := range e.doc.aliases {
			problems = append(problems, e.doc.claim(taken, alias.word, alias.line)...)
		}
		problems = append(problems, e.doc.checkPeople(people)...)
		if _, ok := e.value.(Program); ok {
			problems = append(problems, e.doc.checkManager(people)...)
		}
	}
	return problems
}

// address is where the page of a file will be.
func (d *document) address() string {
	switch folder := path.Dir(d.file); folder {
	case "pages":
		return "/" + d.slug.word + "/"
	case "posts":
		return "/blog/" + d.slug.word + "/"
	default:
		return "/" + folder + "/" + d.slug.word + "/"
	}
}

// claim takes an address for a file. Addresses that differ in case only are
// one address on many disks.
func (d *document) claim(taken map[string]string, address string, line int) Problems {
	key := strings.ToLower(address)
	fixed := isOwn(key)
	first, _, _ := strings.Cut(strings.TrimPrefix(key, "/"), "/")
	isPage := path.Dir(d.file) == "pages"
	aliasInto := !isPage && slices.Contains(reserved(), first) && first != "blog" && first != "programs" && first != "people"
	if fixed || aliasInto || isPage && slices.Contains(reserved(), first) {
		return Problems{{d.file, line, fmt.Sprintf("address %s is taken by the site itself", address), "choose another"}}
	}
	if other, twice := taken[key]; twice {
		return Problems{{d.file, line, fmt.Sprintf("address %s is also that of %s", address, other), "change one of the two slugs or aliases"}}
	}
	taken[key] = d.file
	return nil
}

// checkManager holds that whoever answers for a program works here and can be
// written to.
func (d *document) checkManager(people map[string]Person) Problems {
	for _, m := range d.people {
		p, known := people[m.word]
		switch {
		case !known: // which checkPeople says
		case !p.Staff:
			return Problems{{d.file, m.line, fmt.Sprintf("manager %q is not staff", m.word), "name somebody with staff: true in people/"}}
		case p.Email == "":
			return Problems{{d.file, m.line, fmt.Sprintf("manager %q has no email", m.word), "write it in their file in people/: the program's mail is answered there"}}
		}
	}
	return nil
}

func (d *document) checkPeople(people map[string]Person) Problems {
	var problems Problems
	for _, m := range d.people {
		if _, known := people[m.word]; !known {
			fix := suggest(m.word, slices.Collect(maps.Keys(people))) + " (people are files in people/)"
			problems = append(problems, Problem{d.file, m.line, fmt.Sprintf("unknown person %q", m.word), fix})
		}
	}
	return problems
}

// assemble sorts what was read so that no two runs can differ.
func assemble(config Config, entries []*entry) *Site {
	s := &Site{Config: config}
	var posts []dated
	for i, e := range entries {
		switch v := e.value.(type) {
		case *Post:
			posts = append(posts, dated{v.Date.Unix(), v.Date.Nanosecond(), v.Slug, i})
		case Program:
			s.Programs = append(s.Programs, v)
		case Person:
			s.People = append(s.People, v)
		case Page:
			s.Pages = append(s.Pages, v)
		}
	}
	slices.SortFunc(posts, func(a, b dated) int {
		return cmp.Or(cmp.Compare(b.second, a.second), cmp.Compare(b.nano, a.nano), cmp.Compare(a.slug, b.slug))
	})
	if len(posts) > 0 {
		s.Posts = make([]Post, len(posts))
	}
	for i, p := range posts {
		s.Posts[i] = *entries[p.entry].value.(*Post)
	}
	slices.SortFunc(s.Programs, func(a, b Program) int { return cmp.Compare(a.Slug, b.Slug) })
	slices.SortFunc(s.People, func(a, b Person) int { return cmp.Compare(a.Slug, b.Slug) })
	slices.SortFunc(s.Pages, func(a, b Page) int { return cmp.Compare(a.Slug, b.Slug) })
	return s
}

// dated is what posts are sorted by, and the place of one among the entries.
type dated struct {
	second int64
	nano   int
	slug   string
	entry  int
}
