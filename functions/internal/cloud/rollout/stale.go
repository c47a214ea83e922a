package rollout

import (
	"slices"
	"strings"
)

// maxPaths is how many paths one deployment has CloudFront forget: each costs,
// and a pattern costs what one path does.
const maxPaths = 15

// stale are the paths at which CloudFront may keep what these files were:
// each by itself if they are few, else the smallest folders that hold them.
// The name of an asset changes with its bytes, so assets never are.
func stale(files []string) []string {
	var paths []string
	deepest := 0
	for _, file := range files {
		if strings.HasPrefix(file, "assets/") || strings.HasPrefix(file, ".") {
			continue
		}
		path := "/" + file
		paths = append(paths, path)
		// A page is asked for as its folder, and kept under what the function
		// at the edge makes of that: AWS wants both named.
		if folder, is := strings.CutSuffix(path, "/index.html"); is {
			paths = append(paths, folder+"/")
		}
		deepest = max(deepest, strings.Count(path, "/"))
	}
	slices.Sort(paths)
	for depth := deepest; len(paths) > maxPaths; depth-- {
		paths = folded(paths, depth)
	}
	return paths
}

// folded has patterns for all folders at a depth that hold some of the paths:
// at depth 1 that is the whole site.
func folded(paths []string, depth int) []string {
	var out []string
	for _, path := range paths {
		if parts := strings.SplitN(path, "/", depth+1); len(parts) == depth+1 {
			path = strings.Join(parts[:depth], "/") + "/*"
		}
		out = append(out, path)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
