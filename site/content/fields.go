package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// maxText is the most runes that one text of the front matter may have.
const maxText = 5000

// maxList is the most that one list of the front matter may hold: each tag
// makes a page and three feeds.
const maxList = 100

// fields reads one mapping by key, and remembers which keys it was asked for:
// the others are unknown.
type fields struct {
	doc    *document
	at     int    // line of the file, less one, that the YAML begins on
	within string // "agency." for a mapping inside another
	line   int    // where the mapping stands, for what is missing
	nodes  map[string]*yaml.Node
	keys   []*yaml.Node // in the order written
	known  []string
}

// newFields indexes a mapping. Keys written twice are faults.
func newFields(d *document, within string, firstLine int, node *yaml.Node) *fields {
	f := &fields{doc: d, within: within, at: firstLine - 1, line: firstLine + node.Line - 1, nodes: map[string]*yaml.Node{}}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if _, twice := f.nodes[key.Value]; twice {
			f.fault(key, fmt.Sprintf("key %q is written twice", within+key.Value), "keep one of them")
			continue
		}
		f.nodes[key.Value] = value
		f.keys = append(f.keys, key)
	}
	return f
}

func (f *fields) fault(n *yaml.Node, what, fix string) { f.doc.fault(f.lineOf(n), what, fix) }

func (f *fields) lineOf(n *yaml.Node) int { return f.at + n.Line }

// lineAt is the line of a key's value, or of the mapping if it is not there.
func (f *fields) lineAt(key string) int {
	if n := f.nodes[key]; n != nil {
		return f.lineOf(n)
	}
	return f.line
}

// position is where among the keys one was written.
func (f *fields) position(key string) int {
	return slices.IndexFunc(f.keys, func(n *yaml.Node) bool { return n.Value == key })
}

// done reports every key that nobody asked for.
func (f *fields) done() {
	for _, key := range f.keys {
		if !slices.Contains(f.known, key.Value) {
			f.fault(key, fmt.Sprintf("unknown key %q", f.within+key.Value), suggest(key.Value, f.known))
		}
	}
}

// get returns the value of a key if it is there and of the kind wanted.
func (f *fields) get(key string, need bool, kind yaml.Kind, example string) *yaml.Node {
	f.known = append(f.known, key)
	n := f.nodes[key]
	switch {
	case n == nil && !need:
		return nil
	case n == nil:
		f.doc.fault(f.line, fmt.Sprintf("missing key %q", f.within+key), "add "+key+": "+example)
		return nil
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		f.fault(n, fmt.Sprintf("key %q uses a YAML anchor or alias", f.within+key), "write the value out")
		return nil
	case isNull(n):
		f.fault(n, fmt.Sprintf("key %q is empty", f.within+key), "write "+key+": "+example+", or delete the line if it is not needed")
		return nil
	case n.Kind != kind:
		f.fault(n, fmt.Sprintf("key %q has the wrong shape", f.within+key), "write "+key+": "+example)
		return nil
	}
	return n
}

// text reads one line of text.
func (f *fields) text(key string, need bool) string {
	n := f.get(key, need, yaml.ScalarNode, `"some text"`)
	if n == nil {
		return ""
	}
	return f.scalarText(key, n)
}

func (f *fields) scalarText(key string, n *yaml.Node) string {
	text := strings.TrimSpace(n.Value)
	switch {
	case n.Kind != yaml.ScalarNode || n.Anchor != "":
		f.fault(n, fmt.Sprintf("key %q must hold text", f.within+key), `write "some text"`)
	case n.ShortTag() != "!!str":
		f.fault(n, fmt.Sprintf("key %q must be text", f.within+key), "put it in quotes: "+strconv.Quote(n.Value))
	case text == "":
		f.fault(n, fmt.Sprintf("key %q is empty", f.within+key), "write the text, or delete the line if it is not needed")
	case strings.ContainsFunc(text, Hidden) || !utf8.ValidString(text):
		f.fault(n, fmt.Sprintf("key %q holds a line break or a hidden character", f.within+key), "write it as one line of visible text")
	case utf8.RuneCountInString(text) > maxText:
		f.fault(n, fmt.Sprintf("key %q is over %d characters", f.within+key, maxText), "shorten it")
	default:
		return text
	}
	return ""
}

// mentions reads a list of texts with the line of each; least is how many
// there must be, and with least < 0 the key may be left out.
func (f *fields) mentions(key string, least int) []mention {
	n := f.get(key, least >= 0, yaml.SequenceNode, "[first, second]")
	if n == nil {
		return nil
	}
	if len(n.Content) > maxList {
		f.fault(n, fmt.Sprintf("key %q has over %d", f.within+key, maxList), "keep those that matter")
		return nil
	}
	if len(n.Content) < least {
		f.fault(n, fmt.Sprintf("key %q needs at least %d", f.within+key, least), "write "+key+": [first, second]")
	}
	var list []mention
	for _, item := range n.Content {
		if text := f.scalarText(key, item); text != "" {
			list = append(list, mention{text, f.lineOf(item)})
		}
	}
	return list
}

// texts is mentions without the lines.
func (f *fields) texts(key string, least int) []string {
	return words(f.mentions(key, least))
}

func words(list []mention) []string {
	var out []string
	for _, m := range list {
		out = append(out, m.word)
	}
	return out
}

// mapping reads a mapping inside this one, or nil.
func (f *fields) mapping(key string, need bool, example string) *fields {
	n := f.get(key, need, yaml.MappingNode, example)
	if n == nil {
		return nil
	}
	return newFields(f.doc, f.within+key+".", f.at+1, n)
}

// answers reads a list of {question, answer}.
func (f *fields) answers(key string) []Answer {
	n := f.get(key, false, yaml.SequenceNode, "[{question: May I film at night?, answer: Yes.}]")
	if n == nil {
		return nil
	}
	var list []Answer
	for _, item := range n.Content {
		if item.Kind != yaml.MappingNode || item.Anchor != "" {
			f.fault(item, "key \""+key+"\" must hold pairs of question and answer", "write - {question: May I film at night?, answer: Yes.}")
			continue
		}
		pair := newFields(f.doc, key+".", f.at+1, item)
		list = append(list, Answer{pair.text("question", true), pair.text("answer", true)})
		pair.done()
	}
	return list
}
