package web

import (
	"context"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/submission"
)

// deedWords says what an event was.
func deedWords(e agency.Event) string {
	known := map[string]string{"A1": "sent", "A3": "first read", "A4": "asked one question", "A5": "the question was answered or dropped",
		"A6": "put on the shortlist", "A7": "taken off the shortlist", "A8": "decided: " + e.Note, "A9": "decision taken back",
		"A10": "told: accepted", "A11": "told: on the waitlist", "A12": "told: declined", "A13": "given a place", "A14": "told that the places are filled",
		"A15": "confirmed", "A16": "not confirmed in time", "A17": "withdrawn", "A20": "called off with the program",
		"review blind": "first pass handed in", "review revealed": "second pass handed in", "declare aside": "stood aside",
		"edit": "answers changed, " + e.Note, "overdue": "the promised day passed"}
	if what, ok := known[e.Action]; ok {
		return what
	}
	return strings.ReplaceAll(e.Action, "declare ", "declared a conflict: ")
}

// applicationHistory tells what happened to an application, and by whom.
func (s *Server) applicationHistory(ctx context.Context, a application.Application) ([]deed, error) {
	events, err := s.Applications.History(ctx, a)
	if err != nil {
		return nil, err
	}
	return s.deeds(ctx, events, a.Person, deedWords)
}

// deeds are events in words, with who did what. The one person outside whom they
// are about is not named.
func (s *Server) deeds(ctx context.Context, events []agency.Event, person string, say func(agency.Event) string) ([]deed, error) {
	names := map[string]string{"": "", agency.Machinery().ID: "by itself", person: "by the applicant", submission.Client: "by the client"}
	deeds := make([]deed, len(events))
	for i, e := range events {
		by, known := names[e.Actor]
		if !known {
			name, _, err := s.Accounts.Contact(ctx, e.Actor)
			if err != nil {
				return nil, err
			}
			by = "by " + name
			names[e.Actor] = by
		}
		deeds[i] = deed{What: strings.TrimSpace(say(e) + " " + by), When: s.time(e.At)}
	}
	return deeds, nil
}
