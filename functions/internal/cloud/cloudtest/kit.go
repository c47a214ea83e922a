package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"greenroom/functions/internal/cloud/rollout"
	"greenroom/functions/internal/cloud/sam"
	"greenroom/functions/internal/cloud/standin"
)

// kit is a directory with all that stacks are made of: it is made once, and
// several stacks can be started from it.
//
//	programs/    each function, as a deployment builds it, but for this machine
//	backup       the program behind scripts/backup and scripts/restore
//	local        the laptop's program
//	words/       the words, as they stand today
//	demo.backup  the demo, as the laptop's program made it
type kit string

func (k kit) programs() string { return filepath.Join(string(k), "programs") }
func (k kit) words() string    { return filepath.Join(string(k), "words") }
func (k kit) demo() string     { return filepath.Join(string(k), "demo.backup") }

// prepare makes the kit from the sources in the working directory.
func (k kit) prepare(ctx context.Context, say io.Writer) error {
	fmt.Fprintln(say, "building functions …")
	overlay, err := k.moveWords(time.Now())
	if err != nil {
		return err
	}
	t, err := readTemplate()
	if err != nil {
		return err
	}
	var others []string
	for name := range t.Functions() {
		if name != "publish" {
			others = append(others, "./functions/"+name)
		}
	}
	err = errors.Join(
		build(ctx, overlay.all, k.programs()+"/", "./functions/publish"),
		build(ctx, overlay.withoutPictures, k.programs()+"/", others...),
		build(ctx, overlay.all, string(k)+"/", "./functions/internal/cloud/backup", "./functions/local"),
	)
	if err != nil {
		return err
	}
	fmt.Fprintln(say, "filling a laptop with the demo, and putting it into a file …")
	return k.makeDemo(ctx)
}

func readTemplate() (sam.Template, error) {
	text, err := os.ReadFile("template.yaml")
	if err != nil {
		return nil, fmt.Errorf("reading template: %w: start from the project's directory", err)
	}
	return sam.Parse(string(text))
}

// overlays are files that tell the compiler which words to take.
type overlays struct{ all, withoutPictures string }

// moveWords makes the words.
func (k kit) moveWords(now time.Time) (o overlays, err error) {
	replaced, err := standin.TodaysWords("content", k.words(), now)
	if err != nil {
		return o, err
	}
	if o.all, err = overlay(k, "all", replaced); err != nil {
		return o, err
	}
	pictures, err := rollout.WithoutPictures(".", string(k))
	if err != nil {
		return o, err
	}
	maps.Copy(pictures, replaced)
	o.withoutPictures, err = overlay(k, "without-pictures", pictures)
	return o, err
}

func overlay(k kit, name string, replaced map[string]string) (string, error) {
	dir := filepath.Join(string(k), name)
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", err
	}
	return rollout.WriteOverlay(dir, replaced)
}

// build compiles as scripts/deploy does, but for this machine.
func build(ctx context.Context, overlay, out string, packages ...string) error {
	arguments := []string{"build", "-tags=" + rollout.Tags, "-trimpath", "-ldflags=-s -w", "-overlay=" + overlay, "-o", out}
	cmd := exec.CommandContext(ctx, "go", append(arguments, packages...)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building: %w\n%s", err, said)
	}
	return nil
}

// makeDemo starts the laptop's server once and backs up what it filled its
// store with.
func (k kit) makeDemo(ctx context.Context) error {
	data := filepath.Join(string(k), "laptop")
	common := []string{"-data", data, "-content", k.words()}
	server := exec.CommandContext(ctx, filepath.Join(string(k), "local"), append(common, "-addr", "127.0.0.1:0")...)
	said := &greeting{met: make(chan struct{})}
	server.Stdout, server.Stderr = said, said
	if err := server.Start(); err != nil {
		return fmt.Errorf("starting the laptop's server: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	select {
	case <-said.met:
	case err := <-ended:
		return fmt.Errorf("filling a laptop with the demo: %w\n%s", err, said.String())
	}
	if err := errors.Join(server.Process.Signal(syscall.SIGTERM), <-ended); err != nil {
		return fmt.Errorf("stopping the laptop's server: %w\n%s", err, said.String())
	}
	keep := exec.CommandContext(ctx, filepath.Join(string(k), "local"), append(common, "backup", k.demo())...)
	if out, err := keep.CombinedOutput(); err != nil {
		return fmt.Errorf("backing up the demo: %w\n%s", err, out)
	}
	return nil
}

// greeting is what a server prints; met is closed with its last line.
type greeting struct {
	standin.Log
	met chan struct{}
}

// Write implements io.Writer.
func (g *greeting) Write(p []byte) (int, error) {
	if strings.Contains(string(p), "Ctrl-C stops") {
		close(g.met)
	}
	return g.Log.Write(p)
}
