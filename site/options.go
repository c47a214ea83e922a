package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"greenroom/site/content"
	"greenroom/site/generate"
)

// options are what a build is made of and where it goes.
type options struct {
	content, records, out, cache, baseURL, asOf string
	workers                                     int
}

// flags reads the options from the command line, with these defaults.
func (o *options) flags(name, out, cache string) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.StringVar(&o.content, "content", "content", "")
	flags.StringVar(&o.records, "records", "", "")
	flags.StringVar(&o.out, "out", out, "")
	flags.StringVar(&o.cache, "cache", cache, "")
	flags.StringVar(&o.baseURL, "base-url", "", "")
	flags.StringVar(&o.asOf, "as-of", "", "")
	flags.IntVar(&o.workers, "workers", 0, "")
	return flags
}

// check holds the flags to what can be said before anything is read.
func (o options) check() error {
	if o.workers < 0 {
		return fmt.Errorf("-workers is %d: write 1 or more", o.workers)
	}
	if _, err := content.ParseDay(o.asOf, time.UTC); o.asOf != "" && err != nil {
		return fmt.Errorf("-as-of is no date %q: write it as in 2026-05-12", o.asOf)
	}
	if err := checkBaseURL(o.baseURL); err != nil {
		return err
	}
	if inside(o.out, o.content) {
		return fmt.Errorf("-out %s is inside -content: the site would be read as words", o.out)
	}
	return nil
}

// present looks for what has to be there before any work is begun.
func (o options) present() error {
	words, err := openContent(o.content)
	if err != nil {
		return err
	}
	if o.records != "" {
		_, err = os.Stat(o.records)
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("there are no records at %s: name a file or a folder with -records", o.records)
	}
	return errors.Join(err, words.Close(), isFolder("-out", o.out), isFolder("-cache", o.cache))
}

// isFolder reports a file where a folder is to be made.
func isFolder(flag, path string) error {
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		return fmt.Errorf("%s %s is a file: name a folder", flag, path)
	}
	return nil
}

func checkBaseURL(text string) error {
	if text == "" {
		return nil
	}
	if err := content.CheckBaseURL(text); err != nil {
		return fmt.Errorf("-base-url %q: %w", text, err)
	}
	return nil
}

// inside reports whether a folder is another one or below it.
func inside(folder, other string) bool {
	a, errA := resolved(folder)
	b, errB := resolved(other)
	if errA != nil || errB != nil {
		return false
	}
	relative, err := filepath.Rel(b, a)
	return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator))
}

// resolved is the absolute path of a folder with its links followed, as far as
// there is anything yet.
func resolved(folder string) (string, error) {
	path, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	rest := ""
	for path != filepath.Dir(path) {
		if followed, err := filepath.EvalSymlinks(path); err == nil {
			return filepath.Join(followed, rest), nil
		}
		path, rest = filepath.Dir(path), filepath.Join(filepath.Base(path), rest)
	}
	return filepath.Join(path, rest), nil
}

// threads is where the approved comments are. Problems with a file of them
// carry its name.
func (o options) threads(now func() time.Time) (generate.Threads, error) {
	if o.records == "" {
		return generate.ThreadList(nil), nil
	}
	if o.recordsAreFolder() {
		return generate.ThreadFolder(os.DirFS(o.records), now), nil
	}
	f, err := os.Open(o.records)
	if err != nil {
		return nil, fmt.Errorf("reading records: %w", err)
	}
	defer f.Close()
	comments, err := generate.ReadRecords(f)
	return generate.ThreadList(comments), err
}

// courses are what was recorded about programs, in a file of its own beside the
// comments of each post.
func (o options) courses() (map[string]content.Course, error) {
	if o.records == "" || !o.recordsAreFolder() {
		return nil, nil
	}
	f, err := os.Open(filepath.Join(o.records, generate.CoursesFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading records: %w", err)
	}
	defer f.Close()
	return generate.ReadCourses(f)
}

// recordsAreFolder reports whether the comments of each post have a file of
// their own.
func (o options) recordsAreFolder() bool {
	info, err := os.Stat(o.records)
	return err == nil && info.IsDir()
}

// day is the day to build for and where it was said. What is wrong with
// site.yaml is reported by the build itself.
func (o options) day(now func() time.Time) (asOf time.Time, from string) {
	config, err := content.LoadConfig(os.DirFS(o.content))
	zone := time.UTC
	if err == nil {
		zone = config.TimeZone
	}
	if o.asOf != "" {
		asOf, _ = content.ParseDay(o.asOf, zone) // check has read it
		return asOf, "-as-of"
	}
	if !config.AsOf.IsZero() {
		return config.AsOf, "site.yaml"
	}
	today := now().In(zone)
	return time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, zone), "today" // the same all day, or each build would be of another
}
