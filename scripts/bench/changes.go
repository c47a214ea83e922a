package main

import (
	"context"
	"fmt"
)

// mostChanged is the largest corpus that changes are measured with.
const mostChanged = 10_000

// kindOfChange is one row of the table of changes.
type kindOfChange struct {
	name  string
	edit  func() error
	theme bool // the generator is exchanged for the one with another theme
}

func kindsOfChange(e *editor) []kindOfChange {
	return []kindOfChange{
		{"nothing changed", e.nothing, false},
		{"one post body", e.body, false},
		{"one comment", e.comment, false},
		{"title edited", e.title, false},
		{"new post", e.newPost, false},
		{"theme changed", e.nothing, true},
	}
}

// changed is what was measured for one kind of change.
type changed struct {
	name   string
	usages []usage
	files  []float64 // written or removed, each time
}

// kept is a site that is built again and again with its cache on disk.
type kept struct {
	*bench
	corpus     corpus
	binary     string // the generator in use
	out, cache string
	before     tree
}

// changeAll makes every change so many times. Each build is a new process, and
// after each the site must be what a clean build makes.
func (b *bench) changeAll(ctx context.Context, r *result) error {
	k := &kept{bench: b, corpus: r.corpus, binary: b.site, out: b.fresh("kept"), cache: b.fresh("cache")}
	defer b.drop(k.out, k.cache)
	if _, err := b.measure(ctx, buildSite(k.binary, k.corpus, k.out, k.cache)...); err != nil {
		return err
	}
	e := &editor{corpus: r.corpus, author: author{newVocabulary()}}
	for _, c := range kindsOfChange(e) {
		if c.theme && b.themed == "" {
			continue
		}
		row := changed{name: c.name}
		for range b.options.changes {
			if err := k.once(ctx, c, &row); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
		}
		r.changes = append(r.changes, row)
	}
	return nil
}

// once makes one change, builds, and compares with a clean build.
func (k *kept) once(ctx context.Context, c kindOfChange, row *changed) error {
	var err error
	if k.before, err = readTree(k.out); err != nil {
		return err
	}
	if err := c.edit(); err != nil {
		return err
	}
	if c.theme {
		k.exchange()
	}
	u, err := k.measure(ctx, buildSite(k.binary, k.corpus, k.out, k.cache)...)
	if err != nil {
		return err
	}
	after, err := readTree(k.out)
	if err != nil {
		return err
	}
	row.usages = append(row.usages, u)
	row.files = append(row.files, float64(after.written(k.before)))
	return k.compare(ctx)
}

// exchange swaps the two generators, whose themes differ in one byte.
func (k *kept) exchange() {
	if k.binary == k.site {
		k.binary = k.themed
		return
	}
	k.binary = k.site
}

func (k *kept) compare(ctx context.Context) error {
	clean := k.fresh("clean")
	defer k.drop(clean)
	if _, err := k.measure(ctx, buildSite(k.binary, k.corpus, clean, "")...); err != nil {
		return err
	}
	return sameTrees(k.out, clean)
}
