package check

import "strings"

// field notes what a visitor fills in or presses, for it needs a name.
func (p *page) field(tag string) {
	switch tag {
	case "label":
		p.labels++
		if value, ok := p.get("for"); ok {
			p.fors[string(value)] = true
		}
	case "button":
		p.button, p.buttonHas, p.buttonIs = true, p.named(), p.shown(tag)
		p.formAction()
	case "input":
		p.input()
	case "select", "textarea":
		p.needLabel(tag)
	}
}

func (p *page) input() {
	p.formAction()
	switch kind := strings.ToLower(p.value("type")); kind {
	case "hidden":
	case "submit", "reset", "button":
		if kind == "button" && p.value("value") == "" && !p.named() {
			p.fault(p.shown("input")+" has no words", "write them as its value")
		}
	case "image":
		p.load("input", "src")
		if p.value("alt") == "" {
			p.fault(p.shown("input")+" has no alt", "say what it does")
		}
	default:
		p.needLabel("input")
	}
}

func (p *page) formAction() {
	if value, ok := p.get("formaction"); ok {
		p.reader.link(p.document, value)
	}
}

// named reports whether the tag itself says what it is called.
func (p *page) named() bool {
	return p.value("aria-label") != "" || p.value("aria-labelledby") != "" || p.value("title") != ""
}

func (p *page) needLabel(tag string) {
	if p.labels > 0 || p.named() {
		return
	}
	p.controls = append(p.controls, control{p.value("id"), p.shown(tag)})
}

// shown is the tag for a message, with the attribute that tells it from others.
func (p *page) shown(tag string) string {
	for _, key := range []string{"name", "id", "type", "class"} {
		if value := p.value(key); value != "" {
			return "<" + tag + " " + key + `="` + value + `">`
		}
	}
	return "<" + tag + ">"
}

func (p *page) closeButton() {
	if p.button && !p.buttonHas {
		p.fault(p.buttonIs+" has no words", "write what it does, or an aria-label")
	}
	p.button = false
}

// forms settles what could not be known before the end of the page.
func (p *page) forms() {
	for _, c := range p.controls {
		if c.id == "" || !p.fors[c.id] {
			p.fault(c.shown+" has no label", "write a <label> for it")
		}
	}
	for _, id := range p.refs {
		if !p.ids[id] {
			p.fault("an attribute names the id "+quoted(id)+", which is not on the page", "name one that is there")
		}
	}
}
