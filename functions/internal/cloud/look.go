package cloud

import (
	"context"
	"time"

	"greenroom/functions/internal/fetch"
)

// toAnswer is how much of a function's time is left when it stops looking at
// pages: to keep what was found, and to answer.
const toAnswer = 5 * time.Second

// newFetcher looks at pages on the web, and says who it is.
func newFetcher(baseURL string) *fetch.Fetcher {
	return fetch.New(fetch.Options{Agent: "Greenroom-Check/1.0 (+" + baseURL + "/what-you-can-expect/)"})
}

// visitor looks at pages while somebody waits for the function's answer. What
// it does not get to is a page that did not answer in time.
type visitor struct{ *fetch.Fetcher }

// Fetch implements submission.Visitor.
func (v visitor) Fetch(ctx context.Context, address string) (fetch.Page, error) {
	ctx, cancel := sooner(ctx, toAnswer)
	defer cancel()
	return v.Fetcher.Fetch(ctx, address)
}

// Allowed reports whether a site lets programs look again and again.
func (v visitor) Allowed(ctx context.Context, address string) bool {
	ctx, cancel := sooner(ctx, toAnswer)
	defer cancel()
	return v.Fetcher.Allowed(ctx, address)
}

// sooner ends so long before the function's time is up.
func sooner(ctx context.Context, left time.Duration) (context.Context, context.CancelFunc) {
	if deadline, ok := ctx.Deadline(); ok {
		return context.WithDeadline(ctx, deadline.Add(-left))
	}
	return context.WithCancel(ctx)
}
