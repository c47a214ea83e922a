// Package localtest gives tests of the rooms a real store to work on.
package localtest

import (
	"path/filepath"
	"testing"

	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/local"
)

// Store opens an empty store whose clock is set by hand.
func Store(t testing.TB) (*local.Bolt, *agencytest.Clock) {
	t.Helper()
	clock := agencytest.NewClock()
	store, err := local.OpenBolt(filepath.Join(t.TempDir(), "greenroom.db"), clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store, clock
}
