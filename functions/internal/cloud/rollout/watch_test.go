package rollout

import (
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
)

const (
	watchStack = "greenroom-staging-watch eu-central-1"
	edgeStack  = "greenroom-staging-watch-edge us-east-1"
)

// told is a stage that names who is told of alarms.
func told(t *testing.T) *desk {
	t.Helper()
	d := open(t)
	for _, name := range []string{"watch.yaml", "watch-edge.yaml"} {
		text, err := os.ReadFile("../../../../infra/" + name)
		if err != nil {
			t.Fatal(err)
		}
		d.write(t, "infra/"+name, string(text))
	}
	d.write(t, "infra/staging.json", `[{"ParameterKey":"Stage","ParameterValue":"staging"},{"ParameterKey":"CertificateArn","ParameterValue":"arn:aws:acm:us-east-1:1:certificate/0"},
		{"ParameterKey":"AlarmEmail","ParameterValue":"alarms@greenroom.example"},{"ParameterKey":"MonthlyBudget","ParameterValue":"50"}]`)
	return d
}

// parameters are those that a stack of alarms was given, as key=value.
func (a *account) parameters(t *testing.T, stack string) (all []string) {
	t.Helper()
	form, err := url.ParseQuery(a.watched[stack])
	if err != nil {
		t.Fatal(err)
	}
	for n := "1"; form.Get("Parameters.member."+n+".ParameterKey") != ""; n = string(n[0] + 1) {
		all = append(all, form.Get("Parameters.member."+n+".ParameterKey")+"="+form.Get("Parameters.member."+n+".ParameterValue"))
	}
	slices.Sort(all)
	return all
}

// Alarms come with the stage that names somebody for them: those of CloudFront
// where its metrics are. The site's stack knows nothing of it.
func TestAStageWithAnAddressForAlarmsIsWatched(t *testing.T) {
	t.Parallel()
	d := told(t)
	d.deployed(t, "one")
	want := map[string][]string{
		watchStack: {"AlarmEmail=alarms@greenroom.example", "MonthlyBudget=50", "Stage=staging"},
		edgeStack: {"AlarmEmail=alarms@greenroom.example", "CertificateArn=arn:aws:acm:us-east-1:1:certificate/0",
			"DistributionId=Distribution-1", "Stage=staging"},
	}
	for stack, parameters := range want {
		if got := d.account.parameters(t, stack); !slices.Equal(got, parameters) {
			t.Errorf("%s was given %v, want %v", stack, got, parameters)
		}
	}
	d.shows(t, "stack greenroom-staging-watch in eu-central-1 is as infra/watch.yaml says", "stack greenroom-staging-watch-edge in us-east-1")
	if past := d.account.deployments(); len(past) != 1 || slices.ContainsFunc(past[0].Parameters, watching) {
		t.Errorf("the site's stack was given %v", past)
	}
	d.deployed(t, "two")
	d.shows(t, "watch: nothing to change", "watch the edge: nothing to change")
}

func TestAStageWithoutAnAddressForAlarmsIsNotWatched(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.deployed(t, "one")
	if len(d.account.watched) > 0 || strings.Contains(d.out.String(), "watch") {
		t.Errorf("stacks of alarms were made: %v\n%s", d.account.watched, d.out.String())
	}
}

func TestADryRunShowsAlarmsToo(t *testing.T) {
	t.Parallel()
	d := told(t)
	if err := d.run(t, Options{DryRun: true}); err != nil {
		t.Fatal(err)
	}
	d.shows(t, "would call CloudFormation UpdateStack greenroom-staging-watch with 3 parameters",
		"would call CloudFormation UpdateStack greenroom-staging-watch-edge with 4 parameters")
	if len(d.account.calls) > 0 {
		t.Errorf("a dry run asked for %q", d.account.calls)
	}
}
