package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"greenroom/site/content"
	"greenroom/site/generate"
	"greenroom/site/preview"
)

// build builds and shows what became of it. names are the files that changed,
// as far as they are known.
func (p *previewer) build(ctx context.Context, changed *generate.Changed, names []string) {
	began := p.now()
	result, err := p.make(ctx, changed)
	p.progress.end()
	if err != nil {
		if ctx.Err() == nil {
			p.trouble(err)
		}
		return
	}
	files := len(result.Written) + len(result.Removed)
	if files > 0 || p.faults != "" {
		p.pages.Show("")
	}
	p.behind, p.retry, p.faults = false, false, ""
	fmt.Fprintf(p.stdout, "built in %d ms: %s\n", p.now().Sub(began).Milliseconds(), became(files, names))
}

// became says what came of a change.
func became(files int, names []string) string {
	text := "nothing changed"
	if files > 0 {
		text = plural(files, "file") + " changed"
	}
	if len(names) > 0 {
		text += " (" + shortList(names) + ")"
	}
	return text
}

func (p *previewer) make(ctx context.Context, changed *generate.Changed) (generate.Result, error) {
	if p.behind {
		changed = nil
	}
	if p.comments == nil {
		var err error
		p.comments, p.recordsErr = p.threads(p.now)
		p.courses, err = p.serving.courses()
		p.recordsErr = errors.Join(p.recordsErr, err)
	}
	asOf, _ := p.day(p.now)
	in := generate.Input{
		Content: os.DirFS(p.content), Threads: p.comments, AsOf: asOf, BaseURL: p.baseURL,
		Preview: !p.published, Changed: changed, Courses: p.courses,
	}
	if p.recordsErr != nil {
		in.Threads, in.Changed = nil, nil
		return generate.Result{}, errors.Join(p.recordsErr, p.builder.Check(ctx, in))
	}
	return p.builder.Build(ctx, in, p.folder)
}

// trouble shows what stands in the way of a new edition. Faults in the words
// wait for their writer; anything else is tried again, and said once.
func (p *previewer) trouble(err error) {
	problems := p.problems(err)
	text := problems.Error()
	if p.behind, p.retry = true, len(problems) == 0; p.retry {
		text = err.Error()
	}
	isNews := text != p.faults
	if p.faults = text; isNews {
		p.pages.Show(text)
	}
	switch {
	case !p.retry:
		fmt.Fprintf(p.stderr, "%s\n%s; what is on show stays as it was\n", text, plural(len(problems), "problem"))
	case isNews:
		fmt.Fprintf(p.stderr, "site: %s: trying again every second\n", text)
	}
}

// watch begins to watch the words and, if there are any, the records.
func (p *previewer) watch(ctx context.Context) (words, records <-chan preview.Change) {
	say := func(why error) {
		fmt.Fprintf(p.stderr, "site: nobody tells of changes, so every file is looked at each second: %v\n", why)
	}
	words = preview.Watcher{Dir: p.content, Deep: true, Accept: preview.IsMeant, Say: say}.Run(ctx)
	if p.records == "" {
		return words, nil
	}
	dir, accept := filepath.Dir(p.records), func(name string) bool { return name == filepath.Base(p.records) }
	if p.recordsAreFolder() {
		dir, accept = p.records, func(name string) bool { return strings.HasSuffix(name, recordsExt) || name == generate.CoursesFile }
	}
	return words, preview.Watcher{Dir: dir, Accept: accept, Say: say}.Run(ctx)
}

// recordsExt is how the files of a folder of records end.
const recordsExt = ".ndjson"

func onlyWords(c preview.Change) *generate.Changed {
	if c.All {
		return nil
	}
	return &generate.Changed{Files: c.Files}
}

// onlyRecords names the posts whose comments changed, if they are in files of
// their own. Others are read again.
func (p *previewer) onlyRecords(c preview.Change) *generate.Changed {
	p.comments = nil
	if c.All || !p.recordsAreFolder() {
		return nil
	}
	changed := &generate.Changed{}
	for _, file := range c.Files {
		if file == generate.CoursesFile {
			changed.Programs = true
			continue
		}
		changed.Posts = append(changed.Posts, strings.TrimSuffix(file, recordsExt))
	}
	return changed
}

// announce says where the site is and what of it visitors would not see.
func (p *previewer) announce(ctx context.Context) error {
	site, err := content.Load(ctx, os.DirFS(p.content), runtime.GOMAXPROCS(0))
	if _, faulty := errors.AsType[content.Problems](err); err != nil && !faulty {
		return err
	}
	asOf, from := p.day(p.now)
	drafts, future := 0, 0
	for _, post := range site.Posts {
		switch {
		case post.Draft:
			drafts++
		case !post.Published(asOf):
			future++
		}
	}
	with := "with"
	if p.published {
		with = "without"
	}
	fmt.Fprintf(p.stdout, "%s/ shows %s as of %s (%s), %s %s and %s\n", p.address, p.content, asOf.Format(time.DateOnly), from,
		with, orNo(drafts, "draft"), orNo(future, "future post"))
	fmt.Fprintln(p.stdout, "The page in the browser follows what you save. Ctrl-C ends.")
	return nil
}
