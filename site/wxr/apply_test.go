package wxr

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"greenroom/site/content"
)

// folders are an empty folder of words and one of records.
type folders struct {
	words, records string
}

func newFolders(t *testing.T) folders {
	return folders{t.TempDir(), t.TempDir()}
}

// apply writes a result and says what came of it.
func (f folders) apply(t *testing.T, r *Result) (written, unchanged int, conflicts []string) {
	t.Helper()
	words, err := os.OpenRoot(f.words)
	if err != nil {
		t.Fatal(err)
	}
	defer words.Close()
	records, err := os.OpenRoot(f.records)
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	written, unchanged, conflicts, err = Apply(r, words, records)
	if err != nil {
		t.Fatal(err)
	}
	return written, unchanged, conflicts
}

// all is every file of both folders.
func (f folders) all(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, root := range []string{f.words, f.records} {
		err := filepath.WalkDir(root, func(name string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(name)
			relative, _ := filepath.Rel(root, name)
			files[relative] = string(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func put(t *testing.T, folder, name, text string) {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestApplyingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	f := newFolders(t)
	put(t, f.words, "site.yaml", config)
	put(t, f.words, "people/tess-abara.md", "---\ntitle: Tess\nrole: Editor\ndescription: Edits.\n---\n")
	r := read(t, "testdata/classic.xml", options(t))
	n := len(r.Files) + len(r.Records)
	if written, unchanged, conflicts := f.apply(t, r); written != n || unchanged != 0 || len(conflicts) > 0 {
		t.Errorf("%d written, %d unchanged, conflicts %v, want %d written", written, unchanged, conflicts, n)
	}
	if _, err := content.Load(t.Context(), os.DirFS(f.words), 2); err != nil {
		t.Errorf("the loader says: %v", err)
	}
	before := f.all(t)
	again := read(t, "testdata/classic.xml", options(t))
	if written, unchanged, conflicts := f.apply(t, again); written != 0 || unchanged != n || len(conflicts) > 0 {
		t.Errorf("again: %d written, %d unchanged, conflicts %v", written, unchanged, conflicts)
	}
	if diff := cmp.Diff(before, f.all(t)); diff != "" {
		t.Errorf("files changed:\n%s", diff)
	}
}

func TestWhatSomebodyTouchedIsNotOverwritten(t *testing.T) {
	t.Parallel()
	f := newFolders(t)
	put(t, f.words, "posts/before.md", "written by hand")
	if err := os.MkdirAll(filepath.Join(f.words, "posts/folder.md"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(f.words, "posts/link.md")); err != nil {
		t.Fatal(err)
	}
	result := func(text string) *Result {
		r := &Result{Files: map[string][]byte{}, Records: map[string][]byte{"edited.ndjson": []byte(text), "same.ndjson": []byte(text)}}
		for _, name := range []string{"before", "edited", "deleted", "untouched", "folder", "link"} {
			r.Files["posts/"+name+".md"] = []byte(text + name)
		}
		return r
	}
	f.apply(t, result("one "))
	put(t, f.words, "posts/edited.md", "edited by hand")
	put(t, f.records, "edited.ndjson", "edited by hand")
	if err := os.Remove(filepath.Join(f.words, "posts/deleted.md")); err != nil {
		t.Fatal(err)
	}
	written, unchanged, conflicts := f.apply(t, result("two "))
	want := []string{
		"posts/before.md was there before",
		"posts/deleted.md was deleted since it was imported",
		"posts/edited.md was edited since it was imported",
		"posts/folder.md is not a plain file",
		"posts/link.md is not a plain file",
		"records/edited.ndjson was edited since it was imported",
	}
	if diff := cmp.Diff(want, conflicts); diff != "" || written != 2 || unchanged != 0 {
		t.Errorf("%d written, %d unchanged, conflicts (-want +got):\n%s", written, unchanged, diff)
	}
	files := f.all(t)
	for name, text := range map[string]string{"posts/before.md": "written by hand", "posts/edited.md": "edited by hand", "posts/untouched.md": "two untouched", "same.ndjson": "two ", "edited.ndjson": "edited by hand"} {
		if files[name] != text {
			t.Errorf("%s holds %q, want %q", name, files[name], text)
		}
	}
	if _, back := files["posts/deleted.md"]; back {
		t.Error("a deleted file came back")
	}
}

func TestNothingIsWrittenOutsideTheFolders(t *testing.T) {
	t.Parallel()
	f := newFolders(t)
	outside := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(f.words, "posts")); err != nil {
		t.Fatal(err)
	}
	words, err := os.OpenRoot(f.words)
	if err != nil {
		t.Fatal(err)
	}
	defer words.Close()
	for _, name := range []string{"posts/x.md", "../x.md", "/x.md"} {
		if _, _, _, err := Apply(&Result{Files: map[string][]byte{name: []byte("x")}}, words, words); err == nil {
			t.Errorf("%s was written", name)
		}
	}
	if entries, err := os.ReadDir(outside); err != nil || len(entries) > 0 {
		t.Errorf("outside are %v, %v", entries, err)
	}
}

func TestAnInterruptedApplyIsFinishedByTheNext(t *testing.T) {
	t.Parallel()
	f := newFolders(t)
	r := read(t, "testdata/blocks.xml", options(t))
	names := slices.Sorted(maps.Keys(r.Files))
	put(t, f.words, names[0], string(r.Files[names[0]])) // written, and not yet on the list
	put(t, f.words, "posts/"+List+".half", "half a fi")
	written, unchanged, conflicts := f.apply(t, r)
	if written != len(names)-1+len(r.Records) || unchanged != 1 || len(conflicts) > 0 {
		t.Errorf("%d written, %d unchanged, conflicts %v", written, unchanged, conflicts)
	}
	for name := range f.all(t) {
		if strings.HasSuffix(name, ".half") {
			t.Errorf("%s was left behind", name)
		}
	}
}
