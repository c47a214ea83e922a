package web_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/local"
	"greenroom/functions/internal/outbox"
	"greenroom/site/content"
)

// house is an office with everybody who works there.
type house struct {
	*office
	rooms  *decisiontest.House
	t      testing.TB
	file   string // of the store
	people map[string]agency.Actor
	shelf  *shelf // what was uploaded
}

// staff are the people of the desk. cleo and kim may do everything that is done
// to applications: what is kept from them is kept because of what ties them.
func staff() []account.Person {
	everything := []agency.Role{agency.Reviewer, agency.ProjectManager, agency.Lead}
	return []account.Person{
		{Name: "Tess Abara", Email: "tess@greenroom.example", Slug: "tess-abara", Roles: []agency.Role{agency.Moderator}},
		{Name: "Rita", Email: "rita@greenroom.example", Roles: []agency.Role{agency.Reviewer}},
		{Name: "Remo", Email: "remo@greenroom.example", Roles: []agency.Role{agency.Reviewer}},
		{Name: "Mara", Email: "mara@greenroom.example", Roles: []agency.Role{agency.ProjectManager}},
		{Name: "Lena", Email: "lena@greenroom.example", Roles: []agency.Role{agency.Lead}},
		{Name: "Edo", Email: "edo@greenroom.example", Roles: []agency.Role{agency.Editor}},
		{Name: "Ada", Email: "ada@greenroom.example", Roles: []agency.Role{agency.Admin}},
		{Name: "Cleo", Email: "cleo@greenroom.example", Roles: everything},
		{Name: "Kim", Email: "kim@example.com", Roles: everything},
		{Name: "Fay", Email: "fay@greenroom.example", Roles: everything},
		{Name: "ines", Email: "ines@example.com", Roles: []agency.Role{agency.Influencer}},
	}
}

// furnished is an empty office with all its people.
func furnished(t testing.TB) *house {
	t.Helper()
	h := houseOn(t, filepath.Join(t.TempDir(), "greenroom.db"), agencytest.NewClock())
	h.Server = httptest.NewServer(h.handler)
	t.Cleanup(h.Server.Close)
	for _, p := range staff() {
		h.must(h.web.Accounts.Enrol(t.Context(), p))
	}
	h.meet()
	return h
}

func houseOn(t testing.TB, file string, clock *agencytest.Clock) *house {
	t.Helper()
	store, err := local.OpenBolt(file, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	o := openOn(t, store, clock)
	return &house{office: o, t: t, file: file, people: map[string]agency.Actor{},
		rooms: &decisiontest.House{Room: o.web.Decisions, Clock: clock, Store: store, People: o.web.Accounts}}
}

// meet learns who everybody is.
func (h *house) meet() {
	h.t.Helper()
	for _, p := range staff() {
		id, _, err := h.web.Accounts.Register(h.t.Context(), p.Name, p.Email)
		h.must(err)
		p.ID = id
		h.people[p.Name] = p.Actor()
	}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// who is somebody of the staff, by name.
func (h *house) who(name string) agency.Actor {
	h.t.Helper()
	a, ok := h.people[name]
	if !ok {
		h.t.Fatalf("nobody is called %s", name)
	}
	return a
}

// apply sends an application of somebody with the address <who>@example.com.
func (h *house) apply(slug, who string) application.Application {
	h.t.Helper()
	a, err := h.rooms.Apply(h.t.Context(), slug, who)
	h.must(err)
	return a
}

// of is an application as it is now.
func (h *house) of(slug, who string) application.Application {
	h.t.Helper()
	a, err := h.rooms.Of(h.t.Context(), slug, who)
	h.must(err)
	return a
}

// score hands in whole reviews of an application, each with one mark.
func (h *house) score(id string, mark int, readers ...string) {
	h.t.Helper()
	for _, who := range readers {
		h.must(h.rooms.Score(h.t.Context(), h.who(who), id, mark))
	}
}

// decide decides about an application that was read.
func (h *house) decide(slug, who, kind string) application.Application {
	h.t.Helper()
	a := h.of(slug, who)
	decided, err := h.rooms.Decide(h.t.Context(), h.who("Lena"), a.ID, decisiontest.Verdict(a, kind))
	h.must(err)
	return decided
}

// approve has the letter of an outcome read by a second person.
func (h *house) approve(a application.Application) {
	h.t.Helper()
	ctx := h.t.Context()
	h.must(h.web.Outbox.AskSecondLook(ctx, h.who("Lena"), a.Outcome.Mail))
	m, err := h.web.Outbox.Find(ctx, a.Outcome.Mail)
	h.must(err)
	h.must(h.web.Outbox.Approve(ctx, h.who("Mara"), m.ID, m.Version))
}

// release tells everybody whose letter was approved.
func (h *house) release(slug string) {
	h.t.Helper()
	ctx := h.t.Context()
	_, err := h.web.Decisions.Begin(ctx, h.who("Lena"), slug)
	h.must(err)
	_, err = h.web.Decisions.Continue(ctx, slug, h.clock.Now().Add(time.Minute))
	h.must(err)
}

// closed lets the closing day of tuesday pass, with its grace.
func (h *house) closed() {
	h.clock.Pass(time.Date(2026, time.May, 15, 9, 0, 0, 0, time.UTC).Sub(h.clock.Now()))
}

// post carries mail, or loses it for good.
type post struct{ lost bool }

// Carry takes a mail.
func (p post) Carry(context.Context, outbox.Mail) error {
	if p.lost {
		return &outbox.Unsure{Err: errors.New("no answer")}
	}
	return nil
}

func (h *house) deliver(p post) {
	h.t.Helper()
	_, err := outbox.Sender{Table: h.store, Carrier: p, Log: slog.New(slog.DiscardHandler), Now: h.clock.Now}.SendDue(h.t.Context())
	h.must(err)
}

// session is the cookie of somebody who signed in.
func (h *house) session(email string) string {
	h.t.Helper()
	request, err := h.web.Accounts.Ask(h.t.Context(), email, "")
	h.must(err)
	opened, err := h.web.Accounts.ByCode(h.t.Context(), request, h.web.Accounts.Proofs.Code(request))
	h.must(err)
	return opened.Secret
}

// marks are a sheet that is filled in without a fault.
func marks(pass content.Pass, p content.Program, score string) url.Values {
	f := url.Values{"confidence": {"2"}, "rubric": {p.Rubric()}, "answers": {"1"}}
	for _, c := range content.Criteria() {
		if c.Pass == pass && p.WeightOf(c.Key) > 0 {
			f.Set("score-"+c.Key, score)
			f.Set("evidence-"+c.Key, "The soup won.")
		}
	}
	return f
}

func version(n int64) string { return strconv.FormatInt(n, 10) }
