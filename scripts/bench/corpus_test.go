package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// written makes a corpus of so many posts in a folder of its own.
func written(t *testing.T, posts int) corpus {
	t.Helper()
	c := corpus{dir: t.TempDir(), posts: posts, module: filepath.Join("..", "..")}
	if _, err := c.write(); err != nil {
		t.Fatal(err)
	}
	return c
}

// files reads all files below some folders by their paths.
func files(t *testing.T, c corpus, dirs ...string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, dir := range dirs {
		list, err := readTree(dir)
		if err != nil {
			t.Fatal(err)
		}
		for name := range list {
			data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
			if err != nil {
				t.Fatal(err)
			}
			found[filepath.Base(dir)+"/"+name] = string(data)
		}
	}
	delete(found, "hugo/hugo.yaml") // says where the words are
	return found
}

func TestCorpusIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	a, b := written(t, 30), written(t, 30)
	first, second := files(t, a, a.content(), a.records(), a.hugo()), files(t, b, b.content(), b.records(), b.hugo())
	if len(first) != len(second) || len(first) < 30+people {
		t.Fatalf("%d files, then %d", len(first), len(second))
	}
	for name, text := range first {
		if second[name] != text {
			t.Errorf("%s differs", name)
		}
	}
}

func TestPostIsTheSameHoweverManyThereAre(t *testing.T) {
	t.Parallel()
	few, many := written(t, 12), written(t, 40)
	small, large := files(t, few, few.content(), few.records()), files(t, many, many.content(), many.records())
	if len(large) <= len(small) {
		t.Fatalf("%d files of 12 posts, %d of 40", len(small), len(large))
	}
	for name, text := range small {
		if large[name] != text {
			t.Errorf("%s differs", name)
		}
	}
}

// The shape of the corpus is what the figures rest on.
func TestShapeOfTheCorpus(t *testing.T) {
	t.Parallel()
	const posts = 400
	a := author{newVocabulary()}
	var size, words, fences, tables, drafts, comments, replies, said int
	for i := range posts {
		p := a.post(i)
		text := string(a.file(p))
		size, words = size+len(text), words+len(strings.Fields(text))
		fences += strings.Count(text, "\n```\n")
		tables += strings.Count(text, "\n| --- |")
		if p.draft {
			drafts++
		}
		for _, c := range a.comments(p) {
			comments, said = comments+1, said+len(c.Text)
			if c.Parent != "" {
				replies++
			}
		}
	}
	for _, want := range []struct {
		what             string
		got, least, most int
	}{
		{"bytes of a post", size / posts, 6700, 7900},
		{"words of a post", words / posts, 850, 1000},
		{"posts of 100 with a fenced block", fences * 100 / posts, 34, 46},
		{"posts of 100 with a table", tables * 100 / posts, 15, 25},
		{"drafts of 100", drafts * 100 / posts, 1, 1},
		{"comments of 10 posts", comments * 10 / posts, 44, 56},
		{"bytes of a comment", said / comments, 420, 500},
		{"answers of 100 comments", replies * 100 / comments, 35, 45},
	} {
		if want.got < want.least || want.got > want.most {
			t.Errorf("%s: %d, want %d to %d", want.what, want.got, want.least, want.most)
		}
	}
}

func TestThreadIsFourDeepAtMost(t *testing.T) {
	t.Parallel()
	list := []comment{{ID: "a", Name: "Ann"}}
	for _, id := range []string{"b", "c", "d", "e", "f"} {
		list = append(list, comment{ID: id, Name: "N" + id, Parent: list[len(list)-1].ID})
	}
	got := newThread(list)
	depth, at := 0, got.Thread
	for len(at) > 0 {
		depth++
		if len(at) > 1 && depth != maxDepth {
			t.Errorf("%d comments at depth %d", len(at), depth)
		}
		at = at[0].Replies
	}
	if depth != maxDepth {
		t.Errorf("the thread is %d deep", depth)
	}
	if last := got.Comments[5]; last.To != "Ne" || last.Parent != "e" {
		t.Errorf("the last comment answers %q of %q", last.Parent, last.To)
	}
}
