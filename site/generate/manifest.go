package generate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// manifestName is the file, in the target, that lists what is ours there.
const manifestName = ".greenroom-manifest"

// manifest is the SHA-256 of every file of ours. Files that are not in it are
// never removed, nor replaced by something else.
type manifest map[string][sha256.Size]byte

// parseManifest reads lines of a hash, two spaces and a name, as sha256sum
// writes them.
func parseManifest(data []byte) (manifest, error) {
	m := manifest{}
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		sum, name, found := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		raw, err := hex.DecodeString(sum)
		if !found || err != nil || len(raw) != sha256.Size || !fs.ValidPath(name) || name == manifestName {
			return nil, fmt.Errorf("line %d of %s is damaged: delete that file, and the files it lists", number, manifestName)
		}
		m[name] = [sha256.Size]byte(raw)
	}
	return m, nil
}

func (m manifest) bytes() []byte {
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(m)) {
		sum := m[name]
		out.WriteString(hex.EncodeToString(sum[:]) + "  " + name + "\n")
	}
	return []byte(out.String())
}
