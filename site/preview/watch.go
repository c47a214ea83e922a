package preview

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	// quietTime is how long nothing must happen before a change is told:
	// editors write a file in several steps.
	quietTime = 60 * time.Millisecond
	// longestBurst is how long a change that does not end is kept back.
	longestBurst = 2 * time.Second
	// lookEvery is how often is looked for what nobody tells: that the folder
	// itself was replaced and, where the kernel tells nothing, every file.
	lookEvery = time.Second
)

// Watcher tells of changes in a folder.
type Watcher struct {
	Dir  string
	Deep bool // folders in it as well, except hidden ones directly in it
	// Accept reports whether anybody cares for a file, by its slash path below
	// Dir.
	Accept func(name string) bool
	// Say is told why the folder is looked at every second, where the kernel
	// cannot tell of changes.
	Say func(why error)

	open func(*gathering) (notifier, error) // how the kernel is asked; nil: by fsnotify
}

// Run watches until ctx ends. Every change after it returned is told, at least
// once.
func (w Watcher) Run(ctx context.Context) <-chan Change {
	if w.open == nil {
		w.open = openNotifier
	}
	r := &watching{Watcher: w, gathered: newGathering(), changes: make(chan Change)}
	r.begin()
	go r.loop(ctx)
	return r.changes
}

// watching is a watcher at work.
type watching struct {
	Watcher
	gathered *gathering
	changes  chan Change

	notifier notifier        // nil: the folder is looked at instead
	root     string          // Dir with its links followed
	standing fs.FileInfo     // what stood at Dir when it was last watched; nil: nothing
	folders  map[string]bool // slash paths of those that are watched
	files    map[string]fs.FileInfo
}

func (w *watching) begin() {
	var err error
	if w.notifier, err = w.open(w.gathered); err == nil {
		err = w.watchFolders()
	}
	if err != nil {
		w.lookInstead(err)
	}
}

func (w *watching) loop(ctx context.Context) {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	quiet, longest := time.NewTimer(quietTime), time.NewTimer(longestBurst)
	var noticed burst
	var ready Change
	var changes chan<- Change
	for {
		if changes = nil; !ready.empty() {
			changes = w.changes
		}
		select {
		case <-ctx.Done():
			if w.notifier != nil {
				_ = w.notifier.Close() // nobody reads what it has to say
			}
			return
		case <-look.C:
			w.lookAround()
		case <-w.gathered.wake:
			if noticed.empty() {
				longest.Reset(longestBurst)
			}
			noticed.add(w.gathered.take())
			quiet.Reset(quietTime)
		case <-quiet.C:
			ready.add(w.settle(noticed))
			noticed = burst{}
		case <-longest.C:
			ready.add(w.settle(noticed))
			noticed = burst{}
		case changes <- ready:
			ready = Change{}
		}
	}
}

// settle makes a change of what was noticed. Folders that came are watched
// before anybody reads them.
func (w *watching) settle(b burst) Change {
	c := Change{All: b.all}
	for path, isNew := range b.names {
		name, inside := w.below(path)
		info, err := os.Lstat(path)
		switch {
		case !inside || w.folders[name]:
			c.All = true
		case err == nil && info.IsDir():
			c.All = c.All || w.isWatched(name)
		case err != nil && isNew: // came and went, as what editors write beside a file
		case w.Accept(name):
			c.Files = append(c.Files, name)
		}
	}
	if c.All && w.notifier != nil {
		if err := w.watchFolders(); err != nil {
			w.lookInstead(err)
		}
	}
	return c
}

// below is the name of a path in the folder.
func (w *watching) below(path string) (name string, inside bool) {
	name, err := filepath.Rel(w.root, path)
	name = filepath.ToSlash(name)
	return name, err == nil && name != "." && name != ".." && !strings.HasPrefix(name, "../")
}

// isWatched reports whether a folder is to be watched.
func (w *watching) isWatched(name string) bool {
	return name == "." || w.Deep && !strings.HasPrefix(name, ".")
}
