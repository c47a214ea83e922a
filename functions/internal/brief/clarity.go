package brief

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"greenroom/functions/internal/application"
	"greenroom/functions/internal/table"
)

// Clarity is how well the released version is understood. It judges the brief.
type Clarity struct {
	Number       int // of the version
	Participants int
	Questions    int // on the board
	Clauses      []Understood
}

// PerPerson is how many questions were asked for each who takes part.
func (c Clarity) PerPerson() float64 { return float64(c.Questions) / float64(max(c.Participants, 1)) }

// Understood is how many people's first answer about a clause was wrong.
type Understood struct{ Clause, Asked, Wrong int }

// Unclear reports whether more than a fifth of all answers were wrong.
func (u Understood) Unclear() bool { return u.Wrong*5 > u.Asked }

func seenKey(slug string, number, clause int) table.Key {
	return key(slug, fmt.Sprintf("SEEN#%04d#%04d", number, clause))
}

func wrongKey(slug string, number, clause int) table.Key {
	return key(slug, fmt.Sprintf("WRONG#%04d#%04d", number, clause))
}

// countWrong returns the writes that count somebody's first answers about a
// version; there are none for later answers.
func (s *Room) countWrong(ctx context.Context, a application.Application, number int, questions []Question, r Result) ([]table.Write, error) {
	mark := table.Item{Key: triedKey(a.ID, number), Kind: "self-check"}
	_, err := s.Table.Get(ctx, mark.Key)
	if err == nil {
		return nil, nil
	}
	if !errors.Is(err, table.ErrNotFound) {
		return nil, fmt.Errorf("reading mark of a self-check: %w", err)
	}
	writes := []table.Write{table.Create(mark)}
	for _, q := range questions {
		writes = append(writes, table.Add(seenKey(a.Program, number, q.Clause), "count", 1))
		if slices.ContainsFunc(r.Again, func(w Question) bool { return w.Clause == q.Clause }) {
			writes = append(writes, table.Add(wrongKey(a.Program, number, q.Clause), "count", 1))
		}
	}
	return writes, nil
}

// Clarity returns how well the released version of a brief is understood.
func (s *Room) Clarity(ctx context.Context, slug string) (Clarity, error) {
	r, err := s.Released(ctx, slug)
	if err != nil {
		return Clarity{}, err
	}
	c := Clarity{Number: r.Number}
	for _, clause := range r.Clauses {
		u := Understood{Clause: clause.Number}
		if u.Asked, err = s.count(ctx, seenKey(slug, r.Number, clause.Number)); err != nil {
			return c, err
		}
		if u.Asked == 0 {
			continue
		}
		if u.Wrong, err = s.count(ctx, wrongKey(slug, r.Number, clause.Number)); err != nil {
			return c, err
		}
		c.Clauses = append(c.Clauses, u)
	}
	everybody, err := s.Applications.Everybody(ctx, slug)
	if err != nil {
		return c, err
	}
	for _, a := range everybody {
		if Takes(a) || a.State == application.Completed {
			c.Participants++
		}
	}
	board, err := s.board(ctx, slug)
	c.Questions = len(board)
	return c, err
}

func (s *Room) count(ctx context.Context, k table.Key) (int, error) {
	i, err := s.Table.Get(ctx, k)
	if errors.Is(err, table.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("counting answers: %w", err)
	}
	return int(i.Count), nil
}
