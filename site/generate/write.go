package generate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"greenroom/site/search"
)

// maxNamed is how many files a message names.
const maxNamed = 5

// shortList names a few of many files.
func shortList(names []string) string {
	if len(names) > maxNamed {
		return strings.Join(names[:maxNamed], ", ") + fmt.Sprintf(" and %d more", len(names)-maxNamed)
	}
	return strings.Join(names, ", ")
}

// write brings the target to what was rendered. From the first file that is
// put in place it goes through to the end, whatever becomes of ctx, so that no
// reader finds half a site: but to a remote target, where the end may be too
// far. What is there by then is whole, and no list and no feed leads to what is not.
func (b *Builder) write(ctx context.Context, target Target, c *change) (Result, error) {
	err := ctx.Err()
	if err == nil {
		err = b.apply(ctx, target, c)
	}
	if err = errors.Join(err, c.close()); err != nil {
		return Result{}, err
	}
	if d, ok := target.(dater); ok {
		c.old.date = d.Date(manifestName)
	}
	return b.result(c), nil
}

// apply puts files in place: pages before lists, lists before feeds, feeds
// before the sitemap; then it removes what is gone, and the manifest comes
// last. New names are claimed in the manifest beforehand, so that the next
// build knows the files of one that was killed for ours.
func (b *Builder) apply(ctx context.Context, target Target, c *change) error {
	p := b.putter(ctx, target, c)
	ctx = context.WithoutCancel(ctx) // of what has begun
	if err := p.claim(ctx, c); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	for block := range c.blocks(p.every) {
		if err := p.write(ctx, block); err != nil {
			return fmt.Errorf("writing: %w: build again to finish", err)
		}
	}
	if err := p.remove(ctx); err != nil {
		return fmt.Errorf("removing: %w: build again to finish", err)
	}
	if err := p.finish(ctx, c); err != nil {
		return fmt.Errorf("writing: %w: build again to finish", err)
	}
	return nil
}

func (c *change) steps() int {
	n := len(c.remove)
	for _, o := range c.outputs {
		n += btoi(o.write)
	}
	return n
}

// ledger writes the manifest.
type ledger struct {
	target Target
	known  *known
}

// claim notes the names of files that are about to be there. Their inputs are
// those of nothing, so that they are made again if it comes to no more.
func (l *ledger) claim(ctx context.Context, c *change) error {
	var lines []byte
	n := 0
	claim := func(name string, stays bool) {
		file := l.known.files[name]
		file.input = key{}
		if !stays {
			file.sum = [32]byte{} // half-way it is neither the old nor the new
		}
		l.known.set(name, file)
		lines = appendLine(lines, name, file)
		n++
	}
	for _, o := range c.outputs {
		if o.write || o.name == search.IndexName { // whose input stands for all files of the search
			claim(o.name, !o.write)
		}
	}
	for _, name := range c.remove { // it may be wanted again before it is noted as gone
		claim(name, false)
	}
	return l.add(ctx, lines, n)
}

// finish notes what is there now.
func (l *ledger) finish(ctx context.Context, c *change) error {
	var lines []byte
	n := len(c.remove)
	for _, o := range c.outputs {
		if l.known.files[o.name] == o.file {
			continue
		}
		l.known.set(o.name, o.file)
		lines = appendLine(lines, o.name, o.file)
		n++
	}
	for _, name := range c.remove {
		l.known.drop(name)
		lines = append(append(append(lines, "- "...), name...), '\n')
	}
	return l.add(ctx, lines, n)
}

// add puts n lines behind the manifest. Where it cannot be added to, and when
// most of it no longer counts, it is written anew.
func (l *ledger) add(ctx context.Context, lines []byte, n int) error {
	if n == 0 {
		return nil
	}
	k := l.known
	a, can := l.target.(appender)
	files := max(k.count, len(k.files))
	if can && k.lines > 0 && n < files/2 && k.lines+n < 2*files || k.count > 0 {
		k.lines += n
		return a.Append(ctx, manifestName, lines)
	}
	k.lines = len(k.files)
	return l.target.Write(ctx, manifestName, k.bytes())
}

func (b *Builder) result(c *change) Result {
	r := Result{Files: len(c.old.files), Pages: b.htmlPages, Bytes: c.old.size, Removed: c.remove}
	for _, o := range c.outputs {
		r.Rendered = append(r.Rendered, o.name)
		if o.write {
			r.Written = append(r.Written, o.name)
		}
	}
	slices.Sort(r.Rendered)
	slices.Sort(r.Written)
	return r
}
