package quality_test

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"greenroom/site/content"
	"greenroom/site/generate"
)

// site is the demo site in two folders.
type site struct {
	words  *content.Site
	dir    string // with comments
	bare   string // without
	talked string // slug of the post with 100 comments
	busy   string // slug of the post with 250 threads
}

// Short posts without comments; with them the blog has a page of its archive.
const (
	notes = 30
	note  = "archive-note-"
)

// element is the slug of the post that holds every element of Markdown.
const element = "every-element"

func buildSite(t *testing.T) *site {
	t.Helper()
	source := withSamples(t)
	words, err := content.Load(t.Context(), source, 2)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{words: words, dir: filepath.Join(t.TempDir(), "site"), bare: filepath.Join(t.TempDir(), "bare")}
	comments := s.discuss(t, source)
	builder := generate.New(generate.Options{Workers: 2})
	defer builder.Close()
	for _, one := range []struct {
		dir      string
		comments []generate.Comment
	}{{s.bare, nil}, {s.dir, comments}} {
		folder := generate.NewFolder(one.dir)
		_, err := builder.Build(t.Context(), generate.Input{Content: source, Comments: one.comments}, folder)
		if err != nil {
			t.Fatal(err)
		}
		if err := folder.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// withSamples is the content of the site and what it happens not to have: a
// post with every element, pictures, a face, and so many posts that the blog
// has a second page.
func withSamples(t *testing.T) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	copyTree(t, all, os.DirFS("../../content"))
	copyTree(t, all, os.DirFS("testdata/content"))
	all["media/market-hall.jpg"] = &fstest.MapFile{Data: photograph(t, 1600, 1067)}
	all["media/tess.jpg"] = &fstest.MapFile{Data: photograph(t, 480, 480)}
	person := all["people/tess-abara.md"]
	if person == nil {
		t.Fatal("there is no people/tess-abara.md to give a face to")
	}
	person.Data = bytes.Replace(person.Data, []byte("---\n"), []byte("---\nphoto: /media/tess.jpg\n"), 1)
	w := newWriter(all, 3)
	for i := range notes {
		day := time.Date(2025, time.January, 2+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		post := fmt.Sprintf("---\ntitle: \"Note %d from the archive\"\ndate: %s\ndescription: \"What was on the desk on day %d, in a few lines.\"\nauthors: [tess-abara]\ntags: [writing]\n---\n\n%s\n\n%s\n",
			i+1, day, i+1, w.text(700), w.text(500))
		all[fmt.Sprintf("posts/%s%d.md", note, i+1)] = &fstest.MapFile{Data: []byte(post)}
	}
	return all
}

func copyTree(t *testing.T, to fstest.MapFS, from fs.FS) {
	t.Helper()
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, name)
		to[name] = &fstest.MapFile{Data: data, Mode: 0o644}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// discuss writes the comments of all posts. The longest post of the site gets
// 100 of them, so that the heaviest page there can be is weighed; the newest of
// the others gets so many threads that they take three pages.
func (s *site) discuss(t *testing.T, source fstest.MapFS) []generate.Comment {
	t.Helper()
	posts := slices.DeleteFunc(s.published(), func(p content.Post) bool { return p.Slug == element })
	size := func(p content.Post) int { return len(source[path.Join("posts", p.Slug+".md")].Data) }
	s.talked = slices.MaxFunc(posts, func(a, b content.Post) int { return cmp.Compare(size(a), size(b)) }).Slug
	rest := slices.DeleteFunc(slices.Clone(posts), func(p content.Post) bool { return p.Slug == s.talked })
	s.busy = slices.MaxFunc(rest, func(a, b content.Post) int { return a.Date.Compare(b.Date) }).Slug
	w := newWriter(source, 7)
	var all []generate.Comment
	for _, p := range s.published() {
		talk := discussion{writer: w, post: p, staff: s.words.People}
		switch {
		case p.Slug == s.talked:
			talk.comments(100, 0.45)
		case p.Slug == s.busy:
			talk.comments(250, 1)
			talk.comments(70, 0)
		case strings.HasPrefix(p.Slug, note):
		default:
			talk.comments(w.IntN(9), 0.5)
		}
		all = append(all, talk.finished()...)
	}
	return all
}

// published are the posts that have a page.
func (s *site) published() []content.Post {
	return slices.DeleteFunc(slices.Clone(s.words.Posts), func(p content.Post) bool { return !p.Published(s.words.Config.AsOf) })
}

// random is the same on every machine and in every run.
func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0x6772656e)) }
