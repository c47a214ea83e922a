package cloud

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/aws/aws-lambda-go/events"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/cloud/standin"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/publish"
	"greenroom/functions/internal/table"
)

// house is several publishers of one bucket, and the comments that they
// publish.
type house struct {
	t     *testing.T
	table table.Table
	clock *agencytest.Clock
	s3    *standin.S3
	url   string
	posts int
	owner int
	still bool // time does not pass for who waits
	small int  // Site.Small of its publishers

	mu      sync.Mutex
	records []events.DynamoDBEventRecord // of all changes, in their order
	states  map[string][]map[string]bool // what was public below each post, one after the other
}

func newHouse(t *testing.T, posts int) *house {
	t.Helper()
	store, clock := localtest.Store(t)
	h := &house{t: t, table: table.Only(store, table.Open), clock: clock, posts: posts, states: map[string][]map[string]bool{}}
	h.s3, h.url = startFakeS3(t)
	for n := range posts {
		h.states[slugOf(n)] = []map[string]bool{{}}
	}
	return h
}

func slugOf(n int) string { return fmt.Sprintf("post-%02d", n) }

// words are a site of short posts.
func (h *house) words() fs.FS {
	tree := fstest.MapFS{
		"site.yaml": {Data: []byte("title: Greenroom\ntagline: Few words\ndescription: Few words.\nbase_url: https://greenroom.example\nlanguage: en\nshare_cards: false\nnavigation: [{title: Blog, url: /blog/}]\n" +
			"time_zone: UTC\nagency:\n  name: Greenroom\n  address: Here\n  email: hello@greenroom.example\n  moderation_email: moderators@greenroom.example\n")},
		"people/devon-achterberg.md": {Data: []byte("---\ntitle: Devon Achterberg\nrole: Project manager\ndescription: He answers.\nstaff: true\n---\n\nHe answers.\n")},
	}
	for n := range h.posts {
		tree["posts/"+slugOf(n)+".md"] = &fstest.MapFile{Data: fmt.Appendf(nil,
			"---\ntitle: Post %d\ndate: 2026-04-%02d\ndescription: A post.\nauthors: [devon-achterberg]\n---\n\nPost *%d*.\n", n, 1+n, n)}
	}
	return tree
}

// publisher is one that begins with nothing.
func (h *house) publisher(url string, f *fate) siteStream {
	h.owner++
	settings := fakeSettings(url)
	settings.HTTPClient = f
	settings.Retryer = func() aws.Retryer { return aws.NopRetryer{} }
	ahead := time.Duration(h.owner%2) * 10 * time.Minute // than the clock of the next one
	lease := &publish.Lease{
		Table: mortal{h.table, f}, Owner: fmt.Sprint("publisher ", h.owner), Now: func() time.Time { return h.clock.Now().Add(ahead) },
		Pause: h.pause,
	}
	return press{
		lease: lease, bucket: Bucket{Client: s3.NewFromConfig(settings), Name: "site"}, words: h.words(),
		today: func() time.Time { return time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC) }, dir: h.folder(), log: slog.New(slog.DiscardHandler),
		small: h.small,
	}.stream()
}

func (h *house) pause(ctx context.Context, d time.Duration) error {
	if h.still {
		runtime.Gosched()
	} else {
		h.clock.Pass(d)
	}
	return ctx.Err()
}

// decide approves the comment of that number, or takes it away again, and notes
// the change as the stream would.
func (h *house) decide(n int, state agency.State) events.DynamoDBEventRecord {
	h.t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	post := slugOf(n % h.posts)
	c := comment.Comment{Post: post, ID: fmt.Sprintf("01JV%022d", n), Name: "Reader", Text: fmt.Sprint("Number ", n), At: time.Date(2026, 5, 1, 0, n, 0, 0, time.UTC), State: state}
	item, err := c.Item()
	if err != nil {
		h.t.Fatal(err)
	}
	var old *table.Item
	before, err := h.table.Get(h.t.Context(), item.Key)
	if err == nil {
		old, item.Version = &before, before.Version
		err = h.table.Write(h.t.Context(), "", table.Replace(item))
	} else if errors.Is(err, table.ErrNotFound) {
		err = h.table.Write(h.t.Context(), "", table.Create(item))
	}
	if err != nil {
		h.t.Fatal(err)
	}
	record := streamedRecord(len(h.records)+1, old, &item)
	h.records = append(h.records, record)
	public := maps.Clone(h.states[post][len(h.states[post])-1])
	if delete(public, c.ID); state == comment.Approved {
		public[c.ID] = true
	}
	h.states[post] = append(h.states[post], public)
	return record
}

// filesIn are those of a bucket that readers get.
func filesIn(s *standin.S3) map[string]string {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	files := map[string]string{}
	for name, o := range s.Objects {
		if name = strings.TrimPrefix(name, "/site/"); !strings.HasPrefix(name, ".") {
			files[name] = string(o.Data)
		}
	}
	return files
}

// clean is what a build of all that is on record makes of nothing.
func (h *house) clean() map[string]string {
	h.t.Helper()
	bucket, url := startFakeS3(h.t)
	if _, err := h.publisher(url, new(fate)).Serve(h.t.Context(), events.DynamoDBEvent{}); err != nil {
		h.t.Fatal(err)
	}
	return filesIn(bucket)
}

// differ names files that are others in the one or in the other.
func differ(a, b map[string]string) (names []string) {
	for name := range a {
		if a[name] != b[name] {
			names = append(names, name)
		}
	}
	for name := range b {
		if _, there := a[name]; !there {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

var shownComment = regexp.MustCompile(`id="c-(01JV\d{22})"`)

// shown are the comments that the site has below a post.
func shown(files map[string]string, post string) map[string]bool {
	ids := map[string]bool{}
	for name, text := range files {
		if strings.HasPrefix(name, "blog/"+post+"/") && strings.HasSuffix(name, ".html") {
			for _, m := range shownComment.FindAllStringSubmatch(text, -1) {
				ids[m[1]] = true
			}
		}
	}
	return ids
}

// folder is a publisher's own.
func (h *house) folder() string {
	h.t.Helper()
	dir, err := ownFolder(filepath.Join(h.t.TempDir(), "publisher"))
	if err != nil {
		h.t.Fatal(err)
	}
	return dir
}
