package submission

import "greenroom/functions/internal/agency"

// States of an edit request.
const (
	EditDraft      agency.State = "draft"
	EditSecondLook agency.State = "second_look"
	EditSent       agency.State = "sent"
	EditDisputed   agency.State = "disputed"
	EditCountered  agency.State = "countered"
	EditAccepted   agency.State = "accepted"
	EditDone       agency.State = "done"
	EditVerified   agency.State = "verified"
	EditDeclined   agency.State = "declined"
	EditWithdrawn  agency.State = "withdrawn"
	EditExpired    agency.State = "expired"
)

// EditMachine is every legal change of an edit request's state.
func EditMachine() agency.Machine {
	return agency.Machine{
		Title:    "Edit request (one consolidated list per round)",
		Initial:  EditDraft,
		Terminal: []agency.State{EditVerified, EditDeclined, EditWithdrawn, EditExpired},
		States:   []agency.State{EditDraft, EditSecondLook, EditSent, EditDisputed, EditCountered, EditAccepted, EditDone, EditVerified, EditDeclined, EditWithdrawn, EditExpired},
		Transitions: []agency.Transition{
			{ID: "E1", From: agency.From(EditDraft), To: EditSecondLook, By: "PM", Guard: "round >=2, or any new_ask item, or any client-sourced item; no other open edit on this deliverable (INV-6)"},
			{ID: "E2", From: agency.From(EditDraft), To: EditSent, By: "PM", Guard: "round 1 and all items quote a clause of the acknowledged version; tone lint ok"},
			{ID: "E3", From: agency.From(EditSecondLook), To: EditSent, By: "other staff", Guard: "every new_ask item has reason code, fee>=0, extra days>=1, and 'we tried to avoid this because...' note; fee=0 only with class correction"},
			{ID: "E4", From: agency.From(EditSecondLook), To: EditDraft, By: "other staff", Guard: "comment"},
			{ID: "E5", From: agency.From(EditSent), To: EditAccepted, By: "I, or S when all items are original-ask and influencer starts work"},
			{ID: "E6", From: agency.From(EditSent), To: EditDisputed, By: "I", Guard: "item + reason"},
			{ID: "E7", From: agency.From(EditDisputed), To: EditSent, By: "other PM", Guard: "upheld or reclassified new_ask (then fee/days set)"},
			{ID: "E8", From: agency.From(EditSent), To: EditCountered, By: "I", Guard: "only new_ask items"},
			{ID: "E9", From: agency.From(EditCountered), To: EditSent, By: "PM", Guard: "revised offer"},
			{ID: "E10", From: agency.From(EditCountered), To: EditAccepted, By: "PM", Guard: "counter taken"},
			{ID: "E11", From: agency.From(EditSent, EditCountered), To: EditDeclined, By: "I", Guard: "all refused items are new_ask (INV-7: refusing a new ask never touches the original fee or standing)"},
			{ID: "E12", From: agency.From(EditAccepted), To: EditDone, By: "I resubmits (D2)"},
			{ID: "E13", From: agency.From(EditDone), To: EditVerified, By: "PM", Guard: "each item marked ok"},
			{ID: "E14", From: agency.From(EditDraft, EditSecondLook, EditSent, EditCountered, EditDisputed), To: EditWithdrawn, By: "PM", Guard: "reason"},
			{ID: "E15", From: agency.From(EditSent), To: EditExpired, By: "S at due", Guard: "2 reminders"},
			{ID: "E16", From: agency.From(EditAccepted), To: EditExpired, By: "S at due + grace", Guard: "2 reminders"},
		},
	}
}
