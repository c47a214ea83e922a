// Package check is what a program can see in a piece of work before a person
// reads it: whether it says that it is an ad, and where; links, words, sizes
// and dates that the brief asks for; whether a post is still there.
//
// Everything is a pure function of what it is given: nothing is fetched, and
// nobody's clock is read. A finding passes, fails or is unknown. Unknown is
// what a person has to look at, and never a fault of whoever wrote the piece.
//
// Of the disclosure (K1, K2), which nobody can wave through, the rule in doubt
// is: what a hurried reader could miss does not count. Saying it plainly costs
// the writer one word, and the finding says which.
package check

import "time"

// The checks, by their names in briefs and reports.
const (
	Disclosure = "K1"  // it says that it is an ad
	Position   = "K2"  // it says so where nobody misses it
	Media      = "K3"  // a video says so in sound and picture
	Link       = "K4"  // the required link is there and answers
	LinkRel    = "K5"  // links to the client are marked as paid
	Mention    = "K6"  // required words, tags and mentions are there
	MustNot    = "K7"  // words that must not be there are not
	Size       = "K8"  // words, photos, descriptions of photos, seconds
	Window     = "K9"  // published when it was agreed
	Live       = "K10" // still there, and still the same
)

// Title is a check in words.
func Title(check string) string {
	switch check {
	case Disclosure:
		return "Says that it is an ad"
	case Position:
		return "Says so where nobody misses it"
	case Media:
		return "Says so in the video itself"
	case Link:
		return "The link is there and answers"
	case LinkRel:
		return "Paid links are marked"
	case Mention:
		return "Required words are there"
	case MustNot:
		return "Words to keep out"
	case Size:
		return "Length and photos"
	case Window:
		return "Published in its window"
	case Live:
		return "Still there"
	}
	return check
}

// Result is what a check came to.
type Result string

// The results there are.
const (
	Pass    Result = "pass"
	Fail    Result = "fail"
	Unknown Result = "unknown" // a person looks
)

// Medium is the kind of thing that was made.
type Medium string

// The media there are.
const (
	Caption    Medium = "caption"    // the words under a picture post
	Article    Medium = "article"    // a page of a blog
	Newsletter Medium = "newsletter" // an issue, or the mention in one
	Video      Medium = "video"      // the words under a video, and when it says what
)

// Piece is what was handed in. HTML counts where there is any: the page as it
// was fetched, or a draft as it will be published; otherwise Text does.
type Piece struct {
	Medium    Medium
	Text      string
	HTML      []byte
	Labelled  bool      // the platform's own label is on; recorded, never counted
	Photos    int       // photos of a post without a page, as its writer counts them
	Seconds   int       // how long a video is; 0 if nobody said
	Spoken    Moment    // when a video says aloud that it is an ad
	Shown     Moment    // when it shows it
	Published time.Time // zero if nobody knows
}

// Moment is a place in a video.
type Moment struct {
	Given  bool
	Second int
}

// Demands are what a piece is held against: what always holds, for this
// client, and the clauses of the brief that a program can check.
type Demands struct {
	Brand string   // as it is written in public; "" takes any name for it
	Hosts []string // the client's web sites, hobbandsill.example
	Rules []Rule
}

// Answers says whether a link answers with a page. Nothing here asks for
// itself; nil knows of no link.
type Answers func(link string) Result

// Finding is what one check found.
type Finding struct {
	Check    string
	Clause   int // of the brief, 0 for what always holds
	Result   Result
	Hard     bool   // a piece does not go on while it fails
	Say      string // one sentence for its writer: what, and how to put it right
	Evidence string // quoted from the piece
	Offset   int    // characters of Seen before the evidence; -1 if it is not there
}

// Overridable reports whether a person with a reason may wave a failed check
// through. Nobody may where readers are not told that they read an ad.
func (f Finding) Overridable() bool { return f.Check != Disclosure && f.Check != Position }

// Run checks a piece. The findings stand in the order of the checks and, for
// one check, of the rules.
func Run(p Piece, d Demands, answers Answers) []Finding {
	r := read(p)
	findings := disclosed(r, d)
	if p.Medium == Video {
		findings = append(findings, media(p))
	}
	if p.Medium == Article && len(d.Hosts) > 0 {
		findings = append(findings, rels(r, d))
	}
	for _, rule := range d.Rules {
		for _, f := range rule.apply(p, r, answers) {
			f.Clause = rule.Clause
			findings = append(findings, f)
		}
	}
	return inOrder(findings)
}

// Seen is the text of a piece as its reader sees it: what offsets count in.
func Seen(p Piece) string { return string(read(p).text) }
