package cloud

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-lambda-go/events"

	"greenroom/functions/internal/cloud/sam"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/table"
)

func streamsRetry(t template) (faults []string) {
	sources := map[string]string{"PublishFunction": "OpenTable.StreamArn", "DeliverFunction": "PrivateTable.StreamArn"}
	for _, name := range t.ofType("AWS::Lambda::EventSourceMapping") {
		p, _ := value(t.properties(name)).(map[string]any)
		function := str(p, "FunctionName")
		if source := str(p, "EventSourceArn"); sources[function] != source {
			faults = append(faults, fmt.Sprintf("%s leads from %s to %s", name, source, function))
		}
		delete(sources, function)
		for setting, want := range map[string]string{
			"FunctionResponseTypes": "[ReportBatchItemFailures]", "BisectBatchOnFunctionError": "true", "ParallelizationFactor": "1",
			"DestinationConfig": "map[OnFailure:map[Destination:FailedChanges.Arn]]",
			"StartingPosition":  "TRIM_HORIZON", // LATEST loses what changes while the mapping is being made
		} {
			if got := fmt.Sprint(p[setting]); got != want {
				faults = append(faults, fmt.Sprintf("%s: %s is %s, want %s", name, setting, got, want))
			}
		}
		faults = append(faults, batching(name, p)...)
		for _, limit := range []string{"MaximumRetryAttempts", "MaximumRecordAgeInSeconds"} { // without: for ever
			if n, ok := p[limit].(int); !ok || n < 1 {
				faults = append(faults, fmt.Sprintf("%s: %s is %v", name, limit, p[limit]))
			}
		}
	}
	for function := range sources {
		faults = append(faults, "nothing leads to "+function)
	}
	return faults
}

// batching holds what makes a rush of approvals few builds, and keeps nobody
// waiting for a code.
func batching(name string, p map[string]any) (faults []string) {
	size, _ := p["BatchSize"].(int)
	window, given := p["MaximumBatchingWindowInSeconds"].(int)
	switch {
	case !given:
		faults = append(faults, name+" has no window")
	case name == "OpenChanges" && (size < 1000 || window < 2 || window > 10):
		faults = append(faults, fmt.Sprintf("%s builds for %d changes or %d seconds, want one build for a rush", name, size, window))
	case name == "PrivateChanges" && (size > 10 || window > 0):
		faults = append(faults, fmt.Sprintf("%s waits for %d letters or %d seconds, and somebody for a code", name, size, window))
	}
	return faults
}

// filtersPass lets through what the code waits for, and no item of the private
// table but mail.
func filtersPass(t template) (faults []string) {
	held, approved, withdrawn := plainComment(comment.Held), plainComment(comment.Approved), plainComment(comment.Withdrawn)
	letter := plainMail("1")
	session := &table.Item{Key: table.Key{Space: table.Private, PK: "SESS#1", SK: "T"}, Kind: "session", Body: []byte("{}")}
	sent := plainMail("1")
	sent.Index[0].PK = "MAILS#sent"
	step, count := programStep(), programCount()
	guestPost := &table.Item{Key: table.Key{Space: table.Open, PK: "GUESTS", SK: "POST#1"}, Kind: "guest post", Body: []byte("{}")}
	signpost := &table.Item{Key: table.Key{Space: table.Open, PK: "COMMENT#1", SK: "T"}, Kind: "signpost", Body: []byte("{}")}
	for _, c := range []struct {
		mapping string
		old     *table.Item
		changed *table.Item
		want    bool
	}{
		{"OpenChanges", held, approved, true}, {"OpenChanges", nil, approved, true},
		{"OpenChanges", approved, withdrawn, true}, {"OpenChanges", approved, nil, true},
		{"OpenChanges", nil, signpost, false},
		{"OpenChanges", nil, step, true}, {"OpenChanges", step, step, true}, {"OpenChanges", nil, count, false},
		{"OpenChanges", nil, guestPost, true}, {"OpenChanges", guestPost, guestPost, true},
		{"PrivateChanges", nil, letter, true}, {"PrivateChanges", letter, letter, true},
		{"PrivateChanges", nil, session, false}, {"PrivateChanges", letter, nil, false}, {"PrivateChanges", letter, sent, false},
	} {
		r := streamedRecord(1, c.old, c.changed)
		if got := t.passes(c.mapping, r); got != c.want {
			faults = append(faults, fmt.Sprintf("%s: %s of %s passes: %v, want %v", c.mapping, r.EventName, fmt.Sprint(keyOf(r)), got, c.want))
		}
	}
	return faults
}

func keyOf(r events.DynamoDBEventRecord) string { return r.Change.Keys["PK"].String() }

func (t template) passes(mapping string, r events.DynamoDBEventRecord) bool {
	return sam.Template(t).Passes(mapping, r)
}

var contextVariable = regexp.MustCompile(`\$context\.[A-Za-z.]+`)

func logsAreKept(t template) (faults []string) {
	groups := map[string]string{"Api": strings.TrimSuffix(str(t.properties("Api"), "AccessLogSettings", "DestinationArn", "Fn::GetAtt"), ".Arn")}
	for _, name := range t.functions() {
		groups[name] = str(t.properties(name), "LoggingConfig", "LogGroup", "Ref")
	}
	used := map[string]bool{}
	for of, group := range groups {
		if days, ok := t.properties(group)["RetentionInDays"].(int); !ok || days > 90 || used[group] {
			faults = append(faults, fmt.Sprintf("log %q of %s is kept for %v days, or is not its own", group, of, t.properties(group)["RetentionInDays"]))
		}
		used[group] = true
	}
	format := str(t.properties("Api"), "AccessLogSettings", "Format")
	if !json.Valid([]byte(format)) {
		faults = append(faults, "access log is not JSON: "+format)
	}
	if logging := dict(t.properties("Distribution"), "DistributionConfig")["Logging"]; logging != nil {
		faults = append(faults, fmt.Sprintf("CloudFront keeps who asked for what: %v", logging))
	}
	for _, name := range contextVariable.FindAllString(format, -1) { // no path, no address, no browser
		if !slices.Contains([]string{"$context.requestId", "$context.requestTime", "$context.routeKey", "$context.status",
			"$context.responseLatency", "$context.integrationStatus", "$context.integration.requestId"}, name) {
			faults = append(faults, "access log has "+name)
		}
	}
	return faults
}
