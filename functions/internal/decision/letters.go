package decision

import "greenroom/functions/internal/application"

// Letters with an outcome and what follows from it, by the name of their
// template in package mail.
const (
	LetterAccepted   = "outcome-accepted"
	LetterWaitlisted = "outcome-waitlisted"
	LetterDeclined   = "outcome-declined"
	LetterConfirm    = "confirm-reminder"
	LetterExpired    = "application-expired"
	LetterDue        = "answers-due" // to the project manager
)

// Band is how one criterion was read, for the applicant: its words, never a
// number, beside what it counted.
type Band struct {
	Label  string // of the criterion
	Weight int    // of 100
	Word   string // Strong, Good, Developing or Not assessed
}

// OutcomeValues fill the three letters with an outcome. Sentence and Note are
// edited for each person; nothing else is.
type OutcomeValues struct {
	application.About
	Bands    []Band   // the heaviest criteria first
	Reasons  []string // words of the reason codes
	Sentence string   // at least one, written for this person
	Note     string   // more from whoever wrote it; may be ""
	Applied  int      // how many people applied
	Places   int
	Reach    int // how much following counted, of 100

	ConfirmBy  string // accepted: the day until which they confirm
	Fee        string // "$450"
	TermsDays  int    // paid within so many days of going live
	EditRounds int

	AnswerBy string // waitlisted: the day by which they know either way

	Suggestion *Suggestion // declined: another open program that fits; may be nil
}

// Suggestion is a program that puts its weight where an applicant was strong.
type Suggestion struct {
	Slug, Title string
	Criterion   string // label of what it weighs and they were strong in
	Weight      int
	Closes      string // day; "" for a rolling program
}

// ConfirmValues fill the reminders to confirm, and the letter that says that
// nobody confirmed in time.
type ConfirmValues struct {
	application.About
	ConfirmBy string
}

// DueValues fill the reminder to the project manager.
type DueValues struct {
	Program string // slug
	Title   string
	Manager string
	Waiting int    // applicants without a released outcome
	HearBy  string // the first promised day among theirs
	Late    bool   // it has passed
}
