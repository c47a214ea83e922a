package decisiontest

import (
	"context"
	"fmt"
	"sync"

	"greenroom/functions/internal/table"
)

// Cutter is a table whose power goes at one of its next writes, and stays away
// until it is mended.
type Cutter struct {
	table.Table

	mu      sync.Mutex
	left    int  // writes until the power goes
	armed   bool // or nothing ever happens
	applied bool // the last write is kept, and its answer lost
	written int
}

// Cut lets the power go after so many more writes. applied says that the write
// at which it goes is kept all the same, and only its answer is lost.
func (c *Cutter) Cut(after int, applied bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left, c.applied, c.armed = after, applied, true
}

// Mend brings the power back. It reports whether it had gone.
func (c *Cutter) Mend() (gone bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	gone = c.armed && c.left < 0
	c.armed = false
	return gone
}

// Written is how many writes were kept.
func (c *Cutter) Written() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.written
}

// Write implements [table.Table].
func (c *Cutter) Write(ctx context.Context, token string, writes ...table.Write) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.armed {
		c.left--
	}
	if c.armed && c.left < 0 && (c.left < -1 || !c.applied) {
		return fmt.Errorf("power is gone: %w", table.ErrUnavailable)
	}
	err := c.Table.Write(ctx, token, writes...)
	if err == nil {
		c.written++
	}
	if c.armed && c.left < 0 {
		return fmt.Errorf("power is gone: %w", table.ErrUnavailable)
	}
	return err
}
