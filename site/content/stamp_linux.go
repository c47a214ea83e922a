package content

import (
	"io/fs"
	"syscall"
)

// inode is when the file's inode was changed, and its number.
func inode(info fs.FileInfo) (changed int64, number uint64) {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ctim.Nano(), s.Ino
	}
	return 0, 0
}
