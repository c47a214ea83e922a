package application

import "greenroom/functions/internal/agency"

// States of an application.
const (
	Draft       agency.State = "draft"
	Submitted   agency.State = "submitted"
	InReview    agency.State = "in_review"
	NeedsInfo   agency.State = "needs_info"
	Shortlisted agency.State = "shortlisted"
	Decided     agency.State = "decided"
	Accepted    agency.State = "accepted"
	Confirmed   agency.State = "confirmed"
	Waitlisted  agency.State = "waitlisted"
	Declined    agency.State = "declined"
	Withdrawn   agency.State = "withdrawn"
	Expired     agency.State = "expired"
	Dropped     agency.State = "dropped"
	Completed   agency.State = "completed"
	Deleted     agency.State = "deleted"
)

// Machine is every legal change of an application's state.
func Machine() agency.Machine {
	return agency.Machine{
		Title:    "Application",
		Initial:  Draft,
		Terminal: []agency.State{Declined, Withdrawn, Expired, Dropped, Completed, Deleted},
		States:   []agency.State{Draft, Submitted, InReview, NeedsInfo, Shortlisted, Decided, Accepted, Confirmed, Waitlisted, Declined, Withdrawn, Expired, Dropped, Completed, Deleted},
		Transitions: []agency.Transition{
			{ID: "A1", From: agency.From(Draft), To: Submitted, By: "I", Guard: "program open (or valid access code); not already applied (UNIQ item); required fields; eligibility hard rules pass; consent versions recorded; idempotency key"},
			{ID: "A2", From: agency.From(Draft), To: Deleted, By: "S", Guard: "30 days after program closed"},
			{ID: "A3", From: agency.From(Submitted), To: InReview, By: "S on first staff LOOK", Guard: "look was by a human session >=20 s on the answers or >=1 work sample opened"},
			{ID: "A4", From: agency.From(Submitted, InReview), To: NeedsInfo, By: "PM", Guard: "one question, due date >=3 days"},
			{ID: "A5", From: agency.From(NeedsInfo), To: InReview, By: "I answers, or S at due (flag unanswered)", Guard: "answer stored as new application revision"},
			{ID: "A6", From: agency.From(InReview), To: Shortlisted, By: "PM", Guard: ">=min_reviews current, non-conflicted reviews; disagreement flag empty or resolved with a note"},
			{ID: "A7", From: agency.From(Shortlisted), To: InReview, By: "PM", Guard: "reason"},
			{ID: "A8", From: agency.From(InReview, Shortlisted), To: Decided, By: "lead PM", Guard: "program closed or deciding, or rolling and open; LOOK exists (INV-2: no outcome without a human look); outcome in {accept,waitlist,decline}; >=1 reason code + one written sentence; decider is not the only reviewer; ineligible-by-rule may skip reviews but cites the rule"},
			{ID: "A9", From: agency.From(Decided), To: InReview, By: "lead PM", Guard: "outcome mail not sent"},
			{ID: "A10", From: agency.From(Decided), To: Accepted, By: "S on release", Guard: "mail approved by a second person (bulk: one sample read per outcome group); place reserved"},
			{ID: "A11", From: agency.From(Decided), To: Waitlisted, By: "S on release", Guard: "position and answer-by date set"},
			{ID: "A12", From: agency.From(Decided), To: Declined, By: "S on release", Guard: "reasons + bands + next-program suggestion present"},
			{ID: "A13", From: agency.From(Waitlisted), To: Accepted, By: "PM", Guard: "place free"},
			{ID: "A14", From: agency.From(Waitlisted), To: Declined, By: "S at answer-by date, or PM"},
			{ID: "A15", From: agency.From(Accepted), To: Confirmed, By: "I", Guard: "acknowledged the current brief version; terms accepted; contract fields present (parties, itemised services, fee, pay date)"},
			{ID: "A16", From: agency.From(Accepted), To: Expired, By: "S at confirm_by", Guard: "2 reminders sent"},
			{ID: "A17", From: agency.From(Draft, Submitted, InReview, NeedsInfo, Shortlisted, Decided, Accepted, Waitlisted), To: Withdrawn, By: "I", Guard: "one click + optional reason"},
			{ID: "A18", From: agency.From(Confirmed), To: Dropped, By: "I or PM", Guard: "reason code, fault in {none,influencer,client,agency}; kill-fee rule evaluated"},
			{ID: "A19", From: agency.From(Confirmed), To: Completed, By: "S", Guard: "all deliverables done/waived and all payment lines paid"},
			{ID: "A20", From: agency.From(Submitted, InReview, NeedsInfo, Shortlisted, Decided, Waitlisted, Accepted), To: Declined, By: "S", Guard: "program cancelled (P13); reason = program_cancelled"},
		},
	}
}
