package program

import "greenroom/functions/internal/agency"

// States of a program.
const (
	Draft         agency.State = "draft"
	ClientSignoff agency.State = "client_signoff"
	Ready         agency.State = "ready"
	Open          agency.State = "open"
	Paused        agency.State = "paused"
	Closed        agency.State = "closed"
	Deciding      agency.State = "deciding"
	Running       agency.State = "running"
	Reporting     agency.State = "reporting"
	Completed     agency.State = "completed"
	Cancelled     agency.State = "cancelled"
	Archived      agency.State = "archived"
)

// Machine is every legal change of a program's state.
func Machine() agency.Machine {
	return agency.Machine{
		Title:    "Program",
		Initial:  Draft,
		Terminal: []agency.State{Archived},
		States:   []agency.State{Draft, ClientSignoff, Ready, Open, Paused, Closed, Deciding, Running, Reporting, Completed, Cancelled, Archived},
		Transitions: []agency.Transition{
			{ID: "P1", From: agency.From(Draft), To: ClientSignoff, By: "PM", Guard: "ideal intake complete; rubric weights are integers summing to 100 and reach<=15 unless override reason; form has <=8 applicant-typed fields; dates strictly ordered opens<closes<decide_by<confirm_by<draft_due<live_from<=live_to; fee, places, terms_days, edit_rounds set"},
			{ID: "P2", From: agency.From(ClientSignoff), To: Ready, By: "client", Guard: "approves the same hash that is stored; budget >= places x fee + 10% change reserve; funding flag = received or credit_ok"},
			{ID: "P3", From: agency.From(ClientSignoff), To: Draft, By: "client or PM", Guard: "comment (client) or reason (PM)"},
			{ID: "P4", From: agency.From(Ready), To: Open, By: "S at opens_at, or PM", Guard: "public-page lint passes (fee, places, dates, how-we-choose weights, PM name present); slug reserved"},
			{ID: "P5", From: agency.From(Open), To: Paused, By: "PM", Guard: "reason (public wording)"},
			{ID: "P6", From: agency.From(Paused), To: Open, By: "PM", Guard: "closes_at still ahead or moved"},
			{ID: "P7", From: agency.From(Open, Paused), To: Closed, By: "S at closes_at (program TZ, 10-min grace), or PM early with reason", Guard: "program not rolling, or rolling and places filled"},
			{ID: "P8", From: agency.From(Closed), To: Open, By: "PM", Guard: "no outcome released yet; new closes_at and decide_by set"},
			{ID: "P9", From: agency.From(Closed), To: Deciding, By: "S", Guard: "0 applications in {submitted,needs_info}; each has >= min_reviews current reviews or is ineligible-by-rule"},
			{ID: "P10", From: agency.From(Deciding), To: Running, By: "PM", Guard: "INV-1: every application is in a final outcome state and its outcome mail is sent; brief released or scheduled"},
			{ID: "P11", From: agency.From(Running), To: Reporting, By: "S", Guard: "all accepted applications are completed or dropped"},
			{ID: "P12", From: agency.From(Reporting), To: Completed, By: "PM + client", Guard: "report approved; no payment outside {paid,cancelled}"},
			{ID: "P13", From: agency.From(Draft, ClientSignoff, Ready, Open, Paused, Closed, Deciding, Running), To: Cancelled, By: "admin", Guard: "reason code; kill-fee decision recorded for each accepted application"},
			{ID: "P14", From: agency.From(Completed, Cancelled), To: Archived, By: "S after retention", Guard: "no open payment or dispute"},
		},
	}
}
