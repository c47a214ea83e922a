package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// bench is one run of the program.
type bench struct {
	options
	out      io.Writer
	module   string // root of this module
	dir      string // of this run, removed at its end
	inMemory bool   // dir is, so that deleting between builds costs nothing
	self     string // this program
	site     string // the generator
	themed   string // the generator with a changed theme; "" if there is none
	hugo     string // "" to measure ours alone
	folders  int    // made so far
	results  []*result
}

// result is what was measured with one corpus.
type result struct {
	corpus   corpus
	comments int
	source   tree // words and records
	ours     []usage
	hugo     []usage
	floor    usage
	site     tree // as ours makes it
	other    tree // as Hugo makes it
	changes  []changed
}

// Bytes that one corpus of n posts takes with the sites that are there at the
// same time, from above.
func room(posts int) int64 { return 600<<20 + int64(posts)*320<<10 }

func newBench(ctx context.Context, o options, out io.Writer) (*bench, error) {
	b := &bench{options: o, out: out}
	var err error
	if b.self, err = os.Executable(); err != nil {
		return nil, fmt.Errorf("finding myself: %w", err)
	}
	if b.module, err = moduleRoot(ctx); err != nil {
		return nil, err
	}
	work := o.work
	if work == "" {
		work = os.TempDir()
		if free, inMemory := disk("/dev/shm"); inMemory && free > room(slices.Max(o.sizes)) {
			work = "/dev/shm"
		}
	}
	if b.dir, err = os.MkdirTemp(work, "greenroom-bench-"); err != nil {
		return nil, fmt.Errorf("making a folder to build in: %w", err)
	}
	_, b.inMemory = disk(b.dir)
	err = b.buildSites(ctx)
	if err == nil && !o.noHugo {
		b.hugo, err = b.findHugo(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, b.clean())
	}
	return b, nil
}

// clean removes what the run has made.
func (b *bench) clean() error {
	if b.keep {
		fmt.Fprintf(b.out, "\nleft in %s\n", b.dir)
		return nil
	}
	return os.RemoveAll(b.dir)
}

// fresh names a folder that was never there.
func (b *bench) fresh(what string) string {
	b.folders++
	return filepath.Join(b.dir, fmt.Sprintf("%03d-%s", b.folders, what))
}

// drop removes a site that is not needed any more if that is free of charge.
// On ext4 a deleted tree makes the next one up to six times slower to write;
// there everything stays until the end.
func (b *bench) drop(dirs ...string) {
	if !b.inMemory || b.keep {
		return
	}
	for _, dir := range dirs {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintf(b.out, "removing %s: %v\n", dir, err)
		}
	}
}

// all measures each size and prints its tables, then that of the targets.
func (b *bench) all(ctx context.Context) error {
	if err := b.printMachine(ctx); err != nil {
		return err
	}
	for _, n := range b.sizes {
		r := &result{corpus: corpus{dir: b.fresh(fmt.Sprintf("corpus-%d", n)), posts: n, all: b.options.all, module: b.module}}
		if err := b.one(ctx, r); err != nil {
			return fmt.Errorf("%s posts: %w", thousands(n), err)
		}
		b.results = append(b.results, r)
		b.drop(r.corpus.dir)
	}
	b.printTargets()
	return nil
}

// one measures one corpus.
func (b *bench) one(ctx context.Context, r *result) error {
	if free, _ := disk(b.dir); free > 0 && free < room(r.corpus.posts) {
		fmt.Fprintf(b.out, "\nnote: %s has %s free, and this corpus may need %s\n", b.dir, size(free), size(room(r.corpus.posts)))
	}
	var err error
	if r.comments, err = r.corpus.write(); err != nil {
		return err
	}
	if r.source, err = readTree(r.corpus.content()); err != nil {
		return err
	}
	records, err := readTree(r.corpus.records())
	if err != nil {
		return err
	}
	for name, e := range records {
		r.source["records/"+name] = e
	}
	b.printCorpus(r)
	if err := b.pairs(ctx, r); err != nil {
		return err
	}
	if r.floor, err = b.floor(ctx, r.corpus, r.site); err != nil {
		return err
	}
	b.printPairs(r)
	if b.changes == 0 || r.corpus.posts > mostChanged {
		return nil
	}
	if err := b.changeAll(ctx, r); err != nil {
		return err
	}
	b.printChanges(r)
	return nil
}
