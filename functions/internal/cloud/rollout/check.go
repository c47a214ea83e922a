package rollout

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/sts"

	"greenroom/site/content"
)

// parameter is one of a stage's, as infra/<stage>.json and CloudFormation
// write it.
type parameter struct{ ParameterKey, ParameterValue string }

var stageName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,19}$`)

// check looks at everything that can be looked at here. All that is wrong is
// named at once; a dry run goes on.
func (r *Rollout) check(ctx context.Context, d *deployment) (string, error) {
	var faults []error
	fault := func(err error) { faults = append(faults, err) }
	var err error
	d.Commit, err = r.commit(ctx)
	fault(err)
	fault(r.checkDay())
	d.Parameters, err = r.parameters()
	fault(err)
	for _, command := range [][]string{
		{"go", "vet", "./..."},
		{"go", "test", "-run", "^TestTemplate$", "./functions/internal/cloud"},
	} {
		_, err := r.Command(ctx, r.Root, nil, command[0], command[1:]...)
		fault(err)
	}
	err = errors.Join(faults...)
	if err != nil && r.DryRun && d.Parameters != nil {
		r.say("a real run would end here:\n%v", err)
		err = nil
	}
	return fmt.Sprintf("commit %s, %d parameters, code and template are sound", d.Commit, len(d.Parameters)), err
}

// commit is the commit that is checked out, short.
func (r *Rollout) commit(ctx context.Context) (string, error) {
	head, err := r.Command(ctx, r.Root, nil, "git", "rev-parse", "--short=12", "HEAD")
	if err != nil {
		return "none", err
	}
	commit := strings.TrimSpace(string(head))
	changed, err := r.Command(ctx, r.Root, nil, "git", "status", "--porcelain")
	if err != nil || len(changed) == 0 {
		return commit, err
	}
	commit += "-dirty"
	if r.Dirty {
		return commit, nil
	}
	return commit, fmt.Errorf("there are changes that are in no commit: commit them, or say -dirty\n%s", changed)
}

// checkDay refuses words that are pinned to the demo's day: the functions go
// by today, and the site would stand still.
func (r *Rollout) checkDay() error {
	site, err := content.LoadConfig(os.DirFS(filepath.Join(r.Root, "content")))
	if err != nil {
		return err
	}
	if !site.AsOf.IsZero() {
		return errors.New("content/site.yaml pins the demo's day: take the line as_of out")
	}
	return nil
}

// parameters reads the stage's file. It returns those of template.yaml.
func (r *Rollout) parameters() ([]parameter, error) {
	name := "infra/" + r.Stage + ".json"
	text, err := os.ReadFile(filepath.Join(r.Root, filepath.FromSlash(name)))
	if err != nil {
		return nil, fmt.Errorf("reading the parameters of the stage: %w", err)
	}
	var all []parameter
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("reading %s: want a list of ParameterKey and ParameterValue: %w", name, err)
	}
	if !slices.Contains(all, parameter{"Stage", r.Stage}) {
		return nil, fmt.Errorf("%s does not give the parameter Stage the value %s: is it another stage's?", name, r.Stage)
	}
	r.stage = all
	return slices.DeleteFunc(slices.Clone(all), watching), nil
}

// signIn finds out whose account this is, and which bucket what is deployed
// goes into.
func (r *Rollout) signIn(ctx context.Context) (string, error) {
	if r.region == "" {
		return "", errors.New("no region: set AWS_REGION, or name it in the profile")
	}
	out, err := r.who.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return "", fmt.Errorf("AWS does not know us: set AWS_PROFILE, or sign in anew: %w", err)
	}
	if r.Artifacts == "" {
		r.Artifacts = fmt.Sprintf("greenroom-artifacts-%s-%s", *out.Account, r.region)
	}
	return fmt.Sprintf("account %s, region %s, stack %s", *out.Account, r.region, r.stackName()), nil
}
