package rollout

import (
	"slices"
	"strings"
	"testing"
)

// invoked is how often the publish function was asked.
func (a *account) invoked() (n int) {
	for _, call := range a.calls {
		if strings.HasPrefix(call, "Invoke ") {
			n++
		}
	}
	return n
}

// A site that takes longer than the function has is published in parts, and
// CloudFront forgets what any of them wrote.
func TestALargeSiteIsPublishedInParts(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.deployed(t, "one")
	d.account.parts = []string{
		`{"unfinished":true}`,
		`{"unfinished":true,"written":1,"left":5,"names":["blog/two/index.html"]}`,
		`{"unfinished":true}`,
		`{"unfinished":true,"written":2,"left":3,"names":["blog/three/index.html","feed.xml"]}`,
	}
	d.deployed(t, "two")
	d.shows(t, "not done yet: 0 files put so far, nobody knows how many left", "not done yet: 1 files put so far, 5 left",
		"not done yet: 3 files put so far, 3 left", "3 files, 4 written, 1 removed")
	for _, path := range []string{"/blog/two/", "/blog/three/", "/feed.xml", "/blog/one/", "/old.txt"} {
		if !slices.Contains(d.account.dropped, path) {
			t.Errorf("CloudFront keeps %s, and drops %v", path, d.account.dropped)
		}
	}
	if n := d.account.invoked(); n != 5 {
		t.Errorf("the function was invoked %d times", n)
	}
}

// A part with more files than are named has CloudFront forget all.
func TestPartsThatAreNotNamedAreForgottenWithAll(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.deployed(t, "one")
	d.account.parts = []string{`{"unfinished":true,"written":9000,"left":5}`}
	d.deployed(t, "two")
	if !slices.Equal(d.account.dropped, []string{"/*"}) {
		t.Errorf("CloudFront drops %v", d.account.dropped)
	}
}

func TestAFunctionThatComesNoFurtherEndsTheRun(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.account.parts = []string{`{"unfinished":true}`, `{"unfinished":true}`}
	fails(t, d.run(t, Options{}), "publish:", "the old site serves", "came no further in two runs", "more memory or time")
	d.account.parts = []string{`{"unfinished":true,"written":7,"left":5}`, `{"unfinished":true}`, `{"unfinished":true}`}
	fails(t, d.run(t, Options{}), "7 files are new", "run this again")
	if n := d.account.invoked(); n != 3 {
		t.Errorf("the function was invoked %d times", n)
	}
}
