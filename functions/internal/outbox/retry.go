package outbox

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/table"
)

// maxTries is how often a mail is offered to the carrier before a person has
// to look at it.
const maxTries = 5

// claimed is how long a try may take. No Lambda function runs longer than
// that (its limit is 15 minutes), so whoever claimed a mail is gone then.
const claimed = 16 * time.Minute

const cutOffWords = "It may have left already: sending it was cut off. Ask whether it arrived before you send it again."

// backoff is how long to wait after so many failures.
func backoff(tries int) time.Duration {
	waits := [...]time.Duration{time.Minute, 4 * time.Minute, 15 * time.Minute, time.Hour}
	return waits[min(max(tries, 1), len(waits))-1]
}

// Unsure is a failure after which the mail may have left all the same, such as
// an answer that did not come.
type Unsure struct{ Err error }

func (e *Unsure) Error() string { return "may have left: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *Unsure) Unwrap() error { return e.Err }

// unsure reports whether the mail may have left although carrying it failed:
// the carrier says so, or it ran out of time waiting for an answer.
func unsure(cause error) bool {
	if _, said := errors.AsType[*Unsure](cause); said {
		return true
	}
	var slow interface{ Timeout() bool } // net.Error and context.DeadlineExceeded
	return errors.Is(cause, context.Canceled) || errors.As(cause, &slow) && slow.Timeout()
}

// failed notes why a mail was not carried and when to try again, or gives up.
func (s Sender) failed(ctx context.Context, m Mail, cause error) error {
	m.Tries++
	switch {
	case unsure(cause) && !s.Again:
		return s.giveUp(ctx, m, cutOffWords+" "+problem(cause))
	case m.Tries >= maxTries:
		return s.giveUp(ctx, m, problem(cause))
	}
	m.Problem, m.NextTry = problem(cause), s.now().Add(backoff(m.Tries))
	s.Log.WarnContext(ctx, "mail not sent, will try again",
		"mail", m.ID, "letter", m.Letter, "tries", m.Tries, "next", m.NextTry, "cause", m.Problem)
	return s.settle(s.save(ctx, &m, ""))
}

// giveUp keeps the mail as failed (O7), for a person to look at.
func (s Sender) giveUp(ctx context.Context, m Mail, why string) error {
	m.Problem, m.NextTry = why, time.Time{}
	s.Log.ErrorContext(ctx, "mail given up", "mail", m.ID, "letter", m.Letter, "tries", m.Tries, "cause", why)
	return s.settle(s.save(ctx, &m, giveUp))
}

// settle takes a conflict for what it is where two may carry one mail: the
// other has noted how it ended.
func (s Sender) settle(err error) error {
	if _, raced := errors.AsType[*table.ConflictError](err); raced {
		return nil
	}
	return err
}

// save writes m after the transition; "" is no change of state.
func (s Sender) save(ctx context.Context, m *Mail, transition string) error {
	writes, err := s.writes(m, transition)
	if err != nil {
		return err
	}
	if err := s.Table.Write(ctx, "", writes...); err != nil {
		return fmt.Errorf("saving mail %s: %w", m.ID, err)
	}
	m.Version++
	return nil
}

func (s Sender) writes(m *Mail, transition string) ([]table.Write, error) {
	before := m.State
	if transition != "" {
		if err := m.step(transition); err != nil {
			return nil, err
		}
	}
	write, err := replace(*m)
	if err != nil || transition == "" || s.IDs == nil {
		return []table.Write{write}, err
	}
	event, err := audit.Write(agency.Event{ID: s.IDs.New(), At: s.now(), Actor: agency.Machinery().ID,
		Action: transition, Thing: thing(m.ID), From: before, To: m.State, Note: m.Problem})
	return []table.Write{write, event}, err
}

// maxProblem is the longest problem that is kept, in runes.
const maxProblem = 300

// problem is an error as staff and logs may read it: one line, and no address,
// because services like to name the mailbox they refuse.
func problem(cause error) string {
	words := strings.Fields(strings.ToValidUTF8(cause.Error(), "?"))
	for n, w := range words {
		if strings.Contains(w, "@") || strings.Contains(strings.ToLower(w), "%40") {
			words[n] = "(address)"
		}
	}
	line := []rune(strings.Join(words, " "))
	if len(line) == 0 {
		return "no cause was given" // a problem without words would read as none
	}
	if len(line) > maxProblem {
		line = append(line[:maxProblem-1], '…')
	}
	return string(line)
}
