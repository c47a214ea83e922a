package decision_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
)

// files are the programs of a small agency: one that closes on 14 May 2026,
// with two places, one that is open longer, and a rolling one.
type files struct{ programs map[string]content.Program }

func (f files) Program(slug string) (content.Program, bool) {
	p, ok := f.programs[slug]
	return p, ok
}

func (f files) Programs() []content.Program {
	var all []content.Program
	for _, slug := range []string{"later", "rolling", "tuesday"} {
		all = append(all, f.programs[slug])
	}
	return all
}

func day(d int) time.Time { return time.Date(2026, time.May, d, 0, 0, 0, 0, time.UTC) }

func weights(photo, writing int) []content.Weight {
	rest := 100 - photo - writing - 2
	return []content.Weight{{Key: "photo", Weight: photo}, {Key: "writing", Weight: writing}, {Key: "reach", Weight: 2}, {Key: "angle", Weight: rest}}
}

func programs() files {
	base := content.Program{Manager: "marisol", Fee: 600, Currency: "USD", Places: 2, TermsDays: 21, EditRounds: 1, MinReviews: 2, TimeZone: time.UTC,
		Eligibility: []content.Rule{{Text: "18 or older", Hard: true}, {Text: "You cook"}}, Questions: []string{"Which dinner?"}}
	tuesday := base
	tuesday.Slug, tuesday.Title, tuesday.Weights = "tuesday", "Tuesday is a meal too", weights(10, 40)
	tuesday.Opens, tuesday.Closes, tuesday.DecideBy, tuesday.ConfirmBy, tuesday.DraftBy = day(1), day(14), day(20), day(24), day(28)
	tuesday.LiveFrom, tuesday.LiveTo = day(29), day(31)
	later := tuesday
	later.Slug, later.Title, later.Weights = "later", "Later", weights(50, 10)
	later.Closes, later.DecideBy, later.ConfirmBy = day(24), day(28), day(30)
	rolling := base
	rolling.Slug, rolling.Title, rolling.Weights, rolling.Opens = "rolling", "Rolling", weights(20, 20), day(1)
	rolling.Rolling = &content.Rolling{AnswerDays: 7, WorkDays: 21}
	return files{map[string]content.Program{"tuesday": tuesday, "later": later, "rolling": rolling}}
}

// staff are the project managers.
type staff struct{}

func (staff) Manager(slug string) (name, email string) { return "Marisol", slug + "@greenroom.example" }

// house is every room on one store.
type house struct {
	*decision.Room
	t        testing.TB
	clock    *agencytest.Clock
	store    table.Table
	people   *account.Room
	sender   outbox.Sender
	mails    *mailbox
	programs files
}

// mailbox remembers what was carried, by mail id.
type mailbox struct{ carried map[string]int }

func (m *mailbox) Carry(_ context.Context, mail outbox.Mail) error {
	m.carried[mail.ID]++
	return nil
}

func open(t testing.TB) *house {
	t.Helper()
	store, clock := localtest.Store(t)
	return houseOn(t, store, clock)
}

func houseOn(t testing.TB, store table.Table, clock *agencytest.Clock) *house {
	t.Helper()
	ids, rules := agency.NewIDs(clock.Now, rand.Reader), agency.NewValidator()
	h := &house{t: t, clock: clock, store: store, mails: &mailbox{map[string]int{}}, programs: programs()}
	h.people = &account.Room{Table: store, IDs: ids, Now: clock.Now, Rules: rules}
	mails := &outbox.Room{Table: store, IDs: ids, Now: clock.Now}
	plans := &program.Room{Table: store, Files: h.programs, IDs: ids, Now: clock.Now}
	apps := &application.Room{Table: store, Programs: plans, People: h.people, Staff: staff{}, IDs: ids, Now: clock.Now, Rules: rules}
	read := &vetting.Room{Table: store, Programs: plans, Applications: apps, IDs: ids, Now: clock.Now}
	h.Room = &decision.Room{Table: store, Programs: plans, Applications: apps, Vetting: read, Outbox: mails, IDs: ids, Now: clock.Now}
	h.sender = outbox.Sender{Table: store, Carrier: h.mails, Log: slog.New(slog.DiscardHandler), Now: clock.Now, Again: true}
	return h
}

func actor(name string, roles ...agency.Role) agency.Actor {
	return agency.Actor{ID: "01JV000000000000000000" + name, Name: name, Roles: roles}
}

func lead() agency.Actor    { return actor("LEAD", agency.Lead, agency.ProjectManager) }
func manager() agency.Actor { return actor("PRMN", agency.ProjectManager) }
func reader(n int) agency.Actor {
	return actor(fmt.Sprintf("RD%02d", n), agency.Reviewer)
}

func form(slug, who string) application.Form {
	return application.Form{Program: slug, Name: who, Email: who + "@example.com", Channel: "example.com/" + who, Angle: "The night the soup won.",
		Answer1: "Soup", Sponsored: "none", Available: "yes", Rules: []string{"yes"}}
}

// apply sends an application and returns it.
func (h *house) apply(slug, who string) application.Application {
	h.t.Helper()
	if _, err := h.Applications.Submit(h.t.Context(), agency.Anybody(), form(slug, who)); err != nil {
		h.t.Fatalf("applying: %v", err)
	}
	return h.of(slug, who)
}

func (h *house) of(slug, who string) application.Application {
	h.t.Helper()
	person, _, err := h.people.Register(h.t.Context(), who, who+"@example.com")
	if err != nil {
		h.t.Fatal(err)
	}
	a, err := h.Applications.Mine(h.t.Context(), agency.Actor{ID: person}, slug)
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

// score hands in both passes of a review with one mark for everything.
func (h *house) score(who agency.Actor, id string, mark int) error {
	ctx := h.t.Context()
	if _, err := h.Vetting.Begin(ctx, who, id); err != nil {
		return err
	}
	h.clock.Pass(application.ReadingTime)
	for _, pass := range []content.Pass{content.Blind, content.Revealed} {
		r, err := h.Vetting.Blind(ctx, who, id)
		if err != nil {
			return err
		}
		sheet := vetting.Sheet{Version: r.Review.Version, Answers: r.Application.Revision, Rubric: r.Program.Rubric(), Marks: vetting.Marks{}, Confidence: 2}
		for _, c := range r.Criteria(pass) {
			sheet.Marks[c.Key] = vetting.Mark{Score: mark, Evidence: "The soup won."}
		}
		if _, err := h.Vetting.HandIn(ctx, who, id, pass, sheet); err != nil {
			return err
		}
	}
	return nil
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// deliver sends every mail that may leave.
func (h *house) deliver() {
	h.t.Helper()
	if _, err := h.sender.SendDue(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

func verdict(a application.Application, kind string) decision.Verdict {
	return decision.Verdict{Version: a.Version, Kind: kind, Reasons: []string{decision.Reasons(kind)[0].Code}, Sentence: "The smoke alarm as a dinner guest."}
}

func (h *house) atClock() decision.Clock {
	return decision.Clock{Room: h.Room, Log: slog.New(slog.DiscardHandler)}
}
