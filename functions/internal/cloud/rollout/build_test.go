package rollout

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// compiles skips what builds programs for another kind of machine: with an
// empty cache that is a minute of work.
func compiles(t *testing.T) {
	t.Helper()
	if os.Getenv("GREENROOM_FULL") != "1" {
		t.Skip("skipped: this test builds the functions for arm64; set GREENROOM_FULL=1")
	}
}

// copied is the sources in another folder.
func copied(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "sources")
	for _, name := range []string{"content", "functions", "site"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join("../../../..", name))); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"go.mod", "go.sum", "template.yaml"} {
		text, err := os.ReadFile(filepath.Join("../../../..", name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), text, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestSameSourcesSameHash builds in two folders, by two makers with other
// settings and at other times.
func TestSameSourcesSameHash(t *testing.T) {
	compiles(t)
	var hashes []string
	for _, flags := range []string{"", "-v"} {
		t.Setenv("GOFLAGS", flags)
		r := &Rollout{Root: copied(t), Command: Command, Now: time.Now}
		out := t.TempDir()
		if err := r.compile(t.Context(), out, []string{"clock"}); err != nil {
			t.Fatal(err)
		}
		p, err := packed(out, "clock")
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, p.hash)
	}
	if hashes[0] != hashes[1] {
		t.Errorf("got %s and %s from the same sources", hashes[0], hashes[1])
	}
}

// TestAnotherProgramIsAnotherHash wants a zip as Lambda does, and one that
// stands for its program.
func TestAnotherProgramIsAnotherHash(t *testing.T) {
	t.Parallel()
	var parts []part
	for _, program := range []string{"one", "one", "two"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "clock"), []byte(program), 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := packed(dir, "clock")
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, p)
	}
	if !bytes.Equal(parts[0].zip, parts[1].zip) || parts[0].key() != parts[1].key() || parts[0].key() == parts[2].key() {
		t.Errorf("got keys %s, %s, %s", parts[0].key(), parts[1].key(), parts[2].key())
	}
	archive, err := zip.NewReader(bytes.NewReader(parts[0].zip), int64(len(parts[0].zip)))
	if err != nil || len(archive.File) != 1 {
		t.Fatalf("got %v, %v", archive, err)
	}
	file := archive.File[0]
	opened, err := file.Open()
	if err != nil {
		t.Fatal(err)
	}
	program, err := io.ReadAll(opened)
	if err != nil || string(program) != "one" || file.Name != "bootstrap" || file.Mode() != fs.FileMode(0o755) {
		t.Errorf("got %s %v with %q, %v", file.Name, file.Mode(), program, err)
	}
}

// TestSizes builds every function as a deployment does. What is larger takes
// longer to start.
//
// Who calls methods by name has every method in its program that there is, of
// the AWS clients too. Only deliver may: it makes HTML with html/template, and
// has room for it. The desk, which does most, is the largest.
func TestSizes(t *testing.T) {
	compiles(t)
	const most = 8_000_000 // beside the pictures, of which an editor has as many as there are
	r := &Rollout{Root: "../../../..", Command: Command}
	parts, _, err := r.build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(parts) == 0 {
		t.Fatal("the template deploys nothing")
	}
	for _, p := range parts {
		t.Logf("%-12s %.2f MB", p.name, float64(len(p.zip))/1e6)
		limit := most
		if p.name == publisher {
			limit += pictures(t)
		}
		if len(p.zip) > limit {
			t.Errorf("%s has %d bytes, more than %d", p.name, len(p.zip), limit)
		}
		byName := bytes.Contains(program(t, p.zip), []byte("reflect.Value.MethodByName"))
		if want := p.name == "deliver"; byName != want {
			t.Errorf("%s calls methods by name: %v, want %v", p.name, byName, want)
		}
	}
}

// program is what is in the zip.
func program(t *testing.T, zipped []byte) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(zipped), int64(len(zipped)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(archive, "bootstrap")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// pictures are all of the words, in bytes. They hardly become smaller in a zip.
func pictures(t *testing.T) (size int) {
	t.Helper()
	found, err := WithoutPictures("../../../..", t.TempDir())
	if err != nil || len(found) == 0 {
		t.Fatalf("got %d pictures, %v", len(found), err)
	}
	for name := range found {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		size += int(info.Size())
	}
	return size
}
