package brief

import (
	"context"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// Start writes a first draft of a program's brief: everything that its page
// says already.
func (s *Room) Start(ctx context.Context, actor agency.Actor, slug string) (document.Document, error) {
	if err := mayWrite(actor); err != nil {
		return document.Document{}, err
	}
	p, err := s.Programs.Find(ctx, slug)
	if err != nil {
		return document.Document{}, err
	}
	b := First(p.Program).tidied(0)
	if err := b.check(); err != nil {
		return document.Document{}, err
	}
	c, err := b.Content()
	if err != nil {
		return document.Document{}, err
	}
	return s.begin(ctx, actor, p, c)
}

func (s *Room) begin(ctx context.Context, actor agency.Actor, p program.Program, c document.Content) (document.Document, error) {
	policy := document.Policy{Approvals: 2, Outside: true}
	if p.Regulated {
		policy.Passes = []string{pass}
	}
	id := s.IDs.New()
	found, err := put(key(p.Slug, "META"), docKind, id)
	if err != nil {
		return document.Document{}, err
	}
	d, err := s.Documents.BeginAs(ctx, id, actor, docKind, "program "+p.Slug, policy, c, table.Create(found))
	if raced(err) {
		return d, agency.Conflict("This program has a brief already.", err)
	}
	return d, err
}
