package fetch_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// A second way out would be one that looks at no address: a fix in one place
// has missed the other elsewhere.
func TestThisIsTheOnlyWayOut(t *testing.T) {
	t.Parallel()
	other := regexp.MustCompile(`http\.(DefaultClient|DefaultTransport|Get\(|Head\(|Post\(|PostForm\(|Client\{|Transport\{)|new\(http\.(Client|Transport)\)`)
	ours := 0
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		switch found := other.Find(source); {
		case found == nil:
		case path.Dir(name) == "internal/fetch":
			ours++
		case path.Dir(name) == "internal/cloud/standin", path.Dir(name) == "internal/cloud/cloudtest": // run on no function, and ask this machine
		default:
			t.Errorf("%s asks other servers by itself (%s): use package fetch", name, found)
		}
		return nil
	})
	if err != nil || ours != 1 {
		t.Errorf("%d files of package fetch make a client, %v, want 1", ours, err)
	}
}
