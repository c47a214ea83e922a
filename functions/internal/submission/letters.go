package submission

import (
	"time"

	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/program"
	"greenroom/site/content"
)

// Letters about work, by the name of their template in package mail. Times in
// their values are told already: a letter knows no zone.
const (
	LetterWaiting   = "work-waiting" // to somebody of the staff: something waits for them
	LetterApproved  = "draft-approved"
	LetterClient    = "client-draft" // to the client's contact, with a link that signs
	LetterEdits     = "edit-request"
	LetterRuling    = "edit-ruling"
	LetterTaken     = "edit-taken"
	LetterEditEnded = "edit-ended"
	LetterFix       = "live-fix"
	LetterVerified  = "live-verified"
	LetterBroken    = "live-broken"
	LetterBack      = "live-back"
	LetterDone      = "work-done"
	LetterStopped   = "work-stopped"
	LetterWaived    = "work-waived"
	LetterDue       = "work-due"
	LetterEditDue   = "edit-due"
	LetterFixDue    = "fix-due"
	LetterTime      = "more-time"
)

// About is what every letter about work says.
type About struct {
	Application string // id; the work's page is /me/work/<id>/<number>
	Number      int
	Name        string // of the influencer
	Work        string // title of the deliverable
	Title       string // of the program
	Manager     string // name of the project manager
}

// WaitingValues fill the letter to somebody of the staff; Manager is who reads it.
type WaitingValues struct {
	About
	What string
	Due  string // until when it is to be answered; may be ""
}

// ApprovedValues fill the letter that says that a draft may be published.
type ApprovedValues struct {
	About
	LiveFrom  string // "" if it may be published at once
	LiveTo    string
	Auto      bool // the client's days ran out
	Moved     int  // days by which the dates were moved in all
	TermsDays int
}

// ClientValues fill the letter with a draft to the client's contact. The link
// is made by who writes the letter: what is kept signs nothing.
type ClientValues struct {
	brief.Ticket
	Name        string // of the contact
	Title, Work string
	Manager     string
	Due         string
}

// EditsValues fill the letters with an edit request, what is in the brief
// apart from what is new.
type EditsValues struct {
	About
	Good     string
	InBrief  []AskedFor
	New      []AskedFor
	Due      string // until when to answer, or to send the next draft
	DraftDue string
	Extra    string // what was agreed on top of the fee, "" for nothing
}

// AskedFor is one item as its reader sees it.
type AskedFor struct {
	Item                    int // its number in the request
	What, Where, Why, Quote string
	Clause                  int
	Reason, Tried, Fee      string
	Days                    int
	Ruling                  string // why it stands, after a dispute
	Answer                  string
	OtherFee                string // of other terms that its reader suggested
	OtherDays               int
}

// EndedValues fill the letter that says that an edit request is no more.
type EndedValues struct {
	About
	Reason   string // "" if it ran out of time
	DraftDue string
	Yours    bool   // the draft came back from a check, so it is with its writer
	Lost     string // what had been agreed on top of the fee and ends with it; "" for nothing
}

// FixValues fill the letters about a live post that is not as it was agreed.
type FixValues struct {
	About
	What  string
	Until string // may be ""
}

// VerifiedValues fill the letter that says that the work counts as delivered.
type VerifiedValues struct {
	About
	PayBy, KeepUntil string
	Extra            string // what is paid on top of the fee, "" for nothing
}

// TimeValues fill the letter that says that there is more time for a draft.
type TimeValues struct {
	About
	Reason   string
	DraftDue string
}

// StoppedValues fill the letters that say that work ended.
type StoppedValues struct {
	About
	Reason, Fault, KillFee string
	PayBy                  string // of work that is paid all the same, else ""
	Extra                  string // what is paid on top of the fee, "" for nothing
}

// DueValues fill the reminders.
type DueValues struct {
	About
	Due     string
	Days    int  // left; 0 on the day itself
	Publish bool // it is time to publish, not to send a draft
}

func day(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("Monday, 2 January 2006")
}

// money is an amount in the program's currency, or "" for none.
func money(amount int, p program.Program) string {
	if amount == 0 {
		return ""
	}
	return content.Money(amount, p.Currency)
}

// editsValues are a request in the words of its letters.
func editsValues(about About, d Deliverable, e Edit, p program.Program) EditsValues {
	v := EditsValues{About: about, Good: e.Good, Due: day(e.Due, p.TimeZone), DraftDue: day(d.DraftDue, p.TimeZone), Extra: money(d.Fee(), p)}
	for i, item := range e.Items {
		one := AskedFor{Item: i + 1, What: item.What, Where: item.Where, Why: item.Why, Quote: item.Quote, Clause: item.Clause, Answer: item.Answer}
		if item.Ruling != nil {
			one.Ruling = item.Ruling.Why
		}
		if !item.IsNew() {
			v.InBrief = append(v.InBrief, one)
			continue
		}
		one.Reason, _ = ReasonWords(item.New.Reason)
		one.Tried, one.Days, one.Fee = item.New.Tried, item.New.Days, content.Money(item.New.Fee, p.Currency)
		if item.Answer == Counter {
			one.OtherFee, one.OtherDays = content.Money(item.Counter.Fee, p.Currency), item.Counter.Days
		}
		v.New = append(v.New, one)
	}
	return v
}
