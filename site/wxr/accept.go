package wxr

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"greenroom/site/content"
	"greenroom/site/starter"
)

// accept loads the files as the generator will, and takes out what it would
// refuse: first an alias that is in the way, then the file.
func (im *importer) accept() error {
	loader := content.NewLoader(1)
	for range 3 {
		problems, err := im.problems(loader)
		if err != nil || len(problems) == 0 {
			return err
		}
		for _, p := range problems {
			im.refuse(p)
		}
	}
	problems, err := im.problems(loader)
	for _, p := range problems {
		im.leave(p)
	}
	return err
}

// problems are what the loader says about the files of the import.
func (im *importer) problems(loader *content.Loader) (content.Problems, error) {
	files := map[string][]byte{"site.yaml": []byte(im.config())}
	for name, data := range im.result.Files {
		files[name] = data
	}
	if own := "people/" + im.options.Author + ".md"; content.IsSlug(im.options.Author) && files[own] == nil {
		files[own] = []byte(person{im.options.Author, "Author"}.text())
	}
	_, err := loader.Load(context.Background(), starter.Overlay(nil, files))
	problems, ok := errors.AsType[content.Problems](err)
	if err != nil && !ok {
		return nil, err
	}
	return problems, nil
}

// config is a site around the files: the real one is not known here.
func (im *importer) config() string {
	domain := im.options.Agency
	if domain == "" {
		domain = "agency.invalid"
	}
	never := im.options.Never
	if !strings.HasSuffix(never, "@"+domain) {
		never = "never.public@" + domain
	}
	return fmt.Sprintf("title: x\ntagline: x\ndescription: x\nbase_url: https://agency.invalid\ntime_zone: UTC\nnavigation: []\nagency: {name: x, address: x, email: %s, moderation_email: %s}\n",
		starter.Quote("public.address@"+domain), starter.Quote(never))
}

// refuse mends the file that a problem is about, or leaves it out.
func (im *importer) refuse(p content.Problem) {
	data, ok := im.result.Files[p.File]
	if !ok {
		return
	}
	if strings.HasPrefix(p.What, "address /") || strings.HasPrefix(p.What, "alias ") {
		if before, after, found := strings.Cut(string(data), "\naliases: ["); found {
			old, rest, _ := strings.Cut(after, "]\n")
			im.result.Files[p.File] = []byte(before + "\n" + rest)
			n := im.notes[p.File]
			im.result.Left = append(im.result.Left, Note{n.Item, n.Line, "its old address " + old + " cannot be an alias: " + p.What, "add a redirect where the site is served"})
			return
		}
	}
	im.leave(p)
}

// leave takes a file out, with its comments.
func (im *importer) leave(p content.Problem) {
	if im.result.Files[p.File] == nil {
		return
	}
	delete(im.result.Files, p.File)
	if slug, ok := strings.CutPrefix(strings.TrimSuffix(p.File, ".md"), "posts/"); ok {
		delete(im.result.Records, slug+".ndjson")
	}
	n := im.notes[p.File]
	im.result.Left = append(im.result.Left, Note{n.Item, n.Line, "is not carried: " + p.What, p.Fix})
}
