package markdown

import (
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var update = flag.Bool("update", false, "rewrite golden files")

//go:embed testdata/commonmark/spec.json
var commonMark []byte

type example struct {
	Example                 int
	Section, Markdown, HTML string
}

// verdict is what became of an example.
type verdict string

const (
	passes  verdict = "passes"  // is what the specification has
	refused verdict = "refused" // is raw HTML, and a fault
	ours    verdict = "ours"    // differs on purpose
	differs verdict = "differs"
)

// onPurpose is why some examples are not what the specification has.
func onPurpose() map[int]string {
	const gfm = "addresses in the text are links, as in GFM"
	return map[int]string{
		484: "a link without words is a fault",
		487: "a link without words is a fault",
		581: "a picture without words is a fault",
		608: gfm,
		611: gfm,
		612: gfm,
	}
}

// TestCommonMark holds which examples of the specification come out as it has
// them. Ids and the links of headings, boxes of tables and what is written for
// pictures are ours, and not compared; raw HTML is refused.
func TestCommonMark(t *testing.T) {
	t.Parallel()
	var examples []example
	if err := json.Unmarshal(commonMark, &examples); err != nil {
		t.Fatal(err)
	}
	r := specRenderer()
	var golden strings.Builder
	counts := map[verdict]int{}
	var sections []string
	perSection := map[string]map[verdict]int{}
	for _, e := range examples {
		f := r.Render(e.Markdown)
		v := judge(e, f)
		if reason := onPurpose()[e.Example]; reason != "" && v == differs {
			v = ours
			t.Logf("example %d (%s) is ours: %s", e.Example, e.Section, reason)
		}
		counts[v]++
		if perSection[e.Section] == nil {
			sections = append(sections, e.Section)
			perSection[e.Section] = map[verdict]int{}
		}
		perSection[e.Section][v]++
		fmt.Fprintf(&golden, "%d %s\n", e.Example, v)
		if v == differs {
			t.Errorf("example %d (%s) differs: %q\n got %q\nwant %q %v", e.Example, e.Section, e.Markdown, f.HTML, e.HTML, f.Faults)
		}
	}
	for _, s := range sections {
		p := perSection[s]
		t.Logf("%-42s %3d of %3d, raw HTML refused %d", s, p[passes], p[passes]+p[differs]+p[refused], p[refused])
	}
	t.Logf("CommonMark 0.31.2: %d of %d (%.1f %%), raw HTML refused %d, ours on purpose %d, differ %d", counts[passes], len(examples), 100*float64(counts[passes])/float64(len(examples)), counts[refused], counts[ours], counts[differs])
	compareGolden(t, "testdata/commonmark/passing.txt", golden.String())
}

// specRenderer lets all addresses and pictures through, as the specification does.
func specRenderer() *Renderer {
	r := New(Options{Picture: func(src string) (Picture, error) { return Picture{Src: src}, nil }})
	all := func(string) bool { return true }
	r.rules = rules{link: all, picture: all}
	return r
}

func judge(e example, f *Fragment) verdict {
	if normalizedHTML(f.HTML) == normalizedHTML(e.HTML) {
		return passes
	}
	for _, fault := range f.Faults {
		if strings.HasPrefix(fault.What, "HTML is not allowed") || strings.HasPrefix(fault.What, "text after a comment") {
			return refused
		}
	}
	return differs
}

func compareGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got), -update if this is better:\n%s", file, diff)
	}
}

var comments = regexp.MustCompile(`<!--(?:-?>|[\s\S]*?-->)`)

// normalizedHTML is HTML without the differences that the specification's own
// comparison leaves out (space between blocks, order of attributes) and without
// what is ours by design.
func normalizedHTML(source string) string {
	source = comments.ReplaceAllString(source, "") // shown to nobody
	nodes, err := html.ParseFragment(strings.NewReader(source), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return "broken: " + err.Error()
	}
	var b strings.Builder
	for _, n := range nodes {
		normalizeNode(&b, n, false)
	}
	return strings.TrimSpace(b.String())
}

func normalizeNode(b *strings.Builder, n *html.Node, inPre bool) {
	switch n.Type {
	case html.TextNode:
		normalizeText(b, n, inPre)
	case html.ElementNode:
		normalizeElement(b, n, inPre)
	}
}

func normalizeText(b *strings.Builder, n *html.Node, inPre bool) {
	text := n.Data
	if !inPre {
		text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }), " ")
		if start := n.Data[0]; (start == ' ' || start == '\n' || start == '\t') && !besideBlock(n.PrevSibling, n.Parent) {
			text = " " + text
		}
		if end := n.Data[len(n.Data)-1]; (end == ' ' || end == '\n' || end == '\t') && !besideBlock(n.NextSibling, n.Parent) && text != " " {
			text += " "
		}
	}
	b.WriteString(html.EscapeString(text))
}

func besideBlock(sibling, parent *html.Node) bool {
	if sibling == nil || sibling.Type == html.CommentNode {
		return parent == nil || isBlock(parent)
	}
	return sibling.Type == html.ElementNode && isBlock(sibling)
}

func isBlock(n *html.Node) bool {
	switch n.Data {
	case "a", "em", "strong", "code", "del", "img", "sup", "span", "picture":
		return false
	}
	return true
}

func normalizeElement(b *strings.Builder, n *html.Node, inPre bool) {
	class := attribute(n, "class")
	switch {
	case n.Data == "a" && class == "anchor", n.Data == "source":
		return
	case n.Data == "figure": // a picture alone in its paragraph, with a title
		fmt.Fprintf(b, "<p><img src=%q alt=%q title=%q></img></p>", attribute(n.FirstChild, "src"), attribute(n.FirstChild, "alt"), n.LastChild.FirstChild.Data)
		return
	case n.Data == "div" && (class == "heading" || class == "table"), n.Data == "picture":
		for c := range n.ChildNodes() {
			normalizeNode(b, c, inPre)
		}
		return
	}
	b.WriteString("<" + n.Data)
	for _, name := range []string{"href", "src", "alt", "title", "start", "class"} {
		value := attribute(n, name)
		if _, set := find(n, name); set && (name != "class" || strings.HasPrefix(value, "language-")) {
			fmt.Fprintf(b, " %s=%q", name, value)
		}
	}
	b.WriteString(">")
	for c := range n.ChildNodes() {
		normalizeNode(b, c, inPre || n.Data == "pre")
	}
	b.WriteString("</" + n.Data + ">")
}

func attribute(n *html.Node, name string) string {
	value, _ := find(n, name)
	return value
}

func find(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}
