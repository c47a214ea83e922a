package main

import (
	"os"
	"path/filepath"
	"runtime/debug"
)

// How much memory a build may take before garbage is collected: so much in any
// case, and so much for each post. Below it nothing is, because a build is over
// soon, and a third of its time would go into collecting.
const (
	anyBuild = 100 << 20
	eachPost = 26 << 10
)

// spendMemory sets the collector for a build of a content tree.
func spendMemory(content string) {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(anyBuild)
	go func() {
		debug.SetMemoryLimit(anyBuild + eachPost*int64(countFiles(filepath.Join(content, "posts"))))
	}()
}

// countFiles is how many files a folder has.
func countFiles(folder string) int {
	f, err := os.Open(folder)
	if err != nil {
		return 0 // the build says what is wrong with it
	}
	defer f.Close()
	names, _ := f.Readdirnames(-1)
	return len(names)
}
