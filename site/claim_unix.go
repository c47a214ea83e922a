//go:build unix

package main

import (
	"errors"
	"os"
	"syscall"
)

// claimFolder makes a folder and locks it until the file is closed or the
// process ends, however it ends.
func claimFolder(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = errClaimed
		}
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
