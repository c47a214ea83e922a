package quality_test

import (
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing/fstest"
	"time"
	"unicode"

	"greenroom/site/content"
	"greenroom/site/generate"
)

// writer writes English that nobody said, but that is as hard to compress as
// what people say: each word is followed by one that follows it somewhere in
// the posts of the site. 30,000 characters of it pack into 10.1 kB, as many of
// the posts into 10.0.
type writer struct {
	*rand.Rand
	next map[string][]string // by word, in order of appearance
	all  []string
}

var wordsOf = regexp.MustCompile(`[A-Za-z][a-z’']+`)

func newWriter(source fstest.MapFS, seed uint64) *writer {
	w := &writer{Rand: random(seed), next: map[string][]string{}}
	for _, name := range slices.Sorted(maps.Keys(source)) {
		if !strings.HasSuffix(name, ".md") {
			continue
		}
		last := ""
		for _, word := range wordsOf.FindAllString(string(source[name].Data), -1) {
			word = strings.ToLower(word)
			w.next[last] = append(w.next[last], word)
			w.all = append(w.all, word)
			last = word
		}
	}
	return w
}

// text is about so many characters of sentences.
func (w *writer) text(size int) string {
	var b strings.Builder
	for b.Len() < size {
		if b.Len() > 0 {
			b.WriteString(w.pick(" ", " ", " ", "\n\n"))
		}
		b.WriteString(w.sentence())
	}
	return b.String()
}

func (w *writer) sentence() string {
	word := w.all[w.IntN(len(w.all))]
	words := []string{word}
	for range 5 + w.IntN(14) {
		after := w.next[word]
		if len(after) == 0 || w.IntN(4) == 0 { // else the posts themselves would come out
			after = w.all
		}
		word = after[w.IntN(len(after))]
		words = append(words, word)
	}
	first := []rune(words[0])
	first[0] = unicode.ToUpper(first[0])
	words[0] = string(first)
	return strings.Join(words, " ") + w.pick(".", ".", ".", ".", "!", "?")
}

func (w *writer) pick(from ...string) string { return from[w.IntN(len(from))] }

// name is what readers call themselves.
func (w *writer) name() string {
	first := strings.Fields("Ada Bo Chidi Dilek Elif Farid Greta Hana Ines Jun Kwame Lena Mirela Nuria Oskar Petra Quentin Rosa Sanne Tomás Uma Viktor Wen Ximena Yusuf Zofia")
	last := strings.Fields("Abbott Brandt Castellanos Dlamini Eriksen Fontaine Grzybowski Hallam Ivanova Jansen Kowalczyk Lindholm Mbeki Nakagawa Obi Papadakis Quispe Rahman Silva Tanaka Urban Vance Whitlock Yilmaz Zhang")
	switch w.IntN(4) {
	case 0:
		return w.pick(first...)
	case 1:
		return strings.ToLower(w.pick(first...)) + w.pick(".writes", "_films", "cooks", " in "+w.pick("Ghent", "Leeds", "Porto"))
	}
	return w.pick(first...) + " " + w.pick(last...)
}

// ulid is an id as the comment room makes them: the time and 80 random bits,
// which do not compress.
func (w *writer) ulid(at time.Time) string {
	const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	id := make([]byte, 26)
	ms := at.UnixMilli()
	for i := 9; i >= 0; i-- {
		id[i] = digits[ms&31]
		ms >>= 5
	}
	for i := 10; i < len(id); i++ {
		id[i] = digits[w.IntN(32)]
	}
	return string(id)
}

// discussion is the thread below a post while it is written.
type discussion struct {
	*writer
	post  content.Post
	staff []content.Person
	list  []generate.Comment
}

// comments adds so many of them. Each begins a thread with that chance, or
// answers one of the last comments.
func (d *discussion) comments(n int, thread float64) {
	for range n {
		c := generate.Comment{Post: d.post.Slug, Name: d.name(), At: d.post.Date.Add(time.Duration(40*len(d.list)+d.IntN(40)) * time.Minute)}
		c.ID, c.Text = d.ulid(c.At), d.text(150+d.IntN(240))
		if len(d.list) > 0 && d.Float64() >= thread {
			c.Parent = d.list[d.IntN(len(d.list))].ID
			if d.IntN(4) == 0 {
				person := d.staff[d.IntN(len(d.staff))]
				c.Staff, c.Name = person.Slug, person.Name
			}
		}
		if d.IntN(12) == 0 {
			c.Text += "\n\nhttps://" + d.pick("notes", "photos", "portfolio") + ".example/" + d.pick(d.all...) + "-" + d.pick(d.all...)
		}
		d.list = append(d.list, c)
	}
}

// finished is the thread after every fifteenth comment with an answer was taken
// away: it keeps its place and no words.
func (d *discussion) finished() []generate.Comment {
	answered := map[string]bool{}
	for _, c := range d.list {
		answered[c.Parent] = true
	}
	n := 0
	for i, c := range d.list {
		if answered[c.ID] {
			if n++; n%15 == 4 {
				d.list[i] = generate.Comment{Post: c.Post, ID: c.ID, Parent: c.Parent, At: c.At, Gone: true}
			}
		}
	}
	return d.list
}
