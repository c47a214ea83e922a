package cloud

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// right is one statement of a function's policy.
type right struct {
	Sid, Effect        string
	Actions, Resources []string
	Leading            []string // patterns of partition keys; nil: the statement has no such condition
	From               string   // sender of mail
}

// rights returns the statements of a function's policies, with what cannot be
// taken for one.
func (t template) rights(function string) (all []right, faults []string) {
	p := t.properties(t.functions()[function])
	if p["Role"] != nil || at(t, "Globals", "Function", "Role") != nil {
		faults = append(faults, function+" has a role whose rights are not seen here")
	}
	for _, policy := range list(p, "Policies") {
		statements := list(policy, "Statement")
		if len(statements) == 0 {
			faults = append(faults, fmt.Sprintf("%s has the policy %v, want statements", function, policy))
		}
		for _, s := range statements {
			all = append(all, right{
				Sid: str(s, "Sid"), Effect: str(s, "Effect"),
				Actions: texts(at(s, "Action")), Resources: texts(value(at(s, "Resource"))),
				Leading: texts(at(s, "Condition", "ForAllValues:StringLike", "dynamodb:LeadingKeys")),
				From:    str(value(at(s, "Condition", "StringEquals", "ses:FromAddress"))),
			})
		}
	}
	return all, faults
}

// each takes a statement apart: one action on one kind of item at a time.
func (r right) each() (all []right) {
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

func (r right) String() string {
	return strings.TrimSpace(r.Sid + " " + strings.Join(r.Actions, " ") + " " + strings.Join(r.Leading, " "))
}

// texts are the strings of one string or of several.
func texts(v any) (all []string) {
	if s, ok := v.(string); ok {
		return []string{s}
	}
	for _, item := range list(v) {
		all = append(all, fmt.Sprint(item))
	}
	return all
}

// needed are the actions that some function has a use for.
func needed() []string {
	return []string{
		"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem",
		"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams",
		"s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket",
		"ses:SendEmail", "ses:SendRawEmail", "sqs:SendMessage", "ssm:GetParameter",
	}
}

var keyPattern = regexp.MustCompile(`^[A-Z]+(#\*)?$`)

func rightsAreNamed(t template) (faults []string) {
	for _, function := range slices.Sorted(maps.Keys(t.functions())) {
		all, wrong := t.rights(function)
		faults = append(faults, wrong...)
		for _, r := range all {
			for _, fault := range r.faults() {
				faults = append(faults, function+", "+r.Sid+": "+fault)
			}
		}
		if size := t.policySize(function); size > maxPolicy {
			faults = append(faults, fmt.Sprintf("policies of %s have some %d characters, more than the %d a role takes", function, size, maxPolicy))
		}
	}
	return faults
}

// maxPolicy is how many characters IAM takes in all policies written into one
// role.
const maxPolicy = 10_240

// policySize is about how long a function's policies are once names are ARNs.
func (t template) policySize(function string) int {
	text, err := json.Marshal(value(t.properties(t.functions()[function])["Policies"]))
	if err != nil {
		panic(err) // it came from YAML
	}
	const arn = 110 // characters of arn:aws:dynamodb:<region>:<account>:table/<stack>-OpenTable-<random>
	return len(text) + arn*strings.Count(string(text), ".Arn")
}

func (r right) faults() (faults []string) {
	if r.Effect != "Allow" || r.Sid == "" || len(r.Actions) == 0 || len(r.Resources) == 0 {
		faults = append(faults, fmt.Sprintf("statement is incomplete: %+v", r))
	}
	for _, a := range r.Actions {
		if !slices.Contains(needed(), a) {
			faults = append(faults, "nothing here needs "+a)
		}
	}
	for _, resource := range r.Resources {
		if !slices.Contains([]string{"SiteBucket.Arn/*", "FilesBucket.Arn/files/*"}, resource) && strings.Contains(resource, "*") {
			faults = append(faults, "resource "+resource+" has no name")
		}
		table := strings.HasSuffix(resource, "Table.Arn") || strings.Contains(resource, "Table.Arn/index/")
		if table && len(r.Leading) == 0 {
			faults = append(faults, "any item of "+resource+" can be reached")
		}
		if strings.Contains(resource, ":identity/") && r.From == "" {
			faults = append(faults, "mail can be sent from any address")
		}
	}
	for _, pattern := range r.Leading {
		if !keyPattern.MatchString(pattern) {
			faults = append(faults, "key pattern "+pattern+" names no kind of item")
		}
	}
	return faults
}

// rightsEndAtOwnTables lets a function reach what it is told the name of, and
// nothing else. So publish, which is told of the open table only, has no way
// to an address.
func rightsEndAtOwnTables(t template) (faults []string) {
	told := map[string]string{
		"OpenTable": "OPEN_TABLE", "PrivateTable": "PRIVATE_TABLE", "SiteBucket": "SITE_BUCKET", "FilesBucket": "FILES_BUCKET", ":identity/": "MAIL_FROM", ":configuration-set/": "MAIL_SETTINGS",
		parameters()["SecretParameter"]: "SECRET_PARAMETER", parameters()["OriginSecretParameter"]: "ORIGIN_SECRET_PARAMETER",
	}
	for function, names := range variables() {
		all, _ := t.rights(function)
		for _, r := range all {
			for thing, variable := range told {
				if slices.ContainsFunc(r.Resources, func(s string) bool { return strings.Contains(s, thing) }) && !slices.Contains(names, variable) {
					faults = append(faults, fmt.Sprintf("%s, %s: reaches %s and reads no %s", function, r.Sid, thing, variable))
				}
			}
		}
	}
	return faults
}

// access is one thing that a function wants to do.
type access struct{ Action, Resource, Key, From string }

// allows says whether one of the statements permits it, as IAM would.
func allows(rights []right, a access) bool {
	return slices.ContainsFunc(rights, func(r right) bool {
		return slices.Contains(r.Actions, a.Action) &&
			slices.ContainsFunc(r.Resources, func(pattern string) bool { return wild(pattern, a.Resource) }) &&
			(r.Leading == nil || slices.ContainsFunc(r.Leading, func(pattern string) bool { return wild(pattern, a.Key) })) &&
			(r.From == "" || r.From == a.From)
	})
}

// wild matches with * for anything and ? for one character, as IAM and
// CloudFront do.
func wild(pattern, s string) bool {
	quoted := regexp.QuoteMeta(pattern)
	quoted = strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(quoted)
	return regexp.MustCompile("^" + quoted + "$").MatchString(s)
}
