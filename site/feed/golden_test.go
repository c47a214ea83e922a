package feed

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite testdata")

func TestGolden(t *testing.T) {
	t.Parallel()
	for name, feed := range map[string]Feed{"blog": blog(), "thread": thread(3), "empty": empty(), "nothing": {}} {
		for _, format := range Formats() {
			got := appended(t, format, feed)
			file := filepath.Join("testdata", name+"."+format.File())
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s differs; if it should, run go test ./site/feed -run Golden -update (-want +got):\n%s", file, diff)
			}
		}
	}
}
