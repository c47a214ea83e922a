package cloud

import (
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// template is template.yaml: maps, slices and scalars, with the short forms of
// CloudFormation's functions written out, as in {"Fn::GetAtt": "Api.Id"}.
type template map[string]any

func templateText(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("../../../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func loadTemplate(t testing.TB) template {
	t.Helper()
	loaded, err := parseTemplate(templateText(t))
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

func parseTemplate(text string) (template, error) {
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(text), &root); err != nil {
		return nil, err
	}
	v, err := plainValue(root.Content[0])
	if err != nil {
		return nil, err
	}
	m, _ := v.(map[string]any)
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

// at follows keys of maps and indexes of slices; what is not there is nil.
func at(v any, steps ...string) any {
	for _, step := range steps {
		switch in := v.(type) {
		case template:
			v = in[step]
		case map[string]any:
			v = in[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(in) {
				return nil
			}
			v = in[i]
		default:
			return nil
		}
	}
	return v
}

func list(v any, steps ...string) []any {
	l, _ := at(v, steps...).([]any)
	return l
}

func dict(v any, steps ...string) map[string]any {
	m, _ := at(v, steps...).(map[string]any)
	return m
}

func str(v any, steps ...string) string {
	s, _ := at(v, steps...).(string)
	return s
}

// properties returns the properties of a resource.
func (t template) properties(resource string) map[string]any {
	return dict(t, "Resources", resource, "Properties")
}

// ofType returns the names of the resources of a type.
func (t template) ofType(kind string) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(dict(t, "Resources"))) {
		if str(t, "Resources", name, "Type") == kind {
			names = append(names, name)
		}
	}
	return names
}

// functions returns the resource of each function, by its directory.
func (t template) functions() map[string]string {
	found := map[string]string{}
	for _, name := range t.ofType("AWS::Serverless::Function") {
		found[path.Base(str(t.properties(name), "CodeUri"))] = name
	}
	return found
}

// setting returns a property of a function, its own or the one of all.
func (t template) setting(function, name string) any {
	if v, ok := t.properties(function)[name]; ok {
		return v
	}
	return at(t, "Globals", "Function", name)
}

// parameters are values that a deployment could give.
func parameters() map[string]string {
	return map[string]string{
		"Stage": "test", "BaseUrl": "https://greenroom.example", "MailFrom": "hello@greenroom.example",
		"CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/0", "SecretParameter": "/greenroom/secret",
		"OriginSecretParameter": "/greenroom/origin", "OriginSecretVersion": "1", "SenderDomain": "made",
		"WebAclArn":  "arn:aws:wafv2:us-east-1:123456789012:global/webacl/greenroom-test/0",
		"BucketName": "greenroom-artifacts-123456789012-eu-central-1", "AlarmEmail": "alarms@greenroom.example", "MonthlyBudget": "50", "DistributionId": "E0", "RequestsPerAddress": "3000", "FormsPerAddress": "200",
	}
}
