package cloud

import (
	"os"
	"testing"

	"greenroom/functions/internal/cloud/sam"
)

// template is template.yaml, or one of infra/, with the rules that hold it.
type template sam.Template

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
	t, err := sam.Parse(text)
	return template(t), err
}

// untyped is a template as package sam knows it, and anything else as it is.
func untyped(v any) any {
	if t, ok := v.(template); ok {
		return sam.Template(t)
	}
	return v
}

func at(v any, steps ...string) any { return sam.At(untyped(v), steps...) }

func list(v any, steps ...string) []any { return sam.List(untyped(v), steps...) }

func dict(v any, steps ...string) map[string]any { return sam.Dict(untyped(v), steps...) }

func str(v any, steps ...string) string { return sam.Str(untyped(v), steps...) }

func (t template) properties(resource string) map[string]any {
	return sam.Template(t).Properties(resource)
}

func (t template) ofType(kind string) []string { return sam.Template(t).OfType(kind) }

func (t template) functions() map[string]string { return sam.Template(t).Functions() }

func (t template) setting(function, name string) any { return sam.Template(t).Setting(function, name) }

func value(v any) any { return sam.Value(v) }

func texts(v any) []string { return sam.Texts(v) }

func parameters() map[string]string { return sam.Parameters() }

func wild(pattern, s string) bool { return sam.Wild(pattern, s) }
