package content

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// rules reads who can apply: a line alone is a soft rule, {hard: …} a hard one,
// and {soft: …} says it in full.
func (f *fields) rules(key string) []Rule {
	n := f.get(key, true, yaml.SequenceNode, `[{hard: "18 or older"}, "You cook at home"]`)
	if n == nil {
		return nil
	}
	if len(n.Content) > maxRules {
		f.fault(n, fmt.Sprintf("key %q has %d rules", key, len(n.Content)), fmt.Sprintf("keep the %d that matter: each is read before anybody applies", maxRules))
	}
	var list []Rule
	for _, item := range n.Content {
		rule := f.rule(key, item)
		if rule.Text == "" {
			continue
		}
		if slices.ContainsFunc(list, func(other Rule) bool { return strings.EqualFold(other.Text, rule.Text) }) {
			f.fault(item, fmt.Sprintf("rule %q is there twice", rule.Text), "delete one of the two")
		}
		list = append(list, rule)
	}
	return list
}

func (f *fields) rule(key string, n *yaml.Node) Rule {
	if n.Kind != yaml.MappingNode || n.Anchor != "" {
		return Rule{Text: f.scalarText(key, n)}
	}
	one := newFields(f.doc, key+".", f.at+1, n)
	hard, soft := one.text("hard", false), one.text("soft", false)
	one.done()
	switch {
	case one.nodes["hard"] != nil && one.nodes["soft"] != nil:
		f.fault(n, "a rule is both hard and soft", "keep one of the two")
	case len(one.nodes) == 0:
		f.fault(n, "a rule is empty", `write - hard: "18 or older"`)
	}
	return Rule{Text: hard + soft, Hard: hard != ""}
}

// choices reads what the client asks about the audience.
func (f *fields) choices(key string) []Choice {
	const example = "[{ask: Who reads you most?, options: [Under 25, 25 or older]}]"
	n := f.get(key, false, yaml.SequenceNode, example)
	if n == nil {
		return nil
	}
	if len(n.Content) > maxAudience {
		f.fault(n, fmt.Sprintf("key %q has %d questions", key, len(n.Content)), fmt.Sprintf("ask at most %d", maxAudience))
	}
	var list []Choice
	for _, item := range n.Content {
		if item.Kind != yaml.MappingNode || item.Anchor != "" {
			f.fault(item, "key \""+key+"\" must hold pairs of ask and options", "write - {ask: Who reads you most?, options: [Under 25, 25 or older]}")
			continue
		}
		one := newFields(f.doc, key+".", f.at+1, item)
		list = append(list, Choice{Ask: one.text("ask", true), Options: one.options("options")})
		one.done()
	}
	return list
}

// options are answers to choose from: at least two, each once.
func (f *fields) options(key string) []string {
	list := f.mentions(key, 2)
	for i, m := range list {
		switch {
		case strings.EqualFold(m.word, RatherNotSay):
			f.doc.fault(m.line, fmt.Sprintf("option %q is always there", m.word), "delete it")
		case contains(list[:i], m.word):
			f.doc.fault(m.line, fmt.Sprintf("option %q is there twice", m.word), "delete one of the two")
		}
	}
	return words(list)
}
