package preview

import (
	"slices"
	"sync"
)

// Change is what may have changed in a folder since the last one.
type Change struct {
	Files []string // slash paths below the folder, sorted
	All   bool     // and whatever else: folders came or went, or something was missed
}

// add takes in what changed later.
func (c *Change) add(later Change) {
	c.All = c.All || later.All
	c.Files = append(c.Files, later.Files...)
	slices.Sort(c.Files)
	c.Files = slices.Compact(c.Files)
}

func (c *Change) empty() bool { return !c.All && len(c.Files) == 0 }

// burst is what was noticed and not yet looked at.
type burst struct {
	names map[string]bool // paths; true for those that were new when they were first named
	all   bool            // something that has no name
}

func (b *burst) empty() bool { return !b.all && len(b.names) == 0 }

// add takes in what was noticed later.
func (b *burst) add(later burst) {
	b.all = b.all || later.all
	if b.names == nil {
		b.names = map[string]bool{}
	}
	for name, isNew := range later.names {
		if _, known := b.names[name]; !known {
			b.names[name] = isNew
		}
	}
}

// gathering collects what is noticed until somebody takes it. It never keeps
// the one waiting who noticed: fsnotify holds a lock meanwhile that is needed
// to watch another folder.
type gathering struct {
	wake chan struct{} // holds one token while there is something

	mu  sync.Mutex
	got burst
}

func newGathering() *gathering { return &gathering{wake: make(chan struct{}, 1)} }

// note adds a path, and whether it is new.
func (g *gathering) note(path string, isNew bool) {
	g.put(burst{names: map[string]bool{path: isNew}})
}

// noteAll adds something that has no name.
func (g *gathering) noteAll() { g.put(burst{all: true}) }

func (g *gathering) put(b burst) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.got.add(b)
	select {
	case g.wake <- struct{}{}:
	default:
	}
}

// take returns what was gathered since the last time.
func (g *gathering) take() burst {
	g.mu.Lock()
	defer g.mu.Unlock()
	b := g.got
	g.got = burst{}
	return b
}
