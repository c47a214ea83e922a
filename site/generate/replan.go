package generate

import (
	"context"
	"errors"
	"sync"

	"greenroom/site/content"
)

// planFor plans the site, and meanwhile reads what the target holds.
func (b *Builder) planFor(ctx context.Context, l *loaded, problems content.Problems, target Target) (old *known, err error) {
	var group sync.WaitGroup
	group.Go(func() { old, err = b.manifestOf(ctx, target) })
	planErr := b.plan(l, problems)
	group.Wait()
	if planErr != nil {
		return nil, b.forget(planErr)
	}
	return old, err
}

// plan goes from what was read to the list of files to be.
func (b *Builder) plan(l *loaded, problems content.Problems) error {
	same := b.model != nil && !b.replan && b.site == l.site && b.model.sameFrame(l)
	if same {
		b.model.loaded = l
		b.model.refresh()
	} else {
		b.checked = nil
		b.model = newModel(b, l)
		b.pages = planPages(b.model)
		b.countPages()
		problems = append(problems, b.model.tagFaults()...)
		problems = append(problems, b.model.photoFaults()...)
	}
	var group sync.WaitGroup
	var twice content.Problems
	if !same {
		group.Go(func() { twice = collisions(b.pages) })
	}
	if !same || len(b.edited) > 0 {
		problems = append(problems, b.faults(l.site)...)
	}
	problems = append(problems, deadLinks(b.model, b.pages, same)...)
	if group.Wait(); len(problems) == 0 { // else it is said by the names of the words
		problems = twice
	}
	if len(problems) > 0 {
		return problems.Sort()
	}
	if l.asOf.IsZero() {
		return errors.New("building: the day to build for is not set: give -as-of or pin as_of in site.yaml")
	}
	b.site, b.replan = l.site, false
	return nil
}

func (b *Builder) countPages() {
	b.htmlPages = 0
	for _, p := range b.pages {
		b.htmlPages += btoi(p.html)
	}
}

// refresh brings up to date what a plan that still holds is made of.
func (m *model) refresh() {
	for file := range m.builder.edited {
		if p := m.byFile[file]; p != nil {
			m.card(p)
		}
	}
	for _, slug := range m.builder.touched {
		if p := m.bySlug[slug]; p != nil {
			m.card(p)
		}
	}
	if len(m.builder.touched) > 0 {
		m.renewRecent()
	}
}

// sameFrame reports whether nothing that all pages share has changed.
func (m *model) sameFrame(l *loaded) bool {
	same := content.Day(m.asOf) == content.Day(l.asOf) && m.asOf.Location().String() == l.asOf.Location().String() && m.base == l.base && m.preview == l.preview && m.assets == l.assets && len(m.files) == len(l.files)
	for i := range m.files {
		same = same && m.files[i].name == l.files[i].name && string(m.files[i].data) == string(l.files[i].data)
	}
	return same && m.standings == l.standings && m.unseen == unseenKey(l) && m.common.key == m.commonKey(l)
}
