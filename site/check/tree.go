package check

import (
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
)

// tree is the list of the files, and what is wrong with their names.
type tree struct {
	options Options
	host    string // of the site, such as "greenroom.example"
	names   []string
	files   map[string]bool
	folders map[string]bool
	faults  []fault
}

// fault is one thing wrong on one file of the tree. Faults with the same words
// are one cause, so what must not name the file.
type fault struct {
	file, what, fix string
	seek            []string // what to look for in the source, best first
	meant           bool     // no fault if the source holds it: a person wrote it
}

// list finds the files of a tree.
func list(site fs.FS, o Options) (*tree, error) {
	o.BaseURL = strings.TrimRight(o.BaseURL, "/")
	t := &tree{options: o, files: map[string]bool{}, folders: map[string]bool{".": true}}
	if u, err := url.Parse(o.BaseURL); err == nil {
		t.host = strings.ToLower(u.Host)
	}
	err := fs.WalkDir(site, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir():
			t.folders[name] = true
		default:
			t.add(name, e)
		}
		return nil
	})
	slices.Sort(t.names)
	t.twins()
	return t, err
}

func (t *tree) add(name string, e fs.DirEntry) {
	if !e.Type().IsRegular() {
		t.faults = append(t.faults, fault{file: name, what: "is not a plain file", fix: "put the file itself there"})
		return
	}
	if odd := oddCharacters(name); odd != "" {
		t.faults = append(t.faults, fault{file: name, what: "file name holds " + odd, fix: "use letters, digits, dots and hyphens"})
	}
	t.names = append(t.names, name)
	t.files[name] = true
}

// oddCharacters names the first character of a file name that has to be
// spelled in another way in an address, or "".
func oddCharacters(name string) string {
	for _, r := range name {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letter && !strings.ContainsRune("/.-_", r) {
			return quoted(string(r))
		}
	}
	return ""
}

// twins reports names that differ in case only: on many disks they are one.
func (t *tree) twins() {
	lower := make(map[string]string, len(t.names))
	for _, name := range t.names {
		key := strings.ToLower(name)
		if other, twice := lower[key]; twice {
			t.faults = append(t.faults, fault{file: name, what: "file name differs from " + other + " in case only", fix: "rename one of them"})
			continue
		}
		lower[key] = name
	}
}

// address is where a file is found: a folder for its index.html.
func (t *tree) address(name string) string {
	if folder, ok := strings.CutSuffix(name, "index.html"); ok && (folder == "" || strings.HasSuffix(folder, "/")) {
		return t.options.BaseURL + "/" + folder
	}
	return t.options.BaseURL + "/" + name
}

// file returns the file that answers for a path such as "/blog/first/", and
// whether there is one.
func (t *tree) file(address string) (string, bool) {
	name := strings.TrimPrefix(path.Clean("/"+address), "/")
	if strings.HasSuffix(address, "/") || name == "" {
		name = path.Join(name, "index.html")
	}
	return name, t.files[name]
}

// isServed reports paths that a function answers and no file needs to stand at.
func isServed(address string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(address, "/"), "/")
	switch first {
	case "api", "apply", "comments", "desk", "me", "sign-in", "c":
		return true
	}
	return false
}

// quoted shows a text in a message: short, and on one line.
func quoted(text string) string {
	const most = 80
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return "“" + oneLine(text) + "”"
}

// oneLine is text without line breaks, and with what is not UTF-8 taken out.
func oneLine(text string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
}
