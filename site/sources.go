package main

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"greenroom/site/content"
)

// sources tells which file of words a page of the site came from.
type sources struct {
	folder string // what the words are in, as it was named
	words  fs.FS
	files  map[string]string // by folder of the site: "blog/first" → "posts/first.md"

	last, text string // the file that was read last
}

// newSources reads the words as far as they can be read: faults in them are
// said by the build.
func newSources(ctx context.Context, folder string, words fs.FS) (*sources, error) {
	site, err := content.Load(ctx, words, runtime.GOMAXPROCS(0))
	if _, faulty := errors.AsType[content.Problems](err); err != nil && !faulty {
		return nil, err
	}
	s := &sources{folder: folder, words: words, files: map[string]string{}}
	for _, p := range site.Pages {
		if s.files[p.Slug] = p.Body.File; p.Slug == content.HomePage {
			s.files["."] = p.Body.File
		}
	}
	for _, p := range site.People {
		s.files["people/"+p.Slug] = p.Body.File
	}
	for _, p := range site.Programs {
		s.files["programs/"+p.Slug] = p.Body.File
	}
	for _, p := range site.Posts {
		s.files["blog/"+p.Slug] = p.Body.File
		for _, alias := range p.Aliases {
			s.files[strings.Trim(alias, "/")] = p.Body.File
		}
	}
	return s, nil
}

// find returns the file that a page of the site came from and its text, or
// "" for both. Pages of comments and feeds of a post come from the post.
func (s *sources) find(page string) (file, text string) {
	dir := path.Dir(page)
	if dir == "." && page != "index.html" {
		return "", ""
	}
	for ; s.files[dir] == ""; dir = path.Dir(dir) {
		if dir == "." || path.Dir(dir) == "." {
			return "", ""
		}
	}
	file = s.files[dir]
	if file != s.last {
		data, err := fs.ReadFile(s.words, file)
		if err != nil {
			return "", ""
		}
		s.last, s.text = file, string(data)
	}
	return filepath.Join(s.folder, filepath.FromSlash(file)), s.text
}
