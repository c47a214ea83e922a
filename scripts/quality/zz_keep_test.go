package quality_test

import (
	"os"
	"testing"
)

// temporary, for looking at the built site
func TestKeep(t *testing.T) {
	dir := os.Getenv("KEEP")
	if dir == "" {
		t.Skip()
	}
	s := buildSite(t)
	for _, d := range []string{"site", "bare"} {
		from := s.dir
		if d == "bare" {
			from = s.bare
		}
		if err := os.CopyFS(dir+"/"+d, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
}
