package cloud

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// The rules here hold the template to the code, and to itself.

// attributes of resources that may be asked for, by type.
func attributesOf(kind string) []string {
	return map[string][]string{
		"AWS::DynamoDB::Table":                 {"Arn", "StreamArn"},
		"AWS::Logs::LogGroup":                  {"Arn"},
		"AWS::SQS::Queue":                      {"Arn", "QueueUrl", "QueueName"},
		"AWS::S3::Bucket":                      {"Arn", "RegionalDomainName"},
		"AWS::CloudFront::Distribution":        {"Id", "DomainName"},
		"AWS::CloudFront::OriginAccessControl": {"Id"},
		"AWS::CloudFront::Function":            {"FunctionMetadata.FunctionARN"},
		"AWS::Serverless::Function":            {"Arn"},
		"AWS::Serverless::HttpApi":             {"ApiEndpoint"},
		"AWS::Events::Rule":                    {"Arn"},
		"AWS::WAFv2::WebACL":                   {"Arn"},
		"AWS::SES::EmailIdentity": {"DkimDNSTokenName1", "DkimDNSTokenName2", "DkimDNSTokenName3",
			"DkimDNSTokenValue1", "DkimDNSTokenValue2", "DkimDNSTokenValue3"},
	}[kind]
}

func referencesResolve(t template) (faults []string) {
	for _, name := range references(map[string]any(t)) {
		resource, attribute, dotted := strings.Cut(name, ".")
		kind := str(t, "Resources", resource, "Type")
		switch {
		case strings.HasPrefix(name, "AWS::"):
			if !slices.Contains([]string{"AWS::Region", "AWS::AccountId", "AWS::Partition", "AWS::URLSuffix", "AWS::NoValue"}, name) {
				faults = append(faults, "there is no pseudo parameter "+name)
			}
		case dotted && !slices.Contains(attributesOf(kind), attribute):
			faults = append(faults, fmt.Sprintf("%s: %q has no such attribute", name, kind))
		case !dotted && kind == "" && dict(t, "Parameters", name) == nil:
			faults = append(faults, "there is no resource or parameter "+name)
		}
	}
	for _, name := range conditions(map[string]any(t)) {
		if at(t, "Conditions", name) == nil {
			faults = append(faults, "there is no condition "+name)
		}
	}
	return faults
}

// conditions are the names that resources, outputs and Fn::If go by.
func conditions(v any) (names []string) {
	switch in := v.(type) {
	case []any:
		for _, item := range in {
			names = append(names, conditions(item)...)
		}
	case map[string]any:
		for name, argument := range in {
			if condition, is := argument.(string); is && name == "Condition" {
				names = append(names, condition)
			}
			if name == "Fn::If" {
				names = append(names, str(argument, "0"))
			}
			names = append(names, conditions(argument)...)
		}
	}
	return names
}

// references are the names in Ref, GetAtt and Sub.
func references(v any) (names []string) {
	switch in := v.(type) {
	case []any:
		for _, item := range in {
			names = append(names, references(item)...)
		}
	case map[string]any:
		for name, argument := range in {
			switch name {
			case "Ref", "Fn::GetAtt":
				names = append(names, str(argument))
			case "Fn::Sub":
				text, own := str(argument), dict(argument, "1")
				if own != nil {
					text = str(argument, "0")
				}
				for _, match := range variable.FindAllStringSubmatch(text, -1) {
					if _, ok := own[match[1]]; !ok {
						names = append(names, match[1])
					}
				}
				names = append(names, references(own)...)
			default:
				names = append(names, references(argument)...)
			}
		}
	}
	return names
}

func parametersUsed(t template) (faults []string) {
	used := references(map[string]any(t))
	for _, name := range slices.Sorted(maps.Keys(dict(t, "Parameters"))) {
		if !slices.Contains(used, name) {
			faults = append(faults, "nothing uses parameter "+name)
		}
		if str(t, "Parameters", name, "Description") == "" {
			faults = append(faults, "parameter "+name+" has no description")
		}
		pattern, sample := str(t, "Parameters", name, "AllowedPattern"), parameters()[name]
		if ok, err := regexp.MatchString(pattern, sample); !ok || err != nil {
			faults = append(faults, fmt.Sprintf("parameter %s does not allow %q: %v", name, sample, err))
		}
	}
	return faults
}

func functionsAreDirectories(t template) (faults []string) {
	programs, err := filepath.Glob("../../*/main.go")
	if err != nil {
		return []string{err.Error()}
	}
	var dirs []string
	for _, p := range programs {
		if name := filepath.Base(filepath.Dir(p)); name != "local" { // the laptop's
			dirs = append(dirs, name)
		}
	}
	if deployed := slices.Sorted(maps.Keys(t.functions())); !slices.Equal(deployed, dirs) {
		faults = append(faults, fmt.Sprintf("template deploys %v, functions/ holds %v", deployed, dirs))
	}
	if known := sortedKeys(variables()); !slices.Equal(known, dirs) {
		faults = append(faults, fmt.Sprintf("package cloud knows %v, functions/ holds %v", known, dirs))
	}
	for _, name := range t.functions() {
		uri := str(t.properties(name), "CodeUri")
		if _, err := os.Stat("../../../" + uri + "main.go"); err != nil {
			faults = append(faults, fmt.Sprintf("CodeUri %q of %s: %v", uri, name, err))
		}
	}
	return faults
}

func functionsRunAsBuilt(t template) (faults []string) {
	for _, name := range slices.Sorted(maps.Values(t.functions())) {
		for setting, want := range map[string]string{
			"Runtime": "provided.al2023", "Handler": "bootstrap", "Architectures": "[arm64]", "Tracing": "Active",
		} {
			if got := fmt.Sprint(t.setting(name, setting)); got != want {
				faults = append(faults, fmt.Sprintf("%s: %s is %s, want %s", name, setting, got, want))
			}
		}
		if method := str(t, "Resources", name, "Metadata", "BuildMethod"); method != "go1.x" {
			faults = append(faults, fmt.Sprintf("%s is built by %q, want go1.x", name, method))
		}
	}
	return faults
}

func differences(what string, got, want map[string]bool) (faults []string) {
	for _, name := range sortedKeys(want) {
		if !got[name] {
			faults = append(faults, fmt.Sprintf("%s %s is missing", what, name))
		}
	}
	for _, name := range sortedKeys(got) {
		if !want[name] {
			faults = append(faults, fmt.Sprintf("%s %s is not in the code", what, name))
		}
	}
	return faults
}

func variablesAreRead(t template) (faults []string) {
	means := map[string]string{
		"OPEN_TABLE": "OpenTable", "PRIVATE_TABLE": "PrivateTable", "SITE_BUCKET": "SiteBucket", "FILES_BUCKET": "FilesBucket", "BASE_URL": "BaseUrl",
		"MAIL_FROM": "MailFrom", "MAIL_SETTINGS": "MailSettings", "SECRET_PARAMETER": "SecretParameter", "ORIGIN_SECRET_PARAMETER": "OriginSecretParameter",
	}
	for function, name := range t.functions() {
		set, read := map[string]bool{}, map[string]bool{}
		for variable := range dict(t.properties(name), "Environment", "Variables") {
			set[variable] = true
			if got := str(t.properties(name), "Environment", "Variables", variable, "Ref"); set[variable] && means[variable] != got {
				faults = append(faults, fmt.Sprintf("%s: %s is %q, want %q", name, variable, got, means[variable]))
			}
		}
		for _, variable := range variables()[function] {
			read[variable] = true
		}
		faults = append(faults, differences("variable of "+function, set, read)...)
	}
	if at(t, "Globals", "Function", "Environment") != nil {
		faults = append(faults, "variables of all functions tell some of them what they have no use for")
	}
	return faults
}

func tablesAreDefined(t template) (faults []string) {
	for _, name := range []string{"OpenTable", "PrivateTable"} {
		defined := map[string]any{}
		for _, part := range []any{TableDefinition(name), TimeToLive(name)} {
			text, err := json.Marshal(part) // the SDK's names are CloudFormation's
			if err := errors.Join(err, json.Unmarshal(text, &defined)); err != nil {
				return []string{err.Error()}
			}
		}
		if got, want := tableShape(t.properties(name)), tableShape(defined); got != want {
			faults = append(faults, fmt.Sprintf("%s is\n%s\nwant\n%s", name, got, want))
		}
	}
	if got := len(t.ofType("AWS::DynamoDB::Table")); got != 2 {
		faults = append(faults, fmt.Sprintf("template has %d tables, want one a space", got))
	}
	return faults
}

// tableShape says how a table is made.
func tableShape(p map[string]any) string {
	lines := []string{
		"billing " + str(p, "BillingMode"), "stream " + str(p, "StreamSpecification", "StreamViewType"),
		fmt.Sprint("ttl ", at(p, "TimeToLiveSpecification", "AttributeName"), " ", at(p, "TimeToLiveSpecification", "Enabled")),
		"key" + schema(p),
	}
	for _, a := range list(p, "AttributeDefinitions") {
		lines = append(lines, "attribute "+str(a, "AttributeName")+" "+str(a, "AttributeType"))
	}
	for _, i := range list(p, "GlobalSecondaryIndexes") {
		lines = append(lines, "index "+str(i, "IndexName")+schema(i)+" "+str(i, "Projection", "ProjectionType"))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func schema(of any) (s string) {
	for _, e := range list(of, "KeySchema") {
		s += " " + str(e, "AttributeName") + " " + str(e, "KeyType")
	}
	return s
}
