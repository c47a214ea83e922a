package check

import (
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

// Whatever the bytes, a file is read to its end, and what is said about it is
// one line of text.
func FuzzTree(f *testing.F) {
	for name, file := range good(f) {
		f.Add(name, file.Data)
	}
	for _, odd := range []string{
		"<", "<!--", "<title>", "<script type=application/ld+json>{", "<noscript><noscript>", "<h1><h6>", `<a href="%zz">`, "<img srcset=', ,,'>",
		`<svg><title>`, "<p id=c-><p id=c->", "@.@", "a&#0000000064;b.cc", "\xff@\xff.aa", "<style>url(</style>", `<link rel="canonical" href="//">`,
	} {
		f.Add("x/index.html", []byte(odd))
		f.Add("x.xml", []byte("<rss><channel><item>"+odd))
		f.Add("x.css", []byte(odd))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if name = path.Clean(name); !fs.ValidPath(name) || name == "." || path.Ext(name) == "" {
			name = "x/index.html"
		}
		site := fstest.MapFS{name: &fstest.MapFile{Data: data}}
		o := options()
		o.Source = func(string) (string, string) { return "posts/x.md", string(data) }
		findings, _, err := Tree(t.Context(), site, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range findings {
			if one.File == "" || one.Line < 1 || one.What == "" || one.Fix == "" || strings.ContainsAny(one.What, "\n") || !utf8.ValidString(one.What) && utf8.Valid(data) {
				t.Fatalf("%+v", one)
			}
		}
	})
}
