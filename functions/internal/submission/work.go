package submission

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/check"
	"greenroom/site/markdown"
)

// lookFor is how long looking at pages may take in all. What is not reached by
// then is unknown, and whoever sent the form has an answer.
const lookFor = 7 * time.Second

// work is a deliverable beside what it is held against.
type work struct {
	room    *Room
	piece   check.Piece // without its words
	demands check.Demands
	says    int // the clause that says how an ad is called one; 0 if none does
}

// Clauses are the clauses of a brief that one deliverable is held to by
// somebody whose first acknowledged version was that one.
func Clauses(b brief.Brief, d Deliverable, first int) []brief.Clause {
	return slices.DeleteFunc(slices.Clone(b.Clauses), func(c brief.Clause) bool {
		return !c.Applies(d.Number) || c.Offer(first)
	})
}

// terms is the brief that an influencer has acknowledged.
type terms struct {
	brief.Brief
	number, first int // the version, and the first one that they acknowledged
}

func (t terms) clauses(d Deliverable) []brief.Clause { return Clauses(t.Brief, d, t.first) }

// acknowledged returns the brief that the influencer has acknowledged.
func (s *Room) acknowledged(ctx context.Context, d Deliverable) (terms, error) {
	b, ack, _, err := s.Briefs.Agreed(ctx, application.Application{ID: d.Application, Program: d.Program})
	return terms{Brief: b, number: ack.Number, first: ack.First}, err
}

// held returns the work beside what its draft is checked for. Whether it is
// published in time cannot be known of a draft.
func (s *Room) held(ctx context.Context, d Deliverable, spoken, screen string) (work, error) {
	t, err := s.acknowledged(ctx, d)
	if err != nil {
		return work{}, err
	}
	w := work{room: s, piece: check.Piece{Medium: d.Medium, Spoken: instant(spoken), Shown: instant(screen)}, demands: t.Demands(d.Number, t.first)}
	if c, named := t.Disclosure(d.Number); named {
		w.says = c.Number
	}
	w.demands.Rules = slices.DeleteFunc(w.demands.Rules, func(r check.Rule) bool { return r.Check == check.Window })
	return w, nil
}

// liveWork is held for what is live: it was also to be published within its
// days.
func (s *Room) liveWork(ctx context.Context, d Deliverable, f LiveForm) (work, error) {
	w, err := s.held(ctx, d, f.Spoken, f.Screen)
	w.demands.Rules = append(w.demands.Rules, check.Rule{Check: check.Window, From: d.LiveFrom, To: d.LiveTo})
	return w, err
}

// instant reads a time within a video, "0:02" or "2".
func instant(typed string) check.Moment {
	minutes, seconds, found := strings.Cut(strings.TrimSpace(typed), ":")
	most := uint64(59)
	if !found {
		minutes, seconds, most = "0", minutes, 24*60*60
	}
	m, wrong := strconv.ParseUint(minutes, 10, 16)
	s, bad := strconv.ParseUint(seconds, 10, 32)
	if wrong != nil || bad != nil || m > 24*60 || s > most {
		return check.Moment{}
	}
	return check.Moment{Given: true, Second: int(m*60 + s)}
}

// text checks words that were handed in. Those for a blog are Markdown.
func (w work) text(ctx context.Context, text string) []check.Finding {
	piece := w.piece
	piece.Text = text
	if piece.Medium == check.Article {
		piece.HTML = []byte("<article>" + markdown.New(markdown.Options{}).Render(text).HTML + "</article>")
	}
	found := w.run(ctx, piece)
	for i, f := range found {
		if f.Check == check.LinkRel && len(piece.HTML) > 0 && f.Result == check.Fail { // Markdown cannot say it
			found[i].Result, found[i].Say = check.Unknown, "On the live page the link to the client has to be marked with rel=\"sponsored\" or nofollow. We look there."
		}
	}
	return found
}

// run checks a piece. What is found of its disclosure is about the clause that
// asks for it.
func (w work) run(ctx context.Context, piece check.Piece) []check.Finding {
	found := check.Run(piece, w.demands, w.room.answers(ctx))
	for i, f := range found {
		switch f.Check {
		case check.Disclosure, check.Position, check.Media:
			found[i].Clause = w.says
		}
	}
	return found
}
