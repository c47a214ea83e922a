package cloud

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/publish"
	"greenroom/site/content"
	"greenroom/site/theme"
)

// newsFor is how long a reading of the site is good for. The words are built
// into the program; guest posts come, change and go while it runs.
const newsFor = time.Minute

// news is the site as the last reading of it says. What cannot be read leaves
// the last good one.
type news struct {
	read func(ctx context.Context) (*publish.Edition, error)
	now  agency.Clock
	log  *slog.Logger

	one     sync.Mutex // one reader at a time
	at      time.Time  // of the last try
	edition atomic.Pointer[publish.Edition]
}

// open reads the site for the first time.
func (n *news) open(ctx context.Context) error {
	edition, err := n.read(ctx)
	if err != nil {
		return err
	}
	n.edition.Store(edition)
	n.at = n.now()
	return nil
}

// refresh reads the site anew if the last reading is old. Who comes while
// another reads takes what there is.
func (n *news) refresh(ctx context.Context) {
	if !n.one.TryLock() {
		return
	}
	defer n.one.Unlock()
	if n.now().Sub(n.at) < newsFor {
		return
	}
	n.at = n.now()
	edition, err := n.read(ctx)
	if err != nil {
		n.log.ErrorContext(ctx, "site not read anew", "cause", err)
		return
	}
	n.edition.Store(edition)
}

// before serves requests by a site that is no older than newsFor.
func (n *news) before(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.refresh(r.Context())
		next.ServeHTTP(w, r)
	})
}

// Frame implements web.Site.
func (n *news) Frame() theme.Frame { return n.edition.Load().Frame() }

// Post implements web.Posts.
func (n *news) Post(slug string) (string, bool) { return n.edition.Load().Post(slug) }

// TakesComments implements comment.Posts.
func (n *news) TakesComments(slug string) (string, bool) {
	return n.edition.Load().TakesComments(slug)
}

// CommentAddress implements web.Posts.
func (n *news) CommentAddress(post string, thread []comment.Public, id string) (string, bool) {
	return n.edition.Load().CommentAddress(post, thread, id)
}

// Config implements guest.Site.
func (n *news) Config() content.Config { return n.edition.Load().Config() }

// Has implements guest.Site.
func (n *news) Has(address string) bool { return n.edition.Load().Has(address) }

// Free implements guest.Site.
func (n *news) Free(address string) bool { return n.edition.Load().Free(address) }

// Zone implements web.Site.
func (n *news) Zone() *time.Location { return n.edition.Load().Zone() }

// Holidays implements web.Site.
func (n *news) Holidays() []string { return n.edition.Load().Holidays() }

// Program implements program.Files.
func (n *news) Program(slug string) (content.Program, bool) { return n.edition.Load().Program(slug) }

// Programs implements program.Files.
func (n *news) Programs() []content.Program { return n.edition.Load().Programs() }

// People implements submission.Staff.
func (n *news) People() []content.Person { return n.edition.Load().People() }

// Manager implements application.Staff.
func (n *news) Manager(slug string) (name, email string) { return n.edition.Load().Manager(slug) }
