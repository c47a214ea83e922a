// Package validate_test hands template.yaml and the templates of infra/ to AWS's
// own validator, which knows every property of every resource. What our
// templates must hold beyond that, functions/internal/cloud tests.
//
// It needs a tool that .ci/run installs, says so where it is skipped, and fails
// instead where GREENROOM_FULL=1.
package validate_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// validator returns the folder of AWS's validator.
func validator(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("CFN_VALIDATE")
	if folder == "" && os.Getenv("GREENROOM_FULL") == "1" {
		t.Fatal("CFN_VALIDATE does not say where the validator is, and GREENROOM_FULL=1 lets nothing be missing: .ci/run installs it")
	}
	if folder == "" {
		t.Skip("skipped: CFN_VALIDATE does not say where the validator is; .ci/run installs it")
	}
	return folder
}

// validate returns what the validator finds in the files, and how it ended.
func validate(t *testing.T, folder string, files ...string) (findings string, status int) {
	t.Helper()
	node := os.Getenv("NODE")
	if node == "" {
		node = "node"
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, node, append([]string{"validate.mjs", folder}, files...)...)
	var said, told bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &told
	err := cmd.Run()
	failed, ended := errors.AsType[*exec.ExitError](err)
	if err != nil && (!ended || failed.ExitCode() != 1) {
		t.Fatalf("validating %v: %v\n%s", files, err, told.String())
	}
	t.Log(told.String())
	return said.String(), cmd.ProcessState.ExitCode()
}

func TestTemplatesAreValid(t *testing.T) {
	t.Parallel()
	folder := validator(t)
	files, err := filepath.Glob("../../infra/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("got templates %v, %v", files, err)
	}
	findings, status := validate(t, folder, append(files, "../../template.yaml")...)
	if findings != "" || status != 0 {
		t.Errorf("got status %d:\n%s", status, findings)
	}
}

// TestBrokenTemplatesAreNot breaks copies in one line each, so that a validator
// that looks at nothing is noticed. Each must be found where it is.
func TestBrokenTemplatesAreNot(t *testing.T) {
	t.Parallel()
	folder := validator(t)
	breaks := []struct{ file, old, new, finding string }{
		{"template.yaml", "BillingMode: PAY_PER_REQUEST", "BillingMode: PAY_PER_MONTH", "PAY_PER_MONTH"},
		{"template.yaml", "!GetAtt OpenTable.StreamArn", "!GetAtt OpenTable.Stream", "'Stream'"},
		{"template.yaml", "TlsPolicy: REQUIRE", "TlsPolicy: ALWAYS", "ALWAYS"},
		{"infra/firewall.yaml", "Scope: CLOUDFRONT", "Scope: EDGE", "EDGE"},
		{"infra/watch.yaml", "ComparisonOperator: GreaterThanThreshold", "ComparisonOperator: GreaterThan", "GreaterThan"},
		{"infra/watch-edge.yaml", "      EvaluationPeriods: 2\n", "      EvaluationPeriod: 2\n", "EvaluationPeriod"},
	}
	var files []string
	for _, b := range breaks {
		text, err := os.ReadFile("../../" + b.file)
		if err != nil {
			t.Fatal(err)
		}
		broken := strings.Replace(string(text), b.old, b.new, 1)
		if broken == string(text) {
			t.Fatalf("%s does not contain %q any more", b.file, b.old)
		}
		name := filepath.Join(t.TempDir(), filepath.Base(b.file))
		if err := os.WriteFile(name, []byte(broken), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, name)
	}
	findings, status := validate(t, folder, files...)
	for i, b := range breaks {
		found := false
		for line := range strings.Lines(findings) {
			found = found || strings.HasPrefix(line, files[i]+":") && strings.Contains(line, b.finding)
		}
		if !found || status != 1 {
			t.Errorf("%s with %q: got status %d and nothing about it in\n%s", b.file, strings.TrimSpace(b.new), status, findings)
		}
	}
}
