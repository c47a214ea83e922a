package wxr

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/strikethrough"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var languageName = regexp.MustCompile(`^[a-zA-Z0-9+#_-]{1,30}$`)

// cleaner lets through what Markdown can say, and turns it into that.
type cleaner struct {
	policy   *bluemonday.Policy
	markdown *converter.Converter
}

// newCleaner's list is everything that may come out: what is not on it leaves
// its words behind and nothing else.
func newCleaner() *cleaner {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "b", "em", "i", "del", "s", "strike",
		"blockquote", "ul", "ol", "li", "pre", "code", "table", "thead", "tbody", "tfoot", "tr", "th", "td")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^language-[a-zA-Z0-9+#_-]{1,30}$`)).OnElements("code")
	p.AllowURLSchemes("https", "http", "mailto")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	markdown := converter.NewConverter(converter.WithPlugins(
		base.NewBasePlugin(),
		commonmark.NewCommonmarkPlugin(commonmark.WithListEndComment(false), commonmark.WithHorizontalRule("---")),
		strikethrough.NewStrikethroughPlugin(),
		table.NewTablePlugin(table.WithHeaderPromotion(true), table.WithNewlineBehavior(table.NewlineBehaviorPreserve),
			table.WithCellPaddingBehavior(table.CellPaddingBehaviorMinimal), table.WithPresentationTables(true)),
	))
	// One ~ strikes through as two do, a line that begins with : defines the
	// one before, and | makes tables. The library does not always escape them.
	markdown.Register.EscapedChar(':')
	markdown.Register.UnEscaper(func(text []byte, at int) int {
		if text[at] == '~' || text[at] == '|' || text[at] == ':' && beginsLine(text[:at]) {
			return 1
		}
		return -1
	}, converter.PriorityEarly)
	return &cleaner{policy: p, markdown: markdown}
}

// beginsLine reports whether only spaces, and the library's own sign for what
// may have to be escaped, stand between a line's beginning and its end here.
func beginsLine(before []byte) bool {
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return len(bytes.Trim(line, " \a")) == 0
}

// body is the words of one item on their way to Markdown.
type body struct {
	im       *importer
	item     *item
	headings []*html.Node
	pictures []string
	told     map[string]int // what was left out, and how often
	order    []string
	fixes    map[string]string
	links    int // open ones
	code     int
}

// note gathers what is left out, so that ten of a kind are one note.
func (b *body) note(what, fix string) {
	if b.told[what]++; b.told[what] == 1 {
		b.order = append(b.order, what)
		b.fixes[what] = fix
	}
}

// body turns the HTML of an item into Markdown, and into plain text for what
// has to be said in a line. Parsers of HTML give up by panicking on tags that
// are nested too deep.
func (im *importer) body(it *item) (markdown, plain string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	b := &body{im: im, item: it, told: map[string]int{}, fixes: map[string]string{}}
	// U+F002 is the library's own sign for a line end in code.
	text := b.shortcodes(strings.ReplaceAll(visible(it.body), "\uF002", ""))
	if !strings.Contains(text, "<!-- wp:") {
		text = paragraphs(text)
	}
	if err := bounded(text); err != nil {
		return "", "", err
	}
	root, err := parse(text)
	if err != nil {
		return "", "", err
	}
	b.children(root)
	b.levels()
	var clean strings.Builder
	for n := root.FirstChild; n != nil; n = n.NextSibling {
		if err := html.Render(&clean, n); err != nil {
			return "", "", err
		}
	}
	safe := im.clean.policy.Sanitize(clean.String())
	markdown, err = im.clean.markdown.ConvertString(safe)
	if err != nil {
		return "", "", err
	}
	b.tell()
	return im.redact(it, strings.TrimSpace(visible(markdown))), plainText(safe), nil
}

// parse reads a fragment into a root of its own.
func parse(text string) (*html.Node, error) {
	root := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(text), root)
	if err != nil {
		return nil, err
	}
	if len(nodes) == 0 && strings.TrimSpace(text) != "" && !strings.Contains(text, "<") {
		return nil, errors.New("nothing is left of it")
	}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	return root, nil
}

// tell turns what was gathered into notes.
func (b *body) tell() {
	if n := len(b.pictures); n > 0 {
		b.im.note(b.item, fmt.Sprintf("%s became words: %s", plural(n, "picture"), shortList(b.pictures)), "put the files into media/ and link to them from the words")
	}
	for _, what := range b.order {
		shown := what
		if n := b.told[what]; n > 1 {
			shown = fmt.Sprintf("%s, %d times", what, n)
		}
		b.im.note(b.item, shown, b.fixes[what])
	}
}

// shortList names the first of many.
func shortList(names []string) string {
	const most = 3
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
