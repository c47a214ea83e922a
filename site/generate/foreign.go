package generate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
)

// foreign finds files of others in places where ours belong.
func (c *change) foreign(ctx context.Context, target Target) error {
	var fresh, names []string
	for _, o := range c.outputs {
		if _, ours := c.old.files[o.name]; !ours && o.write && c.trust == nil {
			fresh = append(fresh, o.name)
		}
	}
	atOnce := 1
	if r, far := target.(remote); far {
		atOnce = r.Writers()
	}
	there := make([]bool, len(fresh))
	err := each(ctx, atOnce, len(fresh), func(i int) (err error) {
		there[i], err = has(ctx, target, fresh[i])
		return err
	})
	if err != nil {
		return fmt.Errorf("reading the target: %w", err)
	}
	for i, name := range fresh {
		if there[i] {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		return fmt.Errorf("writing: %s would be replaced and not by their owner: move them away, or build into another folder", shortList(names))
	}
	return nil
}

// has reports whether a target has a file, of whomever.
func has(ctx context.Context, target Target, name string) (bool, error) {
	if l, can := target.(looker); can {
		there, err := l.Has(ctx, name)
		if errors.Is(err, fs.ErrNotExist) {
			return there, nil
		}
		return there, err
	}
	_, err := target.Read(ctx, name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
