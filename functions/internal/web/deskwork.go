package web

import (
	"context"
	"net/http"
	"path"
	"slices"
	"strconv"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/submission"
	"greenroom/site/theme"
)

func (s *Server) deskWorkRoutes() []Route {
	const on = "desk"
	const one, act = "/desk/work/{application}/{number}", "/api/desk/work/{application}/{number}/"
	return []Route{
		{on, http.MethodGet, "/desk/work/{$}", StaffOnly, s.workQueue},
		{on, http.MethodGet, one, StaffOnly, s.deskWork},
		{on, http.MethodGet, one + "/files/{hash}", StaffOnly, s.deskFile},
		{on, http.MethodPost, act + "edit", StaffOnly, s.handle(s.writeEdit)},
		{on, http.MethodPost, act + "send", StaffOnly, s.handle(s.sendEdit)},
		{on, http.MethodPost, act + "look", StaffOnly, s.handle(s.lookEdit)},
		{on, http.MethodPost, act + "send-back", StaffOnly, s.handle(s.sendEditBack)},
		{on, http.MethodPost, act + "take-back", StaffOnly, s.handle(s.takeEditBack)},
		{on, http.MethodPost, act + "rule", StaffOnly, s.handle(s.ruleEdit)},
		{on, http.MethodPost, act + "revise", StaffOnly, s.handle(s.reviseEdit)},
		{on, http.MethodPost, act + "take", StaffOnly, s.handle(s.takeTerms)},
		{on, http.MethodPost, act + "approve", StaffOnly, s.handle(s.approveWork)},
		{on, http.MethodPost, act + "drop-remark", StaffOnly, s.handle(s.dropRemark)},
		{on, http.MethodPost, act + "verify", StaffOnly, s.handle(s.verifyWork)},
		{on, http.MethodPost, act + "fix", StaffOnly, s.handle(s.askFix)},
		{on, http.MethodPost, act + "restore", StaffOnly, s.handle(s.restoreWork)},
		{on, http.MethodPost, act + "cancel", StaffOnly, s.handle(s.cancelWork)},
		{on, http.MethodPost, act + "waive", StaffOnly, s.handle(s.waiveWork)},
	}
}

// workLine is a piece of work in a list.
type workLine struct {
	submission.Deliverable
	Who, Program string
	Due          theme.Time
	Late         bool
}

// workGroup is all work in one state.
type workGroup struct {
	Title string
	Lines []workLine
}

// waitingStates are what somebody here has to do something about, and then what
// waits for others.
func waitingStates() []agency.State {
	return []agency.State{submission.InReview, submission.LiveChecking, submission.LiveBroken, submission.ClientReview,
		submission.EditsRequested, submission.LiveFix, submission.Approved}
}

// workQueue is the work that was sent, by what it waits for, the oldest promise
// first.
func (s *Server) workQueue(w http.ResponseWriter, r *http.Request, v visit) error {
	if !submission.MayReview(v.person.Actor()) {
		return agency.Forbidden("Only reviewers and project managers read drafts.")
	}
	var groups []workGroup
	for _, state := range waitingStates() {
		list, err := s.Work.InState(r.Context(), state)
		if err != nil {
			return err
		}
		lines, err := s.workLines(r.Context(), v, list)
		if err != nil {
			return err
		}
		if len(lines) > 0 {
			groups = append(groups, workGroup{Title: queueTitle(state), Lines: lines})
		}
	}
	s.page(w, r, http.StatusOK, page{title: "Work"}, workQueueView(groups))
	return nil
}

func queueTitle(state agency.State) string {
	switch state {
	case submission.InReview:
		return "Drafts to read"
	case submission.LiveChecking:
		return "Live posts to verify"
	case submission.LiveBroken:
		return "Posts that cannot be found as they were"
	case submission.ClientReview:
		return "With the client"
	case submission.EditsRequested:
		return "With the influencer: edits"
	case submission.LiveFix:
		return "With the influencer: live post to put right"
	}
	return "Approved, not live yet"
}

func (s *Server) workLines(ctx context.Context, v visit, list []submission.Deliverable) ([]workLine, error) {
	var lines []workLine
	for _, d := range list {
		if d.Person == v.person.ID {
			continue // nobody reads their own
		}
		name, _, err := s.Accounts.Contact(ctx, d.Person)
		if err != nil {
			return nil, err
		}
		line := workLine{Deliverable: d, Who: name, Program: d.Program}
		if p, found := s.Site.Program(d.Program); found {
			line.Program = p.Title
		}
		if due := d.Promised(); !due.IsZero() {
			line.Due, line.Late = s.time(due), s.Now().After(due)
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// deskPiece is a piece of work as who reads it sees it.
type deskPiece struct {
	piece
	Who      string
	All      []brief.Clause // of the brief that they acknowledged, for this work
	Requests []submission.Edit
	Open     *submission.Edit
	Author   bool // the viewer wrote the open request
	Client   bool // the client reads drafts
	Authors  map[string]string
	History  []deed
	May      bool // decide
	Desk     readerForm
}

// readerForm is what a form of the page held that has to be put right.
type readerForm struct {
	Act     string // the last part of its address
	Problem string
	Wrong   theme.FieldErrors
	Wish    *submission.Wish
	Typed   func(string) string
}

func (f readerForm) typed(name string) string {
	if f.Typed == nil {
		return ""
	}
	return f.Typed(name)
}

// typedIn is typed for one of several forms that have a field of that name.
func (f readerForm) typedIn(act, name string) string {
	if f.Act != act {
		return ""
	}
	return f.typed(name)
}

func (s *Server) deskWork(w http.ResponseWriter, r *http.Request, v visit) error {
	return s.showDeskWork(w, r, http.StatusOK, v, readerForm{})
}

func (s *Server) showDeskWork(w http.ResponseWriter, r *http.Request, status int, v visit, form readerForm) error {
	app, n := ref(r)
	d, err := s.Work.ForStaff(r.Context(), v.person.Actor(), app, n)
	if err != nil {
		return err
	}
	one, err := s.deskPiece(r.Context(), v, d)
	if err != nil {
		return err
	}
	one.Desk = form
	about := page{title: d.Title + ", " + one.Who, secret: true}
	if status != http.StatusOK {
		about.title = "Error: " + about.title
	}
	s.page(w, r, status, about, deskWorkView(one))
	return nil
}

func (s *Server) deskPiece(ctx context.Context, v visit, d submission.Deliverable) (one deskPiece, err error) {
	if one.piece, err = s.piece(ctx, d); err != nil {
		return one, err
	}
	one.May, one.Client = submission.MayDecide(v.person.Actor()), one.Program.ClientReads
	if one.Who, _, err = s.Accounts.Contact(ctx, d.Person); err != nil {
		return one, err
	}
	if one.All, err = s.Work.Clauses(ctx, d); err != nil {
		return one, err
	}
	if one.Requests, err = s.Work.Requests(ctx, d); err != nil {
		return one, err
	}
	slices.Reverse(one.Requests)
	for i, e := range one.Requests {
		if e.Number == d.OpenEdit {
			one.Open, one.Author = &one.Requests[i], e.Author == v.person.ID
		}
	}
	one.History, err = s.workHistory(ctx, d)
	return one, err
}

// workHistory tells what happened to a piece of work, and by whom.
func (s *Server) workHistory(ctx context.Context, d submission.Deliverable) ([]deed, error) {
	events, err := s.Work.History(ctx, d)
	if err != nil {
		return nil, err
	}
	return s.deeds(ctx, events, d.Person, workDeed)
}

func (s *Server) deskFile(w http.ResponseWriter, r *http.Request, v visit) error {
	app, n := ref(r)
	d, err := s.Work.ForStaff(r.Context(), v.person.Actor(), app, n)
	if err != nil {
		return err
	}
	return s.handOut(w, r, d, r.PathValue("hash"))
}

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
