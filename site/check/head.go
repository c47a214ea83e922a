package check

import "strings"

// meta reads what a page says about itself.
func (p *page) meta() {
	content := p.value("content")
	switch strings.ToLower(p.value("name")) {
	case "description":
		p.description = content != ""
	case "robots":
		lower := strings.ToLower(content)
		p.noindex = p.noindex || strings.Contains(lower, "noindex") || lower == "none"
	case "twitter:image":
		p.shared("picture of the share card", content)
	}
	switch p.value("property") {
	case "og:image":
		p.shared("picture of the share card", content)
	case "og:url":
		if own := p.reader.tree.address(p.name); content != own {
			p.fault("og:url "+quoted(content)+" is not the page's own address", "write "+own)
		}
	}
	if strings.EqualFold(p.value("http-equiv"), "refresh") {
		p.noindex = true // a redirect is no page of its own
		if _, link, found := strings.Cut(strings.ToLower(content), "url="); found {
			p.reader.link(p.document, []byte(content[len(content)-len(link):]))
		}
	}
}

// shared checks a file that other sites load: its address must be absolute.
func (p *page) shared(what, address string) {
	if !strings.HasPrefix(address, p.reader.tree.options.BaseURL+"/") {
		p.fault(what+" is not an absolute address of this site: "+quoted(address), "start it with "+p.reader.tree.options.BaseURL+"/", address)
		return
	}
	p.images++
	p.reader.part(p.document, what, []byte(address))
}

// linkElement reads <link>, by what it is there for.
func (p *page) linkElement() {
	href, ok := p.get("href")
	if !ok {
		return
	}
	for rel := range strings.FieldsSeq(strings.ToLower(p.value("rel"))) {
		switch rel {
		case "stylesheet":
			p.reader.part(p.document, "style sheet", href)
		case "icon", "apple-touch-icon", "mask-icon":
			p.reader.part(p.document, "icon", href)
		case "manifest", "preload", "modulepreload", "prefetch":
			p.reader.part(p.document, rel, href)
		case "canonical":
			p.canonicals++
			p.canonical = strings.TrimSpace(string(href))
			p.reader.link(p.document, href)
		case "alternate":
			p.alternate(href)
		case "next", "prev", "author", "license", "help", "search":
			p.reader.link(p.document, href)
		}
	}
}

// alternate is a feed, or the page in another language.
func (p *page) alternate(href []byte) {
	found := p.reader.link(p.document, href)
	media := strings.ToLower(p.value("type"))
	if found.verdict == here && (strings.Contains(media, "rss") || strings.Contains(media, "atom") || strings.Contains(media, "feed+json")) {
		p.feeds = append(p.feeds, anchor{found.file, media, strings.TrimSpace(string(href))})
	}
}

// kindOf is what a media type of a feed promises.
func kindOf(media string) kind {
	switch {
	case strings.Contains(media, "rss"):
		return rssFeed
	case strings.Contains(media, "atom"):
		return atomFeed
	}
	return jsonFeed
}
