package agency

import "time"

// Event says who did what to which thing, and when. It is written in the same
// transaction as what it tells of.
type Event struct {
	ID     string // ULID
	At     time.Time
	Actor  string // person id, "system", or "" for a visitor
	Action string // transition id or verb, such as "C1" or "submit"
	Thing  string // kind and id, such as "comment 01J…"
	From   State  `json:",omitempty"`
	To     State  `json:",omitempty"`
	Note   string `json:",omitempty"` // a reason; never text of a visitor
}
