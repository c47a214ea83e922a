package publish_test

import (
	"crypto/rand"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/publish"
	"greenroom/functions/internal/table"
	"greenroom/site/generate"
)

// canaries are words that are in what is taken away, and nowhere else.
func canaries() []string { return []string{"Quillonia", "q.secret", "Zwirbelnuss", "Vellichor"} }

// few are words that are published in no time.
func few() fs.FS {
	return fstest.MapFS{
		"site.yaml": {Data: []byte("title: Greenroom\ntagline: Few words\ndescription: Few words.\nbase_url: https://greenroom.example\nlanguage: en\nnavigation: [{title: Blog, url: /blog/}]\n" +
			"time_zone: UTC\nagency:\n  name: Greenroom\n  address: Here\n  email: hello@greenroom.example\n  moderation_email: moderators@greenroom.example\n")},
		"people/devon-achterberg.md": {Data: []byte("---\ntitle: Devon Achterberg\nrole: Project manager\ndescription: He answers.\nstaff: true\n---\n\nHe answers.\n")},
		"posts/" + post + ".md":      {Data: []byte("---\ntitle: Under five thousand\ndate: 2026-04-21\ndescription: A post.\nauthors: [devon-achterberg]\n---\n\nA post.\n")},
	}
}

// printing is a publisher of few words, with the folder it writes to.
func printing(t *testing.T) (*publish.Publisher, *comment.Room, string) {
	t.Helper()
	store, clock := localtest.Store(t)
	dir := filepath.Join(t.TempDir(), "site")
	target := generate.NewFolder(dir)
	t.Cleanup(func() { target.Close() })
	p := &publish.Publisher{
		Table: table.Only(store, table.Open), Content: few(),
		Builder: generate.New(generate.Options{}), Target: target, Now: clock.Now,
	}
	edition, _, err := p.Publish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return p, &comment.Room{
		Table: store, Posts: edition, IDs: agency.NewIDs(clock.Now, rand.Reader), Now: clock.Now,
		Rules: agency.NewValidator(), Moderators: "moderators@greenroom.example",
	}, dir
}

func publishing(t *testing.T, p *publish.Publisher) {
	t.Helper()
	if _, _, err := p.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// onSite names the files of the site that hold one of the words.
func onSite(t *testing.T, dir string, words ...string) (files []string) {
	t.Helper()
	site := os.DirFS(dir)
	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(site, name)
		for _, word := range words {
			if strings.Contains(strings.ToLower(string(data)), strings.ToLower(word)) {
				files = append(files, name)
				break
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func public(t *testing.T, s *comment.Room, d comment.Draft) (comment.Comment, string) {
	t.Helper()
	receipt, err := s.Submit(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.FindByID(t.Context(), receipt.ID)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = s.Approve(t.Context(), moderator(), comment.Decision{Post: c.Post, ID: c.ID, Version: c.Version, Revision: c.Revision()}); err != nil {
		t.Fatal(err)
	}
	return c, receipt.Token
}

// What was taken away leaves its place on the page as long as an answer needs
// it, and not a word of it in any file.
func TestATombstoneKeepsThePlaceAndNoWord(t *testing.T) {
	t.Parallel()
	p, comments, dir := printing(t)
	first, token := public(t, comments, comment.Draft{Post: post, Name: "Quillonia", Email: "q.secret@mail.example", Text: "A Zwirbelnuss, what else?"})
	staff := agency.Actor{ID: "p2", Name: "Devon Achterberg", Slug: "devon-achterberg", Roles: []agency.Role{agency.Moderator}}
	answer, err := comments.Answer(t.Context(), staff, comment.Answer{Post: post, Parent: first.ID, Text: "Pure Vellichor. — Devon", Key: "a"})
	if err != nil {
		t.Fatal(err)
	}
	last, lastToken := public(t, comments, comment.Draft{Post: post, Parent: answer.ID, Name: "Odile", Email: "o@mail.example", Text: "Thank you both."})
	publishing(t, p)
	if len(onSite(t, dir, "Quillonia")) == 0 || len(onSite(t, dir, "Vellichor")) == 0 || len(linksTo(t, dir, first.ID)) < 2 {
		t.Fatal("the comments are not on the site")
	}
	if _, err := comments.Withdraw(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	off := comment.Decision{Post: post, ID: answer.ID, Version: answer.Version, Revision: answer.Revision(), Reason: "it is being looked at again"}
	if _, err := comments.Restore(t.Context(), staff, off); err != nil {
		t.Fatal(err)
	}
	publishing(t, p)
	if files := onSite(t, dir, canaries()...); len(files) > 0 {
		t.Errorf("what was taken away is in %v", files)
	}
	for _, id := range []string{first.ID, answer.ID} {
		for _, link := range linksTo(t, dir, id) {
			t.Errorf("what was taken away is linked to: %s", link)
		}
	}
	page := node(t, dir, "c-"+first.ID)
	if page == nil || within(page, "c-"+answer.ID) == nil || within(within(page, "c-"+answer.ID), "c-"+last.ID) == nil {
		t.Error("the answers lost their place below what is gone")
	}
	if _, err := comments.Withdraw(t.Context(), lastToken); err != nil {
		t.Fatal(err)
	}
	publishing(t, p)
	if files := onSite(t, dir, first.ID, answer.ID, last.ID); len(files) > 0 {
		t.Errorf("nothing is left below, and the places are still in %v", files)
	}
}

// linksTo returns where the post's page leads on behalf of one comment: to its
// permalink, or to the form that answers it.
func linksTo(t *testing.T, dir, id string) (found []string) {
	t.Helper()
	for n := range postPage(t, dir).Descendants() {
		for _, a := range n.Attr {
			if a.Key == "href" && (strings.Contains(a.Val, "/c/"+id) || strings.Contains(a.Val, "parent="+id)) {
				found = append(found, a.Val)
			}
		}
	}
	return found
}

// node returns the element with that id of the post's page.
func node(t *testing.T, dir, id string) *html.Node {
	t.Helper()
	return within(postPage(t, dir), id)
}

func postPage(t *testing.T, dir string) *html.Node {
	t.Helper()
	file, err := os.Open(filepath.Join(dir, "blog", post, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	root, err := html.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func within(root *html.Node, id string) *html.Node {
	if root == nil {
		return nil
	}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "id" && a.Val == id {
				return n
			}
		}
	}
	return nil
}

// Where a permalink leads is where the page has the comment, tombstones
// counted.
func TestTheAddressOfACommentIsTheGenerators(t *testing.T) {
	t.Parallel()
	thread := []comment.Public{{Post: post, ID: "A", Gone: true}, {Post: post, ID: "B", Parent: "A", Name: "N", Text: "T"}}
	edition := new(publish.Edition)
	for id, want := range map[string]string{"A": "/blog/" + post + "/#c-A", "B": "/blog/" + post + "/#c-B", "C": ""} {
		if got, found := edition.CommentAddress(post, thread, id); got != want || found != (want != "") {
			t.Errorf("%s: got %q, %v, want %q", id, got, found, want)
		}
	}
}

// The publisher reads the open space alone, tombstones too.
func TestThreadsAreReadWithoutThePrivateSpace(t *testing.T) {
	t.Parallel()
	store, _ := localtest.Store(t)
	if _, err := comment.ThreadOfPost(t.Context(), table.Only(store, table.Open), post); err != nil {
		t.Error(err)
	}
}
