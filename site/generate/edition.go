package generate

import (
	"path/filepath"

	"greenroom/site/content"
	"greenroom/site/packed"
)

// edition is what is remembered of a finished build: enough to tell, in
// another process, that nothing or little has changed since.
type edition struct {
	version string // of the program
	shape   key    // of everything but bodies and threads
	sound   key    // of all front matter, which has been found to go together
	date    string // of the manifest it left in the target
	lines   int    // of that manifest
	files   int
	pages   int
	size    int64
}

func (e edition) append(b []byte) []byte {
	b = packed.Text(b, e.version)
	b = append(append(b, e.shape[:]...), e.sound[:]...)
	b = packed.Text(b, e.date)
	for _, n := range []int{e.lines, e.files, e.pages, int(e.size)} {
		b = packed.Uint(b, uint64(n))
	}
	return b
}

func readEdition(r *packed.Reader) edition {
	return edition{
		version: r.Text(), shape: r.Key(), sound: r.Key(), date: r.Text(),
		lines: int(r.Uint()), files: int(r.Uint()), pages: int(r.Uint()), size: int64(r.Uint()),
	}
}

// shape is the key of everything that the plan of a site is made from: all
// that was loaded but bodies of posts and what was said below them. Two builds
// of one shape plan the same files, and all that can differ in them are those
// that show a body or a thread that changed.
func (b *Builder) shape(l *loaded) key {
	sound := b.loader.Set()
	sum := append(make([]byte, 0, 1024), sound[:]...)
	sum = packed.Text(sum, b.version)
	sum = packed.Text(sum, l.base)
	sum = packed.Int(sum, int64(content.Day(l.asOf)))
	sum = packed.Text(sum, l.asOf.Location().String())
	sum = packed.Bool(sum, l.preview)
	sum = append(sum, l.standings[:]...)
	for _, f := range l.files {
		k := keyOf(f.data)
		sum = append(packed.Text(sum, f.name), k[:]...)
	}
	config := keyOfValue(l.site.Config.Title, l.site.Config.Tagline, l.site.Config.Description, l.site.Config.BaseURL, l.site.Config.Language,
		l.site.Config.TimeZone.String(), l.site.Config.AsOf, l.site.Config.Navigation, l.site.Config.Agency, l.site.Config.Search, l.site.Config.ShareCards)
	sum = append(sum, config[:]...)
	media := b.pictures.allKey()
	sum = append(sum, media[:]...)
	return keyOf(sum)
}

// onlyPosts reports whether of all words nothing but bodies of posts changed.
func (b *Builder) onlyPosts() bool {
	for file := range b.edited {
		if !isPost(file) || filepath.Ext(file) != ".md" {
			return false
		}
	}
	return true
}
