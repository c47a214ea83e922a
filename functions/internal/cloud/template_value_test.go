package cloud

import (
	"fmt"
	"regexp"
	"strings"
)

var variable = regexp.MustCompile(`\$\{([A-Za-z0-9.:]+)\}`)

// value works functions out. A resource stands for itself: !Ref OpenTable is
// "OpenTable" and !GetAtt OpenTable.Arn is "OpenTable.Arn".
func value(v any) any {
	switch in := v.(type) {
	case []any:
		out := make([]any, len(in))
		for i := range in {
			out[i] = value(in[i])
		}
		return out
	case map[string]any:
		if len(in) == 1 {
			for name, argument := range in {
				if name == "Ref" || strings.HasPrefix(name, "Fn::") {
					return call(name, argument)
				}
			}
		}
		out := map[string]any{}
		for name := range in {
			out[name] = value(in[name])
		}
		return out
	}
	return v
}

func call(name string, argument any) any {
	switch name {
	case "Ref":
		return named(str(argument))
	case "Fn::GetAtt":
		return argument
	case "Fn::Sub":
		text, own := str(argument), map[string]any{}
		if parts := list(argument); len(parts) == 2 {
			text, own = str(parts[0]), dict(value(parts[1]))
		}
		return variable.ReplaceAllStringFunc(text, func(match string) string {
			name := variable.FindStringSubmatch(match)[1]
			if v, ok := own[name]; ok {
				return str(v)
			}
			return named(name)
		})
	case "Fn::Split":
		var parts []any
		for p := range strings.SplitSeq(str(value(at(argument, "1"))), str(argument, "0")) {
			parts = append(parts, p)
		}
		return parts
	case "Fn::Select":
		return at(value(at(argument, "1")), fmt.Sprint(at(argument, "0")))
	case "Fn::If": // every option is taken: parameters() has a value for each
		return value(at(argument, "1"))
	case "Fn::ImportValue":
		return value(argument)
	case "Fn::FindInMap": // stands for itself: the three names
		return strings.Join(texts(value(argument)), " ")
	}
	panic("function " + name + " is not known here")
}

func named(name string) string {
	if given, ok := parameters()[name]; ok {
		return given
	}
	return name
}
