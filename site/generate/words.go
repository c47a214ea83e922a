package generate

import (
	"time"

	"greenroom/site/content"
	"greenroom/site/theme"
)

// wordsPerMinute is how fast people read from a screen.
const wordsPerMinute = 220

func readingMinutes(words int) int {
	return max(1, (words+wordsPerMinute-1)/wordsPerMinute)
}

// date is a day in the site's zone: 2026-05-12, "12 May 2026".
func (m *model) date(t time.Time) theme.Time { return date(t.In(m.zone)) }

// date is a day in the zone that t has.
func date(t time.Time) theme.Time {
	return theme.Time{ISO: t.Format("2006-01-02"), Text: t.Format("2 January 2006")}
}

// moment is a time of day with its zone: "12 May 2026, 09:14 CDT".
func (m *model) moment(t time.Time) theme.Time {
	t = t.In(m.zone)
	return theme.Time{ISO: t.Format(time.RFC3339), Text: t.Format("2 January 2006, 15:04 MST")}
}

// counted is "1 day", "12 days".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return content.Thousands(n) + " " + many
}

func days(n int) string { return counted(n, "day", "days") }

// inDays says how far off a day is: "opens today", "opens tomorrow", "opens
// in 12 days".
func (r running) inDays(verb string, t time.Time) string {
	switch n := content.Day(t) - r.today; n {
	case 0:
		return verb + " today"
	case 1:
		return verb + " tomorrow"
	default:
		return verb + " in " + days(n)
	}
}

// stateText says a state in a word or two, "" for one that is never public.
func stateText(s content.ProgramState) string {
	switch s {
	case content.Open:
		return "Open"
	case content.Paused:
		return "Paused"
	case content.Ready:
		return "Opening soon"
	case content.Closed:
		return "Reading"
	case content.Deciding:
		return "Deciding"
	case content.Running:
		return "In production"
	case content.Reporting:
		return "Work done"
	case content.Completed:
		return "Completed"
	case content.Cancelled:
		return "Cancelled"
	case content.Archived:
		return "Archived"
	}
	return ""
}

func groupTitle(s content.ProgramState) string {
	switch s {
	case content.Open:
		return "Open now"
	case content.Closed:
		return "Closed, being read"
	}
	return stateText(s)
}

// span is two days as people write them together: "1–8 July 2026".
func span(from, to time.Time) string {
	switch {
	case from.Year() != to.Year():
		return date(from).Text + " – " + date(to).Text
	case from.Month() != to.Month():
		return from.Format("2 January") + " – " + date(to).Text
	case from.Day() != to.Day():
		return from.Format("2") + "–" + date(to).Text
	}
	return date(to).Text
}

// criterion is the one or two words that a card has room for.
func criterion(w content.Weight) string {
	switch w.Key {
	case "demos":
		return "Audience"
	case "angle":
		return "Angle"
	case "writing":
		return "Writing"
	case "social":
		return "Social"
	case "engagement":
		return "Engagement"
	case "reach":
		return "Following"
	}
	return w.Label
}
