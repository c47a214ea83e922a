package main

import (
	"os"
	"path/filepath"
	"runtime/debug"
)

// How much memory a build may take before the garbage collector works harder:
// so much in any case, and so much for each post. Below it is left alone,
// because a build is over soon and half of its time would go into collecting.
const (
	collectLess = 300 // percent of what is in use, instead of 100
	anyBuild    = 220 << 20
	eachPost    = 10 << 10
)

// spendMemory sets the collector for a build of a content tree.
func spendMemory(content string) {
	debug.SetGCPercent(collectLess)
	debug.SetMemoryLimit(anyBuild + eachPost*int64(countFiles(filepath.Join(content, "posts"))))
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
