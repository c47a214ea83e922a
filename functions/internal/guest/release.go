package guest

import (
	"context"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/site/starter"
)

// Addresses are where a post and its writer will have their pages. "" is as
// [Room.Suggest] says.
type Addresses struct {
	Slug string `form:"slug"` // of the post, below /blog/
	Page string `form:"page"` // of the writer, below /people/; who has a page keeps it
}

// Suggest returns addresses made of the title and the name.
func (s *Room) Suggest(ctx context.Context, sub Submission) (Addresses, error) {
	f, err := s.Text(ctx, sub, sub.Document.Current.Number)
	if err != nil {
		return Addresses{}, err
	}
	page, err := s.pageOf(ctx, sub.Person)
	if page == "" {
		page = starter.Slug(f.Name)
	}
	return Addresses{Slug: starter.Slug(f.Title), Page: page}, err
}

// pageOf is the page that a person has since an earlier post, or "".
func (s *Room) pageOf(ctx context.Context, person string) (string, error) {
	all, err := s.by(ctx, person)
	for _, sub := range all {
		if sub.Page != "" {
			return sub.Page, err
		}
	}
	return "", err
}

// Release puts an approved post into the blog, at an address that it keeps for
// ever, and tells its writer.
func (s *Room) Release(ctx context.Context, a agency.Actor, seen Seen, at Addresses) (Submission, error) {
	sub, err := s.approved(ctx, a, seen)
	if err != nil {
		return sub, err
	}
	if sub.Slug != "" {
		return sub, agency.Conflict("This post is in the blog already. Release the new version as a correction.", nil)
	}
	usual, err := s.Suggest(ctx, sub)
	if err != nil {
		return sub, err
	}
	if at.Slug == "" {
		at.Slug = usual.Slug
	}
	if page, err := s.pageOf(ctx, sub.Person); err != nil {
		return sub, err
	} else if at.Page == "" || page != "" {
		at.Page = usual.Page
	}
	sub.Slug, sub.Page = at.Slug, at.Page
	return s.put(ctx, a, sub, Post{Date: s.Now()})
}

// Correct puts the approved new version of a post in the place of the old one.
// note says to readers what was put right.
func (s *Room) Correct(ctx context.Context, a agency.Actor, seen Seen, note string) (Submission, error) {
	sub, err := s.approved(ctx, a, seen)
	if err != nil {
		return sub, err
	}
	if sub.Slug == "" {
		return sub, agency.Conflict("This post is not in the blog yet. Release it first.", nil)
	}
	note = agency.Tidy(note)
	if err := s.publicLine("correction", note, "Say to readers what was put right"); err != nil {
		return sub, err
	}
	var old Post
	if old.Version, err = s.read(ctx, postKey(sub.Slug), &old); err != nil {
		return sub, err
	}
	return s.put(ctx, a, sub, Post{Date: old.Date, Changed: later(s.Now(), old), Correction: note, Version: old.Version})
}

// later is a moment, but not before a post has appeared or was changed.
func later(now time.Time, p Post) time.Time {
	for _, t := range []time.Time{p.Date, p.Changed} {
		if now.Before(t) {
			now = t
		}
	}
	return now
}

// approved returns a submission that can be released.
func (s *Room) approved(ctx context.Context, a agency.Actor, seen Seen) (Submission, error) {
	sub, err := s.desk(ctx, a, seen)
	if err != nil {
		return sub, err
	}
	return s.settle(ctx, sub)
}
