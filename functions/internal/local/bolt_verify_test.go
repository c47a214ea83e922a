package local

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"greenroom/functions/internal/table"
)

// boltDamage changes a filled file behind the back of its checksums and returns
// what opening it says.
func boltDamage(t *testing.T, change func(tx *bolt.Tx) error) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data.db")
	fillBolt(t, path)
	db, err := bolt.Open(path, 0o600, &bolt.Options{NoFreelistSync: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(change); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := OpenBolt(path, time.Now)
	if err == nil {
		b.Close()
		return nil
	}
	if !strings.Contains(err.Error(), path) {
		t.Errorf("got error %v, want one that names the file", err)
	}
	return err
}

func TestBoltRefusesDamagedRecords(t *testing.T) {
	t.Parallel()
	first := func(tx *bolt.Tx, bucket string) (b *bolt.Bucket, key, record []byte) {
		b = tx.Bucket([]byte(bucket))
		key, record = b.Cursor().First()
		return b, append([]byte(nil), key...), append([]byte(nil), record...)
	}
	for name, c := range map[string]struct {
		want   string
		change func(tx *bolt.Tx) error
	}{
		"a record vanished": {`bucket "private"`, func(tx *bolt.Tx) error {
			b, key, _ := first(tx, "private")
			return b.Delete(key)
		}},
		"a record came back": {`bucket "log"`, func(tx *bolt.Tx) error {
			b, _, _ := first(tx, "log")
			return b.Put(boltSeqKey(1), boltSigned("log", boltSeqKey(1), []byte("old")))
		}},
		"a record is an old copy of itself": {`bucket "open"`, func(tx *bolt.Tx) error {
			b, key, _ := first(tx, "open")
			return b.Put(key, boltSigned("open", key, boltPutItem(nil, table.Item{Version: 1})))
		}},
		"a byte of a value changed": {`bucket "open", record "P"`, func(tx *bolt.Tx) error {
			b, key, record := first(tx, "open")
			record[len(record)-2] ^= 1
			return b.Put(key, record)
		}},
		"a checksum changed": {`bucket "tokens"`, func(tx *bolt.Tx) error {
			b, key, record := first(tx, "tokens")
			record[0] ^= 1
			return b.Put(key, record)
		}},
		"a record moved to another key": {`bucket "private", record "P"`, func(tx *bolt.Tx) error {
			b, key, record := first(tx, "private")
			if err := b.Delete(key); err != nil {
				return err
			}
			return b.Put(append(key, 'x'), record)
		}},
		"a record moved to another bucket": {`bucket "private"`, func(tx *bolt.Tx) error {
			from, key, record := first(tx, "open")
			if err := from.Delete(key); err != nil {
				return err
			}
			return tx.Bucket([]byte("private")).Put(key, record)
		}},
		"a record is too short": {`bucket "cursors", record "deliver"`, func(tx *bolt.Tx) error {
			b, key, _ := first(tx, "cursors")
			return b.Put(key, []byte("abc"))
		}},
		"a bucket vanished": {`bucket "open.gsi1"`, func(tx *bolt.Tx) error {
			return tx.DeleteBucket([]byte("open.gsi1"))
		}},
		"the state vanished": {`bucket "meta"`, func(tx *bolt.Tx) error {
			return tx.Bucket([]byte("meta")).Delete([]byte("state"))
		}},
		"the state is another's": {`bucket "meta", record "state"`, func(tx *bolt.Tx) error {
			return tx.Bucket([]byte("meta")).Put([]byte("state"), boltSigned("log", []byte("state"), []byte("{}")))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := boltDamage(t, c.change)
			if !errors.Is(err, table.ErrCorrupt) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got error %v, want ErrCorrupt that names %s", err, c.want)
			}
		})
	}
}

func boltSigned(bucket string, key, payload []byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, boltCRC(bucket, key, payload)), payload...)
}

func TestBoltRefusesDataOfALaterProgram(t *testing.T) {
	t.Parallel()
	err := boltDamage(t, func(tx *bolt.Tx) error {
		return tx.Bucket([]byte("meta")).Put([]byte("state"), boltSigned("meta", []byte("state"), []byte(`{"Format":2}`)))
	})
	if err == nil || errors.Is(err, table.ErrCorrupt) || !strings.Contains(err.Error(), "format 2") {
		t.Errorf("got error %v, want one that names the format", err)
	}
}

// The key of a damaged record may hold an address; the error must not.
func TestBoltTagShowsOnlyTheEntity(t *testing.T) {
	t.Parallel()
	key := boltItemKey("PERSON#ana@greenroom.example", "ana@greenroom.example")
	p := table.Position{SortKey: "ana@greenroom.example", PK: "PERSON#ana", SK: "ana"}
	for want, got := range map[string]string{
		`"PERSON"`:   boltTag("private", key),
		`"QUEUE"`:    boltTag("private.gsi1", boltIndexKey(p, "QUEUE#ana")),
		`"SESSION"`:  boltTag(boltExpiry, boltExpiryKey(9, "private", boltItemKey("SESSION#ana", "1"))),
		`""`:         boltTag("private", []byte{0}),
		`"deliver"`:  boltTag(boltCursors, []byte("deliver")),
		"0000000000": boltTag(boltLog, []byte{0, 0, 0, 0, 0}),
	} {
		if got != want {
			t.Errorf("got tag %s, want %s", got, want)
		}
	}
}

// Every header bit counts, and every length: bbolt itself would go back to the
// older header, or die.
func TestBoltRefusesDamagedHeadersAndCutFiles(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data.db")
	fillBolt(t, path)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "data.db")
	verify := func(content []byte) error {
		if err := os.WriteFile(copied, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return boltVerify(copied)
	}
	if err := verify(whole); err != nil {
		t.Fatalf("got error %v of the whole file", err)
	}
	for _, header := range []int{0, boltFlipPage} {
		for bit := boltPageHeader * 8; bit < (boltPageHeader+boltMetaSize)*8; bit++ {
			whole[header+bit/8] ^= 1 << (bit % 8)
			if verify(whole) == nil {
				t.Errorf("got no error with bit %d of the header at %d flipped", bit, header)
			}
			whole[header+bit/8] ^= 1 << (bit % 8)
		}
	}
	for _, size := range []int{1, 1000, boltFlipPage, 2 * boltFlipPage, 5*boltFlipPage + 1, len(whole) / 2} {
		if err := verify(whole[:size]); !errors.Is(err, table.ErrCorrupt) && !strings.Contains(fmt.Sprint(err), "file size too small") {
			t.Errorf("got error %v of the first %d bytes, want ErrCorrupt", err, size)
		}
	}
	if err := verify([]byte(strings.Repeat("this is not a database ", 1000))); !errors.Is(err, table.ErrCorrupt) {
		t.Errorf("got error %v of another kind of file, want ErrCorrupt", err)
	}
}

// What bbolt builds by itself must never look damaged: trees of several
// levels, large records, and what is left after most was deleted.
func TestBoltVerifiesWhatItWrote(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data.db")
	random := rand.New(rand.NewPCG(3, 4))
	for round := range 8 {
		b, err := OpenBolt(path, time.Now)
		if err != nil {
			t.Fatalf("round %d: got error %v, want the file to open", round, err)
		}
		for range 15 {
			var writes []table.Write
			for _, n := range random.Perm(1500)[:100] {
				i := boltNote(table.Open, fmt.Sprint("P", n%7), fmt.Sprint(strings.Repeat("k", n%300), n))
				if random.IntN(8) < round {
					writes = append(writes, table.Delete(i.Key, table.Any))
					continue
				}
				i.Body = fmt.Appendf(nil, "%q", strings.Repeat("x", random.IntN(1+(n%20)*500)))
				i.Index[n%3] = table.IndexKey{PK: "Q", SK: "s" + strings.Repeat("s", n%200)}
				writes = append(writes, table.Set(i))
			}
			boltWriteAll(t, b, writes...)
		}
		_, cursor, err := allChanges(t.Context(), b, "")
		if err == nil {
			err = b.SaveCursor("all", cursor)
		}
		if err == nil {
			_, err = b.Trim(t.Context(), "all")
		}
		if err = errors.Join(err, b.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// A file that was made but not yet filled, by a process that was killed, is
// as good as none.
func TestBoltFillsAFileThatWasOnlyBegun(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := OpenBolt(path, time.Now)
	if err != nil {
		t.Fatalf("got error %v of an empty file", err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	begun := filepath.Join(t.TempDir(), "begun.db")
	db, err := bolt.Open(begun, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	boltWriteAll(t, openBolt(t, begun, time.Now), table.Create(boltNote(table.Open, "A", "1")))
}

// Damage that comes while the file is open is noticed by whoever reads it.
func TestBoltGetNoticesDamage(t *testing.T) {
	t.Parallel()
	b := openBolt(t, filepath.Join(t.TempDir(), "data.db"), time.Now)
	i := boltNote(table.Open, "A", "1")
	i.Index[0] = table.IndexKey{PK: "Q", SK: "1"}
	boltWriteAll(t, b, table.Create(i))
	err := b.db.Update(func(tx *bolt.Tx) error {
		key := boltItemKey("A", "1")
		record := append([]byte(nil), tx.Bucket([]byte("open")).Get(key)...)
		record[len(record)-2] ^= 1
		return tx.Bucket([]byte("open")).Put(key, record)
	})
	if err != nil {
		t.Fatal(err)
	}
	_, errGet := b.Get(t.Context(), i.Key)
	_, errQuery := b.Query(t.Context(), table.Query{Space: table.Open, PK: "A"})
	_, errIndex := b.Query(t.Context(), table.Query{Space: table.Open, PK: "Q", Index: 1})
	errWrite := b.Write(t.Context(), "", table.Set(i))
	for _, err := range []error{errGet, errQuery, errIndex, errWrite} {
		if !errors.Is(err, table.ErrCorrupt) {
			t.Errorf("got error %v, want ErrCorrupt", err)
		}
	}
}
