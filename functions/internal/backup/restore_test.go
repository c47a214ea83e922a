package backup_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenroom/functions/internal/backup"
	"greenroom/functions/internal/table"
)

// restored checks a backup against a shelf and puts it there.
func restored(t testing.TB, r backup.Restore, to *shelf) (*backup.Plan, error) {
	t.Helper()
	if r.Now.IsZero() {
		r.Now = noon()
	}
	plan, err := r.Check(t.Context(), to)
	if err != nil {
		return nil, err
	}
	return plan, plan.Apply(t.Context(), to)
}

func TestARestoreIntoNothing(t *testing.T) {
	t.Parallel()
	from, to := many(1234), newShelf()
	from.upload("a picture")
	var told []string
	r := backup.Restore{Path: made(t, from), Progress: func(done, all int) { told = append(told, fmt.Sprint(done, " of ", all)) }}
	plan, err := restored(t, r, to)
	if err != nil || plan.Missing != 1234 {
		t.Fatalf("got %+v and error %v", plan, err)
	}
	if diff := cmp.Diff(from.items, to.items) + cmp.Diff(from.uploads, to.uploads); diff != "" {
		t.Error(diff)
	}
	if want := []string{"500 of 1234", "1000 of 1234", "1234 of 1234"}; !cmp.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

func TestARestoreThatWasKilledGoesOn(t *testing.T) {
	t.Parallel()
	from, to := many(1234), newShelf()
	r := backup.Restore{Path: made(t, from)}
	to.broken = 2
	if _, err := restored(t, r, to); !errors.Is(err, errKilled) {
		t.Fatalf("got error %v, want the one of the store", err)
	}
	to.broken = 0
	plan, err := restored(t, r, to)
	if err != nil || plan.Same != 1000 || plan.Missing != 234 {
		t.Errorf("got %+v and error %v, want 1000 skipped and 234 put", plan, err)
	}
	if diff := cmp.Diff(from.items, to.items); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsThereIsNotReplacedUnasked(t *testing.T) {
	t.Parallel()
	from, to := many(3), many(2)
	changed, other := note(table.Private, "NOTE#00001", 9), note(table.Private, "ann@example.org", 1)
	other.Kind = "session"
	to.add(changed, other)
	before := len(to.items)
	path := made(t, from)
	_, err := restored(t, backup.Restore{Path: path}, to)
	conflict, ok := errors.AsType[*backup.ConflictError](err)
	if !ok || !cmp.Equal(conflict.Differ, map[string]int{"note": 1}) || !cmp.Equal(conflict.Extra, map[string]int{"session": 1}) {
		t.Fatalf("got error %v, want a conflict of one note and one session", err)
	}
	if len(to.items) != before || strings.Contains(err.Error(), "example.org") {
		t.Errorf("%d items of %d, error %v: want nothing changed and nobody named", len(to.items), before, err)
	}
	if _, err := restored(t, backup.Restore{Path: path, Over: true}, to); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(from.items, to.items); diff != "" {
		t.Errorf("after a restore over what was there:\n%s", diff)
	}
}

func TestWhatHasExpiredSinceIsNotBroughtBack(t *testing.T) {
	t.Parallel()
	from, to := newShelf(), newShelf()
	session := note(table.Private, "SESSION#1", 1)
	session.Expires = noon().Add(time.Hour)
	from.add(session)
	plan, err := restored(t, backup.Restore{Path: made(t, from), Now: noon().Add(time.Hour)}, to)
	if err != nil || plan.Missing != 0 || len(to.items) != 0 {
		t.Errorf("got %+v and error %v, want nothing put", plan, err)
	}
}

func TestItemsAreMadeReadyOnce(t *testing.T) {
	t.Parallel()
	from, to := many(2), newShelf()
	held := func(i table.Item) (table.Item, error) {
		if i.PK == "NOTE#00000" && i.Kind == "note" {
			i.Kind, i.Version = "held", i.Version+1
		}
		return i, nil
	}
	r := backup.Restore{Path: made(t, from), Ready: held}
	if plan, err := restored(t, r, to); err != nil || plan.Changed["held"] != 1 {
		t.Fatalf("got %+v and error %v, want one changed", plan, err)
	}
	if got := to.items[table.Key{Space: table.Private, PK: "NOTE#00000", SK: "META"}]; got.Kind != "held" || got.Version != 2 {
		t.Errorf("got kind %q at version %d", got.Kind, got.Version)
	}
	if plan, err := restored(t, r, to); err != nil || plan.Same != 2 || plan.Missing != 0 {
		t.Errorf("again: got %+v and error %v, want nothing to do", plan, err)
	}
}
