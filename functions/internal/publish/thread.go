package publish

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
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

	// With a memory, the stamp of a thread that may be believed unread, and the
	// posts whose threads may not. ahead: all of them are about to be read.
	stamp content.Stamp
	named []string
	ahead bool
}

// threads are those of an edition. named are the posts whose comments may be
// others than the builder knows; nil: any may.
func (p *Publisher) threads(e *Edition, named []string) *threads {
	all := &threads{table: p.Table, people: map[string]bool{}, read: map[string][]generate.Comment{}, named: named}
	for _, post := range e.posts {
		all.posts = append(all.posts, post.Slug)
	}
	for _, person := range e.site.People {
		all.people[person.Slug] = true
	}
	if m := p.Memory; m != nil {
		if all.ahead = named == nil; all.ahead {
			m.reads++
		}
		all.stamp = content.Stamp{Modified: int64(m.reads), Inode: all.peopleSum()}
	}
	return all
}

// peopleSum changes with the people of the site: who leaves bears no badge.
func (t *threads) peopleSum() uint64 {
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(maps.Keys(t.people)), "\n")))
	return binary.LittleEndian.Uint64(sum[:8])
}

// List implements generate.Threads.
func (t *threads) List(ctx context.Context) ([]generate.ThreadFile, error) {
	files := make([]generate.ThreadFile, len(t.posts))
	for i, post := range t.posts {
		files[i] = generate.ThreadFile{Post: post, Stamp: t.stamp}
	}
	for i, post := range t.posts {
		if slices.Contains(t.named, post) {
			files[i].Stamp = content.Stamp{}
		}
	}
	if t.ahead {
		return files, t.readAll(ctx)
	}
	return files, nil
}

// readAll reads all threads, many at once: the table is far away, and the
// generator asks for as many as it has processors.
func (t *threads) readAll(ctx context.Context) error {
	const readers = 32
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(readers)
	for _, post := range t.posts {
		group.Go(func() error {
			_, err := t.Read(ctx, post)
			return err
		})
	}
	return group.Wait()
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
