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
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/vetting"
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

type demoReview struct {
	By    string // slug
	At    time.Time
	Mark  int            // for every criterion
	Marks map[string]any // for some: a number, or "na"
	Note  string
}

type demoDecision struct {
	By             string
	At             time.Time
	Kind, Sentence string
	Reasons        []string
	ReadBy         string // whoever read the letter; "" while nobody has, and nothing is released
}

// stage is an agency in the past: the same rooms on the same store, with a
// clock that is set to when each thing of the demo happened.
type stage struct {
	*web.Server
	now   time.Time
	staff map[string]agency.Actor // by slug
}

func newStage(parts web.Parts) *stage {
	s := &stage{staff: map[string]agency.Actor{}}
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
	all, err := readDemo()
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

func readDemo() (all []demoApplication, err error) {
	lines := bufio.NewScanner(bytes.NewReader(demoApplications))
	for lines.Scan() {
		var d demoApplication
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			return nil, fmt.Errorf("reading demo applications: %w", err)
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

func (s *stage) reviewed(ctx context.Context, d demoApplication) error {
	a, err := s.of(ctx, d)
	if err != nil {
		return err
	}
	for _, r := range d.Reviews {
		if err := s.review(ctx, a.ID, r); err != nil {
			return fmt.Errorf("review by %s: %w", r.By, err)
		}
	}
	return nil
}

func (s *stage) decided(ctx context.Context, d demoApplication) error {
	a, err := s.of(ctx, d)
	if err != nil || d.Decision == nil {
		return err
	}
	return s.decide(ctx, a, *d.Decision)
}

func (s *stage) review(ctx context.Context, id string, r demoReview) error {
	who := s.staff[r.By]
	s.now = r.At
	if _, err := s.Vetting.Begin(ctx, who, id); err != nil {
		return err
	}
	s.now = r.At.Add(2 * time.Minute)
	for _, pass := range []content.Pass{content.Blind, content.Revealed} {
		reading, err := s.Vetting.Blind(ctx, who, id)
		if err != nil || reading.Scored() || pass == content.Blind && reading.Review.Pass != "" {
			return err
		}
		sheet := vetting.Sheet{Version: reading.Review.Version, Answers: reading.Application.Revision, Rubric: reading.Program.Rubric(),
			Confidence: 2, Note: r.Note, Marks: vetting.Marks{}}
		for _, c := range reading.Criteria(pass) {
			sheet.Marks[c.Key] = r.mark(c)
		}
		if _, err := s.Vetting.HandIn(ctx, who, id, pass, sheet); err != nil {
			return err
		}
	}
	return nil
}

// mark is what the review gives a criterion.
func (r demoReview) mark(c content.Criterion) vetting.Mark {
	switch given := r.Marks[c.Key].(type) {
	case string:
		return vetting.Mark{NA: true, Reason: "Nothing in the application shows it."}
	case float64:
		return vetting.Mark{Score: int(given), Evidence: c.Anchors[int(given)]}
	}
	return vetting.Mark{Score: r.Mark, Evidence: c.Anchors[r.Mark]}
}

func (s *stage) decide(ctx context.Context, a application.Application, d demoDecision) error {
	who := s.staff[d.By]
	s.now = d.At
	a, err := s.Applications.Find(ctx, a.ID)
	if err != nil || a.Outcome != nil {
		return err
	}
	if err := s.Vetting.Declare(ctx, who, a.ID, vetting.StoodAside); err != nil {
		return err
	}
	a, err = s.Decisions.Decide(ctx, who, a.ID, decision.Verdict{Version: a.Version, Kind: d.Kind, Reasons: d.Reasons, Sentence: d.Sentence})
	if err != nil {
		return err
	}
	if err := s.Outbox.AskSecondLook(ctx, who, a.Outcome.Mail); err != nil || d.ReadBy == "" {
		return err
	}
	m, err := s.Outbox.Find(ctx, a.Outcome.Mail)
	if err != nil {
		return err
	}
	if err := s.Outbox.Approve(ctx, s.staff[d.ReadBy], m.ID, m.Version); err != nil {
		return err
	}
	if _, err := s.Decisions.Begin(ctx, who, a.Program); err != nil {
		return err
	}
	_, err = s.Decisions.Continue(ctx, a.Program, s.now.Add(time.Hour))
	return err
}
