package submission

import "greenroom/functions/internal/agency"

// Standing is a state in the words of a sentence about a piece of work.
func Standing(s agency.State) string {
	switch s {
	case Assigned:
		return "waits to be begun"
	case InProgress:
		return "is being made"
	case Checking, InReview:
		return "is being read by the agency"
	case EditsRequested:
		return "has an edit request open"
	case ClientReview:
		return "is being read by the client"
	case Approved:
		return "was approved"
	case LiveChecking:
		return "is live and being checked"
	case LiveFix:
		return "is live and has something to put right"
	case LiveVerified:
		return "is live and verified"
	case LiveBroken:
		return "was live and cannot be found as it was"
	case Done:
		return "is done"
	case Waived:
		return "is not needed any more"
	}
	return "was stopped"
}

// Label is a state as a heading.
func Label(s agency.State) string {
	switch s {
	case Assigned:
		return "To do"
	case InProgress:
		return "Being made"
	case Checking, InReview:
		return "With us"
	case EditsRequested:
		return "Edits asked for"
	case ClientReview:
		return "With the client"
	case Approved:
		return "Approved: publish it"
	case LiveChecking:
		return "Live, being checked"
	case LiveFix:
		return "Live, something to put right"
	case LiveVerified:
		return "Live and verified"
	case LiveBroken:
		return "Not found as it was"
	case Done:
		return "Done"
	case Waived:
		return "Not needed any more"
	}
	return "Stopped"
}

// EditStanding is a state in the words of a sentence about an edit request.
func EditStanding(s agency.State) string {
	switch s {
	case EditDraft:
		return "is being written"
	case EditSecondLook:
		return "waits for a second person to read it"
	case EditSent:
		return "waits for the influencer's answer"
	case EditDisputed:
		return "is disputed and waits for another project manager"
	case EditCountered:
		return "has other terms offered and waits for the project manager"
	case EditAccepted:
		return "was accepted"
	case EditDone:
		return "was worked in"
	case EditVerified:
		return "was worked in and seen"
	case EditDeclined:
		return "was declined"
	case EditWithdrawn:
		return "was taken back"
	}
	return "ran out of time"
}
