package cloud

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"greenroom/functions/internal/comment"
)

// counted ends the time of a function after so many files were put, and counts
// how often each was.
type counted struct {
	mu    sync.Mutex
	left  int
	up    context.CancelFunc
	times map[string]int // of the site's files
	bytes map[string]int // of each object, in all
}

func (c *counted) wrote(path string, data []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bytes[path] += len(data)
	if !strings.HasPrefix(path, "/site/.") {
		c.times[path]++
		if c.left--; c.left == 0 {
			c.up()
		}
	}
}

func count(h *house) *counted {
	c := &counted{times: map[string]int{}, bytes: map[string]int{}, up: func() {}}
	h.s3.Wrote = c.wrote
	return c
}

// within has a publisher build while so many files can be put.
func (c *counted) within(t *testing.T, puts int, press siteStream) siteAnswer {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c.mu.Lock()
	c.left, c.up = puts, cancel
	c.mu.Unlock()
	answer, err := press.Handle(ctx, siteEvent{Parts: true})
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// A site that is too large for the time of one function is built in parts, by
// one process or by several. What is there is not put again, and in the end it
// is the site that one build makes.
func TestASiteThatIsTooLargeForOneRunIsBuiltInParts(t *testing.T) {
	t.Parallel()
	for name, fresh := range map[string]bool{"one process": false, "a process each time": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, 12)
			h.small = 500
			h.decide(3, comment.Approved)
			c, press := count(h), h.publisher(h.url, new(fate))
			parts, done, left := 0, 0, 0
			for answer := c.within(t, 25, press); answer.Unfinished; answer = c.within(t, 25, press) {
				if answer.Written == 0 || left > 0 && answer.Written+answer.Left != left || parts > 50 {
					t.Fatalf("part %d did %d and has %d left, of %d before", parts, answer.Written, answer.Left, left)
				}
				parts, done, left = parts+1, done+answer.Written, answer.Left
				if fresh {
					press = h.publisher(h.url, new(fate))
				}
			}
			again := 0
			for _, n := range c.times {
				again += n - 1
			}
			if parts < 2 || again > 0 {
				t.Errorf("%d parts, %d files were put again", parts, again)
			}
			h.decide(4, comment.Approved)
			h.serveAll(press, h.records)
			if names := differ(filesIn(h.s3), h.clean()); len(names) > 0 {
				t.Errorf("other than from a clean build are %v", names)
			}
		})
	}
}

// Who does not ask again is told that it failed: then Lambda asks.
func TestABatchThatHasNoTimeComesAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t, 6)
	c, press := count(h), h.publisher(h.url, new(fate))
	for _, e := range []events.DynamoDBEvent{{}, {Records: []events.DynamoDBEventRecord{h.decide(2, comment.Approved)}}} {
		ctx, cancel := context.WithCancel(t.Context())
		c.mu.Lock()
		c.left, c.up = 5, cancel
		c.mu.Unlock()
		answer, err := press.Handle(ctx, siteEvent{DynamoDBEvent: e})
		cancel()
		if (err == nil) != (len(e.Records) > 0) || len(answer.BatchItemFailures) != len(e.Records) || answer.Unfinished {
			t.Errorf("%d records: got %+v, %v", len(e.Records), answer, err)
		}
	}
	h.serveAll(press, h.records)
	if names := differ(filesIn(h.s3), h.clean()); len(names) > 0 {
		t.Errorf("other than from a clean build are %v", names)
	}
}
