package schema

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func hostile() *rapid.Generator[string] {
	pieces := rapid.SampledFrom([]string{
		"</script>", "<!--", "<script", "-->", "]]>", "&", "&lt;", "<", ">", `"`, `\`, `\u003c`, "'", "\x00", "\x0b", "\x1f", "\x7f", "\r\n", "\t",
		"\xff", "\xe2\x80", "\xed\xa0\x80", "\u2028", "\u2029", "\u202e", "\ufffe", "\U0001f33f", "words", "é",
	})
	return rapid.OneOf(
		rapid.Map(rapid.SliceOfN(pieces, 0, 8), func(s []string) string { return strings.Join(s, "") }),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 20), func(b []byte) string { return string(b) }),
		rapid.String(),
	)
}

var unsafeInScript = regexp.MustCompile("[<>&\u2028\u2029\x00-\x1f]")

// checkSafe holds what every graph must be, whatever is in it.
func checkSafe(t reporter, text string) []any {
	t.Helper()
	if m := unsafeInScript.FindString(text); m != "" || !utf8.ValidString(text) {
		t.Fatalf("%q in %q", m, text)
	}
	return parsed(t, text)
}

func drawTime(t *rapid.T) time.Time {
	zone := time.FixedZone("", rapid.IntRange(-100_000, 100_000).Draw(t, "offset"))
	return time.Unix(rapid.Int64Range(-80_000_000_000, 300_000_000_000).Draw(t, "seconds"), 0).In(zone)
}

func drawGraph(t *rapid.T) Graph {
	draw := func(name string) string { return hostile().Draw(t, name) }
	texts := rapid.SliceOfN(hostile(), 0, 3)
	picture := func() Image { return Image{draw("image"), rapid.Int().Draw(t, "width"), rapid.Int().Draw(t, "height")} }
	author := func() Author { return Author{draw("name"), draw("person"), draw("org")} }
	page := Page{Base: draw("base"), URL: draw("url"), Name: draw("name"), Description: draw("description"), Language: draw("language"),
		Published: drawTime(t), Updated: drawTime(t), Image: picture(), Trail: rapid.Bool().Draw(t, "trail")}
	p := Post{Base: draw("base"), URL: draw("url"), Headline: draw("headline"), Description: draw("description"), Language: draw("language"),
		Published: drawTime(t), Updated: drawTime(t), Images: []Image{picture(), picture()}, Authors: []Author{author(), author()},
		Tags: texts.Draw(t, "tags"), Words: rapid.Int().Draw(t, "words"), CommentCount: rapid.Int().Draw(t, "count")}
	for range rapid.IntRange(0, 3).Draw(t, "comments") {
		p.Comments = append(p.Comments, Comment{draw("url"), draw("text"), drawTime(t), author(), draw("parent"), p.Comments})
	}
	list := List{URL: draw("url"), First: rapid.IntRange(-2, 100).Draw(t, "first"), URLs: texts.Draw(t, "urls")}
	way := Trail{URL: draw("url"), Crumbs: []Crumb{{draw("name"), draw("url")}, {draw("name"), ""}}}
	who := Person{author(), draw("title"), draw("description"), picture(), texts.Draw(t, "sameAs")}
	all := Graph{Org{draw("base"), draw("name"), draw("description"), picture(), texts.Draw(t, "sameAs")}, Site{draw("base"), draw("name"), draw("description"), draw("language"), draw("search")},
		page, Collection{page, true}, Profile{page}, p, list, way, who}
	return all[:rapid.IntRange(0, len(all)).Draw(t, "nodes")]
}

// Whatever is in a graph, it stays within its script element, parses, has
// nothing empty in it, and no key is written twice.
func TestAnythingIsSafe(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		graph := drawGraph(t)
		nodes := checkSafe(t, graph.String())
		if len(nodes) != len(graph) {
			t.Fatalf("%d nodes, want %d", len(nodes), len(graph))
		}
		noEmpty(t, nodes, true)
		for i, n := range nodes {
			if p, ok := graph[i].(Post); ok {
				checkPost(t, p, n.(object))
			}
		}
	})
}

func noEmpty(t *rapid.T, value any, top bool) {
	switch v := value.(type) {
	case string:
		if v == "" {
			t.Fatalf("an empty text")
		}
	case []any:
		if len(v) == 0 && !top {
			t.Fatalf("an empty list")
		}
		for _, inner := range v {
			noEmpty(t, inner, false)
		}
	case object:
		if len(v) == 0 {
			t.Fatalf("an empty node")
		}
		for _, inner := range v {
			noEmpty(t, inner, false)
		}
	case nil:
		t.Fatalf("null")
	}
}

func checkPost(t *rapid.T, p Post, n object) {
	want := map[string]string{"headline": p.Headline, "description": p.Description, "inLanguage": p.Language, "url": p.URL}
	for key, text := range want {
		if got, _ := n[key].(string); got != strings.ToValidUTF8(mark(text), "") {
			t.Fatalf("%s is %q, want %q", key, got, text)
		}
	}
	if got, ok := n["datePublished"].(string); ok {
		if when, err := time.Parse(time.RFC3339, got); err != nil || !when.Equal(p.Published) {
			t.Fatalf("%s, want %v (%v)", got, p.Published, err)
		}
	}
}

// mark puts U+FFFD for each byte that is no UTF-8.
func mark(s string) string { return string([]rune(s)) }

// The standard library's escaping for HTML is the oracle of ours.
func TestEscapingIsTheStandardLibrarys(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := hostile().Draw(t, "text")
		want, err := json.Marshal(s)
		if err != nil {
			t.Fatalf("%v", err)
		}
		// It shortens more controls than we do; what they mean is the same.
		if got := quoted(nil, s, ""); string(got) != strings.NewReplacer(`\\`, `\\`, `\b`, `\u0008`, `\f`, `\u000c`, `\r`, `\u000d`).Replace(string(want)) {
			t.Fatalf("%s, want %s", got, want)
		}
	})
}

func FuzzGraph(f *testing.F) {
	f.Add("</script><script>alert(1)</script>", "\u2028\xff<!--")
	f.Fuzz(func(t *testing.T, name, text string) {
		p := post(2)
		p.Comments[0].Text, p.Comments[0].Author.Name, p.Headline, p.Tags = text, name, text, []string{name, text}
		checkSafe(t, Graph{p, Trail{text, []Crumb{{name, text}}}}.String())
	})
}
