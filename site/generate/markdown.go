package generate

import (
	"bytes"
	stdhtml "html"
	"io"
	"strings"

	"github.com/gomarkdown/markdown/ast"
	"github.com/gomarkdown/markdown/html"
	"github.com/gomarkdown/markdown/parser"

	"greenroom/site/content"
)

// maxEntity is the length of the longest named character reference.
const maxEntity = 33

// newRenderer renders one body. Renderers keep state and serve once.
func newRenderer() *html.Renderer {
	return html.NewRenderer(html.RendererOptions{
		Flags:                      html.SkipHTML | html.SkipImages | html.FootnoteReturnLinks,
		FootnoteReturnLinkContents: "Back to the text",
		RenderNodeHook:             renderNode,
	})
}

// renderNode replaces what the library gets wrong: it escapes text twice,
// takes footnotes for unsafe links and panics on empty ones, does not escape
// the language of a code block, and aligns cells with an attribute that HTML
// has dropped.
func renderNode(w io.Writer, node ast.Node, entering bool) (ast.WalkStatus, bool) {
	switch n := node.(type) {
	case *ast.Text:
		html.EscapeHTML(w, n.Literal)
	case *ast.Link:
		link(w, n, entering)
	case *ast.CodeBlock:
		codeBlock(w, n)
	case *ast.TableCell:
		tableCell(w, n, entering)
	default:
		return ast.GoToNext, false
	}
	return ast.GoToNext, true
}

// link renders a link. One that is not safe has been reported, and is its
// words alone.
func link(w io.Writer, n *ast.Link, entering bool) {
	address := stdhtml.UnescapeString(string(n.Destination))
	switch {
	case n.NoteID != 0:
		if entering {
			io.WriteString(w, html.FootnoteRef("", n))
		}
	case !isSafe(address):
	case entering:
		io.WriteString(w, `<a href="`)
		html.EscapeHTML(w, []byte(address))
		if len(n.Title) > 0 {
			io.WriteString(w, `" title="`)
			html.EscapeHTML(w, n.Title)
		}
		io.WriteString(w, `">`)
	default:
		io.WriteString(w, "</a>")
	}
}

func codeBlock(w io.Writer, n *ast.CodeBlock) {
	io.WriteString(w, "\n<pre><code")
	if language := bytes.Fields(n.Info); len(language) > 0 {
		io.WriteString(w, ` class="language-`)
		html.EscapeHTML(w, language[0])
		io.WriteString(w, `"`)
	}
	io.WriteString(w, ">")
	html.EscapeHTML(w, n.Literal)
	io.WriteString(w, "</code></pre>\n")
}

func tableCell(w io.Writer, n *ast.TableCell, entering bool) {
	tag := "td"
	if n.IsHeader {
		tag = "th"
	}
	if !entering {
		io.WriteString(w, "</"+tag+">")
		return
	}
	io.WriteString(w, "<"+tag)
	if n.IsHeader {
		io.WriteString(w, ` scope="col"`)
	}
	if align := n.Align.String(); align != "" {
		io.WriteString(w, ` class="align-`+align+`"`)
	}
	io.WriteString(w, ">")
}

// entity reads a character reference such as &nbsp; or &#8212; as the
// character it stands for; the library would show the names. References to
// hidden characters stay the text they are.
func entity(_ *parser.Parser, data []byte, offset int) (int, ast.Node) {
	rest := data[offset:min(len(data), offset+maxEntity)]
	end := bytes.IndexByte(rest, ';')
	if end < 0 {
		return 0, nil
	}
	written := string(rest[:end+1])
	meant := stdhtml.UnescapeString(written)
	if meant == written || strings.ContainsFunc(meant, content.Hidden) {
		return 0, nil
	}
	return len(written), &ast.Text{Leaf: ast.Leaf{Literal: []byte(meant)}}
}
