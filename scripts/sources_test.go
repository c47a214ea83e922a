package scripts_test

import (
	"bytes"
	"go/format"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/a-h/templ"
	"github.com/a-h/templ/generator"
	"github.com/a-h/templ/parser/v2"
)

// sources returns the files of the repository whose names end so.
func sources(t *testing.T, endings ...string) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "public"):
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		for _, ending := range endings {
			if strings.HasSuffix(name, ending) {
				if found[name], err = fs.ReadFile(root, name); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil || len(found) == 0 {
		t.Fatalf("found %d files, %v", len(found), err)
	}
	return found
}

// The generated files are committed, so that Go alone builds everything. This
// says when they are not what their templates make.
func TestGeneratedPagesAreFresh(t *testing.T) {
	t.Parallel()
	templates := sources(t, ".templ")
	generated := sources(t, "_templ.go")
	for name := range templates {
		file, err := parser.Parse(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := generator.Generate(file, &b, generator.WithVersion(templ.Version()), generator.WithFileName(name)); err != nil {
			t.Fatal(err)
		}
		want, err := format.Source(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		goFile := strings.TrimSuffix(name, ".templ") + "_templ.go"
		if !bytes.Equal(generated[goFile], want) {
			t.Errorf("%s is not what %s makes: run go tool templ generate at the root of the module", goFile, name)
		}
		delete(generated, goFile)
	}
	for name := range maps.Keys(generated) {
		t.Errorf("%s has no template any more", name)
	}
}

var (
	unescaped = regexp.MustCompile(`templ\.Raw\(|templ\.(SafeCSS|SafeURL|JSUnsafeFuncCall|JSExpression|ComponentScript)\b|template\.(HTML|JS|URL|CSS|HTMLAttr|JSStr|Srcset)\(|\bSafeScript`)
	inTest    = regexp.MustCompile(`_test\.go$|_templ\.go$`)
)

// Everything is escaped where it is shown. What is not stands here, with why.
func TestWhatIsNotEscapedIsOnTheList(t *testing.T) {
	t.Parallel()
	want := map[string]int{
		// The body of a page: HTML made from the agency's own Markdown by
		// generate, which lets no raw HTML through.
		"site/theme/post.templ":    1,
		"site/theme/program.templ": 1,
		"site/theme/person.templ":  1,
		"site/theme/plain.templ":   1,
		"site/theme/home.templ":    1,
		// JSON-LD, in which package schema writes every <, > and & as an
		// escape: it cannot end its script element.
		"site/theme/head.templ": 1,
		// Return types of functions that go through templ.URL, which checks
		// the scheme.
		"functions/internal/web/links.go": 12,
	}
	got := map[string]int{}
	for name, source := range sources(t, ".templ", ".go") {
		if n := len(unescaped.FindAll(source, -1)); n > 0 && !inTest.MatchString(name) {
			got[name] = n
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("unescaped output (-allowed +found):\n%s", diff)
	}
}

var (
	initFunc = regexp.MustCompile(`(?m)^func init\(`)
	globals  = regexp.MustCompile(`(?m)^var [a-z][A-Za-z]* = (map\[|\[\]|make\(|&|new\()`)
)

// Packages are named for what they hold, nothing runs at import, and no
// variable of a package can be changed behind anybody's back.
func TestHabits(t *testing.T) {
	t.Parallel()
	for name, source := range sources(t, ".go") {
		if inTest.MatchString(name) {
			continue
		}
		switch base := path.Base(path.Dir(name)); base {
		case "util", "utils", "common", "helpers", "types", "manager", "service", "misc", "lib":
			t.Errorf("%s: no package is called %s", name, base)
		}
		if initFunc.Match(source) {
			t.Errorf("%s has an init function", name)
		}
		if m := globals.Find(source); m != nil {
			t.Errorf("%s has a variable that can be changed: %s", name, m)
		}
	}
}

// No file of the repository is a binary or a built site.
func TestNothingBuiltIsInTheRepository(t *testing.T) {
	t.Parallel()
	for name, data := range sources(t, "") {
		if len(data) > 1<<20 {
			t.Errorf("%s has %d bytes", name, len(data))
		}
		if bytes.HasPrefix(data, []byte("\x7fELF")) || bytes.HasPrefix(data, []byte("MZ")) {
			t.Errorf("%s is a program", name)
		}
	}
}
