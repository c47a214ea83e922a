package generate

import (
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"greenroom/site/packed"
)

// place says where something that was made stands in the store.
type place struct {
	at   int64
	size int
	sum  uint32 // CRC-32C
	data string // itself, where there is no file to put it
}

// store keeps what is dear to make, such as rendered bodies and share cards,
// out of memory. It is a file that is only added to; without a folder to put
// that in, what it is given stays in the place itself.
type store struct {
	dir  string // "": no file
	open sync.Once
	file *os.File
	err  error
	end  atomic.Int64
	anew bool // what is there is no use
}

// errGone is what a place that does not hold what was put there answers with.
var errGone = errors.New("the cache was changed by somebody else")

func (s *store) opened() (*os.File, error) {
	s.open.Do(func() {
		if s.err = os.MkdirAll(s.dir, 0o755); s.err != nil {
			return
		}
		flags := os.O_RDWR | os.O_CREATE
		if s.anew {
			flags |= os.O_TRUNC
		}
		if s.file, s.err = os.OpenFile(filepath.Join(s.dir, "made"), flags, 0o644); s.err != nil {
			return
		}
		info, err := s.file.Stat()
		if s.err = err; err == nil {
			s.end.Store(info.Size())
		}
	})
	return s.file, s.err
}

// put keeps data; several goroutines may.
func (s *store) put(data string) (place, error) {
	if s.dir == "" {
		return place{size: len(data), data: data}, nil
	}
	f, err := s.opened()
	if err != nil {
		return place{}, err
	}
	b := []byte(data)
	p := place{at: s.end.Add(int64(len(b))) - int64(len(b)), size: len(b), sum: crc32.Checksum(b, castagnoli())}
	_, err = f.WriteAt(b, p.at)
	return p, err
}

// get returns what stands at a place.
func (s *store) get(p place) (string, error) {
	if s.dir == "" || p.size == 0 || p.data != "" {
		return p.data, nil
	}
	f, err := s.opened()
	if err != nil {
		return "", err
	}
	b := make([]byte, p.size)
	if _, err := f.ReadAt(b, p.at); err != nil || crc32.Checksum(b, castagnoli()) != p.sum {
		return "", errGone
	}
	return string(b), nil
}

// close lets go of the file.
func (s *store) close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}

func (p place) append(b []byte) []byte {
	b = packed.Int(b, p.at)
	b = packed.Uint(b, uint64(p.size))
	return packed.Uint(b, uint64(p.sum))
}

func readPlace(r *packed.Reader) place {
	return place{at: r.Int(), size: int(r.Uint()), sum: uint32(r.Uint())}
}
