package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/submission"
	"greenroom/site/theme"
)

func (s *Server) workRoutes() []Route {
	const on = "submissions"
	const one = "/me/work/{application}/{number}"
	return []Route{
		{on, http.MethodGet, one, Members, s.workPage},
		{on, http.MethodGet, one + "/files/{hash}", Members, s.workFile},
		{on, http.MethodPost, "/api" + one + "/file", Members, s.uploadFile},
		{on, http.MethodPost, "/api" + one + "/draft", Members, s.sendDraft},
		{on, http.MethodPost, "/api" + one + "/edits", Members, s.answerEdits},
		{on, http.MethodPost, "/api" + one + "/walk", Members, s.walkAway},
		{on, http.MethodPost, "/api" + one + "/live", Members, s.publishWork},
	}
}

// piece is a piece of work as its page shows it, to whoever made it.
type piece struct {
	submission.Deliverable
	Program   program.Program
	Clauses   []brief.Clause // that they say of that they are met
	Known     bool           // they have acknowledged the brief in force
	Files     []submission.File
	Versions  []submission.Draft
	Asked     *submission.Edit // the request that is open or was worked in last
	Manager   string
	FormMost  int    // the most that a file in a form may have, in bytes
	FormLimit string // the same in words
	TooLarge  string // what is said of more
	FileLimit string // the most that one may have that comes another way; "" where none does
	Chosen    bool   // a file has just been added, and is chosen for the draft
	Overdue   int    // days by which we are late right now
	Form      workForm
}

// workForm is what a form of the page held that has to be put right.
type workForm struct {
	Problem string
	Wrong   theme.FieldErrors
	Draft   submission.DraftForm
	Sent    bool // Draft is what was sent, and not the newest version
	Replies []submission.Reply
	Live    submission.LiveForm
	Typed   func(string) string // into the answers to an edit request; nil for another form
}

// asTyped is the number in a field as it was typed, or else the one that is kept.
func (f workForm) asTyped(field string, kept int) string {
	if f.Typed != nil {
		return f.Typed(field)
	}
	return typedNumber(kept)
}

// ref is the piece of work that an address names.
func ref(r *http.Request) (application string, n int) {
	return r.PathValue("application"), int(number(r.PathValue("number")))
}

func (s *Server) workPage(w http.ResponseWriter, r *http.Request, v visit) error {
	return s.showWork(w, r, http.StatusOK, v, workForm{})
}

// showWork is the one page of a piece of work: where it stands and the one
// thing to do next.
func (s *Server) showWork(w http.ResponseWriter, r *http.Request, status int, v visit, form workForm) error {
	app, n := ref(r)
	d, asked, err := s.Work.Mine(r.Context(), v.person.Actor(), app, n)
	if err != nil {
		return err
	}
	one, err := s.piece(r.Context(), d)
	if err != nil {
		return err
	}
	if len(asked) > 0 {
		one.Asked = &asked[len(asked)-1]
	}
	if one.Form = form; form.Problem == "" || !form.Sent {
		one.Form.Draft = one.again()
		one.choose(r.URL.Query().Get("file"))
	}
	about := page{title: d.Title}
	if status != http.StatusOK {
		about.title = "Error: " + about.title
	}
	s.page(w, r, status, about, pieceView(one))
	return nil
}

// choose has the draft go with a file that is there.
func (d *piece) choose(hash string) {
	d.Chosen = slices.ContainsFunc(d.Files, func(f submission.File) bool { return f.Hash == hash })
	if d.Chosen {
		d.Form.Draft.File = hash
	}
}

// again is the newest version, to go on from. What came back because a check
// failed comes back with everything that was said about it.
func (d piece) again() submission.DraftForm {
	if len(d.Versions) == 0 {
		return submission.DraftForm{}
	}
	last := d.Versions[0]
	f := submission.DraftForm{Link: last.Link, Text: last.Text, Spoken: last.Spoken, Screen: last.Screen}
	if last.File != nil {
		f.File = last.File.Hash
	}
	if !last.Bounced {
		return f
	}
	f.Ticks, f.Note = last.Ticks, last.Note
	if d.Asked != nil {
		for _, item := range d.Asked.Items {
			f.Results = append(f.Results, submission.Result{What: item.Result, Note: item.Remark})
		}
	}
	return f
}

func (s *Server) piece(ctx context.Context, d submission.Deliverable) (one piece, err error) {
	one = piece{Deliverable: d, Overdue: s.Work.Overdue(d),
		FormMost: s.MaxForm, FormLimit: submission.Megabytes(s.MaxForm), TooLarge: s.tooLargeForForm()}
	if s.Arrivals != nil {
		one.FileLimit = s.Work.FileLimit()
	}
	if one.Program, err = s.Programs.Find(ctx, d.Program); err != nil {
		return one, err
	}
	one.Deliverable = s.Work.DatesNow(d, one.Program)
	one.Manager, _ = s.Site.Manager(one.Program.Manager)
	if one.Clauses, one.Known, err = s.Work.Checklist(ctx, d); err != nil {
		return one, err
	}
	if one.Files, err = s.Work.Uploaded(ctx, d); err != nil {
		return one, err
	}
	one.Versions, err = s.Work.Versions(ctx, d)
	return one, err
}

// workDone answers a form of the page: with the page as it is then, or with
// what has to be put right and everything that was typed.
func (s *Server) workDone(w http.ResponseWriter, r *http.Request, v visit, form workForm, cause error) error {
	if cause == nil {
		app, n := ref(r)
		http.Redirect(w, r, "/me/work/"+app+"/"+strconv.Itoa(n), http.StatusSeeOther)
		return nil
	}
	wrong, invalid := faults(cause)
	if !invalid && kindOf(cause) != agency.KindConflict {
		return cause
	}
	status, say := s.verdict(cause)
	form.Problem, form.Wrong = say, wrong
	return s.showWork(w, r, status, v, form)
}

func (s *Server) sendDraft(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	app, n := ref(r)
	form := draftForm(r.PostForm)
	_, _, err := s.Work.SendDraft(r.Context(), v.person.Actor(), app, n, form)
	return s.workDone(w, r, v, workForm{Draft: form, Sent: true}, err)
}

func (s *Server) answerEdits(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	app, n := ref(r)
	replies := replies(r.PostForm)
	_, _, err := s.Work.Answer(r.Context(), v.person.Actor(), app, n, number(r.PostForm.Get("version")), replies)
	return s.workDone(w, r, v, workForm{Replies: replies, Typed: r.PostForm.Get}, err)
}

func (s *Server) walkAway(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	app, n := ref(r)
	_, _, err := s.Work.Walk(r.Context(), v.person.Actor(), app, n, number(r.PostForm.Get("version")))
	return s.workDone(w, r, v, workForm{}, err)
}

func (s *Server) publishWork(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	app, n := ref(r)
	get := r.PostForm.Get
	form := submission.LiveForm{Version: number(get("version")), Address: get("address"), Late: get("late"),
		Note: get("note"), Spoken: get("spoken"), Screen: get("screen")}
	_, err := s.Work.Publish(r.Context(), v.person.Actor(), app, n, form)
	return s.workDone(w, r, v, workForm{Live: form}, err)
}
