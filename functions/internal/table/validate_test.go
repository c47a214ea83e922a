package table

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestSizeCountsNamesAndValues(t *testing.T) {
	t.Parallel()
	key := Key{Space: Open, PK: "POST#a", SK: "é"} // 6 and 2 bytes
	bare := 2 + 6 + 2 + 2 + 3 + 12 + 3 + 12
	for name, c := range map[string]struct {
		item Item
		want int
	}{
		"bare":        {Item{Key: key}, bare},
		"kind":        {Item{Key: key, Kind: "note"}, bare + 4 + 4},
		"body":        {Item{Key: key, Body: []byte(`"é"`)}, bare + 4 + 4},
		"expiry":      {Item{Key: key, Expires: time.Unix(1, 0)}, bare + 3 + 12},
		"one index":   {Item{Key: key, Index: [3]IndexKey{1: {"QQ", "1"}}}, bare + 6 + 2 + 6 + 1},
		"all indexes": {Item{Key: key, Index: [3]IndexKey{{"Q", "1"}, {"Q", "1"}, {"Q", "1"}}}, bare + 3*(6+1+6+1)},
		"numbers":     {Item{Key: key, Version: 1 << 62, Count: -1 << 63}, bare},
	} {
		if got := Size(c.item); got != c.want {
			t.Errorf("%s: got %d bytes, want %d", name, got, c.want)
		}
	}
}

func TestValidateKeepsOnlyWhatIsRead(t *testing.T) {
	t.Parallel()
	full := Item{Key: Key{Open, "A", "1"}, Version: 4, Kind: "k", Body: []byte{}, Count: 2,
		Expires: time.Date(2030, 1, 1, 0, 0, 0, 5, time.FixedZone("x", 60)), Index: [3]IndexKey{{"Q", "1"}}}
	other := full
	other.Key.SK = "2"
	third := full
	third.Key.SK = "3"
	got, err := Validate([]Write{Replace(full), {Op: OpDelete, Item: other, If: 4, Add: 9}, {Op: OpAdd, Item: third, If: Any, Add: 9}})
	if err != nil {
		t.Fatal(err)
	}
	if i := got[0].Item; i.Version != 0 || i.Body != nil || i.Expires != time.Date(2029, 12, 31, 23, 59, 0, 0, time.UTC) || got[0].If != 4 {
		t.Errorf("got put of %+v if %d", i, got[0].If)
	}
	if w := got[1]; w.Add != 0 || w.If != 4 || w.Item.Kind != "" || w.Item.Key != other.Key || w.Item.Count != 0 {
		t.Errorf("got delete %+v", w)
	}
	if w := got[2]; w.Add != 9 || w.Item.Kind != "k" || w.Item.Count != 0 || w.Item.Index != [3]IndexKey{} {
		t.Errorf("got add %+v", w)
	}
}

func TestErrorsOfPrivateKeysShowOnlyTheEntity(t *testing.T) {
	t.Parallel()
	secret := Key{Space: Private, PK: "PERSON#ana@greenroom.example", SK: "ana@greenroom.example"}
	_, twice := Validate([]Write{Check(secret, 0), Check(secret, 0)})
	_, large := Validate([]Write{Create(Item{Key: secret, Body: []byte(`"` + strings.Repeat("x", MaxItemSize) + `"`)})})
	_, query := Query{Space: Private, PK: secret.PK, Limit: -1}.Normal()
	for _, err := range []error{twice, large, query, &ConflictError{Key: secret}} {
		if err == nil || strings.Contains(err.Error(), "@") || !strings.Contains(err.Error(), "PERSON") {
			t.Errorf("got error %v, want one that names PERSON and no address", err)
		}
	}
}

func TestFingerprintTellsWritesApart(t *testing.T) {
	t.Parallel()
	base := Item{Key: Key{Open, "A", "1"}, Kind: "k", Body: []byte(`{}`), Count: 1, Expires: time.Unix(9, 0), Index: [3]IndexKey{{"Q", "1"}}}
	change := func(f func(*Item)) Write { i := base; f(&i); return Set(i) }
	seen := map[[32]byte]int{}
	sets := [][]Write{
		{Set(base)}, {Create(base)}, {Set(base), Check(Key{Open, "B", "1"}, 0)}, {Check(Key{Open, "B", "1"}, 0), Set(base)},
		{change(func(i *Item) { i.Space = Private })}, {change(func(i *Item) { i.PK = "A1" })}, {change(func(i *Item) { i.SK = "" })},
		{change(func(i *Item) { i.Kind = "" })}, {change(func(i *Item) { i.Body = nil })}, {change(func(i *Item) { i.Count = 2 })},
		{change(func(i *Item) { i.Expires = time.Time{} })}, {change(func(i *Item) { i.Index[1], i.Index[0] = i.Index[0], IndexKey{} })},
		{Delete(base.Key, 1)}, {Check(base.Key, 1)}, {Delete(base.Key, Any)}, {Add(base.Key, "k", 1)}, {Add(base.Key, "k", 2)},
	}
	for n, writes := range sets {
		sum := Fingerprint(writes)
		if other, ok := seen[sum]; ok {
			t.Errorf("writes %d and %d have one fingerprint", other, n)
		}
		seen[sum] = n
		if Fingerprint(writes) != sum {
			t.Errorf("writes %d have two fingerprints", n)
		}
	}
}

func TestValidateNamesTheLimit(t *testing.T) {
	t.Parallel()
	_, err := Validate([]Write{Create(Item{Key: Key{Open, "POST#a", "1"}, Body: []byte(`"` + strings.Repeat("x", MaxItemSize) + `"`)})})
	if !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "409") || !strings.Contains(err.Error(), "POST#a/1") {
		t.Errorf("got error %v, want one with the item and its size", err)
	}
}
