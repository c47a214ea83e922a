package publish

import (
	"context"
	"fmt"
	"sync"

	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/table"
	"greenroom/site/generate"
)

// CommentAddress is where one comment of the thread of a post stands on the
// site, such as "/blog/first/comments/2/#c-01JV…", and whether it is there. It
// is the address that the generator gives it.
func (e *Edition) CommentAddress(post string, thread []comment.Public, id string) (address string, found bool) {
	records := make([]generate.Comment, len(thread))
	for i, c := range thread {
		records[i] = record(c)
	}
	return generate.CommentAddress(post, records, id)
}

// record is what the generator is told of a comment.
func record(c comment.Public) generate.Comment {
	return generate.Comment{
		Post: c.Post, ID: c.ID, Parent: c.Parent, Name: c.Name, Staff: c.Staff, At: c.At, Text: c.Text, Gone: c.Gone,
	}
}

// threads are what is public below every post, as it is on record. What is
// read once is not read again in the same build, so that all its pages say the
// same.
type threads struct {
	table  table.Table
	posts  []string
	people map[string]bool
	mu     sync.Mutex
	read   map[string][]generate.Comment
}

func newThreads(t table.Table, e *Edition) *threads {
	all := &threads{table: t, people: map[string]bool{}, read: map[string][]generate.Comment{}}
	for _, post := range e.posts {
		all.posts = append(all.posts, post.Slug)
	}
	for _, person := range e.site.People {
		all.people[person.Slug] = true
	}
	return all
}

// List implements generate.Threads.
func (t *threads) List(context.Context) ([]generate.ThreadFile, error) {
	files := make([]generate.ThreadFile, len(t.posts))
	for i, post := range t.posts {
		files[i].Post = post
	}
	return files, nil
}

// Read implements generate.Threads.
func (t *threads) Read(ctx context.Context, post string) ([]generate.Comment, error) {
	t.mu.Lock()
	records, found := t.read[post]
	t.mu.Unlock()
	if found {
		return records, nil
	}
	public, err := comment.ThreadOfPost(ctx, t.table, post)
	if err != nil {
		return nil, fmt.Errorf("publishing: %w", err)
	}
	for _, c := range public {
		if !t.people[c.Staff] { // who has left keeps the words and the name, and bears no badge
			c.Staff = ""
		}
		records = append(records, record(c))
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.read[post] = records
	return records, nil
}
