package guest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/table"
)

// tookBack is the reason that a document keeps where its writer took it back.
const tookBack = "its writer took it back"

// Declined reports whether staff ended a post before it was in the blog.
func (s Submission) Declined() bool {
	return s.Over() && s.TakenWhy == "" && s.Document.Current.Reason != tookBack
}

// maxLine is how long a line for readers may be, in runes.
const maxLine = 300

// publicLine holds words of staff that readers are shown to what those of
// others are held to.
func (s *Room) publicLine(field, words, missing string) error {
	_, domain, _ := strings.Cut(s.Site.Config().Agency.Email, "@")
	say := ""
	switch {
	case words == "":
		say = missing
	case !agency.PlainLine(words):
		say = "This must be one line, without control characters"
	case utf8.RuneCountInString(words) > maxLine:
		say = fmt.Sprintf("This must be %d characters or fewer", maxLine)
	case agency.ForeignAddress(words, domain), agency.ForeignAddress(spelledOut(words), domain):
		say = "Leave out email addresses: everybody can read this"
	default:
		return nil
	}
	return &agency.Invalid{Fields: []agency.FieldError{{Field: field, Message: say}}}
}

// Withdraw takes a post back for its writer, at any time. What was released
// keeps its address, where it says so.
func (s *Room) Withdraw(ctx context.Context, a agency.Actor, id string) (Submission, error) {
	sub, err := s.OwnedBy(ctx, a, id)
	if err != nil || sub.Over() {
		return sub, err
	}
	if sub.Released() {
		return s.takeDown(ctx, a, sub, "Its writer took it back.", "")
	}
	letter, err := s.letter(ctx, sub, LetterWithdrawn, func(about About) any { return WithdrawnValues{About: about} })
	if err != nil {
		return sub, err
	}
	sub.Document, err = s.Documents.Withdraw(ctx, a, sub.Document, tookBack, letter)
	return sub, err
}

// Decline ends a post that was not released; its writer is told the reason.
func (s *Room) Decline(ctx context.Context, a agency.Actor, seen Seen, reason string) (Submission, error) {
	sub, err := s.desk(ctx, a, seen)
	if err != nil {
		return sub, err
	}
	if sub.Released() && !sub.Amending() {
		return sub, agency.Conflict("This post is in the blog. Take it down instead.", nil)
	}
	reason = agency.Tidy(reason)
	if err := s.publicLine("reason", reason, "Say why"); err != nil {
		return sub, err
	}
	letter, err := s.letter(ctx, sub, LetterDeclined, func(about About) any { return DeclinedValues{about, reason} })
	if err != nil {
		return sub, err
	}
	sub.Document, err = s.Documents.Withdraw(ctx, a, sub.Document, reason, letter)
	return sub, err
}

// TakeDown withdraws a released post for the agency. The reason stands on its
// page and in the letter to its writer.
func (s *Room) TakeDown(ctx context.Context, a agency.Actor, seen Seen, reason string) (Submission, error) {
	sub, err := s.desk(ctx, a, seen)
	if err != nil {
		return sub, err
	}
	if !sub.Released() {
		return sub, agency.Conflict("This post is not in the blog. Decline it instead.", nil)
	}
	reason = agency.Tidy(reason)
	if err := s.publicLine("reason", reason, "Say to readers why"); err != nil {
		return sub, err
	}
	return s.takeDown(ctx, a, sub, s.Site.Config().Agency.Name+" took it down. "+reason, reason)
}

// takeDown leaves of a released post its title, its address and words that say
// so. A correction that is on its way goes with it.
func (s *Room) takeDown(ctx context.Context, a agency.Actor, sub Submission, words, reason string) (Submission, error) {
	writes, now, err := s.takenDown(ctx, sub, words)
	if err != nil {
		return sub, err
	}
	letter, err := s.letter(ctx, sub, LetterWithdrawn, func(about About) any {
		return WithdrawnValues{About: about, Slug: sub.Slug, Reason: reason}
	})
	if err != nil {
		return sub, err
	}
	writes = append(writes, letter)
	if sub.Amending() {
		if now.Document, err = s.Documents.Withdraw(ctx, a, sub.Document, "the post was withdrawn", writes...); err != nil {
			return sub, err
		}
	} else if err := s.commit(ctx, a, sub, reason, writes); err != nil {
		return sub, err
	}
	now.Version++
	return now, nil
}

// takenDown returns the writes that leave nothing of the words, and the
// submission after them. Who has no other post in the blog is named there and
// said nothing about.
func (s *Room) takenDown(ctx context.Context, sub Submission, words string) ([]table.Write, Submission, error) {
	var old Post
	var w Writer
	var err error
	if old.Version, err = s.read(ctx, postKey(sub.Slug), &old); err != nil {
		return nil, sub, err
	}
	if w.Version, err = s.read(ctx, writerKey(sub.Page), &w); err != nil {
		return nil, sub, err
	}
	now := later(s.Now(), old)
	p := Post{Slug: old.Slug, Title: old.Title, Page: old.Page, Date: old.Date, Changed: now, Withdrawn: words, Version: old.Version}
	w.Changed = now
	w.Posts = slices.DeleteFunc(w.Posts, func(slug string) bool { return slug == sub.Slug })
	if len(w.Posts) == 0 {
		w.Bio, w.Link = "", ""
	}
	sub.Taken, sub.TakenWhy = now, words
	writes, err := s.shown(sub, p, w)
	return writes, sub, err
}

// commit keeps what was done to a post whose document stays as it is.
func (s *Room) commit(ctx context.Context, a agency.Actor, sub Submission, note string, writes []table.Write) error {
	event, err := audit.Write(agency.Event{ID: s.IDs.New(), At: s.Now(), Actor: a.ID, Action: "withdraw", Thing: sub.Thing(),
		From: sub.Document.Current.State, To: document.Withdrawn, Note: note})
	if err != nil {
		return err
	}
	err = s.Table.Write(ctx, "", append(writes, event)...)
	if conflict, ok := errors.AsType[*table.ConflictError](err); ok {
		return changed(conflict)
	}
	if err != nil {
		return fmt.Errorf("withdrawing guest post: %w", err)
	}
	return nil
}
