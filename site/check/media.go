package check

import (
	"strconv"
	"strings"
)

// destination is a link that a visitor follows.
func (p *page) destination(tag string) {
	keys := []string{"href", "xlink:href"}
	if tag == "form" {
		keys = []string{"action"}
	}
	for _, key := range keys {
		if value, ok := p.get(key); ok {
			p.reader.link(p.document, value)
		}
	}
}

// embedded is what the page loads to be shown.
func (p *page) embedded(tag string) {
	switch tag {
	case "img":
		p.image()
	case "source", "video", "audio", "track", "embed", "iframe":
		p.load(tag, "src")
		p.load(tag, "poster")
		p.sources(tag)
	case "object":
		p.load(tag, "data")
	case "use", "image":
		p.load(tag, "href")
		p.load(tag, "xlink:href")
	}
}

func (p *page) load(tag, key string) {
	if value, ok := p.get(key); ok && !strings.HasPrefix(string(value), "#") {
		p.images++
		p.reader.part(p.document, tag, value)
	}
}

func (p *page) image() {
	p.images++
	src := p.value("src")
	if src == "" {
		p.fault("a picture has no src", "name its file")
		return
	}
	p.reader.part(p.document, "picture", []byte(src))
	p.sources("picture")
	seek := seekFile(src, src)
	if _, ok := p.get("alt"); !ok {
		p.fault("picture "+src+" has no alt", `say what it shows, or write alt="" if it says nothing`, seek...)
	} else if p.buttonHas = p.buttonHas || p.value("alt") != ""; p.inHeading > 0 {
		p.heading = append(p.heading, p.value("alt")...)
	}
	if !isSize(p.value("width")) || !isSize(p.value("height")) {
		p.fault("picture "+src+" has no width and height", "write both, in pixels, so that the page does not jump", seek...)
	}
}

func isSize(text string) bool {
	n, err := strconv.Atoi(text)
	return err == nil && n > 0
}

// sources reads srcset: addresses, each followed by a width or a density.
func (p *page) sources(what string) {
	set := p.value("srcset")
	for part := range strings.SplitSeq(set, ", ") {
		fields := strings.Fields(strings.TrimRight(part, ","))
		if len(fields) > 0 && !strings.HasPrefix(fields[0], "data:") {
			p.images++
			p.reader.part(p.document, what, []byte(fields[0]))
		}
	}
}

// css checks the files that a style sheet, or a style attribute, names.
func (r *reader) css(d *document, style string) {
	for _, start := range []string{"url(", "@import"} {
		rest := style
		for {
			_, after, found := strings.Cut(rest, start)
			if !found {
				break
			}
			rest = after
			if name := cssName(after); name != "" && !strings.HasPrefix(name, "#") {
				r.part(d, "file of a style", []byte(name))
			}
		}
	}
}

// cssName returns the address at the start of what follows url( or @import;
// an @import of a url( is found by that.
func cssName(after string) string {
	after = strings.TrimLeft(after, " \t\n")
	if strings.HasPrefix(after, "url(") || after == "" {
		return ""
	}
	if quote := after[0]; quote == '"' || quote == '\'' {
		name, _, _ := strings.Cut(after[1:], string(quote))
		return strings.TrimSpace(name)
	}
	end := strings.IndexAny(after, ") \t\n;")
	if end < 0 {
		end = len(after)
	}
	return after[:end]
}
