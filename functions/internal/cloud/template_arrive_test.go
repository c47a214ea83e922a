package cloud

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// arrivals is where files arrive that no function could be sent.
const arrivals = "FilesBucket.Arn/arriving/*"

// arrivalsGo has what nobody takes go after a day, with all its versions, and
// lets one function near it. What was taken is never removed, by nobody.
func arrivalsGo(t template) (faults []string) {
	goes := false
	for _, r := range list(t.properties("FilesBucket"), "LifecycleConfiguration", "Rules") {
		if at(r, "ExpirationInDays") == nil && at(r, "ExpirationDate") == nil {
			continue
		}
		if str(r, "Prefix") != "arriving/" {
			faults = append(faults, str(r, "Id")+" removes what people sent in")
			continue
		}
		goes = goes || str(r, "Status") == "Enabled" && at(r, "ExpirationInDays") == 1 && at(r, "NoncurrentVersionExpiration", "NoncurrentDays") == 1
	}
	if !goes {
		faults = append(faults, "what nobody takes stays")
	}
	for _, function := range slices.Sorted(maps.Keys(t.functions())) {
		rights, _ := t.rights(function)
		for _, r := range rights {
			faults = append(faults, arrivalFaults(function, r)...)
		}
	}
	return faults
}

func arrivalFaults(function string, r right) (faults []string) {
	near := slices.Contains(r.Resources, arrivals)
	if near && (function != "submissions" || len(r.Resources) != 1) {
		faults = append(faults, fmt.Sprintf("%s, %s: reaches what arrives for somebody else", function, r.Sid))
	}
	kept := slices.ContainsFunc(r.Resources, func(s string) bool { return strings.HasPrefix(s, "FilesBucket.Arn") && s != arrivals })
	if kept && slices.Contains(r.Actions, "s3:DeleteObject") {
		faults = append(faults, fmt.Sprintf("%s, %s: removes what people sent in", function, r.Sid))
	}
	return faults
}

// arrivalWeakenings are those of files that arrive from browsers.
func arrivalWeakenings() []weakening {
	const rule = "what nobody takes goes"
	const rights = "Action: [s3:GetObject, s3:PutObject, s3:DeleteObject]\n              Resource: !Sub ${FilesBucket.Arn}/arriving/*"
	return []weakening{
		{"Prefix: arriving/, ", "", rule},
		{"Prefix: arriving/, ", "Prefix: files/, ", rule},
		{"{Id: NeverTaken, Status: Enabled", "{Id: NeverTaken, Status: Disabled", rule},
		{"ExpirationInDays: 1, ", "ExpirationInDays: 365, ", rule},
		{"ExpirationInDays: 1, NoncurrentVersionExpiration: {NoncurrentDays: 1}", "ExpirationInDays: 1", rule},
		{"{Id: OldVersions, Status: Enabled, ", "{Id: OldVersions, Status: Enabled, ExpirationInDays: 30, ", rule},
		{"Action: [s3:GetObject]\n              Resource: !Sub ${FilesBucket.Arn}/files/*", "Action: [s3:GetObject]\n              Resource: [!Sub '${FilesBucket.Arn}/files/*', !Sub '${FilesBucket.Arn}/arriving/*']", rule},
		{"Action: [s3:GetObject, s3:PutObject]\n              Resource: !Sub ${FilesBucket.Arn}/files/*", "Action: [s3:GetObject, s3:PutObject, s3:DeleteObject]\n              Resource: !Sub ${FilesBucket.Arn}/files/*", rule},
		{rights, strings.Replace(rights, "arriving/*", "*", 1), "rights are named"},
		{"          ContentSecurityPolicy:\n            Override: false", "          ContentSecurityPolicy:\n            Override: true", "headers are those of the server"},
	}
}
