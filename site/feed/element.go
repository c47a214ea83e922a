package feed

import (
	"strconv"
	"strings"
	"time"
)

// element appends a line with a text in it, or nothing for no text.
func element(b []byte, name, text string) []byte {
	if text == "" {
		return b
	}
	b = append(append(append(b, '<'), name...), '>')
	return closing(appendText(b, text), name)
}

// closing ends an element and its line.
func closing(b []byte, name string) []byte {
	return append(append(append(b, "</"...), name...), ">\n"...)
}

// attribute appends one with a blank before it, or nothing for no value.
func attribute(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	b = append(append(append(b, ' '), name...), `="`...)
	return append(appendValue(b, value), '"')
}

// number appends an attribute.
func number(b []byte, name string, value int64) []byte {
	b = append(append(append(b, ' '), name...), `="`...)
	return append(strconv.AppendInt(b, value, 10), '"')
}

// appendLinks names the feed's own address and its hub. RSS borrows both from
// Atom.
func appendLinks(b []byte, open string, f *Feed, format Format) []byte {
	if f.Self != "" {
		b = append(append(b, open...), ` rel="self" type="`...)
		b = append(append(b, format.MediaType()...), `" href="`...)
		b = append(append(appendValue(b, f.Self), format.file(f.Self)...), "\"/>\n"...)
	}
	if f.Hub != "" {
		b = append(append(b, open...), ` rel="hub"`...)
		b = append(attribute(b, "href", f.Hub), "/>\n"...)
	}
	return b
}

// appendReply says what an entry answers, in RSS as in Atom.
func appendReply(b []byte, i *Item) []byte {
	if i.InReplyTo == "" {
		return b
	}
	b = attribute(append(b, "<thr:in-reply-to"...), "ref", i.InReplyTo)
	if page := i.replyPage(); permalink(page) {
		b = attribute(append(b, ` type="text/html"`...), "href", page)
	}
	return append(b, "/>\n"...)
}

// appendRequired is element for what has to be there even when it is empty.
func appendRequired(b []byte, name, text string) []byte {
	b = append(append(append(b, '<'), name...), '>')
	return closing(appendText(b, text), name)
}

func appendMoment(b []byte, name string, t time.Time) []byte {
	b = append(append(append(b, '<'), name...), '>')
	return closing(appendTime(b, t), name)
}

// permalink says that an id or a page is one that can be opened.
func permalink(id string) bool {
	return strings.HasPrefix(id, "https://") || strings.HasPrefix(id, "http://")
}
