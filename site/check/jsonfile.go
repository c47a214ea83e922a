package check

import (
	"strings"
	"time"
)

// json reads a file of JSON: a feed, a manifest, a part of the search.
func (r *reader) json(d *document, data []byte) {
	value, err := decode(data)
	if err != nil {
		d.fault("is no JSON: "+err.Error(), "mend what writes it")
		return
	}
	object, ok := value.(map[string]any)
	version, _ := object["version"].(string)
	switch {
	case ok && strings.HasPrefix(version, "https://jsonfeed.org/version/"):
		d.kind = jsonFeed
		r.jsonFeed(d, object)
	case strings.HasSuffix(d.name, ".webmanifest"):
		r.manifest(d, object)
	case strings.HasSuffix(d.name, "feed.json"):
		d.fault("is named like a feed and has no version", `write "version": "https://jsonfeed.org/version/1.1"`)
	}
}

func (r *reader) jsonFeed(d *document, feed map[string]any) {
	if text(feed, "title") == "" {
		d.fault("feed has no title", "write one")
	}
	d.checkSelf(text(feed, "feed_url"), r.tree.address(d.name))
	if home := text(feed, "home_page_url"); home != "" {
		r.absolute(d, home)
	}
	items, ok := feed["items"].([]any)
	if !ok {
		d.fault("feed has no items", `write "items": [] if there are none`)
	}
	seen := map[string]bool{}
	for _, one := range items {
		d.entries++
		item, _ := one.(map[string]any)
		r.jsonEntry(d, item, seen)
	}
}

func (r *reader) jsonEntry(d *document, item map[string]any, seen map[string]bool) {
	id := text(item, "id")
	if id == "" {
		d.fault("an entry has no id", "give it one that never changes")
	}
	d.uniqueID(seen, id)
	if link := text(item, "url"); link == "" {
		d.fault("an entry has no link", "name the page")
	} else {
		r.absolute(d, link)
	}
	for _, key := range []string{"image", "banner_image"} {
		if link := text(item, key); link != "" {
			r.absolute(d, link)
		}
	}
	for _, key := range []string{"date_published", "date_modified"} {
		if date := text(item, key); date != "" && !parseDate(date, time.RFC3339) {
			d.fault(key+" "+quoted(date)+" is no date", "write 2026-05-01T10:00:00Z and its like")
		}
	}
	if text(item, "date_published") == "" {
		d.fault("an entry has no date", "say when it was published")
	}
	r.feedHTML(d, text(item, "content_html"))
}

// manifest checks what a browser needs to put the site on a home screen.
func (r *reader) manifest(d *document, m map[string]any) {
	icons, _ := m["icons"].([]any)
	for _, one := range icons {
		icon, _ := one.(map[string]any)
		d.images++
		r.part(d, "icon", []byte(text(icon, "src")))
	}
	if start := text(m, "start_url"); start != "" {
		r.link(d, []byte(start))
	}
}

func text(object map[string]any, key string) string {
	s, _ := object[key].(string)
	return strings.TrimSpace(s)
}
