package cloud

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"greenroom/functions/internal/cloud/sam"
)

// right is one statement of a function's policy.
type right = sam.Right

func (t template) rights(function string) (all []right, faults []string) {
	return sam.Template(t).Rights(function)
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
			for _, fault := range faultsOf(r) {
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

func faultsOf(r right) (faults []string) {
	if r.Effect != "Allow" || r.Sid == "" || len(r.Actions) == 0 || len(r.Resources) == 0 {
		faults = append(faults, fmt.Sprintf("statement is incomplete: %+v", r))
	}
	for _, a := range r.Actions {
		if !slices.Contains(needed(), a) {
			faults = append(faults, "nothing here needs "+a)
		}
	}
	for _, resource := range r.Resources {
		if !slices.Contains([]string{"SiteBucket.Arn/*", "FilesBucket.Arn/files/*", arrivals}, resource) && strings.Contains(resource, "*") {
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
