package submission

import (
	"context"
	"slices"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/program"
)

// Client is how events name who speaks for the client: they have no account.
const Client = "client"

// clientSaw reports whether the client has read the newest draft and sent it
// back: then its own list has been dealt with, and it is asked once more only
// about a newer draft.
func (d Deliverable) clientSaw() bool {
	return slices.ContainsFunc(d.Remarks, func(r ClientRemark) bool { return r.Draft == d.Drafts })
}

// toClient hands a draft to the client (D6), who has three business days.
func (s *Room) toClient(ctx context.Context, c *change, p program.Program) (Deliverable, error) {
	contact, err := s.Contacts.Contact(ctx, c.actor, p.Slug)
	if err != nil {
		return c.d, err
	}
	if contact.Email == "" {
		return c.d, agency.Conflict("Nobody is named as the client's contact for this program. Name them on the page of its brief first.", nil)
	}
	c.step("D6", "")
	c.answered(p)
	return s.linkClient(ctx, c, p, contact)
}

// linkClient writes to who speaks for the client, with a link to the newest
// draft and three business days from now.
func (s *Room) linkClient(ctx context.Context, c *change, p program.Program, contact brief.Contact) (Deliverable, error) {
	c.d.ClientDue, c.d.Turn = s.Calendar.After(c.now, clientDays), contact.Turn
	draft, err := s.Draft(ctx, c.d, c.d.Drafts)
	if err != nil {
		return c.d, err
	}
	name, manager := s.Applications.Staff.Manager(p.Manager)
	c.post(contact.Email, manager, LetterClient, ClientValues{
		Ticket: brief.Ticket{Document: c.d.Application, Number: c.d.Number, Hash: draft.Hash, Expires: c.now.Add(linkLife).Unix(), Turn: contact.Turn},
		Name:   contact.Name, Title: p.Title, Work: c.d.Title, Manager: name, Due: day(c.d.ClientDue, s.Calendar.Zone)})
	return c.commit(ctx)
}

// HandOver gives the drafts of a program that wait for the client to who speaks
// for them now. Whoever had a link before cannot open it any more, and nobody's
// silence counts who had none: their days begin anew.
func (s *Room) HandOver(ctx context.Context, actor agency.Actor, slug string) error {
	if !MayDecide(actor) {
		return nil
	}
	p, err := s.Programs.Find(ctx, slug)
	if err != nil {
		return err
	}
	contact, err := s.Contacts.Contact(ctx, actor, slug)
	if err != nil || contact.Email == "" {
		return err
	}
	all, err := s.OfProgram(ctx, slug)
	if err != nil {
		return err
	}
	for _, d := range all {
		if d.State != ClientReview || d.Turn == contact.Turn {
			continue
		}
		c := s.change(actor, d)
		c.event("hand over", d.State, d.State, "")
		if _, err := s.linkClient(ctx, c, p, contact); err != nil {
			return err
		}
	}
	return nil
}

// linkLife is how long the client's link opens the draft, also after it was
// answered.
const linkLife = 14 * 24 * time.Hour

// ByToken returns what a client's link leads to: the draft, which must be the
// newest.
func (s *Room) ByToken(ctx context.Context, token string) (Deliverable, Draft, error) {
	ticket, err := s.Proofs.Ticket(token, s.Now())
	if err != nil {
		return Deliverable{}, Draft{}, err
	}
	d, err := s.Find(ctx, ticket.Document, ticket.Number)
	if err != nil {
		return d, Draft{}, err
	}
	turn, err := s.Contacts.Turn(ctx, d.Program)
	if err == nil && turn != ticket.Turn {
		err = agency.Gone("Somebody else speaks for the client now, so this link opens nothing any more. If you think that is wrong, write to the project manager.")
	}
	if err != nil {
		return d, Draft{}, err
	}
	draft, err := s.Draft(ctx, d, d.Drafts)
	if err == nil && draft.Hash != ticket.Hash {
		err = agency.Gone("There is a newer draft. The link to it is in a later mail.")
	}
	return d, draft, err
}

// ClientApproves takes the client's yes to the draft of their link (D8). The
// same yes twice is one.
func (s *Room) ClientApproves(ctx context.Context, token, name string) (Deliverable, error) {
	d, draft, err := s.ByToken(ctx, token)
	if err != nil || d.Cleared != nil && d.Cleared.Draft == draft.Number {
		return d, err
	}
	var f faults
	name = f.line("name", name, maxName, "Enter your name: it is on record who said yes")
	if err := f.err(); err != nil {
		return d, err
	}
	return s.clientClears(ctx, d, Clearance{Draft: draft.Number, Client: name, At: s.Now()})
}

// maxName is how long a name may be, in runes.
const maxName = 100

// silence approves what the client did not answer in their days (D8).
func (s *Room) silence(ctx context.Context, d Deliverable) (Deliverable, error) {
	return s.clientClears(ctx, d, Clearance{Draft: d.Drafts, Auto: true, At: s.Now()})
}

func (s *Room) clientClears(ctx context.Context, d Deliverable, by Clearance) (Deliverable, error) {
	p, err := s.Programs.Find(ctx, d.Program)
	if err != nil {
		return d, err
	}
	c, note := s.change(agency.Actor{ID: Client}, d), ""
	if by.Auto {
		c, note = s.change(agency.Machinery(), d), "auto: the client's days ran out"
	}
	c.step("D8", note)
	return s.clear(ctx, c, p, by)
}

// ClientReturns takes the client's one list of remarks about a draft (D7). It
// goes to the project manager; the influencer reads none of it before it was
// classified. The same list twice is one.
func (s *Room) ClientReturns(ctx context.Context, token string, remarks []string) (Deliverable, error) {
	d, draft, err := s.ByToken(ctx, token)
	if err != nil {
		return d, err
	}
	p, err := s.Programs.Find(ctx, d.Program)
	if err != nil {
		return d, err
	}
	said, err := oneList(remarks)
	if err != nil || d.State == InReview && slices.Equal(said, d.remarksOn(draft.Number)) {
		return d, err
	}
	c := s.change(agency.Actor{ID: Client}, d)
	for _, text := range said {
		c.d.Remarks = append(c.d.Remarks[:len(c.d.Remarks):len(c.d.Remarks)], ClientRemark{Text: text, Draft: draft.Number, At: c.now})
	}
	c.step("D7", "")
	c.ours()
	s.tell(c, p, "The client has remarks")
	return c.commit(ctx)
}

// oneList is what a client typed, one thing to an entry.
func oneList(remarks []string) ([]string, error) {
	var f faults
	var said []string
	for _, text := range remarks {
		if text = agency.Tidy(text); text == "" {
			continue
		}
		if len(said) == maxItems {
			f.add("remarks", "That are more than 20 remarks. Put together what belongs together")
			break
		}
		said = append(said, f.text("remarks", text, maxRemark, ""))
	}
	if len(said) == 0 {
		f.add("remarks", "Say what should be different, one thing to a line")
	}
	return said, f.err()
}

// remarksOn is what the client said of one draft.
func (d Deliverable) remarksOn(draft int) []string {
	var said []string
	for _, r := range d.Remarks {
		if r.Draft == draft {
			said = append(said, r.Text)
		}
	}
	return said
}
