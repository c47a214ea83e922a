package feed

import "time"

const atomHead = xmlHead + `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="` + threadNS + `"`

func appendAtom(b []byte, f *Feed) []byte {
	newest := f.updated()
	if !known(newest) { // an empty <updated> is no feed at all
		newest = time.Unix(0, 0).UTC()
	}
	b = append(attribute(append(b, atomHead...), "xml:lang", f.Language), ">\n"...)
	b = appendRequired(b, "title", f.Title)
	b = element(b, "subtitle", f.Description)
	if f.Home != "" {
		b = appendAlternate(b, f.Home)
	}
	b = appendLinks(b, "<link", f, Atom)
	b = append(appendText(append(b, "<id>"...), f.Self), Atom.file(f.Self)...)
	b = append(b, "</id>\n"...)
	b = appendMoment(b, "updated", newest)
	b = element(b, "icon", f.Icon)
	if f.needsAuthor() {
		b = appendPerson(b, Author{Name: f.Title, URL: f.Home})
	}
	for n := range f.Items {
		b = appendEntry(b, f, &f.Items[n], newest)
	}
	return append(b, "</feed>\n"...)
}

// needsAuthor says that an entry names nobody: then the feed has to.
func (f *Feed) needsAuthor() bool {
	for n := range f.Items {
		if f.Items[n].anonymous() {
			return true
		}
	}
	return false
}

// appendEntry takes the time of the feed for an entry without one.
func appendEntry(b []byte, f *Feed, i *Item, newest time.Time) []byte {
	b = appendRequired(append(b, "<entry>\n"...), "title", i.Title)
	if i.URL != "" {
		b = appendAlternate(b, i.URL)
	}
	b = appendRequired(b, "id", i.id())
	if known(i.Published) {
		b = appendMoment(b, "published", i.Published)
	}
	if t := i.updated(); known(t) {
		newest = t
	}
	b = appendMoment(b, "updated", newest)
	for _, a := range i.Authors {
		b = appendPerson(b, a)
	}
	for _, tag := range i.Tags {
		if tag != "" {
			b = append(attribute(append(b, "<category"...), "term", tag), "/>\n"...)
		}
	}
	b = element(b, "summary", i.Summary)
	if i.HTML != "" {
		b = appendHTML(append(b, `<content type="html">`...), f, i, appendText)
		b = closing(b, "content")
	}
	b = appendEnclosure(b, i)
	b = appendReply(b, i)
	return append(appendReplies(b, i), "</entry>\n"...)
}

// appendReplies tells of the comments below an entry.
func appendReplies(b []byte, i *Item) []byte {
	if !i.takesComments() {
		return b
	}
	b = append(b, `<link rel="replies"`...)
	if i.CommentsFeed == "" {
		b = attribute(append(b, ` type="text/html"`...), "href", i.CommentsURL)
	} else {
		b = append(b, ` type="application/atom+xml" href="`...)
		b = append(appendValue(b, i.CommentsFeed), Atom.file(i.CommentsFeed)...)
		b = append(b, '"')
	}
	b = number(b, "thr:count", int64(i.Comments))
	if known(i.CommentsUpdated) {
		b = append(appendTime(append(b, ` thr:updated="`...), i.CommentsUpdated), '"')
	}
	return append(b, "/>\n"...)
}

func appendEnclosure(b []byte, i *Item) []byte {
	if i.Image == "" || i.ImageBytes <= 0 {
		return b
	}
	b = attribute(append(b, `<link rel="enclosure"`...), "type", i.ImageType)
	b = number(attribute(b, "href", i.Image), "length", i.ImageBytes)
	return append(b, "/>\n"...)
}

func appendAlternate(b []byte, url string) []byte {
	b = append(b, `<link rel="alternate" type="text/html" href="`...)
	return append(appendValue(b, url), "\"/>\n"...)
}

func appendPerson(b []byte, a Author) []byte {
	if a.Name == "" {
		return b
	}
	b = element(append(b, "<author>\n"...), "name", a.Name)
	return append(element(b, "uri", a.URL), "</author>\n"...)
}
