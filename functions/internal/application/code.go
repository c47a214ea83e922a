package application

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// An access code lets one person apply after a program has closed, as long as
// no outcome depends on who applied: while it is read and decided.

// codeKey is where a code is kept. Space that was copied with it is no part of
// it.
func codeKey(slug, code string) table.Key {
	return table.Key{Space: table.Private, PK: "CODE#" + slug + "#" + digest(strings.TrimSpace(code)), SK: "T"}
}

// IssueCode makes a code for one late entry. It is shown once and kept nowhere.
func (s *Room) IssueCode(ctx context.Context, a agency.Actor, p program.Program, why string) (string, error) {
	if !program.MayRun(a) {
		return "", agency.Forbidden("Only project managers may let somebody in late.")
	}
	if why = agency.Tidy(why); !agency.PlainLine(why) || len([]rune(why)) > 200 {
		return "", &agency.Invalid{Fields: []agency.FieldError{{Field: "why", Message: "Say in one line why somebody may apply late"}}}
	}
	if !s.lateEntry(p) {
		return "", agency.Conflict("A late entry is possible between closing and the day by which everybody is promised an answer only.", nil)
	}
	code := s.IDs.Secret()[:12]
	event, err := audit.Write(agency.Event{ID: s.IDs.New(), At: s.Now(), Actor: a.ID, Action: "issue code", Thing: "program " + p.Slug, Note: why})
	if err != nil {
		return "", err
	}
	err = s.Table.Write(ctx, "", event, table.Create(table.Item{Key: codeKey(p.Slug, code), Kind: "code",
		Body: []byte("{}"), Expires: s.Now().Add(keepCode)}))
	if err != nil {
		return "", fmt.Errorf("keeping access code: %w", err)
	}
	return code, nil
}

// keepCode is how long a code can be used.
const keepCode = 7 * 24 * time.Hour

// lateEntry reports whether somebody may still be let in. Where nobody applied,
// the days have moved the program on already: it would have to go back. After
// the promised day nothing could be promised any more.
func (s *Room) lateEntry(p program.Program) bool {
	return p.Course.Applied > 0 && !s.Now().After(content.EndOf(p.Standing.DecideBy, p.TimeZone)) && (p.Standing.State == content.Closed || p.Standing.State == content.Deciding)
}

// admission says whether an application is taken now: in time, or with a code,
// which the write it returns uses up.
func (s *Room) admission(ctx context.Context, p program.Program, code string) (*table.Write, error) {
	if s.Programs.Takes(p) {
		return nil, nil
	}
	if code == "" || !s.lateEntry(p) {
		return nil, notOpen(p)
	}
	i, err := s.Table.Get(ctx, codeKey(p.Slug, code))
	if errors.Is(err, table.ErrNotFound) || errors.Is(err, table.ErrInvalid) {
		return nil, agency.Gone("This access code was used already, is older than a week or was cut off. Ask the project manager for a new one.")
	}
	if err != nil {
		return nil, fmt.Errorf("reading access code: %w", err)
	}
	use := table.Delete(i.Key, i.Version)
	return &use, nil
}

// notOpen says why a program takes no applications.
func notOpen(p program.Program) error {
	switch p.Standing.State {
	case content.Ready:
		return agency.Conflict("This program is not open yet. It opens on "+Day(p.Opens, p.TimeZone)+".", nil)
	case content.Paused:
		return agency.Conflict("This program takes no applications for now. Its page says why. Keep your answers: it will say there when it goes on.", nil)
	case content.Cancelled:
		return agency.Gone("There will be no such program: it was called off. Its page says why.")
	}
	return agency.Gone("This program is closed. It takes no applications any more.")
}

// Admits says why an application would not be taken now, if it would not. A
// code is looked at and not used up.
func (s *Room) Admits(ctx context.Context, p program.Program, code string) error {
	_, err := s.admission(ctx, p, code)
	return err
}
