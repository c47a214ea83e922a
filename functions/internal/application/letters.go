package application

import "time"

// Letters to applicants, by the name of their template in package mail. Times
// in their values are told already: a letter knows no zone.
const (
	LetterReceived  = "application-received"
	LetterQuestion  = "application-question"
	LetterWithdrawn = "application-withdrawn"
	LetterDates     = "program-dates"
	LetterCancelled = "program-cancelled"
)

// About is what every letter about an application says.
type About struct {
	Application string // id; its page is /me/applications/<id>
	Name        string // of the applicant
	Title       string // of the program
	Manager     string // name of the project manager
}

// ReceivedValues fill the receipt, which goes out at once.
type ReceivedValues struct {
	About
	At      string // when it arrived: "Tuesday, 12 May 2026, 20:14 CDT"
	HearBy  string // the promised day: "Sunday, 31 May 2026"
	Readers int    // how many people read it at least
}

// QuestionValues fill the letter with the one question of the project manager.
type QuestionValues struct {
	About
	Question string
	Due      string // day until which an answer is read
	HearBy   string // stays as it was promised
}

// WithdrawnValues fill the letter that says the application was taken back.
type WithdrawnValues struct{ About }

// DatesValues fill the letter that says that a program's dates moved.
type DatesValues struct {
	About
	Notice   string // in the words of the public notice
	Closes   string
	DecideBy string
	HearBy   string // what this person was promised, and stays so
}

// CancelledValues fill the letter that says that there will be no program.
type CancelledValues struct {
	About
	Notice string
}

// LetterAgain is the letter to somebody in whose name a second application
// came in.
const LetterAgain = "application-again"

// AgainValues fill it: the times are those of the first application.
type AgainValues struct {
	About
	At     string
	HearBy string
}

// Day tells the day of a moment in a zone.
func Day(t time.Time, zone *time.Location) string { return t.In(zone).Format("Monday, 2 January 2006") }

// Moment tells a moment in a zone, with its name.
func Moment(t time.Time, zone *time.Location) string {
	return t.In(zone).Format("Monday, 2 January 2006, 15:04 MST")
}
