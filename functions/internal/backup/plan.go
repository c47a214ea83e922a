package backup

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"greenroom/functions/internal/table"
)

// Shelf is what a backup is compared with before it is restored.
type Shelf interface {
	Items(ctx context.Context, visit func(table.Item) error) error
}

// Restore says what is restored and how.
type Restore struct {
	Path string
	Now  time.Time // what has expired by then is not brought back
	Over bool      // replace what is there and is not in the file

	// Ready, if it is there, changes an item before it is put: mail that waits
	// must not leave once more. It gives the same for what it gave.
	Ready func(table.Item) (table.Item, error)

	// Progress, if it is there, is told how many of all items were put.
	Progress func(done, all int)
}

// Plan is a restore that was checked and may be carried out.
type Plan struct {
	Header  Header
	Summary Summary
	Missing int            // items of the file that are to be put
	Same    int            // items that are there as in the file
	Changed map[string]int // by kind: items of the file that Ready changes
	Extra   []table.Key    // what is there and not in the file; removed only with Over

	restore Restore
	there   map[table.Key]state
}

// state tells an item from other states of it.
type state struct {
	sum  [sha256.Size]byte
	kind string
}

func stateOf(i table.Item) (state, error) {
	text, err := encodeItem(i)
	return state{sha256.Sum256(text), i.Kind}, err
}

// ConflictError says that there is something else than what is in the file. It
// names kinds and counts: what is in an item is nobody's business here.
type ConflictError struct {
	Differ map[string]int // by kind: items that are there in another state
	Extra  map[string]int // by kind: items that are there and not in the file
}

func (e *ConflictError) Error() string {
	return "there is something else already; " + said("in another state: ", e.Differ) + said("not in the backup: ", e.Extra) +
		"nothing was changed"
}

func said(what string, kinds map[string]int) string {
	if len(kinds) == 0 {
		return ""
	}
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		parts = append(parts, fmt.Sprintf("%d of kind %q", kinds[kind], kind))
	}
	return what + strings.Join(parts, ", ") + "; "
}

// Check reads the whole file and compares it with what is there, and changes
// nothing. Tables that are empty, and those into which a part of this very file
// was put already, are fine; all else is a ConflictError unless Over is said.
func (r Restore) Check(ctx context.Context, there Shelf) (*Plan, error) {
	p := &Plan{restore: r, Changed: map[string]int{}, there: map[table.Key]state{}}
	var err error
	if p.Header, p.Summary, err = ReadFile(r.Path, Visitor{}); err != nil {
		return nil, err
	}
	err = there.Items(ctx, func(i table.Item) error {
		if i.Expired(r.Now) {
			return nil
		}
		p.there[i.Key], err = stateOf(i)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading what is there: %w", err)
	}
	differ, err := p.compare(ctx)
	if err != nil {
		return nil, err
	}
	if !r.Over && (len(differ) > 0 || len(p.Extra) > 0) {
		return nil, &ConflictError{Differ: differ, Extra: p.extraKinds()}
	}
	return p, nil
}

// compare counts what is the same and what differs, and finds what is extra.
func (p *Plan) compare(ctx context.Context) (differ map[string]int, err error) {
	differ = map[string]int{}
	inFile := map[table.Key]bool{}
	err = p.read(ctx, nil, func(i table.Item, changed bool) error {
		inFile[i.Key] = true
		if changed {
			p.Changed[i.Kind]++
		}
		same, there, err := p.has(i)
		switch {
		case same:
			p.Same++
			return nil
		case there:
			differ[i.Kind]++
		}
		p.Missing++
		return err
	})
	for key := range p.there {
		if !inFile[key] {
			p.Extra = append(p.Extra, key)
		}
	}
	slices.SortFunc(p.Extra, compare)
	return differ, err
}

// has reports whether an item is there, and whether as it is here.
func (p *Plan) has(i table.Item) (same, there bool, err error) {
	found, there := p.there[i.Key]
	if !there {
		return false, false, nil
	}
	want, err := stateOf(i)
	return found == want, true, err
}

func (p *Plan) extraKinds() map[string]int {
	kinds := map[string]int{}
	for _, key := range p.Extra {
		kinds[p.there[key].kind]++
	}
	return kinds
}

// read goes through the file and shows what is to be there afterwards.
func (p *Plan) read(ctx context.Context, onUpload func(hash string, data []byte) error, onItem func(i table.Item, changed bool) error) error {
	_, again, err := ReadFile(p.restore.Path, Visitor{Upload: onUpload, Item: func(i table.Item) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if i.Expired(p.restore.Now) {
			return nil
		}
		if p.restore.Ready == nil {
			return onItem(i, false)
		}
		ready, err := p.restore.Ready(i)
		if err != nil {
			return err
		}
		return onItem(ready, ready.Version != i.Version)
	}})
	if err == nil && again.SHA256 != p.Summary.SHA256 {
		return fmt.Errorf("reading backup: it changed meanwhile: %w", ErrDamaged)
	}
	return err
}
