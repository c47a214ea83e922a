package document

import "greenroom/functions/internal/agency"

// States of a version.
const (
	Draft            agency.State = "draft"
	InReview         agency.State = "in_review"
	ChangesRequested agency.State = "changes_requested"
	ClientReview     agency.State = "client_review" // with somebody outside
	Approved         agency.State = "approved"
	Released         agency.State = "released"
	Superseded       agency.State = "superseded"
	Withdrawn        agency.State = "withdrawn"
)

// Machine is every legal change of a version's state.
func Machine() agency.Machine {
	return agency.Machine{
		Title:    "Instructions / brief (per version)",
		Initial:  Draft,
		Terminal: []agency.State{Superseded, Withdrawn},
		States:   []agency.State{Draft, InReview, ChangesRequested, ClientReview, Approved, Released, Superseded, Withdrawn},
		Transitions: []agency.Transition{
			{ID: "B1", From: agency.From(Draft), To: InReview, By: "author", Guard: "lint: all sections filled, no clause without a test, dates = program dates, links answer 200, disclosure clause present, reading age <= grade 9, <=2 pages"},
			{ID: "B2", From: agency.From(InReview), To: ChangesRequested, By: "reviewer (not the author)", Guard: ">=1 blocking comment on a clause"},
			{ID: "B3", From: agency.From(ChangesRequested), To: Draft, By: "author"},
			{ID: "B4", From: agency.From(InReview), To: ClientReview, By: "S", Guard: ">=2 approvals by distinct people, none the author, all on the current hash; one of them 'compliance' if program.regulated"},
			{ID: "B5", From: agency.From(ClientReview), To: Approved, By: "client", Guard: "same hash"},
			{ID: "B6", From: agency.From(ClientReview), To: ChangesRequested, By: "client", Guard: "comments (consolidated, one list)"},
			{ID: "B7", From: agency.From(Approved), To: Released, By: "PM", Guard: "released hash == approved hash (INV-4)"},
			{ID: "B8", From: agency.From(Released), To: Superseded, By: "S", Guard: "a newer version reached released"},
			{ID: "B9", From: agency.From(Draft, InReview, ChangesRequested, ClientReview, Approved), To: Withdrawn, By: "PM", Guard: "reason"},
			{ID: "B10", From: agency.From(Released), To: Released, By: "PM (amend = creates version n+1 in draft)", Guard: "each changed clause tagged clarification / correction / new_ask with reason code; default for an added must-clause after release = new_ask"},
		},
	}
}
