package content

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// FuzzFrontMatter holds that any file of words gives either a value or
// problems on lines that the file has, whatever folder it is in.
func FuzzFrontMatter(f *testing.F) {
	for _, archive := range []string{"testdata/valid.txtar", "testdata/invalid/yaml-syntax.txtar", "testdata/invalid/anchors.txtar", "testdata/invalid/wrong-types.txtar"} {
		a, err := txtar.ParseFile(archive)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range a.Files {
			for i, folder := range folders() {
				if strings.HasPrefix(file.Name, folder) {
					f.Add(i, string(file.Data))
				}
			}
		}
	}
	f.Add(0, "---\n- : [\n? {}\n: \"\\u202e\n---\n")
	f.Add(1, "---\n%YAML 1.1\n---\n\x00\xff\r---")
	f.Fuzz(func(t *testing.T, kind int, text string) {
		folder := folders()[uint(kind)%4]
		d := &document{file: folder + "/a.md", name: "a", env: env{zone: time.UTC, domain: "juniper.example"}, slug: mention{"a", 1}}
		d.checkCharacters(text)
		value := d.parse(text)
		if value == nil {
			t.Fatal("no value")
		}
		lines := strings.Count(text, "\n") + 1
		for _, p := range d.problems {
			if p.Line < 1 || p.Line > lines {
				t.Errorf("line %d of a file of %d: %s", p.Line, lines, p)
			}
			if p.What == "" || p.Fix == "" {
				t.Errorf("problem without words: %+v", p)
			}
		}
		if post, ok := value.(Post); ok && len(d.problems) == 0 && (post.Title == "" || post.Date.IsZero() || len(post.Authors) == 0) {
			t.Errorf("accepted an unfinished post: %+v", post)
		}
	})
}
