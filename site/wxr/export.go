package wxr

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

// export is what is kept of one file.
type export struct {
	link, home  string // addresses of the old site
	date        string // of the export
	version     string
	authors     []author
	items       []*item               // posts and pages, in the order written
	attachments map[string]attachment // by id
	others      map[string]*others    // by type of post
	notes       []Note
}

// attachment is a file of the old site's library.
type attachment struct{ url, title string }

// others counts items of a type that has no place here.
type others struct{ count, line int }

// author is one account of the old site.
type author struct {
	Login   string `xml:"author_login"`
	Display string `xml:"author_display_name"`
	First   string `xml:"author_first_name"`
	Last    string `xml:"author_last_name"`
}

// readExport reads token by token: what is not wanted is skipped without being
// kept.
func readExport(r io.Reader) (*export, error) {
	in := &input{r: r}
	dec := xml.NewDecoder(in)
	dec.Entity = xml.HTMLEntity // of names that XML does not have; a fixed list, so that none can grow
	dec.CharsetReader = decode
	e := &export{attachments: map[string]attachment{}, others: map[string]*others{}}
	err := e.read(dec, in)
	if err == nil && e.version == "" {
		err = errors.New("there is no wp:wxr_version in it: make the file with Tools → Export")
	}
	if err != nil {
		line, _ := dec.InputPos()
		if _, ok := errors.AsType[*xml.SyntaxError](err); ok { // names its line itself
			return nil, fmt.Errorf("%w: make the file again with Tools → Export, and keep it as UTF-8", err)
		}
		return nil, fmt.Errorf("line %d: %w", line, err)
	}
	if in.dropped > 0 {
		e.notes = append(e.notes, Note{"", 1, plural(in.dropped, "control character") + " taken out", "nothing: XML does not allow them"})
	}
	return e, nil
}

func (e *export) read(dec *xml.Decoder, in *input) error {
	depth := 0
	for {
		in.next()
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth == 0 && t.Name.Local != "rss" {
				return fmt.Errorf("begins with <%s>: a WordPress export begins with <rss>", t.Name.Local)
			}
			if depth < 2 { // rss, channel
				depth++
				continue
			}
			if err := e.element(dec, t); err != nil {
				return err
			}
		case xml.EndElement:
			depth--
		}
	}
}

// element reads one element of the channel.
func (e *export) element(dec *xml.Decoder, start xml.StartElement) error {
	target := map[string]*string{"link": &e.link, "base_blog_url": &e.home, "pubDate": &e.date, "wxr_version": &e.version}[start.Name.Local]
	switch {
	case start.Name.Local == "item":
		line, _ := dec.InputPos()
		var raw rawItem
		if err := dec.DecodeElement(&raw, &start); err != nil {
			return err
		}
		e.add(&raw, line)
	case start.Name.Local == "author":
		var a author
		if err := dec.DecodeElement(&a, &start); err != nil {
			return err
		}
		e.authors = append(e.authors, a)
	case target != nil && start.Name.Space != "http://www.w3.org/2005/Atom":
		var text string
		if err := dec.DecodeElement(&text, &start); err != nil {
			return err
		}
		*target = strings.TrimSpace(text)
	default:
		return dec.Skip()
	}
	return nil
}

// decode turns another encoding into UTF-8.
func decode(label string, r io.Reader) (io.Reader, error) {
	encoding, err := htmlindex.Get(label)
	if err != nil {
		return nil, fmt.Errorf("unknown encoding %q: save the export as UTF-8", label)
	}
	return encoding.NewDecoder().Reader(r), nil
}

// maxItem is how many bytes one element of the channel may have.
const maxItem = 32 << 20

// input is the export on its way to the parser. It takes control characters
// out, which WordPress writes and XML does not allow, and ends an element that
// would fill the memory.
type input struct {
	r       io.Reader
	since   int // bytes since the last element
	dropped int
}

func (in *input) next() { in.since = 0 }

func (in *input) Read(p []byte) (int, error) {
	n, err := in.r.Read(p)
	kept := 0
	for _, b := range p[:n] {
		if b < 0x20 && b != '\t' && b != '\n' && b != '\r' {
			in.dropped++
			continue
		}
		p[kept] = b
		kept++
	}
	if in.since += n; in.since > maxItem {
		return 0, fmt.Errorf("an element has over %d MB: take it out", maxItem>>20)
	}
	if kept == 0 && n > 0 && err == nil {
		return in.Read(p)
	}
	return kept, err
}
