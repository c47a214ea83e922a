package generate

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// logMagic begins a log; it changes with the form of its records.
const logMagic = "greenroom cache 2\n"

// log is a file of records that is only ever added to: what was kept of the
// last build. A record is its length, a CRC-32C and its bytes. What a killed
// process left half-written, and all behind it, is not there.
type log struct {
	file string
	size int64 // of what is whole
}

// castagnoli is the polynomial that processors know.
func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// read calls record for each whole record, oldest first.
func (l *log) read(record func(b string)) error {
	l.size = 0
	text, err := readText(l.file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || !strings.HasPrefix(text, logMagic) {
		return err
	}
	table, at := castagnoli(), len(logMagic)
	var scratch []byte
	for {
		rest := text[at:]
		if len(rest) < 8 {
			break
		}
		scratch = append(scratch[:0], rest[:8]...)
		size, sum := int(binary.LittleEndian.Uint32(scratch)), binary.LittleEndian.Uint32(scratch[4:])
		if size > len(rest)-8 {
			break
		}
		scratch = append(scratch[:0], rest[8:8+size]...)
		if crc32.Checksum(scratch, table) != sum {
			break
		}
		record(rest[8 : 8+size])
		at += 8 + size
	}
	l.size = int64(at)
	return nil
}

// readText is a file as one text, of which records then are parts.
func readText(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	var text strings.Builder
	if info, err := f.Stat(); err == nil {
		text.Grow(int(info.Size()))
	}
	_, err = io.Copy(&text, f)
	return text.String(), err
}

// untouched reports whether the file is as long as it was left: nobody took it
// away or wrote to it since.
func (l *log) untouched() bool {
	info, err := os.Stat(l.file)
	return err == nil && l.size > 0 && info.Size() == l.size
}

// frame puts a record's length and sum before it.
func frame(b, record []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(record)))
	b = binary.LittleEndian.AppendUint32(b, crc32.Checksum(record, castagnoli()))
	return append(b, record...)
}

// add writes framed records behind those that are whole.
func (l *log) add(framed []byte) error {
	if len(framed) == 0 {
		return nil
	}
	if l.size == 0 {
		return l.replace(framed)
	}
	f, err := os.OpenFile(l.file, os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(framed, l.size)
	err = errors.Join(err, f.Truncate(l.size+int64(len(framed))), f.Close())
	if err == nil {
		l.size += int64(len(framed))
	}
	return err
}

// replace makes the log anew, of these records only.
func (l *log) replace(framed []byte) error {
	waiting := l.file + ".new"
	if err := os.MkdirAll(filepath.Dir(l.file), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(waiting, append([]byte(logMagic), framed...), 0o644); err != nil {
		return err
	}
	if err := os.Rename(waiting, l.file); err != nil {
		return err
	}
	l.size = int64(len(logMagic) + len(framed))
	return nil
}

// drop removes the log, and has no more written.
func (l *log) drop() error {
	file := l.file
	l.file, l.size = "", 0
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
