package generate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// maxNamed is how many files a message names.
const maxNamed = 5

// change is what a target still lacks.
type change struct {
	old, new manifest
	oldBytes []byte    // the manifest as it is there
	write    []*output // in the order of writing
	remove   []string
}

// write brings the target to the outputs. Until the first file is put in
// place every error leaves the target as it was; from then on it goes through
// to the end, whatever becomes of ctx, so that no reader finds half a site.
func (b *Builder) write(ctx context.Context, target Target, outputs []*output) (Result, error) {
	c, err := compare(ctx, target, outputs)
	if err != nil {
		return Result{}, err
	}
	if err := c.stage(ctx, target); err != nil {
		return Result{}, err
	}
	err = c.apply(context.WithoutCancel(ctx), target, b.reporter("writing", len(c.write)+len(c.remove)))
	if s, ok := target.(stager); ok {
		err = errors.Join(err, s.Discard())
	}
	if err != nil {
		return Result{}, err
	}
	return c.result(outputs), nil
}

// compare finds the files whose bytes differ from what the target has.
func compare(ctx context.Context, target Target, outputs []*output) (*change, error) {
	c := &change{new: manifest{}}
	var err error
	if c.oldBytes, err = target.Read(ctx, manifestName); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the target: %w", err)
	}
	if c.old, err = parseManifest(c.oldBytes); err != nil {
		return nil, fmt.Errorf("reading the target: %w", err)
	}
	var foreign []string
	for _, o := range outputs {
		c.new[o.name] = o.file.sum
		if !o.rendered {
			continue
		}
		data, err := target.Read(ctx, o.name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("reading the target: %w", err)
		}
		if err == nil && bytes.Equal(data, o.data) {
			continue
		}
		if _, ours := c.old[o.name]; err == nil && !ours {
			foreign = append(foreign, o.name)
		}
		c.write = append(c.write, o)
	}
	if len(foreign) > 0 {
		return nil, fmt.Errorf("writing: %s would be replaced and not by their owner: move them away, or build into another folder", shortList(foreign))
	}
	for _, name := range slices.Sorted(maps.Keys(c.old)) {
		if _, kept := c.new[name]; !kept {
			c.remove = append(c.remove, name)
		}
	}
	return c, nil
}

func shortList(names []string) string {
	if len(names) > maxNamed {
		return strings.Join(names[:maxNamed], ", ") + fmt.Sprintf(" and %d more", len(names)-maxNamed)
	}
	return strings.Join(names, ", ")
}

// stage hands all new files over before any is put in place, where the target
// can do that.
func (c *change) stage(ctx context.Context, target Target) error {
	s, ok := target.(stager)
	if !ok {
		return ctx.Err()
	}
	err := s.Discard()
	for _, o := range c.write {
		if err = errors.Join(err, ctx.Err()); err != nil {
			break
		}
		err = s.Stage(o.name, o.data)
	}
	if err = errors.Join(err, ctx.Err()); err != nil {
		return fmt.Errorf("writing: %w", errors.Join(err, s.Discard()))
	}
	return nil
}

// apply puts files in place: pages before lists, lists before feeds, feeds
// before the sitemap; then it removes what is gone, and the manifest comes
// last. New names are claimed in the manifest beforehand, so that the next
// build knows the files of one that was killed for ours.
func (c *change) apply(ctx context.Context, target Target, report func()) error {
	if claimed := c.claim(); claimed != nil {
		if err := target.Write(ctx, manifestName, claimed); err != nil {
			return fmt.Errorf("writing: %w", err)
		}
		c.oldBytes = claimed
	}
	for _, o := range c.write {
		if err := target.Write(ctx, o.name, o.data); err != nil {
			return fmt.Errorf("writing: %w: build again to finish", err)
		}
		report()
	}
	for _, name := range c.remove {
		if err := target.Remove(ctx, name); err != nil {
			return fmt.Errorf("removing: %w: build again to finish", err)
		}
		report()
	}
	if final := c.new.bytes(); !bytes.Equal(final, c.oldBytes) {
		if err := target.Write(ctx, manifestName, final); err != nil {
			return fmt.Errorf("writing: %w: build again to finish", err)
		}
	}
	return nil
}

// claim is the manifest of old and new files together, or nil if there are no
// new names.
func (c *change) claim() []byte {
	both := maps.Clone(c.old)
	maps.Copy(both, c.new)
	if len(both) == len(c.old) {
		return nil
	}
	return both.bytes()
}

func (c *change) result(outputs []*output) Result {
	r := Result{Files: len(outputs), Removed: c.remove}
	for _, o := range outputs {
		r.Bytes += int64(o.file.size)
		if o.html {
			r.Pages++
		}
		if o.rendered {
			r.Rendered = append(r.Rendered, o.name)
		}
	}
	for _, o := range c.write {
		r.Written = append(r.Written, o.name)
	}
	slices.Sort(r.Rendered)
	slices.Sort(r.Written)
	return r
}
