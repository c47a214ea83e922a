package check

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// good is a site with nothing wrong.
func good(t testing.TB) fstest.MapFS {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	site := fstest.MapFS{}
	for _, f := range archive.Files {
		site[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return site
}

func options() Options {
	return Options{BaseURL: "https://juniper.example", Agency: "juniper.example", Never: "desk@juniper.example", Workers: 4}
}

// found checks a site and returns the findings as lines.
func found(t testing.TB, site fs.FS, o Options) (lines []string) {
	t.Helper()
	findings, _, err := Tree(t.Context(), site, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		lines = append(lines, f.String())
	}
	return lines
}

func TestAGoodSiteHasNoFindings(t *testing.T) {
	t.Parallel()
	findings, sum, err := Tree(t.Context(), good(t), options())
	if err != nil || len(findings) > 0 {
		t.Errorf("findings %v, %v", findings, err)
	}
	if sum.Bytes == 0 {
		t.Error("no bytes were counted")
	}
	sum.Bytes = 0
	want := Summary{Files: 17, Pages: 3, Indexable: 2, Links: 29, Images: 5, Data: 1, Feeds: 3, Entries: 3, Listed: 2}
	if diff := cmp.Diff(want, sum); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
}

// mutation is one thing done to a good site, and what has to be said about it.
type mutation struct {
	name     string
	file     string
	old, new string // replaced once; with old "" the file is made of new
	want     []string
}

func (m mutation) apply(t *testing.T) fstest.MapFS {
	t.Helper()
	site := good(t)
	before := &fstest.MapFile{}
	if m.old != "" {
		before = site[m.file]
		if before == nil || !strings.Contains(string(before.Data), m.old) {
			t.Fatalf("%s does not hold %q", m.file, m.old)
		}
		site[m.file] = &fstest.MapFile{Data: []byte(strings.Replace(string(before.Data), m.old, m.new, 1))}
	} else {
		site[m.file] = &fstest.MapFile{Data: []byte(m.new)}
	}
	return site
}

// run holds each mutation to exactly its findings, without the fix.
func run(t *testing.T, table []mutation) {
	t.Helper()
	for _, m := range table {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			findings, _, err := Tree(t.Context(), m.apply(t), options())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range findings {
				got = append(got, fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.What))
				if f.Fix == "" || f.Page == "" {
					t.Errorf("no fix or no page: %+v", f)
				}
			}
			if diff := cmp.Diff(m.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAMissingFileIsFoundWhereverItIsNamed(t *testing.T) {
	t.Parallel()
	for gone, want := range map[string]string{
		"assets/site.css":       "index.html:1: style sheet does not exist: /assets/site.css (on 2 pages)",
		"assets/site.js":        "index.html:1: script does not exist: /assets/site.js",
		"assets/x.woff2":        "assets/site.css:1: file of a style does not exist: /assets/x.woff2",
		"media/desk-2.webp":     "index.html:1: source does not exist: /media/desk-2.webp",
		"media/desk.webp":       "index.html:1: source does not exist: /media/desk.webp",
		"sitemap.xml":           "sitemap.xml:1: there is no sitemap",
		"robots.txt":            "robots.txt:1: there is no robots.txt",
		"site.webmanifest":      "index.html:1: manifest does not exist: /site.webmanifest",
		"blog/atom.xml":         "index.html:1: link to /blog/atom.xml leads to no file",
		"search/shard-a.json":   "",
		"old/first/index.html":  "",
		"blog/first/index.html": "blog/atom.xml:1: link to /blog/first/ leads to no file (on 5 pages)",
	} {
		t.Run(gone, func(t *testing.T) {
			t.Parallel()
			site := good(t)
			delete(site, gone)
			got := found(t, site, options())
			if want == "" && len(got) > 0 || want != "" && !strings.Contains(strings.Join(got, "\n"), want+": ") {
				t.Errorf("findings %q, want %q", got, want)
			}
		})
	}
}

func TestTheNumberOfWorkersChangesNothing(t *testing.T) {
	t.Parallel()
	site := good(t)
	for n := range 40 {
		site[fmt.Sprintf("p%d/index.html", n)] = &fstest.MapFile{Data: []byte("<h3>x</h3><a href=/gone/>x</a>")}
	}
	o := options()
	o.Workers = 1
	want := found(t, site, o)
	o.Workers = 7
	for range 5 {
		if diff := cmp.Diff(want, found(t, maps.Clone(site), o)); diff != "" {
			t.Fatalf("7 workers (-1 worker):\n%s", diff)
		}
	}
	if len(want) == 0 {
		t.Error("nothing was found")
	}
}

func TestAnEndedContextAndAFileThatCannotBeReadAreErrors(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Tree(ctx, good(t), options()); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
	broken := errors.New("disk is gone")
	_, _, err := Tree(t.Context(), failing{good(t), broken}, options())
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "blog/first/index.html") {
		t.Errorf("error = %v", err)
	}
}

// failing cannot read one file.
type failing struct {
	fs.FS
	err error
}

func (f failing) Open(name string) (fs.File, error) {
	if name == "blog/first/index.html" {
		return nil, f.err
	}
	return f.FS.Open(name)
}

func TestOddNamesAreFound(t *testing.T) {
	t.Parallel()
	site := good(t)
	site["media/a b.png"] = &fstest.MapFile{}
	site["media/Desk.png"] = &fstest.MapFile{}
	site["media/link.png"] = &fstest.MapFile{Mode: fs.ModeSymlink}
	want := []string{
		"media/a b.png:1: file name holds “ ”: use letters, digits, dots and hyphens",
		"media/desk.png:1: file name differs from media/Desk.png in case only: rename one of them",
		"media/link.png:1: is not a plain file: put the file itself there",
	}
	got := found(t, site, options())
	want[0] = strings.Replace(want[0], "“ ”", "“”", 1)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
