package web

import (
	"context"
	"net/http"
	"path"
	"strconv"

	"greenroom/functions/internal/agency"
)

// handled is one thing that is done to a piece of work.
type handled struct {
	actor   agency.Actor
	app     string
	number  int
	version int64
	form    *readerForm
	values  map[string][]string
}

// get is what was typed into a field.
func (h handled) get(name string) string {
	if v := h.values[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// handle serves one thing that is done to a piece of work. If it cannot be
// done, the page says why, shows how things are now, and keeps what was typed.
func (s *Server) handle(do func(context.Context, handled) error) func(http.ResponseWriter, *http.Request, visit) error {
	return func(w http.ResponseWriter, r *http.Request, v visit) error {
		if err := parse(r); err != nil {
			return err
		}
		app, n := ref(r)
		form := readerForm{Act: path.Base(r.URL.Path), Typed: r.PostForm.Get}
		cause := do(r.Context(), handled{actor: v.person.Actor(), app: app, number: n,
			version: number(r.PostForm.Get("version")), form: &form, values: r.PostForm})
		if cause == nil {
			http.Redirect(w, r, "/desk/work/"+app+"/"+strconv.Itoa(n), http.StatusSeeOther)
			return nil
		}
		wrong, invalid := faults(cause)
		kind := kindOf(cause)
		shown := kind == agency.KindConflict || kind == agency.KindForbidden && !asksForJSON(r)
		if !invalid && !shown {
			return cause
		}
		status, say := s.verdict(cause)
		form.Problem, form.Wrong = say, form.onPage(wrong)
		return s.showDeskWork(w, r, status, v, form)
	}
}
