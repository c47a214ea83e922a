package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// corpus is a site of made-up words: one set of posts and people that both
// generators read, and the comments in the shape that each wants.
type corpus struct {
	dir    string
	posts  int
	all    bool   // leave on what Hugo has no like of: search and share cards
	module string // root of this module, whose style sheet Hugo gets too
}

// Where the parts of a corpus are.
func (c corpus) content() string { return filepath.Join(c.dir, "content") }
func (c corpus) records() string { return filepath.Join(c.dir, "records") }
func (c corpus) hugo() string    { return filepath.Join(c.dir, "hugo") }

func (c corpus) postFile(p post) string { return filepath.Join(c.content(), "posts", p.slug+".md") }
func (c corpus) recordFile(p post) string {
	return filepath.Join(c.records(), p.slug+".ndjson")
}

// write makes the corpus and says how many comments it has.
func (c corpus) write() (comments int, err error) {
	for _, dir := range []string{c.content() + "/posts", c.content() + "/people", c.records(), c.threads()} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return 0, fmt.Errorf("making the corpus: %w", err)
		}
	}
	a := author{newVocabulary()}
	if err := c.writePeople(a); err != nil {
		return 0, err
	}
	latest := &newest{}
	var next, count atomic.Int64
	var group errgroup.Group
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			for i := int(next.Add(1)) - 1; i < c.posts; i = int(next.Add(1)) - 1 {
				p := a.post(i)
				list := a.comments(p)
				count.Add(int64(len(list)))
				latest.add(p, list)
				if err := c.writePost(a, p, list); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return 0, err
	}
	return int(count.Load()), c.writeHugo(a, latest)
}

func (c corpus) writePeople(a author) error {
	if err := old(filepath.Join(c.content(), "site.yaml"), []byte(c.site())); err != nil {
		return err
	}
	for i := range people {
		file := filepath.Join(c.content(), "people", a.person(i).slug+".md")
		if err := old(file, a.personFile(i)); err != nil {
			return err
		}
	}
	return nil
}

func (c corpus) writePost(a author, p post, list []comment) error {
	if err := old(c.postFile(p), a.file(p)); err != nil {
		return err
	}
	if len(list) == 0 {
		return nil
	}
	lines, err := records(list)
	if err != nil {
		return fmt.Errorf("writing records: %w", err)
	}
	if err := old(c.recordFile(p), lines); err != nil {
		return err
	}
	return c.writeThread(p, list)
}

// old writes a file that was last changed on the day of the corpus: a
// generator that looks at times must not take all of it for just written.
func old(file string, data []byte) error {
	if err := os.WriteFile(file, data, 0o644); err != nil {
		return fmt.Errorf("making the corpus: %w", err)
	}
	if err := os.Chtimes(file, asOf(), asOf()); err != nil {
		return fmt.Errorf("making the corpus: %w", err)
	}
	return nil
}

const siteFile = `title: Bench
tagline: A site of words that mean nothing
description: "A corpus to measure generators with."
base_url: https://bench.example
language: en
time_zone: UTC
as_of: 2026-05-12
navigation:
  - title: Blog
    url: /blog/
agency:
  name: Bench
  address: "1 Bench Row, Springfield"
  email: hello@bench.example
  moderation_email: moderators@bench.example
`

// site is site.yaml.
func (c corpus) site() string {
	if c.all {
		return siteFile
	}
	return strings.Replace(siteFile, "navigation:", "search: false\nshare_cards: false\nnavigation:", 1)
}
