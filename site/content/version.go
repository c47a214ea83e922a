package content

import (
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"runtime/debug"
	"strings"
)

// sources are the files of this package, tests among them.
//
//go:embed *.go
var sources embed.FS

// Version tells this package from any other state of it, and of all that it is
// made with: what one reads, another may read in another way. "" if that is
// not known. The rest of the program, such as the theme, does not matter.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	sum := sha256.New()
	fmt.Fprintln(sum, info.GoVersion)
	for _, m := range info.Deps {
		if m.Replace != nil {
			return ""
		}
		fmt.Fprintln(sum, m.Path, m.Version, m.Sum)
	}
	files, err := fs.ReadDir(sources, ".")
	for _, f := range files {
		if strings.HasSuffix(f.Name(), "_test.go") || path.Ext(f.Name()) != ".go" {
			continue
		}
		data, readErr := sources.ReadFile(f.Name())
		if err == nil {
			err = readErr
		}
		fmt.Fprintln(sum, f.Name(), len(data))
		sum.Write(data)
	}
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:16])
}
