package content

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite what the invalid sites are expected to say")

// tree reads an archive of files as a content tree.
func tree(t testing.TB, file string) fstest.MapFS {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for _, f := range archive.Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return fsys
}

func load(t *testing.T, fsys fs.FS) *Site {
	t.Helper()
	site, err := Load(t.Context(), fsys, 4)
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return site
}

func TestLoadReadsEveryKey(t *testing.T) {
	t.Parallel()
	site := load(t, tree(t, "testdata/valid.txtar"))
	chicago := site.Config.TimeZone
	if got, want := chicago.String(), "America/Chicago"; got != want {
		t.Errorf("time zone = %s, want %s", got, want)
	}
	if diff := cmp.Diff([]string{"2026-05-25", "2026-12-25"}, site.Config.Holidays); diff != "" {
		t.Errorf("holidays (-want +got):\n%s", diff)
	}
	first := site.Posts[1]
	want := Post{
		Slug: "first-post", Title: "First: a post", Description: "A folded text that is one line.",
		Date:    time.Date(2026, 5, 1, 0, 0, 0, 0, chicago),
		Lastmod: time.Date(2026, 5, 3, 10, 0, 0, 0, chicago),
		Authors: []string{"ada-stone", "ben-okoro"}, Tags: []string{"paper", "1984"}, Aliases: []string{"/2024/first/"},
		Body: Body{Source{"posts/first-post.md", 14}, "\n## Heading\n\nWrite to hello@juniper.example.\n"},
	}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Errorf("post differs (-want +got):\n%s", diff)
	}
	if last := site.Posts[3]; last.Correction != "The second sum was wrong. It is 12." || last.Withdrawn != "Its writer took it back." {
		t.Errorf("correction %q, withdrawn %q", last.Correction, last.Withdrawn)
	}
	var order []string
	for _, p := range site.Posts {
		order = append(order, p.Slug)
	}
	if diff := cmp.Diff([]string{"not-yet", "first-post", "second-post", "taken-back"}, order); diff != "" {
		t.Errorf("order of posts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"brief.pdf"}, site.Media); diff != "" {
		t.Errorf("media (-want +got):\n%s", diff)
	}
}

func TestLoadReadsPrograms(t *testing.T) {
	t.Parallel()
	site := load(t, tree(t, "testdata/valid.txtar"))
	planter, rolling := site.Programs[0], site.Programs[1]
	if got, want := planter.Weights[1], (Weight{"photo", "Photography", 34}); got != want {
		t.Errorf("second weight = %v, want %v: the order written counts", got, want)
	}
	if got, want := len(planter.Weights), 9; got != want {
		t.Errorf("%d weights, want %d", got, want)
	}
	if planter.Result == nil || planter.Result.EditRoundsAverage != 0.6 || planter.Result.InfluencerWouldAgain != "12 of 12" {
		t.Errorf("result = %+v", planter.Result)
	}
	if got, want := *rolling.Rolling, (Rolling{AnswerDays: 7, WorkDays: 21}); got != want {
		t.Errorf("rolling = %v, want %v", got, want)
	}
	if planter.ClientReads == rolling.ClientReads {
		t.Errorf("the client reads drafts of both or neither: %v", rolling.ClientReads)
	}
	if !rolling.Closes.IsZero() {
		t.Errorf("a rolling program closes %v", rolling.Closes)
	}
}

func TestLoadReadsWhatAProgramAsks(t *testing.T) {
	t.Parallel()
	site := load(t, tree(t, "testdata/valid.txtar"))
	planter, rolling := site.Programs[0], site.Programs[1]
	if diff := cmp.Diff([]Rule{{"18 or older", true}, {"A dog", false}, {"A garden", false}}, rolling.Eligibility); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]Choice{{"How old are your readers?", []string{"Under 25", "25 or older"}}}, rolling.Audience); diff != "" {
		t.Errorf("audience (-want +got):\n%s", diff)
	}
	if rolling.MinReviews != 3 || planter.MinReviews != 2 {
		t.Errorf("reviews needed are %d and %d, want 3 and 2", rolling.MinReviews, planter.MinReviews)
	}
	if got, want := rolling.Opens.Format(time.RFC3339), "2026-04-16T00:00:00+01:00"; got != want || rolling.TimeZone.String() != "Europe/London" {
		t.Errorf("opens %s in %s, want %s in London", got, rolling.TimeZone, want)
	}
	if got := planter.TimeZone.String(); got != "America/Chicago" {
		t.Errorf("a program that names no zone is in %s, want the site's", got)
	}
	if diff := cmp.Diff([]string{"lead", "admin"}, site.People[0].Roles); diff != "" {
		t.Errorf("roles (-want +got):\n%s", diff)
	}
	if got := site.People[1].Roles; got != nil {
		t.Errorf("a guest has the roles %v", got)
	}
}

func TestLoadAcceptsWindowsText(t *testing.T) {
	t.Parallel()
	plain, windows := tree(t, "testdata/valid.txtar"), fstest.MapFS{}
	for name, f := range plain {
		windows[name] = &fstest.MapFile{Data: []byte("\xef\xbb\xbf" + strings.ReplaceAll(string(f.Data), "\n", "\r\n"))}
	}
	equal := cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })
	if diff := cmp.Diff(load(t, plain), load(t, windows), equal); diff != "" {
		t.Errorf("CRLF and a byte order mark change the site (-plain +windows):\n%s", diff)
	}
}

// Each archive in testdata/invalid is laid over the valid site; its part
// named "want" is every problem that must be reported, and no other.
func TestLoadReportsEveryProblem(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/invalid/*.txtar")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d invalid sites, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			fsys, want := overlay(t, file)
			_, err := Load(t.Context(), fsys, 4)
			problems, ok := errors.AsType[Problems](err)
			if !ok {
				t.Fatalf("Load = %v, want Problems", err)
			}
			got := problems.Error() + "\n"
			if *update {
				rewriteWant(t, file, got)
			} else if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("problems differ (-want +got):\n%s", diff)
			}
		})
	}
}

// overlay reads an invalid site. A comment line "delete FILE" takes a file of
// the valid site away, and the escapes \r, \xNN and \uNNNN in a file whose
// name ends in .quoted stand for what no editor shows.
func overlay(t *testing.T, file string) (fsys fstest.MapFS, want string) {
	t.Helper()
	fsys = tree(t, "testdata/valid.txtar")
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(archive.Comment)) {
		if name, ok := strings.CutPrefix(line, "delete "); ok {
			delete(fsys, strings.TrimSpace(name))
		}
	}
	for _, f := range archive.Files {
		name, quoted := strings.CutSuffix(f.Name, ".quoted")
		data := f.Data
		if quoted {
			data = unquote(t, data)
		}
		if name == "want" {
			want = string(data)
		} else {
			fsys[name] = &fstest.MapFile{Data: data}
		}
	}
	return fsys, want
}

func rewriteWant(t *testing.T, file, got string) {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range archive.Files {
		if archive.Files[i].Name == "want" {
			archive.Files[i].Data = []byte(got)
		}
	}
	if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
