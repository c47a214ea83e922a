package mail

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"strings"
	"text/template"
	"text/template/parse"
)

// texts are the templates of letters as text, by name.
//
// The standard library reads them, and they are filled here. Its own way to fill
// one calls methods by name, for which a program has every method of every type
// in it: in the one that shows letters to the staff, two megabytes of what S3
// can do. A test holds each letter to what the library makes of it. HTML, where
// more is at stake than a wrong word, is left to the library.
type texts struct {
	trees map[string]*parse.Tree
	say   map[string]any
}

func readTexts(files fs.FS) (texts, error) {
	t := texts{trees: map[string]*parse.Tree{}, say: say()}
	names, err := fs.Glob(files, "letters/*.txt")
	if err != nil {
		return t, err
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return t, err
		}
		trees, err := parse.Parse(path.Base(name), string(text), "", "", t.say, logic())
		if err != nil {
			return t, err
		}
		maps.Copy(t.trees, trees)
	}
	return t, nil
}

// fill returns what the template says of the values.
func (t texts) fill(name string, values any) (string, error) {
	var out strings.Builder
	err := t.template(&out, name, reflect.ValueOf(values))
	return out.String(), err
}

func (t texts) template(out *strings.Builder, name string, values reflect.Value) error {
	tree, ok := t.trees[name]
	if !ok {
		return fmt.Errorf("there is no template %q", name)
	}
	f := filling{texts: t, out: out, all: values}
	if err := f.list(values, tree.Root); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// filling is one template at work. Its methods take what the dot stands for.
type filling struct {
	texts
	out *strings.Builder
	all reflect.Value // what $ stands for
}

func (f filling) list(dot reflect.Value, list *parse.ListNode) error {
	if list == nil {
		return nil
	}
	for _, node := range list.Nodes {
		if err := f.node(dot, node); err != nil {
			return err
		}
	}
	return nil
}

func (f filling) node(dot reflect.Value, node parse.Node) error {
	switch n := node.(type) {
	case *parse.TextNode:
		f.out.Write(n.Text)
		return nil
	case *parse.ActionNode:
		v, err := f.pipe(dot, n.Pipe)
		if err == nil {
			_, err = fmt.Fprint(f.out, v)
		}
		return err
	case *parse.IfNode:
		return f.branch(dot, &n.BranchNode, func(reflect.Value) error { return f.list(dot, n.List) })
	case *parse.WithNode:
		return f.branch(dot, &n.BranchNode, func(v reflect.Value) error { return f.list(v, n.List) })
	case *parse.RangeNode:
		return f.branch(dot, &n.BranchNode, func(v reflect.Value) error { return f.each(v, n.List) })
	case *parse.TemplateNode:
		v, err := f.pipe(dot, n.Pipe)
		if err != nil {
			return err
		}
		return f.template(f.out, n.Name, v)
	}
	return fmt.Errorf("no letter knows %s", node)
}

// branch goes on where the value is not zero, else with the other list.
func (f filling) branch(dot reflect.Value, n *parse.BranchNode, then func(reflect.Value) error) error {
	v, err := f.pipe(dot, n.Pipe)
	if err != nil {
		return err
	}
	if isTrue(v) {
		return then(v)
	}
	return f.list(dot, n.ElseList)
}

func (f filling) each(v reflect.Value, list *parse.ListNode) error {
	if v.Kind() != reflect.Slice {
		return fmt.Errorf("%s is no list", v.Type())
	}
	for i := range v.Len() {
		if err := f.list(v.Index(i), list); err != nil {
			return err
		}
	}
	return nil
}

func isTrue(v reflect.Value) bool {
	truth, ok := template.IsTrue(v.Interface())
	return truth && ok
}
