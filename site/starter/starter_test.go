package starter

import (
	"context"
	"flag"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"greenroom/site/content"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const config = `title: Juniper Desk
tagline: Paper
description: A paper shop
base_url: https://juniper.example
time_zone: America/Chicago
navigation: []
agency: {name: Juniper, address: 1 Desk Row, email: hello@juniper.example, moderation_email: desk@juniper.example}
`

// minimal is the least that a site can be.
func minimal() fstest.MapFS {
	person := func(name string, staff string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: " + name + "\nrole: Editor\ndescription: Edits.\nstaff: " + staff + "\nemail: hello@juniper.example\n---\n")}
	}
	return fstest.MapFS{
		"site.yaml":           {Data: []byte(config)},
		"people/ada-stone.md": person("Ada Stone", "false"),
		"people/ben-okoro.md": person("Ben Okoro", "true"),
		"people/cleo-vane.md": person("Cleo Vane", "true"),
	}
}

// now is the first of May in Chicago and already the second elsewhere.
var now = time.Date(2026, 5, 2, 3, 0, 0, 0, time.UTC)

func load(t testing.TB, tree fstest.MapFS, name string, data []byte) *content.Site {
	t.Helper()
	tree[name] = &fstest.MapFile{Data: data}
	site, err := content.Load(context.Background(), tree, 1)
	if err != nil {
		t.Fatalf("the loader says: %v\n%s", err, data)
	}
	return site
}

func TestEveryKindLoadsAsItIs(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{
		"post": "posts/under-five-thousand.md", "program": "programs/under-five-thousand.md",
		"person": "people/under-five-thousand.md", "page": "pages/under-five-thousand.md",
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			name, data, err := File(minimal(), Options{Kind: kind, Title: "Under five thousand", Now: now})
			if err != nil || name != want {
				t.Fatalf("File = %s, %v, want %s", name, err, want)
			}
			load(t, minimal(), name, data)
			golden := "testdata/" + kind + ".md"
			if *update {
				if err := os.WriteFile(golden, data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			text, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(text), string(data)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", golden, diff)
			}
		})
	}
}

func TestAPostIsADraftOfTodayByTheFirstOfTheStaff(t *testing.T) {
	t.Parallel()
	name, data, err := File(minimal(), Options{Kind: "post", Title: "First", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	p := load(t, minimal(), name, data).Posts[0]
	if got := p.Date.Format(time.RFC3339); !p.Draft || got != "2026-05-01T00:00:00-05:00" || p.Authors[0] != "ben-okoro" {
		t.Errorf("draft %v, date %s, authors %v", p.Draft, got, p.Authors)
	}
	_, data, err = File(minimal(), Options{Kind: "post", Title: "First", Now: now, Zone: time.UTC, Author: "ada-stone", Slug: "one"})
	if err != nil || !strings.Contains(string(data), "date: 2026-05-02") || !strings.Contains(string(data), "[ada-stone]") {
		t.Errorf("%v\n%s", err, data)
	}
}

func TestAProgramOpensTodayAndIsInOrder(t *testing.T) {
	t.Parallel()
	// The 17th of October lies before clocks change, and later dates behind.
	name, data, err := File(minimal(), Options{Kind: "program", Title: "P", Now: time.Date(2026, 10, 17, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	p := load(t, minimal(), name, data).Programs[0]
	if got := p.State(time.Date(2026, 10, 17, 12, 0, 0, 0, p.Opens.Location())); got != content.Open {
		t.Errorf("state = %s", got)
	}
	if got := p.LiveTo.Format(time.DateOnly); got != "2026-12-24" {
		t.Errorf("live to %s", got)
	}
}

func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	taken := minimal()
	taken["posts/first.md"] = &fstest.MapFile{Data: []byte("---\ntitle: First\ndate: 2026-05-01\ndescription: d\nauthors: [ada-stone]\naliases: [/programs/old/]\n---\n")}
	nobody := fstest.MapFS{"site.yaml": {Data: []byte(config)}}
	for _, c := range []struct {
		name string
		tree fstest.MapFS
		o    Options
		want string
	}{
		{"a kind like another", taken, Options{Kind: "pots", Title: "x"}, `beginning a pots: unknown kind "pots": did you mean "post"?`},
		{"no kind", taken, Options{Title: "x"}, `beginning a : unknown kind "": the kinds are page, person, post, program`},
		{"no title", taken, Options{Kind: "post", Title: " \t"}, "beginning a post: title is empty: write it in quotes after the kind"},
		{"a file that exists", taken, Options{Kind: "post", Title: "First!"}, "beginning a post: posts/first.md is there already: edit it, or choose another title"},
		{"a line break", taken, Options{Kind: "post", Title: "a\nb"}, "beginning a post: title holds the character U+000A: take it out, for it cannot be seen or turns text around"},
		{"a turned title", taken, Options{Kind: "page", Title: "a\u202eb"}, "beginning a page: title holds the character U+202E: take it out, for it cannot be seen or turns text around"},
		{"no UTF-8", taken, Options{Kind: "page", Title: "a\xff"}, "beginning a page: title is not valid UTF-8: type it again"},
		{"no letter", taken, Options{Kind: "post", Title: "Привет"}, `beginning a post: title "Привет" has no letter that an address can have: name the address with -slug`},
		{"a slug out of the folder", taken, Options{Kind: "post", Title: "x", Slug: "../../x"}, `beginning a post: slug "../../x" is not allowed: name one of lower-case letters, digits and single hyphens, up to 80`},
		{"an author like another", taken, Options{Kind: "post", Title: "x", Author: "ada-ston"}, `beginning a post: unknown person "ada-ston": did you mean "ada-stone"?`},
		{"an unknown author", taken, Options{Kind: "program", Title: "x", Author: "zzzzzzzzzz"}, `beginning a program: unknown person "zzzzzzzzzz": people are files in people/`},
		{"nobody", nobody, Options{Kind: "post", Title: "x"}, `beginning a post: nobody in people/ is staff: begin one with "new person"`},
		{"an address of the site", taken, Options{Kind: "page", Title: "Blog"}, "beginning a page: address /blog/ is taken by the site itself: choose another"},
		{"the alias of a post", taken, Options{Kind: "program", Title: "Old"}, "beginning a program: address /programs/old/ is also that of programs/old.md: change one of the two slugs or aliases"},
		{"an e-mail address", taken, Options{Kind: "page", Title: "Ask ann@mail.example"}, "beginning a page: address ann@mail.example is not the agency's: leave it out or use one that ends in @juniper.example"},
		{"a long title", taken, Options{Kind: "page", Title: strings.Repeat("ab ", 2000)}, `beginning a page: key "title" is over 5000 characters: shorten it`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.o.Now = now
			name, data, err := File(c.tree, c.o)
			if err == nil || err.Error() != c.want || name != "" || data != nil {
				t.Errorf("File = %q, %d bytes, %v, want %s", name, len(data), err, c.want)
			}
		})
	}
}

func TestProblemsOfOtherFilesAreNoneOfTheNewOne(t *testing.T) {
	t.Parallel()
	tree := minimal()
	tree["posts/broken.md"] = &fstest.MapFile{Data: []byte("no front matter")}
	if _, _, err := File(tree, Options{Kind: "post", Title: "Fine", Now: now}); err != nil {
		t.Error(err)
	}
}

func TestSlug(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Under 5,000!":                "under-5-000",
		"  Don't — don’t ":            "dont-dont",
		"Grüße, Ærø & Łódź":           "grusse-aero-lodz",
		"ＦＵＬＬ ﬁnance":                 "full-finance",
		"../../etc/passwd":            "etc-passwd",
		"Привет":                      "",
		"":                            "",
		strings.Repeat("word ", 30):   strings.TrimSuffix(strings.Repeat("word-", 16), "-"),
		strings.Repeat("x", 100):      strings.Repeat("x", 80),
		strings.Repeat("x", 80) + "y": strings.Repeat("x", 80),
	} {
		if got := Slug(title); got != want {
			t.Errorf("Slug(%q) = %q, want %q", title, got, want)
		}
		if got := Slug(title); got != "" && !content.IsSlug(got) {
			t.Errorf("Slug(%q) = %q, which is none", title, got)
		}
	}
}

// Whatever a title holds, it is refused, or read back as it was given.
func TestAnyTitleIsKeptOrRefused(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.OneOf(rapid.String(), rapid.StringMatching(`[-"'\\#:{}\[\],&*!|>%@ ~?a-z0-9]{1,30}`)).Draw(t, "title")
		kind := rapid.SampledFrom(kinds()).Draw(t, "kind")
		name, data, err := File(minimal(), Options{Kind: kind, Title: title, Slug: "given", Now: now})
		if err != nil {
			return
		}
		tree := minimal()
		tree[name] = &fstest.MapFile{Data: data}
		site, err := content.Load(context.Background(), tree, 1)
		if err != nil {
			t.Fatalf("%q: %v", title, err)
		}
		var got string
		switch kind {
		case "post":
			got = site.Posts[0].Title
		case "program":
			got = site.Programs[0].Title
		case "page":
			got = site.Pages[0].Title
		case "person":
			got = site.People[3].Name
		}
		if got != strings.TrimSpace(title) {
			t.Fatalf("title %q came back as %q", title, got)
		}
	})
}
