package local

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// secretSize is the length of the agency's secret in bytes.
const secretSize = 32

// loadSecret returns the agency's secret, made on the first start. It lies
// beside the store and not in it, so that a copy of the store signs nobody in.
func loadSecret(dir *os.Root, random io.Reader) ([]byte, error) {
	const name = "secret"
	secret, err := dir.ReadFile(name)
	if err == nil && len(secret) == secretSize {
		return secret, nil
	}
	if err == nil {
		return nil, fmt.Errorf("reading %s: it has %d bytes and needs %d: remove it to have a new one made (links and codes that were mailed and not used yet then no longer work)", name, len(secret), secretSize)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading secret: %w", err)
	}
	secret = make([]byte, secretSize)
	if _, err := io.ReadFull(random, secret); err != nil {
		return nil, fmt.Errorf("making secret: %w", err)
	}
	if err := keepWhole(dir, name, secret); err != nil {
		return nil, fmt.Errorf("keeping secret: %w", err)
	}
	return secret, nil
}

// keepWhole writes a file that is there whole or not at all, whatever happens.
func keepWhole(dir *os.Root, name string, data []byte) error {
	file, err := dir.OpenFile(name+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return dir.Rename(name+".new", name)
}
