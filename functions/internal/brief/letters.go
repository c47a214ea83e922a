package brief

import "greenroom/functions/internal/application"

// Letters about briefs, by the name of their template in package mail.
const (
	LetterSign     = "brief-sign"     // to the client, with the link to sign
	LetterAnswered = "brief-answered" // to the project manager: what the client said
	LetterReleased = "brief-released" // to everybody who takes part
	LetterReply    = "brief-reply"    // to who asked on the board
)

// SignValues fill the letter to the client. The link is not among them: the
// writer of the letter makes it of the ticket, with a key that is not in the
// store.
type SignValues struct {
	Ticket
	Name    string // of who signs
	Title   string // of the program
	Manager string // name of the project manager
	Clauses int
	Until   string // day on which the link ends
}

// AnsweredValues fill the letter to the project manager.
type AnsweredValues struct {
	Program string // slug; the brief is at /desk/briefs/<slug>
	Title   string
	Manager string
	Number  int
	Signed  bool // or returned
	Remarks int
}

// ReleasedValues fill the letter to everybody who takes part.
type ReleasedValues struct {
	application.About
	Number  int
	Clauses int
	Offers  int  // clauses that are offers to this person
	Again   bool // they acknowledged an earlier version
}

// ReplyValues fill the letter to who asked on the board.
type ReplyValues struct {
	application.About
	Question string
	Answer   string
	By       string // name of who answered
}
