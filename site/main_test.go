package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/tools/txtar"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"site": main})
}

// TestScripts drives the command as a person does, in a folder that holds the
// fixture site as content/ and its comments as records.ndjson.
func TestScripts(t *testing.T) {
	t.Parallel()
	records, err := os.ReadFile("testdata/records.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"copytree": copyTree,
			"edit":     edit,
			"sametree": sameTree,
		},
		Setup: func(env *testscript.Env) error {
			if err := os.WriteFile(filepath.Join(env.WorkDir, "records.ndjson"), records, 0o644); err != nil {
				return err
			}
			return unpack("testdata/site.txtar", filepath.Join(env.WorkDir, "content"))
		},
	})
}

// copyTree copies a folder: copytree FROM TO.
func copyTree(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(ts.MkAbs(args[0]))))
}

// edit replaces what a pattern matches in a file: edit FILE PATTERN TEXT.
func edit(ts *testscript.TestScript, _ bool, args []string) {
	file := ts.MkAbs(args[0])
	text := regexp.MustCompile(args[1]).ReplaceAllString(ts.ReadFile(file), args[2])
	ts.Check(os.WriteFile(file, []byte(text), 0o644))
}

// sameTree holds that two folders hold the same files, or do not: sametree A B.
func sameTree(ts *testscript.TestScript, neg bool, args []string) {
	a, errA := readTree(ts.MkAbs(args[0]))
	b, errB := readTree(ts.MkAbs(args[1]))
	ts.Check(errors.Join(errA, errB))
	if diff := cmp.Diff(a, b); (diff == "") == neg {
		ts.Fatalf("difference of %s and %s:\n%.3000s", args[0], args[1], diff)
	}
}

// unpack writes the files of an archive below dir.
func unpack(archive, dir string) error {
	a, err := txtar.ParseFile(archive)
	if err != nil {
		return err
	}
	for _, f := range a.Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func TestProgressOnATerminal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := unpack("testdata/site.txtar", dir); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), []string{"build", "-content", dir, "-cache", "", "-out", filepath.Join(t.TempDir(), "public")}, &stdout, &stderr, true)
	if code != exitDone {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	for _, want := range []string{"as of 2026-05-12 (site.yaml)\n", "[##############################] rendering", "[##############################] writing"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("stderr lacks %q", want)
		}
	}
	if !strings.HasSuffix(stderr.String(), "\r\x1b[K") {
		t.Error("the bar is left on the screen")
	}
}

func TestInterruptedCommandSaysSo(t *testing.T) {
	t.Parallel()
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "public")
	if err := unpack("testdata/site.txtar", dir); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	code := run(ctx, []string{"build", "-content", dir, "-cache", "", "-out", out}, &stdout, &stderr, false)
	if code != exitFault || !strings.Contains(stderr.String(), "interrupted: "+out+" is as it was") {
		t.Errorf("exit %d: %s", code, stderr.String())
	}
	if _, err := os.Stat(out); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
}
