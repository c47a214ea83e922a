package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// threadFile is the comments of one post as Hugo gets them: in order of time,
// and beside them the places of the thread, worked out beforehand. Templates
// would have to search and sort, which they are slow at.
type threadFile struct {
	Comments []said   `json:"comments"`
	Thread   []*place `json:"thread"`
}

// said is a comment without what the name of its file says.
type said struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"`
	Staff  string    `json:"staff,omitempty"`
	At     time.Time `json:"at"`
	Text   string    `json:"text"`
	Parent string    `json:"parent,omitempty"` // what it answers
	To     string    `json:"to,omitempty"`     // and whose that is
	Post   string    `json:"post,omitempty"`   // where it stands, in the list of all posts
	Title  string    `json:"title,omitempty"`  // of that post
}

// place is where a comment stands: N counts from 0 in order of time.
type place struct {
	N       int      `json:"n"`
	Replies []*place `json:"r,omitempty"`
	depth   int
	under   *place
}

const maxDepth = 4

// newThread puts comments below what they answer, at most four deep.
func newThread(list []comment) threadFile {
	var t threadFile
	byID := map[string]*place{}
	for n, c := range list {
		p := &place{N: n, depth: 1}
		one := said{ID: c.ID, Name: c.Name, Staff: c.Staff, At: c.At, Text: c.Text, Parent: c.Parent}
		byID[c.ID] = p
		if parent := byID[c.Parent]; parent == nil {
			t.Thread = append(t.Thread, p)
		} else {
			one.To = list[parent.N].Name
			if parent.depth == maxDepth {
				parent = parent.under
			}
			p.depth, p.under = parent.depth+1, parent
			parent.Replies = append(parent.Replies, p)
		}
		t.Comments = append(t.Comments, one)
	}
	return t
}

func (c corpus) writeThread(p post, list []comment) error {
	text, err := compact(newThread(list))
	if err != nil {
		return fmt.Errorf("writing a thread: %w", err)
	}
	return old(filepath.Join(c.threads(), p.slug+".json"), text)
}

// compact is data as JSON with nothing escaped that need not be.
func compact(data any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(data)
	return b.Bytes(), err
}

// feedComments is the most that a feed of comments holds.
const feedComments = 100

// newest gathers the newest comments of all posts.
type newest struct {
	mu   sync.Mutex
	list []said
}

func (n *newest) add(p post, list []comment) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, one := range newThread(list).Comments {
		one.Post, one.Title = p.slug, p.title
		n.list = append(n.list, one)
	}
	if len(n.list) > 50*feedComments {
		n.cut()
	}
}

// cut keeps the newest, whatever the order they came in.
func (n *newest) cut() []said {
	slices.SortFunc(n.list, func(a, b said) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)) })
	n.list = slices.Clone(n.list[:min(len(n.list), feedComments)])
	return n.list
}
