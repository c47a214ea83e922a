package outbox_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/local"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
)

// house is an outbox on a real store, with what is needed to work in it.
type house struct {
	*outbox.Room
	store *local.Bolt
	clock *agencytest.Clock
}

func newHouse(t *testing.T) house {
	t.Helper()
	store, clock := localtest.Store(t)
	ids := agency.NewIDs(clock.Now, rand.Reader)
	return house{Room: &outbox.Room{Table: store, IDs: ids, Now: clock.Now}, store: store, clock: clock}
}

func (h house) sender(c outbox.Carrier, again bool) outbox.Sender {
	return outbox.Sender{Table: h.store, Carrier: c, Log: slog.New(slog.DiscardHandler),
		Now: h.clock.Now, IDs: h.IDs, Again: again}
}

func (h house) write(t tester, w table.Write, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if err := h.store.Write(context.Background(), "", w); err != nil {
		t.Fatal(err)
	}
}

// tester is what *testing.T and *rapid.T have in common.
type tester interface {
	Helper()
	Fatal(args ...any)
}

// post writes a letter that may leave at once and returns its id.
func (h house) post(t tester) string {
	t.Helper()
	id := h.IDs.New()
	w, err := outbox.Post(id, h.clock.Now(), "ines@example.org", "sign-in", map[string]string{"Request": "r1"})
	h.write(t, w, err)
	return id
}

const (
	group       = "tuesday declined"
	application = "application 01ARZ3NDEKTSV4RRFFQ69G5FAV"
)

// draft writes a letter by Devon that a second person has to read.
func (h house) draft(t tester) string {
	t.Helper()
	id := h.IDs.New()
	w, err := outbox.Draft(outbox.Mail{ID: id, To: "ines@example.org", ReplyTo: "devon@greenroom.example",
		Letter: "outcome-declined", Values: json.RawMessage(`{"Sentence":"a"}`), At: h.clock.Now(),
		About: application, Group: group, Author: devon().ID})
	h.write(t, w, err)
	return id
}

// approved is a draft that Tess has read.
func (h house) approved(t tester) string {
	t.Helper()
	id := h.draft(t)
	h.ask(t, id)
	if err := h.Approve(context.Background(), tess(), id, h.find(t, id).Version); err != nil {
		t.Fatal(err)
	}
	return id
}

func (h house) ask(t tester, ids ...string) {
	t.Helper()
	if err := h.AskSecondLook(context.Background(), devon(), ids...); err != nil {
		t.Fatal(err)
	}
}

func (h house) release(t tester, id string) {
	t.Helper()
	w, err := outbox.Release(h.find(t, id))
	h.write(t, w, err)
}

func (h house) find(t tester, id string) outbox.Mail {
	t.Helper()
	m, err := h.Find(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// story is what the audit record says of a mail: "O1 devon draft>second_look".
func (h house) story(t tester, id string) []string {
	t.Helper()
	page, err := h.store.Query(context.Background(), audit.History("mail "+id))
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, i := range page.Items {
		e, err := audit.Decode(i)
		if err != nil {
			t.Fatal(err)
		}
		told = append(told, e.Action+" "+e.Actor+" "+string(e.From)+">"+string(e.To))
	}
	return told
}

func person(id string, roles ...agency.Role) agency.Actor {
	return agency.Actor{ID: id, Name: id, Roles: roles}
}

func devon() agency.Actor   { return person("devon", agency.ProjectManager) }
func tess() agency.Actor    { return person("tess", agency.Editor) }
func marisol() agency.Actor { return person("marisol", agency.Lead, agency.Admin) }

func kindOf(err error) agency.Kind {
	if e, ok := errors.AsType[*agency.Error](err); ok {
		return e.Kind
	}
	return 0
}

func TestMachineIsTheSpecifiedOne(t *testing.T) {
	t.Parallel()
	agencytest.Machine(t, outbox.Machine(), "testdata/machine.json")
}

func TestOnlyWhatMayLeaveNowIsWaiting(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	posted, held, released := h.post(t), h.approved(t), h.approved(t)
	h.release(t, released)
	h.draft(t)
	failing := h.sender(&postbag{failures: 1}, true)
	if err := failing.Send(t.Context(), posted); err != nil {
		t.Fatal(err)
	}
	changes, _, err := h.store.Changes(t.Context(), "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	var waiting []string
	for _, c := range changes {
		if id, ok := outbox.Waiting(c); ok {
			waiting = append(waiting, id)
		}
	}
	if want := []string{posted, released}; !slices.Equal(waiting, want) {
		t.Errorf("waiting were %v, want %v and never %v", waiting, want, held)
	}
}

func TestADraftThatCouldNotBeSentIsRefused(t *testing.T) {
	t.Parallel()
	good := outbox.Mail{ID: "m", To: "ines@example.org", Letter: "outcome-declined", Author: "devon", Values: json.RawMessage("{}")}
	tests := []struct {
		name   string
		change func(*outbox.Mail)
	}{
		{"two recipients", func(m *outbox.Mail) { m.To = "a@example.org, b@example.org" }},
		{"no recipient", func(m *outbox.Mail) { m.To = "" }},
		{"a header in who answers go to", func(m *outbox.Mail) { m.ReplyTo = "a@example.org\r\nBcc: b@example.org" }},
		{"nobody wrote it", func(m *outbox.Mail) { m.Author = "" }},
		{"values that are no JSON", func(m *outbox.Mail) { m.Values = json.RawMessage("{") }},
	}
	for _, tt := range tests {
		m := good
		tt.change(&m)
		if _, err := outbox.Draft(m); err == nil {
			t.Errorf("%s: no error", tt.name)
		} else if strings.Contains(err.Error(), "@") {
			t.Errorf("%s: the error has an address: %v", tt.name, err)
		}
	}
	if _, err := outbox.Draft(good); err != nil {
		t.Error(err)
	}
}

func TestADraftSetsNothingThatIsDecidedLater(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.IDs.New()
	w, err := outbox.Draft(outbox.Mail{ID: id, To: "ines@example.org", Letter: "l", Author: "devon", Values: json.RawMessage("{}"),
		State: outbox.Approved, ReadBy: "tess", Sample: "x", Tries: 3, Problem: "p", Version: 9})
	h.write(t, w, err)
	if m := h.find(t, id); m.State != outbox.Drafted || !m.Held || m.ReadBy+m.Sample+m.Problem != "" || m.Tries != 0 {
		t.Errorf("got %+v", m)
	}
}

func TestARecipientHasMailForAPurposeOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	send := func(purpose, to string) error {
		w, err := outbox.Post(h.IDs.New(), h.clock.Now(), to, "sign-in", nil)
		if err != nil {
			t.Fatal(err)
		}
		return h.store.Write(t.Context(), "", w, outbox.Once(purpose, to, h.clock.Now()))
	}
	if err := send("receipt a1", "ines@example.org"); err != nil {
		t.Fatal(err)
	}
	h.clock.Pass(1e12)
	conflict, ok := errors.AsType[*table.ConflictError](send("receipt a1", "Ines@example.org"))
	if want := outbox.Once("receipt a1", "ines@example.org", h.clock.Now()).Item.Key; !ok || conflict.Key != want {
		t.Errorf("the second is no conflict at the write of Once: %v", conflict)
	}
	for _, other := range [][2]string{{"receipt a2", "ines@example.org"}, {"receipt a1", "tom@example.org"}} {
		if err := send(other[0], other[1]); err != nil {
			t.Errorf("%v: %v", other, err)
		}
	}
	if page, _, err := h.List(t.Context(), outbox.Approved, ""); err != nil || len(page) != 3 {
		t.Errorf("%d mails, %v; want 3", len(page), err)
	}
	k := outbox.Once("p", "ines@example.org", h.clock.Now()).Item.Key
	if k.Space != table.Private || strings.Contains(k.PK, "ines") {
		t.Errorf("key is %v", k.PK)
	}
}
