package local

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/mail"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/publish"
	"greenroom/functions/internal/table"
	"greenroom/functions/internal/web"
	"greenroom/site/generate"
)

// Options are the flags of the local server.
type Options struct {
	Addr    string // host:port to listen on
	Data    string // directory of the store
	Content string // directory of the words
	Assets  string // directory of styles and scripts; if it is missing, the compiled ones serve
	BaseURL string // "" for the address that is listened on
	Empty   bool   // no demo data
	Verbose bool   // log every request
}

// office is everything that runs on a laptop, wired together.
type office struct {
	options Options
	baseURL string
	log     *slog.Logger
	print   io.Writer

	clock   agency.Clock
	pinned  time.Time // the day site.yaml pins, or zero
	store   *Bolt
	folder  *os.Root // the published site, for reading
	target  *generate.Folder
	live    *live
	mailbox Mailbox
	web     *web.Server
	sender  outbox.Sender
	ids     *agency.IDs
}

// openOffice opens the store, fills it on a first start and builds the site.
func openOffice(ctx context.Context, o Options, baseURL string, print io.Writer, log *slog.Logger) (*office, error) {
	of := &office{options: o, baseURL: baseURL, print: print, log: log}
	words := os.DirFS(o.Content)
	if _, err := fs.Stat(words, "site.yaml"); err != nil {
		return nil, fmt.Errorf("opening %s: there is no site.yaml in it: start from the project's directory or name the right one with -content", o.Content)
	}
	edition, err := publish.Read(ctx, words, of.assets(), baseURL, time.Now())
	if err != nil {
		return nil, err
	}
	if err := of.openStore(edition); err != nil {
		return nil, err
	}
	if err := of.wire(words, edition); err != nil {
		return nil, errors.Join(err, of.Close())
	}
	if err := of.begin(ctx, edition); err != nil {
		return nil, errors.Join(err, of.Close())
	}
	return of, nil
}

// openStore opens the data directory and sets the clock: it starts at nine on
// the day site.yaml pins, or where the store left off if that is later, so
// that time never runs backwards.
func (of *office) openStore(edition *publish.Edition) error {
	of.clock = time.Now
	if of.pinned = edition.Config().AsOf; !of.pinned.IsZero() {
		of.clock = agency.StartingAt(of.pinned.Add(9*time.Hour), time.Now)
	}
	if err := os.MkdirAll(of.options.Data, 0o700); err != nil {
		return fmt.Errorf("making data directory: %w", err)
	}
	store, err := OpenBolt(filepath.Join(of.options.Data, "greenroom.db"), func() time.Time { return of.clock() })
	if err != nil {
		return err
	}
	of.store = store
	if last := store.LastCommit(); !of.pinned.IsZero() && last.After(of.clock()) {
		of.clock = agency.StartingAt(last, time.Now)
	}
	return nil
}

// wire makes every room and gives it what it needs.
func (of *office) wire(words fs.FS, edition *publish.Edition) error {
	data, err := os.OpenRoot(of.options.Data)
	if err != nil {
		return fmt.Errorf("opening data directory: %w", err)
	}
	defer data.Close()
	secret, err := loadSecret(data, rand.Reader)
	if err != nil {
		return err
	}
	proofs, err := account.NewProofs(secret)
	if err != nil {
		return err
	}
	config := edition.Config()
	writer, err := mail.NewWriter(config.Agency.Name, of.baseURL, proofs)
	if err != nil {
		return err
	}
	if err := of.openSite(data, words, edition); err != nil {
		return err
	}
	of.ids = agency.NewIDs(of.clock, rand.Reader)
	rules := agency.NewValidator()
	of.mailbox = Mailbox{Table: of.store, Now: of.clock}
	of.sender = outbox.Sender{Table: of.store, Carrier: mail.Carrier{Writer: writer, Transport: of.mailbox}, Log: of.log}
	of.web = &web.Server{
		Site: of.live, IDs: of.ids, Now: of.clock, Log: of.log, Origin: of.baseURL,
		Comments: &comment.Service{Table: of.store, Posts: of.live, IDs: of.ids, Now: of.clock, Rules: rules,
			Moderators: config.Agency.ModerationEmail},
		Accounts: &account.Service{Table: of.store, IDs: of.ids, Now: of.clock, Rules: rules, Proofs: proofs},
	}
	return nil
}

// openSite opens the folder the site is published to.
func (of *office) openSite(data *os.Root, words fs.FS, edition *publish.Edition) error {
	if err := data.MkdirAll("site", 0o755); err != nil {
		return fmt.Errorf("making site directory: %w", err)
	}
	folder, err := data.OpenRoot("site")
	if err != nil {
		return fmt.Errorf("opening site directory: %w", err)
	}
	of.folder = folder
	of.target = generate.NewFolder(filepath.Join(of.options.Data, "site"))
	of.live = &live{terminal: of.print, publisher: &publish.Publisher{
		Table: table.Only(of.store, table.Open), Content: words, Assets: of.assets(),
		Builder: generate.New(generate.Options{Assets: of.assets()}), Target: of.target, Now: of.clock, BaseURL: of.baseURL,
	}}
	of.live.edition.Store(edition)
	return nil
}

// assets returns the styles and scripts on disk, so that an edit shows on
// reload, or nil for the compiled ones.
func (of *office) assets() fs.FS {
	if info, err := os.Stat(of.options.Assets); err != nil || !info.IsDir() {
		return nil
	}
	return os.DirFS(of.options.Assets)
}

// begin fills the store on a first start and builds the site.
func (of *office) begin(ctx context.Context, edition *publish.Edition) error {
	if err := enrolStaff(ctx, of.store, of.ids, edition.People()); err != nil {
		return fmt.Errorf("enrolling staff: %w", err)
	}
	first, err := firstStart(ctx, of.store)
	if err != nil {
		return err
	}
	if first && !of.options.Empty {
		if err := seedDemo(ctx, of.store, of.ids); err != nil {
			return err
		}
	}
	if first {
		if err := markStarted(ctx, of.store, of.clock()); err != nil {
			return err
		}
	}
	return of.live.rebuild(ctx)
}

// Names under which the store remembers how far its followers came.
const (
	publishing = "publish"
	delivering = "deliver"
)

// work follows the store and the words until ctx ends: what was approved is
// published, what was written is sent, what was edited is shown.
func (of *office) work(ctx context.Context) {
	var all sync.WaitGroup
	publisher := consumer{name: publishing, store: of.store, log: of.log, handle: of.publish}
	deliverer := consumer{name: delivering, store: of.store, log: of.log, handle: of.deliver}
	all.Go(func() { publisher.run(ctx) })
	all.Go(func() { deliverer.run(ctx) })
	all.Go(func() {
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		watch(ctx, of.trees(), tick.C, func() {
			if err := of.live.rebuild(ctx); err != nil {
				of.log.ErrorContext(ctx, "rebuild failed", "cause", err)
			}
		})
	})
	all.Go(func() { of.tidy(ctx) })
	all.Wait()
}

// tidyEvery is how often what has expired is removed, and the log cut behind
// those who follow it.
const tidyEvery = 10 * time.Minute

func (of *office) tidy(ctx context.Context) {
	tick := time.NewTicker(tidyEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		_, swept := of.store.Sweep(ctx)
		_, trimmed := of.store.Trim(ctx, publishing, delivering)
		if err := errors.Join(swept, trimmed); err != nil && ctx.Err() == nil {
			of.log.ErrorContext(ctx, "tidying the store", "cause", err)
		}
		wait(ctx, tick.C)
	}
}

func (of *office) trees() []fs.FS {
	trees := []fs.FS{os.DirFS(of.options.Content)}
	if assets := of.assets(); assets != nil {
		trees = append(trees, assets)
	}
	return trees
}

func (of *office) publish(ctx context.Context, changes []table.Change) error {
	if !publish.Needed(changes) {
		return nil
	}
	return of.live.rebuild(ctx)
}

func (of *office) deliver(ctx context.Context, changes []table.Change) error {
	for _, c := range changes {
		id, waiting := outbox.Waiting(c)
		if !waiting {
			continue
		}
		if err := of.sender.Send(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// Close closes what was opened.
func (of *office) Close() error {
	var err error
	if of.folder != nil {
		err = errors.Join(of.folder.Close(), of.target.Close())
	}
	return errors.Join(err, of.store.Close())
}
