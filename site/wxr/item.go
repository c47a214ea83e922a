package wxr

import (
	"encoding/xml"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// rawItem is an item as it is written. Names match in whatever namespace: it
// changes with the version of the format.
type rawItem struct {
	Title    string        `xml:"title"`
	Link     string        `xml:"link"`
	PubDate  string        `xml:"pubDate"`
	Creator  string        `xml:"creator"`
	Encoded  []encoded     `xml:"encoded"`
	ID       string        `xml:"post_id"`
	Date     string        `xml:"post_date"`
	DateGMT  string        `xml:"post_date_gmt"`
	Mod      string        `xml:"post_modified"`
	ModGMT   string        `xml:"post_modified_gmt"`
	Name     string        `xml:"post_name"`
	Status   string        `xml:"status"`
	Type     string        `xml:"post_type"`
	Password string        `xml:"post_password"`
	File     string        `xml:"attachment_url"`
	Terms    []term        `xml:"category"`
	Comments []*rawComment `xml:"comment"`
}

// encoded is the words of an item or their excerpt, told apart by namespace.
type encoded struct {
	XMLName xml.Name
	Text    string `xml:",chardata"`
}

// term is a category, a tag or something that a plug-in files by.
type term struct {
	Domain string `xml:"domain,attr"`
	Slug   string `xml:"nicename,attr"`
	Name   string `xml:",chardata"`
}

type rawComment struct {
	ID       string `xml:"comment_id"`
	Author   string `xml:"comment_author"`
	Date     string `xml:"comment_date"`
	DateGMT  string `xml:"comment_date_gmt"`
	Content  string `xml:"comment_content"`
	Approved string `xml:"comment_approved"`
	Type     string `xml:"comment_type"`
	Parent   string `xml:"comment_parent"`
}

// item is a post or a page that may be carried.
type item struct {
	line    int
	raw     *rawItem
	title   string
	slug    string
	address string // on the new site
	file    string
	body    string // HTML, until it is carried
	excerpt string

	redacted int // e-mail addresses taken out of its words
}

// add files an item by its type, and lets go of what is not needed.
func (e *export) add(raw *rawItem, line int) {
	switch raw.Type {
	case "post", "page":
		it := &item{line: line, raw: raw, title: oneLine(plainText(raw.Title))}
		for _, text := range raw.Encoded {
			if strings.Contains(text.XMLName.Space, "excerpt") {
				it.excerpt = text.Text
			} else {
				it.body = text.Text
			}
		}
		raw.Encoded = nil
		e.items = append(e.items, it)
	case "attachment":
		e.attachments[raw.ID] = attachment{strings.TrimSpace(raw.File), oneLine(plainText(raw.Title))}
	default:
		if e.others[raw.Type] == nil {
			e.others[raw.Type] = &others{line: line}
		}
		e.others[raw.Type].count++
	}
}

// shown is how an item is named in notes.
func (it *item) shown() string {
	if it.title != "" {
		return it.title
	}
	return it.raw.Type + " " + it.raw.ID
}

// moment reads a date of the export, first as it is in Greenwich, then as it
// was on the clock of the site. 0000-00-00 is how WordPress writes none.
func moment(gmt, local string, zone *time.Location) time.Time {
	const layout = "2006-01-02 15:04:05"
	t, err := time.ParseInLocation(layout, strings.TrimSpace(gmt), time.UTC)
	if err != nil || !plausible(t) {
		t, err = time.ParseInLocation(layout, strings.TrimSpace(local), zone)
	}
	if err != nil || !plausible(t) {
		return time.Time{}
	}
	return t.In(zone)
}

// plausible is what the loader takes for a date.
func plausible(t time.Time) bool { return t.Year() > 1970 && t.Year() < 2999 }

// date is when an item was, or will be, published. A draft may have none; then
// the day it was made or the day of the export stands in.
func (im *importer) date(it *item) time.Time {
	zone := im.options.Zone
	if t := moment(it.raw.DateGMT, it.raw.Date, zone); !t.IsZero() {
		return t
	}
	for _, text := range []string{it.raw.PubDate, im.export.date} {
		if t, err := time.Parse(time.RFC1123Z, strings.TrimSpace(text)); err == nil && plausible(t) {
			im.note(it, "has no date", "correct the one it was given: "+t.In(zone).Format(time.DateOnly))
			return t.In(zone)
		}
	}
	im.note(it, "has no date", "correct the one it was given: 1971-01-01")
	return time.Date(1971, 1, 1, 0, 0, 0, 0, zone)
}

// oldPath is the path of an item's old address, or "" if it had none of its
// own, such as /?p=12.
func (it *item) oldPath() string {
	u, err := url.Parse(strings.TrimSpace(it.raw.Link))
	if err != nil || u.RawQuery != "" || strings.Trim(u.Path, "/") == "" {
		return ""
	}
	return u.Path
}

// number orders ids: by value where they are numbers.
func number(id string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(id), 10, 64)
	if err != nil {
		return -1
	}
	return n
}
