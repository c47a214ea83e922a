// Package decisiontest is an agency at work for tests: every room of it on one
// store, from a program to its outcomes, and one suite that whatever happens
// in whatever order keeps the rules. It runs on any table.
package decisiontest

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
)

// House is every room on one store.
type House struct {
	*decision.Room
	Clock  *agencytest.Clock
	Store  table.Table
	People *account.Room
	Sender outbox.Sender
	Mails  *Mailbox
}

// Open opens a house with the programs of Files.
func Open(store table.Table, clock *agencytest.Clock) *House {
	ids, rules := agency.NewIDs(clock.Now, rand.Reader), agency.NewValidator()
	h := &House{Clock: clock, Store: store, Mails: &Mailbox{carried: map[string]bool{}, letters: map[string]int{}}}
	h.People = &account.Room{Table: store, IDs: ids, Now: clock.Now, Rules: rules}
	mails := &outbox.Room{Table: store, IDs: ids, Now: clock.Now}
	plans := &program.Room{Table: store, Files: Files(), IDs: ids, Now: clock.Now}
	apps := &application.Room{Table: store, Programs: plans, People: h.People, Staff: staff{}, IDs: ids, Now: clock.Now, Rules: rules}
	read := &vetting.Room{Table: store, Programs: plans, Applications: apps, IDs: ids, Now: clock.Now}
	h.Room = &decision.Room{Table: store, Programs: plans, Applications: apps, Vetting: read, Outbox: mails, IDs: ids, Now: clock.Now}
	h.Sender = outbox.Sender{Table: store, Carrier: h.Mails, Log: slog.New(slog.DiscardHandler), Now: clock.Now, Again: true}
	return h
}

// staff are the project managers.
type staff struct{}

func (staff) Manager(slug string) (name, email string) { return "Marisol", slug + "@greenroom.example" }

// Mailbox remembers what was carried.
type Mailbox struct {
	mu      sync.Mutex
	carried map[string]bool // by id of the mail
	letters map[string]int  // by letter and application
	refuse  func() bool     // nil: never
}

// Carry takes a mail, unless the post office has a bad day.
func (m *Mailbox) Carry(_ context.Context, mail outbox.Mail) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.refuse != nil && m.refuse() {
		return fmt.Errorf("refused")
	}
	var about application.About
	if err := json.Unmarshal(mail.Values, &about); err != nil {
		return err
	}
	if m.carried[mail.ID] {
		return nil // it took this one before: what was cut off is carried again
	}
	m.carried[mail.ID] = true
	m.letters[mail.Letter+" "+about.Application]++
	return nil
}

// Carried is how many mails left.
func (m *Mailbox) Carried() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.carried)
}

// Letters is how often a letter about an application left.
func (m *Mailbox) Letters(letter, application string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.letters[letter+" "+application]
}

// Form is a form that is filled in without a fault.
func Form(slug, who string) application.Form {
	return application.Form{Program: slug, Name: who, Email: who + "@example.com", Channel: "example.com/" + who, Angle: "The night the soup won.",
		Answer1: "Soup", Sponsored: "none", Available: "yes", Rules: []string{"yes"}}
}

// Apply sends an application and returns it.
func (h *House) Apply(ctx context.Context, slug, who string) (application.Application, error) {
	if _, err := h.Applications.Submit(ctx, agency.Anybody(), Form(slug, who)); err != nil {
		return application.Application{}, err
	}
	return h.Of(ctx, slug, who)
}

// Person is an applicant, signed in.
func (h *House) Person(ctx context.Context, who string) (agency.Actor, error) {
	id, made, err := h.People.Register(ctx, who, who+"@example.com")
	if len(made) > 0 && err == nil {
		err = h.Store.Write(ctx, "", made...)
	}
	return agency.Actor{ID: id, Name: who, Roles: []agency.Role{agency.Influencer}}, err
}

// Of returns somebody's application to a program.
func (h *House) Of(ctx context.Context, slug, who string) (application.Application, error) {
	person, err := h.Person(ctx, who)
	if err != nil {
		return application.Application{}, err
	}
	return h.Applications.Mine(ctx, person, slug)
}

// Score hands in both passes of a review with one mark for everything.
func (h *House) Score(ctx context.Context, who agency.Actor, id string, mark int) error {
	if _, err := h.Vetting.Begin(ctx, who, id); err != nil {
		return err
	}
	h.Clock.Pass(application.ReadingTime)
	for _, pass := range []content.Pass{content.Blind, content.Revealed} {
		if err := h.HandIn(ctx, who, id, pass, mark); err != nil {
			return err
		}
	}
	return nil
}

// HandIn hands in one pass of a review with one mark for everything.
func (h *House) HandIn(ctx context.Context, who agency.Actor, id string, pass content.Pass, mark int) error {
	r, err := h.Vetting.Blind(ctx, who, id)
	if err != nil {
		return err
	}
	sheet := vetting.Sheet{Version: r.Review.Version, Answers: r.Application.Revision, Rubric: r.Program.Rubric(), Marks: vetting.Marks{}, Confidence: 2}
	for _, c := range r.Criteria(pass) {
		sheet.Marks[c.Key] = vetting.Mark{Score: mark, Evidence: "The soup won."}
	}
	_, err = h.Vetting.HandIn(ctx, who, id, pass, sheet)
	return err
}

// Verdict is one that needs nothing more.
func Verdict(a application.Application, kind string) decision.Verdict {
	return decision.Verdict{Version: a.Version, Kind: kind, Reasons: []string{decision.Reasons(kind)[0].Code}, Sentence: "The smoke alarm as a dinner guest."}
}

// Ticking is the house's clock, which strikes when it is told to.
func (h *House) Ticking() decision.Clock {
	return decision.Clock{Room: h.Room}
}
