package local

import (
	"crypto/rand"
	"fmt"
	"io/fs"
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

// maxFile is the most that one file may have on a laptop, in bytes.
const maxFile = 25_000_000

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
		Editors: config.Agency.Email, Visitor: visitor, Files: of.files, MaxFile: maxFile, Signs: signs,
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
