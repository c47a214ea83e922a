//go:build !linux

package main

// disk is not known here: no folder is taken for one in memory.
func disk(string) (free int64, inMemory bool) { return 0, false }
