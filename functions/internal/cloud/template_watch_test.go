package cloud

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// The rules here are about infra/watch.yaml and infra/watch-edge.yaml: what is
// told to a person, and when.

// watched is an alarm that there must be.
type watched struct {
	metric    string // namespace and name
	of        string // value of the metric's first dimension; empty: it has none
	stat      string
	threshold any
}

// alarm returns the properties of the alarm on a metric, worked out.
func (t template) alarm(metric, of string) map[string]any {
	for _, name := range t.ofType("AWS::CloudWatch::Alarm") {
		p, _ := value(t.properties(name)).(map[string]any)
		if str(p, "Namespace")+" "+str(p, "MetricName") == metric && str(p, "Dimensions", "0", "Value") == of {
			return p
		}
	}
	return nil
}

func (t template) unwatched(all ...watched) (faults []string) {
	for _, w := range all {
		p := t.alarm(w.metric, w.of)
		if p == nil {
			faults = append(faults, fmt.Sprintf("nobody is told of %s of %q", w.metric, w.of))
			continue
		}
		stat := str(p, "Statistic") + str(p, "ExtendedStatistic")
		if fmt.Sprint(p["Threshold"]) != fmt.Sprint(w.threshold) || stat != w.stat {
			faults = append(faults, fmt.Sprintf("%s of %q is told when %s is beyond %v, want %s %v", w.metric, w.of, stat, p["Threshold"], w.stat, w.threshold))
		}
	}
	return faults
}

// export is the name by which a stage's value is imported.
func export(name string) string { return "greenroom-test-" + name }

// functionsAreWatched: what broke off, what was turned away, and what took
// nearly all the time that the function has.
func functionsAreWatched(main, t template) (faults []string) {
	for _, name := range main.functions() {
		timeout, _ := main.setting(name, "Timeout").(int)
		short := strings.TrimSuffix(name, "Function")
		if slow := at(t, "Mappings", "SlowAfter", short, "Duration"); slow != timeout*800 {
			faults = append(faults, fmt.Sprintf("%s is slow after %v ms, want four fifths of %d s", name, slow, timeout))
		}
		faults = append(faults, t.unwatched(
			watched{"AWS/Lambda Errors", export(name), "Sum", 0},
			watched{"AWS/Lambda Throttles", export(name), "Sum", 0},
			watched{"AWS/Lambda Duration", export(name), "p99", "SlowAfter " + short + " Duration"},
		)...)
	}
	return faults
}

func streamsAreWatched(main, t template) (faults []string) {
	for _, mapping := range main.ofType("AWS::Lambda::EventSourceMapping") {
		function := str(main.properties(mapping), "FunctionName", "Ref")
		faults = append(faults, t.unwatched(watched{"AWS/Lambda IteratorAge", export(function), "Maximum", 60_000})...)
	}
	for _, queue := range main.ofType("AWS::SQS::Queue") {
		faults = append(faults, t.unwatched(watched{"AWS/SQS ApproximateNumberOfMessagesVisible", export(queue + "Name"), "Maximum", 0})...)
	}
	return faults
}

func requestsAreWatched(main, t template) []string {
	faults := t.unwatched(watched{"AWS/ApiGateway 5xx", export("Api"), "Sum", 2})
	for _, table := range main.ofType("AWS::DynamoDB::Table") {
		for _, metric := range []string{"SystemErrors", "ThrottledRequests"} {
			var counted []string
			for _, name := range t.ofType("AWS::CloudWatch::Alarm") {
				for _, m := range list(value(t.properties(name)), "Metrics") {
					if str(m, "MetricStat", "Metric", "MetricName") == metric && str(m, "MetricStat", "Metric", "Dimensions", "0", "Value") == export(table) {
						counted = append(counted, str(m, "MetricStat", "Metric", "Dimensions", "1", "Value"))
					}
				}
			}
			if slices.Sort(counted); !slices.Equal(counted, operations()) {
				faults = append(faults, fmt.Sprintf("%s of %s are counted for %v, want %v", metric, table, counted, operations()))
			}
		}
	}
	return faults
}

// operations are those that Dynamo calls; DynamoDB counts by them only.
func operations() (called []string) {
	var source []byte
	for _, file := range []string{"dynamo.go", "dynamo_write.go"} {
		text, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		source = append(source, text...)
	}
	for _, name := range []string{"BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "TransactGetItems",
		"TransactWriteItems", "UpdateItem"} {
		if strings.Contains(string(source), "d.client."+name+"(") {
			called = append(called, name)
		}
	}
	return called
}

// mailIsWatched tells before Amazon looks at an account: from 5 % and 0.1 %.
func mailIsWatched(_, t template) []string {
	return t.unwatched(
		watched{"AWS/SES Reputation.BounceRate", "", "Average", 0.04},
		watched{"AWS/SES Reputation.ComplaintRate", "", "Average", 0.0008},
		watched{"Greenroom/test MailGivenUp", "", "Sum", 0},
	)
}

func buildsAreWatched(_, t template) []string {
	faults := t.unwatched(watched{"Greenroom/test SiteNotBuilt", "", "Sum", 0}, watched{"Greenroom/test SiteBuilt", "", "Sum", 1})
	none := t.alarm("Greenroom/test SiteBuilt", "")
	if none["TreatMissingData"] != "breaching" || none["ComparisonOperator"] != "LessThanThreshold" || none["Period"] != 24*60*60 {
		faults = append(faults, "a day without a build is told to nobody")
	}
	return faults
}

// linesAreWritten holds what is counted in logs to what the code says there.
func linesAreWritten(main, t template) (faults []string) {
	source := logLines()
	for _, name := range t.ofType("AWS::Logs::MetricFilter") {
		p, _ := value(t.properties(name)).(map[string]any)
		line, ok := strings.CutPrefix(str(p, "FilterPattern"), `{ $.msg = "`)
		if line = strings.TrimSuffix(line, `" }`); !ok || !strings.Contains(source, `"`+line+`"`) {
			faults = append(faults, fmt.Sprintf("%s counts %q, which nothing writes", name, str(p, "FilterPattern")))
		}
		exists := slices.ContainsFunc(main.ofType("AWS::Logs::LogGroup"), func(group string) bool {
			return str(value(main.properties(group)["LogGroupName"])) == str(p, "LogGroupName")
		})
		if !exists {
			faults = append(faults, name+" reads a log that is not there: "+str(p, "LogGroupName"))
		}
	}
	return faults
}

// logLines are the sources of what publish and deliver run.
func logLines() string {
	var all strings.Builder
	for _, dir := range []string{".", "../publish", "../outbox"} {
		files, err := fs.Glob(os.DirFS(dir), "*.go")
		if err != nil {
			panic(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(dir + "/" + file)
			if err != nil {
				panic(err)
			}
			if !strings.HasSuffix(file, "_test.go") {
				all.Write(text)
			}
		}
	}
	return all.String()
}

// dashboardShows every function, queue and table, and what they were asked for.
func dashboardShows(main, t template) (faults []string) {
	body := str(value(t.properties("Dashboard")), "DashboardBody")
	if !json.Valid([]byte(body)) {
		return []string{"dashboard is not JSON:\n" + body}
	}
	for _, function := range main.functions() {
		for _, metric := range []string{"Errors", "Throttles", "Duration"} {
			if !strings.Contains(body, fmt.Sprintf(`"AWS/Lambda", %q, "FunctionName", %q`, metric, export(function))) {
				faults = append(faults, "dashboard does not show "+metric+" of "+function)
			}
		}
	}
	for name := range main.exports() {
		if !strings.Contains(body, `"`+name+`"`) {
			faults = append(faults, "dashboard shows nothing of "+name)
		}
	}
	for _, metric := range []string{"Count", "5xx", "Latency", "IteratorAge", "SiteBuilt", "SiteNotBuilt", "Send", "Bounce",
		"MailGivenUp", "ApproximateNumberOfMessagesVisible", "Requests"} {
		if !strings.Contains(body, `"`+metric+`"`) {
			faults = append(faults, "dashboard does not show "+metric)
		}
	}
	return faults
}
