package local

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"greenroom/functions/internal/web"
	"greenroom/site/theme"
)

// devMail serves the mailbox as a page and as JSON. It exists on the local
// server only.
type devMail struct {
	mailbox Mailbox
	site    web.Site
	log     *slog.Logger
}

func (d devMail) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /dev/mail", d.page)
	mux.HandleFunc("GET /dev/mail.json", d.json)
}

func (d devMail) letters(w http.ResponseWriter, r *http.Request) ([]Letter, bool) {
	letters, err := d.mailbox.Letters(r.Context())
	if err != nil {
		d.log.ErrorContext(r.Context(), "mailbox", "cause", err)
		http.Error(w, "The mailbox cannot be read; the terminal says why.", http.StatusInternalServerError)
	}
	return letters, err == nil
}

func (d devMail) json(w http.ResponseWriter, r *http.Request) {
	if letters, ok := d.letters(w, r); ok {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(letters) // the client may be gone
	}
}

func (d devMail) page(w http.ResponseWriter, r *http.Request) {
	letters, ok := d.letters(w, r)
	if !ok {
		return
	}
	frame := d.site.Frame()
	frame.Head = theme.Head{Title: "Mailbox – " + frame.SiteTitle, NoIndex: true, NoReferrer: true}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	ctx := templ.WithChildren(r.Context(), mailboxPage(letters, d.site.Zone()))
	if err := theme.Layout(frame).Render(ctx, w); err != nil {
		d.log.ErrorContext(r.Context(), "mailbox page", "cause", err)
	}
}

// told is the time of a letter in the site's zone.
func told(at string, zone *time.Location) string {
	moment, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return at
	}
	return moment.In(zone).Format("2 January 2006, 15:04 MST")
}
