package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// prose writes Markdown as people do. What it draws comes from one stream.
type prose struct {
	*rand.Rand
	words *vocabulary
	link  func() string // address of something to link to
	b     strings.Builder
	count int // words so far
}

// body writes a whole post of about so many words.
func (p *prose) body(words int) string {
	fence, table, quote := p.chance(40), p.chance(20), p.chance(50)
	p.paragraph()
	for p.count < words {
		p.heading("##")
		for range 2 + p.IntN(3) {
			p.paragraph()
		}
		switch {
		case fence:
			fence = false
			p.fence()
		case table:
			table = false
			p.table()
		case quote:
			quote = false
			p.b.WriteString("> " + p.sentence() + " " + p.sentence() + "\n\n")
		case p.chance(45):
			p.list()
		case p.chance(40):
			p.heading("###")
			p.paragraph()
		}
	}
	return p.b.String()
}

// chance is true so many times of a hundred.
func (p *prose) chance(percent int) bool { return p.IntN(100) < percent }

func (p *prose) some(n int) string {
	p.count += n
	return p.words.some(p.Rand, n)
}

func (p *prose) heading(level string) {
	p.b.WriteString(level + " " + capital(p.some(2+p.IntN(5))) + "\n\n")
}

func (p *prose) paragraph() {
	for i := range 2 + p.IntN(5) {
		if i > 0 {
			p.b.WriteByte(' ')
		}
		p.b.WriteString(p.sentence())
	}
	p.b.WriteString("\n\n")
}

// sentence has emphasis, code, a link or a quotation in it now and then.
func (p *prose) sentence() string {
	text := capital(p.some(3 + p.IntN(9)))
	switch n := p.IntN(100); {
	case n < 7:
		text += " *" + p.some(1+p.IntN(3)) + "*"
	case n < 12:
		text += " **" + p.some(1+p.IntN(3)) + "**"
	case n < 18:
		text += " `" + p.some(1) + "_" + p.some(1) + "()`"
	case n < 26:
		text += " [" + p.some(1+p.IntN(4)) + "](" + p.link() + ")"
	case n < 30:
		text += ", \"" + p.some(2+p.IntN(4)) + "\","
	case n < 33:
		text += " & " + p.some(1) + "'s"
	case n < 55:
		text += ","
	}
	return text + " " + p.some(2+p.IntN(8)) + "."
}

// list is a list of which some items have a list below them. It is indented by
// four, which every dialect of Markdown reads alike.
func (p *prose) list() {
	mark := "-"
	if p.chance(30) {
		mark = "1."
	}
	for range 3 + p.IntN(4) {
		fmt.Fprintf(&p.b, "%s %s\n", mark, p.item())
		if p.chance(30) {
			for range 2 + p.IntN(2) {
				fmt.Fprintf(&p.b, "    - %s\n", p.item())
			}
		}
	}
	p.b.WriteByte('\n')
}

func (p *prose) item() string {
	text := capital(p.some(3 + p.IntN(9)))
	if p.chance(15) {
		text = "**" + capital(p.some(2)) + "** " + p.some(5)
	}
	return text
}

func (p *prose) table() {
	columns := 3 + p.IntN(3)
	p.row(columns, func(int) string { return capital(p.some(1 + p.IntN(2))) })
	p.row(columns, func(i int) string { return []string{"---", "---:"}[i%2] })
	for range 4 + p.IntN(5) {
		p.row(columns, func(i int) string {
			if i%2 == 1 {
				p.count++
				return fmt.Sprint(p.IntN(10_000))
			}
			return p.some(1 + p.IntN(3))
		})
	}
	p.b.WriteByte('\n')
}

func (p *prose) row(columns int, cell func(column int) string) {
	for i := range columns {
		p.b.WriteString("| " + cell(i) + " ")
	}
	p.b.WriteString("|\n")
}
