package rollout

import (
	"context"
	"slices"
	"strings"
	"testing"
)

func TestFirstDeployment(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.deployed(t, "one")
	d.shows(t, "there is no bucket greenroom-artifacts-123456789012-eu-central-1 yet", "2 of 2 functions uploaded",
		"stack greenroom-staging is at commit 0123456789ab", "3 files, 1 written, 1 removed", "keeps nothing yet")
	for _, call := range []string{"CreateStack greenroom-artifacts", "ExecuteChangeSet greenroom-staging", `Invoke PublishFunction-1 {"parts":true}`} {
		if !d.account.asked(call) {
			t.Errorf("nobody asked for %s, but for %q", call, d.account.calls)
		}
	}
	text := d.account.objects[d.account.template]
	if strings.Contains(text, "CodeUri: functions/") || !strings.Contains(text, "CodeUri: s3://greenroom-artifacts-123456789012-eu-central-1/functions/publish/") {
		t.Errorf("template does not name the zips:\n%s", text)
	}
	if past := d.account.deployments(); len(past) != 1 || !past[0].Done || past[0].Commit != "0123456789ab" {
		t.Errorf("got records %+v, want one that is done", past)
	}
}

func TestNothingChangedPublishesTheSite(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.deployed(t, "one")
	d.deployed(t, "one")
	d.shows(t, "0 of 2 functions uploaded", "nothing to change", "3 files, 1 written, 1 removed")
	if d.account.asked("ExecuteChangeSet") || !d.account.asked("DeleteChangeSet") || len(d.account.deployments()) != 1 {
		t.Errorf("something was deployed: %q", d.account.calls)
	}
	want := []string{"/blog/one/", "/blog/one/index.html", "/old.txt"}
	if !slices.Equal(d.account.dropped, want) {
		t.Errorf("CloudFront drops %v, want %v", d.account.dropped, want)
	}
}

func TestWhatIsWrongHereAsksAWSForNothing(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(t *testing.T, d *desk)
		words  string
	}{
		{"changes in no commit", func(_ *testing.T, d *desk) { d.tree = " M go.mod\n" }, "commit them, or say -dirty"},
		{"the demo's day", func(t *testing.T, d *desk) {
			d.write(t, "content/site.yaml", "as_of: 2026-05-12\n")
		}, "site.yaml"},
		{"parameters of another stage", func(t *testing.T, d *desk) {
			d.write(t, "infra/staging.json", `[{"ParameterKey":"Stage","ParameterValue":"production"}]`)
		}, "is it another stage's?"},
		{"parameters that are none", func(t *testing.T, d *desk) { d.write(t, "infra/staging.json", `{}`) }, "want a list of ParameterKey"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := open(t)
			tt.change(t, d)
			fails(t, d.run(t, Options{}), "check:", tt.words)
			if len(d.account.calls) > 0 {
				t.Errorf("AWS was asked: %q", d.account.calls)
			}
		})
	}
	for _, stage := range []string{"", "Production", "../secrets"} {
		fails(t, open(t).in(t.Context(), Options{Stage: stage}), "is no stage")
	}
}

func TestDirtyIsDeployedIfAsked(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.tree = " M go.mod\n"
	if err := d.run(t, Options{Dirty: true}); err != nil {
		t.Fatal(err)
	}
	d.shows(t, "0123456789ab-dirty")
}

func TestWhatIsKeptIsNotReplaced(t *testing.T) {
	t.Parallel()
	for _, c := range []change{
		{"Modify", "OpenTable", "AWS::DynamoDB::Table", "True"},
		{"Modify", "OpenTable", "AWS::DynamoDB::Table", "Conditional"},
		{"Remove", "FilesBucket", "AWS::S3::Bucket", ""},
		{"Modify", "Distribution", "AWS::CloudFront::Distribution", "True"},
	} {
		t.Run(c.action+" "+c.resource+" "+c.replacement, func(t *testing.T) {
			t.Parallel()
			d := open(t)
			d.deployed(t, "one")
			d.bytes, d.account.changes = "two", []change{{"Modify", "CommentsFunction", "AWS::Lambda::Function", "False"}, c}
			fails(t, d.run(t, Options{}), "nothing was changed", c.resource, "-allow-replace")
			if d.account.asked("ExecuteChangeSet") || d.account.asked("Invoke") || !d.account.asked("DeleteChangeSet") {
				t.Errorf("got calls %q", d.account.calls)
			}
			if err := d.run(t, Options{AllowReplace: true}); err != nil {
				t.Errorf("with -allow-replace: %v", err)
			}
		})
	}
}

func TestAChangeOfAFunctionIsMade(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.deployed(t, "one")
	d.account.changes = []change{{"Modify", "CommentsFunction", "AWS::Lambda::Function", "True"}, {"Modify", "OpenTable", "AWS::DynamoDB::Table", "False"}}
	d.deployed(t, "two")
	d.shows(t, "modify CommentsFunction (AWS::Lambda::Function), replaced: true", "modify OpenTable (AWS::DynamoDB::Table)\n")
}

func TestARefusedTemplateSaysWhy(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.account.refuses = "Parameters: [BaseUrl] must have values"
	fails(t, d.run(t, Options{}), "deploy:", "[BaseUrl] must have values")
	if d.account.asked("ExecuteChangeSet") || d.account.asked("Invoke") {
		t.Errorf("got calls %q", d.account.calls)
	}
}

func TestAFailedUpdateNamesWhatFailedFirst(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.deployed(t, "one")
	d.bytes, d.account.fails = "two", "CommentsFunction"
	fails(t, d.run(t, Options{}), "as it was before, and the old site serves", "UPDATE_FAILED CommentsFunction no such layer")
	if d.account.asked("Invoke") {
		t.Error("the site was published after a failed update")
	}
	if past := d.account.deployments(); len(past) != 2 || past[1].Done {
		t.Errorf("got records %+v, want the second not done", past)
	}
}

func TestAFailedFirstDeploymentSaysWhatToDo(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.account.fails = "CommentsFunction"
	fails(t, d.run(t, Options{}), "ROLLBACK_COMPLETE", "CREATE_FAILED CommentsFunction")
	fails(t, d.run(t, Options{}), "delete it in the CloudFormation console")
}

func TestAFailedPublishLeavesTheOldSite(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.account.broken = true
	fails(t, d.run(t, Options{}), "publish:", "the site is not published, and the old site serves", "bucket is full")
	if d.account.asked("CreateInvalidation") {
		t.Error("CloudFront was told of pages that were not written")
	}
}

func TestASecondDeploymentIsRefused(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.deployed(t, "one")
	d.account.status = "UPDATE_IN_PROGRESS"
	fails(t, d.run(t, Options{}), "another deployment of this stage is going on", "UPDATE_IN_PROGRESS")
	if d.account.asked("CreateChangeSet") {
		t.Error("a change set was made")
	}
	d.account.status, d.account.overtaken, d.bytes = "UPDATE_COMPLETE", true, "two"
	fails(t, d.run(t, Options{}), "another deployment of this stage is going on, or has just ended")
	if d.account.asked("Invoke") {
		t.Error("the site was published by who came second")
	}
}

func TestWhoStopsWaitingHearsWhatGoesOn(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.deployed(t, "one")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	d.bytes, d.account.stopped = "two", cancel
	fails(t, d.in(ctx, Options{Stage: "staging"}), "no longer waiting, and AWS goes on", "stack greenroom-staging in region eu-central-1", "run this again")
}

func TestWhoStopsBeforeIsToldToo(t *testing.T) {
	t.Parallel()
	d := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	fails(t, d.in(ctx, Options{Stage: "staging"}), "sign in:", "stopped", "run this again")
}

func TestTooManyFilesAreOnePattern(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.deployed(t, "one")
	d.account.answer = `{"files":9000,"written":9000,"removed":0}`
	d.deployed(t, "two")
	if !slices.Equal(d.account.dropped, []string{"/*"}) {
		t.Errorf("CloudFront drops %v, want everything", d.account.dropped)
	}
}
