package feed

import (
	"strconv"

	"github.com/gorilla/feeds"
)

// Library returns the feed as the feed library has it, with what it has a place
// for. It is given no e-mail address: it would print it. Its RSS is to be used
// with care, because it puts HTML into CDATA, which cannot carry every
// character.
func (f Feed) Library() *feeds.Feed {
	out := &feeds.Feed{
		Id: f.Self, Title: f.Title, Link: &feeds.Link{Href: f.Home},
		Description: f.Description, Updated: f.updated(),
	}
	if f.Icon != "" {
		out.Image = &feeds.Image{Url: f.Icon, Title: f.Title, Link: f.Home}
	}
	for n := range f.Items {
		out.Add(f.Items[n].library(f.Base))
	}
	return out
}

func (i *Item) library(base string) *feeds.Item {
	out := &feeds.Item{
		Id: i.id(), IsPermaLink: strconv.FormatBool(permalink(i.id())),
		Title: i.Title, Link: &feeds.Link{Href: i.URL}, Description: i.Summary,
		Content: Absolute(i.HTML, base, i.URL), Created: i.Published, Updated: i.Updated,
	}
	if len(i.Authors) > 0 {
		out.Author = &feeds.Author{Name: i.Authors[0].Name}
	}
	if i.Image != "" && i.ImageBytes > 0 {
		out.Enclosure = &feeds.Enclosure{Url: i.Image, Type: i.ImageType, Length: strconv.FormatInt(i.ImageBytes, 10)}
	}
	return out
}
