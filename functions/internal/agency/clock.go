package agency

import "time"

// Clock tells the time. It is handed in everywhere, so that tests and the demo
// can choose it.
type Clock func() time.Time

// StartingAt returns a clock that reads start now and runs on at the speed of
// wall. The demo uses it: its programs are dated around a pinned day.
func StartingAt(start time.Time, wall Clock) Clock {
	began := wall()
	return func() time.Time { return start.Add(wall().Sub(began)) }
}
