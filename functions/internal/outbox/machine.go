package outbox

import "greenroom/functions/internal/agency"

// States of a mail.
const (
	Drafted    agency.State = "draft"
	SecondLook agency.State = "second_look"
	Approved   agency.State = "approved"
	Sending    agency.State = "sending"
	Sent       agency.State = "sent"
	Failed     agency.State = "failed"
	Discarded  agency.State = "discarded"
)

// Machine is every legal change of a mail's state.
func Machine() agency.Machine {
	return agency.Machine{
		Title:    "Outbox mail (supporting)",
		Initial:  Drafted,
		Terminal: []agency.State{Sent, Discarded},
		States:   []agency.State{Drafted, SecondLook, Approved, Sending, Sent, Failed, Discarded},
		Transitions: []agency.Transition{
			{ID: "O1", From: agency.From(Drafted), To: SecondLook, By: "PM", Guard: "template needs it (outcomes, edits round>=2, anything >25 people)"},
			{ID: "O2", From: agency.From(Drafted), To: Approved, By: "PM", Guard: "template allows single-person send"},
			{ID: "O3", From: agency.From(SecondLook), To: Approved, By: "other staff", Guard: "all placeholders resolved; untrusted values escaped"},
			{ID: "O4", From: agency.From(SecondLook, Approved), To: Drafted, By: "anyone who edits"},
			{ID: "O5", From: agency.From(Approved), To: Sending, By: "S", Guard: "not superseded; recipient not suppressed for this class; idempotency key unused"},
			{ID: "O6", From: agency.From(Sending), To: Sent, By: "S", Guard: "message id"},
			{ID: "O7", From: agency.From(Sending), To: Failed, By: "S", Guard: "error"},
			{ID: "O8", From: agency.From(Failed), To: Approved, By: "PM"},
			{ID: "O9", From: agency.From(Drafted, SecondLook, Approved, Failed), To: Discarded, By: "PM, or S when the decision behind it was undone"},
		},
	}
}
