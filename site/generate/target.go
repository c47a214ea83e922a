package generate

import "context"

// Target is where a site is written: a folder, a bucket. Names are slash
// paths such as "blog/first/index.html". Its dynamic type must be comparable,
// and a target is one Builder's alone while it builds.
type Target interface {
	// Read returns the bytes of a file, or an error that is fs.ErrNotExist.
	Read(ctx context.Context, name string) ([]byte, error)
	// Write puts a file in place, whole or not at all.
	Write(ctx context.Context, name string, data []byte) error
	// Remove takes a file away. One that is not there is no error.
	Remove(ctx context.Context, name string) error
}

// stager is a target that can take all new files before the first of them is
// seen, so that a full disk is found while the old site still stands.
type stager interface {
	// Stage keeps data where it only needs to be put in place by Write.
	Stage(name string, data []byte) error
	// Discard drops what was staged and not written, by this run or by one
	// that was killed.
	Discard() error
}
