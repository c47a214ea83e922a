package local

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/fetch"
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
	Cache   string // directory of what was rendered and drawn; "" for one beside the store
	BaseURL string // "" for the address that is listened on
	Empty   bool   // no demo data
	Verbose bool   // log every request
	Figures bool   // reckon the public figures anew instead of serving
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

// wire makes every room and gives it what it needs.
func (of *office) wire() error {
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
	signs, err := brief.NewProofs(secret)
	if err != nil {
		return err
	}
	config := of.edition.Config()
	writer, err := mail.NewWriter(config.Agency.Name, of.baseURL, proofs)
	if err != nil {
		return err
	}
	writer.Signs = signs
	if err := of.openSite(data); err != nil {
		return err
	}
	visitor, err := of.visitor(data)
	if err != nil {
		return err
	}
	if of.files, err = openFiles(data); err != nil {
		return err
	}
	ids := agency.NewIDs(of.clock, rand.Reader)
	rules := agency.NewValidator()
	of.mailbox = Mailbox{Table: of.store, Now: of.clock}
	of.sender = outbox.Sender{Table: of.store, Carrier: mail.Carrier{Writer: writer, Transport: of.mailbox}, Log: of.log,
		Now: of.clock, IDs: ids, Again: true}
	of.parts = web.Parts{
		Table: of.store, Site: of.live, IDs: ids, Now: of.clock, Rules: rules, Proofs: proofs, Log: of.log, Origin: of.baseURL,
		Moderators: config.Agency.ModerationEmail, Letters: writer,
		Editors: config.Agency.Email, Visitor: visitor, Files: of.files, Signs: signs,
	}
	of.web = web.NewServer(of.parts)
	return nil
}

// openSite opens the folder the site is published to.
func (of *office) openSite(data *os.Root) error {
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
		Table: table.Only(of.store, table.Open), Content: of.words, Assets: of.assets(),
		Builder: of.builder(), Target: of.target, Now: of.clock, BaseURL: of.baseURL, Log: of.log,
	}}
	of.live.edition.Store(of.edition)
	return nil
}

// visitor looks at pages on the web, and at those of the demo's own.
func (of *office) visitor(data *os.Root) (*fetch.Fetcher, error) {
	web, err := openWeb(data, demoPages())
	return fetch.New(fetch.Options{Agent: "Greenroom-Check/1.0 (+" + of.baseURL + "/what-you-can-expect/)", Serve: web.serves}), err
}

// builder keeps what it renders beside the store, so that the next start is
// quick. What it draws (pictures, share cards) is dear.
func (of *office) builder() *generate.Builder {
	cache := of.options.Cache
	if cache == "" {
		cache = filepath.Join(of.options.Data, "rendered")
	}
	p := &progress{print: of.print, now: time.Now}
	return generate.New(generate.Options{Assets: of.assets(), Cache: cache, Now: time.Now, Progress: p.step})
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
func (of *office) begin(ctx context.Context) error {
	if err := enrolStaff(ctx, of.web.Accounts, of.edition.People()); err != nil {
		return fmt.Errorf("enrolling staff: %w", err)
	}
	if err := of.firstStart(ctx); err != nil {
		return err
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
		stage := newStage(of.parts)
		if err := stage.seedApplications(ctx, people); err != nil {
			return err
		}
		if err := stage.seedWork(ctx, demoWorkOf()); err != nil {
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
