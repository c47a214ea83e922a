package generate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"greenroom/site/content"
	"greenroom/site/packed"
	"greenroom/site/search"
)

// searchable is one page that the search finds.
type searchable struct {
	url, date, file string
	body            *fragment
	key             key
	document        func() search.Document // all but its HTML
}

// searched is what was kept of such a page when the search was last made: its
// entry, in the store.
type searched struct {
	key   key
	place place
}

// index is the search as it was last made: the entries of one set of pages.
type index struct {
	id      key // of the set
	entries map[string]searched
}

// whole reports whether the entries are those of the set: of a log that broke
// off some may be newer.
func (x *index) whole() bool {
	var sum []byte
	for _, url := range slices.Sorted(maps.Keys(x.entries)) {
		k := x.entries[url].key
		sum = append(packed.Text(sum, url), k[:]...)
	}
	return keyOf(sum) == x.id
}

// searchables are the pages that the search finds, by address.
func (m *model) searchables() []searchable {
	pages := make([]searchable, 0, len(m.posts)+len(m.programs)+len(m.site.Pages)+len(m.site.People))
	add := func(url, date string, s content.Source, document func() search.Document) {
		f, front := m.builder.fragment(s.File), m.builder.loader.Key(s.File)
		b := packed.Text(packed.Uint(make([]byte, 0, 52), search.Version), date)
		b = append(append(b, front[:]...), f.node.key[:]...)
		pages = append(pages, searchable{url, date, s.File, f, keyOf(b), document})
	}
	for _, p := range m.posts {
		date := p.Date.In(m.zone).Format(time.DateOnly)
		add(p.url, date, p.Body.Source, func() search.Document {
			return search.Document{URL: p.url, Title: p.Title, Kind: "Post", Date: date, Summary: p.Description, Tags: p.Tags}
		})
	}
	for _, p := range m.programs {
		url := "/programs/" + p.Slug + "/"
		add(url, p.Opens.Format(time.DateOnly), p.Body.Source, func() search.Document {
			tags := slices.Concat([]string{p.Brand, p.Topic}, p.Platforms, p.Regions)
			return search.Document{URL: url, Title: p.Title, Kind: "Program", Date: p.Opens.Format(time.DateOnly), Summary: p.Description, Tags: tags}
		})
	}
	for _, p := range m.site.People {
		add("/people/"+p.Slug+"/", "", p.Body.Source, func() search.Document {
			return search.Document{URL: "/people/" + p.Slug + "/", Title: p.Name, Kind: "Person", Summary: p.Description, Tags: []string{p.Role}}
		})
	}
	for _, p := range m.site.Pages {
		if p.Slug != content.HomePage {
			add("/"+p.Slug+"/", "", p.Body.Source, func() search.Document {
				return search.Document{URL: "/" + p.Slug + "/", Title: p.Title, Kind: "Page", Summary: p.Description}
			})
		}
	}
	slices.SortFunc(pages, func(a, b searchable) int { return cmp.Compare(a.url, b.url) })
	return pages
}

// renderSearch brings the files of the search up to date. Where the target has
// those of the set that this builder made last they are patched, else all are
// made. It returns the index to keep once everything is in place.
func (b *Builder) renderSearch(ctx context.Context, c *change, target Target) (*index, error) {
	if !b.site.Config.Search {
		return nil, nil
	}
	pages := b.model.searchables()
	var sum []byte
	for _, p := range pages {
		sum = append(packed.Text(sum, p.url), p.key[:]...)
	}
	now := &index{id: keyOf(sum), entries: make(map[string]searched, len(pages))}
	there := c.old.files[search.IndexName].input
	if there == now.id {
		c.keepSearch = true
		return nil, nil
	}
	if err := b.enter(ctx, pages, now); err != nil {
		return nil, err
	}
	layout, err := search.LayoutFor(func(yield func(string, string) bool) {
		for _, p := range pages {
			if !yield(p.url, p.date) {
				return
			}
		}
	})
	if err != nil {
		return nil, err
	}
	if there == b.index.id && there != (key{}) && b.index.whole() {
		err = b.patchSearch(ctx, c, target, layout, now)
		if err == nil {
			return now, nil
		}
		c.dropSearch()
	}
	err = b.fullSearch(c, layout, now)
	if errors.Is(err, errGone) { // entries that were kept are no longer there
		c.dropSearch()
		b.index, now.entries = index{}, make(map[string]searched, len(pages))
		if err = b.enter(ctx, pages, now); err == nil {
			err = b.fullSearch(c, layout, now)
		}
	}
	return now, err
}

// enter makes the entries of pages that changed.
func (b *Builder) enter(ctx context.Context, pages []searchable, now *index) error {
	var fresh []searchable
	for _, p := range pages {
		if last, found := b.index.entries[p.url]; found && last.key == p.key {
			now.entries[p.url] = last
		} else {
			fresh = append(fresh, p)
		}
	}
	places := make([]place, len(fresh))
	report := b.reporter("search", len(fresh))
	err := each(ctx, b.options.Workers, len(fresh), func(i int) (err error) {
		defer report()
		d := fresh[i].document()
		if d.HTML, err = b.model.html(fresh[i].file, fresh[i].body); err != nil {
			return err
		}
		places[i], err = b.store.put(string(search.NewEntry(d).Append(nil)))
		return err
	})
	for i, p := range fresh {
		now.entries[p.url] = searched{p.key, places[i]}
	}
	return err
}

func (b *Builder) entry(s searched) (search.Entry, error) {
	data, err := b.store.get(s.place)
	if err != nil {
		return search.Entry{}, err
	}
	return search.ParseEntry([]byte(data))
}

// patchSearch edits the files that the target has.
func (b *Builder) patchSearch(ctx context.Context, c *change, target Target, layout search.Layout, now *index) error {
	var removed, added []search.Entry
	collect := func(from, other map[string]searched, into *[]search.Entry) error {
		for url, s := range from {
			if last, found := other[url]; found && last.key == s.key {
				continue
			}
			e, err := b.entry(s)
			if err != nil {
				return err
			}
			*into = append(*into, e)
		}
		return nil
	}
	if err := errors.Join(collect(b.index.entries, now.entries, &removed), collect(now.entries, b.index.entries, &added)); err != nil {
		return err
	}
	read := func(name string) ([]byte, error) {
		known, ours := c.old.files[name]
		if !ours {
			return nil, fs.ErrNotExist
		}
		data, err := target.Read(ctx, name)
		if err == nil && known.sum != sumOf(data) {
			err = fmt.Errorf("%s was changed by somebody else", name)
		}
		return data, err
	}
	patch, err := layout.Patch(read, removed, added)
	if err != nil {
		return err
	}
	for name, data := range patch.Changed {
		if err := c.searchFile(name, data, now.id); err != nil {
			return err
		}
	}
	if _, changed := patch.Changed[search.IndexName]; !changed { // it is the same and stands for another set
		data, err := read(search.IndexName)
		if err != nil {
			return err
		}
		if err := c.searchFile(search.IndexName, data, now.id); err != nil {
			return err
		}
	}
	c.keepSearch, c.remove = true, append(c.remove, patch.Gone...)
	slices.Sort(c.remove)
	return nil
}

// fullSearch makes all files.
func (b *Builder) fullSearch(c *change, layout search.Layout, now *index) error {
	var failed error
	entries := func(yield func(search.Entry) bool) {
		for _, s := range now.entries {
			e, err := b.entry(s)
			if err != nil {
				failed = err
				return
			}
			if !yield(e) {
				return
			}
		}
	}
	c.searchFiles = map[string]bool{}
	err := layout.Full(iter.Seq[search.Entry](entries), func(name string, data []byte) error {
		c.searchFiles[name] = true
		return c.searchFile(name, data, now.id)
	})
	for name := range c.old.files {
		if isSearchFile(name) && !c.searchFiles[name] {
			c.remove = append(c.remove, name)
		}
	}
	slices.Sort(c.remove)
	return errors.Join(failed, err)
}

// searchFile lets a file of the search wait. Its input is its set for the
// index, by which the next build knows what the target has, and its own bytes
// for all others.
func (c *change) searchFile(name string, data []byte, set key) error {
	input := keyOf(data)
	if name == search.IndexName {
		input = set
	}
	o := &output{page: &page{name: name, order: orderList, input: input}}
	c.outputs = append(c.outputs, o)
	return c.take(o, data)
}

// dropSearch takes back what a patch that failed had made.
func (c *change) dropSearch() {
	c.outputs = slices.DeleteFunc(c.outputs, func(o *output) bool { return isSearchFile(o.name) })
	c.remove = nil
}

// isSearchFile reports whether a file is one of the search's own, which are
// not in the plan.
func isSearchFile(name string) bool {
	return strings.HasPrefix(name, search.Folder) && name != search.Folder+"index.html"
}
