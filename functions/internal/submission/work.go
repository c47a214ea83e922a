package submission

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/fetch"
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

// Limits of what is kept of the findings of one look: a brief may ask for
// thousands of words, and a page may be one word without an end.
const (
	maxFindings = 120
	maxEvidence = 400 // bytes
)

// few are the findings that are kept: what failed before what is unknown before
// what passed if there are too many.
func few(found []check.Finding) []check.Finding {
	if len(found) > maxFindings {
		rank := func(f check.Finding) int {
			switch {
			case !f.Overridable():
				return 0
			case f.Result == check.Fail && f.Hard:
				return 1
			case f.Result == check.Unknown && f.Hard:
				return 2
			case f.Result == check.Pass:
				return 4
			}
			return 3
		}
		found = slices.Clone(found)
		slices.SortStableFunc(found, func(a, b check.Finding) int { return rank(a) - rank(b) })
		found = found[:maxFindings]
	}
	for i := range found {
		found[i].Evidence, found[i].Say = cut(found[i].Evidence, maxEvidence), cut(found[i].Say, maxEvidence)
	}
	return found
}

// failed reports whether something failed that the work does not go on with.
func failed(findings []check.Finding) bool {
	return slices.ContainsFunc(findings, func(f check.Finding) bool { return f.Hard && f.Result == check.Fail })
}

// unknown reports whether something could not be checked that must be known.
func unknown(findings []check.Finding) bool {
	return slices.ContainsFunc(findings, func(f check.Finding) bool { return f.Hard && f.Result == check.Unknown })
}

// undisclosed reports whether readers are not told that they read an ad. No
// reason and no role gets past this.
func undisclosed(findings []check.Finding) bool {
	return slices.ContainsFunc(findings, func(f check.Finding) bool { return f.Result == check.Fail && !f.Overridable() })
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
