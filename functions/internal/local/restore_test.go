package local

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/table"
)

// perform runs a command of the program and returns its exit code and what it
// printed.
func perform(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	code := Run(t.Context(), append([]string{"-content", filepath.Join("..", "..", "..", "content")}, args...), &out, &out)
	if strings.Contains(out.String(), "@") {
		t.Errorf("an address was printed:\n%s", &out)
	}
	return code, out.String()
}

func succeeds(t *testing.T, args ...string) string {
	t.Helper()
	code, out := perform(t, args...)
	if code != exitOK {
		t.Fatalf("%v ended with %d:\n%s", args, code, out)
	}
	return out
}

// TestTheDemoMovesWithItsFile starts the demo, keeps it, and opens the file in
// another place: the same file comes out of it, and people work on.
func TestTheDemoMovesWithItsFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	here, there := filepath.Join(dir, "here"), filepath.Join(dir, "there")
	_, _, stop := run(t, "-data", here)
	if code, out := perform(t, "-data", here, "backup", filepath.Join(dir, "while it runs")); code != exitFault || !strings.Contains(out, "stop that one") {
		t.Errorf("while the server runs: ended with %d:\n%s", code, out)
	}
	if code := stop(); code != exitOK {
		t.Fatalf("the server ended with %d", code)
	}
	sum := sha256.Sum256([]byte("a picture"))
	hash := hex.EncodeToString(sum[:])
	if err := filesIn(t, here).Keep(t.Context(), hash, []byte("a picture")); err != nil {
		t.Fatal(err)
	}
	first, second := filepath.Join(dir, "first"), filepath.Join(dir, "second")
	if out := succeeds(t, "-data", here, "backup", first); !strings.Contains(out, "personal data") || !strings.Contains(out, "35 days") {
		t.Errorf("nobody is told what the file holds:\n%s", out)
	}
	succeeds(t, "restore", "-data", there, first)
	succeeds(t, "backup", "-data", there, second)
	if items := readAll(t, first); len(items) < 100 {
		t.Errorf("kept %d items", len(items))
	} else if diff := cmp.Diff(heldAll(t, items), readAll(t, second)); diff != "" {
		t.Errorf("after a restore:\n%s", diff)
	}
	if got, err := os.ReadFile(filepath.Join(there, "files", place(hash))); err != nil || string(got) != "a picture" {
		t.Errorf("got upload %q and error %v", got, err)
	}
	if out := succeeds(t, "restore", "-data", there, first); !strings.Contains(out, ": 0 items put") {
		t.Errorf("the same file again:\n%s", out)
	}
	approveOne(t, there)
	if code, out := perform(t, "restore", "-data", there, first); code != exitFault || !strings.Contains(out, "-over") || !strings.Contains(out, `1 of kind "comment"`) {
		t.Errorf("over what changed: ended with %d:\n%s", code, out)
	}
	succeeds(t, "restore", "-over", "-data", there, first)
	if _, err := os.Stat(filepath.Join(there, "greenroom.db.before")); err != nil {
		t.Errorf("the store that was there is gone: %v", err)
	}
	approveOne(t, there)
	_, _, stop = run(t, "-data", there) // and the site is built of it
	if code := stop(); code != exitOK {
		t.Errorf("the server ended with %d on what was restored", code)
	}
}

// heldAll is what items become in a restore.
func heldAll(t *testing.T, items []table.Item) (held []table.Item) {
	t.Helper()
	for _, i := range items {
		ready, err := decision.Restored(i)
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, ready)
	}
	return held
}

// approveOne approves the first comment that waits, whose page was opened
// before, and sees the same page refused a second time.
func approveOne(t *testing.T, data string) {
	t.Helper()
	store, err := OpenBolt(filepath.Join(data, "greenroom.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	room := &comment.Room{Table: store, Now: time.Now, IDs: agency.NewIDs(time.Now, zeros{})}
	var waits comment.Comment
	err = store.Items(t.Context(), func(i table.Item) error {
		if i.Kind == "comment" && waits.ID == "" {
			c, err := room.Find(t.Context(), strings.TrimPrefix(i.PK, "POST#"), strings.TrimPrefix(i.SK, "C#"))
			if err == nil && c.State == comment.Held {
				waits = c
			}
		}
		return nil
	})
	if err != nil || waits.ID == "" {
		t.Fatalf("no comment waits; error %v", err)
	}
	staff := agency.Actor{ID: "p1", Name: "Ann", Roles: []agency.Role{agency.Editor}}
	d := comment.Decision{Post: waits.Post, ID: waits.ID, Version: waits.Version, Revision: waits.Revision()}
	if _, err := room.Approve(t.Context(), staff, d); err != nil {
		t.Errorf("approving what was restored: %v", err)
	}
	if _, err := room.Spam(t.Context(), staff, d); err == nil {
		t.Error("a page that was opened before was taken")
	}
}

// A restore that was killed leaves the store that was there, and the same file
// is then restored whole.
func TestARestoreThatWasCutOffIsNotSeen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	clock := newBoltClock()
	from := openBolt(t, filepath.Join(dir, "from.db"), clock.now)
	boltWriteAll(t, from, table.Create(boltNote(table.Open, "A", "1")))
	path, data := keepBolt(t, from, clock.now()), filepath.Join(dir, "data")
	if err := os.MkdirAll(data, 0o700); err != nil {
		t.Fatal(err)
	}
	half := openBolt(t, filepath.Join(data, "greenroom.db.restoring"), clock.now)
	boltWriteAll(t, half, table.Create(boltNote(table.Open, "B", "1")))
	if err := half.db.Close(); err != nil { // as if killed: under another name than restore closes
		t.Fatal(err)
	}
	succeeds(t, "restore", "-data", data, path)
	if got := readAll(t, path); len(got) != 1 {
		t.Fatalf("the file has %d lines", len(got))
	}
	to := openBolt(t, filepath.Join(data, "greenroom.db"), clock.now)
	if diff := cmp.Diff(readAll(t, path), readAll(t, keepBolt(t, to, clock.now()))); diff != "" {
		t.Error(diff)
	}
}

func TestCommandsOfBackupsSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken")
	if err := os.WriteFile(broken, []byte("ann@example.org"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		code int
		want string
		args []string
	}{
		{exitUsage, "needs the name of a file", []string{"backup"}},
		{exitUsage, "unexpected argument", []string{"backup", "a", "b"}},
		{exitFault, "there is no store", []string{"-data", dir, "backup", filepath.Join(dir, "b")}},
		{exitFault, "cut, altered", []string{"-data", filepath.Join(dir, "new"), "restore", broken}},
		{exitFault, "no such file", []string{"-data", filepath.Join(dir, "new"), "restore", filepath.Join(dir, "none")}},
	} {
		if code, out := perform(t, tt.args...); code != tt.code || !strings.Contains(out, tt.want) {
			t.Errorf("%v ended with %d, want %d and %q:\n%s", tt.args, code, tt.code, tt.want, out)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "new")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a refused restore made a store: %v", err)
	}
}
