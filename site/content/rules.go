package content

import "go.yaml.in/yaml/v3"

// rules reads who can apply: a line alone is a soft rule, {hard: …} a hard one.
func (f *fields) rules(key string) []Rule {
	n := f.get(key, false, yaml.SequenceNode, `["You cook at home", {hard: "18 or older"}]`)
	if n == nil {
		return nil
	}
	var list []Rule
	for _, item := range n.Content {
		if item.Kind == yaml.MappingNode && item.Anchor == "" {
			one := newFields(f.doc, key+".", f.at+1, item)
			list = append(list, Rule{Text: one.text("hard", true), Hard: true})
			one.done()
			continue
		}
		if text := f.scalarText(key, item); text != "" {
			list = append(list, Rule{Text: text})
		}
	}
	return list
}
