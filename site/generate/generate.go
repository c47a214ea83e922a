// Package generate turns words, approved records and the theme into the files
// of the site. It is pure: the same input gives the same bytes on any machine,
// in any time zone and with any number of workers. It knows nothing of HTTP,
// of where records are kept or of what a page looks like.
//
// A build goes through these stages, each in the file of its name:
//
//	load      read words and records, parse what changed     load.go, records.go
//	fragment  Markdown bodies to HTML, kept by their bytes   fragment.go
//	model     typed views: posts, programs, threads          model.go, thread.go
//	plan      every file to be, with a hash of its inputs    plan.go, feeds.go
//	render    those whose inputs changed, in memory          render.go
//	write     those whose bytes changed, each whole          write.go, folder.go
//
// Everything wrong with the input is reported in one run, and nothing is
// written unless everything rendered.
package generate

import (
	"context"
	"errors"
	"io/fs"
	"runtime"
	"sync"
	"time"

	"greenroom/site/content"
	"greenroom/site/theme"
)

// Options are what stays the same from build to build.
type Options struct {
	Workers  int                              // 0: one for each core
	Assets   fs.FS                            // styles, scripts, icons; nil: those of the theme as compiled
	Progress func(stage string, done, of int) // called while building, from one goroutine at a time; may be nil
}

// Input is what a build is made of.
type Input struct {
	Content  fs.FS     // the tree that package content reads
	Comments []Comment // approved ones only
	AsOf     time.Time // its date in the site's zone is "today"; zero: the one site.yaml pins
	BaseURL  string    // "": the one in site.yaml
}

// Result says what a build did.
type Result struct {
	Pages    int      // HTML pages of the site
	Files    int      // all files of the site
	Bytes    int64    // in all files
	Rendered []string // whose inputs had changed, sorted
	Written  []string // whose bytes had changed, sorted
	Removed  []string // that the site no longer has, sorted
}

// Builder builds one site again and again and keeps what it can use the next
// time: parsed files, rendered bodies and, for each target, the hashes of what
// is there. It may be used by several goroutines; builds follow one another.
type Builder struct {
	options Options
	mu      sync.Mutex
	loader  *content.Loader
	bodies  map[string]*fragment // by Markdown
	known   map[Target]known
	reports sync.Mutex // around Options.Progress
}

// New returns a builder that has built nothing yet.
func New(o Options) *Builder {
	if o.Workers < 1 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Assets == nil {
		o.Assets = theme.AssetFiles()
	}
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	return &Builder{options: o, loader: content.NewLoader(o.Workers), known: map[Target]known{}}
}

// Build brings target to what in says. What is wrong with the input comes back
// as [content.Problems], and then, as after any other error before the first
// file is replaced, the target is as it was.
func (b *Builder) Build(ctx context.Context, in Input, target Target) (Result, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	pages, agency, err := b.plan(ctx, in)
	if err != nil {
		return Result{}, err
	}
	outputs, err := b.render(ctx, pages, b.known[target])
	if err != nil {
		return Result{}, err
	}
	if problems := strangers(outputs, agency); len(problems) > 0 {
		return Result{}, problems.Sort()
	}
	delete(b.known, target) // what a failed write leaves behind is not known
	result, err := b.write(ctx, target, outputs)
	if err != nil {
		return Result{}, err
	}
	b.known[target] = make(known, len(outputs))
	for _, o := range outputs {
		b.known[target][o.name] = o.file
	}
	return result, nil
}

// Check says what is wrong with an input, as Build would, and builds nothing.
func (b *Builder) Check(ctx context.Context, in Input) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, _, err := b.plan(ctx, in)
	return err
}

// plan goes from the input to the list of files to be, and says whose they are.
func (b *Builder) plan(ctx context.Context, in Input) ([]*page, content.Agency, error) {
	loaded, problems, err := b.load(ctx, in)
	if err != nil {
		return nil, content.Agency{}, err
	}
	own := loaded.site.Config.Agency
	bodies, faults, err := b.fragments(ctx, loaded.site)
	if err != nil {
		return nil, own, err
	}
	problems = append(problems, faults...)
	m := newModel(loaded, bodies)
	pages := planPages(m)
	problems = append(problems, deadLinks(m, pages)...)
	if len(problems) == 0 { // else it is said by the names of the words
		problems = collisions(pages)
	}
	if len(problems) > 0 {
		return nil, own, problems.Sort()
	}
	if loaded.asOf.IsZero() {
		return nil, own, errors.New("building: the day to build for is not set: give -as-of or pin as_of in site.yaml")
	}
	return pages, own, nil
}
