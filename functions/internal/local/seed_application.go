package local

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/web"
	"greenroom/site/content"
)

//go:embed demo/applications.ndjson
var demoApplications []byte

// demoApplication is a line of demo/applications.ndjson: who applied, what
// was thought of it, and what came of it.
type demoApplication struct {
	Program, Name, Email  string
	At                    time.Time
	Angle, Channel, Piece string
	Sponsored             string
	Answers, Audience     []string
	Newsletter            bool
	Channels              [][2]any // address and followers
	Reviews               []demoReview
	Decision              *demoDecision
}

// stage is an agency in the past: the same rooms on the same store, with a
// clock that is set to when each thing of the demo happened.
type stage struct {
	*web.Server
	now   time.Time
	later int                     // days from the demo's own day to this one
	staff map[string]agency.Actor // by slug
}

// demoDay is the day on which the demo stands as it is told.
func demoDay() time.Time { return time.Date(2026, time.May, 12, 0, 0, 0, 0, time.UTC) }

// newStage is the agency as it came to stand as it does today.
func newStage(parts web.Parts, today time.Time) *stage {
	y, m, d := today.UTC().Date()
	later := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(demoDay())
	s := &stage{staff: map[string]agency.Actor{}, later: int(later.Hours() / 24)}
	parts.Now = func() time.Time { return s.now }
	parts.IDs = agency.NewIDs(parts.Now, rand.Reader)
	s.Server = web.NewServer(parts)
	return s
}

// seedApplications lets everything of the demo happen, each at its time. What
// happened before a start that was cut off is passed over.
func (s *stage) seedApplications(ctx context.Context, people []content.Person) error {
	for _, p := range people {
		if p.Staff && p.Email != "" {
			id, _, err := s.Accounts.Register(ctx, p.Name, p.Email)
			if err != nil {
				return err
			}
			s.staff[p.Slug] = agency.Actor{ID: id, Name: p.Name, Roles: agency.RolesNamed(p.Roles)}
		}
	}
	all, err := readDemo(s.later)
	if err != nil {
		return err
	}
	for _, act := range []func(context.Context, demoApplication) error{s.applied, s.reviewed, s.decided} {
		for _, d := range all {
			s.now = d.At
			p, err := s.Programs.Find(ctx, d.Program)
			if err != nil || !s.Programs.Takes(p) {
				continue // other words than the demo's
			}
			if err := act(ctx, d); err != nil {
				return fmt.Errorf("seeding application of %s to %s: %w", d.Name, d.Program, err)
			}
		}
	}
	return nil
}

// readDemo reads what happened, so many days later than it is told.
func readDemo(later int) (all []demoApplication, err error) {
	lines := bufio.NewScanner(bytes.NewReader(demoApplications))
	for lines.Scan() {
		var d demoApplication
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			return nil, fmt.Errorf("reading demo applications: %w", err)
		}
		d.At = d.At.AddDate(0, 0, later)
		for i := range d.Reviews {
			d.Reviews[i].At = d.Reviews[i].At.AddDate(0, 0, later)
		}
		if d.Decision != nil {
			d.Decision.At = d.Decision.At.AddDate(0, 0, later)
		}
		all = append(all, d)
	}
	return all, lines.Err()
}

// of returns the application that came of a line.
func (s *stage) of(ctx context.Context, d demoApplication) (application.Application, error) {
	person, _, err := s.Accounts.Register(ctx, d.Name, d.Email)
	if err != nil {
		return application.Application{}, err
	}
	return s.Applications.Mine(ctx, agency.Actor{ID: person}, d.Program)
}

func (s *stage) applied(ctx context.Context, d demoApplication) error {
	before, err := s.of(ctx, d)
	if err != nil || before.ID != "" {
		return err
	}
	p, err := s.Programs.Find(ctx, d.Program)
	if err != nil {
		return err
	}
	if _, err := s.Applications.Submit(ctx, agency.Anybody(), d.form(p.Program)); err != nil {
		return err
	}
	person, _, err := s.Accounts.Register(ctx, d.Name, d.Email)
	if err != nil {
		return err
	}
	var channels []account.Channel
	for _, c := range d.Channels {
		address, _ := c[0].(string)
		followers, _ := c[1].(float64)
		channels = append(channels, account.Channel{URL: address, Followers: int(followers)})
	}
	return s.Accounts.KeepChannels(ctx, person, channels)
}

// form is the form as it was filled in.
func (d demoApplication) form(p content.Program) application.Form {
	f := application.Form{Program: d.Program, Key: "demo", Name: d.Name, Email: d.Email, Channel: d.Channel, Angle: d.Angle, Piece: d.Piece,
		Sponsored: d.Sponsored, Available: "yes", Audience: d.Audience}
	for i, target := range []*string{&f.Answer1, &f.Answer2} {
		if i < len(d.Answers) {
			*target = d.Answers[i]
		}
	}
	for _, rule := range p.Eligibility {
		if rule.Hard {
			f.Rules = append(f.Rules, "yes")
		}
	}
	return f
}
