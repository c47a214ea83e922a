package rollout

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// deployment is what was, or is to be, deployed. Its record lies in the
// artifacts bucket from before it begins, so that none is forgotten.
type deployment struct {
	Commit     string
	At         time.Time
	Mark       string // of everything in it: see filled
	Template   string // key in the artifacts bucket; it names the zips
	Parameters []parameter
	Back       bool // a rollback took it up again
	Done       bool // it was seen to succeed
}

// records is where a stage's are. Their names sort by time.
func (r *Rollout) records() string { return "deployments/" + r.Stage + "/" }

func (r *Rollout) record(ctx context.Context, d deployment) error {
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	return r.put(ctx, r.records()+d.At.UTC().Format("20060102T150405Z")+"-"+d.Commit+".json", text)
}

// history reads a stage's deployments, newest first.
func (r *Rollout) history(ctx context.Context) ([]deployment, error) {
	var names []string
	pages := s3.NewListObjectsV2Paginator(r.store, &s3.ListObjectsV2Input{Bucket: &r.Artifacts, Prefix: new(r.records())})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("listing deployments in %s: %w", r.Artifacts, err)
		}
		for _, o := range page.Contents {
			names = append(names, *o.Key)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(b, a) })
	var all []deployment
	for _, name := range names {
		d, err := r.read(ctx, name)
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}

func (r *Rollout) read(ctx context.Context, name string) (d deployment, err error) {
	out, err := r.store.GetObject(ctx, &s3.GetObjectInput{Bucket: &r.Artifacts, Key: &name})
	if err != nil {
		return d, fmt.Errorf("reading %s: %w", name, err)
	}
	defer out.Body.Close() // read to its end or given up: nothing to lose
	text, err := io.ReadAll(out.Body)
	if err == nil {
		err = json.Unmarshal(text, &d)
	}
	if err != nil {
		return d, fmt.Errorf("reading %s: %w", name, err)
	}
	return d, nil
}

// before is the deployment that a stack was at before the one it is at: the
// last that succeeded with something else. What a rollback took up is sought
// where it was first deployed, so that another rollback goes further back.
func before(history []deployment, mark string) (deployment, error) {
	now := slices.IndexFunc(history, func(d deployment) bool { return d.Mark == mark })
	if now >= 0 && history[now].Back {
		now = slices.IndexFunc(history, func(d deployment) bool { return d.Mark == mark && !d.Back })
	}
	if now < 0 {
		return deployment{}, errors.New("there is no record of what the stack is at: it was not deployed by this program, or to another bucket")
	}
	for _, d := range history[now+1:] {
		if d.Done && d.Mark != mark {
			return d, nil
		}
	}
	return deployment{}, errors.New("there is no deployment before the one the stack is at")
}

// rollBack takes up the deployment before the one the stack is at, with its
// template, its programs and its parameters.
func (r *Rollout) rollBack(ctx context.Context) (created bool, err error) {
	var d deployment
	err = r.steps(ctx,
		step{"sign in", r.signIn},
		step{"look back", func(ctx context.Context) (string, error) {
			at, err := r.at(ctx, r.stackName())
			if err != nil {
				return "", err
			}
			past, err := r.history(ctx)
			if err != nil {
				return "", err
			}
			d, err = before(past, at.mark)
			d.Back = true
			return fmt.Sprintf("commit %s, deployed %s", d.Commit, d.At.UTC().Format("2006-01-02 15:04 UTC")), err
		}},
		step{"deploy", func(ctx context.Context) (said string, err error) {
			created, said, err = r.update(ctx, d)
			return said, err
		}},
	)
	return created, err
}
