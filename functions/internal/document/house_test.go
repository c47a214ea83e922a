package document_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/local"
	"greenroom/functions/internal/local/localtest"
)

// house is a room whose errors end the test.
type house struct {
	*document.Room
	t     testing.TB
	store *local.Bolt
	clock *agencytest.Clock
}

func open(t testing.TB) house {
	t.Helper()
	store, clock := localtest.Store(t)
	return house{&document.Room{Table: store, IDs: agency.NewIDs(clock.Now, rand.Reader), Now: clock.Now}, t, store, clock}
}

func person(id string) agency.Actor {
	return agency.Actor{ID: id, Name: strings.ToUpper(id[:1]) + id[1:]}
}

// strict is what has to happen before the most careful documents are released.
func strict() document.Policy {
	return document.Policy{Approvals: 2, Passes: []string{"compliance"}, Outside: true}
}

// plain needs one other reader and nobody outside.
func plain() document.Policy { return document.Policy{Approvals: 1} }

func text(words ...string) document.Content {
	c := document.Content{Title: "What to do"}
	for n, w := range words {
		c.Parts = append(c.Parts, document.Part{Key: fmt.Sprint(n + 1), Label: "must", Text: w, Data: []byte(`{"N":1}`)})
	}
	return c
}

func (h house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// got ends the test unless the document was changed, and reads it again.
func (h house) got(d document.Document, err error) document.Document {
	h.t.Helper()
	h.must(err)
	now := h.find(d.ID)
	if now.Version != d.Version || now.Current.State != d.Current.State {
		h.t.Fatalf("what came back is not what is kept: %+v, %+v", d, now)
	}
	return now
}

func (h house) find(id string) document.Document {
	h.t.Helper()
	d, err := h.Find(h.t.Context(), id)
	h.must(err)
	return d
}

func (h house) begin(p document.Policy) document.Document {
	h.t.Helper()
	return h.got(h.Begin(h.t.Context(), person("devon"), "brief", "tuesday", p, text("Say why.")))
}

func (h house) sent(p document.Policy) document.Document {
	h.t.Helper()
	return h.got(h.Send(h.t.Context(), person("devon"), h.begin(p)))
}

// approved is a document that everybody approved.
func (h house) approved() document.Document {
	h.t.Helper()
	d := h.sent(strict())
	d = h.got(h.Approve(h.t.Context(), person("tess"), d, ""))
	d = h.got(h.Approve(h.t.Context(), person("omar"), d, "compliance"))
	return h.got(h.Sign(h.t.Context(), "Ada Client", d, d.Current.Hash))
}

func (h house) released() document.Document {
	h.t.Helper()
	return h.got(h.Release(h.t.Context(), person("devon"), h.approved()))
}

func (h house) save(d document.Document, by string, words ...string) document.Document {
	h.t.Helper()
	return h.got(h.Save(h.t.Context(), person(by), d, text(words...)))
}

// story is what the record says happened, in short.
func (h house) story(d document.Document) string {
	h.t.Helper()
	events, err := h.History(h.t.Context(), d)
	h.must(err)
	var told []string
	for _, e := range events {
		told = append(told, strings.TrimSpace(fmt.Sprintf("%s %s %s>%s %s", e.Action, e.Actor, e.From, e.To, strings.TrimPrefix(e.Note, "version "))))
	}
	return strings.Join(told, "\n")
}

func kindOf(err error) agency.Kind {
	if e, ok := errors.AsType[*agency.Error](err); ok {
		return e.Kind
	}
	return 0
}

func field(err error) string {
	if invalid, ok := errors.AsType[*agency.Invalid](err); ok {
		return invalid.Fields[0].Field
	}
	return ""
}
