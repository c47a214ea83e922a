package generate

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"greenroom/site/content"
)

func postOf(body string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("---\ntitle: Hostile\ndate: 2026-05-01\ndescription: Hostile.\nauthors: [ada-stone]\n---\n" + body)}
}

// hugePNG is the head of a picture that says it is 65,535 on each side.
func hugePNG() []byte {
	head := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	chunk := binary.BigEndian.AppendUint32([]byte("IHDR"), 65535)
	chunk = append(binary.BigEndian.AppendUint32(chunk, 65535), 8, 2, 0, 0, 0)
	return binary.BigEndian.AppendUint32(append(head, chunk...), crc32.ChecksumIEEE(chunk))
}

// What nobody should write is refused with file, line and what to do, or is
// built like anything else; and never in more than a bounded time.
func TestHostileWords(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, file string
		data       []byte
		want       string // first problem; "" if it is built
	}{
		{"a post of 5 MB", "posts/hostile.md", postOf(strings.Repeat("word ", 1<<20)).Data, "posts/hostile.md:1: is over 1048576 bytes"},
		{"front matter of 1 MB", "posts/hostile.md", []byte("---\ntitle: " + strings.Repeat("x", 1<<20-200) + "\n---\n"), "posts/hostile.md:1: front matter is over 65536 bytes"},
		{"100,000 brackets", "posts/hostile.md", postOf(strings.Repeat("[", 100_000)).Data, "posts/hostile.md:7: paragraph has over 10,000 signs"},
		{"100,000 pairs of brackets in each other", "posts/hostile.md", postOf(strings.Repeat("[", 100_000) + "x" + strings.Repeat("](/)", 100_000)).Data, "posts/hostile.md:"},
		{"100,000 quotes in each other", "posts/hostile.md", postOf(strings.Repeat(">", 100_000) + " x").Data, "posts/hostile.md:"},
		{"100,000 stars", "posts/hostile.md", postOf(strings.Repeat("**a ", 100_000)).Data, "posts/hostile.md:7: paragraph has over 10,000 signs"},
		{"a thousand brackets", "posts/hostile.md", postOf(strings.Repeat("[", 1_000)).Data, ""},
		{"a picture that is none", "media/cat.jpg", []byte("<script>alert(1)</script>"), "media/cat.jpg:1: is no picture"},
		{"a picture of 65,535 x 65,535", "media/huge.png", hugePNG(), "media/huge.png:1: is "},
		{"a picture from elsewhere", "posts/hostile.md", postOf("![x](https://elsewhere.example/x.png)").Data, "posts/hostile.md:7: "},
		{"a picture that is not there", "posts/hostile.md", postOf("![x](/media/brief.png)").Data, "posts/hostile.md:7: picture /media/brief.png: there is none: "},
		{"a name that climbs", "posts/hostile.md", []byte("---\ntitle: H\nslug: ../../etc\ndate: 2026-05-01\ndescription: H.\nauthors: [ada-stone]\n---\n"), `posts/hostile.md:3: slug "../../etc" is not allowed`},
		{"an alias that climbs", "posts/hostile.md", []byte("---\ntitle: H\ndate: 2026-05-01\ndescription: H.\nauthors: [ada-stone]\naliases: [/../../etc/]\n---\n"), `posts/hostile.md:6: alias "/../../etc/" is no path`},
		{"two files for one path", "posts/hostile.md", []byte("---\ntitle: H\nslug: middle\ndate: 2026-05-01\ndescription: H.\nauthors: [ada-stone]\n---\n"), "posts/middle.md:"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			words := fixture(t)
			words[test.file] = &fstest.MapFile{Data: test.data}
			target := newMemory()
			_, err := newBuilder(2).Build(t.Context(), Input{Content: words}, target)
			if test.want == "" {
				if err != nil {
					t.Errorf("Build: %.300v", err)
				}
				return
			}
			problems, ok := errors.AsType[content.Problems](err)
			if !ok || !strings.HasPrefix(problems[0].String(), test.want) {
				t.Errorf("Build = %.300v, want %s…", err, test.want)
			}
			if len(target.files) > 0 {
				t.Errorf("%d files were written", len(target.files))
			}
		})
	}
}

// A link in place of a file or a folder is refused, wherever it leads.
func TestLinksInTheTreeAreRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"posts/secret.md", "media/secret.png", "people"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := onDisk(t, Input{Content: fixture(t)})
			dir := fmt.Sprint(in.Content)
			secret := filepath.Join(t.TempDir(), "secret")
			if err := os.WriteFile(secret, postOf("Secret.").Data, 0o644); err != nil {
				t.Fatal(err)
			}
			place := filepath.Join(dir, filepath.FromSlash(name))
			if err := errors.Join(os.RemoveAll(place), os.MkdirAll(filepath.Dir(place), 0o755), os.Symlink(secret, place)); err != nil {
				t.Fatal(err)
			}
			target := newMemory()
			_, err := newBuilder(1).Build(t.Context(), in, target)
			if err == nil || !strings.Contains(err.Error(), name+":1: is ") || len(target.files) > 0 {
				t.Errorf("Build = %.300v", err)
			}
		})
	}
}

// Ten thousand comments, a chain of answers a thousand deep, answers to what
// is not there and answers in a circle are all shown, each once.
func TestHostileThreads(t *testing.T) {
	t.Parallel()
	id := func(i int) string { return fmt.Sprintf("01JV%022d", i) }
	comment := func(i, parent int) Comment {
		c := Comment{Post: "middle", ID: id(i), Name: "Reader", At: at(i), Text: fmt.Sprintf("Word %d.", i)}
		if parent >= 0 {
			c.Parent = id(parent)
		}
		return c
	}
	for name, make := range map[string]func() []Comment{
		"ten thousand": func() (all []Comment) {
			for i := range 10_000 {
				all = append(all, comment(i, -1))
			}
			return all
		},
		"a chain": func() (all []Comment) {
			for i := range 1_000 {
				all = append(all, comment(i, i-1))
			}
			return all
		},
		"nobody's child": func() []Comment { return []Comment{comment(1, 77), comment(2, 1)} },
		"a circle":       func() []Comment { return []Comment{comment(1, 3), comment(2, 1), comment(3, 2)} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			comments, target := make(), newMemory()
			build(t, newBuilder(2), Input{Content: fixture(t), Comments: comments}, target)
			shown := map[string]int{}
			for name, data := range target.files {
				if strings.HasPrefix(name, "blog/middle/") && strings.HasSuffix(name, ".html") {
					for _, c := range comments {
						shown[c.ID] += bytes.Count(data, []byte(`<li id="c-`+c.ID+`"`))
					}
				}
			}
			for _, c := range comments {
				if shown[c.ID] != 1 {
					t.Fatalf("%s is shown %d times", c.ID, shown[c.ID])
				}
			}
			for i, c := range comments[:min(3, len(comments))] {
				address, found := CommentAddress("middle", comments, c.ID)
				page, anchor, _ := strings.Cut(address, "#")
				html := target.files[strings.TrimPrefix(page, "/")+"index.html"]
				if !found || !bytes.Contains(html, []byte(`id="`+anchor+`"`)) {
					t.Errorf("comment %d is not at %s", i, address)
				}
			}
		})
	}
}

// The cache may be cut off, flipped or of another program: the site is the
// same, and so is the next.
func TestDamagedCacheCostsTimeOnly(t *testing.T) {
	t.Parallel()
	words := fixture(t)
	words["site.yaml"].Data = bytes.Replace(words["site.yaml"].Data, []byte("navigation:"), []byte("share_cards: false\nnavigation:"), 1)
	words["media/dot.png"] = &fstest.MapFile{Data: dot(1)}
	in := onDisk(t, Input{Content: words, Comments: fixtureComments(t)})
	clean := newMemory()
	build(t, newBuilder(1), in, clean)
	want := clean.site()
	for name, damage := range map[string]func(b []byte) []byte{
		"whole":        func(b []byte) []byte { return b },
		"gone":         func([]byte) []byte { return nil },
		"cut":          func(b []byte) []byte { return b[:len(b)/2] },
		"flipped":      func(b []byte) []byte { b[len(b)/3] ^= 0x40; return b },
		"noise":        func([]byte) []byte { return []byte(strings.Repeat("noise", 100)) },
		"zeros behind": func(b []byte) []byte { return append(b, make([]byte, 5000)...) },
	} {
		for _, file := range []string{"known", "made"} {
			t.Run(name+" "+file, func(t *testing.T) {
				t.Parallel()
				cache := t.TempDir()
				options := Options{Workers: 2, Assets: fixtureAssets(), Cache: cache, Now: func() time.Time { return time.Now().Add(time.Hour) }}
				first := New(options)
				build(t, first, in, newMemory())
				first.Close()
				data, err := os.ReadFile(filepath.Join(cache, file))
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(cache, file), damage(data), 0o644); err != nil {
					t.Fatal(err)
				}
				for range 2 {
					target, again := newMemory(), New(options)
					build(t, again, in, target)
					again.Close()
					for name, data := range want {
						if !bytes.Equal(target.files[name], data) {
							t.Errorf("%s differs", name)
						}
					}
				}
			})
		}
	}
}

// The store is only added to, so what is of no use any more has to go some day.
func TestStoreDoesNotGrowForEver(t *testing.T) {
	t.Parallel()
	in := onDisk(t, Input{Content: fixture(t), Comments: fixtureComments(t)})
	cache := t.TempDir()
	run := func(meanwhile func(b *Builder)) int64 {
		b := New(Options{Workers: 2, Assets: fixtureAssets(), Cache: cache, Now: func() time.Time { return time.Now().Add(time.Hour) }})
		build(t, b, in, newMemory())
		meanwhile(b)
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(filepath.Join(cache, "made"))
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	known := filepath.Join(cache, "known")
	first := run(func(*Builder) {})
	if err := os.Remove(known); err != nil {
		t.Fatal(err)
	}
	if again := run(func(*Builder) {}); again != first {
		t.Errorf("without its log the store has %d bytes, want %d as at first", again, first)
	}
	run(func(b *Builder) {
		b.store.end.Add(1 << 30)
		b.cache.records += 1_000_000 // so that the log is about to be written anew
		build(t, b, in, newMemory())
		build(t, b, in, newMemory())
		if _, err := os.Stat(known); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("most of the store is of no use, and its log is still there: %v", err)
		}
	})
	if again := run(func(*Builder) {}); again != first {
		t.Errorf("begun anew the store has %d bytes, want %d", again, first)
	}
}
