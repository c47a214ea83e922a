package backup_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"greenroom/functions/internal/backup"
	"greenroom/functions/internal/table"
)

func TestEverythingComesBackAsItWas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		from, to := newShelf(), newShelf()
		from.add(rapid.SliceOfN(rapid.Custom(drawItem), 0, 12).Draw(rt, "items")...)
		for _, data := range rapid.SliceOfN(rapid.String(), 0, 3).Draw(rt, "uploads") {
			from.upload(data)
		}
		first := written(t, from)
		_, sum, err := backup.Read(bytes.NewReader(first), backup.Visitor{
			Item:   func(i table.Item) error { to.add(i); return nil },
			Upload: func(hash string, data []byte) error { return to.Keep(t.Context(), hash, data) },
		})
		if err != nil || sum.All() != len(from.items) || sum.Files != len(from.uploads) {
			rt.Fatalf("got %+v and error %v, want %d items", sum, err, len(from.items))
		}
		if diff := cmp.Diff(from.items, to.items); diff != "" {
			rt.Fatalf("items differ:\n%s", diff)
		}
		if !bytes.Equal(first, written(t, to)) {
			rt.Fatal("two backups of equal data differ")
		}
	})
}

func TestWhatHasExpiredIsNotKept(t *testing.T) {
	t.Parallel()
	s := newShelf()
	gone, there := note(table.Private, "SESSION#1", 1), note(table.Private, "SESSION#2", 1)
	gone.Expires, there.Expires = noon(), noon().Add(time.Second)
	s.add(gone, there)
	_, sum, err := backup.Read(bytes.NewReader(written(t, s)), backup.Visitor{Item: func(i table.Item) error {
		if i.Key != there.Key {
			t.Errorf("%s was kept", i.Key)
		}
		return nil
	}})
	if err != nil || sum.Items[table.Private] != 1 {
		t.Errorf("got %+v and error %v, want one item", sum, err)
	}
}

// Every way to cut the file, and one wrong bit anywhere in it, is noticed.
func TestAFileThatWasCutOrAlteredIsRefused(t *testing.T) {
	t.Parallel()
	s := newShelf()
	s.add(note(table.Open, "POST#a", 3), note(table.Private, "NOTE#b", 1))
	s.upload("a picture")
	whole := written(t, s)
	refused := func(what string, file []byte) {
		t.Helper()
		if _, _, err := backup.Read(bytes.NewReader(file), backup.Visitor{}); !errors.Is(err, backup.ErrDamaged) && !errors.Is(err, backup.ErrFormat) {
			t.Errorf("%s: got error %v, want ErrDamaged", what, err)
		} else if strings.Contains(err.Error(), "example.org") {
			t.Errorf("%s: the error quotes the file: %v", what, err)
		}
	}
	for n := range whole {
		refused("cut", whole[:n])
	}
	refused("doubled", append(bytes.Clone(whole), whole...))
	refused("with more behind", append(bytes.Clone(whole), 'x'))
	text := unzipped(t, whole)
	for n := range text {
		altered := bytes.Clone(text)
		altered[n] ^= 1
		refused("altered", zipped(t, altered))
	}
	lines := slices.Collect(bytes.Lines(text))
	for n := range lines {
		refused("a line less", zipped(t, bytes.Join(slices.Delete(slices.Clone(lines), n, n+1), nil)))
	}
}

func TestAnotherFormatIsSaidSo(t *testing.T) {
	t.Parallel()
	text := bytes.Replace(unzipped(t, written(t, newShelf())), []byte(`"format":1`), []byte(`"format":2`), 1)
	if _, _, err := backup.Read(bytes.NewReader(zipped(t, text)), backup.Visitor{}); !errors.Is(err, backup.ErrFormat) {
		t.Errorf("got error %v, want ErrFormat", err)
	}
}

func TestAFileIsItsOwnersAndWholeOrAbsent(t *testing.T) {
	t.Parallel()
	s := many(3)
	path := made(t, s)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v and error %v, want mode 0600", info.Mode(), err)
	}
	if _, err := backup.Make(t.Context(), path, backup.NewHeader("laptop", noon()), s); err == nil {
		t.Error("got no error for a name that is taken")
	}
	s.uploads["0123"] = []byte("other bytes than its name says")
	dir := t.TempDir()
	if _, err := backup.Make(t.Context(), filepath.Join(dir, "b"), backup.NewHeader("laptop", noon()), s); !errors.Is(err, table.ErrCorrupt) {
		t.Errorf("got error %v, want ErrCorrupt", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("got %v and error %v, want nothing left behind", left, err)
	}
}

func unzipped(t testing.TB, file []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func zipped(t testing.TB, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What is read is what was written, or refused.
func FuzzRead(f *testing.F) {
	s := newShelf()
	s.add(note(table.Open, "POST#a", 3), note(table.Private, "NOTE#b", 1))
	s.upload("a picture")
	f.Add(unzipped(f, written(f, s)))
	f.Add(unzipped(f, written(f, newShelf())))
	f.Fuzz(func(t *testing.T, text []byte) {
		found := newShelf()
		header, _, err := backup.Read(bytes.NewReader(zipped(t, text)), backup.Visitor{
			Item:   func(i table.Item) error { found.add(i); return nil },
			Upload: func(hash string, data []byte) error { return found.Keep(t.Context(), hash, data) },
		})
		if err != nil {
			return
		}
		var again bytes.Buffer
		if _, err := backup.Write(t.Context(), &again, header, found); err != nil || !bytes.Equal(unzipped(t, again.Bytes()), text) {
			t.Errorf("got error %v or other bytes for what was read", err)
		}
	})
}
