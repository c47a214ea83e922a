package feed

import "time"

const jsonVersion = "https://jsonfeed.org/version/1.1"

// appendJSON writes one line for each fact of the feed and one for each entry.
func appendJSON(b []byte, f *Feed) []byte {
	b = append(b, "{\n\"version\":\""+jsonVersion+"\",\n\"title\":\""...)
	b = append(appendString(b, f.Title), '"')
	b = fact(b, ",\n", "home_page_url", f.Home, "")
	b = fact(b, ",\n", "feed_url", f.Self, JSON.file(f.Self))
	b = fact(b, ",\n", "description", f.Description, "")
	b = fact(b, ",\n", "icon", f.Icon, "")
	b = fact(b, ",\n", "language", f.Language, "")
	if f.Hub != "" {
		b = fact(append(b, ",\n\"hubs\":[{\"type\":\"WebSub\""...), ",", "url", f.Hub, "")
		b = append(b, "}]"...)
	}
	b = append(b, ",\n\"items\":["...)
	for n := range f.Items {
		if n > 0 {
			b = append(b, ',')
		}
		b = appendJSONItem(append(b, '\n'), f, &f.Items[n])
	}
	return append(b, "\n]\n}\n"...)
}

// appendJSONItem always writes content_html: an item must have content, even
// if it is empty.
func appendJSONItem(b []byte, f *Feed, i *Item) []byte {
	b = append(appendString(append(b, `{"id":"`...), i.id()), '"')
	b = fact(b, ",", "url", i.URL, "")
	b = fact(b, ",", "title", i.Title, "")
	b = appendHTML(append(b, `,"content_html":"`...), f, i, appendString)
	b = append(b, '"')
	b = fact(b, ",", "summary", i.Summary, "")
	b = fact(b, ",", "image", i.Image, "")
	b = moment(b, "date_published", i.Published)
	if !i.Updated.Equal(i.Published) {
		b = moment(b, "date_modified", i.Updated)
	}
	b = appendAuthors(b, i)
	b = appendTags(b, i.Tags)
	return append(b, '}')
}

func appendAuthors(b []byte, i *Item) []byte {
	if i.anonymous() {
		return b
	}
	b = append(b, `,"authors":[`...)
	for _, a := range i.Authors {
		if a.Name == "" {
			continue
		}
		if b[len(b)-1] == '}' {
			b = append(b, ',')
		}
		b = append(appendString(append(b, `{"name":"`...), a.Name), '"')
		b = append(fact(b, ",", "url", a.URL, ""), '}')
	}
	return append(b, ']')
}

func appendTags(b []byte, tags []string) []byte {
	if len(tags) == 0 {
		return b
	}
	b = append(b, `,"tags":[`...)
	for n, tag := range tags {
		if n > 0 {
			b = append(b, ',')
		}
		b = append(appendString(append(b, '"'), tag), '"')
	}
	return append(b, ']')
}

// fact appends a member that is not the first, or nothing for no value.
func fact(b []byte, before, name, value, file string) []byte {
	if value == "" {
		return b
	}
	b = append(append(append(append(b, before...), '"'), name...), `":"`...)
	return append(append(appendString(b, value), file...), '"')
}

func moment(b []byte, name string, t time.Time) []byte {
	if !known(t) {
		return b
	}
	b = append(append(append(b, `,"`...), name...), `":"`...)
	return append(appendTime(b, t), '"')
}
