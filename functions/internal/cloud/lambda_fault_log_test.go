package cloud

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"greenroom/functions/internal/cloud/standin"
)

// lines are those of a function's log that are of ours.
func (w *world) lines(function string) (all []map[string]any) {
	for text := range strings.SplitSeq(w.log(function), "\n") {
		var line map[string]any
		if json.Unmarshal([]byte(text), &line) == nil {
			all = append(all, line)
		}
	}
	return all
}

func (w *world) log(function string) string {
	return w.pool.Log(function) + w.other.Log(function)
}

// complains reports whether a line is about a failure, and says why and in
// which invocation.
func complains(line map[string]any) bool {
	cause, _ := line["cause"].(string)
	id, _ := line["requestId"].(string)
	return (line["level"] == "ERROR" || line["level"] == "WARN") && cause != "" && (id != "" || line["msg"] == "function cannot start")
}

// owes notes that a function has to tell of a failure, by the number that the
// visitor was given if there is one. When it is read is another matter: a log
// comes later than the answer.
func (w *world) owes(function, id string) {
	w.seen.Lock()
	defer w.seen.Unlock()
	w.owed[function] = append(w.owed[function], id)
}

// checkTellings wants each failure told of by the function whose it was.
func (w *world) checkTellings() {
	for function, ids := range w.owed {
		told, count := map[string]bool{}, 0
		for _, line := range w.lines(function) {
			if complains(line) {
				count++
				told[fmt.Sprint(line["id"])] = true
			}
		}
		for _, id := range ids {
			if id != "" && !told[id] {
				w.violate("%s failed over request %q, and its log does not say why", function, id)
			}
		}
		if count < len(ids) {
			w.violate("%s failed %d times, and %d lines of its log say why", function, len(ids), count)
		}
	}
}

// saidSo reports whether an invocation failed because the function said so, and
// not because it was killed.
func saidSo(err error) bool {
	_, said := errors.AsType[*standin.FunctionError](err)
	return said
}

// checkLogs: no line has a name, an address or a text of anybody.
func (w *world) checkLogs() {
	private := []string{"Quillfeather", "Zanzibar", "example.org", "Tess", "Priya", "Devon", "@"}
	for function := range w.template.functions() {
		for line := range strings.SplitSeq(w.log(function), "\n") {
			for _, words := range private {
				if strings.Contains(line, words) {
					w.violate("%s logs %q: %s", function, words, line)
				}
			}
		}
	}
}

// counted adds what is counted in logs to the metrics that moved.
func (w *world) counted(watch template, moved map[string]int) {
	for _, name := range watch.ofType("AWS::Logs::MetricFilter") {
		p, _ := value(watch.properties(name)).(map[string]any)
		group := str(p, "LogGroupName")
		message := strings.TrimSuffix(strings.TrimPrefix(str(p, "FilterPattern"), `{ $.msg = "`), `" }`)
		metric := str(p, "MetricTransformations", "0", "MetricNamespace") + " " + str(p, "MetricTransformations", "0", "MetricName")
		for _, line := range w.lines(group[strings.LastIndex(group, "-")+1:]) {
			moved[metric] += btoi(line["msg"] == message)
		}
	}
}

// watchedMetrics are those that tell somebody of a failure.
func watchedMetrics(t *testing.T) (watch template, metrics []string) {
	t.Helper()
	watch, err := parseInfra(infraText(t, "watch.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range watch.ofType("AWS::Logs::MetricFilter") {
		if p := dict(value(watch.properties(name))); name != "SiteBuilt" { // which counts what goes well
			metrics = append(metrics, str(p, "MetricTransformations", "0", "MetricNamespace")+" "+str(p, "MetricTransformations", "0", "MetricName"))
		}
	}
	for _, name := range watch.ofType("AWS::CloudWatch::Alarm") {
		p, _ := value(watch.properties(name)).(map[string]any)
		if p["TreatMissingData"] == "breaching" {
			continue // it tells that nothing happens
		}
		metrics = append(metrics, str(p, "Namespace")+" "+str(p, "MetricName"))
		for _, m := range list(p, "Metrics") {
			metrics = append(metrics, str(m, "MetricStat", "Metric", "Namespace")+" "+str(m, "MetricStat", "Metric", "MetricName"))
		}
	}
	return watch, metrics
}

// bucketOf is one with these objects, and where it is.
func bucketOf(objects map[string]standin.Object) (bucket *standin.S3, address string, stop func()) {
	bucket = &standin.S3{Objects: objects}
	server := httptest.NewServer(bucket)
	return bucket, server.URL, server.Close
}
