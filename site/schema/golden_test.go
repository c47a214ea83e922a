package schema

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite testdata")

// The golden files are indented, and so easier to read than what is written.
func TestGolden(t *testing.T) {
	t.Parallel()
	for name, graph := range graphs() {
		var got bytes.Buffer
		if err := json.Indent(&got, []byte(graph.String()), "", "  "); err != nil {
			t.Fatal(err)
		}
		got.WriteByte('\n')
		file := filepath.Join("testdata", name+".json")
		if *update {
			if err := os.WriteFile(file, got.Bytes(), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s differs; if it should, run go test ./site/schema -run Golden -update (-want +got):\n%s", file, diff)
		}
	}
}
