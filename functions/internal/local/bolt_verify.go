package local

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	bolt "go.etcd.io/bbolt"

	"greenroom/functions/internal/table"
)

// boltVerify reads the whole file by itself, before bbolt does: bbolt trusts
// its pages, and a damaged one makes it panic, crash or answer wrongly. The
// file is locked meanwhile. A file that is not there yet is fine.
func boltVerify(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil
	}
	lock, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: boltLockWait})
	if err != nil {
		return boltOpenError(err)
	}
	file, err := os.Open(path)
	if err != nil {
		return errors.Join(err, lock.Close())
	}
	return errors.Join(boltVerifyFile(file), file.Close(), lock.Close())
}

func boltVerifyFile(file *os.File) error {
	pages, root, err := boltReadPages(file)
	if err != nil {
		return err
	}
	buckets, err := pages.buckets(root)
	if err != nil {
		return err
	}
	if len(buckets) == 0 && pages.fresh {
		return nil // made, and stopped before the first commit
	}
	held := map[string]boltTally{}
	var state []byte
	for name, value := range buckets {
		tally := boltTally{}
		err := pages.bucket(value, func(key, record []byte) error {
			payload, crc, err := boltOpenRecord(name, key, record)
			tally.add(crc)
			if name == boltMeta && string(key) == "state" {
				state = payload
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("bucket %q: %w", name, err)
		}
		held[name] = tally
	}
	return boltCompare(state, held)
}

// boltCompare holds what was found against what the file says it holds.
func boltCompare(payload []byte, held map[string]boltTally) error {
	if payload == nil || held[boltMeta].Count != 1 {
		return fmt.Errorf("bucket %q: record of the state is missing: %w", boltMeta, table.ErrCorrupt)
	}
	state, err := boltReadState(payload)
	if err != nil {
		return err
	}
	for _, name := range boltCounted() {
		got, ok := held[name]
		want := state.Tallies[name]
		if !ok || got.Count != want.Count {
			return fmt.Errorf("bucket %q: %d of %d records are there: %w", name, got.Count, want.Count, table.ErrCorrupt)
		}
		if got.Sum != want.Sum {
			return fmt.Errorf("bucket %q: a record is not the newest: %w", name, table.ErrCorrupt)
		}
	}
	return nil
}
