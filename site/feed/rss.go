package feed

import "strconv"

const rssHead = xmlHead + `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"` +
	` xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
	` xmlns:media="http://search.yahoo.com/mrss/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"` +
	` xmlns:thr="` + threadNS + `" xmlns:wfw="http://wellformedweb.org/CommentAPI/">` + "\n<channel>\n"

const (
	xmlHead  = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	threadNS = "http://purl.org/syndication/thread/1.0" // RFC 4685
)

func appendRSS(b []byte, f *Feed) []byte {
	b = append(b, rssHead...)
	b = element(b, "title", f.Title)
	b = element(b, "link", f.Home)
	if f.Description == "" { // which a channel must have
		b = element(b, "description", f.Title)
	}
	b = element(b, "description", f.Description)
	b = element(b, "language", f.Language)
	if newest := f.updated(); known(newest) {
		b = append(appendDate(append(b, "<lastBuildDate>"...), newest), "</lastBuildDate>\n"...)
	}
	b = appendLinks(b, "<atom:link", f, RSS)
	if f.Icon != "" {
		b = element(append(b, "<image>\n"...), "url", f.Icon)
		b = element(element(b, "title", f.Title), "link", f.Home)
		b = append(b, "</image>\n"...)
	}
	for n := range f.Items {
		b = appendRSSItem(b, f, &f.Items[n])
	}
	return append(b, "</channel>\n</rss>\n"...)
}

func appendRSSItem(b []byte, f *Feed, i *Item) []byte {
	b = element(append(b, "<item>\n"...), "title", i.Title)
	b = element(b, "link", i.URL)
	b = appendGUID(b, i.id())
	if t := i.published(); known(t) {
		b = append(appendDate(append(b, "<pubDate>"...), t), "</pubDate>\n"...)
	}
	for n := range i.Authors {
		b = element(b, "dc:creator", i.Authors[n].Name)
	}
	for _, tag := range i.Tags {
		b = element(b, "category", tag)
	}
	b = element(b, "description", i.Summary)
	if i.HTML != "" {
		b = appendHTML(append(b, "<content:encoded>"...), f, i, appendText)
		b = closing(b, "content:encoded")
	}
	b = appendMedia(b, i)
	b = appendReply(b, i)
	return append(appendRSSThread(b, i), "</item>\n"...)
}

// appendGUID says that only what can be opened is a permanent link.
func appendGUID(b []byte, id string) []byte {
	if id == "" {
		return b
	}
	b = append(b, `<guid isPermaLink="`...)
	b = append(strconv.AppendBool(b, permalink(id)), `">`...)
	return closing(appendText(b, id), "guid")
}

// appendRSSThread tells of the comments below an entry: how many there are,
// their page and their feed.
func appendRSSThread(b []byte, i *Item) []byte {
	if !i.takesComments() {
		return b
	}
	b = element(b, "comments", i.CommentsURL)
	b = append(b, "<slash:comments>"...)
	b = closing(strconv.AppendInt(b, int64(i.Comments), 10), "slash:comments")
	if i.CommentsFeed == "" {
		return b
	}
	b = appendText(append(b, "<wfw:commentRss>"...), i.CommentsFeed)
	return closing(append(b, RSS.file(i.CommentsFeed)...), "wfw:commentRss")
}

// appendMedia shows the picture of an entry. Without its length there is
// nothing that readers could decide by.
func appendMedia(b []byte, i *Item) []byte {
	if i.Image == "" || i.ImageBytes <= 0 {
		return b
	}
	b = attribute(append(b, "<media:content"...), "url", i.Image)
	b = attribute(b, "type", i.ImageType)
	b = number(b, "fileSize", i.ImageBytes)
	return append(b, ` medium="image"/>`+"\n"...)
}
