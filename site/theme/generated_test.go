package theme_test

import (
	"bytes"
	"go/format"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/a-h/templ/generator"
	"github.com/a-h/templ/parser/v2"
)

// here is this folder as the generator names it, from the root of the module.
const here = "site/theme/"

// The generated files are committed, so that Go alone builds the site. This
// says when they are not what their templates make.
func TestGeneratedFilesAreFresh(t *testing.T) {
	t.Parallel()
	templates, err := filepath.Glob("*.templ")
	if err != nil || len(templates) == 0 {
		t.Fatalf("found templates %v, %v", templates, err)
	}
	for _, name := range templates {
		got, err := os.ReadFile(strings.TrimSuffix(name, ".templ") + "_templ.go")
		if err != nil {
			t.Errorf("%v; run go tool templ generate", err)
			continue
		}
		if want := generated(t, name); !bytes.Equal(got, want) {
			t.Errorf("%s is newer than its generated file: run go tool templ generate at the root of the module", name)
		}
	}
	leftOver(t, templates)
}

func generated(t *testing.T, name string) []byte {
	t.Helper()
	file, err := parser.Parse(name)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	_, err = generator.Generate(file, &b, generator.WithVersion(templ.Version()), generator.WithFileName(here+name))
	if err != nil {
		t.Fatal(err)
	}
	code, err := format.Source(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// leftOver reports generated files whose template is gone.
func leftOver(t *testing.T, templates []string) {
	t.Helper()
	files, err := filepath.Glob("*_templ.go")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(templates) {
		t.Errorf("%d generated files for %d templates", len(files), len(templates))
	}
}
