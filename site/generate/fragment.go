package generate

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/gomarkdown/markdown/ast"
	"github.com/gomarkdown/markdown/parser"

	"greenroom/site/content"
)

// extensions of Markdown that bodies may use. Left out on purpose: MathJax
// turns "$5 and $10" into a formula, HeadingIDs and Attributes let text write
// attributes, AutoHeadingIDs takes quadratic time, and Mmark, Includes and
// Titleblock are other languages.
const extensions = parser.NoIntraEmphasis | parser.Tables | parser.FencedCode | parser.Autolink |
	parser.Strikethrough | parser.SpaceHeadings | parser.Footnotes | parser.NoEmptyLineBeforeBlock |
	parser.BackslashLineBreak | parser.DefinitionLists | parser.OrderedListStart

// fragment is one body as HTML, and what has to be known about it.
type fragment struct {
	html     string
	words    int
	headings []string // their ids, in order
	links    []bodyLink
	faults   []bodyFault
}

// bodyLink is one link of a body. Its line counts from the body's first.
type bodyLink struct {
	url  *url.URL
	line int
}

// bodyFault is something that a body may not hold.
type bodyFault struct {
	line      int
	what, fix string
}

// fragments renders the bodies of a site, each text once in the life of the
// builder. They come back by file.
func (b *Builder) fragments(ctx context.Context, site *content.Site) (map[string]*fragment, content.Problems, error) {
	bodies := siteBodies(site)
	made := make([]*fragment, len(bodies))
	err := each(ctx, b.options.Workers, len(bodies), func(i int) error {
		if made[i] = b.bodies[bodies[i].Markdown]; made[i] == nil {
			made[i] = newFragment(bodies[i].Markdown)
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	b.bodies = make(map[string]*fragment, len(bodies))
	byFile := make(map[string]*fragment, len(bodies))
	var problems content.Problems
	for i, body := range bodies {
		b.bodies[body.Markdown] = made[i]
		byFile[body.File] = made[i]
		for _, f := range made[i].faults {
			problems = append(problems, content.Problem{File: body.File, Line: body.Line + f.line - 1, What: f.what, Fix: f.fix})
		}
	}
	return byFile, problems, nil
}

func siteBodies(site *content.Site) []content.Body {
	var bodies []content.Body
	for _, p := range site.Posts {
		bodies = append(bodies, p.Body)
	}
	for _, p := range site.Programs {
		bodies = append(bodies, p.Body)
	}
	for _, p := range site.People {
		bodies = append(bodies, p.Body)
	}
	for _, p := range site.Pages {
		bodies = append(bodies, p.Body)
	}
	return bodies
}

// newFragment renders one body. The parser is known to panic on odd input,
// and a body it cannot read is a fault like any other.
func newFragment(markdown string) (f *fragment) {
	defer func() {
		if r := recover(); r != nil {
			f = &fragment{faults: []bodyFault{{1, fmt.Sprintf("Markdown cannot be read (%v)", r), "take the last change back, or write it more simply"}}}
		}
	}()
	p := parser.NewWithExtensions(extensions)
	p.RegisterInline('&', entity)
	// The parser panics on a table that ends without a line end, and keeps
	// slices of its input.
	doc := p.Parse([]byte(strings.TrimRight(markdown, "\n") + "\n"))
	s := &survey{fragment: &fragment{}, source: markdown, taken: reservedIDs(), level: 1}
	ast.WalkFunc(doc, s.visit)
	var buf bytes.Buffer
	r := newRenderer()
	ast.WalkFunc(doc, func(node ast.Node, entering bool) ast.WalkStatus {
		return r.RenderNode(&buf, node, entering)
	})
	s.fragment.html = strings.TrimSpace(buf.String())
	return s.fragment
}
