package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/submission"
)

// takesFile reports whether a route takes a file: the address of one that does
// ends in /file. Every other form is text.
func (r Route) takesFile() bool { return strings.HasSuffix(r.Path, "/file") }

// maxUpload is the most that the form with a file may send, in bytes.
func (s *Server) maxUpload() int64 { return int64(s.MaxForm) + maxBody }

// uploadTime is how long a file may take: nine minutes for 25 MB over a line
// of 400 kbit/s.
const uploadTime = 9 * time.Minute

// answerTime is how long the answer to it may take.
const answerTime = time.Minute

// takesUpload reports whether the body is a form with a file; if not, it
// answers.
func (s *Server) takesUpload(w http.ResponseWriter, r *http.Request) bool {
	if r.ContentLength > s.maxUpload() {
		s.explain(w, r, http.StatusRequestEntityTooLarge, s.tooLargeForForm()+".")
		return false
	}
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "multipart/form-data" || r.Header.Get("Content-Encoding") != "" {
		s.explain(w, r, http.StatusUnsupportedMediaType, "This address takes a form with a file, sent as multipart/form-data.")
		return false
	}
	// The line goes by the machine's clock, also where the agency's is pinned to
	// a day that is long past. Where no deadline can be set, none holds.
	line, end := http.NewResponseController(w), time.Now().Add(uploadTime)
	_ = line.SetReadDeadline(end)
	_ = line.SetWriteDeadline(end.Add(answerTime))
	r.Body = http.MaxBytesReader(w, r.Body, s.maxUpload())
	return true
}

// uploadFile keeps a file for a draft. What belongs to somebody else is
// refused before a byte of the file is read.
func (s *Server) uploadFile(w http.ResponseWriter, r *http.Request, v visit) error {
	app, n := ref(r)
	if _, err := s.Work.OwnedBy(r.Context(), v.person.Actor(), app, n); err != nil {
		return err
	}
	name, data, err := s.readFile(r)
	if err == nil {
		_, err = s.Work.Upload(r.Context(), v.person.Actor(), app, n, name, data)
	}
	return s.workDone(w, r, v, workForm{}, err)
}

// readFile reads the one file of a form.
func (s *Server) readFile(r *http.Request) (name string, data []byte, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return "", nil, fmt.Errorf("%w: %w", errMalformed, err)
	}
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return "", nil, nil // no file: an empty one
		}
		if err != nil {
			return "", nil, s.uploadFault(err)
		}
		if part.FormName() != "file" {
			continue
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return "", nil, s.uploadFault(err)
		}
		if len(data) > s.MaxForm {
			return "", nil, s.tooLargeUpload()
		}
		return part.FileName(), data, nil
	}
}

func (s *Server) uploadFault(err error) error {
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return s.tooLargeUpload()
	}
	return fmt.Errorf("%w: %w", errMalformed, err)
}

func (s *Server) tooLargeUpload() error {
	return &agency.Invalid{Fields: []agency.FieldError{{Field: "file", Message: s.tooLargeForForm()}}}
}

// workFile hands out a file to whoever made it.
func (s *Server) workFile(w http.ResponseWriter, r *http.Request, v visit) error {
	app, n := ref(r)
	d, err := s.Work.OwnedBy(r.Context(), v.person.Actor(), app, n)
	if err != nil {
		return err
	}
	return s.handOut(w, r, d, r.PathValue("hash"))
}

// handOut sends a file as a download: nothing that somebody uploaded is ever
// shown as a page of this site.
func (s *Server) handOut(w http.ResponseWriter, r *http.Request, d submission.Deliverable, hash string) error {
	f, data, err := s.Work.Contents(r.Context(), d, hash)
	if err != nil {
		return err
	}
	defer data.Close()
	if s.Links != nil && f.Size > s.MaxForm {
		return s.handOver(w, r, f)
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Robots-Tag", "noindex")
	if _, err := io.Copy(w, data); err != nil {
		s.Log.InfoContext(r.Context(), "sending a file", "id", requestID(r), "cause", err)
	}
	return nil
}
