package quality_test

import (
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"greenroom/site/content"
)

// kind is a kind of page, by one page of it.
type kind struct {
	name, path string
	typed      string // into the search field, before looking
	missing    string // what addresses begin with that answer 404 and should
}

// kinds has one page of every kind the site has.
func (s *site) kinds(t *testing.T) []kind {
	t.Helper()
	post := "/blog/" + s.talked + "/"
	all := []kind{
		{name: "home", path: "/"},
		{name: "blog", path: "/blog/"},
		{name: "page of the archive", path: "/blog/page/1/"},
		{name: "tags", path: "/blog/tag/"},
		{name: "tag", path: "/blog/tag/writing/"},
		{name: "year", path: "/blog/2026/"},
		{name: "post with every element", path: "/blog/" + element + "/"},
		{name: "post with a table", path: "/blog/two-pages-twelve-clauses/"},
		{name: "post without comments", path: "/blog/" + note + "1/"},
		{name: "post with 100 comments", path: post},
		{name: "second page of threads", path: "/blog/" + s.busy + "/comments/2/"},
		{name: "recent comments", path: "/blog/comments/"},
		{name: "people", path: "/people/"},
		{name: "person with a photograph", path: "/people/tess-abara/"},
		{name: "person", path: "/people/marisol-tran/"},
		{name: "programs", path: "/programs/"},
		{name: "programs, two filters", path: "/programs/?platform=blog&region=us"},
		{name: "programs of a platform", path: "/programs/platform/blog/"},
		{name: "programs of a topic", path: "/programs/topic/" + s.topic(t) + "/"},
		{name: "programs of a region", path: "/programs/region/us/"},
		{name: "programs closing soon", path: "/programs/closing-soon/"},
		{name: "programs for small accounts", path: "/programs/small-accounts/"},
		{name: "feeds", path: "/feeds/"},
		{name: "search", path: "/search/"},
		{name: "search with results", path: "/search/", typed: "daylight"},
		// No word of the site begins so, and search finds that out by asking
		// for the file of those that do; the browser notes what was answered.
		{name: "search without results", path: "/search/", typed: "zxqvw", missing: "/search/t/"},
		{name: "nothing there", path: "/there/is/nothing/here/", missing: "/there/"},
	}
	for _, p := range s.words.Pages {
		if p.Slug != content.HomePage {
			all = append(all, kind{name: "page " + p.Slug, path: "/" + p.Slug + "/"})
		}
	}
	return append(all, s.programs(t)...)
}

// programs are one of each state that a program can be in.
func (s *site) programs(t *testing.T) []kind {
	t.Helper()
	var all []kind
	seen := map[content.ProgramState]bool{}
	rolling := false
	for _, p := range s.words.Programs {
		state := p.State(s.words.Config.AsOf)
		name := "program, " + string(state)
		if p.Rolling != nil && !rolling {
			rolling, name = true, "program, rolling"
		} else if seen[state] {
			continue
		} else {
			seen[state] = true
		}
		all = append(all, kind{name: name, path: "/programs/" + p.Slug + "/"})
	}
	for _, state := range []content.ProgramState{content.Ready, content.Open, content.Deciding, content.Completed} {
		if !seen[state] {
			t.Errorf("no program of content/ is %s on %s", state, s.words.Config.AsOf.Format("2006-01-02"))
		}
	}
	return all
}

// topic is one that has a page.
func (s *site) topic(t *testing.T) string {
	t.Helper()
	entries, err := os.ReadDir(s.dir + "/programs/topic")
	if err != nil || len(entries) == 0 {
		t.Fatalf("there are no programs by topic: %v", err)
	}
	i := slices.IndexFunc(entries, fs.DirEntry.IsDir)
	return entries[max(0, i)].Name()
}

func pixels(width int64) string { return strconv.FormatInt(width, 10) + " px" }

// covered: no page is of a kind that the browser does not look at.
func (s *site) covered(t *testing.T) {
	looked := map[string]bool{}
	for _, k := range s.kinds(t) {
		looked[shape(k.path)] = true
	}
	for name, data := range s.files(t, ".html") {
		address := "/" + strings.TrimSuffix(name, "index.html")
		redirect := strings.Contains(string(data), `http-equiv="refresh"`)
		if !redirect && address != "/404.html" && !looked[shape(address)] {
			t.Errorf("%s is of a kind that no browser looks at: add one of them to kinds", address)
		}
	}
}

// shape is an address without its names and numbers: "/blog/*/comments/1/".
func shape(address string) string {
	address, _, _ = strings.Cut(address, "?")
	words := strings.Fields("blog tag page comments people programs platform topic region closing-soon small-accounts feeds search")
	named := strings.Fields("tag people platform topic region") // what follows is a name, whatever it reads as
	parts := strings.Split(address, "/")
	shaped := slices.Clone(parts)
	for i, part := range parts {
		switch _, err := strconv.Atoi(part); {
		case part == "":
		case err == nil:
			shaped[i] = "1"
		case slices.Contains(named, parts[i-1]), !slices.Contains(words, part):
			shaped[i] = "*"
		}
	}
	return strings.Join(shaped, "/")
}
