package agency_test

import (
	"bytes"
	"crypto/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
)

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestIDsSortByTheTimeTheyWereIssued(t *testing.T) {
	t.Parallel()
	now := at("2026-05-12T09:00:00Z")
	steps := []time.Duration{0, 0, time.Millisecond, 0, -time.Hour, 0, 2 * time.Hour}
	ids := agency.NewIDs(func() time.Time { return now }, rand.Reader)
	var issued []string
	for _, step := range steps {
		now = now.Add(step)
		issued = append(issued, ids.New())
	}
	if !slices.IsSorted(issued) || len(slices.Compact(issued)) != len(steps) {
		t.Errorf("ids are not strictly ascending: %v", issued)
	}
	for _, id := range issued {
		if !agency.ValidID(id) {
			t.Errorf("%q is not a valid id", id)
		}
	}
}

func TestAnIDIsEncodedAsTheULIDSpecificationSays(t *testing.T) {
	t.Parallel()
	// The example of https://github.com/ulid/spec: 01ARZ3NDEK is 1469922850259 ms.
	clock := func() time.Time { return time.UnixMilli(1469922850259) }
	got := agency.NewIDs(clock, bytes.NewReader(bytes.Repeat([]byte{0x7f}, 10))).New()
	if want := "01ARZ3NDEKFXZQYZVZFXZQYZVZ"; got != want {
		t.Errorf("id is %s, want %s", got, want)
	}
}

func TestValidID(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]bool{
		"01ARZ3NDEKTSV4RRFFQ69G5FAV":  true,
		"01arz3ndektsv4rrffq69g5fav":  false,
		"01ARZ3NDEKTSV4RRFFQ69G5FAI":  false,
		"81ARZ3NDEKTSV4RRFFQ69G5FAV":  false, // over 128 bits
		"01ARZ3NDEKTSV4RRFFQ69G5FA":   false,
		"01ARZ3NDEKTSV4RRFFQ69G5FAV0": false,
		"":                            false,
		"../../../../../../etc/passw": false,
	} {
		if got := agency.ValidID(id); got != want {
			t.Errorf("ValidID(%q) = %v, want %v", id, got, want)
		}
	}
}

func TestSecretsAreLongAndDiffer(t *testing.T) {
	t.Parallel()
	ids := agency.NewIDs(time.Now, rand.Reader)
	a, b := ids.Secret(), ids.Secret()
	if a == b || len(a) != 43 || strings.ContainsAny(a, "+/=") {
		t.Errorf("secrets %q and %q", a, b)
	}
}

func TestAClockThatStartsElsewhereRunsOn(t *testing.T) {
	t.Parallel()
	wall := at("2030-01-01T00:00:00Z")
	clock := agency.StartingAt(at("2026-05-12T09:00:00Z"), func() time.Time { return wall })
	wall = wall.Add(90 * time.Second)
	if got, want := clock(), at("2026-05-12T09:01:30Z"); !got.Equal(want) {
		t.Errorf("clock reads %v, want %v", got, want)
	}
}
