//go:build !unix

package main

import "os"

// claimFolder makes a folder. Here it cannot be locked: two that build into it
// at once get in each other's way.
func claimFolder(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return os.Open(dir)
}
