package local

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"greenroom/site/theme"
)

// Frames is a site that has a frame for pages, and a time zone.
type Frames interface {
	Frame() theme.Frame
	Zone() *time.Location
}

// DevMail serves a mailbox as a page and as JSON. It exists where no mail
// leaves the machine.
type DevMail struct {
	Letters func(context.Context) ([]Letter, error) // newest first
	Site    Frames
	Log     *slog.Logger
}

// Routes adds the mailbox's pages to the mux.
func (d DevMail) Routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /dev/mail", d.page)
	mux.HandleFunc("GET /dev/mail.json", d.json)
}

func (d DevMail) letters(w http.ResponseWriter, r *http.Request) ([]Letter, bool) {
	letters, err := d.Letters(r.Context())
	if err != nil {
		d.Log.ErrorContext(r.Context(), "mailbox", "cause", err)
		http.Error(w, "The mailbox cannot be read; the terminal says why.", http.StatusInternalServerError)
	}
	return letters, err == nil
}

func (d DevMail) json(w http.ResponseWriter, r *http.Request) {
	if letters, ok := d.letters(w, r); ok {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(letters) // the client may be gone
	}
}

func (d DevMail) page(w http.ResponseWriter, r *http.Request) {
	letters, ok := d.letters(w, r)
	if !ok {
		return
	}
	frame := d.Site.Frame()
	frame.Head = theme.Head{Title: "Mailbox – " + frame.SiteTitle, NoIndex: true, NoReferrer: true}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	ctx := templ.WithChildren(r.Context(), mailboxPage(letters, d.Site.Zone()))
	if err := theme.Layout(frame).Render(ctx, w); err != nil {
		d.Log.ErrorContext(r.Context(), "mailbox page", "cause", err)
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
