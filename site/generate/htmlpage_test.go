package generate

import (
	"bytes"
	"testing"

	"golang.org/x/net/html"
)

// pageOf is what the checks need to know of one page.
type pageOf struct {
	title, description, canonical string
	headings                      []int
	ids                           map[string]int
	links                         []string
	redirect                      bool
	text                          string
}

func parsePage(t *testing.T, data []byte) pageOf {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	p := pageOf{ids: map[string]int{}}
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			p.text += n.Data + " "
		}
		if n.Type == html.ElementNode {
			p.element(n)
		}
	}
	return p
}

func (p *pageOf) element(n *html.Node) {
	attr := map[string]string{}
	for _, a := range n.Attr {
		attr[a.Key] = a.Val
	}
	if id, ok := attr["id"]; ok {
		p.ids[id]++
	}
	switch {
	case n.Data == "title" && n.Parent.Data == "head":
		p.title = n.FirstChild.Data
	case n.Data == "meta" && attr["name"] == "description":
		p.description = attr["content"]
	case n.Data == "meta" && attr["http-equiv"] == "refresh":
		p.redirect = true
	case n.Data == "link" && attr["rel"] == "canonical":
		p.canonical = attr["href"]
	case len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6':
		p.headings = append(p.headings, int(n.Data[1]-'0'))
	}
	for _, key := range []string{"href", "src"} {
		if at := attr[key]; at != "" && p.canonical != at {
			p.links = append(p.links, at)
		}
	}
}
