package decisiontest

import (
	"time"

	"pgregory.net/rapid"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/program"
	"greenroom/site/content"
)

// step does one thing: what leads on, or anything at all. At times the power
// goes in the middle of it.
func (w *world) step() {
	if w.chance(8, "cut off") {
		w.power.Cut(rapid.IntRange(0, 3).Draw(w.rt, "after"), rapid.Bool().Draw(w.rt, "applied"))
	}
	if w.chance(2, "anything") {
		w.anything()
	} else {
		w.onward()
	}
	if w.power.Mend() {
		w.reached["cut off"]++
	}
}

// anything is done by somebody at random to something at random.
func (w *world) anything() {
	events := []func(){w.apply, w.apply, w.byApplicant, w.byApplicant, w.read, w.read, w.read, w.judge, w.judge, w.judge,
		w.letters, w.letters, w.release, w.waitlist, w.course, w.course, w.time, w.time, w.stroke, w.deliver}
	pick(w, "event", events)()
}

// by is who may do it, or anybody of the desk.
func (w *world) by(right agency.Actor) agency.Actor {
	if w.chance(2, "anybody") {
		return pick(w, "who", w.staff())
	}
	return right
}

func (w *world) apply() {
	slug, who := pick(w, "program", slugs()), pick(w, "applicant", applicants())
	f := Form(slug, who)
	f.Angle = pick(w, "angle", []string{"The soup.", "The bread."})
	if len(w.codes) > 0 {
		f.Code = pick(w, "code", w.codes)
	}
	by := agency.Anybody()
	if w.chance(2, "signed in") {
		by = w.person(who)
	}
	if w.chance(4, "draft") {
		_, err := w.Applications.SaveDraft(ctx(), by, f)
		w.tried("save draft", err)
		return
	}
	_, err := w.Applications.Submit(ctx(), by, f)
	w.tried("apply", err)
}

// some is an application at random with the version somebody saw of it, or
// none if nobody has applied.
func (w *world) some() (a application.Application, version int64, ok bool) {
	all := w.everybody(pick(w, "program", slugs()))
	if len(all) == 0 {
		return a, 0, false
	}
	a = pick(w, "application", all)
	if version = a.Version; w.chance(6, "behind") {
		version--
	}
	return a, version, true
}

func (w *world) byApplicant() {
	a, version, ok := w.some()
	if !ok {
		return
	}
	who := pick(w, "applicant", applicants())
	by := w.person(who)
	if w.chance(2, "own") {
		by.ID = a.Person
	}
	var err error
	switch what := pick(w, "what", []string{"withdraw", "edit", "reply", "confirm"}); what {
	case "withdraw":
		_, err = w.Applications.Withdraw(ctx(), by, a.ID)
		w.tried(what, err)
	case "edit":
		_, err = w.Applications.Edit(ctx(), by, a.ID, version, Form(a.Program, who))
		w.tried(what, err)
	case "confirm":
		_, err = w.Applications.Confirm(ctx(), by, a.ID, version, w.chance(2, "terms"))
		w.tried(what, err)
	default:
		_, err = w.Applications.Reply(ctx(), by, a.ID, "On Tuesdays.")
		w.tried(what, err)
	}
	if err == nil && by.ID != a.Person {
		w.rt.Fatalf("%s did something with another person's application", who)
	}
}

// read is what readers do.
func (w *world) read() {
	a, _, ok := w.some()
	if !ok {
		return
	}
	by, mark := pick(w, "reader", w.staff()), rapid.IntRange(0, 4).Draw(w.rt, "mark")
	switch what := pick(w, "what", []string{"score", "score", "first pass", "open work", "skip", "conflict", "stand aside"}); what {
	case "score":
		w.tried(what, w.Score(ctx(), by, a.ID, mark))
	case "first pass":
		w.tried(what, w.HandIn(ctx(), by, a.ID, content.Blind, mark))
	case "open work":
		_, err := w.Vetting.Opened(ctx(), by, a.ID)
		w.tried(what, err)
	case "skip":
		w.tried(what, w.Vetting.Skip(ctx(), by, a.ID))
	case "conflict":
		if w.chance(3, "declare") {
			w.tried(what, w.Vetting.Declare(ctx(), by, a.ID, "friend"))
		}
	default:
		w.tried(what, w.Vetting.Declare(ctx(), by, a.ID, "aside"))
	}
}

// judge is what project managers and leads do with one application.
func (w *world) judge() {
	a, version, ok := w.some()
	if !ok {
		return
	}
	by := w.by(Lead())
	switch what := pick(w, "what", []string{"ask", "shortlist", "unshortlist", "decide", "decide", "by rule", "undo"}); what {
	case "ask":
		due := w.Clock.Now().Add(time.Duration(rapid.IntRange(2, 9).Draw(w.rt, "days")) * 24 * time.Hour)
		_, err := w.Applications.Ask(ctx(), by, a.ID, version, "When do you cook?", due)
		w.tried(what, err)
	case "shortlist":
		_, err := w.Shortlist(ctx(), by, a.ID, version, pick(w, "note", []string{"", "We talked about it."}))
		w.tried(what, err)
	case "unshortlist":
		_, err := w.Unshortlist(ctx(), by, a.ID, version, "too soon")
		w.tried(what, err)
	case "undo":
		_, err := w.Undo(ctx(), by, a.ID, version)
		w.tried(what, err)
	default:
		w.decide(by, a, version, what == "by rule")
	}
}

func (w *world) decide(by agency.Actor, a application.Application, version int64, byRule bool) {
	v := Verdict(a, pick(w, "kind", []string{application.Accept, application.Accept, application.Waitlist, application.Decline}))
	if byRule {
		v = Verdict(a, application.Decline)
		v.Rule = "18 or older"
	}
	v.Version = version
	decided, err := w.Decide(ctx(), by, a.ID, v)
	if w.tried("decide", err) {
		w.checkReaders(by, decided)
	}
}

// letters is what happens to drafted letters.
func (w *world) letters() {
	a, _, ok := w.some()
	if !ok || a.Outcome == nil {
		return
	}
	m, err := w.Outbox.Find(ctx(), a.Outcome.Mail)
	w.must(err)
	by := w.by(Manager())
	switch what := pick(w, "what", []string{"edit letter", "ask second look", "approve", "approve group", "retry"}); what {
	case "edit letter":
		_, err := w.Edit(ctx(), by, m.ID, m.Version, decision.Words{Sentence: "The neighbours clapped for the soup."})
		w.tried(what, err)
	case "ask second look":
		w.tried(what, w.Outbox.AskSecondLook(ctx(), by, m.ID))
	case "approve":
		w.tried(what, w.Outbox.Approve(ctx(), by, m.ID, m.Version))
	case "approve group":
		_, err := w.Outbox.ApproveGroup(ctx(), by, m.Group, m.ID, m.Version)
		w.tried(what, err)
	default:
		w.tried(what, w.Outbox.Retry(ctx(), by, m.ID))
	}
}

func (w *world) release() {
	slug := pick(w, "program", slugs())
	_, err := w.Begin(ctx(), w.by(Lead()), slug)
	w.tried("begin release", err)
	if w.chance(2, "continue") {
		_, err = w.Continue(ctx(), slug, w.Clock.Now().Add(time.Minute))
		w.tried("continue release", err)
	}
}

func (w *world) waitlist() {
	a, version, ok := w.some()
	if !ok {
		return
	}
	by := w.by(Manager())
	if w.chance(3, "let go") {
		_, err := w.LetGo(ctx(), by, a.ID, version)
		w.tried("let go", err)
		return
	}
	_, err := w.Promote(ctx(), by, a.ID, version)
	w.tried("promote", err)
}

// course is what is done to a program.
func (w *world) course() {
	p, by := w.program(pick(w, "program", slugs())), w.by(Manager())
	c := program.Change{Version: p.Version, Notice: "The client asked for it."}
	if w.chance(6, "behind") {
		c.Version--
	}
	c.Closes, c.DecideBy = w.Clock.Now().AddDate(0, 0, 2), w.Clock.Now().AddDate(0, 0, 6)
	var err error
	what := pick(w, "what", []string{"pause", "resume", "close", "extend", "reopen", "run", "cancel", "issue code"})
	switch what {
	case "pause":
		_, err = w.Programs.Pause(ctx(), by, p, c)
	case "resume":
		_, err = w.Programs.Resume(ctx(), by, p, c)
	case "close":
		_, err = w.Programs.CloseEarly(ctx(), by, p, c)
	case "extend":
		_, err = w.Extend(ctx(), by, p, c)
	case "reopen":
		_, err = w.Reopen(ctx(), by, p, c)
	case "run":
		w.run(by, p, c)
		return
	case "cancel":
		_, err = w.Cancel(ctx(), w.by(Admin()), p, c)
	default:
		var code string
		if code, err = w.Applications.IssueCode(ctx(), by, p, "their power was cut"); err == nil {
			w.codes = append(w.codes, code)
		}
	}
	w.tried(what, err)
}

func (w *world) run(by agency.Actor, p program.Program, c program.Change) {
	_, err := w.Run(ctx(), by, p, c)
	if w.tried("run", err) {
		w.checkToldAll(p.Slug)
	}
}

func (w *world) time() {
	w.last = "time"
	w.Clock.Pass(pick(w, "time", []time.Duration{time.Second, time.Minute, time.Hour, 8 * time.Hour, 24 * time.Hour, 48 * time.Hour, 100 * time.Hour}))
}

func (w *world) stroke() {
	if w.tried("stroke", w.Ticking().Strike(ctx())) {
		w.checkCounters()
	}
}

func (w *world) deliver() {
	_, err := w.Sender.SendDue(ctx())
	w.tried("deliver", err)
}
