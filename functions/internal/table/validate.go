package table

import (
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"
)

const (
	maxPK = 2048
	maxSK = 1024

	// numberSize is the most that DynamoDB counts for an int64, so that an
	// item never outgrows the limit because its version or counter did.
	numberSize = 12
)

// Validate refuses writes that no side may accept and returns the others as
// they are kept: with only the fields that each kind of write reads, expiry
// in whole seconds, and no body instead of an empty one.
func Validate(writes []Write) ([]Write, error) {
	if len(writes) == 0 || len(writes) > MaxWrites {
		return nil, fmt.Errorf("%d writes, 1 to %d are possible: %w", len(writes), MaxWrites, ErrInvalid)
	}
	kept := make([]Write, len(writes))
	seen := make(map[Key]bool, len(writes))
	total := 0
	for n, w := range writes {
		if err := w.valid(); err != nil {
			return nil, fmt.Errorf("write %d: %s: %w", n, w.Item.Key, err)
		}
		if seen[w.Item.Key] {
			return nil, fmt.Errorf("write %d: %s is named twice: %w", n, w.Item.Key, ErrInvalid)
		}
		seen[w.Item.Key] = true
		kept[n] = w.normal()
		total += Size(kept[n].Item)
	}
	if total > MaxTransactionSize {
		return nil, fmt.Errorf("writes of %d bytes together: %w", total, ErrTooLarge)
	}
	return kept, nil
}

func (w Write) valid() error {
	if err := w.Item.Valid(); err != nil {
		return err
	}
	switch {
	case w.Op < OpPut || w.Op > OpAdd:
		return fmt.Errorf("operation %d is unknown: %w", w.Op, ErrInvalid)
	case w.If < Any:
		return fmt.Errorf("version %d cannot be: %w", w.If, ErrInvalid)
	case w.Op == OpCheck && w.If == Any:
		return fmt.Errorf("a check of any version checks nothing: %w", ErrInvalid)
	case w.Op == OpAdd && w.If != Any:
		return fmt.Errorf("an addition has no condition: %w", ErrInvalid)
	case !utf8.ValidString(w.Item.Kind):
		return fmt.Errorf("kind is not UTF-8: %w", ErrInvalid)
	case w.Op == OpPut:
		return w.Item.validState()
	}
	return nil
}

// Valid says whether the key can name an item.
func (k Key) Valid() error {
	if k.Space != Open && k.Space != Private {
		return fmt.Errorf("space %q is unknown: %w", k.Space, ErrInvalid)
	}
	return validPair(k.PK, k.SK)
}

func validPair(pk, sk string) error {
	switch {
	case pk == "" || sk == "":
		return fmt.Errorf("a part of the key is empty: %w", ErrInvalid)
	case len(pk) > maxPK || len(sk) > maxSK:
		return fmt.Errorf("key of %d and %d bytes is too long: %w", len(pk), len(sk), ErrInvalid)
	case !utf8.ValidString(pk) || !utf8.ValidString(sk):
		return fmt.Errorf("key is not UTF-8: %w", ErrInvalid)
	}
	return nil
}

func (i Item) validState() error {
	for n, x := range i.Index {
		if x == (IndexKey{}) {
			continue
		}
		if err := validPair(x.PK, x.SK); err != nil {
			return fmt.Errorf("index %d: %w", n+1, err)
		}
	}
	if len(i.Body) > 0 && !(utf8.Valid(i.Body) && json.Valid(i.Body)) {
		return fmt.Errorf("body is not JSON: %w", ErrInvalid)
	}
	if !i.Expires.IsZero() && (i.Expires.Unix() <= 0 || i.Expires.UTC().Year() > 9999) {
		return fmt.Errorf("expires before 1970 or after 9999: %w", ErrInvalid)
	}
	if size := Size(i); size > MaxItemSize {
		return fmt.Errorf("item of %d bytes: %w", size, ErrTooLarge)
	}
	return nil
}

// Size is the size of an item as DynamoDB counts it: the names and the values
// of its attributes.
func Size(i Item) int {
	size := len("PK") + len(i.PK) + len("SK") + len(i.SK) +
		len("ver") + numberSize + len("cnt") + numberSize
	if i.Kind != "" {
		size += len("kind") + len(i.Kind)
	}
	if len(i.Body) > 0 {
		size += len("body") + len(i.Body)
	}
	if !i.Expires.IsZero() {
		size += len("ttl") + numberSize
	}
	for _, x := range i.Index {
		if x != (IndexKey{}) {
			size += len("GSI1PK") + len(x.PK) + len("GSI1SK") + len(x.SK)
		}
	}
	return size
}

// normal is the write with only the fields that its kind of write reads.
func (w Write) normal() Write {
	switch w.Op {
	case OpPut:
		w.Add, w.Item.Version = 0, 0
		w.Item.Expires = wholeSecond(w.Item.Expires)
		if len(w.Item.Body) == 0 {
			w.Item.Body = nil
		}
	case OpAdd:
		w.Item = Item{Key: w.Item.Key, Kind: w.Item.Kind}
	default:
		w.Add, w.Item = 0, Item{Key: w.Item.Key}
	}
	return w
}

func wholeSecond(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return time.Unix(t.Unix(), 0).UTC()
}

// Expired says whether the item is absent at that time.
func (i Item) Expired(now time.Time) bool {
	return !i.Expires.IsZero() && now.Unix() >= i.Expires.Unix()
}
