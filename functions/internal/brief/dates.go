package brief

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// date is a day in a text. Its year is 0 where none is said.
type date struct {
	year, month, day int
	text             string // as it is written
}

func (d date) is(t time.Time) bool {
	year, month, day := t.Date()
	return (d.year == 0 || d.year == year) && d.month == int(month) && d.day == day
}

const (
	month  = `(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?`
	dayNo  = `(\d{1,2})(?:st|nd|rd|th)?`
	until  = `\s*(?:–|—|-|to|until|and)\s*`
	yearNo = `(?:,?\s+(\d{4}))?\b`
)

// The ways in which people write a day or a span of them: 2026-06-24,
// 24 June 2026, 1–8 July, June 24. The last is an American date or a European
// one, and nobody knows which.
var (
	isoDate  = regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})\b`)
	dayFirst = regexp.MustCompile(`(?i)\b(?:` + dayNo + until + `)?` + dayNo + `(?:\s+of)?\s+` + month + yearNo)
	monFirst = regexp.MustCompile(`\b` + month + `\s+` + dayNo + `(?:` + until + dayNo + `)?` + yearNo)
	riddle   = regexp.MustCompile(`\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b`)
)

// datesIn finds every day that a text names.
func datesIn(text string) []date {
	var found []date
	note := func(year, month, day, text string) {
		if day != "" {
			found = append(found, date{number(year), monthNamed(month), number(day), strings.TrimSpace(text)})
		}
	}
	rest := isoDate.ReplaceAllStringFunc(text, func(s string) string {
		m := isoDate.FindStringSubmatch(s)
		found = append(found, date{number(m[1]), number(m[2]), number(m[3]), s})
		return " ; "
	})
	rest = dayFirst.ReplaceAllStringFunc(rest, func(s string) string {
		m := dayFirst.FindStringSubmatch(s)
		note(m[4], m[3], m[1], s)
		note(m[4], m[3], m[2], s)
		return " ; "
	})
	for _, m := range monFirst.FindAllStringSubmatch(rest, -1) {
		note(m[4], m[1], m[2], m[0])
		note(m[4], m[1], m[3], m[0])
	}
	return found
}

func number(s string) int {
	n, _ := strconv.Atoi(s) // digits, or nothing
	return n
}

func monthNamed(s string) int {
	t, err := time.Parse("Jan", strings.ToUpper(s[:1])+strings.ToLower(s[1:3]))
	if err != nil {
		return 0
	}
	return int(t.Month())
}

// aboutWork finds the words of a clause about handing in and publishing.
var aboutWork = regexp.MustCompile(`(?i)\b(drafts?|live|publish\w*|upload\w*|post (it |them )?(on|by|between|from|before|until|after))\b`)

func day(t time.Time) string { return t.Format("2 January 2006") }

// checkDates says which days in the clauses are not the program's.
func (l *lint) checkDates() {
	p, said := l.program, map[string]bool{}
	work := []time.Time{p.DraftBy, p.LiveFrom, p.LiveTo}
	others := []time.Time{p.Opens, p.Closes, p.DecideBy, p.ConfirmBy, p.BriefBy}
	for _, c := range l.brief.Clauses {
		if s := riddle.FindString(c.Text); s != "" {
			l.fault(c.field(), fmt.Sprintf("Write the month of “%s” as a word: people read it in two ways", s))
		}
		strict := c.Topic == Dates || aboutWork.MatchString(c.Text)
		for _, d := range datesIn(c.Text) {
			t, ours := d.among(work)
			if said[day(t)] = said[day(t)] || c.Topic == Dates && ours; ours {
				continue
			}
			if _, ours = d.among(others); strict {
				l.fault(c.field(), fmt.Sprintf("“%s” is not a date of the work. %s", d.text, l.schedule()))
			} else if !ours {
				l.warn(c.field(), fmt.Sprintf("“%s” is not a date of the program. Is it meant?", d.text))
			}
		}
	}
	for n, t := range work {
		if !t.IsZero() && !said[day(t)] {
			what := []string{"until when drafts come in", "from when posts go live", "until when posts go live"}[n]
			l.fault("clauses", fmt.Sprintf("No clause about dates says %s: %s", what, day(t)))
		}
	}
}

// among returns the one of several days that d is.
func (d date) among(days []time.Time) (time.Time, bool) {
	n := slices.IndexFunc(days, func(t time.Time) bool { return !t.IsZero() && d.is(t) })
	if n < 0 {
		return time.Time{}, false
	}
	return days[n], true
}

// schedule says the program's dates.
func (l *lint) schedule() string {
	p := l.program
	if p.DraftBy.IsZero() {
		return "It has none: each person counts from their own first day."
	}
	return fmt.Sprintf("Drafts come in by %s, posts go live from %s to %s.", day(p.DraftBy), day(p.LiveFrom), day(p.LiveTo))
}
