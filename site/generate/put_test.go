package generate

import (
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// distant is a target far away: each write takes a while, of the bubble's time.
type distant struct {
	*memory
	writers int
	broken  func(name string) error // what becomes of a write; nil: it ends well

	mu        sync.Mutex
	now, most int            // writes that are under way
	times     map[string]int // that a file was written
}

const farAway = 30 * time.Millisecond

func newDistant(writers int) *distant {
	return &distant{memory: newMemory(), writers: writers, times: map[string]int{}}
}

func (d *distant) Writers() int { return d.writers }

func (d *distant) Write(ctx context.Context, name string, data []byte) error {
	d.mu.Lock()
	d.now++
	d.most = max(d.most, d.now)
	broken := d.broken
	d.mu.Unlock()
	time.Sleep(farAway)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now--
	if broken != nil {
		if err := broken(name); err != nil {
			return err
		}
	}
	d.times[name]++
	return d.memory.Write(ctx, name, data)
}

// again is how many files were written more than once.
func (d *distant) again() (n int) {
	for name, times := range d.times {
		n += btoi(times > 1 && name != manifestName)
	}
	return n
}

// withoutCode takes the blocks of code out: what colours them keeps a clock in a
// goroutine of its own, which must not be one of a bubble.
func withoutCode(words fstest.MapFS) fstest.MapFS {
	for _, f := range words {
		f.Data = regexp.MustCompile("(?ms)^ *```.*?^ *```\n").ReplaceAll(f.Data, nil)
	}
	return words
}

// sameAsClean compares what a target holds with a site built from nothing.
func sameAsClean(t *testing.T, in Input, target *memory) {
	t.Helper()
	clean := newMemory()
	build(t, newBuilder(2), in, clean)
	want := clean.site()
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(target.site()))); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	for name, data := range target.site() {
		if string(data) != string(want[name]) {
			t.Errorf("%s is another than in a clean site", name)
		}
	}
}

func TestWritesToATargetFarAwayGoTogether(t *testing.T) {
	t.Parallel()
	in := Input{Content: withoutCode(fixture(t)), Comments: fixtureComments(t)}
	synctest.Test(t, func(t *testing.T) {
		b, target, began := newBuilder(2), newDistant(16), time.Now()
		result := build(t, b, in, target)
		if took, inTurn := time.Since(began), farAway*time.Duration(len(result.Written)); target.most != 16 || took > inTurn/4 {
			t.Errorf("%d writes at most were under way, and all took %v: one after the other they take %v", target.most, took, inTurn)
		}
		orders := map[string]order{}
		for _, p := range b.pages {
			orders[p.name] = p.order
		}
		last := order(0)
		writes := slices.DeleteFunc(slices.Clone(target.log), func(line string) bool { return strings.HasSuffix(line, manifestName) })
		for _, line := range writes {
			name := strings.TrimPrefix(line, "write ")
			if o, planned := orders[name]; planned && o < last {
				t.Errorf("%s comes after files that lead to it", name)
			} else if planned {
				last = o
			}
		}
		if n := len(target.log); target.log[0] != "write "+manifestName || target.log[n-1] != "write "+manifestName || n != len(writes)+2 {
			t.Errorf("the manifest is not written first and last: %q … %q", target.log[0], target.log[n-1])
		}
		sameAsClean(t, in, target.memory)
	})
}

// However little time there is, each build goes on where the last one broke
// off, in this process or in another, and none puts what is there.
func TestABuildThatHasNoTimeIsFinishedByTheNext(t *testing.T) {
	t.Parallel()
	in := Input{Content: withoutCode(fixture(t)), Comments: fixtureComments(t)}
	for _, processes := range []string{"one process", "a process each time"} {
		t.Run(processes, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b, target, left := newBuilder(2), newDistant(4), 0
				tries := 0
				for ; tries < 100; tries++ {
					if processes != "one process" {
						b = newBuilder(2)
					}
					ctx, cancel := context.WithTimeout(t.Context(), 10*farAway)
					_, err := b.Build(ctx, in, target)
					cancel()
					if err == nil {
						break
					}
					u, ok := errors.AsType[*Unfinished](err)
					if !ok || !errors.Is(err, context.DeadlineExceeded) || left > 0 && len(u.Names)+u.Left != left {
						t.Fatalf("got %v, with %d files left before", err, left)
					}
					left = u.Left
				}
				if tries < 3 || target.again() > 0 {
					t.Errorf("%d builds, %d files were put more than once", tries, target.again())
				}
				sameAsClean(t, in, target.memory)
			})
		})
	}
}

// Who is killed leaves what was noted, and that is all but a block of files.
func TestAKilledBuildIsFinishedByTheNext(t *testing.T) {
	t.Parallel()
	in := Input{Content: withoutCode(fixture(t)), Comments: fixtureComments(t)}
	const every, life, builds = 8, 31, 100
	synctest.Test(t, func(t *testing.T) {
		target := newDistant(4)
		killed := errors.New("killed")
		tries := 0
		for ; tries < builds; tries++ {
			b := newBuilder(2)
			b.noteEvery = every
			calls := 0
			target.broken = func(string) error { // not even a note gets through
				if calls++; calls > life {
					return killed
				}
				return nil
			}
			if _, err := b.Build(t.Context(), in, target); err == nil {
				break
			} else if !errors.Is(err, killed) {
				t.Fatal(err)
			}
		}
		puts := 0
		for name, times := range target.times {
			puts += times * btoi(name != manifestName)
		}
		if files := len(target.site()); tries < 3 || tries == builds || puts > files+tries*(every+target.writers) {
			t.Errorf("%d builds, %d puts of %d files", tries, puts, files)
		}
		sameAsClean(t, in, target.memory)
	})
}

// The first file that cannot be put is named, the rest of what was under way is
// noted, and nothing comes after it.
func TestAFileThatIsRefusedEndsTheBuild(t *testing.T) {
	t.Parallel()
	in := Input{Content: withoutCode(fixture(t)), Comments: fixtureComments(t)}
	synctest.Test(t, func(t *testing.T) {
		b, target := newBuilder(2), newDistant(8)
		target.broken = func(name string) error {
			if name == "people/ada-stone/index.html" {
				return errors.New("access to people/ada-stone/index.html denied")
			}
			return nil
		}
		_, err := b.Build(t.Context(), in, target)
		if err == nil || !strings.Contains(err.Error(), "people/ada-stone/index.html denied") {
			t.Fatalf("got %v", err)
		}
		if _, there := target.files["sitemap.xml"]; there {
			t.Error("the sitemap was put, which comes later")
		}
		target.broken = nil
		build(t, b, in, target)
		if target.again() > 0 {
			t.Errorf("%d files were put again", target.again())
		}
		sameAsClean(t, in, target.memory)
	})
}

// What was put by a build that broke off is made of what was then on record. If
// that is taken back, so is the page.
func TestWhatBrokeOffAndWasTakenBackIsNotLeft(t *testing.T) {
	t.Parallel()
	in := Input{Content: withoutCode(fixture(t)), Comments: fixtureComments(t)}
	synctest.Test(t, func(t *testing.T) {
		target := newDistant(2)
		build(t, newBuilder(2), in, target)
		more := in
		more.Comments = append(slices.Clone(in.Comments), Comment{
			Post: "oldest", ID: "01JV0000000000000000000100", Name: "Reader", At: in.Comments[0].At.Add(time.Hour), Text: "A late word",
		})
		ctx, cancel := context.WithTimeout(t.Context(), 4*farAway)
		defer cancel()
		if _, err := newBuilder(2).Build(ctx, more, target); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("got %v", err)
		}
		if !strings.Contains(string(target.files["blog/oldest/index.html"]), "A late word") {
			t.Fatal("the page was not put: the test has to be made anew")
		}
		build(t, newBuilder(2), in, target)
		sameAsClean(t, in, target.memory)
	})
}
