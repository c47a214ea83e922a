package wxr

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"greenroom/site/content"
	"greenroom/site/starter"
)

// maxBody is the size of a body, in HTML and as Markdown: the loader takes
// files of 1 MB.
const maxBody = 900 << 10

// carry makes the files.
func (im *importer) carry() {
	for _, it := range im.posts {
		im.carryItem(it, im.post)
	}
	for _, it := range im.pages {
		im.carryItem(it, im.page)
	}
	for _, slug := range slices.Sorted(maps.Keys(im.people.used)) {
		im.result.Files["people/"+slug+".md"] = []byte(im.people.used[slug].text())
	}
}

func (im *importer) carryItem(it *item, front func(*item, string) string) {
	defer func() { it.body, it.excerpt, it.raw.Comments = "", "", nil }()
	if len(it.body) > maxBody {
		im.note(it, fmt.Sprintf("has %d KB", len(it.body)>>10), "cut it into several and carry them by hand")
		return
	}
	markdown, plain, err := im.body(it)
	if err != nil {
		im.note(it, "its HTML cannot be read: "+err.Error(), "simplify it in WordPress, or carry it by hand")
		return
	}
	if len(markdown) > maxBody {
		im.note(it, fmt.Sprintf("has %d KB as Markdown", len(markdown)>>10), "cut it into several and carry them by hand")
		return
	}
	head := front(it, plain)
	if head == "" {
		return
	}
	if it.redacted > 0 {
		im.note(it, fmt.Sprintf("e-mail addresses taken out: %d", it.redacted), "see whether readers still know what to do")
	}
	im.result.Files[it.file] = []byte("---\n" + head + "---\n" + strings.TrimSuffix("\n"+markdown, "\n") + "\n")
	im.notes[it.file] = Note{it.shown(), it.line, "", ""}
	im.comments(it)
}

// post is the front matter of a post.
func (im *importer) post(it *item, plain string) string {
	author := im.people.slugOf(it.raw.Creator)
	if author == "" {
		im.note(it, "names no author that the export knows", "import again and name somebody from people/ who stands for them")
		return ""
	}
	date := im.date(it)
	var b strings.Builder
	fmt.Fprintf(&b, "title: %s\ndate: %s\n", starter.Quote(im.title(it)), date.Format(time.RFC3339))
	if changed := moment(it.raw.ModGMT, it.raw.Mod, im.options.Zone); changed.After(date) {
		fmt.Fprintf(&b, "lastmod: %s\n", changed.Format(time.RFC3339))
	}
	if it.raw.Status == "draft" || it.raw.Status == "pending" {
		b.WriteString("draft: true\n")
	}
	fmt.Fprintf(&b, "description: %s\nauthors: [%s]\n", starter.Quote(im.description(it, plain)), author)
	if tags := im.tagsOf(it); len(tags) > 0 {
		fmt.Fprintf(&b, "tags: [%s]\n", strings.Join(tags, ", "))
	}
	if alias := im.alias(it); alias != "" {
		fmt.Fprintf(&b, "aliases: [%s]\n", alias)
	}
	return b.String()
}

// page is the front matter of a page. Pages have no date of their own and no
// aliases.
func (im *importer) page(it *item, plain string) string {
	if old := it.oldPath(); old != "" && pathKey(old) != pathKey(it.address) {
		im.note(it, "its old address "+oneLine(old)+" does not lead to the new one, "+it.address, "add a redirect where the site is served")
	}
	head := fmt.Sprintf("title: %s\ndescription: %s\n", starter.Quote(im.title(it)), starter.Quote(im.description(it, plain)))
	changed := moment(it.raw.ModGMT, it.raw.Mod, im.options.Zone)
	if changed.IsZero() {
		changed = moment(it.raw.DateGMT, it.raw.Date, im.options.Zone)
	}
	if !changed.IsZero() {
		head += "lastmod: " + changed.Format(time.RFC3339) + "\n"
	}
	return head
}

func (im *importer) title(it *item) string {
	title := cutText(im.redact(it, it.title), 300)
	if title == "" {
		im.note(it, "has no title", "give it one")
		return "Untitled " + it.slug
	}
	return title
}

// maxDescription is what search engines show, in characters.
const maxDescription = 160

// description is the excerpt, or the first sentence of the body.
func (im *importer) description(it *item, plain string) string {
	text := oneLine(plainText(it.excerpt))
	if text == "" {
		text = firstSentence(oneLine(plain))
	}
	if text = cutText(im.redact(it, text), maxDescription); text == "" {
		return im.title(it)
	}
	return text
}

// tagsOf are the categories and tags of an item, each written as it was first
// met in the export, quoted.
func (im *importer) tagsOf(it *item) []string {
	var list []string
	for _, t := range it.raw.Terms {
		name := oneLine(plainText(t.Name))
		key := starter.Slug(name)
		if key == "" {
			key = strings.ToLower(name)
		}
		if t.Domain != "category" && t.Domain != "post_tag" || name == "" || key == "uncategorized" {
			continue
		}
		if im.tags[key] == "" {
			im.tags[key] = cutText(im.redact(it, name), 80)
		}
		if quoted := starter.Quote(im.tags[key]); !slices.Contains(list, quoted) {
			list = append(list, quoted)
		}
	}
	return list
}

// alias is the old address of a post, if a page can be put there.
func (im *importer) alias(it *item) string {
	old := it.oldPath()
	switch {
	case old == "" || pathKey(old) == pathKey(it.address):
		return ""
	case im.byPath[pathKey(old)] != it:
		im.note(it, "its old address "+oneLine(old)+" is also that of another", "see to which of the two it should lead")
		return ""
	case !isAlias(old):
		im.note(it, "its old address "+oneLine(old)+" cannot be an alias", "add a redirect to "+it.address+" where the site is served")
		return ""
	}
	return old
}

// isAlias reports paths that the loader takes: folders with plain names.
func isAlias(path string) bool {
	if len(path) < 3 || len(path) > 300 || path[0] != '/' || path[len(path)-1] != '/' {
		return false
	}
	for part := range strings.SplitSeq(path[1:len(path)-1], "/") {
		if !content.IsSlug(strings.ToLower(strings.ReplaceAll(part, "_", "-"))) || part[0] == '_' {
			return false
		}
	}
	return true
}
