package rollout

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// part is one function as it is uploaded.
type part struct {
	name string // of its directory in functions/
	hash string // SHA-256 of zip, in hex
	zip  []byte
}

// key is where a part lies in the artifacts bucket.
func (p part) key() string { return "functions/" + p.name + "/" + p.hash + ".zip" }

// build makes a zip of every function in the template.
func (r *Rollout) build(ctx context.Context) ([]part, string, error) {
	text, err := r.template()
	if err != nil {
		return nil, "", err
	}
	names := functionsOf(text)
	dir, err := os.MkdirTemp("", "greenroom-deploy-")
	if err != nil {
		return nil, "", fmt.Errorf("making a folder to build in: %w", err)
	}
	defer os.RemoveAll(dir) // in the system's temporary folder: what stays is cleared there
	if err := r.compile(ctx, dir, names); err != nil {
		return nil, "", err
	}
	var parts []part
	largest := 0
	for _, name := range names {
		p, err := packed(dir, name)
		if err != nil {
			return nil, "", err
		}
		parts, largest = append(parts, p), max(largest, len(p.zip))
	}
	return parts, fmt.Sprintf("%d functions for arm64, the largest %.1f MB zipped", len(parts), float64(largest)/1e6), nil
}

// Tags leave out what nobody uses and the linker cannot tell: the way of calling
// functions that Lambda had before it had runtimes, and rules of validator that
// are names of methods, for which every method of every type would be kept.
const Tags = "lambda.norpc,validator_novalidatefn"

// compile builds programs that depend on the sources and on nothing else: not
// on the folder, the machine, the day or what somebody has set.
func (r *Rollout) compile(ctx context.Context, dir string, names []string) error {
	apart, err := os.MkdirTemp("", "greenroom-overlay-")
	if err != nil {
		return fmt.Errorf("making a folder to build with: %w", err)
	}
	defer os.RemoveAll(apart) // in the system's temporary folder: what stays is cleared there
	replaced, err := WithoutPictures(r.Root, apart)
	if err != nil {
		return err
	}
	overlay, err := WriteOverlay(apart, replaced)
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == publisher })
	if len(others) < len(names) {
		err = r.compileAs(ctx, dir, []string{publisher})
	}
	if err == nil && len(others) > 0 {
		err = r.compileAs(ctx, dir, others, "-overlay", overlay)
	}
	return err
}

func (r *Rollout) compileAs(ctx context.Context, dir string, names []string, options ...string) error {
	arguments := []string{"build", "-tags", Tags, "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid=", "-o", dir + string(filepath.Separator)}
	arguments = append(arguments, options...)
	for _, name := range names {
		arguments = append(arguments, "./functions/"+name)
	}
	_, err := r.Command(ctx, r.Root, []string{
		"GOOS=linux", "GOARCH=arm64", "GOARM64=v8.0", "CGO_ENABLED=0", "GOFLAGS=", "GOEXPERIMENT=", "GOWORK=off",
	}, "go", arguments...)
	return err
}

// packed zips a program as Lambda wants it: under the name bootstrap, to be
// run by everybody. The time is fixed, so that equal programs are equal zips.
func packed(dir, name string) (part, error) {
	program, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return part{}, fmt.Errorf("reading what was built: %w", err)
	}
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	header := &zip.FileHeader{Name: "bootstrap", Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
	header.SetMode(0o755)
	file, err := archive.CreateHeader(header)
	if err == nil {
		_, err = file.Write(program)
	}
	if err == nil {
		err = archive.Close()
	}
	if err != nil {
		return part{}, fmt.Errorf("zipping %s: %w", name, err)
	}
	sum := sha256.Sum256(b.Bytes())
	return part{name: name, hash: hex.EncodeToString(sum[:]), zip: slices.Clone(b.Bytes())}, nil
}
