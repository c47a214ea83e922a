package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Where what the generator found out is kept between processes. CloudFront does
// not hand out names that begin with a dot, and the bucket would not let it.
//
// Of the generator's cache this is the log only. Measured on a site of 10,000
// posts with seven comments each, on two cores: it is 17 MB, and has a process
// that begins put one comment on the site in 0.55 s instead of 1.5 s, and in some
// 50 calls instead of 10,000 queries. The rest of the cache, 94 MB of rendered
// bodies and as much again of share cards, saved nothing beyond that: one
// approval needs one body, which is made again in under a millisecond. The log
// is only added to, so after an approval a few hundred bytes are written: the
// tail, behind a base that is written anew when the tail is a quarter of it.
const (
	shelfBase = ".greenroom-state/base"
	shelfTail = ".greenroom-state/tail"
	shelfHead = "greenroom state 1"
	cacheLog  = "known" // the file of that name in the generator's cache folder
)

// StateNames are the names of what is kept so.
func StateNames() []string { return []string{shelfBase, shelfTail} }

// errTorn is said of a base and a tail that do not belong together.
var errTorn = errors.New("what was kept is of two builds")

// shelf is what was kept, and how much of the log it is.
type shelf struct {
	file string
	was  os.FileInfo // the log as it was when the base was made
	base int64       // its bytes then
	sum  [sha256.Size]byte
	mark string // of the site that the tail belongs to
}

// fetch puts what was kept into an empty folder, and says which state of the
// site it belongs to, and how often all threads had been read. Whatever the
// error, the folder is fit to begin with.
func (s *shelf) fetch(ctx context.Context, store Store, dir string) (mark string, reads uint64, err error) {
	*s = shelf{file: filepath.Join(dir, cacheLog)}
	if err := os.RemoveAll(dir); err != nil {
		return "", 0, err
	}
	tail, err := store.Read(ctx, shelfTail)
	if err != nil {
		return "", 0, err
	}
	head, tail, _ := bytes.Cut(tail, []byte("\n"))
	var sum, kept string
	if n, err := fmt.Sscanf(string(head), shelfHead+" %d %64s %q", &reads, &sum, &kept); n != 3 || err != nil {
		return "", 0, errors.Join(errTorn, err)
	}
	base, err := store.Read(ctx, shelfBase)
	if err != nil {
		return "", 0, err
	}
	if s.sum = sha256.Sum256(base); hex.EncodeToString(s.sum[:]) != sum {
		return "", 0, errTorn
	}
	err = errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(s.file, append(base, tail...), 0o644))
	if err != nil {
		return "", 0, errors.Join(err, os.RemoveAll(dir))
	}
	s.base, s.mark = int64(len(base)), kept
	s.was, err = os.Stat(s.file)
	return kept, reads, err
}

// put keeps the log as it is now, for a state of the site.
func (s *shelf) put(ctx context.Context, store Store, mark string, reads uint64) error {
	s.mark = ""
	log, err := os.ReadFile(s.file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // the generator had reason to drop it
	}
	if err != nil {
		return err
	}
	now, err := os.Stat(s.file)
	if err != nil {
		return err
	}
	if s.was == nil || !os.SameFile(s.was, now) || int64(len(log)) < s.base || int64(len(log))-s.base > s.base/4 {
		if err := store.Write(ctx, shelfBase, log); err != nil {
			return err
		}
		s.was, s.base, s.sum = now, int64(len(log)), sha256.Sum256(log)
	}
	tail := fmt.Appendf(nil, "%s %d %x %q\n", shelfHead, reads, s.sum, mark)
	if err := store.Write(ctx, shelfTail, append(tail, log[s.base:]...)); err != nil {
		return err
	}
	s.mark = mark
	return nil
}
