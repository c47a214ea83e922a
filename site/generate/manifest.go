package generate

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
)

// ManifestName is the file, in the target, that lists what is ours there. It is
// written before the first file is put in place and after the last.
const ManifestName = ".greenroom-manifest"

const manifestName = ManifestName

// manifestHead is its first line, and changes with its form.
const manifestHead = "greenroom manifest 2\n"

// knownFile is one file of a target.
type knownFile struct {
	sum   [sha256.Size]byte
	input key // of what it was made of
	size  int
}

// known is what a target holds. Files that are not in it are never removed,
// nor replaced by something else.
//
// On the target it is a list that is added to: a line for each file is its
// SHA-256, the key of its inputs, its size and its name. A later line about a
// file counts and an earlier does not; a line of a minus and a name says that
// it is gone.
type known struct {
	files map[string]knownFile
	size  int64  // of all files
	count int    // of files, where only some are in files; 0: all are
	lines int    // on the target
	date  string // of the manifest there, if the target can tell
}

func (k *known) set(name string, file knownFile) {
	k.size += int64(file.size) - int64(k.files[name].size)
	k.files[name] = file
}

func (k *known) drop(name string) {
	k.size -= int64(k.files[name].size)
	delete(k.files, name)
}

// manifestOf returns what the target holds.
func (b *Builder) manifestOf(ctx context.Context, target Target) (*known, error) {
	last := b.known[target]
	if d, ok := target.(dater); ok && last != nil && last.date != "" && d.Date(manifestName) == last.date {
		return last, nil
	}
	data, err := target.Read(ctx, manifestName)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the target: %w", err)
	}
	k, err := parseManifest(data)
	if err != nil {
		return nil, fmt.Errorf("reading the target: %w", err)
	}
	return k, nil
}

// parseManifest reads a manifest. A last line that breaks off is not there.
func parseManifest(data []byte) (*known, error) {
	k := &known{files: make(map[string]knownFile, len(data)/140)}
	if len(data) == 0 {
		return k, nil
	}
	rest, found := bytes.CutPrefix(data, []byte(manifestHead))
	if !found {
		return nil, fmt.Errorf("line 1 of %s is damaged: delete that file, and the files it lists", manifestName)
	}
	for number := 2; ; number++ {
		line, after, whole := bytes.Cut(rest, []byte("\n"))
		if !whole {
			if len(rest) > 0 {
				k.lines = 0 // nothing may be added to a line that breaks off
			}
			return k, nil
		}
		k.lines++
		name, file, ok := parseLine(line)
		if !ok {
			return nil, fmt.Errorf("line %d of %s is damaged: delete that file, and the files it lists", number, manifestName)
		}
		if file == nil {
			k.drop(name)
		} else {
			k.set(name, *file)
		}
		rest = after
	}
}

// parseLine reads one line; file is nil if it says that the file is gone.
func parseLine(line []byte) (name string, file *knownFile, ok bool) {
	if gone, isGone := bytes.CutPrefix(line, []byte("- ")); isGone {
		return string(gone), nil, isName(string(gone))
	}
	const sums = 2*sha256.Size + 1 + 2*len(key{}) + 1
	if len(line) < sums {
		return "", nil, false
	}
	file = new(knownFile)
	_, errSum := hex.Decode(file.sum[:], line[:2*sha256.Size])
	_, errInput := hex.Decode(file.input[:], line[2*sha256.Size+1:sums-1])
	digits, rest, found := bytes.Cut(line[sums:], []byte(" "))
	size, errSize := strconv.Atoi(string(digits))
	file.size, name = size, string(rest)
	return name, file, found && isName(name) && size >= 0 && errors.Join(errSum, errInput, errSize) == nil
}

func isName(name string) bool { return fs.ValidPath(name) && name != manifestName && name != "." }

func appendLine(b []byte, name string, file knownFile) []byte {
	b = hex.AppendEncode(b, file.sum[:])
	b = append(b, ' ')
	b = hex.AppendEncode(b, file.input[:])
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(file.size), 10)
	b = append(b, ' ')
	return append(append(b, name...), '\n')
}

// bytes is the manifest written anew.
func (k *known) bytes() []byte {
	b := make([]byte, 0, len(manifestHead)+len(k.files)*160)
	b = append(b, manifestHead...)
	for _, name := range slices.Sorted(maps.Keys(k.files)) {
		b = appendLine(b, name, k.files[name])
	}
	return b
}
