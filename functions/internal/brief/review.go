package brief

import (
	"context"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/table"
)

// Remark keeps what somebody says about a clause of the newest version; the
// part is its number as text, or "". A blocking one sends it back (B2).
func (s *Room) Remark(ctx context.Context, actor agency.Actor, slug string, version int64, r document.Remark) (document.Document, error) {
	_, d, err := s.shown(ctx, mayRead(actor), slug, version)
	if err != nil {
		return d, err
	}
	return s.Documents.Remark(ctx, actor, d, r)
}

// Approve is somebody's word that the newest version, with that hash, is right.
// as is "compliance" for who reads it for that. The approval that is the last
// one sends the client their link in the same write (B4). Two who approve at
// once are both heard.
func (s *Room) Approve(ctx context.Context, actor agency.Actor, slug, hash, as string) (document.Document, error) {
	if err := mayRead(actor); err != nil {
		return document.Document{}, err
	}
	if as != "" && !(as == pass && actor.Is(agency.Compliance)) {
		return document.Document{}, agency.Forbidden("Only compliance readers may approve for compliance.")
	}
	var d document.Document
	var err error
	for range raceTries {
		if d, err = s.approve(ctx, actor, slug, hash, as); !raced(err) {
			return d, err
		}
	}
	return d, err
}

func (s *Room) approve(ctx context.Context, actor agency.Actor, slug, hash, as string) (document.Document, error) {
	p, d, err := s.open(ctx, slug)
	if err != nil {
		return d, err
	}
	if d.Current.Hash != hash {
		return d, changed()
	}
	var more []table.Write
	if d.Completes(actor.ID, as) {
		letter, err := s.askClient(ctx, p, d)
		if err != nil {
			return d, err
		}
		more = append(more, letter)
	}
	return s.Documents.Approve(ctx, actor, d, as, more...)
}
