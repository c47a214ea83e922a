package application_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/local"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/program"
	"greenroom/site/content"
)

// house is an agency whose errors end the test.
type house struct {
	*decisiontest.House
	t     testing.TB
	store *local.Bolt
}

func open(t testing.TB) *house {
	t.Helper()
	store, clock := localtest.Store(t)
	h := &house{decisiontest.Open(store, clock), t, store}
	h.Programs.Files = files{h.Programs.Files}
	return h
}

// files are those of the house; tuesday asks about the audience as well.
type files struct{ program.Files }

func (f files) Program(slug string) (content.Program, bool) {
	p, ok := f.Files.Program(slug)
	if slug == "tuesday" {
		p.Audience = []content.Choice{{Ask: "Where do most of your readers live?", Options: []string{"in a city", "elsewhere"}}}
	}
	return p, ok
}

// form is one that tuesday takes.
func form(who string) application.Form {
	f := decisiontest.Form("tuesday", who)
	f.Audience = []string{"in a city"}
	return f
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// send sends a form from somebody who is not signed in.
func (h *house) send(f application.Form) application.Receipt {
	h.t.Helper()
	r, err := h.Applications.Submit(h.t.Context(), agency.Anybody(), f)
	h.must(err)
	return r
}

func (h *house) apply(who string) application.Application {
	h.t.Helper()
	h.send(form(who))
	return h.of(who)
}

func (h *house) of(who string) application.Application {
	h.t.Helper()
	a, err := h.Of(h.t.Context(), "tuesday", who)
	h.must(err)
	return a
}

func (h *house) person(who string) agency.Actor {
	h.t.Helper()
	p, err := h.Person(h.t.Context(), who)
	h.must(err)
	return p
}

func (h *house) program(slug string) program.Program {
	h.t.Helper()
	p, err := h.Programs.Find(h.t.Context(), slug)
	h.must(err)
	return p
}

func (h *house) everybody() []application.Application {
	h.t.Helper()
	all, err := h.Applications.Everybody(h.t.Context(), "tuesday")
	h.must(err)
	return all
}

func (h *house) deliver() {
	h.t.Helper()
	_, err := h.Sender.SendDue(h.t.Context())
	h.must(err)
}

// until moves the clock on to a moment.
func (h *house) until(at time.Time) { h.Clock.Pass(at.Sub(h.Clock.Now())) }

// closing is the first moment at which tuesday is closed.
func closing() time.Time { return time.Date(2026, time.May, 15, 0, 0, 0, 0, time.UTC) }

func kindOf(err error) agency.Kind {
	if e, ok := errors.AsType[*agency.Error](err); ok {
		return e.Kind
	}
	return 0
}

// fields are the names of the fields that an error is about.
func fields(err error) string {
	invalid, ok := errors.AsType[*agency.Invalid](err)
	if !ok {
		return ""
	}
	var names []string
	for _, f := range invalid.Fields {
		names = append(names, f.Field)
	}
	return strings.Join(names, " ")
}

// mustFigures reckons anew how the promise to tuesday's applicants was kept.
func mustFigures(h *house) content.Tally {
	h.t.Helper()
	c, err := h.Figures(h.t.Context(), "tuesday")
	h.must(err)
	return c.Answers
}
