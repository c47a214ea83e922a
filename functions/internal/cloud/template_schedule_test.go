package cloud

import (
	"fmt"
	"slices"
	"strings"

	words "greenroom/content"
	"greenroom/site/content"
)

// schedulesStrike has everything that a clock strikes be struck, once for
// each installation, where the site is, with an event that has no records.
func schedulesStrike(t template) (faults []string) {
	site, err := content.LoadConfig(words.FS)
	if err != nil {
		return []string{err.Error()}
	}
	want := map[string]string{
		"clock": "rate(1 minute) ", "deliver": "rate(1 minute) ",
		"publish": "cron(1 0 * * ? *) " + site.TimeZone.String(), // a minute after midnight
	}
	for function, name := range t.functions() {
		var got []string
		for id := range dict(t.properties(name), "Events") {
			event := dict(t.properties(name), "Events", id)
			if str(event, "Type") != "ScheduleV2" {
				continue
			}
			p, _ := value(event["Properties"]).(map[string]any)
			got = append(got, str(p, "ScheduleExpression")+" "+str(p, "ScheduleExpressionTimezone"))
			if !strings.HasPrefix(str(p, "Name"), "greenroom-test-") { // SAM's name is the same for every stage
				faults = append(faults, fmt.Sprintf("schedule %s of %s is called %q, also in other stages", id, name, str(p, "Name")))
			}
			if str(p, "Input") != "{}" || p["State"] != nil {
				faults = append(faults, fmt.Sprintf("schedule %s of %s sends %q, want {}, or is off", id, name, str(p, "Input")))
			}
		}
		if wanted := slices.DeleteFunc([]string{want[function]}, func(s string) bool { return s == "" }); !slices.Equal(got, wanted) {
			faults = append(faults, fmt.Sprintf("%s is struck by %q, want %q", name, got, wanted))
		}
		if strings.HasPrefix(want[function], "rate(") {
			faults = append(faults, t.piledUp(name)...)
		}
	}
	given := at(value(t.properties("PublishFunction")), "EventInvokeConfig", "DestinationConfig", "OnFailure", "Destination")
	if given != "FailedChanges.Arn" {
		faults = append(faults, fmt.Sprintf("a night's build that fails is told to %v", given))
	}
	return faults
}

// piledUp says whether strokes that found the function busy are kept: the next
// one comes within the minute.
func (t template) piledUp(function string) (faults []string) {
	for id := range dict(t.properties(function), "Events") {
		retry := at(t.properties(function), "Events", id, "Properties", "RetryPolicy", "MaximumRetryAttempts")
		if str(t.properties(function), "Events", id, "Type") == "ScheduleV2" && retry != 0 {
			faults = append(faults, fmt.Sprintf("schedule %s of %s tries again: %v", id, function, retry))
		}
	}
	for setting, want := range map[string]int{"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60} {
		if got := at(t.properties(function), "EventInvokeConfig", setting); got != want {
			faults = append(faults, fmt.Sprintf("%s: %s is %v, want %d", function, setting, got, want))
		}
	}
	return faults
}
