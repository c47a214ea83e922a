package outbox

import (
	"fmt"

	"greenroom/functions/internal/agency"
)

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

// Transitions of a mail, by what somebody does to it.
const (
	askSecondLook = "O1"
	approveAlone  = "O2"
	approve       = "O3"
	rework        = "O4"
	begin         = "O5"
	finish        = "O6"
	giveUp        = "O7"
	retry         = "O8"
	discard       = "O9"
)

// Machine is every legal change of a mail's state.
func Machine() agency.Machine {
	return agency.Machine{
		Title:    "Outbox mail (supporting)",
		Initial:  Drafted,
		Terminal: []agency.State{Sent, Discarded},
		States:   []agency.State{Drafted, SecondLook, Approved, Sending, Sent, Failed, Discarded},
		Transitions: []agency.Transition{
			{ID: askSecondLook, From: agency.From(Drafted), To: SecondLook, By: "PM", Guard: "template needs it (outcomes, edits round>=2, anything >25 people)"},
			{ID: approveAlone, From: agency.From(Drafted), To: Approved, By: "PM", Guard: "template allows single-person send"},
			{ID: approve, From: agency.From(SecondLook), To: Approved, By: "other staff", Guard: "all placeholders resolved; untrusted values escaped"},
			{ID: rework, From: agency.From(SecondLook, Approved), To: Drafted, By: "anyone who edits"},
			{ID: begin, From: agency.From(Approved), To: Sending, By: "S", Guard: "not superseded; recipient not suppressed for this class; idempotency key unused"},
			{ID: finish, From: agency.From(Sending), To: Sent, By: "S", Guard: "message id"},
			{ID: giveUp, From: agency.From(Sending), To: Failed, By: "S", Guard: "error"},
			{ID: retry, From: agency.From(Failed), To: Approved, By: "PM"},
			{ID: discard, From: agency.From(Drafted, SecondLook, Approved, Failed), To: Discarded, By: "PM, or S when the decision behind it was undone"},
		},
	}
}

// step moves the mail along a transition, or says why it cannot.
func (m *Mail) step(transition string) error {
	next, err := Machine().Next(m.State, transition)
	if err != nil {
		return agency.Conflict(fmt.Sprintf("This mail %s. That cannot be done with it now.", standing(m.State)), err)
	}
	m.State = next
	return nil
}

// standing is a state in the words of a sentence about a mail.
func standing(s agency.State) string {
	switch s {
	case Drafted:
		return "is a draft that nobody was asked to read yet"
	case SecondLook:
		return "waits for a second person to read it"
	case Approved:
		return "was approved"
	case Sending:
		return "is being sent"
	case Failed:
		return "could not be sent"
	}
	return "was " + string(s)
}
