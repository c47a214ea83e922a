package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// editor changes a corpus the way people do: a file is written beside the old
// one and takes its place, and its time is now.
type editor struct {
	corpus corpus
	author author
	round  int // counts all changes made, so that none is like another
}

func save(file string, data []byte) error {
	temporary := filepath.Join(filepath.Dir(file), "."+filepath.Base(file)+"~")
	if err := os.WriteFile(temporary, data, 0o644); err != nil {
		return fmt.Errorf("changing the corpus: %w", err)
	}
	if err := os.Rename(temporary, file); err != nil {
		return fmt.Errorf("changing the corpus: %w", err)
	}
	return nil
}

// some is a published post, another one each time.
func (e *editor) some() post {
	e.round++
	number := e.round * 613 % e.corpus.posts
	for number%100 == draft {
		number = (number + 1) % e.corpus.posts
	}
	return e.author.post(number)
}

// rewrite passes the file of some post through a function.
func (e *editor) rewrite(change func(p post, text []byte) []byte) error {
	p := e.some()
	file := e.corpus.postFile(p)
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("changing the corpus: %w", err)
	}
	return save(file, change(p, text))
}

func (e *editor) body() error {
	return e.rewrite(func(_ post, text []byte) []byte {
		return fmt.Appendf(text, "One more sentence, which is number %d.\n", e.round)
	})
}

// title changes the title and nothing else.
func (e *editor) title() error {
	return e.rewrite(func(_ post, text []byte) []byte {
		return bytes.Replace(text, []byte(`title: "`), fmt.Appendf(nil, `title: "Edition %d: `, e.round), 1)
	})
}

// comment adds one comment below some post.
func (e *editor) comment() error {
	p := e.some()
	at := asOf().Add(-time.Hour + time.Duration(e.round)*time.Second)
	line, err := records([]comment{e.author.comment(stream(streamEdit, e.round), p.slug, at)})
	if err != nil {
		return fmt.Errorf("changing the corpus: %w", err)
	}
	f, err := os.OpenFile(e.corpus.recordFile(p), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("changing the corpus: %w", err)
	}
	_, err = f.Write(line)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err
}

// newPost adds a post that is newer than all others.
func (e *editor) newPost() error {
	e.round++
	p := e.author.post(e.corpus.posts)
	p.slug = fmt.Sprintf("news-%d", e.round)
	p.draft = false
	p.date = asOf().Add(-time.Minute + time.Duration(e.round)*time.Second/2)
	return save(e.corpus.postFile(p), e.author.file(p))
}

// nothing leaves the corpus as it is.
func (e *editor) nothing() error { return nil }
