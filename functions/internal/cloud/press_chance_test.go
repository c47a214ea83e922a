package cloud

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"greenroom/functions/internal/comment"
)

// chance is a house where everything goes wrong that can.
type chance struct {
	*house
	rand   *rand.Rand
	given  int                            // of the records, those that were handed over
	again  [][]events.DynamoDBEventRecord // batches that failed
	press  [2]siteStream
	fates  [2]*fate
	faults map[string]int

	seen   sync.Mutex
	broken []string
}

// However approvals, batches, kills and lost leases follow each other, in the
// end the site is what a build from nothing makes of what is on record, and at
// no time a reader gets a page of a thread that never was.
func TestWhateverHappensToPublishersTheSiteIsRight(t *testing.T) {
	t.Parallel()
	faults, violations, seeds := map[string]int{}, 0, uint64(12)
	if os.Getenv("GREENROOM_FULL") != "" {
		seeds = 60
	}
	for seed := range seeds {
		c := &chance{house: newHouse(t, 4), rand: rand.New(rand.NewPCG(seed, 6)), faults: faults}
		c.s3.Wrote = c.look
		c.small = int(seed%2) * 500 // a manifest of one object, or of two
		for i := range c.press {
			c.replace(i)
		}
		c.serve(0, nil)
		for range 20 {
			c.step()
		}
		c.end()
		for _, one := range c.broken {
			t.Errorf("seed %d: %s", seed, one)
		}
		violations += len(c.broken)
	}
	delete(faults, "")
	for _, kind := range slices.Sorted(maps.Keys(faults)) {
		t.Logf("faults injected: %d times %s", faults[kind], kind)
		if faults[kind] < 5 {
			t.Errorf("%d times only", faults[kind])
		}
	}
	t.Logf("violations: %d", violations)
}

func (c *chance) replace(i int) {
	c.fates[i] = new(fate)
	c.press[i] = c.publisher(c.url, c.fates[i])
}

func (c *chance) step() {
	for range c.rand.IntN(4) {
		c.decideSome()
	}
	i := c.rand.IntN(2)
	kinds := []string{"", killed, refused, unheard, paused, frozen}
	c.fates[i].set(kinds[c.rand.IntN(len(kinds))], 1+c.rand.IntN(30), func() {
		c.decideSome()
		c.fates[1-i].set("", 0, nil)
		c.serve(1-i, c.batch())
	})
	if c.rand.IntN(8) == 0 {
		c.serve(i, nil)
	} else {
		c.serve(i, c.batch())
	}
}

func (c *chance) decideSome() {
	state := comment.Approved
	if c.rand.IntN(4) == 0 {
		state = comment.Withdrawn
	}
	c.decide(c.rand.IntN(24), state)
}

// batch is what comes next, or once more what failed, with some of what was
// handed over before, in any order.
func (c *chance) batch() []events.DynamoDBEventRecord {
	if len(c.again) > 0 && c.rand.IntN(2) == 0 {
		batch := c.again[0]
		c.again = c.again[1:]
		return batch
	}
	from := max(0, c.given-c.rand.IntN(3))
	c.given += c.rand.IntN(len(c.records) - c.given + 1)
	batch := slices.Clone(c.records[from:c.given])
	c.rand.Shuffle(len(batch), func(i, j int) { batch[i], batch[j] = batch[j], batch[i] })
	return batch
}

// serve hands a batch to one of the two. One that was killed is followed by a
// process that knows nothing.
func (c *chance) serve(i int, batch []events.DynamoDBEventRecord) {
	response, err := c.press[i].Serve(c.t.Context(), events.DynamoDBEvent{Records: batch})
	if len(batch) > 0 && (err != nil || len(response.BatchItemFailures) > 0) {
		c.again = append(c.again, batch)
	}
	f := c.fates[i]
	if kind := f.kind; f.set("", 0, nil) {
		c.faults[kind]++
	}
	if f.dead || c.rand.IntN(6) == 0 {
		c.replace(i)
	}
}

// end has everything handed over without a fault, and looks at the site, before
// and after one more build of all.
func (c *chance) end() {
	for tries := 0; len(c.again) > 0 || c.given < len(c.records); tries++ {
		if tries > 1000 {
			c.broken = append(c.broken, "batches fail for ever")
			return
		}
		c.serve(tries%2, c.batch())
	}
	if names := differ(filesIn(c.s3), c.clean()); len(names) > 0 {
		c.broken = append(c.broken, fmt.Sprintf("all changes were taken, and other than they should are %v", names))
	}
	c.serve(0, nil)
	if names := differ(filesIn(c.s3), c.clean()); len(names) > 0 {
		c.broken = append(c.broken, fmt.Sprintf("after a last build, other than they should are %v", names))
	}
}

var (
	postPage  = regexp.MustCompile(`^/site/blog/(post-\d\d)/index\.html$`)
	pageCount = regexp.MustCompile(`<h2 id="comments">(\d+|No) comments?`)
	cardCount = regexp.MustCompile(`aria-label="(\d+) comments? on Post (\d+)"`)
)

// look holds each page as it is written against what was public at some time.
func (c *chance) look(path string, data []byte) {
	c.seen.Lock()
	defer c.seen.Unlock()
	text := string(data)
	if m := postPage.FindStringSubmatch(path); m != nil {
		ids := shown(map[string]string{strings.TrimPrefix(path, "/site/"): text}, m[1])
		count := pageCount.FindStringSubmatch(text)
		was := slices.ContainsFunc(c.states[m[1]], func(state map[string]bool) bool { return maps.Equal(state, ids) })
		if n := strings.Replace(strconv.Itoa(len(ids)), "0", "No", btoi(len(ids) == 0)); !was || count == nil || count[1] != n {
			c.broken = append(c.broken, fmt.Sprintf("%s has %v and says %v", path, slices.Sorted(maps.Keys(ids)), count))
		}
	}
	for _, m := range cardCount.FindAllStringSubmatch(text, -1) {
		number, _ := strconv.Atoi(m[2])
		if !slices.ContainsFunc(c.states[slugOf(number)], func(state map[string]bool) bool { return strconv.Itoa(len(state)) == m[1] }) {
			c.broken = append(c.broken, fmt.Sprintf("%s says %q", path, m[0]))
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
