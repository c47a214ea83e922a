package feed

// Format is how a feed is written.
type Format int

// The formats, in the order in which a page offers them.
const (
	RSS Format = iota
	Atom
	JSON
)

// Formats returns all of them.
func Formats() [3]Format { return [3]Format{RSS, Atom, JSON} }

// String returns the name that readers know.
func (f Format) String() string { return [...]string{"RSS", "Atom", "JSON Feed"}[f.index()] }

// MediaType returns the type for a link to the feed, and for its header.
func (f Format) MediaType() string {
	return [...]string{"application/rss+xml", "application/atom+xml", "application/feed+json"}[f.index()]
}

// File returns the name under which the feed lies in its folder.
func (f Format) File() string {
	return [...]string{"feed.xml", "atom.xml", "feed.json"}[f.index()]
}

// Append appends the document. It does not fail: what XML cannot carry is
// replaced by U+FFFD.
func (f Format) Append(b []byte, feed Feed) []byte {
	switch f.index() {
	case Atom:
		return appendAtom(b, &feed)
	case JSON:
		return appendJSON(b, &feed)
	default:
		return appendRSS(b, &feed)
	}
}

// index keeps a number that is no format from breaking anything: it is RSS.
func (f Format) index() Format {
	if f < RSS || f > JSON {
		return RSS
	}
	return f
}

// file is what has to be added to an address: the name of the file if it is
// the folder of all formats.
func (f Format) file(address string) string {
	if address != "" && address[len(address)-1] == '/' {
		return f.File()
	}
	return ""
}
