// Package quality_test judges the finished site with tools that are not ours:
// the Nu HTML checker, axe-core, Lighthouse and a browser. The site is the demo
// in content/, with a page of every kind and realistic threads below the posts.
//
// Weights and the checks of site/check run always. The others need tools that
// .ci/run installs, say why they are skipped where there are none, and fail
// instead where GREENROOM_FULL=1.
package quality_test

import (
	"os"
	"testing"
)

// The parts follow one another: whatever else runs would spoil Lighthouse's
// figures, and on two cores it would win nothing.
func TestSite(t *testing.T) {
	t.Parallel()
	s := buildSite(t)
	t.Run("tree", s.tree)
	t.Run("weights", s.weights)
	t.Run("hosts", s.hosts)
	t.Run("covered", s.covered)
	t.Run("html", s.html)
	t.Run("browser", s.browser)
}

// tool returns what the environment says of a tool. Without it the test is
// skipped, or fails where nothing may be missing.
func tool(t *testing.T, variable, what string) string {
	t.Helper()
	value := os.Getenv(variable)
	if value == "" {
		missing(t, variable+" does not say where "+what+" is")
	}
	return value
}

func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("GREENROOM_FULL") == "1" {
		t.Fatalf("%s, and GREENROOM_FULL=1 lets nothing be missing: .ci/run installs it", what)
	}
	t.Skipf("skipped: %s; .ci/run installs it", what)
}

// full skips what takes minutes, unless everything is asked for.
func full(t *testing.T) {
	t.Helper()
	if os.Getenv("GREENROOM_FULL") != "1" {
		t.Skip("skipped: takes minutes and tools that .ci/run installs; GREENROOM_FULL=1 runs it")
	}
}
