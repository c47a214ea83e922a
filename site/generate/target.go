package generate

import "context"

// Target is where a site is written: a folder, a bucket. Names are slash
// paths such as "blog/first/index.html". Its dynamic type must be comparable,
// and a target is one Builder's alone while it builds.
type Target interface {
	// Read returns the bytes of a file, or an error that is fs.ErrNotExist.
	Read(ctx context.Context, name string) ([]byte, error)
	// Write puts a file in place, whole or not at all. Of a file that was
	// staged data is nil.
	Write(ctx context.Context, name string, data []byte) error
	// Remove takes a file away. One that is not there is no error.
	Remove(ctx context.Context, name string) error
}

// stager is a target that can take all new files before the first of them is
// seen, so that a full disk is found while the old site still stands, and so
// that finished files need not stay in memory. Several goroutines may stage.
type stager interface {
	// Stage keeps data where it only needs to be put in place by Write.
	Stage(name string, data []byte) error
	// Discard drops what was staged and not written, by this run or by one
	// that was killed.
	Discard() error
}

// remote is a target far away: each write takes long, and many may be under way
// at a time. A build whose time is up breaks off there, and the next goes on.
type remote interface {
	// Writers is how many writes may be under way.
	Writers() int
}

// appender is a target whose manifest need not be written whole each time.
type appender interface {
	// Append adds to a file that is there, or makes it.
	Append(ctx context.Context, name string, data []byte) error
}

// looker is a target that can say, without reading it, that a file is there.
type looker interface {
	Has(ctx context.Context, name string) (bool, error)
}

// dater is a target that tells one state of a file from another without
// reading it.
type dater interface {
	// Date returns a text that changes when the file does, "" if it is not
	// known.
	Date(name string) string
}
