package web

import (
	"context"
	"net/http"
	"slices"
	"time"

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
		{on, http.MethodPost, act + "time", StaffOnly, s.handle(s.moreTime)},
		{on, http.MethodPost, act + "cancel", StaffOnly, s.handle(s.cancelWork)},
		{on, http.MethodPost, act + "waive", StaffOnly, s.handle(s.waiveWork)},
	}
}

// deskPiece is a piece of work as who reads it sees it.
type deskPiece struct {
	piece
	Who      string
	All      []brief.Clause // of the brief that they acknowledged, for this work
	Requests []submission.Edit
	Open     *submission.Edit
	Now      time.Time
	Author   bool // the viewer wrote the open request
	Rules    bool // the viewer may rule on the open request, if it is disputed
	Rulers   []string
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

// asTyped is what was typed into a field of the form that came back, or else what
// is kept.
func (f readerForm) asTyped(act, name, kept string) string {
	if f.Act == act {
		return f.typed(name)
	}
	return kept
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
	one.Now = s.Now()
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
	if one.Open != nil && one.Open.State == submission.EditDisputed {
		one.Rules = submission.MayRule(v.person.Actor(), *one.Open)
		if one.Rulers, err = s.Work.Rulers(ctx, d, *one.Open); err != nil {
			return one, err
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
