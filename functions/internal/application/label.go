package application

import (
	"fmt"
	"time"
)

// Label is what its sender is told of an application. What was decided and not
// released shows as what went before.
func (a Application) Label(zone *time.Location, position int) string {
	state := a.State
	if state == Decided {
		state = a.Outcome.Before
	}
	switch state {
	case Draft:
		return "Not sent yet"
	case Submitted:
		return "Received – waiting for a person"
	case InReview:
		return a.beingRead(zone)
	case NeedsInfo:
		return "We have one question for you"
	case Shortlisted:
		return "Still being considered"
	case Accepted:
		return "You are in – please confirm by " + Day(a.Outcome.ConfirmBy, zone)
	case Confirmed:
		return "Confirmed"
	case Waitlisted:
		return fmt.Sprintf("On the list, number %d, answer by %s", position, Day(a.Outcome.AnswerBy, zone))
	case Declined:
		if a.Outcome == nil {
			return "The program was called off. It was not you"
		}
		return "Not this one – here is why"
	case Withdrawn:
		return "You withdrew"
	case Expired:
		return "Not confirmed in time"
	case Dropped:
		return "Ended after confirmation"
	case Completed:
		return "Completed"
	}
	return "Forgotten"
}

func (a Application) beingRead(zone *time.Location) string {
	if a.SeenAt.IsZero() {
		return "Being read"
	}
	return "Being read – first opened on " + Day(a.SeenAt, zone)
}
