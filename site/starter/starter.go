// Package starter writes the file that a new post, program, person or page
// begins as: front matter that the loader accepts as it is, and a first line
// to write over.
package starter

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"greenroom/site/content"
)

// Options say what is to be begun.
type Options struct {
	Kind   string // post, program, person or page
	Title  string // of a person: the name
	Slug   string // "" makes one from Title
	Author string // slug of a person; "" is the first who is staff
	Now    time.Time
	Zone   *time.Location // of the dates; nil is that of site.yaml
}

// workers is how many files are read at once.
const workers = 4

// folder is where each kind is kept.
func folder(kind string) string {
	switch kind {
	case "post", "program", "page":
		return kind + "s"
	case "person":
		return "people"
	}
	return ""
}

// kinds are what can be begun.
func kinds() []string { return []string{"page", "person", "post", "program"} }

// File returns the new file of a content tree, as "posts/first-post.md". It
// is loaded together with the others before it is handed out, so that it adds
// no problem to the tree. Nothing is written.
func File(tree fs.FS, o Options) (name string, data []byte, err error) {
	name, data, err = file(tree, o)
	if err != nil {
		return "", nil, fmt.Errorf("beginning a %s: %w", o.Kind, err)
	}
	return name, data, nil
}

func file(tree fs.FS, o Options) (string, []byte, error) {
	if err := o.check(); err != nil {
		return "", nil, err
	}
	o.Title = strings.TrimSpace(o.Title)
	if o.Slug == "" {
		if o.Slug = Slug(o.Title); o.Slug == "" {
			return "", nil, fmt.Errorf("title %q has no letter that an address can have: name the address with -slug", o.Title)
		}
	}
	if !content.IsSlug(o.Slug) {
		return "", nil, fmt.Errorf("slug %q is not allowed: name one of lower-case letters, digits and single hyphens, up to 80", o.Slug)
	}
	name := folder(o.Kind) + "/" + o.Slug + ".md"
	if _, err := fs.Stat(tree, name); !errors.Is(err, fs.ErrNotExist) {
		return "", nil, fmt.Errorf("%s is there already: edit it, or choose another title", name)
	}
	loader := content.NewLoader(workers)
	site, err := loader.Load(context.Background(), tree)
	if _, faulty := errors.AsType[content.Problems](err); err != nil && !faulty {
		return "", nil, err
	}
	if err := o.complete(site); err != nil {
		return "", nil, err
	}
	data := []byte(o.text())
	return name, data, accepted(loader, tree, name, data)
}

func (o Options) check() error {
	switch {
	case folder(o.Kind) == "":
		if near := content.Nearest(o.Kind, kinds()); near != "" {
			return fmt.Errorf("unknown kind %q: did you mean %q?", o.Kind, near)
		}
		return fmt.Errorf("unknown kind %q: the kinds are %s", o.Kind, strings.Join(kinds(), ", "))
	case strings.TrimSpace(o.Title) == "":
		return errors.New("title is empty: write it in quotes after the kind")
	case !utf8.ValidString(o.Title):
		return errors.New("title is not valid UTF-8: type it again")
	}
	for _, r := range o.Title {
		if content.Hidden(r) {
			return fmt.Errorf("title holds the character U+%04X: take it out, for it cannot be seen or turns text around", r)
		}
	}
	return nil
}

// complete fills in what the site knows.
func (o *Options) complete(site *content.Site) error {
	if o.Zone == nil {
		o.Zone = time.UTC
		if site.Config.TimeZone != nil {
			o.Zone = site.Config.TimeZone
		}
	}
	if o.Kind != "post" && o.Kind != "program" {
		return nil
	}
	var slugs []string
	for _, p := range site.People {
		slugs = append(slugs, p.Slug)
		if o.Author == "" && p.Staff && (o.Kind == "post" || p.Email != "") {
			o.Author = p.Slug
		}
	}
	switch near := content.Nearest(o.Author, slugs); {
	case o.Author == "":
		return errors.New(`nobody in people/ is staff: begin one with "new person"`)
	case slices.Contains(slugs, o.Author):
		return nil
	case near != "":
		return fmt.Errorf("unknown person %q: did you mean %q?", o.Author, near)
	}
	return fmt.Errorf("unknown person %q: people are files in people/", o.Author)
}

// accepted loads the tree with the new file in it; the others have been read.
func accepted(loader *content.Loader, tree fs.FS, name string, data []byte) error {
	_, err := loader.Load(context.Background(), Overlay(tree, map[string][]byte{name: data}))
	problems, ok := errors.AsType[content.Problems](err)
	if err != nil && !ok {
		return err
	}
	for _, p := range problems {
		if p.File == name || strings.Contains(p.What, name) {
			return errors.New(p.What + ": " + p.Fix)
		}
	}
	return nil
}
