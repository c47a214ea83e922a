package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// hugoSite is the site that Hugo builds from the corpus: its settings, and
// templates that make the same kinds of pages and feeds as ours with about the
// same markup, written as one who knows Hugo would.
//
//go:embed all:hugo
var hugoSite embed.FS

func (c corpus) threads() string { return filepath.Join(c.hugo(), "data", "comments") }

// writeHugo makes the part of a corpus that only Hugo reads. It reads posts
// and people from the same files as ours, by mounts.
func (c corpus) writeHugo(a author, latest *newest) error {
	recent, err := compact(latest.cut())
	if err != nil {
		return fmt.Errorf("writing the newest comments: %w", err)
	}
	if err := old(filepath.Join(c.hugo(), "data", "recent.json"), recent); err != nil {
		return err
	}
	if err := c.copySite(a); err != nil {
		return fmt.Errorf("making the site for Hugo: %w", err)
	}
	for name, front := range hugoPages() {
		file := filepath.Join(c.hugo(), "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return fmt.Errorf("making the site for Hugo: %w", err)
		}
		if err := old(file, []byte("---\n"+front+"\n---\n")); err != nil {
			return err
		}
	}
	return nil
}

// copySite copies settings and templates, and adds where words and styles are.
func (c corpus) copySite(a author) error {
	site, err := fs.Sub(hugoSite, "hugo")
	if err != nil {
		return err
	}
	if err := os.CopyFS(c.hugo(), site); err != nil {
		return err
	}
	settings := filepath.Join(c.hugo(), "hugo.yaml")
	text, err := os.ReadFile(settings)
	if err != nil {
		return err
	}
	assets, err := filepath.Abs(filepath.Join(c.module, "site", "theme", "assets"))
	if err != nil {
		return err
	}
	var mounts strings.Builder
	mounts.WriteString("module:\n  mounts:\n")
	mount := func(source, target string) {
		fmt.Fprintf(&mounts, "    - {source: %q, target: %s}\n", filepath.ToSlash(source), target)
	}
	mount("content", "content")
	mount("layouts", "layouts")
	mount("data", "data")
	mount(filepath.Join(c.content(), "posts"), "content/blog")
	mount(filepath.Join(assets, "icons"), "static")
	mount(filepath.Join(assets, "css"), "assets/css")
	mount(filepath.Join(assets, "js"), "assets/js")
	for i := range people {
		slug := a.person(i).slug
		mount(filepath.Join(c.content(), "people", slug+".md"), "content/authors/"+slug+"/_index.md")
	}
	return os.WriteFile(settings, append(text, mounts.String()...), 0o644)
}

// hugoPages are the pages that Hugo has to be told of: ours follow from the
// posts. A year is a section, so that it can have pages.
func hugoPages() map[string]string {
	pages := map[string]string{
		"_index.md":         "title: Bench",
		"blog/_index.md":    "title: Blog",
		"tags/_index.md":    "title: Subjects",
		"authors/_index.md": "title: People",
		"blog/comments.md":  "title: Recent comments\nlayout: recent\ntype: recent",
		"feeds.md":          "title: Feeds\nlayout: feeds\noutputs: [html]",
	}
	for year := asOf().Year() - 8; year <= asOf().Year(); year++ {
		pages[fmt.Sprintf("blog/%d/_index.md", year)] = fmt.Sprintf("title: %q\nlayout: year\noutputs: [html]", fmt.Sprint(year))
	}
	return pages
}
