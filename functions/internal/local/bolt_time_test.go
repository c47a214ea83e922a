package local

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"greenroom/functions/internal/table"
)

func TestBoltSweepsWhatExpired(t *testing.T) {
	t.Parallel()
	clock := newBoltClock()
	path := filepath.Join(t.TempDir(), "data.db")
	b := openBolt(t, path, clock.now)
	for n := range 230 {
		i := boltNote(table.Private, "SESSION", fmt.Sprint(n))
		i.Expires = clock.now().Add(time.Duration(1+n) * time.Minute)
		i.Index[0] = table.IndexKey{PK: "Q", SK: "1"}
		if err := b.Write(t.Context(), fmt.Sprint("token", n), table.Create(i)); err != nil {
			t.Fatal(err)
		}
	}
	_, cursor, err := allChanges(t.Context(), b, "")
	if err != nil {
		t.Fatal(err)
	}
	sweep := func(want int) {
		t.Helper()
		if got, err := b.Sweep(t.Context()); got != want || err != nil {
			t.Errorf("got %d swept and error %v, want %d", got, err, want)
		}
	}
	sweep(0)
	clock.advance(210 * time.Minute)
	sweep(210)
	sweep(0)
	changes, _, err := allChanges(t.Context(), b, cursor)
	if err != nil || len(changes) != 210 {
		t.Fatalf("got %d changes and error %v, want 210", len(changes), err)
	}
	for _, c := range changes {
		if c.New != nil || c.Old == nil || c.Old.Kind != "note" {
			t.Errorf("got change %+v, want the end of an item", c)
		}
	}
	left := map[string]uint64{}
	err = b.view(func(tx *boltTx) error {
		state, err := tx.loadState()
		for name, tally := range state.Tallies {
			left[name] = tally.Count
		}
		return err
	})
	if err != nil || left[boltTokens] != 0 || left["private"] != 20 || left["private.gsi1"] != 20 || left[boltExpiry] != 20 {
		t.Errorf("got records %v and error %v, want 20 items and no token", left, err)
	}
}

func TestBoltForgetsTokensAfterTenMinutes(t *testing.T) {
	t.Parallel()
	clock := newBoltClock()
	b := openBolt(t, filepath.Join(t.TempDir(), "data.db"), clock.now)
	k := table.Key{Space: table.Open, PK: "C", SK: "1"}
	add := func(n, want int64, wantErr error) {
		t.Helper()
		if err := b.Write(t.Context(), "token", table.Add(k, "", n)); !errors.Is(err, wantErr) {
			t.Errorf("got error %v, want %v", err, wantErr)
		}
		if i, err := b.Get(t.Context(), k); i.Count != want || err != nil {
			t.Errorf("got count %d and error %v, want %d", i.Count, err, want)
		}
	}
	add(1, 1, nil)
	clock.advance(10*time.Minute - time.Second)
	add(1, 1, nil)
	add(2, 1, table.ErrTokenReused)
	clock.advance(time.Second)
	add(2, 3, nil)
	add(2, 3, nil)
	clock.advance(9 * time.Minute)
	if _, err := b.Sweep(t.Context()); err != nil { // must spare the second use
		t.Error(err)
	}
	add(2, 3, nil)
}

func TestBoltRemembersItsLastCommit(t *testing.T) {
	t.Parallel()
	clock := newBoltClock()
	path := filepath.Join(t.TempDir(), "data.db")
	b, err := OpenBolt(path, clock.now)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.LastCommit(); !got.IsZero() {
		t.Errorf("got last commit %v of a new file, want none", got)
	}
	latest := clock.now()
	boltWriteAll(t, b, table.Create(boltNote(table.Open, "A", "1")))
	clock.advance(-time.Hour)
	boltWriteAll(t, b, table.Create(boltNote(table.Open, "A", "2")))
	if got := b.LastCommit(); !got.Equal(latest) {
		t.Errorf("got last commit %v after the clock went back, want %v", got, latest)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if got := openBolt(t, path, clock.now).LastCommit(); !got.Equal(latest) {
		t.Errorf("got last commit %v after opening again, want %v", got, latest)
	}
}
