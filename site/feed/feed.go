// Package feed writes RSS 2.0, Atom 1.0 and JSON Feed 1.1 from one value.
//
// A feed has no field for an e-mail address, so that it can never print one:
// RSS names people in dc:creator and not in author, which has to be an address.
// What is written depends on the value alone, never on the clock, and is
// well-formed whatever the value holds: characters that XML cannot carry become
// U+FFFD, in all three formats, so that they say the same.
//
// gorilla/feeds sets the shape and the names; Library fills its values. The
// encoders here are for a site with thirty thousand feeds: they use no
// reflection and allocate nothing but room in the buffer.
package feed

import "time"

// Feed is what one document says.
type Feed struct {
	Title, Description string
	Language           string // a BCP 47 tag
	Base               string // of the site, absolute, without the last slash: where "/about/" in HTML leads
	Home               string // the page that shows the same, absolute
	Self               string // of the document, absolute; one that ends in / is the folder of all three formats
	Icon               string // square picture, absolute; "" for none
	Hub                string // WebSub, absolute; "" for none
	// Updated is when the words of the feed were last changed, if that is later
	// than its newest entry; an empty feed has nothing else to go by.
	Updated time.Time
	Items   []Item
}

// Item is one entry. Its ID must be its own and never change.
type Item struct {
	ID                  string // a permalink or a URN; "" is URL
	Title, URL, Summary string // plain text; URL is absolute
	HTML                string // full text; addresses in it may begin with / or #
	Authors             []Author
	Tags                []string
	Published, Updated  time.Time

	Comments        int       // how many are public
	CommentsURL     string    // the thread for readers; "" for what takes no comments
	CommentsFeed    string    // as Feed.Self; one that is no folder is in the format of this feed
	CommentsUpdated time.Time // when the thread was last added to

	InReplyTo    string // ID of what this answers; "" for none
	InReplyToURL string // its page; "" is InReplyTo

	Image      string // absolute; "" for none
	ImageType  string // media type
	ImageBytes int64  // 0 is unknown: then only JSON Feed shows the image, the others have to give a length
}

// Author is a person as the public knows her.
type Author struct {
	Name string
	URL  string // a page about her, absolute; "" for none
}

func (i *Item) id() string {
	if i.ID == "" {
		return i.URL
	}
	return i.ID
}

// anonymous says that an entry names nobody, which Atom allows only in a feed
// that names somebody.
func (i *Item) anonymous() bool {
	for _, a := range i.Authors {
		if a.Name != "" {
			return false
		}
	}
	return true
}

func (i *Item) takesComments() bool { return i.CommentsURL != "" || i.CommentsFeed != "" }

func (i *Item) replyPage() string {
	if i.InReplyToURL == "" {
		return i.InReplyTo
	}
	return i.InReplyToURL
}

// updated is when the entry last changed, as far as anybody knows.
func (i *Item) updated() time.Time {
	if known(i.Updated) {
		return i.Updated
	}
	return i.Published
}

// published is the other way round.
func (i *Item) published() time.Time {
	if known(i.Published) {
		return i.Published
	}
	return i.Updated
}

// updated is the newest time of the feed and its entries.
func (f *Feed) updated() time.Time {
	newest := f.Updated
	for n := range f.Items {
		if u := f.Items[n].updated(); known(u) && (!known(newest) || u.After(newest)) {
			newest = u
		}
	}
	return newest
}
