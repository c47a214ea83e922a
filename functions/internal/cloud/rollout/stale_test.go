package rollout

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestStale(t *testing.T) {
	t.Parallel()
	numbered := func(pattern string, n int) (names []string) {
		for i := range n {
			names = append(names, fmt.Sprintf(pattern, i))
		}
		return names
	}
	tests := []struct {
		name  string
		files []string
		want  []string
	}{
		{"nothing", nil, nil},
		{"assets have another name when they change", []string{"assets/site.0a1b.css", ".greenroom-manifest"}, nil},
		{"a page is kept under both its addresses", []string{"index.html", "blog/one/index.html", "blog/feed.xml"},
			[]string{"/", "/blog/feed.xml", "/blog/one/", "/blog/one/index.html", "/index.html"}},
		{"fifteen by themselves", numbered("f%02d.txt", 15), []string{"/f00.txt", "/f01.txt", "/f02.txt", "/f03.txt", "/f04.txt", "/f05.txt",
			"/f06.txt", "/f07.txt", "/f08.txt", "/f09.txt", "/f10.txt", "/f11.txt", "/f12.txt", "/f13.txt", "/f14.txt"}},
		{"a few posts are their folders", append(numbered("blog/p%d/index.html", 8), "index.html"),
			[]string{"/", "/blog/p0/*", "/blog/p1/*", "/blog/p2/*", "/blog/p3/*", "/blog/p4/*", "/blog/p5/*", "/blog/p6/*", "/blog/p7/*", "/index.html"}},
		{"many posts are the blog", append(numbered("blog/p%d/index.html", 20), "index.html", "sitemap.xml"),
			[]string{"/", "/blog/*", "/index.html", "/sitemap.xml"}},
		{"files everywhere are the site", numbered("f%02d.txt", 16), []string{"/*"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := stale(tt.files); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// TestStaleCoversEverything has no page left out, and never too many paths.
func TestStaleCoversEverything(t *testing.T) {
	t.Parallel()
	var files []string
	for i := range 400 {
		files = append(files, strings.Repeat(fmt.Sprintf("d%d/", i%7), i%5)+fmt.Sprintf("p%d/index.html", i))
		paths := stale(files)
		if len(paths) > maxPaths {
			t.Fatalf("%d files are %d paths, more than %d", len(files), len(paths), maxPaths)
		}
		for _, file := range files {
			for _, asked := range []string{"/" + file, "/" + strings.TrimSuffix(file, "index.html")} {
				if !slices.ContainsFunc(paths, func(p string) bool {
					folder, all := strings.CutSuffix(p, "*")
					return p == asked || all && strings.HasPrefix(asked, folder)
				}) {
					t.Fatalf("%s is not among %v", asked, paths)
				}
			}
		}
	}
}
