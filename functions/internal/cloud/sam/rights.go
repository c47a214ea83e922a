package sam

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Right is one statement of a function's policy.
type Right struct {
	Sid, Effect        string
	Actions, Resources []string
	Leading            []string // patterns of partition keys; nil: the statement has no such condition
	From               string   // sender of mail
}

// Rights returns the statements of a function's policies, with what cannot be
// taken for one.
func (t Template) Rights(function string) (all []Right, faults []string) {
	p := t.Properties(t.Functions()[function])
	if p["Role"] != nil || At(t, "Globals", "Function", "Role") != nil {
		faults = append(faults, function+" has a role whose rights are not seen here")
	}
	for _, policy := range List(p, "Policies") {
		statements := List(policy, "Statement")
		if len(statements) == 0 {
			faults = append(faults, fmt.Sprintf("%s has the policy %v, want statements", function, policy))
		}
		for _, s := range statements {
			all = append(all, Right{
				Sid: Str(s, "Sid"), Effect: Str(s, "Effect"),
				Actions: Texts(At(s, "Action")), Resources: Texts(Value(At(s, "Resource"))),
				Leading: Texts(At(s, "Condition", "ForAllValues:StringLike", "dynamodb:LeadingKeys")),
				From:    Str(Value(At(s, "Condition", "StringEquals", "ses:FromAddress"))),
			})
		}
	}
	return all, faults
}

// Each takes a statement apart: one action on one kind of item at a time.
func (r Right) Each() (all []Right) {
	patterns := r.Leading
	if patterns == nil {
		patterns = []string{""}
	}
	for _, action := range r.Actions {
		for _, pattern := range patterns {
			one := r
			one.Actions = []string{action}
			if r.Leading != nil {
				one.Leading = []string{pattern}
			}
			all = append(all, one)
		}
	}
	return all
}

func (r Right) String() string {
	return strings.TrimSpace(r.Sid + " " + strings.Join(r.Actions, " ") + " " + strings.Join(r.Leading, " "))
}

// Access is one thing that a function wants to do.
type Access struct{ Action, Resource, Key, From string }

// Allows says whether one of the statements permits it, as IAM would.
func Allows(rights []Right, a Access) bool {
	return slices.ContainsFunc(rights, func(r Right) bool {
		return slices.Contains(r.Actions, a.Action) &&
			slices.ContainsFunc(r.Resources, func(pattern string) bool { return Wild(pattern, a.Resource) }) &&
			(r.Leading == nil || slices.ContainsFunc(r.Leading, func(pattern string) bool { return Wild(pattern, a.Key) })) &&
			(r.From == "" || r.From == a.From)
	})
}

// Wild matches with * for anything and ? for one character, as IAM and
// CloudFront do.
func Wild(pattern, s string) bool {
	quoted := regexp.QuoteMeta(pattern)
	quoted = strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(quoted)
	return regexp.MustCompile("(?s)^" + quoted + "$").MatchString(s)
}
