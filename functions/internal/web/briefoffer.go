package web

import (
	"context"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/document"
	"greenroom/site/content"
)

// choice is an offer that its reader may take, or may not any more.
type choice struct {
	brief.Clause
	Past string // why it cannot be taken now, "" if it can
}

// offered are the clauses that are offers to the reader.
func (i instructions) offered() (list []brief.Clause) {
	for _, o := range i.Offers {
		list = append(list, o.Clause)
	}
	return list
}

// choices adds the offers, and which of them come too late.
func (s *Server) choices(ctx context.Context, one *instructions) error {
	_, offers := one.Released.Binds(one.Ack.First)
	for _, c := range offers {
		o := choice{Clause: c}
		if _, err := s.Work.Offered(ctx, one.Application, c); kindOf(err) == agency.KindConflict {
			_, o.Past = s.verdict(err)
		} else if err != nil {
			return err
		}
		one.Offers = append(one.Offers, o)
	}
	return nil
}

// amends adds what an amendment changes in the version in force, and what it
// costs: the client signs for that too.
func (s *Server) amends(ctx context.Context, d document.Document, one *signing) error {
	if !d.Amending() {
		return nil
	}
	slug := one.Sight.Brief.Program
	p, err := s.Programs.Find(ctx, slug)
	if err != nil {
		return err
	}
	live, err := s.Briefs.At(ctx, slug, d.Live.Number)
	if err != nil {
		return err
	}
	one.Base, one.Changes = d.Live.Number, changesOf(live, one.Brief, p.Currency)
	cost := brief.Cost(brief.Amendment(live, one.Brief))
	if cost == 0 {
		return nil
	}
	reach, err := s.Briefs.Reach(ctx, slug)
	one.Cost = costWords(cost, reach.Offered(), p.Currency)
	return err
}

// paysWords is what an offer comes with, "" while nobody has said it.
func paysWords(o brief.Offer, currency string) string {
	if o.Fee == 0 && !o.Correction {
		return ""
	}
	return offerWords(o.Fee, o.Days, currency)
}

// costWords says what the offers of an amendment come to.
func costWords(cost, people int, currency string) string {
	each := fmt.Sprintf("Whoever takes everything that is new gets %s on top of their fee.", content.Money(cost, currency))
	if people == 0 {
		return each
	}
	return each + fmt.Sprintf(" It is offered to %d %s, so it costs %s at most.", people, plural(people, "person", "people"), content.Money(cost*people, currency))
}
