package main

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"time"
)

// comment is one approved comment, as the generator reads it.
type comment struct {
	Kind   string    `json:"kind"`
	Post   string    `json:"post"`
	ID     string    `json:"id"`
	Parent string    `json:"parent"`
	Name   string    `json:"name"`
	Staff  string    `json:"staff"`
	At     time.Time `json:"at"`
	Text   string    `json:"text"`
}

// mostComments is the most that one post has.
const mostComments = 200

// comments are those below a post: five in the mean, geometric, of which two
// in five answer an earlier one.
func (a author) comments(p post) []comment {
	if p.draft {
		return nil
	}
	r := stream(streamComments, p.number)
	at := p.date
	var list []comment
	for len(list) < mostComments && r.IntN(6) > 0 {
		at = at.Add(time.Duration(1+r.IntN(30*60*60)) * time.Second)
		if at.After(asOf()) {
			break
		}
		c := a.comment(r, p.slug, at)
		if len(list) > 0 && r.IntN(100) < 48 {
			c.Parent = list[r.IntN(len(list))].ID
		}
		list = append(list, c)
	}
	return list
}

// comment writes one: 455 bytes in the mean, a paragraph or some, now and then
// with an address. One in twelve is an answer of the house.
func (a author) comment(r *rand.Rand, post string, at time.Time) comment {
	c := comment{Kind: "comment", Post: post, At: at, ID: ulid(r, at)}
	c.Name = capital(a.words.draw(r)) + " " + capital(a.words.words[1000+r.IntN(2000)])
	if r.IntN(12) == 0 {
		p := a.person(r.IntN(people))
		c.Name, c.Staff = p.name, p.slug
	}
	w := prose{Rand: r, words: a.words}
	for words := logNormal(r, 50); w.count < words; {
		if w.count > 0 && w.chance(20) {
			w.b.WriteString("\n\n")
		} else if w.count > 0 {
			w.b.WriteString(" ")
		}
		w.b.WriteString(capital(w.some(4+r.IntN(14))) + ".")
	}
	if w.chance(10) {
		w.b.WriteString(" See https://" + a.words.draw(r) + ".example/" + a.words.draw(r) + "?page=1&of=2.")
	}
	c.Text = w.b.String()
	return c
}

// ulid is an id whose first ten digits are a time and whose others are drawn.
func ulid(r *rand.Rand, at time.Time) string {
	const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	var id [26]byte
	ms := uint64(at.UnixMilli())
	for i := 9; i >= 0; i-- {
		id[i] = digits[ms&31]
		ms >>= 5
	}
	for i := 10; i < len(id); i++ {
		id[i] = digits[r.IntN(32)]
	}
	return string(id[:])
}

// records are comments as lines of JSON.
func records(list []comment) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for _, c := range list {
		if err := e.Encode(c); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}
