package rollout

import "testing"

// TestRollback takes up what was deployed before, with its own programs, and
// goes further back each time.
func TestRollback(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.deployed(t, "one")
	one := d.account.description
	d.deployed(t, "two")
	two := d.account.description
	d.bytes, d.account.fails = "broken", "CommentsFunction"
	fails(t, d.run(t, Options{}), "First to fail")
	d.account.fails = ""
	d.deployed(t, "three")
	for _, want := range []string{two, one} {
		if err := d.run(t, Options{Rollback: true}); err != nil {
			t.Fatal(err)
		}
		if d.account.description != want {
			t.Errorf("stack is at %q, want %q", d.account.description, want)
		}
		if !d.account.asked("Invoke PublishFunction-1") || d.account.asked("PutObject greenroom-artifacts-123456789012-eu-central-1 functions/") {
			t.Errorf("got calls %q, want the site published, and nothing built", d.account.calls)
		}
	}
	fails(t, d.run(t, Options{Rollback: true}), "no deployment before")
	if d.account.description != one {
		t.Errorf("stack is at %q, want %q", d.account.description, one)
	}
}

// TestRollbackOfTheSameAgain does not take a second deployment of the same for
// another one.
func TestRollbackOfTheSameAgain(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.deployed(t, "one")
	one := d.account.description
	d.deployed(t, "two")
	if err := d.run(t, Options{Rollback: true}); err != nil {
		t.Fatal(err)
	}
	d.deployed(t, "two")
	if err := d.run(t, Options{Rollback: true}); err != nil {
		t.Fatal(err)
	}
	if d.account.description != one {
		t.Errorf("stack is at %q, want %q", d.account.description, one)
	}
}

// TestRollbackPassesWhatWasGivenUp does not go to a deployment that was rolled
// back itself.
func TestRollbackPassesWhatWasGivenUp(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.deployed(t, "one")
	one := d.account.description
	d.deployed(t, "bad")
	if err := d.run(t, Options{Rollback: true}); err != nil {
		t.Fatal(err)
	}
	d.deployed(t, "three")
	if err := d.run(t, Options{Rollback: true}); err != nil {
		t.Fatal(err)
	}
	if d.account.description != one {
		t.Errorf("stack is at %q, want %q", d.account.description, one)
	}
}

func TestRollbackKeepsWhatIsKept(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.deployed(t, "one")
	d.deployed(t, "two")
	d.account.changes = []change{{"Remove", "OpenTable", "AWS::DynamoDB::Table", ""}}
	fails(t, d.run(t, Options{Rollback: true}), "nothing was changed", "OpenTable")
}

func TestRollbackOfWhatIsUnknown(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.deployed(t, "one")
	d.account.description = "Greenroom"
	fails(t, d.run(t, Options{Rollback: true}), "there is no record of what the stack is at")
}
