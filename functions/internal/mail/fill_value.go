package mail

import (
	"cmp"
	"fmt"
	"reflect"
	"text/template/parse"
)

// pipe is the value of what stands between braces: one command.
func (f filling) pipe(dot reflect.Value, p *parse.PipeNode) (reflect.Value, error) {
	if p == nil || len(p.Cmds) != 1 || len(p.Decl) > 0 {
		return reflect.Value{}, fmt.Errorf("no letter knows %s", p)
	}
	words := p.Cmds[0].Args
	name, isCall := words[0].(*parse.IdentifierNode)
	if !isCall {
		if len(words) > 1 {
			return reflect.Value{}, fmt.Errorf("%s is no function", words[0])
		}
		return f.value(dot, words[0])
	}
	if name.Ident == "and" || name.Ident == "or" {
		return f.either(dot, name.Ident == "or", words[1:])
	}
	var values []reflect.Value
	for _, word := range words[1:] {
		v, err := f.value(dot, word)
		if err != nil {
			return v, err
		}
		values = append(values, v)
	}
	if _, ok := logic()[name.Ident]; ok {
		return compared(name.Ident, values)
	}
	return called(name.Ident, reflect.ValueOf(f.say[name.Ident]), values)
}

func (f filling) value(dot reflect.Value, node parse.Node) (reflect.Value, error) {
	switch n := node.(type) {
	case *parse.DotNode:
		return dot, nil
	case *parse.FieldNode:
		return field(dot, n.Ident)
	case *parse.VariableNode:
		return field(f.all, n.Ident[1:]) // there is none but $
	case *parse.StringNode:
		return reflect.ValueOf(n.Text), nil
	case *parse.NumberNode:
		return reflect.ValueOf(int(n.Int64)), nil
	case *parse.PipeNode:
		return f.pipe(dot, n)
	}
	return reflect.Value{}, fmt.Errorf("no letter knows %s", node)
}

func field(v reflect.Value, names []string) (reflect.Value, error) {
	for _, name := range names {
		for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
			v = v.Elem()
		}
		if v.Kind() == reflect.Struct {
			v = v.FieldByName(name)
		} else {
			v = reflect.Value{}
		}
		if !v.IsValid() {
			return v, fmt.Errorf("the values have no %s", name)
		}
	}
	return v, nil
}

// either returns the first value that decides: one that is true for or, one
// that is not for and. The rest are not looked at.
func (f filling) either(dot reflect.Value, or bool, words []parse.Node) (v reflect.Value, err error) {
	for _, word := range words {
		if v, err = f.value(dot, word); err != nil || isTrue(v) == or {
			break
		}
	}
	return v, err
}

// logic names the functions of every template that letters use. The parser
// wants to know that they are there.
func logic() map[string]any {
	return map[string]any{"and": true, "or": true, "eq": true, "ne": true, "gt": true}
}

// compared is what eq, ne or gt say of two numbers or two words.
func compared(name string, values []reflect.Value) (v reflect.Value, err error) {
	order := 0
	switch {
	case len(values) != 2:
		return v, fmt.Errorf("%s compares two values, and here are %d", name, len(values))
	case values[0].CanInt() && values[1].CanInt():
		order = cmp.Compare(values[0].Int(), values[1].Int())
	case values[0].Kind() == reflect.String && values[1].Kind() == reflect.String:
		order = cmp.Compare(values[0].String(), values[1].String())
	default:
		return v, fmt.Errorf("%s cannot compare %s with %s", name, values[0].Type(), values[1].Type())
	}
	return reflect.ValueOf(name == "eq" && order == 0 || name == "ne" && order != 0 || name == "gt" && order > 0), nil
}

// called is what one of our own functions says of the values.
func called(name string, function reflect.Value, values []reflect.Value) (v reflect.Value, err error) {
	takes := function.Type()
	if takes.NumIn() != len(values) {
		return v, fmt.Errorf("%s takes %d values, and here are %d", name, takes.NumIn(), len(values))
	}
	for i, v := range values {
		if !v.Type().AssignableTo(takes.In(i)) {
			return v, fmt.Errorf("%s takes no %s", name, v.Type())
		}
	}
	return function.Call(values)[0], nil
}
