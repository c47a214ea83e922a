package rollout

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// publisher is the one function that makes something of the pictures. The
// others know them by name.
const publisher = "publish"

// WithoutPictures says which files the compiler is to take for which, as
// go build -overlay wants it: an empty one for every picture of the words at
// root. dir is a directory for that one.
func WithoutPictures(root, dir string) (map[string]string, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	empty := filepath.Join(dir, "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		return nil, fmt.Errorf("leaving pictures out: %w", err)
	}
	replaced := map[string]string{}
	media := filepath.Join(root, "content", "media")
	err = filepath.WalkDir(media, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			replaced[path] = empty
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // words may have none
		return nil, fmt.Errorf("leaving pictures out: %w", err)
	}
	return replaced, nil
}

// WriteOverlay writes the file that go build -overlay reads into dir.
func WriteOverlay(dir string, replaced map[string]string) (path string, err error) {
	list, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		return "", err
	}
	path = filepath.Join(dir, "overlay.json")
	return path, os.WriteFile(path, list, 0o600)
}
