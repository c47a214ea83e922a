package schema

import "strconv"

// Image is a picture with its size in pixels.
type Image struct {
	URL           string // absolute
	Width, Height int    // 0 is unknown
}

// image appends a member, or nothing for no picture.
func image(b []byte, key string, i Image) []byte {
	if i.URL == "" {
		return b
	}
	return i.append(member(b, key))
}

func (i Image) append(b []byte) []byte {
	if i.URL == "" {
		return b
	}
	b = text(typed(b, "ImageObject"), "url", i.URL)
	if i.Width > 0 && i.Height > 0 {
		b = pixels(pixels(b, "width", i.Width), "height", i.Height)
	}
	return append(b, '}')
}

// pixels appends a Distance, which is a text with a unit.
func pixels(b []byte, key string, n int) []byte {
	b = strconv.AppendInt(append(member(b, key), '"'), int64(n), 10)
	return append(b, ` px"`...)
}

// Org is the agency.
type Org struct {
	Base              string // address of the site, absolute, without the last slash
	Name, Description string
	Logo              Image
	SameAs            []string // its pages elsewhere
}

// Append appends an Organization.
func (o Org) Append(b []byte) []byte {
	b = identity(typed(b, "Organization"), o.Base, orgID)
	b = text(b, "name", o.Name)
	b = address(b, "url", o.Base, "/")
	b = text(b, "description", o.Description)
	b = image(b, "logo", o.Logo)
	return append(texts(b, "sameAs", o.SameAs), '}')
}

// Site is the website as a whole.
type Site struct {
	Base, Name, Description, Language string
	Search                            string // address of a search up to the words looked for; "" for none
}

// Append appends a WebSite.
func (s Site) Append(b []byte) []byte {
	b = identity(typed(b, "WebSite"), s.Base, siteID)
	b = address(b, "url", s.Base, "/")
	b = text(b, "name", s.Name)
	b = text(b, "description", s.Description)
	b = text(b, "inLanguage", s.Language)
	b = reference(b, "publisher", s.Base, orgID)
	if s.Search != "" {
		b = typed(member(b, "potentialAction"), "SearchAction")
		b = address(typed(member(b, "target"), "EntryPoint"), "urlTemplate", s.Search, "{search_term_string}")
		b = append(text(append(b, '}'), "query-input", "required name=search_term_string"), '}')
	}
	return append(b, '}')
}
