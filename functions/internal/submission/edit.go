package submission

import (
	"slices"
	"strconv"
	"time"

	"greenroom/functions/internal/agency"
)

// Edit is one consolidated list of changes to one draft.
type Edit struct {
	Number int // of the deliverable's requests, from 1
	State  agency.State
	Draft  int    // version that it is about
	Brief  int    // version of the brief that its items quote
	Good   string // what was already good
	Items  []Item
	Days   int  // how long the influencer has for it
	Counts bool // uses up a round: some item was in the brief

	Author   string   // person id of who wrote it last
	Writers  []string // everybody who wrote in it
	SentBy   string   `json:",omitempty"` // who let it go to the influencer, or to a second person
	ReadBy   string   `json:",omitempty"` // who had the second look
	Comment  string   `json:",omitempty"` // why the second look sent it back
	At       time.Time
	SentAt   time.Time `json:",omitzero"`
	Due      time.Time `json:",omitzero"` // until when it is answered, or done once it is accepted
	RuleBy   time.Time `json:",omitzero"` // until when we answer a dispute, or other terms
	Reminded int       `json:",omitempty"`
	Reason   string    `json:",omitempty"` // why it was taken back
}

// Item is one change asked for. It quotes a clause of the brief that was
// acknowledged, or it is a new ask.
type Item struct {
	What   string
	Where  string // in the draft
	Why    string
	Clause int    `json:",omitempty"` // number in the brief; 0 for a new ask
	Quote  string `json:",omitempty"` // the words of that clause
	New    *Offer `json:",omitempty"` // what a new ask comes with
	Client bool   `json:",omitempty"` // the client asked for it

	Answer  string  `json:",omitempty"` // one of Accept, Dispute, Counter, Decline
	Note    string  `json:",omitempty"` // of who answered
	Counter *Offer  `json:",omitempty"` // other terms
	Ruling  *Ruling `json:",omitempty"`

	Result string `json:",omitempty"` // in the draft that followed: Fixed, Refused or Unclear
	Remark string `json:",omitempty"` // why not, or what is unclear
	OK     bool   `json:",omitempty"` // a person saw that it was done
}

// Offer is what somebody gets for what was never in the brief.
type Offer struct {
	Reason     string `json:",omitempty"` // one of Reasons
	Fee, Days  int    // whole units of the program's currency; days more
	Tried      string `json:",omitempty"` // "we tried to avoid this because …"
	Correction bool   `json:",omitempty"` // sets right what was wrong in the brief: may be without a fee
}

// Ruling is what another project manager said of an item that was disputed.
type Ruling struct {
	By     string
	Upheld bool // it is in the brief
	Why    string
	At     time.Time
	Clause int    // that it was said to be in
	Said   string // why that was disputed
}

// Answers to an item.
const (
	Accept  = "accept"
	Dispute = "dispute"
	Counter = "counter"
	Decline = "decline"
)

// What became of an item in the next draft.
const (
	Fixed   = "done"
	Refused = "declined"
	Unclear = "question"
)

// Reason is why something is asked for that was never in the brief.
type Reason struct{ Code, Words string }

// Reasons are all reasons there are.
func Reasons() []Reason {
	return []Reason{
		{"client_changed_mind", "The client changed their mind"},
		{"legal", "A law or a lawyer asks for it"},
		{"product_changed", "The product changed"},
		{"stock", "The product is not to be had"},
		{"event", "Something happened in the world"},
		{"agency_error", "We made a mistake"},
		{"platform_rule", "The platform changed its rules"},
		{"extra_round", "The rounds in your terms are used up"},
	}
}

// ReasonWords are the words of a reason's code.
func ReasonWords(code string) (words string, known bool) {
	for _, r := range Reasons() {
		if r.Code == code {
			return r.Words, true
		}
	}
	return "", false
}

// IsNew reports whether the item is a new ask.
func (i Item) IsNew() bool { return i.New != nil }

// Owed reports whether the item is to be done: it was in the brief, or it was
// agreed on.
func (i Item) Owed() bool { return !i.IsNew() || i.Answer == Accept }

// original reports whether every item quotes a clause.
func (e Edit) original() bool { return !slices.ContainsFunc(e.Items, Item.IsNew) }

// anyOriginal reports whether some item quotes a clause.
func (e Edit) anyOriginal() bool {
	return slices.ContainsFunc(e.Items, func(i Item) bool { return !i.IsNew() })
}

// Open reports whether the request still waits for somebody.
func (e Edit) Open() bool {
	return e.State != EditDone && !slices.Contains(EditMachine().Terminal, e.State)
}

// Shown reports whether the influencer may see the request: not before it was
// sent.
func (e Edit) Shown() bool { return !e.SentAt.IsZero() }

// askedBy reports whether somebody had a part in asking for the edit: they are
// not the second person who reads it.
func (e Edit) askedBy(person string) bool {
	return person == e.Author || person == e.SentBy || slices.Contains(e.Writers, person)
}

// partOf reports whether somebody asked for the edit, or read it before it was
// sent: they do not rule on it.
func (e Edit) partOf(person string) bool { return e.askedBy(person) || person == e.ReadBy }

// MayRule reports whether the actor may rule on a request that is disputed.
func MayRule(a agency.Actor, e Edit) bool { return MayDecide(a) && !e.partOf(a.ID) }

// name is how the deliverable's events name the request.
func (e Edit) name() string { return "request " + strconv.Itoa(e.Number) }

// counted reports whether the request has used up a round.
func (e Edit) counted() bool { return e.Counts && e.Shown() }

// owed is whether anything of the request is to be done.
func (e Edit) owed() bool { return slices.ContainsFunc(e.Items, Item.Owed) }
