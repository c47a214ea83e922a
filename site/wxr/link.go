package wxr

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"greenroom/site/content"
)

// link keeps a link if it leads to where a page of the new site may link to;
// else its words stay, and where it led is noted.
func (b *body) link(n *html.Node) {
	href := get(n, "href")
	b.links++
	b.children(n)
	b.links--
	to, why := b.destination(href)
	words := strings.TrimSpace(textOf(n))
	if words == "" && to != "" && n.FirstChild == nil {
		n.Parent.RemoveChild(n)
		return
	}
	if why != "" && href != "" {
		b.note("link to "+cutText(oneLine(href), 200)+" "+why, "link to another page if there is one")
	}
	if to == "" || words == "" || holdsBlocks(n) {
		unwrap(n)
		return
	}
	n.Attr = []html.Attribute{{Key: "href", Val: to}}
}

var bareLink = regexp.MustCompile(`https?://[^\s<>"'()\[\]]*[^\s<>"'()\[\].,;:!?]`)

// bareLinks makes links of the addresses in a text, so that their signs are
// not taken for Markdown. One on the old site that leads nowhere now loses its
// scheme, for else it would be linked again.
func (b *body) bareLinks(n *html.Node) {
	for {
		at := bareLink.FindStringIndex(n.Data)
		if at == nil {
			return
		}
		written := n.Data[at[0]:at[1]]
		before := &html.Node{Type: html.TextNode, Data: n.Data[:at[0]]}
		words := &html.Node{Type: html.TextNode, Data: written}
		n.Parent.InsertBefore(before, n)
		if to, why := b.destination(written); to != "" {
			link := &html.Node{Type: html.ElementNode, Data: "a", DataAtom: atom.A, Attr: []html.Attribute{{Key: "href", Val: to}}}
			link.AppendChild(words)
			n.Parent.InsertBefore(link, n)
		} else {
			b.note("link to "+cutText(oneLine(written), 200)+" "+why, "link to another page if there is one")
			_, words.Data, _ = strings.Cut(written, "://")
			n.Parent.InsertBefore(words, n)
		}
		n.Data = n.Data[at[1]:]
	}
}

// destination is where a link leads now, or why it cannot.
func (b *body) destination(href string) (to, why string) {
	u, err := url.Parse(strings.TrimSpace(href))
	odd := strings.ContainsFunc(href, func(r rune) bool { return r == '\\' || content.Hidden(r) })
	switch {
	case href == "":
		return "", ""
	case err != nil || odd:
		return "", "is no address"
	case strings.HasPrefix(href, "#"):
		return "", "led to a place on the page"
	}
	if b.im.base != nil {
		u = b.im.base.ResolveReference(u)
	}
	switch strings.ToLower(u.Scheme) {
	case "mailto":
		address, _, _ := strings.Cut(u.Opaque, "?")
		if clean, n := b.im.withoutAddresses(u.String()); n == 0 && clean == u.String() && address != "" {
			return u.String(), ""
		}
		return "", "was an e-mail address"
	case "http", "https":
		if b.im.isOld(u) {
			return b.inside(u)
		}
		if _, n := b.im.withoutAddresses(u.String()); n > 0 {
			return "", "holds an e-mail address"
		}
		return u.String(), ""
	}
	return "", "cannot be followed from a page"
}

// isOld reports addresses of the old site, with or without www.
func (im *importer) isOld(u *url.URL) bool {
	bare := func(host string) string { return strings.TrimPrefix(strings.ToLower(host), "www.") }
	return im.base != nil && bare(u.Host) == bare(im.base.Host)
}

// inside finds where a page of the old site is now.
func (b *body) inside(u *url.URL) (to, why string) {
	query := u.Query()
	for _, key := range []string{"p", "page_id"} {
		if it := b.im.byID[query.Get(key)]; it != nil && query.Has(key) {
			return it.address, ""
		}
	}
	key := pathKey(strings.TrimPrefix(u.Path, strings.TrimSuffix(b.im.base.Path, "/")))
	if it := b.im.byPath[pathKey(u.Path)]; it != nil {
		return it.address, ""
	}
	if strings.Contains(u.Path, "/wp-content/") {
		b.im.result.Media = append(b.im.result.Media, u.String())
		return "", "led to a file: " + path.Base(u.Path)
	}
	if key == "" && u.RawQuery == "" {
		return "/", ""
	}
	return "", "led to a page that is not carried"
}

// absolute is the whole address of a file of the old site, or "".
func (b *body) absolute(src string) string {
	u, err := url.Parse(src)
	if err != nil || src == "" {
		return ""
	}
	if b.im.base != nil {
		u = b.im.base.ResolveReference(u)
	}
	if u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return visible(u.String())
}

// heading is kept for its level to be set when all are known. One without
// words is taken out.
func (b *body) heading(n *html.Node) {
	b.children(n)
	if strings.TrimSpace(textOf(n)) == "" {
		unwrap(n)
		return
	}
	for c := range n.Descendants() {
		if c.DataAtom == atom.Br {
			c.Type, c.Data, c.DataAtom = html.TextNode, " ", 0
		}
	}
	b.headings = append(b.headings, n)
}

// levels makes the highest heading an h2, since h1 is the title of the page,
// and closes gaps between the others.
func (b *body) levels() {
	highest := 6
	for _, n := range b.headings {
		highest = min(highest, int(n.Data[1]-'0'))
	}
	before := 1
	for _, n := range b.headings {
		level := min(int(n.Data[1]-'0')+2-highest, before+1, 6)
		rename(n, []atom.Atom{atom.H2, atom.H3, atom.H4, atom.H5, atom.H6}[level-2])
		before = level
	}
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func holdsBlocks(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && !isInline(c) {
			return true
		}
	}
	return false
}

// unwrap leaves what is in a node and takes the node away.
func unwrap(n *html.Node) {
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
		n.Parent.InsertBefore(c, n)
	}
	n.Parent.RemoveChild(n)
}
