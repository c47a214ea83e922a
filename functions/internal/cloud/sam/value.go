package sam

import (
	"fmt"
	"regexp"
	"strings"
)

// Variable is a name in the text of Fn::Sub.
var Variable = regexp.MustCompile(`\$\{([A-Za-z0-9.:]+)\}`)

// Value works functions out. A resource stands for itself: !Ref OpenTable is
// "OpenTable" and !GetAtt OpenTable.Arn is "OpenTable.Arn".
func Value(v any) any {
	switch in := v.(type) {
	case []any:
		out := make([]any, len(in))
		for i := range in {
			out[i] = Value(in[i])
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
			out[name] = Value(in[name])
		}
		return out
	}
	return v
}

func call(name string, argument any) any {
	switch name {
	case "Ref":
		return named(Str(argument))
	case "Fn::GetAtt":
		return argument
	case "Fn::Sub":
		text, own := Str(argument), map[string]any{}
		if parts := List(argument); len(parts) == 2 {
			text, own = Str(parts[0]), Dict(Value(parts[1]))
		}
		return Variable.ReplaceAllStringFunc(text, func(match string) string {
			name := Variable.FindStringSubmatch(match)[1]
			if v, ok := own[name]; ok {
				return Str(v)
			}
			return named(name)
		})
	case "Fn::Split":
		var parts []any
		for p := range strings.SplitSeq(Str(Value(At(argument, "1"))), Str(argument, "0")) {
			parts = append(parts, p)
		}
		return parts
	case "Fn::Select":
		return At(Value(At(argument, "1")), fmt.Sprint(At(argument, "0")))
	case "Fn::If": // every option is taken: Parameters() has a value for each
		return Value(At(argument, "1"))
	case "Fn::ImportValue":
		return Value(argument)
	case "Fn::FindInMap": // stands for itself: the three names
		return strings.Join(Texts(Value(argument)), " ")
	}
	panic("function " + name + " is not known here")
}

func named(name string) string {
	if given, ok := Parameters()[name]; ok {
		return given
	}
	return name
}

// Parameters are values that a deployment could give.
func Parameters() map[string]string {
	return map[string]string{
		"Stage": "test", "BaseUrl": "https://greenroom.example", "MailFrom": "hello@greenroom.example",
		"CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/0", "SecretParameter": "/greenroom/secret",
		"OriginSecretParameter": "/greenroom/origin", "OriginSecretVersion": "1", "SenderDomain": "made",
		"WebAclArn":  "arn:aws:wafv2:us-east-1:123456789012:global/webacl/greenroom-test/0",
		"BucketName": "greenroom-artifacts-123456789012-eu-central-1", "AlarmEmail": "alarms@greenroom.example", "MonthlyBudget": "50", "DistributionId": "E0", "RequestsPerAddress": "3000", "FormsPerAddress": "200",
	}
}
