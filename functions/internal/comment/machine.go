package comment

import "greenroom/functions/internal/agency"

// States of a comment.
const (
	Held      agency.State = "held"
	Approved  agency.State = "approved"
	Spam      agency.State = "spam"
	Trash     agency.State = "trash"
	Withdrawn agency.State = "withdrawn"
	Purged    agency.State = "purged"
)

// Transitions of a comment, by what somebody does to it.
const (
	approve  = "C1"
	markSpam = "C2"
	reject   = "C3"
	unpost   = "C4"
	restore  = "C5"
	withdraw = "C6"
	answer   = "C8"
)

// Machine is every legal change of a comment's state.
func Machine() agency.Machine {
	return agency.Machine{
		Title:    "Blog comment",
		Initial:  Held,
		Terminal: []agency.State{Purged},
		States:   []agency.State{Held, Approved, Spam, Trash, Withdrawn, Purged},
		Transitions: []agency.Transition{
			{ID: approve, From: agency.From(Held), To: Approved, By: "moderator", Guard: "email never in any public payload (INV-10)"},
			{ID: markSpam, From: agency.From(Held), To: Spam, By: "moderator or S"},
			{ID: reject, From: agency.From(Held), To: Trash, By: "moderator", Guard: "reason"},
			{ID: unpost, From: agency.From(Approved), To: Held, By: "moderator", Guard: "reason"},
			{ID: restore, From: agency.From(Spam, Trash), To: Held, By: "moderator"},
			{ID: withdraw, From: agency.From(Held, Approved), To: Withdrawn, By: "author (signed link, POST)"},
			{ID: "C7", From: agency.From(Spam, Trash, Withdrawn), To: Purged, By: "S", Guard: "30 days"},
			{ID: answer, From: agency.From(Approved), To: Approved, By: "staff reply", Guard: "role staff"},
		},
	}
}
