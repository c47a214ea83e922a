package web

import (
	"context"
	"net/http"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/program"
)

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
	Cost      int            // of all that Amends offers, if one person takes it
	Impact    *brief.Impact
	Clarity   *brief.Clarity
	Board     []asking
	Contact   brief.Contact // for who may write
	Unasked   bool          // who signs now has no link to the version that waits for them
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

// approvals are those that count for a version as it is: what was sent back or
// given up is approved by nobody.
func (s *Server) approvals(ctx context.Context, v document.Version) ([]approval, error) {
	var list []approval
	for _, a := range v.Approvals {
		if a.Hash != v.Hash || v.State == document.ChangesRequested || v.State == document.Withdrawn {
			continue
		}
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
		one.Changes = changesOf(before, one.Brief, one.Program.Currency)
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
	one.Amends = changesOf(live, one.Brief, one.Program.Currency)
	changes, open, err := s.Briefs.Amending(ctx, one.Program.Slug)
	one.Open, one.Cost = open, brief.Cost(changes)
	return err
}
