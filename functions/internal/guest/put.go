package guest

import (
	"context"
	"errors"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// put releases the newest version of a document and, in the same write, keeps
// its words where everybody may read them. shown has what is not in the form.
func (s *Room) put(ctx context.Context, a agency.Actor, sub Submission, shown Post) (Submission, error) {
	f, err := s.Text(ctx, sub, sub.Document.Current.Number)
	if err != nil {
		return sub, err
	}
	p := f.post(sub.Slug, sub.Page)
	p.Date, p.Changed, p.Correction, p.Version, p.Hash = shown.Date, shown.Changed, shown.Correction, shown.Version, sub.Document.Current.Hash
	if err := s.place(f, p); err != nil {
		return sub, err
	}
	w, err := s.writerOf(ctx, sub, f)
	if err != nil {
		return sub, err
	}
	writes, err := s.shown(sub, p, w)
	if err != nil {
		return sub, err
	}
	letter, err := s.letter(ctx, sub, LetterPublished, func(about About) any {
		return PublishedValues{About: about, Slug: p.Slug, Page: p.Page, Correction: p.Correction}
	})
	if err != nil {
		return sub, err
	}
	before := sub.Document
	sub.Document, err = s.Documents.Release(ctx, a, before, append(writes, letter)...)
	if err != nil {
		return sub, taken(err, p, w)
	}
	sub.Version++
	return sub, nil
}

// place says what is wrong with the addresses that were chosen, and once more
// with the words: the site may have changed since they were sent.
func (s *Room) place(f Form, p Post) error {
	if p.Version > 0 {
		return s.Check(f)
	}
	all := new(agency.Invalid)
	for _, at := range []struct{ field, slug, file, text, address string }{
		{"slug", p.Slug, p.File(), p.Text(), "/blog/" + p.Slug + "/"},
		{"page", p.Page, f.writer(p.Page).File(), f.writer(p.Page).Text(), "/people/" + p.Page + "/"},
	} {
		_, problems := content.Check(s.Site.Config(), at.file, at.text)
		switch {
		case !content.IsSlug(at.slug):
			all.Fields = append(all.Fields, agency.FieldError{Field: at.field, Message: "Choose an address of lower-case letters, digits and single hyphens, up to 80"})
		case len(problems) > 0 || !s.Site.Free(at.address):
			all.Fields = append(all.Fields, agency.FieldError{Field: at.field, Message: "The site has something at " + at.address + " already. Choose another address"})
		}
	}
	if len(all.Fields) > 0 {
		return all
	}
	return s.Check(f)
}

// writerOf is the writer of a post with that post among theirs.
func (s *Room) writerOf(ctx context.Context, sub Submission, f Form) (Writer, error) {
	w := f.writer(sub.Page)
	w.Changed = s.Now()
	var old Writer
	version, err := s.read(ctx, writerKey(sub.Page), &old)
	if err != nil && !errors.Is(err, table.ErrNotFound) {
		return w, err
	}
	if version > 0 {
		page, err := s.pageOf(ctx, sub.Person)
		if err != nil {
			return w, err
		}
		if page == sub.Page { // else it is somebody else's, and creating it fails
			w.Version, w.Posts = version, old.Posts
		}
	}
	if !slices.Contains(w.Posts, sub.Slug) {
		w.Posts = append(slices.Clone(w.Posts), sub.Slug)
	}
	return w, nil
}

// shown returns the writes of a submission and of what is public of it. What is
// of version 0 must not be there yet.
func (s *Room) shown(sub Submission, p Post, w Writer) ([]table.Write, error) {
	post, err := p.item()
	if err != nil {
		return nil, err
	}
	writer, err := w.item()
	if err != nil {
		return nil, err
	}
	kept, err := sub.replaced()
	return []table.Write{table.Replace(post), table.Replace(writer), kept}, err
}

// taken says which address another guest has got.
func taken(err error, p Post, w Writer) error {
	conflict, ok := errors.AsType[*table.ConflictError](err)
	if !ok {
		return err
	}
	field := ""
	switch {
	case conflict.Key == postKey(p.Slug) && p.Version == 0:
		field = "slug"
	case conflict.Key == writerKey(w.Page) && w.Version == 0:
		field = "page"
	default:
		return err
	}
	return &agency.Invalid{Fields: []agency.FieldError{{Field: field, Message: "Another guest has this address. Choose another"}}}
}
