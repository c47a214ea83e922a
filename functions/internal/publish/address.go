package publish

import (
	"slices"
	"strings"

	"greenroom/functions/internal/guest"
	"greenroom/site/content"
)

// Has reports whether there is a page at an address such as "/blog/first/" that
// a text can link to, or a file such as "/media/light.jpg".
func (e *Edition) Has(address string) bool {
	if media, ok := strings.CutPrefix(address, "/media/"); ok {
		_, found := slices.BinarySearch(e.site.Media, media)
		return found
	}
	section, slug, _ := strings.Cut(strings.Trim(address, "/"), "/")
	if address != pageAddress(section, slug) {
		return false
	}
	switch {
	case section == "blog" && slug != "" && slug != "comments":
		_, found := e.titles[slug]
		return found
	case section == "people" && slug != "":
		return e.hasPerson(slug)
	case section == "programs" && slug != "":
		_, found := e.Program(slug)
		return found
	case slug != "":
		return address == "/blog/comments/"
	}
	return slices.Contains([]string{"", "blog", "people", "programs", "feeds"}, section) || e.hasPlain(section)
}

func pageAddress(section, slug string) string {
	switch {
	case section == "":
		return "/"
	case slug == "":
		return "/" + section + "/"
	}
	return "/" + section + "/" + slug + "/"
}

func (e *Edition) hasPlain(slug string) bool {
	return slug != content.HomePage && slices.ContainsFunc(e.site.Pages, func(p content.Page) bool { return p.Slug == slug })
}

func (e *Edition) hasPerson(slug string) bool {
	return slices.ContainsFunc(e.site.People, func(p content.Person) bool { return p.Slug == slug }) ||
		e.guests != nil && slices.ContainsFunc(e.guests.posts, func(p guest.Post) bool { return p.Page == slug })
}

// Free reports whether content/ has nothing at the address of a post or a
// person, such as "/blog/first/".
func (e *Edition) Free(address string) bool {
	return !takenBy(e.site)[strings.ToLower(address)]
}
