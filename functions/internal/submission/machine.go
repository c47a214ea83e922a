package submission

import "greenroom/functions/internal/agency"

// States of a deliverable.
const (
	Assigned       agency.State = "assigned"
	InProgress     agency.State = "in_progress"
	Checking       agency.State = "checking"
	InReview       agency.State = "in_review"
	EditsRequested agency.State = "edits_requested"
	ClientReview   agency.State = "client_review"
	Approved       agency.State = "approved"
	LiveChecking   agency.State = "live_checking"
	LiveFix        agency.State = "live_fix"
	LiveVerified   agency.State = "live_verified"
	LiveBroken     agency.State = "live_broken"
	Done           agency.State = "done"
	Waived         agency.State = "waived"
	Cancelled      agency.State = "cancelled"
)

// Machine is every legal change of a deliverable's state.
func Machine() agency.Machine {
	return agency.Machine{
		Title:    "Submission (one machine per deliverable; each submit makes an immutable version)",
		Initial:  Assigned,
		Terminal: []agency.State{Done, Cancelled, Waived},
		States:   []agency.State{Assigned, InProgress, Checking, InReview, EditsRequested, ClientReview, Approved, LiveChecking, LiveFix, LiveVerified, LiveBroken, Done, Waived, Cancelled},
		Transitions: []agency.Transition{
			{ID: "D1", From: agency.From(Assigned), To: InProgress, By: "I", Guard: "brief current version acknowledged"},
			{ID: "D2", From: agency.From(InProgress, EditsRequested), To: Checking, By: "I", Guard: "draft link/file; each must-clause ticked or explained; each open edit item answered done/declined/question"},
			{ID: "D3", From: agency.From(Checking), To: InProgress, By: "S", Guard: "a hard check fails and influencer did not choose 'send anyway with note'"},
			{ID: "D4", From: agency.From(Checking), To: InReview, By: "S", Guard: "checks stored (pass/fail/unknown with quoted evidence)"},
			{ID: "D5", From: agency.From(InReview), To: EditsRequested, By: "PM", Guard: "an edit request was sent (machine below)"},
			{ID: "D6", From: agency.From(InReview), To: ClientReview, By: "PM", Guard: "program.client_approves"},
			{ID: "D7", From: agency.From(ClientReview), To: InReview, By: "client", Guard: "one consolidated list of comments"},
			{ID: "D8", From: agency.From(ClientReview), To: Approved, By: "client, or S when the client clock ran out (recorded as auto)"},
			{ID: "D9", From: agency.From(InReview), To: Approved, By: "PM", Guard: "client approval not required"},
			{ID: "D10", From: agency.From(Approved), To: LiveChecking, By: "I", Guard: "live URL(s) inside the publish window or with reason"},
			{ID: "D11", From: agency.From(LiveChecking), To: LiveVerified, By: "S + PM tick", Guard: "all hard checks pass or human override with reason (INV-5: disclosure can never be overridden)"},
			{ID: "D12", From: agency.From(LiveChecking), To: LiveFix, By: "S", Guard: "hard check fails"},
			{ID: "D13", From: agency.From(LiveFix), To: LiveChecking, By: "I"},
			{ID: "D14", From: agency.From(LiveVerified), To: LiveBroken, By: "S monitor", Guard: "2 failed fetches >=24 h apart inside keep_live_days"},
			{ID: "D15", From: agency.From(LiveBroken), To: LiveVerified, By: "S or PM", Guard: "URL back and checks pass"},
			{ID: "D16", From: agency.From(LiveVerified), To: Done, By: "S", Guard: "keep_live_days elapsed"},
			{ID: "D17", From: agency.From(LiveBroken), To: Cancelled, By: "PM", Guard: "not repaired in 14 days; reason"},
			{ID: "D18", From: agency.From(Assigned, InProgress, Checking, InReview, EditsRequested, ClientReview, Approved, LiveChecking, LiveFix), To: Cancelled, By: "PM", Guard: "reason, fault"},
			{ID: "D20", From: agency.From(EditsRequested), To: InReview, By: "S", Guard: "the edit request was declined, withdrawn or expired"},
			{ID: "D19", From: agency.From(Assigned, InProgress, InReview, EditsRequested, ClientReview, Approved), To: Waived, By: "PM", Guard: "reason"},
		},
	}
}
