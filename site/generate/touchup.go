package generate

import (
	"context"
	"errors"
	"strings"

	"greenroom/site/content"
)

// touchUp is the short way for a process that begins: where the cache says
// that the target holds a site of this very shape, only what shows a changed
// body or thread is made, and the rest is not even planned. done is false if
// the long way has to be gone.
func (b *Builder) touchUp(ctx context.Context, l *loaded, problems content.Problems, target Target) (result Result, done bool, err error) {
	last := b.cache.edition
	d, isDater := target.(dater)
	if !isDater || b.model != nil || len(problems) > 0 || last.date == "" || last.lines > 2*last.files ||
		b.replan || b.moved || !b.onlyPosts() || d.Date(manifestName) != last.date || b.shape(l) != last.shape {
		return Result{}, false, nil
	}
	result = Result{Pages: last.pages, Files: last.files, Bytes: last.size}
	if len(b.edited)+len(b.touched) == 0 {
		if s, ok := target.(stager); ok { // what a killed run left waiting
			err = s.Discard()
		}
		if b.kept.any() {
			err = errors.Join(err, b.keep())
		}
		return result, true, err
	}
	var old *known
	if l.site.Config.Search && len(b.edited) > 0 || b.editedLink() {
		if old, err = b.manifestOf(ctx, target); err != nil {
			return Result{}, true, b.forget(err)
		}
	}
	b.site = l.site
	b.model = newModel(b, l)
	b.pages = planChanged(b.model)
	defer func() { b.model, b.site, b.pages = nil, nil, nil }() // it is not the whole plan
	if faults := append(b.faults(l.site), b.editedLinks(old)...); len(faults) > 0 {
		return Result{}, false, nil // the long way says it in full
	}
	change, err := b.renderChanged(ctx, target, old)
	if err != nil {
		return Result{}, true, b.forget(err)
	}
	now, err := b.write(ctx, target, change)
	if err != nil {
		return Result{}, true, b.forget(err)
	}
	result.Rendered, result.Written, result.Removed = now.Rendered, now.Written, now.Removed
	result.Bytes += change.grown
	if change.trust == nil {
		result.Bytes, result.Files = change.old.size, len(change.old.files)
	}
	b.finished(l, change, result)
	b.short++
	return result, true, b.keep()
}

// renderChanged makes the planned pages, whatever their inputs: they are few.
func (b *Builder) renderChanged(ctx context.Context, target Target, old *known) (*change, error) {
	c := &change{old: &known{files: map[string]knownFile{}, lines: b.cache.edition.lines, count: b.cache.edition.files}, trust: target}
	if b.site.Config.Search && len(b.edited) > 0 { // whose files are not in the plan
		c.old, c.trust = old, nil
	}
	if err := c.open(target, b.options.Waiting); err != nil {
		return nil, err
	}
	var scratch []byte
	for _, p := range b.pages {
		scratch, _ = p.update(b.build, scratch)
		c.outputs = append(c.outputs, &output{page: p})
	}
	if err := b.fill(ctx, c, target); err != nil {
		return nil, err
	}
	return c, nil
}

// editedLink reports whether an edited body has a link.
func (b *Builder) editedLink() bool {
	for file := range b.edited {
		if len(b.fragments[file].links) > 0 {
			return true
		}
	}
	return false
}

// editedLinks reports links of edited bodies that do not plainly lead to a file
// of the site that the target has: those are looked at the long way.
func (b *Builder) editedLinks(old *known) content.Problems {
	for file := range b.edited {
		for _, link := range b.fragments[file].links {
			path := strings.TrimPrefix(link.Address, b.model.site.Config.BaseURL)
			if !strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "#") || isServed(path) {
				continue
			}
			name := strings.TrimPrefix(path, "/")
			if name == "" || strings.HasSuffix(name, "/") {
				name += "index.html"
			} else if strings.HasSuffix(name, ".html") || isSearchFile(name) {
				return content.Problems{{File: file, Line: link.Line}}
			}
			if _, ours := old.files[name]; !ours {
				return content.Problems{{File: file, Line: link.Line}}
			}
		}
	}
	return nil
}
