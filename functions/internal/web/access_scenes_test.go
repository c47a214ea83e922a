package web_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/program"
	"greenroom/site/content"
)

// scene is an office as it was left: its file, the time, and the cookies of
// those who are signed in.
type scene struct {
	file    string
	now     time.Time
	cookies map[string]string
	shelf   *shelf
}

// keep closes the office and keeps it as a scene.
func (h *house) keep() *scene {
	h.t.Helper()
	s := &scene{now: h.clock.Now(), cookies: map[string]string{}, file: h.file, shelf: h.shelf}
	for _, name := range slices.Concat(h.names(), []string{"ann"}) {
		address := h.addressOf(name)
		if _, made, err := h.web.Accounts.Register(h.t.Context(), name, address); err == nil && len(made) == 0 {
			s.cookies[name] = h.session(address)
		}
	}
	h.must(h.store.Close())
	return s
}

func (h *house) names() (names []string) {
	for _, p := range staff() {
		names = append(names, p.Name)
	}
	return names
}

func (h *house) addressOf(name string) string {
	for _, p := range staff() {
		if p.Name == name {
			return p.Email
		}
	}
	return name + "@example.com"
}

// open is the office of a scene, once more.
func (s *scene) open(t testing.TB) *house {
	t.Helper()
	data, err := os.ReadFile(s.file)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "greenroom.db")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	clock := agencytest.NewClock()
	clock.Pass(s.now.Sub(clock.Now()))
	h := houseOn(t, file, clock)
	h.furnish(s.shelf)
	h.meet()
	return h
}

// grow makes a scene out of another one, or out of an empty office.
func grow(t testing.TB, all map[string]*scene, from, name string, change func(*house)) {
	t.Helper()
	var h *house
	if from == "" {
		h = furnished(t)
	} else {
		h = all[from].open(t)
	}
	change(h)
	all[name] = h.keep()
}

// scenes are the states in which one thing or another can be done, each kept
// as it was reached.
func scenes(t testing.TB) map[string]*scene {
	t.Helper()
	all := map[string]*scene{}
	grow := func(from, name string, change func(*house)) { grow(t, all, from, name, change) }
	grow("", "applied", (*house).takeIn)
	grow("applied", "paused", func(h *house) {
		h.step(h.web.Programs.Pause, program.Change{Notice: "The client thinks."})
	})
	grow("applied", "begun", func(h *house) { h.begin() })
	grow("begun", "asked", func(h *house) {
		for _, who := range []string{"ann", "kim"} {
			_, err := h.web.Vetting.Opened(t.Context(), h.who("Rita"), h.of("tuesday", who).ID)
			h.must(err)
			a := h.of("tuesday", who)
			_, err = h.web.Applications.Ask(t.Context(), h.who("Mara"), a.ID, a.Version, "Which soup?", h.clock.Now().AddDate(0, 0, 4))
			h.must(err)
		}
	})
	grow("begun", "blind", func(h *house) { h.handIn(content.Blind) })
	grow("blind", "read", func(h *house) { h.handIn(content.Revealed); h.closed() })
	grow("read", "shortlisted", func(h *house) {
		for _, who := range []string{"ann", "kim"} {
			a := h.of("tuesday", who)
			_, err := h.web.Decisions.Shortlist(t.Context(), h.who("Mara"), a.ID, a.Version, "")
			h.must(err)
		}
	})
	grow("read", "decided", func(h *house) { h.decideBoth(application.Accept) })
	grow("decided", "second look", func(h *house) {
		for _, who := range []string{"ann", "kim"} {
			h.must(h.web.Outbox.AskSecondLook(t.Context(), h.who("Lena"), h.of("tuesday", who).Outcome.Mail))
		}
	})
	grow("decided", "approved", func(h *house) { h.approve(h.of("tuesday", "ann")); h.approve(h.of("tuesday", "kim")) })
	grow("approved", "lost", func(h *house) { h.release("tuesday"); h.deliver(post{lost: true}) })
	grow("approved", "accepted", func(h *house) { h.release("tuesday"); h.deliver(post{}) })
	grow("read", "waitlisted", func(h *house) { h.decideBoth(application.Waitlist); h.tell() })
	grow("read", "told", func(h *house) {
		h.must(h.rooms.Ticking().Strike(t.Context()))
		h.decideBoth(application.Decline)
		h.tell()
	})
	return all
}

// takeIn is what comes in from outside: comments, applications, a tie.
func (h *house) takeIn() {
	ctx := h.t.Context()
	for _, text := range []string{"The first.", "The second."} {
		_, err := h.web.Comments.Submit(ctx, comment.Draft{Post: "first", Name: "Emmerey", Email: "emmerey@example.com", Text: text})
		h.must(err)
	}
	held := h.held()
	_, err := h.web.Comments.Approve(ctx, h.who("Tess Abara"), comment.Decision{Post: "first", ID: held[0].ID, Version: held[0].Version, Revision: held[0].Revision()})
	h.must(err)
	for _, who := range []string{"ann", "kim"} {
		f := decisiontest.Form("tuesday", who)
		f.Piece = "https://example.com/pieces/soup"
		_, err := h.web.Applications.Submit(ctx, agency.Anybody(), f)
		h.must(err)
	}
	h.apply("rolling", "ines")
	h.must(h.web.Vetting.Declare(ctx, h.who("Cleo"), h.of("tuesday", "ann").ID, "friend"))
}

func (h *house) held() []comment.Comment {
	held, _, err := h.web.Comments.List(h.t.Context(), comment.Held, "")
	h.must(err)
	return held
}

// both are the applications that the table is about, and who reads them.
func (h *house) both(do func(reader agency.Actor, id string) error) {
	h.t.Helper()
	for _, who := range []string{"ann", "kim"} {
		for _, reader := range []string{"Rita", "Remo", "Mara", "Lena"} {
			h.must(do(h.who(reader), h.of("tuesday", who).ID))
		}
	}
}

func (h *house) begin() {
	h.both(func(reader agency.Actor, id string) error {
		_, err := h.web.Vetting.Begin(h.t.Context(), reader, id)
		return err
	})
	h.clock.Pass(application.ReadingTime)
}

func (h *house) handIn(pass content.Pass) {
	h.both(func(reader agency.Actor, id string) error { return h.rooms.HandIn(h.t.Context(), reader, id, pass, 3) })
}

func (h *house) decideBoth(kind string) {
	h.decide("tuesday", "ann", kind)
	h.decide("tuesday", "kim", kind)
}

// tell sends both their letters.
func (h *house) tell() {
	h.approve(h.of("tuesday", "ann"))
	h.approve(h.of("tuesday", "kim"))
	h.release("tuesday")
	h.deliver(post{})
}

// step takes a step of the program tuesday.
func (h *house) step(take func(context.Context, agency.Actor, program.Program, program.Change) (program.Program, error), c program.Change) {
	h.t.Helper()
	p, err := h.web.Programs.Find(h.t.Context(), "tuesday")
	h.must(err)
	c.Version = p.Version
	_, err = take(h.t.Context(), h.who("Mara"), p, c)
	h.must(err)
}
