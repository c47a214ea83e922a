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
