package agency_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestNoRuleIsTheNameOfAMethod: programs on AWS are built without such rules,
// see rollout, and would end at the first form that has one.
func TestNoRuleIsTheNameOfAMethod(t *testing.T) {
	t.Parallel()
	err := fs.WalkDir(os.DirFS(".."), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := os.ReadFile(filepath.Join("..", name))
		if methodRule.Match(text) {
			t.Errorf("%s has a rule validateFn", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

var methodRule = regexp.MustCompile("validate:\"[^\"]*validateFn")
