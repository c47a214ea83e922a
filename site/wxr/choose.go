package wxr

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"greenroom/site/content"
	"greenroom/site/starter"
)

// choose decides which items are carried, and where to.
func (im *importer) choose() {
	taken := map[string]bool{}
	for _, it := range im.export.items {
		if it.raw.ID != "" && im.byID[it.raw.ID] != nil {
			im.note(it, "is the second item with the id "+oneLine(it.raw.ID), "see which of the two is meant; this one was left out")
			continue
		}
		if !im.wanted(it) {
			continue
		}
		im.place(it, taken)
		if it.raw.ID != "" {
			im.byID[it.raw.ID] = it
		}
		if old := it.oldPath(); old != "" && im.byPath[pathKey(old)] == nil {
			im.byPath[pathKey(old)] = it
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(im.export.others)) {
		o := im.export.others[kind]
		im.result.Left = append(im.result.Left, Note{"", o.line, fmt.Sprintf("%s of type %q", plural(o.count, "item"), oneLine(kind)), "see whether anything of it is needed: only posts and pages are carried"})
	}
}

// wanted leaves out what was not public, but for drafts of posts.
func (im *importer) wanted(it *item) bool {
	status := it.raw.Status
	switch {
	case it.raw.Password != "":
		im.note(it, "needs a password", "decide whether it may be public")
	case status == "publish", it.raw.Type == "post" && (status == "future" || status == "draft" || status == "pending"):
		return true
	case status == "trash" || status == "auto-draft":
		im.note(it, "is in the bin", "nothing, if it is not missed")
	case it.raw.Type == "page":
		im.note(it, fmt.Sprintf("is a page with status %q", oneLine(status)), "write it when it is to be public: pages have no drafts")
	default:
		im.note(it, fmt.Sprintf("has status %q", oneLine(status)), "decide whether it may be public")
	}
	return false
}

// place gives an item its slug, its file and its address.
func (im *importer) place(it *item, taken map[string]bool) {
	wanted := it.raw.Name
	if decoded, err := url.PathUnescape(wanted); err == nil {
		wanted = decoded
	}
	slug := wanted
	if !content.IsSlug(slug) {
		slug = starter.Slug(wanted)
	}
	if slug == "" {
		slug = starter.Slug(it.title)
	}
	if slug == "" {
		slug = strings.Trim(it.raw.Type+"-"+starter.Slug(it.raw.ID), "-")
	}
	folder := it.raw.Type + "s"
	if it.raw.Type == "page" && slug == content.HomePage {
		slug = "home-page" // home.md is the front page of the new site
	}
	it.slug = unused(slug, func(s string) bool { return taken[folder+"/"+s] })
	taken[folder+"/"+it.slug] = true
	it.file = folder + "/" + it.slug + ".md"
	it.address = "/" + it.slug + "/"
	if it.raw.Type == "post" {
		it.address = "/blog/" + it.slug + "/"
		im.posts = append(im.posts, it)
	} else {
		im.pages = append(im.pages, it)
	}
	if it.slug != slug {
		im.note(it, "shares the slug "+slug+" with another", "see whether "+it.slug+" is what it should be called")
	}
}

// unused returns slug, or slug with the first number that makes it free.
func unused(slug string, taken func(string) bool) string {
	for n := 2; ; n++ {
		if !taken(slug) {
			return slug
		}
		end := fmt.Sprintf("-%d", n)
		base := strings.TrimRight(slug[:min(len(slug), 80-len(end))], "-")
		if candidate := base + end; !taken(candidate) {
			return candidate
		}
	}
}

// pathKey makes one key of the ways to write a path.
func pathKey(path string) string {
	return strings.ToLower(strings.Trim(path, "/"))
}
