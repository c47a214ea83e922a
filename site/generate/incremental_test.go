package generate

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenroom/site/content"
)

// workshop is a site on disk that is edited and built again and again.
type workshop struct {
	t       testing.TB
	random  *rand.Rand
	did     []string
	short   int // builds that went the short way
	dir     string
	posts   []string // slugs
	next    int
	clock   time.Time
	assets  fstest.MapFS
	asOf    time.Time
	target  *Folder
	builder *Builder
	courses map[string]content.Course
	changed Changed // since the last build
	all     bool    // more changed than changed can say
}

func newWorkshop(t testing.TB, seed uint64) *workshop {
	w := &workshop{
		t: t, random: rand.New(rand.NewPCG(seed, 1)), dir: t.TempDir(), clock: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), all: true,
		assets: maps.Clone(fixtureAssets().(fstest.MapFS)), asOf: time.Date(2026, 5, 12, 12, 0, 0, 0, time.UTC),
	}
	for name, f := range fixture(t) {
		w.write("content/"+name, f.Data)
	}
	w.edit("content/site.yaml", "navigation:", "share_cards: false # each costs more than a site\nnavigation:")
	if err := os.MkdirAll(filepath.Join(w.dir, "records"), 0o755); err != nil {
		t.Fatal(err)
	}
	for range 43 {
		w.newPost()
	}
	w.write("content/media/dot.png", dot(1))
	w.target = NewFolder(filepath.Join(w.dir, "public"))
	w.builder = w.fresh()
	return w
}

// dot is a small picture of one colour.
func dot(shade uint8) []byte {
	m := image.NewGray(image.Rect(0, 0, 8, 6))
	for i := range m.Pix {
		m.Pix[i] = shade
	}
	m.Set(0, 0, color.White)
	var buf bytes.Buffer
	_ = png.Encode(&buf, m)
	return buf.Bytes()
}

func (w *workshop) fresh() *Builder {
	return New(Options{Workers: 2, Assets: w.assets, Cache: filepath.Join(w.dir, "cache"), Now: func() time.Time { return time.Now().Add(time.Hour) }})
}

// write writes a file, at a time of its own.
func (w *workshop) write(name string, data []byte) {
	file := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		w.t.Fatal(err)
	}
	w.clock = w.clock.Add(time.Second)
	if err := os.Chtimes(file, w.clock, w.clock); err != nil {
		w.t.Fatal(err)
	}
	if words, found := strings.CutPrefix(name, "content/"); found {
		w.changed.Files = append(w.changed.Files, words)
	}
}

func (w *workshop) edit(name, old, new string) {
	data, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	w.write(name, bytes.Replace(data, []byte(old), []byte(new), 1))
}

func (w *workshop) newPost() {
	w.next++
	slug := fmt.Sprintf("post-%d", w.next)
	w.posts = append(w.posts, slug)
	date := time.Date(2024, 1, 1+11*w.next, 0, 0, 0, 0, time.UTC)
	tags := []string{"paper", "light", "R&D", "dogs", "dinner"}
	w.write("content/posts/"+slug+".md", fmt.Appendf(nil, "---\ntitle: Post %d\ndate: %s\ndescription: Number %d.\nauthors: [%s]\ntags: [%q, %q]\n---\nWords of %d.\n\n## Part\n\nMore.\n",
		w.next, date.Format(time.DateOnly), w.next, []string{"ada-stone", "ben-okoro"}[w.next%2], tags[w.next%5], tags[w.next%3], w.next))
}

func (w *workshop) any() string { return w.posts[w.random.IntN(len(w.posts))] }
func (w *workshop) number() int { w.next++; return w.next }

func (w *workshop) comment(kind string) {
	post := w.any()
	file := filepath.Join(w.dir, "records", post+threadExt)
	old, _ := os.ReadFile(file) // none yet
	n := w.number()
	parent := ""
	if i := bytes.LastIndex(old, []byte(`"id":"`)); i >= 0 && n%2 == 0 {
		parent = string(old[i+6 : i+32])
	}
	line := fmt.Sprintf(`{"kind":"comment","post":%q,"id":"01JV%022d","parent":%q,"name":"Reader %d","staff":"","at":"2026-05-%02dT10:00:00Z","text":"Word %d"}`, post, n, parent, n, 1+n%12, n)
	if kind == "tombstone" {
		line = fmt.Sprintf(`{"kind":"tombstone","post":%q,"id":"01JV%022d","parent":%q,"at":"2026-05-01T10:00:00Z"}`, post, n, parent)
	}
	w.write("records/"+post+threadExt, append(old, line+"\n"...))
	w.changed.Posts = append(w.changed.Posts, post)
}

// edits are what may happen to a site between two builds.
func (w *workshop) edits() map[string]func() {
	post := func(slug string) string { return "content/posts/" + slug + ".md" }
	return map[string]func(){
		"body":          func() { w.edit(post(w.any()), "Words of", fmt.Sprint("Others, ", w.number(), ", words of")) },
		"heading":       func() { w.edit(post(w.any()), "## Part", fmt.Sprint("## Part ", w.number(), "\n\nx\n\n## Part")) },
		"picture shown": func() { w.edit(post(w.any()), "More.", "More.\n\n![A dot](/media/dot.png)") },
		"title":         func() { w.edit(post(w.any()), "title: ", fmt.Sprint("title: New ", w.number(), " ")) },
		"description":   func() { w.edit(post(w.any()), "description: ", fmt.Sprint("description: Now ", w.number(), " ")) },
		"tag":           func() { w.edit(post(w.any()), "tags: [", "tags: [unheard, ") },
		"date":          func() { w.edit(post(w.any()), "date: 2024", "date: 2025") },
		"changed day":   func() { w.edit(post(w.any()), "\ndescription", "\nlastmod: 2026-05-11\ndescription") },
		"draft":         func() { w.edit(post(w.any()), "\ndescription", "\ndraft: true\ndescription") },
		"withdrawn": func() {
			slug := w.any()
			w.posts = slices.DeleteFunc(w.posts, func(s string) bool { return s == slug })
			w.write(post(slug), fmt.Appendf(nil, "---\ntitle: Was %s\ndate: 2024-01-01\nlastmod: 2026-05-11\ndescription: D.\nauthors: [ada-stone]\nwithdrawn: Taken back.\n---\n", slug))
		},
		"correction": func() {
			w.edit(post(w.any()), "\ndescription", fmt.Sprint("\nlastmod: 2026-05-11\ncorrection: It is ", w.number(), "\ndescription"))
		},
		"undraft":  func() { w.edit(post(w.any()), "\ndraft: true", "") },
		"new post": w.newPost,
		"delete": func() {
			slug := w.any()
			w.posts = slices.DeleteFunc(w.posts, func(s string) bool { return s == slug })
			w.remove(slug)
		},
		"rename": func() {
			slug := w.any()
			data, err := os.ReadFile(filepath.Join(w.dir, post(slug)))
			if err != nil {
				w.t.Fatal(err)
			}
			w.posts = slices.DeleteFunc(w.posts, func(s string) bool { return s == slug })
			w.remove(slug)
			now := fmt.Sprintf("renamed-%d", w.number())
			w.posts = append(w.posts, now)
			w.write(post(now), data)
		},
		"comment":   func() { w.comment("comment") },
		"tombstone": func() { w.comment("tombstone") },
		"person":    func() { w.edit("content/people/ada-stone.md", "role: ", fmt.Sprint("role: ", w.number(), " ")) },
		"program": func() {
			w.edit("content/programs/windowsill.md", "description: ", fmt.Sprint("description: ", w.number(), " "))
		},
		"course": w.course,
		"page":   func() { w.edit("content/pages/about.md", "We read", fmt.Sprint("We ", w.number(), " read")) },
		"site":   func() { w.edit("content/site.yaml", "tagline: ", fmt.Sprint("tagline: ", w.number(), " ")) },
		"theme": func() {
			w.assets["css/site.css"] = &fstest.MapFile{Data: fmt.Appendf(nil, "body{order:%d}", w.number())}
		},
		"picture":       func() { w.write("content/media/dot.png", dot(uint8(w.number()))) },
		"day":           func() { w.asOf, w.all = w.asOf.AddDate(0, 0, 1), true },
		"nothing":       func() {},
		"other process": w.restart,
	}
}

// course records a step of a program.
func (w *workshop) course() {
	n := w.number()
	to := []content.ProgramState{content.Paused, content.Open, content.Closed, content.Cancelled, ""}[n%5]
	steps := append(slices.Clone(w.courses["windowsill"].Steps), content.Step{ID: "P", To: to, At: w.asOf.Add(time.Duration(n) * time.Minute), Notice: fmt.Sprint("Notice ", n)})
	w.courses = map[string]content.Course{"windowsill": {Steps: steps, Applied: n, Answers: content.Tally{Due: n, InTime: n / 2}}}
	w.changed.Programs = true
}

// restart goes on in a process of its own.
func (w *workshop) restart() {
	w.short += w.builder.short
	w.builder.Close()
	w.builder, w.all = w.fresh(), true
}

func (w *workshop) remove(slug string) {
	if err := os.Remove(filepath.Join(w.dir, "content", "posts", slug+".md")); err != nil {
		w.t.Fatal(err)
	}
	_ = os.Remove(filepath.Join(w.dir, "records", slug+threadExt)) // it may have none
	w.changed.Files = append(w.changed.Files, "posts/"+slug+".md")
	w.changed.Posts = append(w.changed.Posts, slug)
}

// waiting is a memory that files can wait in, so that a build into it leaves
// the disk alone.
type waiting struct {
	*memory
	room   sync.Mutex
	staged map[string][]byte
}

func (w *waiting) Stage(name string, data []byte) error {
	w.room.Lock()
	defer w.room.Unlock()
	w.staged[name] = slices.Clone(data)
	return nil
}

func (w *waiting) Discard() error { return nil }

func (w *waiting) Write(ctx context.Context, name string, data []byte) error {
	if data == nil {
		data = w.staged[name]
	}
	return w.memory.Write(ctx, name, data)
}

// check builds what is there, and compares it with a build from nothing.
func (w *workshop) check() {
	in := Input{
		Content: os.DirFS(filepath.Join(w.dir, "content")), AsOf: w.asOf, Courses: w.courses,
		Threads: ThreadFolder(os.DirFS(filepath.Join(w.dir, "records")), func() time.Time { return time.Now().Add(time.Hour) }),
	}
	clean := &waiting{memory: newMemory(), staged: map[string][]byte{}}
	if _, err := New(Options{Workers: 1, Assets: w.assets}).Build(w.t.Context(), in, clean); err != nil {
		w.t.Fatalf("%v: clean: %v", w.did, err)
	}
	if w.random.IntN(3) == 0 {
		w.restart()
	}
	if !w.all {
		changed := w.changed
		in.Changed = &changed
	}
	if _, err := w.builder.Build(w.t.Context(), in, w.target); err != nil {
		w.t.Fatalf("%v: incremental: %v", w.did, err)
	}
	w.changed, w.all = Changed{}, w.random.IntN(3) == 0
	got := snapshotOf(w.t, filepath.Join(w.dir, "public"))
	delete(got, manifestName)
	for name, data := range clean.site() {
		if diff := cmp.Diff(string(data), got[name]); diff != "" {
			w.t.Fatalf("%v: %s (-clean +incremental):\n%.3000s", w.did, name, diff)
		}
		delete(got, name)
	}
	for name := range got {
		w.t.Fatalf("%v: %s should be gone", w.did, name)
	}
}

// Whatever is edited, a build by who built before, in this process or an
// earlier one, gives what a build from nothing does, byte by byte.
func TestIncrementalIsClean(t *testing.T) {
	t.Parallel()
	scripts := 2
	if os.Getenv("GREENROOM_FULL") != "" {
		scripts = 4
	}
	for seed := range scripts {
		t.Run(fmt.Sprint("script ", seed), func(t *testing.T) {
			t.Parallel()
			w := newWorkshop(t, uint64(seed))
			defer func() { w.builder.Close(); w.target.Close() }()
			w.check()
			edits := w.edits()
			names := slices.Sorted(maps.Keys(edits))
			for range 20 {
				w.did = append(w.did, "build:")
				for range 1 + w.random.IntN(2) {
					name := names[w.random.IntN(len(names))]
					if w.random.IntN(2) == 0 { // what happens most
						name = []string{"body", "comment"}[w.random.IntN(2)]
					}
					w.did = append(w.did, name)
					edits[name]()
				}
				w.check()
			}
			if w.short+w.builder.short == 0 {
				t.Error("no build went the short way")
			}
		})
	}
}
