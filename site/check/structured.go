package check

import (
	"bytes"
	"encoding/json"
	"strings"
)

// structured checks one block of JSON-LD.
func (p *page) structured(raw []byte) {
	p.data++
	value, err := decode(raw)
	if err != nil {
		p.fault("JSON-LD cannot be read: "+err.Error(), "write one JSON object")
		return
	}
	switch v := value.(type) {
	case map[string]any:
		p.root(v)
	case []any:
		for _, one := range v {
			if object, ok := one.(map[string]any); ok {
				p.root(object)
			}
		}
	default:
		p.fault("JSON-LD is no object", "write one JSON object")
	}
	p.walk("", value)
}

// root holds an object at the top, or the members of its graph, to the two
// keys without which nobody can tell what is meant.
func (p *page) root(object map[string]any) {
	if _, ok := object["@context"]; !ok {
		p.fault("JSON-LD has no @context", `write "@context": "https://schema.org"`)
	}
	graph, ok := object["@graph"].([]any)
	if !ok {
		graph = []any{object}
	}
	for _, member := range graph {
		if object, ok := member.(map[string]any); !ok || object["@type"] == nil {
			p.fault("JSON-LD has a thing without @type", `say what it is, as in "@type": "BlogPosting"`)
		}
	}
}

// walk looks for addresses of this site in every text that is not words.
func (p *page) walk(key string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for k, one := range v {
			p.walk(k, one)
		}
	case []any:
		for _, one := range v {
			p.walk(key, one)
		}
	case string:
		p.dataText(key, v)
	}
}

func (p *page) dataText(key, text string) {
	for _, l := range p.suspects {
		if at := l.in([]byte(text)); at >= 0 && (l.shape || key != "text" && key != "articleBody") {
			p.leftover(l, []byte(text), at)
		}
	}
	base := p.reader.tree.options.BaseURL
	if base == "" || text != base && !strings.HasPrefix(text, base+"/") || strings.ContainsAny(text, " {\n") {
		return
	}
	if key == "@id" || key == "text" { // a name for the thing; its fragment need not be on the page
		text, _, _ = strings.Cut(text, "#")
	}
	p.reader.link(p.document, []byte(text))
}

// decode reads exactly one JSON value, and does not go deeper than the
// library's own limit.
func decode(raw []byte) (any, error) {
	var value any
	err := json.Unmarshal(bytes.TrimSpace(raw), &value)
	return value, err
}
