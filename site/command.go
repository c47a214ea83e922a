package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"syscall"
	"time"

	"greenroom/site/content"
)

// Exit codes.
const (
	exitDone  = 0
	exitFault = 1 // the input or the disk is at fault
	exitUsage = 2 // the command line is
)

// command is one call of the program and what it needs from outside.
type command struct {
	stdout, stderr io.Writer
	terminal       bool // stderr is looked at as it is written
	now            func() time.Time
}

// verb is one thing the program does.
type verb struct {
	name, summary, usage string
	run                  func(c command, ctx context.Context, args []string) int
}

func verbs() []verb {
	return []verb{
		{"build", "turn content/ and approved comments into the static site", buildUsage, command.parseBuild},
		{"new", "begin a post, a program, a person or a page", newUsage, command.begin},
		{"serve", "show the site in the browser as it is being written", serveUsage, command.serve},
		{"check", "look through a built site for what is broken", checkUsage, command.check},
		{"import", "take over the export of another blog", importUsage, command.takeOver},
	}
}

func findVerb(name string) (v verb, found bool) {
	for _, v := range verbs() {
		if v.name == name {
			return v, true
		}
	}
	return verb{}, false
}

// overview is the usage of the whole program.
func overview() string {
	var b strings.Builder
	b.WriteString("Usage: site COMMAND [flags]\n\n")
	for _, v := range verbs() {
		fmt.Fprintf(&b, "  %-8s%s\n", v.name, v.summary)
	}
	b.WriteString("\n\"site help COMMAND\" says more about one.\n")
	return b.String()
}

func (c command) run(ctx context.Context, args []string) int {
	if len(args) == 0 {
		return c.misused("name a command", overview())
	}
	switch name := args[0]; name {
	case "help", "-h", "-help", "--help":
		return c.help(args[1:])
	default:
		v, found := findVerb(name)
		if !found {
			return c.misused(unknownVerb(name), overview())
		}
		return v.run(c, ctx, args[1:])
	}
}

func unknownVerb(name string) string {
	var names []string
	for _, v := range verbs() {
		names = append(names, v.name)
	}
	return fmt.Sprintf("unknown command %q", name) + didYouMean("", name, append(names, "help"))
}

// didYouMean names the candidate that a word is near to, if one is.
func didYouMean(prefix, word string, candidates []string) string {
	if near := content.Nearest(word, candidates); near != "" {
		return ": did you mean " + prefix + near + "?"
	}
	return ""
}

// help prints how the program is used, or one command of it.
func (c command) help(args []string) int {
	text := overview()
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		v, found := findVerb(args[0])
		if !found {
			return c.misused(unknownVerb(args[0]), overview())
		}
		text = v.usage
	}
	fmt.Fprint(c.stdout, text)
	return exitDone
}

// misused says what is wrong with the command line and how it is written.
func (c command) misused(what, usage string) int {
	fmt.Fprintf(c.stderr, "site: %s\n\n%s", what, usage)
	return exitUsage
}

// failed says why a command could not do its work.
func (c command) failed(err error) int {
	fix := ""
	switch {
	case errors.Is(err, fs.ErrPermission):
		fix = ": let this account in, or name another place with a flag"
	case errors.Is(err, syscall.ENOSPC):
		fix = ": make room, and run the command again"
	}
	fmt.Fprintf(c.stderr, "site: %v%s\n", err, fix)
	return exitFault
}

// parse reads the flags of a command, which may stand before, between and
// after its words; behind "--" all are words. If there is nothing more to do,
// go is false and code is the answer.
func (c command) parse(flags *flag.FlagSet, args []string, usage string) (words []string, code int, proceed bool) {
	flags.SetOutput(io.Discard)
	for {
		switch err := flags.Parse(args); {
		case errors.Is(err, flag.ErrHelp):
			fmt.Fprint(c.stdout, usage)
			return nil, exitDone, false
		case err != nil:
			return nil, c.misused(err.Error()+nearFlag(flags, err), usage), false
		}
		rest := flags.Args()
		read := len(args) - len(rest)
		if len(rest) == 0 {
			return words, exitDone, true
		}
		if read > 0 && args[read-1] == "--" {
			return append(words, rest...), exitDone, true
		}
		words, args = append(words, rest[0]), rest[1:]
	}
}

// nearFlag names the flag that was most likely meant.
func nearFlag(flags *flag.FlagSet, err error) string {
	_, name, unknown := strings.Cut(err.Error(), "flag provided but not defined: -")
	if !unknown {
		return ""
	}
	if strings.Contains(name, " ") { // a title
		return ": write -- before words that begin with a hyphen"
	}
	var names []string
	flags.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
	return didYouMean("-", name, names)
}
