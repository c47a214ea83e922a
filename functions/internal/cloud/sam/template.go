// Package sam reads template.yaml as data: for the tests that hold it to the
// code, and for what stands in for AWS on one machine.
package sam

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Template is a template: maps, slices and scalars, with the short forms of
// CloudFormation's functions written out, as in {"Fn::GetAtt": "Api.Id"}.
type Template map[string]any

// Parse reads the text of a template.
func Parse(text string) (Template, error) {
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(text), &root); err != nil {
		return nil, err
	}
	if len(root.Content) == 0 {
		return nil, errors.New("template is empty")
	}
	v, err := plainValue(root.Content[0])
	if err != nil {
		return nil, err
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, errors.New("template is no map")
	}
	return m, nil
}

// plainValue turns a node into maps, slices and scalars.
func plainValue(n *yaml.Node) (any, error) {
	var v any
	var err error
	switch n.Kind {
	case yaml.MappingNode:
		v, err = plainMap(n)
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, item := range n.Content {
			if list[i], err = plainValue(item); err != nil {
				return nil, err
			}
		}
		v = list
	case yaml.ScalarNode:
		if own(n.Tag) {
			v = n.Value
		} else {
			err = n.Decode(&v)
		}
	default:
		return nil, fmt.Errorf("line %d: CloudFormation takes no anchors and aliases", n.Line)
	}
	if !own(n.Tag) || err != nil {
		return v, err
	}
	name := n.Tag[1:]
	if name != "Ref" {
		name = "Fn::" + name
	}
	return map[string]any{name: v}, nil
}

func own(tag string) bool { return strings.HasPrefix(tag, "!") && !strings.HasPrefix(tag, "!!") }

func plainMap(n *yaml.Node) (map[string]any, error) {
	m := map[string]any{}
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i]
		if _, twice := m[key.Value]; twice {
			return nil, fmt.Errorf("line %d: key %q stands twice", key.Line, key.Value)
		}
		v, err := plainValue(n.Content[i+1])
		if err != nil {
			return nil, err
		}
		m[key.Value] = v
	}
	return m, nil
}

// At follows keys of maps and indexes of slices; what is not there is nil.
func At(v any, steps ...string) any {
	for _, step := range steps {
		switch in := v.(type) {
		case Template:
			v = in[step]
		case map[string]any:
			v = in[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(in) {
				return nil
			}
			v = in[i]
		default:
			return nil
		}
	}
	return v
}

// List is At for a slice.
func List(v any, steps ...string) []any {
	l, _ := At(v, steps...).([]any)
	return l
}

// Dict is At for a map.
func Dict(v any, steps ...string) map[string]any {
	m, _ := At(v, steps...).(map[string]any)
	return m
}

// Str is At for a string.
func Str(v any, steps ...string) string {
	s, _ := At(v, steps...).(string)
	return s
}

// Texts are the strings of one string or of several.
func Texts(v any) (all []string) {
	if s, ok := v.(string); ok {
		return []string{s}
	}
	for _, item := range List(v) {
		all = append(all, fmt.Sprint(item))
	}
	return all
}

// Properties returns the properties of a resource.
func (t Template) Properties(resource string) map[string]any {
	return Dict(t, "Resources", resource, "Properties")
}

// OfType returns the names of the resources of a type.
func (t Template) OfType(kind string) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(Dict(t, "Resources"))) {
		if Str(t, "Resources", name, "Type") == kind {
			names = append(names, name)
		}
	}
	return names
}

// Functions returns the resource of each function, by its directory.
func (t Template) Functions() map[string]string {
	found := map[string]string{}
	for _, name := range t.OfType("AWS::Serverless::Function") {
		found[path.Base(Str(t.Properties(name), "CodeUri"))] = name
	}
	return found
}

// Setting returns a property of a function, its own or the one of all.
func (t Template) Setting(function, name string) any {
	if v, ok := t.Properties(function)[name]; ok {
		return v
	}
	return At(t, "Globals", "Function", name)
}
