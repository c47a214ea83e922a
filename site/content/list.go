package content

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

const mediaFolder = "media"

// folders are where words are kept; each holds one kind of thing.
func folders() []string { return []string{"pages", "people", "posts", "programs"} }

// listing is what there is to read in a tree.
type listing struct {
	words    []found  // posts/first.md, sorted
	media    []string // below media/, sorted
	problems Problems

	now time.Time // of the moment of looking; zero if files are not to be stamped
}

// found is one file of words, from outside.
type found struct {
	name  string
	stamp Stamp
}

// list finds the files of a tree and names those that would be overlooked.
func (l *listing) list(fsys fs.FS) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		l.fault(configFile, "the content folder cannot be read: "+err.Error(), "name a folder that holds site.yaml")
		return
	}
	for _, e := range entries {
		l.top(fsys, e)
	}
	slices.SortFunc(l.words, func(a, b found) int { return cmp.Compare(a.name, b.name) })
	slices.Sort(l.media)
}

func (l *listing) fault(file, what, fix string) {
	l.problems = append(l.problems, Problem{file, 1, what, fix})
}

func (l *listing) top(fsys fs.FS, e fs.DirEntry) {
	name := e.Name()
	switch {
	case ignored(name):
	case (slices.Contains(folders(), name) || name == mediaFolder) && !e.IsDir():
		l.fault(name, "is no folder", "make it a folder, not a file or a link")
	case slices.Contains(folders(), name):
		l.folder(fsys, name)
	case name == mediaFolder:
		l.files(fsys)
	case e.IsDir():
		l.fault(name, "unknown folder", suggest(name, append(folders(), mediaFolder)))
	case strings.HasSuffix(name, ".md"):
		l.fault(name, "is in no folder", "move it to pages/, or to the folder of its kind")
	case strings.HasSuffix(name, ".yml") || strings.HasSuffix(name, ".yaml") && name != configFile:
		l.fault(name, "is not read", "facts about the site belong in "+configFile)
	}
}

func (l *listing) folder(fsys fs.FS, folder string) {
	entries, err := l.see(fsys, folder)
	if err != nil {
		l.fault(folder, "cannot be read: "+err.Error(), "make it a folder of .md files")
		return
	}
	for _, e := range entries {
		file := path.Join(folder, e.Name())
		switch {
		case ignored(e.Name()):
		case strings.HasPrefix(e.Name(), "_") || strings.HasPrefix(e.Name(), "."):
			l.fault(file, "name starts with "+e.Name()[:1], "rename it: such files are left out when the program is compiled")
		case e.IsDir():
			l.fault(file, "is a folder in a folder", "move its files up to "+folder+"/")
		case !e.Type().IsRegular():
			l.fault(file, "is a link or no plain file", "put the file itself here")
		case !strings.HasSuffix(e.Name(), ".md"):
			l.fault(file, "is not a .md file", "rename it, or move it to media/")
		default:
			l.words = append(l.words, found{file, e.Stamp})
		}
	}
}

func (l *listing) see(fsys fs.FS, folder string) ([]Seen, error) {
	if !l.now.IsZero() {
		return See(fsys, folder, l.now)
	}
	entries, err := fs.ReadDir(fsys, folder)
	seen := make([]Seen, len(entries))
	for i, e := range entries {
		seen[i].DirEntry = e
	}
	return seen, err
}

func (l *listing) files(fsys fs.FS) {
	err := fs.WalkDir(fsys, mediaFolder, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || ignored(e.Name()) {
			return err
		}
		name := strings.TrimPrefix(file, mediaFolder+"/")
		switch {
		case !e.Type().IsRegular():
			l.fault(file, "is not a plain file", "put the file itself here")
		case !isMediaName(name):
			l.fault(file, "has a name that does not go into an address", "use letters, digits, dots and hyphens, and do not start with a dot or _")
		default:
			l.media = append(l.media, name)
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		l.fault(mediaFolder, "cannot be read: "+err.Error(), "make it a folder that can be read")
	}
}

func isMediaName(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		bad := part == "" || part[0] == '.' || part[0] == '_' || strings.ContainsFunc(part, func(r rune) bool {
			return r != '.' && r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
		})
		if bad {
			return false
		}
	}
	return true
}

// ignored reports whether a name is one that editors and file managers leave
// behind. Hidden files of words are not ignored: somebody meant them.
func ignored(name string) bool {
	hidden := strings.HasPrefix(name, ".") && !strings.HasSuffix(name, ".md")
	return hidden || strings.HasPrefix(name, ".#") || strings.HasPrefix(name, "#") || strings.HasSuffix(name, "~")
}

// Media is one file below media/ as it is from outside.
type Media struct {
	Name  string // "cat.jpg", "people/ada.jpg"
	Stamp Stamp
}

// ListMedia lists the files below media/ at a moment, in the order of their
// names. What [Load] would report is left out.
func ListMedia(fsys fs.FS, now time.Time) []Media {
	var l listing
	l.files(fsys)
	slices.Sort(l.media)
	media := make([]Media, len(l.media))
	for i, name := range l.media {
		media[i].Name = name
		if info, err := fs.Stat(fsys, path.Join(mediaFolder, name)); err == nil {
			media[i].Stamp = StampOf(info, now)
		}
	}
	return media
}
