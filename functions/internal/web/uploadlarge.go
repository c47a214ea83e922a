package web

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/submission"
)

func (s *Server) largeRoutes() []Route {
	const on = "submissions"
	const large = "/me/work/{application}/{number}/large"
	return []Route{
		{on, http.MethodGet, large, Members, s.largePage},
		{on, http.MethodGet, large + "/{slip}", Members, s.arrivedPage},
		{on, http.MethodPost, "/api" + large + "/{slip}", Members, s.takeArrival},
	}
}

// sending is the page from which a large file is sent.
type sending struct {
	submission.Deliverable
	FormLimit, FileLimit string
	Most                 int // bytes
	TooLarge             string
	Form                 ArrivalForm
}

// arrival is a file that has arrived and is not taken yet.
type arrival struct {
	submission.Deliverable
	Slip string
	File submission.File
	name string // as its sender calls it
	data []byte
}

// errNotHere is said of a file that was taken already, or has gone by itself.
var errNotHere = errors.New("no such arrival")

func arrivalKey(slip string) string { return "arriving/" + slip }

func largePath(d submission.Deliverable) string { return workPath(d) + "/large" }

// largeWork is the visitor's own work that the address names, where files arrive.
func (s *Server) largeWork(r *http.Request, v visit) (submission.Deliverable, error) {
	if s.Arrivals == nil {
		return submission.Deliverable{}, agency.NotFound("There is no page at this address.")
	}
	app, n := ref(r)
	return s.Work.OwnedBy(r.Context(), v.person.Actor(), app, n)
}

func (s *Server) largePage(w http.ResponseWriter, r *http.Request, v visit) error {
	d, err := s.largeWork(r, v)
	if err == nil {
		err = submission.TakesFiles(d)
	}
	if err != nil {
		return err
	}
	slip := s.Slips.Slip(s.IDs.New(), v.person.ID, d.Application, d.Number)
	one := sending{Deliverable: d, FormLimit: submission.Megabytes(s.MaxForm), FileLimit: s.Work.FileLimit(), Most: s.Work.MaxFile, TooLarge: s.Work.TooLarge()}
	if one.Form, err = s.Arrivals.Form(r.Context(), arrivalKey(slip), s.Origin+largePath(d)+"/"+slip, s.Work.MaxFile); err != nil {
		return fmt.Errorf("making form for arrival: %w", err)
	}
	if err := letSendTo(w.Header(), one.Form.Address); err != nil {
		return err
	}
	s.page(w, r, http.StatusOK, page{title: "A large file", secret: true}, largeView(one))
	return nil
}

// arrived reads what lies under the slip of the address. Somebody else's slip is
// none.
func (s *Server) arrived(r *http.Request, v visit) (arrival, error) {
	d, err := s.largeWork(r, v)
	a := arrival{Deliverable: d, Slip: r.PathValue("slip")}
	if err != nil {
		return a, err
	}
	if !s.Slips.Fits(a.Slip, v.person.ID, d.Application, d.Number) {
		return a, agency.NotFound("There is no such file.")
	}
	name, in, err := s.Arrivals.Arrived(r.Context(), arrivalKey(a.Slip))
	if errors.Is(err, fs.ErrNotExist) {
		return a, errNotHere
	}
	if err != nil {
		return a, fmt.Errorf("opening arrival for deliverable %s: %w", d.Ref(), err)
	}
	defer in.Close()
	a.name = name
	if a.data, err = io.ReadAll(io.LimitReader(in, int64(s.Work.MaxFile)+1)); err != nil {
		return a, fmt.Errorf("reading arrival for deliverable %s: %w", d.Ref(), err)
	}
	return a, nil
}

// arrivedPage is where the other host leads back to. It shows what has arrived
// and changes nothing, however often it is opened.
func (s *Server) arrivedPage(w http.ResponseWriter, r *http.Request, v visit) error {
	a, err := s.arrived(r, v)
	if errors.Is(err, errNotHere) {
		s.page(w, r, http.StatusGone, page{title: "No file waits here", secret: true}, notHereView(a.Deliverable))
		return nil
	}
	if err != nil {
		return err
	}
	if a.File, err = s.Work.Inspect(r.Context(), a.Deliverable, a.name, a.data); err != nil {
		return s.workDone(w, r, v, workForm{}, err)
	}
	s.page(w, r, http.StatusOK, page{title: "Your file is here", secret: true}, arrivedView(a))
	return nil
}

// takeArrival keeps what has arrived as any file is kept, and chooses it for the
// draft.
func (s *Server) takeArrival(w http.ResponseWriter, r *http.Request, v visit) error {
	a, err := s.arrived(r, v)
	if errors.Is(err, errNotHere) {
		http.Redirect(w, r, largePath(a.Deliverable)+"/"+a.Slip, http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	f, err := s.Work.Upload(r.Context(), v.person.Actor(), a.Application, a.Number, a.name, a.data)
	if _, invalid := faults(err); err == nil || invalid {
		s.forget(r, a)
	}
	if err != nil {
		return s.workDone(w, r, v, workForm{}, err)
	}
	http.Redirect(w, r, workPath(a.Deliverable)+"?file="+f.Hash+"#send", http.StatusSeeOther)
	return nil
}

// forget removes what was taken or refused. Where that fails it goes by itself.
func (s *Server) forget(r *http.Request, a arrival) {
	if err := s.Arrivals.Forget(r.Context(), arrivalKey(a.Slip)); err != nil {
		s.Log.InfoContext(r.Context(), "forgetting an arrival", "id", requestID(r), "cause", err)
	}
}
