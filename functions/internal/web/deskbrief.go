package web

import (
	"context"
	"net/http"
	"slices"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/program"
)

func (s *Server) deskBriefRoutes() []Route {
	const on = "desk"
	const one, act = "/desk/briefs/{program}", "/api/desk/briefs/{program}/"
	return []Route{
		{on, http.MethodGet, "/desk/briefs/{$}", StaffOnly, s.briefList},
		{on, http.MethodGet, one, StaffOnly, s.briefDeskPage},
		{on, http.MethodGet, one + "/edit", StaffOnly, s.briefEditPage},
		{on, http.MethodPost, act + "start", StaffOnly, s.onBrief("/edit", s.startBrief)},
		{on, http.MethodPost, act + "write", StaffOnly, s.writeBrief},
		{on, http.MethodPost, act + "send", StaffOnly, s.onBrief("", s.sendBrief)},
		{on, http.MethodPost, act + "remark", StaffOnly, s.onBrief("#remarks", s.remarkBrief)},
		{on, http.MethodPost, act + "approve", StaffOnly, s.onBrief("", s.approveBrief)},
		{on, http.MethodPost, act + "contact", StaffOnly, s.onBrief("#contact", s.nameContact)},
		{on, http.MethodPost, act + "ask-again", StaffOnly, s.onBrief("", s.askClientAgain)},
		{on, http.MethodPost, act + "release", StaffOnly, s.onBrief("", s.releaseBrief)},
		{on, http.MethodPost, act + "confirm-class", StaffOnly, s.onBrief("#changes", s.confirmClass)},
		{on, http.MethodPost, act + "withdraw", StaffOnly, s.onBrief("", s.withdrawBrief)},
		{on, http.MethodPost, act + "answer", StaffOnly, s.onBrief("#board", s.answerBoard)},
	}
}

// briefLine is the brief of one program in the list.
type briefLine struct {
	Program program.Program
	Doc     document.Document // zero: not begun
	Waits   string            // what for, "" nothing
	Open    int               // questions on the board that wait
}

// briefList is where the brief of each program stands.
func (s *Server) briefList(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := mayReadBriefs(v); err != nil {
		return err
	}
	all, err := s.Programs.All(r.Context())
	if err != nil {
		return err
	}
	var lines []briefLine
	for _, p := range all {
		line, shown, err := s.briefLine(r.Context(), v, p)
		if err != nil {
			return err
		}
		if shown {
			lines = append(lines, line)
		}
	}
	s.page(w, r, http.StatusOK, page{title: "Briefs"}, briefListView(lines))
	return nil
}

// briefLine is the line of one program, unless the viewer has applied to it.
func (s *Server) briefLine(ctx context.Context, v visit, p program.Program) (line briefLine, shown bool, err error) {
	rival, err := s.Vetting.Competes(ctx, v.person.Actor(), p.Slug)
	if err != nil || rival {
		return line, false, err
	}
	line.Program = p
	if line.Doc, err = s.Briefs.Document(ctx, p.Slug); kindOf(err) == agency.KindNotFound {
		line.Waits = "not begun"
		return line, true, nil
	}
	if err != nil {
		return line, false, err
	}
	line.Waits = waitsFor(line.Doc)
	waiting, err := s.Briefs.Unanswered(ctx, p.Slug)
	line.Open = len(waiting)
	return line, true, err
}

// waitsFor says what has to happen next to the newest version.
func waitsFor(d document.Document) string {
	switch d.Current.State {
	case document.Draft:
		return "waits for its writer to finish it"
	case document.InReview:
		return "waits for people who did not write it"
	case document.ChangesRequested:
		return "waits for its writer to change it"
	case document.ClientReview:
		return "waits for the client"
	case document.Approved:
		return "waits to be released"
	}
	return ""
}

func mayReadBriefs(v visit) error {
	if brief.MayRead(v.person.Actor()) {
		return nil
	}
	return agency.Forbidden("Only people who read briefs here may see them.")
}

// briefProgram is the program whose brief a request is about. Whoever has
// applied to it reads the brief when it is out, like everybody else.
func (s *Server) briefProgram(r *http.Request, v visit) (program.Program, error) {
	if err := mayReadBriefs(v); err != nil {
		return program.Program{}, err
	}
	p, err := s.Programs.Find(r.Context(), r.PathValue("program"))
	if err != nil {
		return p, err
	}
	rival, err := s.Vetting.Competes(r.Context(), v.person.Actor(), p.Slug)
	if err == nil && rival {
		err = agency.Forbidden("You have applied to this program, so others write its brief and read it.")
	}
	return p, err
}

// briefDesk is the brief of one program at work.
type briefDesk struct {
	Program   program.Program
	Doc       document.Document // zero: not begun
	Brief     brief.Brief       // its newest version
	Writers   []string          // names
	Approvals []approval
	Faults    []brief.Fault // of a draft, for who may write it
	Warnings  []brief.Fault
	Base      int            // the version that Changes are counted from; 0 none
	Changes   []clauseChange // to the version before
	Amends    []clauseChange // to the version in force
	Open      []int          // clauses whose class somebody else has to agree to
	Impact    *brief.Impact
	Clarity   *brief.Clarity
	Board     []asking
	Contact   brief.Contact // for who may write
	Earlier   []document.Remark
	History   []deed
	May       briefPowers
	Form      readerForm
}

// Begun reports whether there is a brief at all.
func (d briefDesk) Begun() bool { return d.Doc.ID != "" }

// approval is somebody's word, by name.
type approval struct{ Name, Pass string }

// briefPowers are the forms that the viewer may use now.
type briefPowers struct {
	Write, Send, Approve, Comply, Remark, Block, AskAgain, Release, Agree, Withdraw, Answer bool
}

func (s *Server) briefDeskPage(w http.ResponseWriter, r *http.Request, v visit) error {
	return s.showBriefDesk(w, r, http.StatusOK, v, readerForm{})
}

func (s *Server) showBriefDesk(w http.ResponseWriter, r *http.Request, status int, v visit, form readerForm) error {
	p, err := s.briefProgram(r, v)
	if err != nil {
		return err
	}
	one, err := s.briefDesk(r.Context(), v, p)
	if err != nil {
		return err
	}
	one.Form = form
	about := page{title: "Brief: " + p.Title}
	if status != http.StatusOK {
		about.title = "Error: " + about.title
	}
	s.page(w, r, status, about, briefDeskView(one))
	return nil
}

func (s *Server) briefDesk(ctx context.Context, v visit, p program.Program) (one briefDesk, err error) {
	one.Program = p
	one.May.Write = brief.MayWrite(v.person.Actor())
	if one.May.Write {
		if one.Contact, err = s.Briefs.Contact(ctx, v.person.Actor(), p.Slug); err != nil {
			return one, err
		}
	}
	if one.Brief, one.Doc, err = s.Briefs.Current(ctx, p.Slug); kindOf(err) == agency.KindNotFound {
		return one, nil // not begun
	}
	if err != nil {
		return one, err
	}
	one.May = briefMay(v.person.Actor(), one.Doc)
	for _, add := range []func(context.Context, visit, *briefDesk) error{s.readers, s.briefChanges, s.lookOver, s.inForce, s.briefHistory} {
		if err := add(ctx, v, &one); err != nil {
			return one, err
		}
	}
	return one, nil
}

// briefMay are what somebody may do with a document as it is.
func briefMay(a agency.Actor, d document.Document) briefPowers {
	state, mine := d.Current.State, d.WrittenBy(a.ID)
	writes, reads := brief.MayWrite(a), brief.MayRead(a)
	_, stays := document.Machine().Next(state, "B9")
	approves := reads && !mine && state == document.InReview && !d.ApprovedBy(a.ID)
	return briefPowers{
		Write:    writes,
		Send:     writes && mine && state == document.Draft,
		Approve:  approves,
		Comply:   approves && a.Is(agency.Compliance) && slices.Contains(d.Policy.Passes, string(agency.Compliance)),
		Remark:   reads && !slices.Contains([]agency.State{document.Draft, document.Released, document.Withdrawn}, state),
		Block:    !mine && state == document.InReview,
		AskAgain: writes && state == document.ClientReview,
		Release:  writes && state == document.Approved,
		Agree:    reads && !mine,
		Withdraw: writes && stays == nil,
		Answer:   brief.MayAnswer(a),
	}
}

// readers adds who wrote and who approved.
func (s *Server) readers(ctx context.Context, _ visit, one *briefDesk) error {
	for _, id := range one.Doc.Current.Writers {
		name, _, err := s.Accounts.Contact(ctx, id)
		if err != nil {
			return err
		}
		one.Writers = append(one.Writers, name)
	}
	var err error
	one.Approvals, err = s.approvals(ctx, one.Doc.Current)
	return err
}

func (s *Server) approvals(ctx context.Context, v document.Version) ([]approval, error) {
	var list []approval
	for _, a := range v.Approvals {
		name, _, err := s.Accounts.Contact(ctx, a.By)
		if err != nil {
			return nil, err
		}
		list = append(list, approval{name, a.Pass})
	}
	return list, nil
}

// briefChanges adds what the newest version changes: in the one before it, and
// in the one in force.
func (s *Server) briefChanges(ctx context.Context, _ visit, one *briefDesk) (err error) {
	d := one.Doc
	if n := len(d.Past); n > 0 && d.Past[n-1].Number == d.Current.Number-1 && d.Current.State != document.Withdrawn {
		one.Base = d.Past[n-1].Number
		before, err := s.Briefs.At(ctx, one.Program.Slug, one.Base)
		if err != nil {
			return err
		}
		one.Changes = changesOf(before, one.Brief)
		if one.Earlier, err = s.Briefs.Documents.Remarks(ctx, d, one.Base); err != nil {
			return err
		}
	}
	if !d.Amending() {
		return nil
	}
	live, err := s.Briefs.At(ctx, one.Program.Slug, d.Live.Number)
	if err != nil {
		return err
	}
	one.Amends = changesOf(live, one.Brief)
	_, one.Open, err = s.Briefs.Amending(ctx, one.Program.Slug)
	return err
}

// lookTime is how long all links of a brief together may take to answer while
// somebody waits for its page. Sending it asks again, with all the time it takes.
const lookTime = 5 * time.Second

// answers is a function that asks whether an address answers.
type answers func(ctx context.Context, address string) (ok, known bool)

// Answers implements [brief.LinkChecker].
func (f answers) Answers(ctx context.Context, address string) (ok, known bool) {
	return f(ctx, address)
}

// lookOver adds what is still to be done before a draft can be sent.
func (s *Server) lookOver(ctx context.Context, _ visit, one *briefDesk) error {
	if !one.May.Write || one.Doc.Current.State != document.Draft {
		return nil
	}
	room := *s.Briefs
	if room.Links != nil {
		soon, cancel := context.WithTimeout(ctx, lookTime)
		defer cancel()
		room.Links = answers(func(_ context.Context, address string) (ok, known bool) {
			return s.Briefs.Links.Answers(soon, address)
		})
	}
	found, err := room.Lint(ctx, one.Program.Slug)
	for _, f := range found {
		if f.Warning {
			one.Warnings = append(one.Warnings, f)
		} else {
			one.Faults = append(one.Faults, f)
		}
	}
	return err
}

// inForce adds what is known of who works from the brief.
func (s *Server) inForce(ctx context.Context, v visit, one *briefDesk) error {
	slug := one.Program.Slug
	board, err := s.Briefs.Questions(ctx, v.person.Actor(), slug)
	if err != nil {
		return err
	}
	one.Board = s.askings(board)
	if one.Doc.Amending() || one.Doc.Current.State == document.Approved {
		impact, err := s.Briefs.Impact(ctx, slug)
		if err != nil {
			return err
		}
		one.Impact = &impact
	}
	if one.Doc.Live == nil {
		return nil
	}
	clarity, err := s.Briefs.Clarity(ctx, slug)
	one.Clarity = &clarity
	return err
}

// briefHistory adds what happened to the brief, and by whom.
func (s *Server) briefHistory(ctx context.Context, _ visit, one *briefDesk) error {
	events, err := s.Briefs.Documents.History(ctx, one.Doc)
	if err != nil {
		return err
	}
	one.History, err = s.documentDeeds(ctx, one.Doc, events)
	return err
}
