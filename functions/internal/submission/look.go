package submission

import (
	"context"
	"errors"
	"time"

	"greenroom/functions/internal/check"
	"greenroom/functions/internal/fetch"
)

// look checks the page at an address, and returns what it says. A page that
// cannot be reached leaves everything unknown; one that is gone has failed. seen
// is whether anything is known of it.
func (w work) look(ctx context.Context, address string, published time.Time) (found []check.Finding, text string, seen bool) {
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	page, err := w.room.Visitor.Fetch(ctx, address)
	switch {
	case err != nil:
		return w.unseen(reached(err), address), "", false
	case page.Status >= 300:
		return []check.Finding{{Check: check.Live, Result: check.Fail, Hard: true, Offset: -1, Evidence: address,
			Say: "There is no page at this address. Look whether it is public, and send the address again."}}, "", true
	}
	piece := w.piece
	piece.HTML, piece.Published = page.Body, published
	return w.run(ctx, piece), check.Seen(piece), true
}

// reached says why a page was not.
func reached(err error) string {
	if e, ok := errors.AsType[*fetch.Unreached](err); ok {
		return e.Say
	}
	if e, ok := errors.AsType[*fetch.Refused](err); ok {
		return e.Say
	}
	return "We could not reach the page."
}

// unseen is what is found of something that only a person can look at.
func (w work) unseen(why, evidence string) []check.Finding {
	unknown := func(name string, clause int, hard bool) check.Finding {
		return check.Finding{Check: name, Clause: clause, Result: check.Unknown, Hard: hard, Say: why + " A person looks at it.", Evidence: evidence, Offset: -1}
	}
	found := []check.Finding{unknown(check.Disclosure, 0, true), unknown(check.Position, 0, true)}
	if w.piece.Medium == check.Video {
		found = append(found, unknown(check.Media, 0, true))
	}
	for _, r := range w.demands.Rules {
		found = append(found, unknown(r.Check, r.Clause, r.Check == check.Link))
	}
	return found
}

// answers asks once for each link that is asked about.
func (s *Room) answers(ctx context.Context) check.Answers {
	known := map[string]check.Result{}
	return func(link string) check.Result {
		if result, asked := known[link]; asked {
			return result
		}
		known[link] = s.asks(ctx, link)
		return known[link]
	}
}

func (s *Room) asks(ctx context.Context, link string) check.Result {
	page, err := s.Visitor.Fetch(ctx, link)
	switch {
	case err != nil:
		return check.Unknown
	case page.Status >= 300:
		return check.Fail
	}
	return check.Pass
}

// polite is a visitor that knows where programs are not welcome again and again.
type polite interface {
	Allowed(ctx context.Context, address string) bool
}

// stillLive looks whether a post is there as it was verified (K10), and returns
// what it says now. verified is what it said then, "" if nobody could read it.
func (w work) stillLive(ctx context.Context, address, verified string) (check.Finding, string) {
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	if v, ok := w.room.Visitor.(polite); ok && !v.Allowed(ctx, address) {
		return check.Finding{Check: check.Live, Result: check.Unknown, Say: "The site asks programs not to look."}, ""
	}
	page, err := w.room.Visitor.Fetch(ctx, address)
	if err != nil {
		return check.Finding{Check: check.Live, Result: check.Unknown, Say: reached(err)}, ""
	}
	now, then := w.piece, w.piece
	now.HTML = page.Body
	text := check.Seen(now)
	if then.Text = verified; verified == "" {
		then.Text = text
	}
	worst := check.Finding{Check: check.Live, Result: check.Pass}
	for _, f := range check.StillLive(page.Status, now, then, w.demands) {
		switch {
		case f.Result == check.Fail:
			return f, text
		case f.Result == check.Unknown && f.Hard && worst.Result == check.Pass:
			worst = f
		}
	}
	return worst, text
}
