package brief

import (
	"context"
	"errors"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// Document returns the document of a program's brief.
func (s *Room) Document(ctx context.Context, slug string) (document.Document, error) {
	_, d, err := s.open(ctx, slug)
	return d, err
}

// open returns a program with the document of its brief.
func (s *Room) open(ctx context.Context, slug string) (program.Program, document.Document, error) {
	p, err := s.Programs.Find(ctx, slug)
	if err != nil {
		return p, document.Document{}, err
	}
	var id string
	err = s.read(ctx, key(slug, "META"), &id)
	if errors.Is(err, table.ErrNotFound) {
		return p, document.Document{}, agency.NotFound("This program has no brief yet.")
	}
	if err != nil {
		return p, document.Document{}, err
	}
	d, err := s.Documents.Find(ctx, id)
	return p, d, err
}

// opened is open for who may do something to the brief: refused says why they
// may not.
func (s *Room) opened(ctx context.Context, refused error, slug string) (program.Program, document.Document, error) {
	if refused != nil {
		return program.Program{}, document.Document{}, refused
	}
	return s.open(ctx, slug)
}

// shown is opened for what is done to the document as it was shown.
func (s *Room) shown(ctx context.Context, refused error, slug string, version int64) (program.Program, document.Document, error) {
	p, d, err := s.opened(ctx, refused, slug)
	if err == nil && d.Version != version {
		err = changed()
	}
	return p, d, err
}

// version returns what a version of a document asks for.
func (s *Room) version(ctx context.Context, d document.Document, number int) (Brief, error) {
	c, err := s.Documents.Content(ctx, d, number)
	if err != nil {
		return Brief{}, err
	}
	return Decode(c)
}

// Current returns the newest version of a program's brief, for the desk.
func (s *Room) Current(ctx context.Context, slug string) (Brief, document.Document, error) {
	_, d, err := s.open(ctx, slug)
	if err != nil {
		return Brief{}, d, err
	}
	b, err := s.version(ctx, d, d.Current.Number)
	return b, d, err
}

// At returns a version that was frozen once.
func (s *Room) At(ctx context.Context, slug string, number int) (Brief, error) {
	_, d, err := s.open(ctx, slug)
	if err != nil {
		return Brief{}, err
	}
	if v, ok := d.Numbered(number); !ok || v.State == document.Draft {
		return Brief{}, agency.NotFound("There is no such version of the brief.")
	}
	return s.version(ctx, d, number)
}

// Released returns the version that influencers work from.
func (s *Room) Released(ctx context.Context, slug string) (Released, error) {
	_, d, err := s.open(ctx, slug)
	if err != nil {
		return Released{}, err
	}
	if d.Live == nil {
		return Released{}, agency.NotFound("The brief of this program is not released yet.")
	}
	b, err := s.version(ctx, d, d.Live.Number)
	return Released{Brief: b, Document: d.ID, Number: d.Live.Number, Hash: d.Live.Hash, At: d.Live.ReleasedAt}, err
}

// live returns what the released version asks for; ok is false if there is
// none.
func (s *Room) live(ctx context.Context, d document.Document) (b Brief, ok bool, err error) {
	if d.Live == nil {
		return Brief{}, false, nil
	}
	b, err = s.version(ctx, d, d.Live.Number)
	return b, err == nil, err
}
