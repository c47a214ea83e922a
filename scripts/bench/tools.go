package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// hugoVersion is pinned, and installed beside this module, not into it.
const (
	hugoVersion = "v0.165.0"
	hugoPackage = "github.com/gohugoio/hugo@" + hugoVersion
)

// goTool runs the go command and returns what it printed.
func goTool(ctx context.Context, dir string, env []string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	output, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return "", fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, tail(exit.Stderr))
		}
		return "", fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(output)), nil
}

// moduleRoot is the folder of go.mod.
func moduleRoot(ctx context.Context) (string, error) {
	file, err := goTool(ctx, "", nil, "env", "GOMOD")
	if err != nil {
		return "", err
	}
	if filepath.Base(file) != "go.mod" {
		return "", errors.New("run me inside the module: go run ./scripts/bench")
	}
	return filepath.Dir(file), nil
}

// buildSites builds the generator, and once more with one byte more in the
// style sheet: that is what a change of the theme is.
func (b *bench) buildSites(ctx context.Context) error {
	b.site, b.themed = filepath.Join(b.dir, "site"), filepath.Join(b.dir, "site-themed")
	if b.options.site != "" {
		b.site, b.themed = b.options.site, ""
		return nil
	}
	if _, err := goTool(ctx, b.module, nil, "build", "-o", b.site, "./site"); err != nil {
		return fmt.Errorf("building the generator: %w", err)
	}
	overlay, err := b.overlay()
	if err != nil {
		return fmt.Errorf("changing the theme: %w", err)
	}
	if _, err := goTool(ctx, b.module, nil, "build", "-overlay", overlay, "-o", b.themed, "./site"); err != nil {
		return fmt.Errorf("building the generator with another theme: %w", err)
	}
	return nil
}

// overlay writes a style sheet with one byte more, and the file that has the
// compiler read it in the place of ours.
func (b *bench) overlay() (string, error) {
	css := filepath.Join(b.module, "site", "theme", "assets", "css", "site.css")
	data, err := os.ReadFile(css)
	if err != nil {
		return "", err
	}
	changed := filepath.Join(b.dir, "site.css")
	if err := os.WriteFile(changed, append(data, '\n'), 0o644); err != nil {
		return "", err
	}
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {css: changed}})
	if err != nil {
		return "", err
	}
	file := filepath.Join(b.dir, "overlay.json")
	return file, os.WriteFile(file, replace, 0o644)
}

// findHugo returns the Hugo to use, and installs it if it is not there.
func (b *bench) findHugo(ctx context.Context) (string, error) {
	if b.options.hugo != "" {
		return b.options.hugo, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = b.dir
	}
	folder := filepath.Join(cache, "greenroom-bench", "hugo-"+hugoVersion)
	binary := filepath.Join(folder, "hugo")
	if _, err := os.Stat(binary); err == nil {
		return binary, nil
	}
	fmt.Fprintf(b.out, "installing Hugo %s into %s; this takes some minutes the first time\n", hugoVersion, folder)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", fmt.Errorf("installing Hugo: %w", err)
	}
	if _, err := goTool(ctx, b.dir, []string{"GOBIN=" + folder, "GOFLAGS="}, "install", hugoPackage); err != nil {
		return "", fmt.Errorf("installing Hugo %s: it is not here and cannot be installed: give -hugo PATH, or -no-hugo: %w", hugoVersion, err)
	}
	return binary, nil
}

// buildSite is the command that builds a corpus with ours; with no name of a
// cache it starts from nothing and keeps nothing.
func buildSite(binary string, c corpus, out, cache string) []string {
	return []string{binary, "build", "-content", c.content(), "-records", c.records(), "-out", out, "-cache", cache}
}

// buildHugo is the command that builds a corpus with Hugo.
func (b *bench) buildHugo(c corpus, out string) []string {
	return []string{b.hugo, "build", "--source", c.hugo(), "--destination", out, "--cacheDir", filepath.Join(b.dir, "hugo-cache"), "--noBuildLock", "--buildFuture", "--quiet"}
}
