package backup

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"slices"

	"greenroom/functions/internal/table"
)

// Source is what a backup is made of.
type Source interface {
	// Items calls visit with every item there is, in any order, one at a time.
	Items(ctx context.Context, visit func(table.Item) error) error
	// Uploads are the hashes of all that was uploaded, in any order.
	Uploads(ctx context.Context) ([]string, error)
	// Open returns one of them.
	Open(ctx context.Context, hash string) (io.ReadCloser, error)
}

// Make writes a backup to a new file that only its owner can read. It is
// written beside its name, as <path>.part, and named when all of it is on disk.
func Make(ctx context.Context, path string, h Header, from Source) (Summary, error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return Summary{}, fmt.Errorf("making backup: %s is there already: name another file", path)
	}
	part := path + ".part"
	_ = os.Remove(part) // of one that was cut off; if that is no use, the next line says so
	file, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return Summary{}, fmt.Errorf("making backup: %w", err)
	}
	defer os.Remove(part) // gone already if all went well
	sum, err := Write(ctx, file, h, from)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return Summary{}, fmt.Errorf("making backup: %w", err)
	}
	if err := os.Rename(part, path); err != nil {
		return Summary{}, fmt.Errorf("making backup: %w", err)
	}
	return sum, nil
}

// Write writes a backup. All items are held in memory until they are sorted;
// uploads are not. They are listed after the items were read: an upload is kept
// before the item that names it.
func Write(ctx context.Context, w io.Writer, h Header, from Source) (Summary, error) {
	lines, err := sorted(ctx, h, from)
	if err != nil {
		return Summary{}, err
	}
	uploads, err := from.Uploads(ctx)
	if err != nil {
		return Summary{}, err
	}
	slices.Sort(uploads)
	zipped := gzip.NewWriter(w)
	out := &writer{to: zipped, sum: sha256.New()}
	if err := out.line(line{Header: &h}); err != nil {
		return Summary{}, err
	}
	for _, name := range slices.Compact(uploads) {
		if err := out.upload(ctx, name, from); err != nil {
			return Summary{}, err
		}
	}
	end := Summary{Items: map[table.Space]int{table.Open: 0, table.Private: 0}, Files: out.files}
	for _, l := range lines {
		if err := out.text(l.text); err != nil {
			return Summary{}, err
		}
		end.Items[l.key.Space]++
	}
	end.SHA256 = hex.EncodeToString(out.sum.Sum(nil))
	if err := out.line(line{End: &end}); err != nil {
		return Summary{}, err
	}
	return end, zipped.Close()
}

// keyed is a line with what it is sorted by.
type keyed struct {
	key  table.Key
	text []byte
}

// sorted reads what has not expired.
func sorted(ctx context.Context, h Header, from Source) ([]keyed, error) {
	var lines []keyed
	err := from.Items(ctx, func(i table.Item) error {
		if i.Expired(h.Made) {
			return nil
		}
		text, err := encodeItem(i)
		lines = append(lines, keyed{i.Key, text})
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(lines, func(a, b keyed) int { return compare(a.key, b.key) })
	for n := 1; n < len(lines); n++ {
		if lines[n-1].key == lines[n].key {
			return nil, fmt.Errorf("%s was read twice: %w", lines[n].key, table.ErrCorrupt)
		}
	}
	return lines, nil
}

// writer counts and sums what it writes.
type writer struct {
	to    io.Writer
	sum   hash.Hash
	files int
	limit limit
}

// limit is how much of a backup there was.
type limit struct{ lines, bytes int64 }

// add counts a line, and refuses what no backup is that large for.
func (l *limit) add(bytes int) error {
	l.lines++
	l.bytes += int64(bytes)
	if l.lines > maxLines || l.bytes > maxBytes {
		return fmt.Errorf("backup of %d lines and %d bytes: %w", l.lines, l.bytes, table.ErrTooLarge)
	}
	return nil
}

func (w *writer) line(l line) error {
	text, err := encode(l)
	if err != nil {
		return err
	}
	return w.text(text)
}

func (w *writer) text(text []byte) error {
	if err := w.limit.add(len(text)); err != nil {
		return err
	}
	w.sum.Write(text) // of a hash: never fails
	_, err := w.to.Write(text)
	return err
}

func (w *writer) upload(ctx context.Context, name string, from Source) error {
	body, err := from.Open(ctx, name)
	if err != nil {
		return err
	}
	data, err := io.ReadAll(io.LimitReader(body, maxLine))
	if err := errors.Join(err, body.Close()); err != nil {
		return fmt.Errorf("reading upload: %w", err)
	}
	if sha := sha256.Sum256(data); hex.EncodeToString(sha[:]) != name {
		return fmt.Errorf("upload %s does not have the bytes of its name: %w", name, table.ErrCorrupt)
	}
	w.files++
	return w.line(line{File: &upload{Hash: name, Data: data}})
}
