package generate

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
)

// output is a planned page and what became of it.
type output struct {
	*page
	file     knownFile
	rendered bool
	data     []byte // set if rendered
}

// known is what a target holds after a build, by name.
type known map[string]knownFile

// knownFile is one file of a target.
type knownFile struct {
	input [32]byte // hash of what it was made of
	sum   [sha256.Size]byte
	size  int
}

// render makes the pages whose inputs are not those of the last build to the
// same target. Nothing leaves memory here.
func (b *Builder) render(ctx context.Context, pages []*page, last known) ([]*output, error) {
	outputs := make([]*output, len(pages))
	var dirty []*output
	for i, p := range pages {
		file, found := last[p.name]
		outputs[i] = &output{page: p, file: file, rendered: !found || file.input != p.input}
		if outputs[i].rendered {
			dirty = append(dirty, outputs[i])
		}
	}
	report := b.reporter("rendering", len(dirty))
	err := each(ctx, b.options.Workers, len(dirty), func(i int) error {
		defer report()
		if err := dirty[i].make(ctx); err != nil {
			return fmt.Errorf("rendering %s: %w", dirty[i].name, err)
		}
		return nil
	})
	return outputs, err
}

func (o *output) make(ctx context.Context) error {
	var buf bytes.Buffer
	if err := o.page.render(ctx, &buf); err != nil {
		return err
	}
	o.data = buf.Bytes()
	o.file = knownFile{input: o.input, sum: sha256.Sum256(o.data), size: len(o.data)}
	return nil
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
