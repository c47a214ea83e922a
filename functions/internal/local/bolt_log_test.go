package local

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenroom/functions/internal/table"
)

func boltKeysOf(changes []table.Change) []string {
	var keys []string
	for _, c := range changes {
		keys = append(keys, c.Key.SK)
	}
	return keys
}

func TestBoltChangesComeInOneOrder(t *testing.T) {
	t.Parallel()
	b := openBolt(t, filepath.Join(t.TempDir(), "data.db"), time.Now)
	var want []string
	for n := range 250 {
		space := []table.Space{table.Open, table.Private}[n%2]
		want = append(want, fmt.Sprintf("%03d", n))
		boltWriteAll(t, b, table.Create(boltNote(space, "A", want[n])))
	}
	first, cursor, err := b.Changes(t.Context(), "", 0)
	if err != nil || len(first) != 100 {
		t.Fatalf("got %d changes and error %v, want 100", len(first), err)
	}
	rest, end, err := allChanges(t.Context(), b, cursor)
	if diff := cmp.Diff(want, boltKeysOf(append(first, rest...))); diff != "" || err != nil {
		t.Errorf("got error %v and (+) instead of (-):\n%s", err, diff)
	}
	again, same, err := b.Changes(t.Context(), end, 0)
	if len(again) > 0 || same != end || err != nil {
		t.Errorf("got %d changes, cursor %q and error %v at the end, want none and %q", len(again), same, err, end)
	}
}

func TestBoltRefusesPositionsOutsideOfTheLog(t *testing.T) {
	t.Parallel()
	b := openBolt(t, filepath.Join(t.TempDir(), "data.db"), time.Now)
	for n := range 5 {
		boltWriteAll(t, b, table.Create(boltNote(table.Open, "A", fmt.Sprint(n))))
	}
	for _, cursor := range []string{"x", "-1", "6", "01", "+1", " 1", "1.0", "18446744073709551615", "18446744073709551616"} {
		if _, _, err := b.Changes(t.Context(), cursor, 0); !errors.Is(err, table.ErrCursor) {
			t.Errorf("cursor %q: got error %v, want ErrCursor", cursor, err)
		}
	}
	if err := b.SaveCursor("a", "x"); !errors.Is(err, table.ErrInvalid) {
		t.Errorf("got error %v, want ErrInvalid", err)
	}
	if err := b.SaveCursor("", "1"); !errors.Is(err, table.ErrInvalid) {
		t.Errorf("got error %v, want ErrInvalid", err)
	}
}

func TestBoltKeepsTheLogForItsSlowestConsumer(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data.db")
	b, err := OpenBolt(path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 2500 {
		if n%100 == 0 {
			var writes []table.Write
			for k := range 100 {
				writes = append(writes, table.Create(boltNote(table.Open, "A", fmt.Sprint(n+k))))
			}
			boltWriteAll(t, b, writes...)
		}
	}
	trim := func(want int, consumers ...string) {
		t.Helper()
		if got, err := b.Trim(t.Context(), consumers...); got != want || err != nil {
			t.Errorf("got %d changes trimmed and error %v, want %d", got, err, want)
		}
	}
	save := func(consumer, cursor string) {
		t.Helper()
		if err := b.SaveCursor(consumer, cursor); err != nil {
			t.Error(err)
		}
	}
	save("publish", "2400")
	trim(0, "publish", "deliver") // deliver has not begun
	save("deliver", "2200")
	trim(2200, "publish", "deliver")
	trim(0, "publish", "deliver")
	if _, err := b.Trim(t.Context()); !errors.Is(err, table.ErrInvalid) {
		t.Errorf("got error %v for no consumer, want ErrInvalid", err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}

	b = openBolt(t, path, time.Now) // all of it was kept in the file
	for consumer, want := range map[string]string{"publish": "2400", "deliver": "2200", "nobody": ""} {
		if got, err := b.Cursor(consumer); got != want || err != nil {
			t.Errorf("got cursor %q of %s and error %v, want %q", got, consumer, err, want)
		}
	}
	for cursor, want := range map[string]int{"2200": 300, "2400": 100, "2500": 0, "": 300} {
		changes, _, err := allChanges(t.Context(), b, cursor)
		if len(changes) != want || err != nil {
			t.Errorf("got %d changes after %q and error %v, want %d", len(changes), cursor, err, want)
		}
	}
	if _, _, err := b.Changes(t.Context(), "2199", 0); !errors.Is(err, table.ErrCursor) {
		t.Errorf("got error %v for a trimmed position, want ErrCursor", err)
	}
	save("publish", "2500")
	save("deliver", "2500")
	trim(300, "publish", "deliver")
	if _, _, err := b.Changes(t.Context(), "2499", 0); !errors.Is(err, table.ErrCursor) {
		t.Errorf("got error %v for a position in an empty log, want ErrCursor", err)
	}
	boltWriteAll(t, b, table.Create(boltNote(table.Open, "B", "1")))
	if changes, cursor, err := b.Changes(t.Context(), "2500", 0); len(changes) != 1 || cursor != "2501" || err != nil {
		t.Errorf("got %d changes, cursor %q and error %v, want 1 at 2501", len(changes), cursor, err)
	}
}

func TestBoltWakesEveryConsumerForEveryChange(t *testing.T) {
	t.Parallel()
	const consumers, changes = 4, 200
	b := openBolt(t, filepath.Join(t.TempDir(), "data.db"), time.Now)
	var all sync.WaitGroup
	for range consumers {
		all.Go(func() {
			cursor, seen := "", 0
			for seen < changes {
				news := b.Committed()
				got, next, err := allChanges(t.Context(), b, cursor)
				if err != nil {
					t.Error(err)
					return
				}
				cursor, seen = next, seen+len(got)
				if len(got) > 0 {
					continue
				}
				select {
				case <-news:
				case <-t.Context().Done():
					t.Error("a consumer was not woken")
					return
				}
			}
		})
	}
	for writer := range 2 {
		all.Go(func() {
			for n := range changes / 2 {
				boltWriteAll(t, b, table.Create(boltNote(table.Open, fmt.Sprint(writer), fmt.Sprint(n))))
			}
		})
	}
	all.Wait()
}

func TestBoltWakesNobodyWithoutAChange(t *testing.T) {
	t.Parallel()
	b := openBolt(t, filepath.Join(t.TempDir(), "data.db"), time.Now)
	i := boltNote(table.Open, "A", "1")
	boltWriteAll(t, b, table.Create(i))
	news := b.Committed()
	boltWriteAll(t, b, table.Check(i.Key, 1))
	if err := b.Write(t.Context(), "", table.Create(i)); err == nil {
		t.Error("got no error, want a conflict")
	}
	if err := b.SaveCursor("publish", "1"); err != nil {
		t.Error(err)
	}
	select {
	case <-news:
		t.Error("consumers were woken by their own cursor, a check or a refusal")
	default:
	}
	boltWriteAll(t, b, table.Delete(i.Key, 1))
	select {
	case <-news:
	default:
		t.Error("consumers were not woken by a change")
	}
}
