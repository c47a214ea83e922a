package cloud

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/cloud/standin"
)

// todaysWords is a copy of the words in which every program stands today as it
// does on the day that site.yaml pins. replaced says so to the compiler, for
// the words that are built into the functions.
func todaysWords(t *testing.T) (dir, replaced string) {
	t.Helper()
	dir = t.TempDir()
	overlay, err := standin.TodaysWords("../../../content", dir, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "programs", rolling+".md") // its client reads each draft
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	withClient := strings.Replace(string(text), "regulated: false\n", "regulated: false\nclient_approves: true\n", 1)
	if err := os.WriteFile(path, []byte(withClient), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		t.Fatal(err)
	}
	replaced = filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(replaced, list, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir, replaced
}
