package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"greenroom/site/check"
	"greenroom/site/content"
)

// inspection is what the flags of check say.
type inspection struct{ out, content, baseURL string }

// check looks through a built site.
func (c command) check(ctx context.Context, args []string) int {
	var in inspection
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	flags.StringVar(&in.out, "out", "public", "")
	flags.StringVar(&in.content, "content", "content", "")
	flags.StringVar(&in.baseURL, "base-url", "", "")
	words, code, proceed := c.parse(flags, args, checkUsage)
	if !proceed {
		return code
	}
	if len(words) > 0 {
		return c.misused(fmt.Sprintf("unexpected argument %q", words[0]), checkUsage)
	}
	if err := checkBaseURL(in.baseURL); err != nil {
		return c.misused(err.Error(), checkUsage)
	}
	findings, sum, err := in.look(ctx)
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(c.stderr, "site: interrupted")
		return exitFault
	case err != nil:
		return c.failed(err)
	}
	for _, f := range findings {
		fmt.Fprintln(c.stderr, f)
	}
	found := "no findings"
	if len(findings) > 0 {
		found = plural(len(findings), "finding")
	}
	fmt.Fprintf(c.stdout, "%s, %s, %s: %s\n", plural(sum.Pages, "page"), plural(sum.Feeds, "feed"), plural(sum.Links, "link"), found)
	if len(findings) > 0 {
		return exitFault
	}
	return exitDone
}

// look checks the tree. What comes from words names their file, as it is
// found from here.
func (in inspection) look(ctx context.Context) ([]check.Finding, check.Summary, error) {
	if info, err := os.Stat(filepath.Join(in.out, "index.html")); err != nil || !info.Mode().IsRegular() {
		return nil, check.Summary{}, fmt.Errorf("there is no site in %s: build it first: go run ./site build%s%s", in.out,
			flagUnless("out", in.out, "public"), flagUnless("content", in.content, "content"))
	}
	words := os.DirFS(in.content)
	config, err := content.LoadConfig(words)
	if err != nil {
		return nil, check.Summary{}, fmt.Errorf("reading what the site was built from: %w", err)
	}
	from, err := newSources(ctx, in.content, words)
	if err != nil {
		return nil, check.Summary{}, fmt.Errorf("reading what the site was built from: %w", err)
	}
	o := check.Options{
		BaseURL: cmp.Or(in.baseURL, config.BaseURL), Agency: domain(config.Agency.Email), Never: config.Agency.ModerationEmail,
		Source: from.find, Workers: runtime.GOMAXPROCS(0),
	}
	findings, sum, err := check.Tree(ctx, visible{os.DirFS(in.out)}, o)
	for i, f := range findings {
		if f.File == f.Page {
			findings[i].File = filepath.Join(in.out, filepath.FromSlash(f.File))
		}
	}
	return findings, sum, err
}

// domain is what stands behind the @ of an address.
func domain(email string) string {
	_, domain, _ := strings.Cut(email, "@")
	return domain
}

// visible is a built site without what the generator keeps there for itself.
type visible struct{ fs.FS }

// ReadDir implements [fs.ReadDirFS].
func (v visible) ReadDir(folder string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(v.FS, folder)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return strings.HasPrefix(e.Name(), ".greenroom-") }), err
}
