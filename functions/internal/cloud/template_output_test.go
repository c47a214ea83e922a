package cloud

import (
	"fmt"
	"slices"
	"strings"
)

// The rules here are about what the template lets others see and choose.

// tablesAreCapped bounds what a flood can cost. An index without a bound of its
// own has none.
func tablesAreCapped(t template) (faults []string) {
	capped := func(what string, of any) {
		for _, unit := range []string{"MaxReadRequestUnits", "MaxWriteRequestUnits"} {
			if n, ok := at(of, "OnDemandThroughput", unit).(int); !ok || n < 100 || n > 10_000 {
				faults = append(faults, fmt.Sprintf("%s: %s is %v, want 100 to 10,000 a second", what, unit, at(of, "OnDemandThroughput", unit)))
			}
		}
	}
	for _, name := range t.ofType("AWS::DynamoDB::Table") {
		capped(name, t.properties(name))
		for _, index := range list(t.properties(name), "GlobalSecondaryIndexes") {
			capped(name+" "+str(index, "IndexName"), index)
		}
	}
	return faults
}

// firewallMayStand puts the firewall that was given before the CDN, and none
// where none was: CloudFront takes no empty name for one.
func firewallMayStand(t template) (faults []string) {
	choice := list(t.properties("Distribution"), "DistributionConfig", "WebACLId", "Fn::If")
	if len(choice) != 3 || choice[0] != "HasFirewall" || str(choice[1], "Ref") != "WebAclArn" || str(choice[2], "Ref") != "AWS::NoValue" {
		faults = append(faults, fmt.Sprintf("firewall is %v", choice))
	}
	if given, ok := at(t, "Parameters", "WebAclArn", "Default").(string); !ok || given != "" {
		faults = append(faults, "a firewall is no option")
	}
	return faults
}

// exports are the values that other stacks of the stage may import, by name.
func (t template) exports() map[string]string {
	found := map[string]string{}
	for name := range dict(t, "Outputs") {
		if as := str(value(at(t, "Outputs", name, "Export", "Name"))); as != "" {
			found[as] = fmt.Sprint(value(at(t, "Outputs", name, "Value")))
		}
	}
	return found
}

// outputsServe whoever deploys, and infra/watch.yaml.
func outputsServe(t template) (faults []string) {
	for _, name := range []string{"SiteAddress", "SiteBucket", "FilesBucket", "DistributionId", "DistributionDomain", "ApiEndpoint", "OpenTable",
		"PrivateTable", "PublishFunction", "FailedChanges", "MailTrouble"} {
		if at(t, "Outputs", name, "Value") == nil || str(t, "Outputs", name, "Description") == "" {
			faults = append(faults, "there is no output "+name+", or no word about it")
		}
	}
	exported := t.exports()
	for _, function := range t.functions() {
		if got := exported["greenroom-test-"+function]; got != function {
			faults = append(faults, fmt.Sprintf("%s is exported as %q", function, got))
		}
	}
	for as, what := range exported {
		if slices.ContainsFunc([]string{"Secret", "Mail"}, func(s string) bool { return strings.HasPrefix(what, s) }) && what != "MailTrouble.QueueName" {
			faults = append(faults, as+" exports "+what)
		}
		if !strings.HasPrefix(as, "greenroom-test-") {
			faults = append(faults, as+" is the same for every stage")
		}
	}
	return faults
}
