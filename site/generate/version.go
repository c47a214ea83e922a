package generate

import (
	"debug/elf"
	"fmt"
	"os"
)

// programVersion tells this program, theme and all, from any other: the build
// ID that the Go linker wrote into it, which is a hash of what it was made of,
// or, where files are of another format, the size and time of its file. If
// neither is known every process is another program.
func programVersion() string {
	file, err := os.Executable()
	if err != nil {
		return fmt.Sprint("process ", os.Getpid())
	}
	if f, err := elf.Open(file); err == nil {
		defer f.Close()
		if note := f.Section(".note.go.buildid"); note != nil {
			if id, err := note.Data(); err == nil {
				return string(id)
			}
		}
	}
	info, err := os.Stat(file)
	if err != nil {
		return fmt.Sprint("process ", os.Getpid())
	}
	return fmt.Sprint(info.Size(), " ", info.ModTime().UnixNano())
}
