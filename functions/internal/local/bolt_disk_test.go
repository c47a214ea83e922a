//go:build linux || darwin

package local

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"greenroom/functions/internal/table"
)

// A disk that is full is played by a limit on the size of files, in a process
// of its own: the limit holds for all of its files.
func TestBoltSurvivesAFullDisk(t *testing.T) {
	if isBoltChild() {
		boltFullDisk(t, os.Getenv("BOLT_DISK_FILE"))
		return
	}
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data.db")
	child := startBoltChild(t, "BOLT_DISK_FILE="+path)
	said := map[string]string{}
	var output strings.Builder
	for child.output.Scan() {
		fmt.Fprintln(&output, child.output.Text())
		key, value, _ := strings.Cut(child.output.Text(), " ")
		said[key] = value
	}
	if err := child.cmd.Wait(); err != nil {
		t.Fatalf("got end %v, want a program that goes on; it said:\n%s", err, &output)
	}
	b := openBolt(t, path, time.Now)
	got := fmt.Sprint(len(boltSortKeys(t, b, table.Open, "A")))
	if got != said["acked"] || said["full"] == "" || said["recovered"] == "" {
		t.Errorf("got %s items of what the writer said: %v", got, said)
	}
	t.Logf("acknowledged before and after the disk was full: %s, and as many are there", said["acked"])
}

func boltFullDisk(t *testing.T, path string) {
	signal.Ignore(syscall.SIGXFSZ) // a write beyond the limit is then an error
	b := openBolt(t, path, time.Now)
	boltLimitFiles(t, 1<<20)
	acked, err := 0, error(nil)
	fill := func(stop func() bool) {
		for ; !stop(); acked++ {
			i := boltNote(table.Open, "A", fmt.Sprintf("%06d", acked))
			i.Body = fmt.Appendf(nil, "%q", strings.Repeat("x", 2000))
			if err = b.Write(t.Context(), "", table.Create(i)); err != nil {
				return
			}
		}
	}
	fill(func() bool { return false })
	if !errors.Is(err, table.ErrUnavailable) || acked < 50 {
		t.Fatalf("got error %v after %d writes, want ErrUnavailable later", err, acked)
	}
	fmt.Println("full", acked)
	for range 3 { // still full, and still readable
		fill(func() bool { return false })
		if got := len(boltSortKeys(t, b, table.Open, "A")); got != acked || !errors.Is(err, table.ErrUnavailable) {
			t.Fatalf("got %d items and error %v, want %d and ErrUnavailable", got, err, acked)
		}
	}
	boltLimitFiles(t, 8<<20)
	more := acked + 200
	fill(func() bool { return acked == more })
	if err != nil {
		t.Fatalf("got error %v with room on the disk, want none", err)
	}
	fmt.Println("recovered", 200)
	fmt.Println("acked", acked)
}

func boltLimitFiles(t *testing.T, size uint64) {
	t.Helper()
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	limit.Cur = size
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
}
