package cloud

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/backup"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
)

var _ backup.Source = kept{}
var _ backup.Target = kept{}

// worksOn approves a comment that waits, and sees the same page refused when
// it is sent again.
func worksOn(t *testing.T, on table.Table, items []table.Item) {
	t.Helper()
	room := &comment.Room{Table: on, Now: time.Now, IDs: agency.NewIDs(time.Now, zeros{})}
	for _, i := range items {
		if i.Kind != "comment" {
			continue
		}
		c, err := room.Find(t.Context(), strings.TrimPrefix(i.PK, "POST#"), strings.TrimPrefix(i.SK, "C#"))
		if err != nil || c.State != comment.Held {
			continue
		}
		staff := agency.Actor{ID: "p1", Name: "Ann", Roles: []agency.Role{agency.Editor}}
		d := comment.Decision{Post: c.Post, ID: c.ID, Version: c.Version, Revision: c.Revision()}
		if _, err := room.Approve(t.Context(), staff, d); err != nil {
			t.Errorf("approving what was restored: %v", err)
		}
		if _, err := room.Spam(t.Context(), staff, d); err == nil {
			t.Error("a page that was opened before was taken")
		}
		return
	}
	t.Error("no comment waits")
}

// zeros is all the randomness that ids need here.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// Random items, uploads and a mail that waits go to DynamoDB and come back.
func TestRandomItemsComeBackFromDynamoDB(t *testing.T) {
	t.Parallel()
	_, settings := startStage(t)
	random := rand.New(rand.NewPCG(3, 3))
	now := time.Now().UTC().Truncate(time.Second)
	for round := range 4 {
		dir := t.TempDir()
		from := randomShelf(t, random, now, round)
		first, second := filepath.Join(dir, "1"), filepath.Join(dir, "2")
		if _, err := backup.Make(t.Context(), first, backup.NewHeader("cloud", now), from); err != nil {
			t.Fatal(err)
		}
		if _, err := performed(t, settings, now, "restore", "-over", "test", first); err != nil {
			t.Fatal(err)
		}
		out, err := performed(t, settings, now, "restore", "test", first)
		if err != nil || !strings.Contains(out, ": 0 items put") {
			t.Errorf("the same file again: %q, %v", out, err)
		}
		if _, err := performed(t, settings, now, "backup", "test", second); err != nil {
			t.Fatal(err)
		}
		want, _ := backupItems(t, first)
		got, _ := backupItems(t, second)
		for n := range want {
			if want[n], err = decision.Restored(want[n]); err != nil {
				t.Fatal(err)
			}
			id, leaves := outbox.Waiting(table.Change{Key: got[n].Key, New: &got[n]})
			if leaves {
				t.Errorf("mail %s would leave", id)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("round %d:\n%s", round, diff)
		}
	}
}

// memory is a source in memory.
type memory struct {
	items []table.Item
	Files // of nowhere
}

func (m memory) Items(_ context.Context, visit func(table.Item) error) error {
	for _, i := range m.items {
		if err := visit(i); err != nil {
			return err
		}
	}
	return nil
}

func (memory) Uploads(context.Context) ([]string, error) { return nil, nil }

func randomShelf(t *testing.T, random *rand.Rand, now time.Time, round int) memory {
	t.Helper()
	mail, err := outbox.Post(fmt.Sprintf("01JV000000000000000000000%d", round), now, "ann@example.org", "receipt", map[string]string{})
	if err != nil {
		t.Fatal(err)
	}
	mail.Item.Version = 1
	m := memory{items: []table.Item{mail.Item}}
	for n := range random.IntN(90) {
		i := table.Item{Key: table.Key{Space: []table.Space{table.Open, table.Private}[random.IntN(2)], PK: fmt.Sprint("N#", random.IntN(5)), SK: fmt.Sprint(n)},
			Version: random.Int64N(1<<50) + 1, Count: random.Int64() - random.Int64(), Kind: "note", Body: []byte(` {"a":"<é` + "\u2028" + `>"}`)}
		if random.IntN(2) == 0 {
			i.Index[random.IntN(3)] = table.IndexKey{PK: "all", SK: fmt.Sprint(n)}
			i.Expires = now.Add(time.Hour)
		}
		m.items = append(m.items, i)
	}
	return m
}

// Uploads lie in the bucket under their hash after a restore, and a backup has
// them again.
func TestUploadsGoThroughTheBucket(t *testing.T) {
	t.Parallel()
	store, settings := startStage(t)
	sum := sha256.Sum256([]byte("a picture"))
	hash := hex.EncodeToString(sum[:])
	files := NewFiles(settings, "greenroom-test-filesbucket-4abc")
	if err := files.Keep(t.Context(), hash, []byte("a picture")); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "kept")
	if _, err := performed(t, settings, time.Now(), "backup", "test", path); err != nil {
		t.Fatal(err)
	}
	key := "/greenroom-test-filesbucket-4abc/files/" + hash[:2] + "/" + hash
	store.Mu.Lock()
	delete(store.Objects, key)
	store.Mu.Unlock()
	if _, err := performed(t, settings, time.Now(), "restore", "test", path); err != nil {
		t.Fatal(err)
	}
	if o, ok := store.Object(key); !ok || string(o.Data) != "a picture" {
		t.Errorf("got %q after the restore", o.Data)
	}
}

// leaving takes some of each batch and leaves the others over.
type leaving struct {
	ScanAPI
	takes int
	taken []types.WriteRequest
}

func (l *leaving) BatchWriteItem(_ context.Context, in *dynamodb.BatchWriteItemInput, _ ...func(*dynamodb.Options)) (*dynamodb.BatchWriteItemOutput, error) {
	out := &dynamodb.BatchWriteItemOutput{UnprocessedItems: map[string][]types.WriteRequest{}}
	for name, requests := range in.RequestItems {
		n := min(l.takes, len(requests))
		l.taken = append(l.taken, requests[:n]...)
		if n < len(requests) {
			out.UnprocessedItems[name] = requests[n:]
		}
	}
	return out, nil
}

func TestWhatDynamoDBLeavesOverIsSentAgain(t *testing.T) {
	t.Parallel()
	var items []table.Item
	for n := range 60 {
		items = append(items, table.Item{Key: table.Key{Space: table.Open, PK: "A", SK: fmt.Sprint(n)}, Version: 1})
	}
	pauses := 0
	l := &leaving{takes: 10}
	w := NewWhole(l, map[table.Space]string{table.Open: "open", table.Private: "private"})
	w.pause = func(context.Context, int) error { pauses++; return nil }
	if err := w.Put(t.Context(), items); err != nil || len(l.taken) != 60 || pauses != 4 {
		t.Errorf("%d items taken after %d pauses, error %v; want 60 after 4", len(l.taken), pauses, err)
	}
	l.takes, pauses = 0, 0
	if err := w.Put(t.Context(), items[:1]); !errors.Is(err, table.ErrUnavailable) || pauses != batchRetries {
		t.Errorf("got error %v after %d pauses, want ErrUnavailable", err, pauses)
	}
}

func TestAStageThatIsNotThereIsNamed(t *testing.T) {
	t.Parallel()
	_, settings := startStage(t)
	for _, stage := range []string{"tes", "nowhere", "Not-A-Stage"} {
		if _, err := performed(t, settings, time.Now(), "backup", stage, filepath.Join(t.TempDir(), "kept")); err == nil {
			t.Errorf("got no error for stage %q", stage)
		}
	}
}
