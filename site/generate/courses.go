package generate

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"greenroom/site/content"
)

// CoursesFile is the name, in a folder of records, of what was recorded about
// programs.
const CoursesFile = "programs.json"

// maxCourses is the most bytes of it.
const maxCourses = 8 << 20

// courseRecord and stepRecord are how a course is written.
type courseRecord struct {
	Steps   []stepRecord `json:"steps"`
	Applied int          `json:"applied"`
	Answers struct {
		Due    int `json:"due"`
		InTime int `json:"in_time"`
	} `json:"answers"`
}

type stepRecord struct {
	ID       string               `json:"id"`
	To       content.ProgramState `json:"to"`
	At       time.Time            `json:"at"`
	Notice   string               `json:"notice"`
	Closes   time.Time            `json:"closes"`
	DecideBy time.Time            `json:"decide_by"`
}

// ReadCourses reads what was recorded about programs, by slug, such as
//
//	{"first": {"steps": [{"id": "P5", "to": "paused", "at": "2026-05-10T15:00:00Z", "notice": "Back on Monday"}], "applied": 61, "answers": {"due": 3, "in_time": 3}}}
//
// Days are written as their first moment. Its error is [content.Problems].
// Whether the programs exist is checked by [Builder.Build].
func ReadCourses(r io.Reader) (map[string]content.Course, error) {
	var records map[string]courseRecord
	d := json.NewDecoder(io.LimitReader(r, maxCourses))
	d.DisallowUnknownFields()
	if err := d.Decode(&records); err != nil {
		return nil, coursesFault("is not what was recorded: "+err.Error(), "write it as the back office does")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, coursesFault("goes on behind its end", "keep one object")
	}
	courses := make(map[string]content.Course, len(records))
	for _, slug := range slices.Sorted(maps.Keys(records)) {
		c, err := records[slug].course()
		if err != nil {
			return nil, coursesFault("program "+strconv.Quote(slug)+": "+err.Error(), "write it as the back office does")
		}
		courses[slug] = c
	}
	return courses, nil
}

func coursesFault(what, fix string) error {
	return content.Problems{{File: RecordsFile + "/" + CoursesFile, Line: 1, What: what, Fix: fix}}
}

func (r courseRecord) course() (content.Course, error) {
	c := content.Course{Applied: r.Applied, Answers: content.Tally{Due: r.Answers.Due, InTime: r.Answers.InTime}}
	if c.Applied < 0 || c.Answers.InTime < 0 || c.Answers.InTime > c.Answers.Due {
		return c, errors.New("the counts are no counts")
	}
	for i, s := range r.Steps {
		switch {
		case s.To != "" && groupTitle(s.To) == "":
			return c, fmt.Errorf("step %d leads to no state %q", i+1, s.To)
		case s.At.IsZero() || i > 0 && s.At.Before(r.Steps[i-1].At):
			return c, fmt.Errorf("step %d is not later than the one before", i+1)
		case hides(s.Notice, false):
			return c, fmt.Errorf("the notice of step %d holds a hidden character", i+1)
		}
		c.Steps = append(c.Steps, content.Step{ID: s.ID, To: s.To, At: s.At, Notice: s.Notice, Closes: s.Closes, DecideBy: s.DecideBy})
	}
	return c, nil
}

// running is a program as it stands, by its file and by what was recorded.
type running struct {
	slug     string
	standing content.Standing
	today    int // number of the day in the program's zone
	applied  int
	answers  content.Tally
}

// stand finds where every program stands. A step of the day counts from its
// beginning: a site is built for days.
func (l *loaded) stand(courses map[string]content.Course) content.Problems {
	var problems content.Problems
	known := make(map[string]bool, len(l.site.Programs))
	for _, p := range l.site.Programs {
		known[p.Slug] = true
		c := onDay(courses[p.Slug], l.asOf)
		l.running = append(l.running, running{p.Slug, p.Standing(l.asOf, c), content.Day(l.asOf.In(p.TimeZone)), c.Applied, c.Answers})
	}
	for _, slug := range slices.Sorted(maps.Keys(courses)) {
		if !known[slug] {
			problems = append(problems, content.Problem{File: RecordsFile + "/" + CoursesFile, Line: 1, What: fmt.Sprintf("unknown program %q", slug), Fix: "bring programs/" + slug + ".md back, or take its record out"})
		}
	}
	keys := make([]key, len(l.running))
	for i, r := range l.running {
		keys[i] = r.key()
	}
	l.standings = keyOfValue(keys)
	return problems
}

func (r running) key() key { return keyOfValue(r.slug, r.standing, r.today, r.applied, r.answers) }

// onDay is a course with the steps of a day taken by the moment that is built
// for.
func onDay(c content.Course, asOf time.Time) content.Course {
	c.Steps = slices.Clone(c.Steps)
	for i, s := range c.Steps {
		if s.At.After(asOf) && content.Day(s.At.In(asOf.Location())) == content.Day(asOf) {
			c.Steps[i].At = asOf
		}
	}
	return c
}

// totals are what all programs came to on record.
func (m *model) totals() (applied int, answers content.Tally) {
	for _, p := range m.programs {
		if p.Result == nil || p.standing.State != content.Completed { // whose figures are in its file
			applied += p.applied
			answers.Due += p.answers.Due
			answers.InTime += p.answers.InTime
		}
	}
	return applied, answers
}

// states are those that a program on the site can be in, in the order of the
// list.
func states() []content.ProgramState {
	return []content.ProgramState{
		content.Open, content.Paused, content.Ready, content.Closed, content.Deciding, content.Running, content.Reporting, content.Completed, content.Cancelled, content.Archived,
	}
}
