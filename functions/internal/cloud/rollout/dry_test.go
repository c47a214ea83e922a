package rollout

import (
	"strings"
	"testing"
)

// TestDryRun prints what the run would ask of each service, and asks nothing.
func TestDryRun(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.tree = " M go.mod\n"
	if err := d.run(t, Options{DryRun: true}); err != nil {
		t.Fatal(err)
	}
	if len(d.account.calls) > 0 || d.account.objects != nil {
		t.Errorf("a dry run asked for %q", d.account.calls)
	}
	d.shows(t, "a real run would end here", "commit them, or say -dirty",
		"would call STS GetCallerIdentity",
		"would call S3 PutObject greenroom-artifacts-ACCOUNT-eu-central-1/functions/comments/",
		"would call S3 PutObject greenroom-artifacts-ACCOUNT-eu-central-1/templates/0123456789ab-dirty/",
		"would call CloudFormation CreateChangeSet greenroom-staging, deploy-",
		"would call S3 PutObject greenroom-artifacts-ACCOUNT-eu-central-1/deployments/staging/20261123T100000Z-0123456789ab-dirty.json",
		"would call CloudFormation ExecuteChangeSet greenroom-staging, deploy-",
		`would call Lambda Invoke greenroom-staging-PublishFunction {"parts":true}`,
		"would call CloudFront CreateInvalidation greenroom-staging-Distribution",
		"nothing has changed")
}

// TestDryRunNamesEveryCallOfARealOne compares the two, but for what a real one
// finds to be there, or must ask again.
func TestDryRunNamesEveryCallOfARealOne(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.deployed(t, "one")
	if err := d.run(t, Options{DryRun: true}); err != nil {
		t.Fatal(err)
	}
	dry := d.out.String()
	d.deployed(t, "two")
	for _, call := range d.account.calls {
		operation, _, _ := strings.Cut(call, " ")
		if !strings.Contains(dry, " "+operation+" ") {
			t.Errorf("the real run called %s, which the dry one did not print", operation)
		}
	}
}
