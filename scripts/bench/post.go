package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// How many there are to choose from.
const (
	people = 25
	tags   = 60
)

// asOf is the day that the corpus is made for; its posts are of the 8 years
// before.
func asOf() time.Time { return time.Date(2026, 5, 12, 0, 0, 0, 0, time.UTC) }

const (
	span  = 8 * 365 * 24 * 60 // minutes
	draft = 37                // of each hundred posts, the one that is a draft
)

// author makes documents. Each document has a stream of random numbers of its
// own, so that post i is the same however many there are.
type author struct{ words *vocabulary }

// Streams: what a document is, and with its number, where its numbers begin.
const (
	streamHead = iota + 1
	streamBody
	streamComments
	streamPerson
	streamEdit
)

func stream(kind, number int) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(kind), uint64(number)))
}

// post is one article without its body.
type post struct {
	number                   int
	slug, title, description string
	date                     time.Time
	author                   string
	tags                     []string
	draft                    bool
}

func (a author) post(number int) post {
	r := stream(streamHead, number)
	p := post{number: number, draft: number%100 == draft}
	p.title = capital(a.words.some(r, 3+r.IntN(5)))
	if r.IntN(20) == 0 {
		p.title += " & " + a.words.draw(r)
	}
	p.slug = fmt.Sprintf("%s-%d", strings.ReplaceAll(a.words.some(r, 3), " ", "-"), number)
	p.description = capital(a.words.some(r, 12+r.IntN(10))) + "."
	p.date = asOf().Add(-time.Duration(1+r.IntN(span)) * time.Minute)
	p.author = a.person(r.IntN(people)).slug
	for len(p.tags) < 3 {
		if tag := a.tag(r.IntN(tags)); !slices.Contains(p.tags, tag) {
			p.tags = append(p.tags, tag)
		}
	}
	return p
}

// tag is the name of a tag: one word, which is also its slug.
func (a author) tag(number int) string { return a.words.words[200+number] }

// body is the text of a post: about 900 words, log-normal.
func (a author) body(p post) string {
	r := stream(streamBody, p.number)
	w := prose{Rand: r, words: a.words}
	w.link = func() string { return a.address(r, p) }
	return w.body(logNormal(r, 670))
}

// address is what a post links to: another site, an earlier post, a person.
func (a author) address(r *rand.Rand, from post) string {
	switch n := r.IntN(10); {
	case n < 3 && from.number > 0:
		if to := r.IntN(from.number); to%100 != draft {
			return "/blog/" + a.post(to).slug + "/"
		}
	case n < 4:
		return "/people/" + a.person(r.IntN(people)).slug + "/"
	}
	return fmt.Sprintf("https://%s.example/%s/%d", a.words.draw(r), a.words.draw(r), r.IntN(10_000))
}

// file is the post with front matter that both generators read.
func (a author) file(p post) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "---\ntitle: %q\ndate: %s\ndescription: %q\nauthors: [%s]\ntags: [%s]\ndraft: %t\n---\n\n",
		p.title, p.date.Format(time.RFC3339), p.description, p.author, strings.Join(p.tags, ", "), p.draft)
	b.WriteString(a.body(p))
	return b.Bytes()
}

// person is somebody who writes posts.
type person struct{ slug, name, role string }

func (a author) person(number int) person {
	first, last := a.words.words[300+number], a.words.words[700+number]
	return person{first + "-" + last, capital(first) + " " + capital(last), "Writer of " + a.tag(number)}
}

func (a author) personFile(number int) []byte {
	p := a.person(number)
	w := prose{Rand: stream(streamPerson, number), words: a.words}
	w.link = func() string { return "/blog/" }
	w.paragraph()
	return fmt.Appendf(nil, "---\ntitle: %q\nrole: %q\ndescription: %q\n---\n\n%s", p.name, p.role, capital(w.some(10))+".", w.b.String())
}
