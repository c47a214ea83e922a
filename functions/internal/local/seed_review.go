package local

import (
	"context"
	"fmt"
	"time"

	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
)

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
