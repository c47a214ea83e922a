package local

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/publish"
	"greenroom/functions/internal/web"
	"greenroom/site/generate"
)

// Options are the flags of the local server.
type Options struct {
	Addr    string // host:port to listen on
	Data    string // directory of the store
	Content string // directory of the words
	Assets  string // directory of styles and scripts; if it is missing, the compiled ones serve
	Cache   string // directory of what was rendered and drawn; "" for one beside the store
	BaseURL string // "" for the address that is listened on
	Empty   bool   // no demo data
	Verbose bool   // log every request
	Command string // "figures", "backup" or "restore", instead of serving
	File    string // of the backup
	Over    bool   // restore replaces what is there
}

// office is everything that runs on a laptop, wired together.
type office struct {
	options Options
	baseURL string
	words   fs.FS
	edition *publish.Edition  // as it was when the office opened
	seen    [sha256.Size]byte // how the trees looked before the first build
	log     *slog.Logger
	print   io.Writer

	clock   agency.Clock
	pinned  time.Time // the day site.yaml pins, or zero
	demo    bool      // the store has the demo's people and comments
	store   *Bolt
	folder  *os.Root // the published site, for reading
	target  *generate.Folder
	live    *live
	mailbox Mailbox
	parts   web.Parts
	web     *web.Server
	sender  outbox.Sender
	files   Files
}

// openOffice reads the words and opens the store, which no other process may
// have open.
func openOffice(ctx context.Context, o Options, print io.Writer, log *slog.Logger) (*office, error) {
	of := &office{options: o, print: print, log: log, words: os.DirFS(o.Content), clock: time.Now}
	if _, err := fs.Stat(of.words, "site.yaml"); err != nil {
		return nil, fmt.Errorf("opening %s: there is no site.yaml in it: start from the project's directory or name the right one with -content", o.Content)
	}
	edition, err := publish.Read(ctx, of.words, of.assets(), o.BaseURL, of.clock())
	if err != nil {
		return nil, err
	}
	of.edition = edition
	return of, of.openStore()
}

// moveIn makes every room, fills the store on a first start and builds the
// site. baseURL is the address that links and mails carry.
func (of *office) moveIn(ctx context.Context, baseURL string) error {
	of.baseURL = baseURL
	if err := of.wire(); err != nil {
		return err
	}
	return of.begin(ctx)
}

// openStore opens the data directory and sets the clock: it starts at nine on
// the day site.yaml pins, or where the store left off if that is later, so
// that time never runs backwards.
func (of *office) openStore() error {
	if of.pinned = of.edition.Config().AsOf; !of.pinned.IsZero() {
		of.clock = agency.StartingAt(of.pinned.Add(9*time.Hour), time.Now)
	}
	if err := os.MkdirAll(of.options.Data, 0o700); err != nil {
		return fmt.Errorf("making data directory: %w", err)
	}
	store, err := OpenBolt(filepath.Join(of.options.Data, "greenroom.db"), func() time.Time { return of.clock() })
	if errors.Is(err, ErrLocked) {
		return fmt.Errorf("%w: Greenroom runs on it already; stop that one, or choose another directory with -data", err)
	}
	if err != nil {
		return err
	}
	of.store = store
	if last := store.LastCommit(); !of.pinned.IsZero() && last.After(of.clock()) {
		of.clock = agency.StartingAt(last, time.Now)
	}
	return nil
}

// begin fills the store on a first start, does what fell due while nobody
// looked, so that the site is shown as it stands now, and builds it.
func (of *office) begin(ctx context.Context) error {
	if err := enrolStaff(ctx, of.web.Accounts, of.edition.People()); err != nil {
		return fmt.Errorf("enrolling staff: %w", err)
	}
	if err := of.firstStart(ctx); err != nil {
		return err
	}
	if err := of.fallDue(ctx); err != nil { // the clock tries again when it strikes
		of.log.ErrorContext(ctx, "doing what is due", "cause", err)
	}
	of.seen = fingerprint(of.trees())
	if err := of.live.rebuild(ctx); err != nil {
		return err
	}
	if _, err := of.folder.Stat("index.html"); err != nil {
		return fmt.Errorf("there is no site to show yet; put this right and start again:\n%s", of.live.wrong())
	}
	return nil
}

// firstStart fills a store that nobody started with before.
func (of *office) firstStart(ctx context.Context) error {
	before, err := startedBefore(ctx, of.store)
	if err != nil {
		return err
	}
	if of.demo = before.Demo; before.At != "" {
		return nil
	}
	if of.demo = !of.options.Empty; of.demo {
		if err := seedDemo(ctx, of.store, of.web.Accounts); err != nil {
			return err
		}
		people := of.edition.People()
		stage := newStage(of.parts, of.clock())
		if err := stage.seedApplications(ctx, people); err != nil {
			return err
		}
		if err := stage.seedWork(ctx, demoWorkOf(stage.later)); err != nil {
			return err
		}
	}
	return markStarted(ctx, of.store, started{At: of.clock().UTC().Format(time.RFC3339), Demo: of.demo})
}

// Close closes what was opened.
func (of *office) Close() error {
	var err error
	if of.folder != nil {
		err = errors.Join(of.folder.Close(), of.target.Close())
	}
	err = errors.Join(err, of.files.Close())
	if of.store != nil {
		err = errors.Join(err, of.store.Close())
	}
	return err
}
