// Package generate turns words, approved records and the theme into the files
// of the site. It is pure: the same input gives the same bytes on any machine,
// in any time zone and with any number of workers. It knows nothing of HTTP,
// of where records are kept or of what a page looks like.
//
// A build goes through these stages, each in the file of its name:
//
//	load      read the words and records that changed          load.go, records.go
//	fragment  Markdown bodies to HTML, kept in the store        fragment.go, store.go
//	model     posts, lists, programs, threads                   model.go, lists.go, thread.go
//	plan      every file to be, and what it is made of          plan.go, replan.go, page_*.go, feeds.go
//	render    those of other inputs than the target has         render.go
//	write     those of other bytes, each whole                  write.go, stage.go, folder.go
//
// Everything wrong with the input is reported in one run, and nothing is put
// in place unless everything rendered. Bodies and finished pages do not stay
// in memory: the first wait in the store, the others where the target keeps
// what is staged.
//
// # What is made again
//
// A file is rendered if the key over its inputs (front matter of a post, its
// body, its thread, the cards of a list, the frame that all pages share …) is
// not the one that the target's manifest has for it. The program itself is an
// input of every file, so that nothing stays as an older theme left it. What
// was read and rendered is kept in the cache folder from process to process,
// and in the builder from build to build.
package generate

import (
	"cmp"
	"context"
	"io/fs"
	"maps"
	"runtime"
	"sync"
	"time"

	"greenroom/site/content"
	"greenroom/site/markdown"
	"greenroom/site/theme"
)

// Options are what stays the same from build to build.
type Options struct {
	Workers  int                              // 0: one for each core
	Assets   fs.FS                            // styles, scripts, icons; nil: those of the theme as compiled
	Cache    string                           // folder that keeps what was read and rendered; "": memory does
	Waiting  string                           // folder for files that wait to be put far away; "": the system's for temporary ones
	Now      func() time.Time                 // by which files that were just changed are told from settled ones; nil: all are read
	Progress func(stage string, done, of int) // called while building, from one goroutine at a time; may be nil
}

// Input is what a build is made of.
type Input struct {
	Content  fs.FS     // the tree that package content reads
	Comments []Comment // approved ones only
	Threads  Threads   // the same, where they are not in memory; nil: Comments
	AsOf     time.Time // its date in the site's zone is "today"; zero: the one site.yaml pins
	BaseURL  string    // "": the one in site.yaml
	Preview  bool      // show drafts and posts of days to come

	// Courses are what was recorded about programs, by slug. nil: nothing.
	Courses map[string]content.Course

	// Changed says what may have changed since the same builder's last build.
	// nil: anything.
	Changed *Changed
}

// Changed names what may have changed.
type Changed struct {
	Files []string // of the content tree: "posts/first.md"
	Posts []string // slugs of posts whose comments may be others

	// Programs says that Input.Courses may be others. Without it those of the
	// last build hold.
	Programs bool
}

func (in Input) threads() Threads {
	if in.Threads != nil {
		return in.Threads
	}
	return ThreadList(in.Comments)
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
// time. It may be used by several goroutines; builds follow one another.
type Builder struct {
	options Options
	mu      sync.Mutex // one build at a time
	reports sync.Mutex // around Options.Progress

	version   string // of the program: other ones make other pages of the same
	markdown  *markdown.Renderer
	loader    *content.Loader
	store     store
	cache     cache
	pictures  pictures
	made      made
	index     index
	fragments map[string]*fragment   // by file
	threads   map[string]*discussion // by slug of the post
	bodies    sync.Mutex             // around fragments, edited and storeErr while words are read
	storeErr  error

	// What the last build left, and what the one going on has found changed.
	build     uint64 // counts builds
	site      *content.Site
	model     *model
	pages     []*page
	htmlPages int
	known     map[Target]*known
	checked   *known          // what the pages were last compared with, after it was brought up to date
	edited    map[string]bool // files whose body is another
	touched   []string        // posts whose thread is another
	courses   map[string]content.Course
	replan    bool
	moved     bool // a body has other headings than before
	kept      keeping

	noteEvery int // the constant of that name; in tests less

	inspect func(name string, view any) // tests look at views through it
	short   int                         // builds that went the short way, for tests as well
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
	b := &Builder{
		options: o, version: programVersion(), known: map[Target]*known{}, noteEvery: noteEvery,
		fragments: map[string]*fragment{}, threads: map[string]*discussion{}, store: store{dir: o.Cache},
	}
	b.cache.init(o.Cache)
	b.markdown = markdown.New(markdown.Options{Reserved: ReservedIDs(), Picture: b.pictures.facts})
	b.loader = content.NewLoader(o.Workers)
	b.loader.Version = cmp.Or(content.Version(), b.version)
	b.loader.Now, b.loader.Fresh, b.loader.Settled = o.Now, b.takeBody, b.settled
	return b
}

// Close lets go of the cache.
func (b *Builder) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.store.close()
}

// Build brings target to what in says. What is wrong with the input comes back
// as [content.Problems], and then, as after any other error before the first
// file is replaced, the target is as it was.
func (b *Builder) Build(ctx context.Context, in Input, target Target) (Result, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l, problems, err := b.read(ctx, in)
	if err != nil {
		return Result{}, b.forget(err)
	}
	if result, done, err := b.touchUp(ctx, l, problems, target); done || err != nil {
		return result, err
	}
	old, err := b.planFor(ctx, l, problems, target)
	if err != nil {
		return Result{}, err
	}
	if old != b.checked {
		b.checked = nil
	}
	delete(b.known, target) // what a failed write leaves behind is not known
	change, err := b.render(ctx, target, old)
	b.checked = nil
	if err != nil {
		return Result{}, err
	}
	result, err := b.write(ctx, target, change)
	if err != nil {
		return Result{}, err
	}
	b.known[target], b.checked = old, old
	b.finished(l, change, result)
	return result, b.keep()
}

// forget makes the next build look at everything anew.
func (b *Builder) forget(err error) error {
	b.model, b.site, b.cache.edition = nil, nil, edition{}
	return err
}

// finished notes what a build has left in its target.
func (b *Builder) finished(l *loaded, c *change, result Result) {
	if c.index != nil {
		b.index, b.kept.index = *c.index, true
	}
	b.cache.edition = edition{
		version: b.version, shape: b.shape(l), sound: key(b.loader.Set()), date: c.old.date, lines: c.old.lines,
		files: result.Files, pages: result.Pages, size: result.Bytes,
	}
	b.loader.Sound = b.loader.Set()
}

// Check says what is wrong with an input, as Build would, and builds nothing.
func (b *Builder) Check(ctx context.Context, in Input) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	l, problems, err := b.read(ctx, in)
	if err == nil {
		err = b.plan(l, problems)
	}
	if err != nil {
		return b.forget(err)
	}
	return nil
}

// read reads what changed of the input.
func (b *Builder) read(ctx context.Context, in Input) (*loaded, content.Problems, error) {
	b.build++
	b.edited, b.touched, b.storeErr, b.moved = map[string]bool{}, nil, nil, false
	if b.model == nil {
		in.Changed = nil
	}
	listed, err := b.lookAround(ctx, in)
	if err != nil {
		return nil, nil, err
	}
	if in.Changed == nil || in.Changed.Programs {
		b.courses = maps.Clone(in.Courses)
	}
	return b.load(ctx, in, listed)
}

// lookAround reads the cache, and meanwhile sees what there is on the disk.
func (b *Builder) lookAround(ctx context.Context, in Input) (listed listing, err error) {
	var group sync.WaitGroup
	if in.Changed != nil {
		listed.only(in.Changed.Posts)
	} else {
		group.Go(func() { b.loader.Look(ctx, in.Content) })
		group.Go(func() { listed.files, listed.err = in.threads().List(ctx) })
	}
	err = b.restore(in)
	group.Wait()
	return listed, err
}
