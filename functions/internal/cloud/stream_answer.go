package cloud

import (
	"slices"

	"github.com/aws/aws-lambda-go/events"

	"greenroom/site/generate"
)

// maxNamed is how many files an answer names: more than a deployment can have
// the CDN forget one by one, and far less than Lambda's 6 MB.
const maxNamed = 2000

// siteAnswer is what Lambda reads of a batch, and what a deployment reads of
// the build it asked for.
type siteAnswer struct {
	events.DynamoDBEventResponse
	Files   int      `json:"files"`
	Written int      `json:"written"`
	Removed int      `json:"removed"`
	Names   []string `json:"names,omitempty"` // of what was written and removed; none if they are more than maxNamed
}

func toldOf(result generate.Result) siteAnswer {
	answer := siteAnswer{Files: result.Files, Written: len(result.Written), Removed: len(result.Removed)}
	if answer.Written+answer.Removed <= maxNamed {
		answer.Names = slices.Concat(result.Written, result.Removed)
	}
	return answer
}
