package generate

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"

	"greenroom/site/content"
)

// output is a planned page that was rendered.
type output struct {
	*page
	file  knownFile
	write bool // its bytes are others than the target has
	done  bool // and they were put in place
}

// change is what a build does to a target.
type change struct {
	old     *known
	outputs []*output // that were rendered, in the order of writing
	hold    stager    // where their bytes wait
	spool   *Folder   // that place, if it is not the target itself
	remove  []string  // sorted

	trust       Target          // holds what the last build left; nil: the manifest has to be looked at
	mu          sync.Mutex      // around grown
	grown       int64           // bytes that files are larger than before, with trust
	index       *index          // of the search, to keep once all is in place; nil: as it was
	keepSearch  bool            // files of the search that were not made stay
	searchFiles map[string]bool // that were made
}

// render makes the pages whose inputs are not those that the target has, and
// lets them wait where the target can put them in place. Whatever goes wrong,
// the target is as it was.
func (b *Builder) render(ctx context.Context, target Target, old *known) (*change, error) {
	c := &change{old: old}
	if err := c.open(target, b.options.Waiting); err != nil {
		return nil, fmt.Errorf("writing: %w", err)
	}
	var held int
	var err error
	if c.outputs, held, err = b.dirty(ctx, old); err != nil {
		return nil, errors.Join(err, c.close())
	}
	if err = b.fill(ctx, c, target); err != nil {
		return nil, err
	}
	if old != b.checked {
		c.remove = append(c.remove, c.gone(b.pages, held)...)
		slices.Sort(c.remove)
	}
	return c, nil
}

// fill renders the outputs of a change, and the search.
func (b *Builder) fill(ctx context.Context, c *change, target Target) error {
	problems, err := b.renderAll(ctx, c)
	if err == nil && len(problems) > 0 {
		err = problems.Sort()
	}
	if err == nil && (c.trust == nil || len(b.edited) > 0) {
		c.index, err = b.renderSearch(ctx, c, target)
	}
	if err == nil {
		slices.SortFunc(c.outputs, func(a, b *output) int {
			return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.name, b.name))
		})
		err = c.foreign(ctx, target)
	}
	if err != nil {
		return errors.Join(err, c.close())
	}
	return nil
}

// open finds the place where finished files wait: beside the target, else in a
// new folder below waiting.
func (c *change) open(target Target, waiting string) error {
	if s, ok := target.(stager); ok {
		c.hold = s
		return s.Discard()
	}
	dir, err := os.MkdirTemp(waiting, "greenroom-")
	if err != nil {
		return err
	}
	c.spool = NewFolder(dir)
	c.hold = c.spool
	return nil
}

// close drops what still waits.
func (c *change) close() error {
	err := c.hold.Discard()
	if c.spool != nil {
		err = errors.Join(err, c.spool.Close(), os.RemoveAll(c.spool.dir))
	}
	return err
}

// dirty are the pages whose inputs the target does not have. It counts in held
// how many files of the plan the target has, whatever they are made of.
func (b *Builder) dirty(ctx context.Context, old *known) (list []*output, held int, err error) {
	const block = 1024 // pages that one goroutine looks at in a row
	outputs, there := make([][]*output, (len(b.pages)+block-1)/block), make([]int, len(b.pages)/block+1)
	err = each(ctx, b.options.Workers, len(outputs), func(n int) error {
		var scratch []byte
		for _, p := range b.pages[n*block : min((n+1)*block, len(b.pages))] {
			var changed bool
			scratch, changed = p.update(b.build, scratch)
			if !changed && old == b.checked {
				continue // it was equal the last time
			}
			file, known := old.files[p.name]
			there[n] += btoi(known)
			if !known || file.input != p.input {
				outputs[n] = append(outputs[n], &output{page: p})
			}
		}
		return nil
	})
	for _, n := range there {
		held += n
	}
	return slices.Concat(outputs...), held, err
}

// renderAll makes the outputs. Its problems are what stands in finished bytes
// and must not.
func (b *Builder) renderAll(ctx context.Context, c *change) (content.Problems, error) {
	own := b.site.Config.Agency
	report := b.reporter("rendering", len(c.outputs))
	var mu sync.Mutex
	var problems content.Problems
	buffers := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	units := unitsOf(c.outputs)
	err := each(ctx, b.options.Workers, len(units), func(i int) error {
		buf := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(buf)
		ctx := context.WithValue(ctx, lastTree{}, new(lastTree))
		for _, o := range units[i] {
			buf.Reset()
			found, err := asProblems("rendering "+o.name, o.page.render(ctx, buf))
			if err != nil {
				return err
			}
			if found = append(found, strangers(o.name, buf.Bytes(), own)...); len(found) > 0 {
				mu.Lock()
				problems = append(problems, found...)
				mu.Unlock()
			} else if err := c.take(o, buf.Bytes()); err != nil {
				return err
			}
			report()
		}
		return ctx.Err()
	})
	return problems, err
}

// unitsOf divides outputs into those that one goroutine renders one after the
// other, because they show the same thread.
func unitsOf(outputs []*output) [][]*output {
	var units [][]*output
	at := map[*post]int{}
	for _, o := range outputs {
		i, found := at[o.thread]
		if o.thread == nil || !found {
			i = len(units)
			units = append(units, nil)
		}
		if o.thread != nil {
			at[o.thread] = i
		}
		units[i] = append(units[i], o)
	}
	return units
}

// take lets a finished page wait, unless the target has those very bytes.
func (c *change) take(o *output, data []byte) error {
	o.file = knownFile{input: o.input, sum: sumOf(data), size: len(data)}
	old, found := c.before(o.name)
	if found && old.sum == o.file.sum {
		return nil
	}
	o.write = true
	if c.trust != nil {
		c.mu.Lock()
		c.grown += int64(o.file.size - old.size)
		c.mu.Unlock()
	}
	if err := c.hold.Stage(o.name, data); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	return nil
}

// before is a file as the target has it.
func (c *change) before(name string) (knownFile, bool) {
	file, found := c.old.files[name]
	if found || c.trust == nil {
		return file, found
	}
	data, err := c.trust.Read(context.Background(), name)
	if err != nil {
		return knownFile{}, false
	}
	return knownFile{sum: sumOf(data), size: len(data)}, true
}

// gone are the files that the target has and the site no longer does. Of the
// plan's files the target held so many when it was looked at.
func (c *change) gone(pages []*page, held int) []string {
	var names []string // of all that may be gone
	searches := 0
	for name := range c.old.files {
		if isSearchFile(name) {
			searches++
			names = append(names, name)
		}
	}
	planned := map[string]bool{}
	if held+searches != len(c.old.files) {
		names = slices.Collect(maps.Keys(c.old.files))
		for _, p := range pages {
			planned[p.name] = true
		}
	}
	return slices.DeleteFunc(names, func(name string) bool {
		return planned[name] || c.searchFiles[name] || c.keepSearch && isSearchFile(name) || slices.Contains(c.remove, name)
	})
}

// reporter returns a function that counts one step and tells who asked to be
// told. Steps come from several goroutines, reports from one at a time.
func (b *Builder) reporter(stage string, of int) func() {
	done := 0
	return func() {
		b.reports.Lock()
		defer b.reports.Unlock()
		done++
		b.options.Progress(stage, done, of)
	}
}

func sumOf(data []byte) [sha256.Size]byte { return sha256.Sum256(data) }
