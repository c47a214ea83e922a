package cloud

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"greenroom/functions/internal/web"
)

// alarmsReach has every alarm told to the topic that only alarms write to, and
// says of each what silence means.
func alarmsReach(_, t template) (faults []string) {
	for _, name := range t.ofType("AWS::CloudWatch::Alarm") {
		p, _ := value(t.properties(name)).(map[string]any)
		for _, setting := range []string{"AlarmActions", "OKActions"} {
			if !slices.Equal(texts(p[setting]), []string{"Alarms"}) {
				faults = append(faults, fmt.Sprintf("%s: %s are %v", name, setting, p[setting]))
			}
		}
		if p["AlarmDescription"] == nil || p["ActionsEnabled"] != nil || p["TreatMissingData"] == nil {
			faults = append(faults, name+" does not say what it means, or is off")
		}
	}
	subscription, _ := value(t.properties("AlarmsByEmail")).(map[string]any)
	if str(subscription, "Protocol") != "email" || str(subscription, "Endpoint") != parameters()["AlarmEmail"] || str(subscription, "TopicArn") != "Alarms" ||
		str(t, "Resources", "AlarmsByEmail", "Condition") != "HasEmail" {
		faults = append(faults, fmt.Sprintf("alarms are sent to %v", subscription))
	}
	return append(faults, topicFaults(t)...)
}

func topicFaults(t template) (faults []string) {
	encrypted, policy := false, value(t.properties("AlarmsPolicy"))
	for _, s := range list(policy, "PolicyDocument", "Statement") {
		if str(s, "Effect") == "Deny" {
			encrypted = encrypted || str(s, "Principal") == "*" && str(s, "Condition", "Bool", "aws:SecureTransport") == "false"
			continue
		}
		for _, who := range texts(at(s, "Principal", "Service")) {
			if !slices.Contains([]string{"cloudwatch.amazonaws.com", "budgets.amazonaws.com"}, who) {
				faults = append(faults, who+" writes to the topic of alarms")
			}
		}
		if at(s, "Principal", "Service") == nil || str(s, "Condition", "StringEquals", "aws:SourceAccount") != "AWS::AccountId" {
			faults = append(faults, "other accounts write to the topic of alarms")
		}
	}
	if !encrypted || !slices.Equal(texts(at(policy, "Topics")), []string{"Alarms"}) {
		faults = append(faults, "topic of alarms takes connections in the clear")
	}
	return faults
}

func budgetTells(_, t template) (faults []string) {
	var shares []string
	for _, n := range list(value(t.properties("Budget")), "NotificationsWithSubscribers") {
		shares = append(shares, fmt.Sprint(at(n, "Notification", "Threshold"), " % to ", str(n, "Subscribers", "0", "Address")))
	}
	if want := []string{"50 % to Alarms", "80 % to Alarms", "100 % to Alarms"}; !slices.Equal(shares, want) {
		faults = append(faults, fmt.Sprintf("budget tells %v, want %v", shares, want))
	}
	return faults
}

func edgeIsWatched(_, t template) []string {
	return t.unwatched(
		watched{"AWS/CloudFront 5xxErrorRate", "E0", "Average", 1},
		watched{"AWS/CertificateManager DaysToExpiry", parameters()["CertificateArn"], "Minimum", 21},
		watched{"AWS/WAFV2 BlockedRequests", "greenroom-test", "Sum", 1000},
	)
}

// firewallRule returns a rule of the firewall by its name, worked out.
func (t template) firewallRule(name string) any {
	for _, r := range list(value(t.properties("Firewall")), "Rules") {
		if str(r, "Name") == name {
			return r
		}
	}
	return nil
}

func firewallStops(_, t template) (faults []string) {
	if scope := str(t.properties("Firewall"), "Scope"); scope != "CLOUDFRONT" {
		faults = append(faults, "firewall is for "+scope)
	}
	for rule, status := range map[string]int{"requests": 429, "forms": 429, "large-forms": 413} {
		answer := at(t.firewallRule(rule), "Action", "Block", "CustomResponse")
		words := str(t.properties("Firewall"), "CustomResponseBodies", str(answer, "CustomResponseBodyKey"), "Content")
		if at(answer, "ResponseCode") != status || !strings.Contains(words, "Nothing was kept.") {
			faults = append(faults, fmt.Sprintf("%s are not stopped with %d and words: %q", rule, status, words))
		}
	}
	for _, rule := range []string{"requests", "forms"} {
		if str(t.firewallRule(rule), "Statement", "RateBasedStatement", "AggregateKeyType") != "IP" {
			faults = append(faults, rule+" are not counted by address")
		}
	}
	for rule, group := range map[string]string{"addresses": "AmazonIpReputationList", "bad-inputs": "KnownBadInputsRuleSet", "common": "CommonRuleSet"} {
		got := t.firewallRule(rule)
		if str(got, "Statement", "ManagedRuleGroupStatement", "Name") != "AWSManagedRules"+group || dict(got, "OverrideAction", "None") == nil {
			faults = append(faults, fmt.Sprintf("%s: %v, want %s as it is", rule, got, group))
		}
	}
	large := list(t.firewallRule("large-forms"), "Statement", "AndStatement", "Statements")
	const most = 64 << 10 // bytes: web's limit of a form without files
	if len(large) != 2 || at(large[0], "SizeConstraintStatement", "Size") != most-1 ||
		str(large[0], "SizeConstraintStatement", "FieldToMatch", "Body", "OversizeHandling") != "MATCH" {
		faults = append(faults, fmt.Sprintf("large forms are %v", large))
	}
	return faults
}

// firewallLetsPass keeps AWS's rules about bodies from refusing a post about
// HTML, a link, or a file.
func firewallLetsPass(_, t template) (faults []string) {
	counted := map[string]bool{}
	for _, o := range list(t.firewallRule("common"), "Statement", "ManagedRuleGroupStatement", "RuleActionOverrides") {
		counted[str(o, "Name")] = dict(o, "ActionToUse", "Count") != nil
	}
	for _, name := range []string{"SizeRestrictions_BODY", "CrossSiteScripting_BODY", "GenericLFI_BODY", "GenericRFI_BODY", "EC2MetaDataSSRF_BODY", "NoUserAgent_HEADER"} {
		if !counted[name] {
			faults = append(faults, name+" refuses what people may send")
		}
	}
	small, err := regexp.Compile(str(t.firewallRule("large-forms"), "Statement", "AndStatement", "Statements", "1", "RegexMatchStatement", "RegexString"))
	if err != nil {
		return append(faults, err.Error())
	}
	for _, route := range new(web.Server).Routes() {
		files := route.Function == "submissions" || route.Function == "desk" || !strings.HasPrefix(route.Path, "/api/")
		if matched := small.MatchString(route.Path); matched && files {
			faults = append(faults, "files and posts are refused at "+route.Path)
		} else if !matched && !files && !strings.HasPrefix(route.Path, "/api/me/") && route.Function != "briefs" {
			faults = append(faults, "anybody may send any amount to "+route.Path)
		}
	}
	return faults
}

func firewallKeepsNothing(_, t template) (faults []string) {
	settings := []any{at(t.properties("Firewall"), "VisibilityConfig")}
	for _, r := range list(t.properties("Firewall"), "Rules") {
		settings = append(settings, at(r, "VisibilityConfig"))
	}
	for _, s := range settings {
		if at(s, "SampledRequestsEnabled") != false {
			faults = append(faults, fmt.Sprintf("requests are kept with their addresses: %v", s))
		}
	}
	if logs := t.ofType("AWS::WAFv2::LoggingConfiguration"); len(logs) > 0 {
		faults = append(faults, fmt.Sprintf("requests are logged: %v", logs))
	}
	return faults
}

// TestStagesGiveParameters holds infra/<stage>.json to what template.yaml takes,
// and to who may be told of alarms.
func TestStagesGiveParameters(t *testing.T) {
	t.Parallel()
	taken := dict(loadTemplate(t), "Parameters")
	for _, stage := range []string{"staging", "production"} {
		var given []struct{ ParameterKey, ParameterValue string }
		if err := json.Unmarshal([]byte(infraText(t, stage+".json")), &given); err != nil {
			t.Fatal(err)
		}
		left := map[string]bool{}
		for name := range taken {
			left[name] = true
		}
		for _, p := range given {
			if p.ParameterKey == "AlarmEmail" || p.ParameterKey == "MonthlyBudget" {
				continue // of infra/watch.yaml
			}
			if !left[p.ParameterKey] {
				t.Errorf("%s.json gives %s, which template.yaml does not take, or twice", stage, p.ParameterKey)
			}
			delete(left, p.ParameterKey)
			pattern, values := str(taken[p.ParameterKey], "AllowedPattern"), texts(at(taken[p.ParameterKey], "AllowedValues"))
			if ok, err := regexp.MatchString(pattern, p.ParameterValue); !ok || err != nil || values != nil && !slices.Contains(values, p.ParameterValue) {
				t.Errorf("%s.json: %s does not allow %q: %v", stage, p.ParameterKey, p.ParameterValue, err)
			}
			if p.ParameterKey == "Stage" && p.ParameterValue != stage {
				t.Errorf("%s.json is for stage %s", stage, p.ParameterValue)
			}
		}
		for name := range left {
			t.Errorf("%s.json does not give %s", stage, name)
		}
	}
}

// TestStackPolicyProtectsWhatIsKept names all that must not be replaced.
func TestStackPolicyProtectsWhatIsKept(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../infra/stack-policy.json")
	if err != nil || !json.Valid(text) {
		t.Fatalf("%v: %s", err, text)
	}
	main := loadTemplate(t)
	for name := range dict(main, "Resources") {
		protected := strings.Contains(string(text), `"LogicalResourceId/`+name+`"`)
		kept := str(main, "Resources", name, "DeletionPolicy") == "Retain" || name == "Distribution"
		if protected != kept {
			t.Errorf("%s: protected %v, kept %v", name, protected, kept)
		}
	}
}
