package agencytest

import (
	"sync"
	"time"
)

// Clock is set and moved by hand.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that reads nine in the morning of 12 May 2026, UTC.
func NewClock() *Clock {
	return &Clock{now: time.Date(2026, time.May, 12, 9, 0, 0, 0, time.UTC)}
}

// Now reads the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Pass moves the clock on.
func (c *Clock) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
