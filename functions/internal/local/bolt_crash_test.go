package local

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"greenroom/functions/internal/table"
)

const boltCrashWriters = 8

// A process that writes is killed at a random moment, again and again over
// the same file. What it had acknowledged must be there, and nothing by half.
func TestBoltSurvivesKill(t *testing.T) {
	path := os.Getenv("BOLT_CRASH_FILE")
	if isBoltChild() {
		boltCrashWriter(t, path)
		return
	}
	t.Parallel()
	kills := 40
	if testing.Short() {
		kills = 5
	}
	path = filepath.Join(t.TempDir(), "data.db")
	random := rand.New(rand.NewPCG(7, 7))
	acked := map[string]bool{}
	lost := 0
	for range kills {
		child := startBoltChild(t, "BOLT_CRASH_FILE="+path)
		var kill *time.Timer
		for child.output.Scan() {
			if line := child.output.Text(); strings.HasPrefix(line, "ack ") {
				acked[strings.TrimPrefix(line, "ack ")] = true
			}
			if kill == nil {
				after := time.Duration(random.IntN(100_000)) * time.Microsecond
				kill = time.AfterFunc(after, func() { _ = child.cmd.Process.Kill() }) // Wait tells how it ended
			}
		}
		if err := child.cmd.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
			t.Fatalf("got end %v of the writer, want it killed", err)
		}
		lost += checkAfterCrash(t, path, acked)
	}
	t.Logf("%d kills, %d writes acknowledged, %d lost or by half", kills, len(acked), lost)
}

// boltCrashWriter writes until it is killed. Each write is a pair of items in
// both spaces and a counter.
func boltCrashWriter(t *testing.T, path string) {
	b := openBolt(t, path, time.Now)
	var all sync.WaitGroup
	for writer := range boltCrashWriters {
		pk := fmt.Sprint("W", writer)
		counter := table.Key{Space: table.Open, PK: "COUNT", SK: pk}
		all.Go(func() {
			i, _ := b.Get(t.Context(), counter) // absent at first
			for n := i.Count; ; n++ {
				sk := fmt.Sprintf("%06d", n)
				err := b.Write(t.Context(), pk+sk, table.Create(boltNote(table.Open, pk, sk)),
					table.Create(boltNote(table.Private, pk, sk)), table.Add(counter, "counter", 1))
				if err != nil {
					t.Error(err)
					return
				}
				fmt.Printf("ack %s/%s\n", pk, sk)
			}
		})
	}
	all.Wait()
}

func checkAfterCrash(t *testing.T, path string, acked map[string]bool) (lost int) {
	t.Helper()
	b, err := OpenBolt(path, time.Now)
	if err != nil {
		t.Fatalf("got error %v after a kill, want the file to open", err)
	}
	defer b.Close()
	found := map[string]bool{}
	total := 0
	for writer := range boltCrashWriters {
		pk := fmt.Sprint("W", writer)
		open, private := boltSortKeys(t, b, table.Open, pk), boltSortKeys(t, b, table.Private, pk)
		counter, _ := b.Get(t.Context(), table.Key{Space: table.Open, PK: "COUNT", SK: pk}) // absent: 0
		if len(open) != len(private) || int64(len(open)) != counter.Count {
			t.Errorf("writer %s: got %d and %d items and count %d, want the same", pk, len(open), len(private), counter.Count)
			lost++
		}
		for n, sk := range open {
			found[pk+"/"+sk] = true
			if sk != fmt.Sprintf("%06d", n) || private[n] != sk {
				t.Errorf("writer %s: got items %s and %s at %d", pk, sk, private[n], n)
			}
		}
		total += 3 * len(open)
	}
	for key := range acked {
		if !found[key] {
			t.Errorf("%s was acknowledged and is lost", key)
			lost++
		}
	}
	changes, _, err := allChanges(t.Context(), b, "")
	if len(changes) != total || err != nil {
		t.Errorf("got %d changes and error %v, want %d", len(changes), err, total)
	}
	return lost
}

func boltSortKeys(t *testing.T, b *Bolt, space table.Space, pk string) []string {
	t.Helper()
	var keys []string
	q := table.Query{Space: space, PK: pk, Limit: table.MaxPageSize}
	for {
		page, err := b.Query(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range page.Items {
			keys = append(keys, i.SK)
		}
		if q.Cursor = page.Cursor; q.Cursor == "" {
			return keys
		}
	}
}
