package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"greenroom/site/starter"
)

// begin is the command "new": it writes the file that something begins as.
func (c command) begin(_ context.Context, args []string) int {
	var folder string
	var o starter.Options
	flags := flag.NewFlagSet("new", flag.ContinueOnError)
	flags.StringVar(&folder, "content", "content", "")
	flags.StringVar(&o.Author, "author", "", "")
	flags.StringVar(&o.Slug, "slug", "", "")
	words, code, proceed := c.parse(flags, args, newUsage)
	switch {
	case !proceed:
		return code
	case len(words) == 0:
		return c.misused("name what to begin: a post, a program, a person or a page", newUsage)
	case !isKind(words[0]):
		return c.misused(fmt.Sprintf("unknown kind %q", words[0])+didYouMean("", words[0], kinds()), newUsage)
	case len(words) == 1:
		return c.misused(fmt.Sprintf("give the %s a title: site new %s \"Title\"", words[0], words[0]), newUsage)
	case len(words) > 2:
		return c.misused(fmt.Sprintf("unexpected argument %q: put a title of several words in quotes", words[2]), newUsage)
	}
	o.Kind, o.Title = words[0], words[1]
	o.Now, _ = options{content: folder}.day(c.now)
	file, err := writeNew(folder, o)
	if err != nil {
		return c.failed(err)
	}
	fmt.Fprintf(c.stdout, "%s\nEdit it, and look at it with: go run ./site serve%s\n", filepath.Join(folder, file), flagUnless("content", folder, "content"))
	if o.Kind != "post" {
		fmt.Fprintln(c.stdout, "The next build publishes it: only posts can be drafts.")
	}
	return exitDone
}

func kinds() []string { return []string{"post", "program", "person", "page"} }

func isKind(word string) bool {
	for _, kind := range kinds() {
		if kind == word {
			return true
		}
	}
	return false
}

// flagUnless is a flag to repeat in another command, if it is not the default.
func flagUnless(name, value, usual string) string {
	if value == usual {
		return ""
	}
	if strings.ContainsAny(value, " \t\"'$*?&;()<>|\\") {
		value = strconv.Quote(value)
	}
	return " -" + name + " " + value
}

// writeNew writes the file, which must not be there yet.
func writeNew(folder string, o starter.Options) (file string, err error) {
	root, err := openContent(folder)
	if err != nil {
		return "", err
	}
	defer root.Close()
	file, data, err := starter.File(root.FS(), o)
	if err != nil {
		return "", err
	}
	if err := root.MkdirAll(path.Dir(file), 0o755); err != nil {
		return "", fmt.Errorf("writing %s: %w", file, err)
	}
	f, err := root.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("writing %s: it is there already: edit it, or choose another title", file)
	} else if err != nil {
		return "", fmt.Errorf("writing %s: %w", file, err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return "", fmt.Errorf("writing %s: %w", file, errors.Join(err, root.Remove(file)))
	}
	return file, nil
}

// openContent opens the folder of words.
func openContent(folder string) (*os.Root, error) {
	root, err := os.OpenRoot(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no folder %s: name the one that holds site.yaml with -content", folder)
	} else if err != nil {
		return nil, fmt.Errorf("opening the words: %w", err)
	}
	if _, err := root.Lstat("site.yaml"); err != nil { // what it is, the loader says
		return nil, errors.Join(fmt.Errorf("there is no site.yaml in %s: name the folder that holds it with -content", folder), root.Close())
	}
	return root, nil
}
