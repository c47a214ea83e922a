package quality_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
)

const kilobyte = 1000 // the smaller of the two that are called so

// weights: what is sent for each page stays within what fits into the first
// round trips of a connection. Everything is weighed as brotli's best makes it.
func (s *site) weights(t *testing.T) {
	sheet := newScales(t)
	bare, talked := s.filesIn(t, s.bare, ".html"), s.files(t, ".html", ".css", ".js")
	for _, p := range s.published() {
		if !strings.HasPrefix(p.Slug, note) {
			sheet.weigh("post without comments, "+p.Slug, 14*kilobyte, bare["blog/"+p.Slug+"/index.html"])
		}
	}
	sheet.weigh("post with 100 comments, "+s.talked, 25*kilobyte, talked["blog/"+s.talked+"/index.html"])
	styles, scripts := match(talked, "assets/*.css"), match(talked, "assets/*.js")
	sheet.weigh("site.css", 8*kilobyte, styles...)
	sheet.weigh("site.js and search.js", 5*kilobyte, scripts...)
	for _, p := range s.words.Programs {
		page := [][]byte{talked["programs/"+p.Slug+"/index.html"]}
		sheet.weigh("program with styles and scripts, "+p.Slug, 60*kilobyte, slices.Concat(page, styles, scripts)...)
	}
	sheet.weigh("programs with styles and scripts", 60*kilobyte, slices.Concat([][]byte{talked["programs/index.html"]}, styles, scripts)...)
	sheet.weigh("first of three pages of threads", 0, talked["blog/"+s.busy+"/index.html"])
	sheet.weigh("home", 0, talked["index.html"])
	sheet.weigh("blog", 0, talked["blog/index.html"])
	sheet.print()
}

// scales collects weights and complains about those over their limit.
type scales struct {
	t      *testing.T
	rows   []string
	packed map[string]int // what was weighed before, by its bytes
}

func newScales(t *testing.T) *scales { return &scales{t: t, packed: map[string]int{}} }

// weigh adds a row: files that are sent one by one. Limit 0 is none.
func (s *scales) weigh(what string, limit int, files ...[]byte) {
	s.t.Helper()
	plain, packed := 0, 0
	for _, data := range files {
		if s.packed[string(data)] == 0 {
			s.packed[string(data)] = len(compress(data, 11))
		}
		plain += len(data)
		packed += s.packed[string(data)]
	}
	if len(files) == 0 || len(files[0]) == 0 {
		s.t.Errorf("%s is not there", what)
	}
	if limit > 0 && packed > limit {
		s.t.Errorf("%s has %d bytes as brotli, over %d", what, packed, limit)
	}
	s.rows = append(s.rows, fmt.Sprintf("%s\t%d\t%d\t%d", what, plain, packed, limit))
}

func (s *scales) print() {
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	slices.Sort(s.rows)
	fmt.Fprintf(table, "what\tbytes\tbrotli 11\tlimit\t\n%s\t\n", strings.Join(s.rows, "\t\n"))
	_ = table.Flush() // into memory
	s.t.Logf("weights\n%s", b.String())
}

func match(files map[string][]byte, pattern string) [][]byte {
	var all [][]byte
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if ok, _ := path.Match(pattern, name); ok {
			all = append(all, files[name])
		}
	}
	return all
}

// files are those of the site with comments whose names end so.
func (s *site) files(t *testing.T, endings ...string) map[string][]byte {
	t.Helper()
	return s.filesIn(t, s.dir, endings...)
}

func (s *site) filesIn(t *testing.T, dir string, endings ...string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	root := os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !slices.Contains(endings, path.Ext(name)) {
			return err
		}
		all[name], err = fs.ReadFile(root, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
