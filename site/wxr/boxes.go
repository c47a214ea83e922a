package wxr

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// container makes a paragraph of a box that holds words and no paragraphs of
// its own; other boxes fall away.
func (b *body) container(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && !isInline(c) {
			return
		}
	}
	rename(n, atom.P)
}

// caption is a paragraph in italics below its picture; the caption of a table
// moves before it.
func (b *body) caption(n *html.Node) {
	if n.DataAtom == atom.Caption && n.Parent != nil && n.Parent.DataAtom == atom.Table && n.Parent.Parent != nil {
		grown := n.Parent
		grown.RemoveChild(n)
		grown.Parent.InsertBefore(n, grown)
	}
	if holdsOnlyText(n) {
		wrap(n, atom.Em)
	}
	rename(n, atom.P)
}

// oneCell makes one line of a cell: Markdown has no more room there.
func oneCell(n *html.Node) {
	said := false
	part := func(before *html.Node) {
		if said {
			n.InsertBefore(&html.Node{Type: html.TextNode, Data: " / "}, before)
		}
		said = false
	}
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.DataAtom == atom.Br:
			part(c)
			n.RemoveChild(c)
		case c.Type == html.TextNode:
			c.Data = strings.ReplaceAll(c.Data, "\n", " ")
			said = said || strings.TrimSpace(c.Data) != ""
		case c.Type == html.ElementNode && isInline(c):
			oneCell(c)
			said = true
		case c.Type == html.ElementNode:
			part(c)
			if c.FirstChild != nil {
				next = c.FirstChild // what is in it is looked at in turn
			}
			unwrap(c)
		}
		c = next
	}
}

func holdsOnlyText(n *html.Node) bool {
	return n.FirstChild != nil && n.FirstChild == n.LastChild && n.FirstChild.Type == html.TextNode && strings.TrimSpace(n.FirstChild.Data) != ""
}

func isInline(n *html.Node) bool {
	switch n.DataAtom {
	case atom.A, atom.Em, atom.Strong, atom.B, atom.I, atom.Code, atom.Del, atom.S, atom.Strike, atom.Span, atom.Br, atom.U,
		atom.Sup, atom.Sub, atom.Small, atom.Mark, atom.Abbr, atom.Cite, atom.Q, atom.Time, atom.Ins, atom.Kbd, atom.Samp, atom.Var, atom.Font:
		return true
	}
	return false
}

func get(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

func rename(n *html.Node, to atom.Atom) {
	n.DataAtom, n.Data, n.Attr = to, to.String(), nil
}

// wrap puts everything in n into one element.
func wrap(n *html.Node, in atom.Atom) {
	around := &html.Node{Type: html.ElementNode, Data: in.String(), DataAtom: in}
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
		around.AppendChild(c)
	}
	n.AppendChild(around)
}
