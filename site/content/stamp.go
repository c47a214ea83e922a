package content

import (
	"io/fs"
	"time"

	"greenroom/site/packed"
)

// Stamp is how a file looks from outside. Two equal stamps mean equal bytes;
// the zero Stamp equals nothing, not even itself.
type Stamp struct {
	Size     int64
	Modified int64  // nanoseconds since 1970
	Changed  int64  // the same for the inode, which nobody can set back; 0 where unknown
	Inode    uint64 // 0 where unknown
}

// settled is how long a file has to be left alone before its stamp is
// believed: within the clock tick of the file system two writes look alike.
const settled = 2 * time.Second

// StampOf returns the stamp of a file seen at a moment. It is zero for files
// without a time, such as embedded ones, and for those changed just before.
func StampOf(info fs.FileInfo, seen time.Time) Stamp {
	modified := info.ModTime()
	if modified.IsZero() || modified.Unix() <= 0 {
		return Stamp{}
	}
	s := Stamp{Size: info.Size(), Modified: modified.UnixNano()}
	s.Changed, s.Inode = inode(info)
	if latest := max(s.Modified, s.Changed); latest > seen.Add(-settled).UnixNano() {
		return Stamp{}
	}
	return s
}

// Same reports whether a file has not changed from one stamp to the other.
func (s Stamp) Same(other Stamp) bool { return s == other && s != (Stamp{}) }

// Append writes the stamp for a disk cache.
func (s Stamp) Append(b []byte) []byte {
	b = packed.Int(b, s.Size)
	b = packed.Int(b, s.Modified)
	b = packed.Int(b, s.Changed)
	return packed.Uint(b, s.Inode)
}

// ReadStamp reads what Append wrote.
func ReadStamp(r *packed.Reader) Stamp {
	return Stamp{Size: r.Int(), Modified: r.Int(), Changed: r.Int(), Inode: r.Uint()}
}
