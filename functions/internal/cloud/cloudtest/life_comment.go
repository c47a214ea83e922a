package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// comment is the form of the n-th comment.
func comment(n int) url.Values {
	return url.Values{"post": {post}, "key": {fmt.Sprint("figures ", n)}, "name": {fmt.Sprint("Reader ", n)}, "email": {fmt.Sprintf("reader%d@example.org", n)},
		"text": {fmt.Sprintf("Which of the five would you tell a new colleague first? I have read them twice now, and my own would be number %d.", n)}}
}

// submit sends a comment of its own and returns its status page.
func (s *scene) submit(ctx context.Context, p *person) (status string, err error) {
	s.sent++
	return p.post(ctx, "/api/comments", comment(s.sent))
}

// toldModerators is the page of the desk that the last mail to the moderators
// leads to.
func (s *scene) toldModerators(ctx context.Context) (path string, err error) {
	letters, err := s.letters(ctx)
	if err != nil {
		return "", err
	}
	for _, l := range letters {
		if path := deskInMail.FindString(l.Text); path != "" {
			return path, nil
		}
	}
	return "", errors.New("no mail leads moderators to a comment")
}

var deskInMail = regexp.MustCompile(`/desk/comments/[^\s/]+/[0-9A-Z]{26}`)

// approve approves a comment as it stands on its page of the desk.
func approve(ctx context.Context, by *person, desk string) error {
	page, err := by.get(ctx, desk)
	if err != nil {
		return err
	}
	_, err = by.post(ctx, "/api"+desk+"/approve", hidden(page, "version", "revision"))
	return err
}

// commentLife goes the whole way of one comment: from the page of the post to
// the page that shows it.
func (s *scene) commentLife(ctx context.Context, tess *person) error {
	reader, err := s.somebody(ctx, "")
	if err != nil {
		return err
	}
	if _, err := reader.get(ctx, "/blog/"+post+"/"); err != nil {
		return err
	}
	status, err := s.submit(ctx, reader)
	if err != nil {
		return err
	}
	if _, err := reader.get(ctx, status); err != nil {
		return err
	}
	if err := s.round(ctx, ""); err != nil { // the moderators' mail; publish looks and does nothing
		return err
	}
	desk, err := s.toldModerators(ctx)
	if err != nil {
		return err
	}
	if err := approve(ctx, tess, desk); err != nil {
		return err
	}
	if err := s.round(ctx, ""); err != nil {
		return err
	}
	page, err := reader.get(ctx, "/blog/"+post+"/")
	if err == nil && !strings.Contains(page, fmt.Sprintf("my own would be number %d.", s.sent)) {
		err = errors.New("the comment that was approved is not on the page")
	}
	return err
}
