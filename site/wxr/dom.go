package wxr

import (
	"path"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// children walks over what is in a node. The parser has bounded how deep that
// can go.
func (b *body) children(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		b.node(c)
		c = next
	}
}

func (b *body) node(n *html.Node) {
	switch n.Type {
	case html.CommentNode:
		b.comment(n)
		n.Parent.RemoveChild(n)
	case html.TextNode:
		n.Data = b.im.redact(b.item, n.Data)
		if b.links == 0 && b.code == 0 {
			b.bareLinks(n)
		}
	case html.ElementNode:
		b.element(n)
	}
}

// comment looks for blocks of the editor that are made when a page is shown:
// they have no words of their own.
func (b *body) comment(n *html.Node) {
	name, isBlock := strings.CutPrefix(strings.TrimSpace(n.Data), "wp:")
	if !isBlock || !strings.HasSuffix(name, "/") {
		return
	}
	if fields := strings.Fields(strings.TrimSuffix(name, "/")); len(fields) > 0 {
		b.note("block "+oneLine(fields[0])+" left out", "write by hand what it showed")
	}
}

func (b *body) element(n *html.Node) {
	switch n.DataAtom {
	case atom.Iframe, atom.Form, atom.Script, atom.Object, atom.Embed, atom.Canvas, atom.Applet, atom.Frame, atom.Frameset,
		atom.Svg, atom.Math, atom.Input, atom.Button, atom.Select, atom.Textarea, atom.Map, atom.Template:
		b.drop(n)
	case atom.Style, atom.Noscript, atom.Link, atom.Meta, atom.Base, atom.Title:
		n.Parent.RemoveChild(n)
	case atom.Video, atom.Audio:
		b.player(n)
	case atom.Img:
		b.picture(n)
	case atom.A:
		b.link(n)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		b.heading(n)
	case atom.Pre, atom.Code:
		b.codeBlock(n)
	case atom.Td, atom.Th:
		b.children(n)
		oneCell(n)
	case atom.Figcaption, atom.Caption:
		b.children(n)
		b.caption(n)
	case atom.Dt:
		b.children(n)
		rename(n, atom.P)
		wrap(n, atom.Strong)
	case atom.Dd, atom.Div, atom.Figure, atom.Section, atom.Article, atom.Aside, atom.Header, atom.Footer, atom.Details, atom.Summary, atom.Dl, atom.Address, atom.Center:
		b.children(n)
		b.container(n)
	default:
		b.children(n)
	}
}

// drop takes out what Markdown cannot say.
func (b *body) drop(n *html.Node) {
	what := "<" + n.Data + ">"
	for _, key := range []string{"src", "data", "action"} {
		if value := oneLine(get(n, key)); value != "" {
			what += " of " + cutText(value, 200)
			break
		}
	}
	b.note(what+" left out", "link to what it showed, or write it by hand")
	n.Parent.RemoveChild(n)
}

// player turns sound and moving pictures into the name of their file.
func (b *body) player(n *html.Node) {
	src := get(n, "src")
	for c := n.FirstChild; c != nil && src == ""; c = c.NextSibling {
		if c.DataAtom == atom.Source {
			src = get(c, "src")
		}
	}
	b.fileWords(n, strings.ToUpper(n.Data[:1])+n.Data[1:], "", src)
}

func (b *body) picture(n *html.Node) {
	b.fileWords(n, "Picture", get(n, "alt"), get(n, "src"))
}

// fileWords puts words in the place of a picture: what it shows and the name
// of its file, which has to be fetched by hand.
func (b *body) fileWords(n *html.Node, what, shows, src string) {
	name := "inside the page"
	if address := b.absolute(src); address != "" {
		b.im.result.Media = append(b.im.result.Media, address)
		name, _, _ = strings.Cut(path.Base(address), "?")
	}
	b.pictures = append(b.pictures, oneLine(name))
	words := what + " (" + name + ")"
	if shows = oneLine(shows); shows != "" {
		words = what + ": " + shows + " (" + name + ")"
	}
	text := &html.Node{Type: html.TextNode, Data: b.im.redact(b.item, oneLine(words))}
	em := &html.Node{Type: html.ElementNode, Data: "em", DataAtom: atom.Em}
	em.AppendChild(text)
	n.Parent.InsertBefore(em, n)
	n.Parent.RemoveChild(n)
}

// codeBlock keeps the words of code as they are, and its language.
func (b *body) codeBlock(n *html.Node) {
	language := ""
	for class := range strings.FieldsSeq(strings.ReplaceAll(get(n, "class"), "brush: ", "language-")) {
		for _, start := range []string{"language-", "lang-", "lang:", "brush:"} {
			if name, ok := strings.CutPrefix(strings.TrimRight(class, ";"), start); ok && languageName.MatchString(name) {
				language = name
			}
		}
	}
	b.code++
	b.children(n)
	b.code--
	n.Attr = nil
	if n.DataAtom == atom.Code && language != "" {
		n.Attr = []html.Attribute{{Key: "class", Val: "language-" + language}}
	}
	if only := n.FirstChild; n.DataAtom == atom.Pre && language != "" && (only == nil || only.DataAtom != atom.Code) {
		wrap(n, atom.Code)
		n.FirstChild.Attr = []html.Attribute{{Key: "class", Val: "language-" + language}}
	}
}
