package check

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// open takes a start tag.
func (p *page) open(tag string) {
	p.rawIn = ""
	p.identify(tag)
	p.everyAttribute()
	if tag == p.commentTag {
		p.commentOpen++
	}
	switch tag {
	case "html":
		p.lang = p.value("lang") != ""
	case "main":
		if _, hidden := p.get("hidden"); !hidden {
			p.mains++
		}
	case "h1", "h2", "h3", "h4", "h5", "h6":
		p.openHeading(int(tag[1] - '0'))
	case "code", "pre", "kbd", "samp":
		p.code++
	case "svg":
		p.svg++
	case "script", "style", "title", "noscript", "textarea":
		p.openRaw(tag)
	case "meta":
		p.meta()
	case "link":
		p.linkElement()
	case "a", "area", "form":
		p.destination(tag)
	default:
		p.embedded(tag)
		p.field(tag)
	}
}

// close takes an end tag.
func (p *page) close(tag string) {
	p.rawIn = ""
	if tag == p.commentTag {
		if p.commentOpen--; p.commentOpen <= 0 {
			p.commentTag = ""
		}
	}
	switch tag {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		p.closeHeading()
	case "code", "pre", "kbd", "samp":
		p.code = max(p.code-1, 0)
	case "svg":
		p.svg = max(p.svg-1, 0)
	case "label":
		p.labels = max(p.labels-1, 0)
	case "button":
		p.closeButton()
	}
}

// openRaw prepares for an element whose content is text, whatever it looks
// like.
func (p *page) openRaw(tag string) {
	p.rawIn = tag
	switch tag {
	case "script":
		p.jsonLD = strings.EqualFold(p.value("type"), "application/ld+json")
		if src, ok := p.get("src"); ok {
			p.reader.part(p.document, "script", src)
		}
	case "title":
		if p.svg == 0 {
			p.titles++
			p.ownTitle = true
		}
	case "textarea":
		p.field(tag)
	}
}

func (p *page) openHeading(level int) {
	p.inHeading, p.heading = level, p.heading[:0]
	if level == 1 {
		p.h1s++
	}
}

func (p *page) closeHeading() {
	if p.inHeading == 0 {
		return
	}
	words := strings.Join(strings.Fields(string(p.heading)), " ")
	if words == "" {
		p.fault("a heading has no words", "write some or take it out")
	}
	if p.inHeading > p.level+1 {
		p.fault("heading "+quoted(words)+" skips a level: it is h"+string(rune('0'+p.inHeading))+" and h"+string(rune('0'+p.level+1))+" was due",
			"use "+strings.Repeat("#", p.level+1), strings.Repeat("#", p.inHeading)+" "+words, words)
	}
	p.level, p.inHeading = p.inHeading, 0
}

// everyAttribute looks at what any tag may carry.
func (p *page) everyAttribute() {
	for _, a := range p.attrs {
		switch string(a.key) {
		case "style":
			p.reader.css(p.document, string(a.value))
		case "aria-labelledby", "aria-describedby", "for":
			p.refs = append(p.refs, strings.Fields(string(a.value))...)
		}
		if len(p.suspects) > 0 && p.code == 0 {
			p.leftovers(a.value)
		}
	}
}

// text takes what stands between tags.
func (p *page) text(z *html.Tokenizer) {
	switch p.rawIn {
	case "script":
		if p.jsonLD {
			p.structured(z.Raw())
		}
		return
	case "style":
		p.reader.css(p.document, string(z.Raw()))
		return
	case "noscript":
		if p.rawIn = ""; !p.nested { // one inside another is no HTML
			p.nested = true
			p.tokens(bytes.Clone(z.Raw()))
			p.nested = false
		}
		return
	}
	if len(p.suspects) == 0 && p.inHeading == 0 && p.rawIn != "title" && !p.button {
		return
	}
	text := z.Text()
	if p.rawIn == "title" && p.ownTitle {
		p.title, p.ownTitle = strings.Join(strings.Fields(string(text)), " "), false
	}
	if p.inHeading > 0 {
		p.heading = append(p.heading, text...)
	}
	if p.button && p.svg == 0 && len(bytes.TrimSpace(text)) > 0 {
		p.buttonHas = true
	}
	if p.code == 0 && p.rawIn != "textarea" {
		p.leftovers(text)
	}
}
