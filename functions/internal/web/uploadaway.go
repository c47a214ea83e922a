package web

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"greenroom/functions/internal/submission"
)

// Arrivals takes files that no form carries to us: a browser sends them straight
// to where files are kept, and leads back here. What has arrived is nobody's
// until it is taken, and goes by itself after a day.
type Arrivals interface {
	// Form is what a browser sends one file with, of 1 to most bytes, to lie under
	// key. Then it is led to next. It holds for an hour.
	Form(ctx context.Context, key, next string, most int) (ArrivalForm, error)
	// Arrived opens what lies under key and says what its sender calls it, or
	// returns an error that is fs.ErrNotExist.
	Arrived(ctx context.Context, key string) (name string, data io.ReadCloser, err error)
	// Forget removes it. What is not there is no error.
	Forget(ctx context.Context, key string) error
}

// Links hands out files that are too large for an answer of ours.
type Links interface {
	// Link is an address at which a kept file can be had as a download of that
	// name, for a minute.
	Link(ctx context.Context, hash, name string) (string, error)
}

// ArrivalForm is a form that goes to another host.
type ArrivalForm struct {
	Address string
	Fields  []ArrivalField // before the file, as the host wants them
}

// ArrivalField is what such a form says beside the file.
type ArrivalField struct{ Name, Value string }

// letSendTo lets the forms of this one page go to the host of an address too.
func letSendTo(h http.Header, address string) error {
	to, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("reading address of form: %w", err)
	}
	const policy, own = "Content-Security-Policy", "form-action 'self'"
	h.Set(policy, strings.Replace(h.Get(policy), own, own+" "+to.Scheme+"://"+to.Host, 1))
	return nil
}

// handOver leads to where a large file can be had, for a minute.
func (s *Server) handOver(w http.ResponseWriter, r *http.Request, f submission.File) error {
	address, err := s.Links.Link(r.Context(), f.Hash, f.Name)
	if err != nil {
		return fmt.Errorf("making link to file: %w", err)
	}
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// tooLargeForForm says of a file that it is more than a form carries.
func (s *Server) tooLargeForForm() string {
	if s.Arrivals == nil {
		return s.Work.TooLarge()
	}
	return "The file is larger than " + submission.Megabytes(s.MaxForm) + ", more than this form carries. Beside it there is a link for files of up to " + s.Work.FileLimit()
}

// typeWords is a type of file as people say it.
func typeWords(kind string) string {
	switch kind {
	case submission.TypePNG:
		return "a picture (PNG)"
	case submission.TypeJPEG:
		return "a picture (JPEG)"
	case submission.TypePDF:
		return "a PDF"
	case submission.TypeDOCX:
		return "a Word document (DOCX)"
	}
	return "unknown"
}
