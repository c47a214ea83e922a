package cloud

import (
	"context"
	"errors"
	"slices"

	"github.com/aws/aws-lambda-go/events"

	"greenroom/functions/internal/publish"
	"greenroom/site/generate"
)

// maxNamed is how many files an answer names: more than a deployment can have
// the CDN forget one by one, and far less than Lambda's 6 MB.
const maxNamed = 2000

// toNote is how much of the function's time is left when nothing more is begun:
// for the files that are under way, and for the manifest that says which came
// to their end.
const toNote = 2 * publish.LastWrite

// siteEvent is a batch of the open space's changes, or without records asks for
// a build.
type siteEvent struct {
	events.DynamoDBEvent

	// Parts is said by who asks again until all is done: a build that has no
	// time to end then answers how far it is. Without it that is an error, and
	// Lambda itself asks again.
	Parts bool `json:"parts"`
}

// siteAnswer is what Lambda reads of a batch, and what a deployment reads of
// the build it asked for.
type siteAnswer struct {
	events.DynamoDBEventResponse
	Files   int      `json:"files"`
	Written int      `json:"written"`
	Removed int      `json:"removed"`
	Names   []string `json:"names,omitempty"` // of what was written and removed; none if they are more than maxNamed

	Unfinished bool `json:"unfinished,omitempty"` // the time was up
	Left       int  `json:"left,omitempty"`       // files to be written or removed; 0 if that is not known yet
}

func toldOf(result generate.Result) siteAnswer {
	answer := siteAnswer{Files: result.Files, Written: len(result.Written), Removed: len(result.Removed)}
	if answer.Written+answer.Removed <= maxNamed {
		answer.Names = slices.Concat(result.Written, result.Removed)
	}
	return answer
}

// Handle is Serve within the time that the function has.
func (s siteStream) Handle(ctx context.Context, e siteEvent) (siteAnswer, error) {
	ctx, cancel := sooner(ctx, toNote)
	defer cancel()
	answer, err := s.Serve(ctx, e.DynamoDBEvent)
	if e.Parts && ctx.Err() != nil && errors.Is(err, context.DeadlineExceeded) {
		return s.part(ctx, err), nil
	}
	if err != nil { // of a batch it was told already, and it comes again
		s.log.ErrorContext(ctx, "site not built", "cause", err)
	}
	return answer, err
}

// part tells how far a build came whose time was up.
func (s siteStream) part(ctx context.Context, err error) siteAnswer {
	answer := siteAnswer{Unfinished: true}
	if u, ok := errors.AsType[*generate.Unfinished](err); ok {
		answer.Written, answer.Left = len(u.Names), u.Left
		if answer.Written <= maxNamed {
			answer.Names = u.Names
		}
	}
	s.log.InfoContext(ctx, "site built in part", "done", answer.Written, "left", answer.Left)
	return answer
}
