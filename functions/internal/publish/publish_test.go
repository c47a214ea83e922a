package publish_test

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/local"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/publish"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
	"greenroom/site/generate"
)

const post = "under-five-thousand"

// room is a publisher of the project's own words over an empty store.
func room(t *testing.T, words string) (*publish.Publisher, *comment.Room, *local.Bolt) {
	t.Helper()
	store, clock := localtest.Store(t)
	target := generate.NewFolder(filepath.Join(t.TempDir(), "site"))
	t.Cleanup(func() { target.Close() })
	p := &publish.Publisher{
		Table: table.Only(store, table.Open), Content: os.DirFS(words),
		Builder: generate.New(generate.Options{}), Target: target, Now: clock.Now,
	}
	edition, _, err := p.Publish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	comments := &comment.Room{
		Table: store, Posts: edition, IDs: agency.NewIDs(clock.Now, rand.Reader), Now: clock.Now,
		Rules: agency.NewValidator(), Moderators: "moderators@greenroom.example",
	}
	return p, comments, store
}

func words() string { return filepath.Join("..", "..", "..", "content") }

func moderator() agency.Actor {
	return agency.Actor{ID: "p1", Name: "Tess Abara", Slug: "tess-abara", Roles: []agency.Role{agency.Moderator}}
}

func submit(t *testing.T, s *comment.Room) comment.Comment {
	t.Helper()
	receipt, err := s.Submit(t.Context(), comment.Draft{Post: post, Name: "Zeituna", Email: "z@example.com", Text: "A word about small accounts."})
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.Status(t.Context(), receipt.Token)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// An approval touches the page, its feed and whatever shows its count, and
// taking it back restores the very bytes.
func TestAnApprovalRewritesWhatShowsItAndNothingElse(t *testing.T) {
	t.Parallel()
	p, comments, store := room(t, words())
	c := submit(t, comments)
	if _, result, err := p.Publish(t.Context()); err != nil || len(result.Written)+len(result.Rendered) != 0 {
		t.Errorf("a held comment wrote %v, rendered %v, %v", result.Written, result.Rendered, err)
	}
	d := comment.Decision{Post: c.Post, ID: c.ID, Version: c.Version, Revision: c.Revision(), Reason: "it is being looked at again"}
	c, err := comments.Approve(t.Context(), moderator(), d)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{ // all that show the comment, or count it
		"blog/2026/index.html", "blog/atom.xml",
		"blog/comments/atom.xml", "blog/comments/feed.json", "blog/comments/feed.xml", "blog/comments/index.html",
		"blog/feed.xml", "blog/index.html",
		"blog/tag/applying/atom.xml", "blog/tag/applying/feed.xml", "blog/tag/applying/index.html",
		"blog/tag/small-accounts/atom.xml", "blog/tag/small-accounts/feed.xml", "blog/tag/small-accounts/index.html",
		"blog/tag/vetting/atom.xml", "blog/tag/vetting/feed.xml", "blog/tag/vetting/index.html",
		"blog/" + post + "/comments-atom.xml", "blog/" + post + "/comments.json", "blog/" + post + "/comments.xml", "blog/" + post + "/index.html",
		"index.html", "people/devon-achterberg/atom.xml", "people/devon-achterberg/feed.xml", "people/devon-achterberg/index.html",
	}
	_, result, err := p.Publish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, result.Written); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
	d.Version = c.Version
	if _, err := comments.Restore(t.Context(), moderator(), d); err != nil {
		t.Fatal(err)
	}
	_, result, err = p.Publish(t.Context())
	if diff := cmp.Diff(want, result.Written); err != nil || diff != "" {
		t.Errorf("taken back: %v (-want +got):\n%s", err, diff)
	}
	changes, _, err := store.Changes(t.Context(), "", 100)
	if err != nil {
		t.Fatal(err)
	}
	needed := 0
	for _, change := range changes {
		if slices.Equal(publish.Needed([]table.Change{change}), []string{post}) {
			needed++
		}
	}
	if needed != 2 {
		t.Errorf("%d of the changes ask for a build, want the approval and the restoring", needed)
	}
}

func TestBrokenWordsPublishNothing(t *testing.T) {
	t.Parallel()
	broken := filepath.Join(t.TempDir(), "content")
	if err := os.CopyFS(broken, os.DirFS(words())); err != nil {
		t.Fatal(err)
	}
	p, _, _ := room(t, broken)
	about := filepath.Join(broken, "pages", "about.md")
	data, err := os.ReadFile(about)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(about, []byte(strings.Replace(string(data), "title:", "titel:", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	_, result, err := p.Publish(t.Context())
	faults, ok := errors.AsType[content.Problems](err)
	if !ok || !strings.Contains(faults.Error(), "pages/about.md:") || len(result.Written) != 0 {
		t.Errorf("got %v, wrote %v", err, result.Written)
	}
}

func TestAnEditionKnowsPublishedPostsOnly(t *testing.T) {
	t.Parallel()
	clock := agencytest.NewClock()
	edition, err := publish.Read(t.Context(), os.DirFS(words()), nil, "", clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	for slug, want := range map[string]bool{post: true, "the-call-is-not-the-brief": false, "no-such-post": false} {
		if _, ok := edition.Post(slug); ok != want {
			t.Errorf("Post(%q) is %v, want %v", slug, ok, want)
		}
	}
}

func TestContentTypesAreByNameAlone(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"index.html": "text/html; charset=utf-8", "blog/feed.xml": "application/rss+xml; charset=utf-8",
		"blog/x/comments.xml": "application/rss+xml; charset=utf-8", "blog/x/comments-atom.xml": "application/atom+xml; charset=utf-8", "sitemap.xml": "application/xml; charset=utf-8",
		"assets/site.1a2b3c4d.js": "text/javascript; charset=utf-8", "media/a.JPG": "image/jpeg", "media/a.unknown": "application/octet-stream",
	} {
		if got := publish.ContentType(name); got != want {
			t.Errorf("ContentType(%q) = %q, want %q", name, got, want)
		}
	}
}
