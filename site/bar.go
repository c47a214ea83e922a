package main

import (
	"fmt"
	"strings"
)

// barWidth is how many columns the bar itself has.
const barWidth = 30

// bar shows how far a build is: as a bar that moves on a terminal, as one
// plain line elsewhere.
type bar struct {
	command
	label string
}

func (b bar) begin() { fmt.Fprintln(b.stderr, b.label) }

func (b bar) step(stage string, done, of int) {
	if !b.terminal || of == 0 {
		return
	}
	full := barWidth * done / of
	if done > 1 && full == barWidth*(done-1)/of { // nothing to see
		return
	}
	fmt.Fprintf(b.stderr, "\r[%s%s] %s %d/%d\x1b[K", strings.Repeat("#", full), strings.Repeat(" ", barWidth-full), stage, done, of)
}

func (b bar) end() {
	if b.terminal {
		fmt.Fprint(b.stderr, "\r\x1b[K")
	}
}
