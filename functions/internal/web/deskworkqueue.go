package web

import (
	"context"
	"net/http"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/submission"
	"greenroom/site/theme"
)

// workLine is a piece of work in a list.
type workLine struct {
	submission.Deliverable
	Who, Program string
	Due          theme.Time
	Late         bool
	Tied         bool // the viewer said that they know who makes it
}

// workGroup is all work in one state.
type workGroup struct {
	Title string
	Lines []workLine
}

// waitingStates are what somebody here has to do something about, and then what
// waits for others.
func waitingStates() []agency.State {
	return []agency.State{submission.InReview, submission.LiveChecking, submission.LiveBroken, submission.ClientReview,
		submission.EditsRequested, submission.LiveFix, submission.Approved, submission.Assigned, submission.InProgress}
}

// workQueue is the work that was sent, by what it waits for, the oldest promise
// first.
func (s *Server) workQueue(w http.ResponseWriter, r *http.Request, v visit) error {
	if !submission.MayReview(v.person.Actor()) {
		return agency.Forbidden("Only reviewers and project managers read drafts.")
	}
	var groups []workGroup
	for _, state := range waitingStates() {
		list, err := s.Work.InState(r.Context(), state)
		if err != nil {
			return err
		}
		if state == submission.Assigned || state == submission.InProgress { // until its day it is nobody's here
			list = slices.DeleteFunc(list, func(d submission.Deliverable) bool { return !s.Now().After(d.DraftDue) })
		}
		lines, err := s.workLines(r.Context(), v, list)
		if err != nil {
			return err
		}
		if len(lines) > 0 {
			groups = append(groups, workGroup{Title: queueTitle(state), Lines: lines})
		}
	}
	s.page(w, r, http.StatusOK, page{title: "Work"}, workQueueView(groups))
	return nil
}

func queueTitle(state agency.State) string {
	switch state {
	case submission.InReview:
		return "Drafts to read"
	case submission.LiveChecking:
		return "Live posts to verify"
	case submission.LiveBroken:
		return "Posts that cannot be found as they were"
	case submission.ClientReview:
		return "With the client"
	case submission.EditsRequested:
		return "With the influencer: edits"
	case submission.Assigned:
		return "Late, and no draft was ever sent"
	case submission.InProgress:
		return "Late, and the draft is with its writer"
	case submission.LiveFix:
		return "With the influencer: live post to put right"
	}
	return "Approved, not live yet"
}

func (s *Server) workLines(ctx context.Context, v visit, list []submission.Deliverable) ([]workLine, error) {
	var lines []workLine
	for _, d := range list {
		if d.Person == v.person.ID {
			continue // nobody reads their own
		}
		name, _, err := s.Accounts.Contact(ctx, d.Person)
		if err != nil {
			return nil, err
		}
		line := workLine{Deliverable: d, Who: name, Program: d.Program}
		if line.Tied, err = s.Work.Tied(ctx, v.person.Actor(), d); err != nil {
			return nil, err
		}
		if p, found := s.Site.Program(d.Program); found {
			line.Program = p.Title
		}
		if due := d.Promised(); !due.IsZero() {
			line.Due, line.Late = s.time(due), s.Now().After(due)
		}
		lines = append(lines, line)
	}
	return lines, nil
}
