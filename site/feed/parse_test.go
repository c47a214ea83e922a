package feed

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	nsAtom   = "http://www.w3.org/2005/Atom"
	nsThread = "http://purl.org/syndication/thread/1.0"
)

// reporter is a test, or one try of a property.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// node is an element as a parser sees it.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Nodes   []node     `xml:",any"`
	Text    string     `xml:",chardata"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// all returns the children of a name; "x:link" is a link in another namespace than
// its parent.
func (n node) all(name string) (found []node) {
	local, foreign := strings.CutPrefix(name, "x:")
	for _, c := range n.Nodes {
		if c.XMLName.Local == local && foreign == (c.XMLName.Space != n.XMLName.Space) {
			found = append(found, c)
		}
	}
	return found
}

// text returns the words of the only child of a name, and "" if there is none.
func (n node) text(t reporter, name string) string {
	t.Helper()
	switch found := n.all(name); len(found) {
	case 0:
		return ""
	case 1:
		if len(found[0].Nodes) > 0 {
			t.Errorf("%s has elements in it", name)
		}
		return found[0].Text
	default:
		t.Errorf("%d elements %s in %s", len(found), name, n.XMLName.Local)
		return ""
	}
}

// parseXML reads the whole document, and allows nothing after it.
func parseXML(t reporter, doc string) node {
	t.Helper()
	if !utf8.ValidString(doc) {
		t.Fatalf("not UTF-8: %q", doc)
	}
	var root node
	d := xml.NewDecoder(strings.NewReader(doc))
	if err := d.Decode(&root); err != nil {
		t.Fatalf("%v in %q", err, doc)
	}
	for {
		switch token, err := d.Token(); {
		case err == io.EOF:
			return root
		case err != nil:
			t.Fatalf("%v after the end of %q", err, doc)
		case strings.TrimSpace(string(token.(xml.CharData))) != "":
			t.Fatalf("%q after the end", token)
		}
	}
}

// jsonFeed has every member the package writes, and no other.
type jsonFeed struct {
	Version     string     `json:"version"`
	Title       string     `json:"title"`
	Home        string     `json:"home_page_url"`
	Self        string     `json:"feed_url"`
	Description string     `json:"description"`
	Icon        string     `json:"icon"`
	Language    string     `json:"language"`
	Hubs        []jsonHub  `json:"hubs"`
	Items       []jsonItem `json:"items"`
}

type jsonHub struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	Content   *string      `json:"content_html"`
	Summary   string       `json:"summary"`
	Image     string       `json:"image"`
	Published string       `json:"date_published"`
	Modified  string       `json:"date_modified"`
	Authors   []jsonAuthor `json:"authors"`
	Tags      []string     `json:"tags"`
}

type jsonAuthor struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

func parseJSON(t reporter, doc string) jsonFeed {
	t.Helper()
	if !utf8.ValidString(doc) {
		t.Fatalf("not UTF-8: %q", doc)
	}
	var f jsonFeed
	d := json.NewDecoder(strings.NewReader(doc))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		t.Fatalf("%v in %q", err, doc)
	}
	if _, err := d.Token(); err != io.EOF {
		t.Fatalf("something after the end of %q", doc)
	}
	return f
}
