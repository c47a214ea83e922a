package main

import (
	"strings"
	"testing"
	"testing/fstest"
)

// Every page leads to the file that an editor would open, whatever its name.
func TestSourcesOfPages(t *testing.T) {
	t.Parallel()
	post := "---\ntitle: First\nslug: another-name\ndate: 2026-05-01\ndescription: x\nauthors: [ada-stone]\naliases: [/2020/old/]\n---\nPost.\n"
	tree := fstest.MapFS{
		"posts/file-name.md":  {Data: []byte(post)},
		"posts/broken.md":     {Data: []byte("---\ntitel: x\n---\n")},
		"people/ada-stone.md": {Data: []byte("---\ntitle: Ada\nrole: x\ndescription: x\nstaff: true\n---\nPerson.\n")},
		"pages/about.md":      {Data: []byte("---\ntitle: About\ndescription: x\n---\nPage.\n")},
		"pages/home.md":       {Data: []byte("---\ntitle: Home\ndescription: x\n---\nHome.\n")},
	}
	s, err := newSources(t.Context(), "words", tree)
	if err != nil {
		t.Fatal(err)
	}
	for page, want := range map[string]string{
		"blog/another-name/index.html":            "words/posts/file-name.md",
		"blog/another-name/comments.xml":          "words/posts/file-name.md",
		"blog/another-name/comments/2/index.html": "words/posts/file-name.md",
		"blog/file-name/index.html":               "",
		"2020/old/index.html":                     "words/posts/file-name.md",
		"2020/index.html":                         "",
		"blog/broken/index.html":                  "words/posts/broken.md",
		"people/ada-stone/index.html":             "words/people/ada-stone.md",
		"people/ada-stone/feed.xml":               "words/people/ada-stone.md",
		"people/index.html":                       "",
		"about/index.html":                        "words/pages/about.md",
		"index.html":                              "words/pages/home.md",
		"404.html":                                "",
		"blog/index.html":                         "",
		"blog/tag/paper/index.html":               "",
		"sitemap.xml":                             "",
	} {
		file, text := s.find(page)
		if file != want || (text == "") != (want == "") {
			t.Errorf("%s comes from %q with %d bytes, want %q", page, file, len(text), want)
		}
	}
	if _, text := s.find("about/index.html"); !strings.Contains(text, "Page.") {
		t.Errorf("the text of another file: %q", text)
	}
}
