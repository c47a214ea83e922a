package local

import (
	"fmt"
	"io"
	"time"
)

// sayEvery is how often a build that takes long says how far it is.
const sayEvery = time.Second

// progress says how far a build is, if it takes long: a first one draws all
// pictures and share cards.
type progress struct {
	print io.Writer
	now   func() time.Time
	stage string
	said  time.Time // or when the stage began
}

func (p *progress) step(stage string, done, of int) {
	now := p.now()
	if stage != p.stage || done == 1 {
		p.stage, p.said = stage, now
	}
	if now.Sub(p.said) < sayEvery {
		return
	}
	p.said = now
	fmt.Fprintf(p.print, "%s %d of %d\n", stage, done, of)
}
