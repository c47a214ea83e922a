// Package table is the one way anything is kept: items under two-part keys,
// all-or-nothing writes, queries over one partition, and the log of changes.
//
// It says only what DynamoDB can say, because DynamoDB is what serves at
// scale. There are two sides, held to one contract by tabletest: bbolt on a
// laptop (functions/internal/local) and DynamoDB (functions/internal/cloud).
package table

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Space is one of two tables with separate rights.
type Space string

// Open holds what may become public. Private holds e-mail addresses, sign-in
// and session secrets, mail, audit events and notes on people; no function of
// an e-mail address ever leaves it.
const (
	Open    Space = "open"
	Private Space = "private"
)

// Limits, from DynamoDB's.
const (
	MaxWrites   = 100       // writes in one transaction
	MaxItemSize = 400 << 10 // bytes of one item, attribute names and values
	MaxPageSize = 1000      // items in one page of a query
	IndexCount  = 3

	MaxTransactionSize = 4 << 20 // bytes of all items of one transaction
)

// Key names one item. PK is the partition, SK sorts within it. Neither may be
// empty; PK is at most 2,048 bytes and SK 1,024 (DynamoDB's limits).
type Key struct {
	Space  Space
	PK, SK string
}

// String names the item for errors and logs. Keys of the private space may be
// derived from an address, so only their entity tag is shown.
func (k Key) String() string {
	if k.Space == Private {
		tag, _, _ := strings.Cut(k.PK, "#")
		return string(k.Space) + " " + tag
	}
	return fmt.Sprintf("%s %s/%s", k.Space, k.PK, k.SK)
}

// IndexKey places an item in one of the sparse indexes. The zero value keeps
// it out.
type IndexKey struct{ PK, SK string }

// Item is what is kept.
type Item struct {
	Key
	Index   [IndexCount]IndexKey // GSI1, GSI2, GSI3
	Version int64                // 1 when created, one more with every write; set by the table
	Expires time.Time            // zero: never. From that second on the item is absent everywhere
	Kind    string               // what Body holds, such as "comment"
	Body    []byte               // JSON
	Count   int64                // the counter that Add changes
}

// Query asks for items of one partition, of the table or of one index.
type Query struct {
	Space      Space
	Index      int    // 0 the table itself, 1 to 3 an index
	PK         string // the partition
	From, To   string // inclusive range of sort keys; "" is unbounded on that side
	Prefix     string // instead of a range: sort keys that start so
	Descending bool
	Limit      int    // 0 means 100; more than MaxPageSize means MaxPageSize
	Cursor     string // "" for the first page, then what the last page returned
}

// Page is an answer to a query. An empty Cursor means that there is no more.
// A page may hold fewer items than the limit and still not be the last.
type Page struct {
	Items  []Item
	Cursor string
}

// Op is what a write does.
type Op uint8

// The writes there are. Build them with Create, Replace, Set, Delete, Check
// and Add.
const (
	OpPut Op = iota + 1
	OpDelete
	OpCheck
	OpAdd
)

// Any is the version of a write that does not care.
const Any int64 = -1

// Write is one part of a transaction.
type Write struct {
	Op   Op
	Item Item  // for OpDelete, OpCheck and OpAdd only its Key is read (OpAdd: also Kind)
	If   int64 // 0: only if absent; n > 0: only if that is the version; Any: always
	Add  int64
}

// Create puts an item that must not exist yet.
func Create(i Item) Write { return Write{Op: OpPut, Item: i} }

// Replace puts a new state of the item that was read as i: its version must
// still be i.Version.
func Replace(i Item) Write { return Write{Op: OpPut, Item: i, If: i.Version} }

// Set puts an item whatever is there.
func Set(i Item) Write { return Write{Op: OpPut, Item: i, If: Any} }

// Delete removes the item if it still has that version, or with Any whatever
// is there. Deleting an absent item with Any is no error.
func Delete(k Key, version int64) Write {
	return Write{Op: OpDelete, Item: Item{Key: k}, If: version}
}

// Check demands that the item has that version, 0 meaning that it is absent,
// and changes nothing.
func Check(k Key, version int64) Write {
	return Write{Op: OpCheck, Item: Item{Key: k}, If: version}
}

// Add changes the counter of an item by n, making the item if it is absent.
func Add(k Key, kind string, n int64) Write {
	return Write{Op: OpAdd, Item: Item{Key: k, Kind: kind}, If: Any, Add: n}
}

// Table keeps items. All methods may be called concurrently.
type Table interface {
	// Get returns the item as the last acknowledged Write left it. It returns
	// ErrNotFound if there is none or it has expired, and ErrCorrupt if what
	// is stored is not what was written.
	Get(ctx context.Context, k Key) (Item, error)

	// Query returns one page. On the table (Index 0) it sees every
	// acknowledged write; an index may lag, so nothing is ever decided from
	// one. Expired items are left out. It returns ErrCursor if the cursor was
	// not made by the same query.
	Query(ctx context.Context, q Query) (Page, error)

	// Write applies all of the writes or none. No two may name the same key,
	// and there are 1 to MaxWrites of them. When it returns nil the writes
	// are durable. If a condition fails it returns a *ConflictError; if an
	// item is over MaxItemSize or all of them over MaxTransactionSize,
	// ErrTooLarge. ErrUnavailable leaves open whether the writes were applied:
	// try again with the same token.
	//
	// The token makes a retry safe: for ten minutes the same token with the
	// same writes returns nil and changes nothing more, and with other writes
	// returns ErrTokenReused. An empty token stands for a fresh one.
	Write(ctx context.Context, token string, writes ...Write) error
}

// Change is one committed change of one item. Old is nil when it was created,
// New when it was deleted or swept after it expired.
type Change struct {
	Key      Key
	Old, New *Item
}

// Sentinel errors, matched with errors.Is.
var (
	ErrNotFound    = errors.New("not found")
	ErrTooLarge    = errors.New("larger than the table keeps")
	ErrCursor      = errors.New("cursor does not belong to this query")
	ErrTokenReused = errors.New("request token was used for other writes")
	ErrCorrupt     = errors.New("stored record is damaged")
	ErrInvalid     = errors.New("request is not valid")
	ErrUnavailable = errors.New("store cannot answer now")
)

// ConflictError says which condition failed and what is there instead.
type ConflictError struct {
	Write   int   // index of the first write that was refused
	Key     Key   // its key
	Current *Item // what is there now; nil if nothing is
}

func (e *ConflictError) Error() string {
	if e.Current == nil {
		return fmt.Sprintf("write %d: %s: is absent", e.Write, e.Key)
	}
	return fmt.Sprintf("write %d: %s: is at version %d", e.Write, e.Key, e.Current.Version)
}
