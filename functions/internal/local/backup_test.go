package local

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/backup"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
)

// testMail is a mail that waits to be sent.
func testMail(t *testing.T, id string) table.Write {
	t.Helper()
	write, err := outbox.Post(id, time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC), "ann@example.org", "receipt", map[string]string{"Name": "Ann"})
	if err != nil {
		t.Fatal(err)
	}
	return write
}

// zeros is all the randomness that ids need here.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// carrier counts what it is given.
type carrier func()

func (c carrier) Carry(context.Context, outbox.Mail) error { c(); return nil }

func TestMailThatWaitedIsHeldByARestore(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	clock := agencytest.NewClock()
	from := openBolt(t, filepath.Join(dir, "from.db"), clock.Now)
	boltWriteAll(t, from, testMail(t, "01JV0000000000000000000000"))
	path := keepBolt(t, from, clock.Now())
	to := openBolt(t, filepath.Join(dir, "to.db"), clock.Now)
	plan := restoreBolt(t, path, to, clock.Now(), outbox.Restored)
	if !strings.Contains(plan.Told(), "on their way when it was made: 1.") {
		t.Errorf("told: %s", plan.Told())
	}
	carried := 0
	sender := outbox.Sender{Table: to, Now: clock.Now, Again: true, Carrier: carrier(func() { carried++ })}
	changes, _, err := allChanges(t.Context(), to, "")
	if n, due := sender.SendDue(t.Context()); n != 0 || due != nil || carried != 0 || len(changes) != 0 || err != nil {
		t.Errorf("%d mails left, %d changes were logged, %v, %v: want none", n, len(changes), due, err)
	}
	room := outbox.Room{Table: to, Now: clock.Now, IDs: agency.NewIDs(clock.Now, zeros{})}
	manager := agency.Actor{ID: "p1", Roles: []agency.Role{agency.ProjectManager}}
	if err := room.Retry(t.Context(), manager, "01JV0000000000000000000000"); err != nil {
		t.Fatal(err)
	}
	if n, err := sender.SendDue(t.Context()); n != 1 || err != nil || carried != 1 {
		t.Errorf("%d mails left, error %v: want the one that a person let go", n, err)
	}
}

// A hundred stores of random items go through the file and come back equal,
// also in what leads to them.
func TestRandomItemsComeBackToBolt(t *testing.T) {
	t.Parallel()
	dir, round := t.TempDir(), 0
	clock := newBoltClock()
	rapid.Check(t, func(rt *rapid.T) {
		round++
		from := openBolt(t, filepath.Join(dir, fmt.Sprintf("%d.from", round)), clock.now)
		for n := range rapid.IntRange(1, 6).Draw(rt, "writes") {
			i := boltNote(rapid.SampledFrom([]table.Space{table.Open, table.Private}).Draw(rt, "space"), rapid.StringN(1, 5, 20).Draw(rt, "pk"), "1")
			i.Index[n%3] = table.IndexKey{PK: "all", SK: fmt.Sprint(n)}
			if rapid.Bool().Draw(rt, "expires") {
				i.Expires = clock.now().Add(time.Hour)
			}
			boltWriteAll(t, from, table.Set(i))
			boltWriteAll(t, from, table.Add(i.Key, "", rapid.Int64Range(-9, 9).Draw(rt, "add")))
		}
		to := openBolt(t, filepath.Join(dir, fmt.Sprintf("%d.to", round)), clock.now)
		path := keepBolt(t, from, clock.now())
		restoreBolt(t, path, to, clock.now(), outbox.Restored)
		if diff := cmp.Diff(readAll(t, path), readAll(t, keepBolt(t, to, clock.now()))); diff != "" {
			rt.Fatal(diff)
		}
		for n := range table.IndexCount {
			q := table.Query{Space: table.Private, Index: n + 1, PK: "all"}
			want, failed := from.Query(t.Context(), q)
			got, err := to.Query(t.Context(), q)
			if diff := cmp.Diff(want.Items, got.Items); diff != "" || failed != nil || err != nil {
				rt.Fatalf("index %d, %v, %v:\n%s", n+1, failed, err, diff)
			}
		}
	})
}

// keepBolt makes a backup of a store without uploads.
func keepBolt(t *testing.T, b *Bolt, now time.Time) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kept")
	if _, err := backup.Make(t.Context(), path, backup.NewHeader("laptop", now), kept{b, noFiles(t)}); err != nil {
		t.Fatalf("got error %v, want a backup", err)
	}
	return path
}

func restoreBolt(t *testing.T, path string, to *Bolt, now time.Time, ready func(table.Item) (table.Item, error)) *backup.Plan {
	t.Helper()
	plan, err := backup.Restore{Path: path, Now: now, Ready: ready}.Check(t.Context(), to)
	if err == nil {
		err = plan.Apply(t.Context(), kept{to, noFiles(t)})
	}
	if err != nil {
		t.Fatalf("got error %v, want the backup restored", err)
	}
	return plan
}

func noFiles(t *testing.T) Files { return filesIn(t, t.TempDir()) }

// filesIn are the uploads of a data directory.
func filesIn(t *testing.T, data string) Files {
	t.Helper()
	root, err := os.OpenRoot(data)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	files, err := openFiles(root)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	return files
}

// readAll is every item of a backup, in its order.
func readAll(t *testing.T, path string) (items []table.Item) {
	t.Helper()
	if _, _, err := backup.ReadFile(path, backup.Visitor{Item: func(i table.Item) error {
		items = append(items, i)
		return nil
	}}); err != nil {
		t.Fatal(err)
	}
	return items
}
