package generate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"greenroom/site/content"
	"greenroom/site/theme"
)

// loaded is everything that was read.
type loaded struct {
	site     *content.Site
	comments []Comment
	asOf     time.Time // in the site's time zone
	base     string    // base URL
	assets   theme.Assets
	files    []staticFile // assets and media, as they will be served
}

// staticFile is copied as it is.
type staticFile struct {
	name string // "assets/site.1a2b3c4d.css"
	data []byte
}

// load reads the words, holds the records to them, and reads what is copied.
func (b *Builder) load(ctx context.Context, in Input) (*loaded, content.Problems, error) {
	site, err := b.loader.Load(ctx, in.Content)
	problems, isProblems := errors.AsType[content.Problems](err)
	if err != nil && !isProblems {
		return nil, nil, fmt.Errorf("loading: %w", err)
	}
	l := &loaded{site: site, comments: in.Comments, base: in.BaseURL, asOf: in.AsOf}
	if l.base == "" {
		l.base = site.Config.BaseURL
	} else if err := content.CheckBaseURL(l.base); err != nil {
		return nil, nil, fmt.Errorf("loading: %w: %q", err, l.base)
	}
	if l.asOf.IsZero() {
		l.asOf = site.Config.AsOf
	}
	if site.Config.TimeZone != nil && !l.asOf.IsZero() {
		l.asOf = l.asOf.In(site.Config.TimeZone)
	}
	problems = append(problems, checkComments(site, in.Comments)...)
	if l.assets, l.files, err = readAssets(b.options.Assets); err != nil {
		return nil, nil, fmt.Errorf("loading assets: %w", err)
	}
	for _, name := range site.Media {
		data, err := fs.ReadFile(in.Content, path.Join("media", name))
		if err != nil {
			return nil, nil, fmt.Errorf("loading media: %w", err)
		}
		l.files = append(l.files, staticFile{path.Join("media", name), data})
	}
	return l, problems, nil
}

// readAssets reads styles and scripts, which get a piece of their hash into
// their name so that they can be cached for ever, and icons, which are asked
// for at the root by their own names.
func readAssets(assets fs.FS) (theme.Assets, []staticFile, error) {
	var addresses theme.Assets
	var files []staticFile
	err := fs.WalkDir(assets, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(assets, file)
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(file, "icons/")
		if name == file {
			name = fingerprinted(file, data)
		}
		switch file {
		case "css/site.css":
			addresses.CSS = "/" + name
		case "js/site.js":
			addresses.JS = "/" + name
		}
		files = append(files, staticFile{name, data})
		return nil
	})
	return addresses, files, err
}

// AssetAddresses are where a build with these assets puts style and script.
func AssetAddresses(assets fs.FS) (theme.Assets, error) {
	addresses, _, err := readAssets(assets)
	return addresses, err
}

func fingerprinted(file string, data []byte) string {
	sum := sha256.Sum256(data)
	base, ext := path.Base(file), path.Ext(file)
	return "assets/" + strings.TrimSuffix(base, ext) + "." + hex.EncodeToString(sum[:4]) + ext
}
