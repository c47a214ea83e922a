package local

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"

	bolt "go.etcd.io/bbolt"

	"greenroom/functions/internal/table"
)

// Buckets beside those of the two spaces and their indexes.
const (
	boltMeta    = "meta"    // one record: boltState
	boltLog     = "log"     // sequence number -> change
	boltTokens  = "tokens"  // hash of a request token -> expiry, fingerprint
	boltExpiry  = "expiry"  // second, bucket and key of what ends then
	boltCursors = "cursors" // consumer -> last sequence number seen

	boltFormat  = 1
	boltCRCSize = crc32.Size
)

// boltItems is the bucket of the items of a space.
func boltItems(s table.Space) string { return string(s) }

// boltIndex is the bucket of index n, 1 to 3, of a space.
func boltIndex(s table.Space, n int) string { return fmt.Sprintf("%s.gsi%d", s, n) }

// boltCounted are the buckets whose records are counted.
func boltCounted() []string {
	names := []string{boltLog, boltTokens, boltExpiry, boltCursors}
	for _, s := range []table.Space{table.Open, table.Private} {
		names = append(names, boltItems(s))
		for n := 1; n <= table.IndexCount; n++ {
			names = append(names, boltIndex(s, n))
		}
	}
	return names
}

// boltTally says what a bucket holds, so that a record which vanished, came
// back or is an old copy of itself is noticed although its checksum is right.
type boltTally struct {
	Count uint64
	Sum   uint64 // of the checksums
}

func (t *boltTally) add(crc uint32)    { t.Count++; t.Sum += uint64(crc) }
func (t *boltTally) remove(crc uint32) { t.Count--; t.Sum -= uint64(crc) }

// boltState is what the file knows of itself.
type boltState struct {
	Format     int
	Seq        uint64 // of the newest change
	LastCommit int64  // nanoseconds since 1970
	Tallies    map[string]boltTally
}

// boltTx reads and writes records with checksums in one transaction.
type boltTx struct {
	tx      *bolt.Tx
	state   boltState
	changes int
}

// boltCRC covers the bucket and the key too, so that a record which turns up
// elsewhere is damaged.
func boltCRC(bucket string, key, payload []byte) uint32 {
	castagnoli := crc32.MakeTable(crc32.Castagnoli)
	head := binary.AppendUvarint(make([]byte, 0, 32), uint64(len(bucket)))
	head = append(head, bucket...)
	head = binary.AppendUvarint(head, uint64(len(key)))
	crc := crc32.Update(0, castagnoli, head)
	crc = crc32.Update(crc, castagnoli, key)
	return crc32.Update(crc, castagnoli, payload)
}

// boltOpenRecord returns the payload of a record and its checksum.
func boltOpenRecord(bucket string, key, record []byte) ([]byte, uint32, error) {
	if len(record) < boltCRCSize {
		return nil, 0, boltDamaged(bucket, key)
	}
	crc, payload := binary.BigEndian.Uint32(record), record[boltCRCSize:]
	if crc != boltCRC(bucket, key, payload) {
		return nil, 0, boltDamaged(bucket, key)
	}
	return payload, crc, nil
}

func boltDamaged(bucket string, key []byte) error {
	return fmt.Errorf("bucket %q, record %s: %w", bucket, boltTag(bucket, key), table.ErrCorrupt)
}

// get returns nil if there is no such record. The payload lives as long as
// the transaction.
func (t *boltTx) get(bucket string, key []byte) ([]byte, error) {
	record := t.tx.Bucket([]byte(bucket)).Get(key)
	if record == nil {
		return nil, nil
	}
	payload, _, err := boltOpenRecord(bucket, key, record)
	return payload, err
}

func (t *boltTx) put(bucket string, key, payload []byte) error {
	if err := t.forget(bucket, key); err != nil {
		return err
	}
	crc := boltCRC(bucket, key, payload)
	tally := t.state.Tallies[bucket]
	tally.add(crc)
	t.state.Tallies[bucket] = tally
	record := binary.BigEndian.AppendUint32(make([]byte, 0, boltCRCSize+len(payload)), crc)
	return t.tx.Bucket([]byte(bucket)).Put(key, append(record, payload...))
}

func (t *boltTx) delete(bucket string, key []byte) error {
	if err := t.forget(bucket, key); err != nil {
		return err
	}
	return t.tx.Bucket([]byte(bucket)).Delete(key)
}

// forget takes a record out of the tally of its bucket, if it is there.
func (t *boltTx) forget(bucket string, key []byte) error {
	t.changes++
	record := t.tx.Bucket([]byte(bucket)).Get(key)
	if record == nil {
		return nil
	}
	_, crc, err := boltOpenRecord(bucket, key, record)
	if err != nil {
		return err
	}
	tally := t.state.Tallies[bucket]
	tally.remove(crc)
	t.state.Tallies[bucket] = tally
	return nil
}

func (t *boltTx) loadState() (boltState, error) {
	payload, err := t.get(boltMeta, []byte("state"))
	if err != nil {
		return boltState{}, err
	}
	return boltReadState(payload)
}

func boltReadState(payload []byte) (boltState, error) {
	var state boltState
	if err := json.Unmarshal(payload, &state); err != nil {
		return boltState{}, fmt.Errorf("bucket %q: %w", boltMeta, table.ErrCorrupt)
	}
	if state.Format != boltFormat {
		return boltState{}, fmt.Errorf("data is of format %d, this program reads %d", state.Format, boltFormat)
	}
	return state, nil
}

func (t *boltTx) saveState() error {
	payload, err := json.Marshal(t.state)
	if err != nil {
		return err
	}
	key := []byte("state")
	record := binary.BigEndian.AppendUint32(nil, boltCRC(boltMeta, key, payload))
	return t.tx.Bucket([]byte(boltMeta)).Put(key, append(record, payload...))
}

// boltCreate makes all buckets in one transaction and reports whether the file
// was new.
func boltCreate(db *bolt.DB) (isNew bool, err error) {
	err = db.Update(func(tx *bolt.Tx) error {
		if isNew = tx.Bucket([]byte(boltMeta)) == nil; !isNew {
			return errBoltNothing
		}
		t := &boltTx{tx: tx, state: boltState{Format: boltFormat, Tallies: map[string]boltTally{}}}
		for _, name := range append(boltCounted(), boltMeta) {
			if _, err := tx.CreateBucket([]byte(name)); err != nil {
				return err
			}
		}
		return t.saveState()
	})
	if errors.Is(err, errBoltNothing) {
		err = nil
	}
	return isNew, err
}
