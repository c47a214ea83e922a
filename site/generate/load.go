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
	"sync"

	"greenroom/site/content"
	"greenroom/site/theme"
)

// staticFile is copied as it is.
type staticFile struct {
	name string // "assets/site.1a2b3c4d.css"
	data []byte
}

// load reads what changed of the words, the comments and what is copied.
func (b *Builder) load(ctx context.Context, in Input, listed listing) (*loaded, content.Problems, error) {
	var problems content.Problems
	faults, err := b.loadMedia(ctx, in)
	if err != nil {
		return nil, nil, err
	}
	problems = append(problems, faults...)
	otherPictures := b.replan
	var group sync.WaitGroup
	var talkFaults content.Problems
	var talkErr error
	group.Go(func() { talkFaults, talkErr = b.discussions(ctx, in.threads(), listed) })
	site, err := b.loadWords(ctx, in, otherPictures)
	group.Wait()
	faults, isProblems := errors.AsType[content.Problems](err)
	if err = errors.Join(b.storeErr, unless(isProblems, err)); err != nil {
		return nil, nil, fmt.Errorf("loading: %w", err)
	}
	problems = append(problems, faults...)
	l := &loaded{words: in.Content, site: site, threads: in.threads(), base: in.BaseURL, asOf: in.AsOf, preview: in.Preview}
	if err := l.settle(); err != nil {
		return nil, nil, err
	}
	if talkErr != nil {
		return nil, nil, talkErr
	}
	if site != nil {
		problems = append(problems, l.stand(b.courses)...)
	}
	problems = append(problems, talkFaults...)
	problems = append(problems, b.checkThreads(site)...)
	if l.assets, l.files, err = readAssets(b.options.Assets); err != nil {
		return nil, nil, fmt.Errorf("loading assets: %w", err)
	}
	return l, problems, nil
}

// asProblems is what an error says is wrong with the input, or else the error.
func asProblems(doing string, err error) (content.Problems, error) {
	if err == nil {
		return nil, nil
	}
	if problems, ok := errors.AsType[content.Problems](err); ok {
		return problems, nil
	}
	return nil, fmt.Errorf("%s: %w", doing, err)
}

func unless(is bool, err error) error {
	if is {
		return nil
	}
	return err
}

// loadWords reads the words. Bodies are rendered as they are read, and once
// more when pictures that they show have changed.
func (b *Builder) loadWords(ctx context.Context, in Input, otherPictures bool) (site *content.Site, err error) {
	if in.Changed != nil {
		site, err = b.loader.Refresh(ctx, in.Content, in.Changed.Files)
	} else {
		site, err = b.loader.Load(ctx, in.Content)
	}
	if site == nil || site == b.site && !otherPictures {
		return site, err
	}
	b.forgetBodies(site)
	for _, body := range siteBodies(site) {
		if f := b.fragments[body.File]; f != nil && f.shown != b.pictures.key(f.pictures) {
			if err := b.rerender(ctx, in.Content, body.File); err != nil {
				return nil, err
			}
		}
	}
	return site, err
}

// forgetBodies drops what is known about files that are no longer there.
func (b *Builder) forgetBodies(site *content.Site) {
	bodies := siteBodies(site)
	if len(bodies) == len(b.fragments) {
		return
	}
	there := make(map[string]*fragment, len(bodies))
	for _, body := range bodies {
		if f := b.fragments[body.File]; f != nil {
			there[body.File] = f
		}
	}
	b.fragments = there
}

// settle finds the day and the base URL to build for.
func (l *loaded) settle() error {
	config := l.site.Config
	if l.base == "" {
		l.base = config.BaseURL
	} else if err := content.CheckBaseURL(l.base); err != nil {
		return fmt.Errorf("loading: %w: %q", err, l.base)
	}
	if l.asOf.IsZero() {
		l.asOf = config.AsOf
	}
	if config.TimeZone != nil && !l.asOf.IsZero() {
		l.asOf = l.asOf.In(config.TimeZone)
	}
	return nil
}

// checkThreads reports comments on posts, or by people, that do not exist. If
// the words are those of the last build only threads that changed are looked
// at.
func (b *Builder) checkThreads(site *content.Site) content.Problems {
	same := b.model != nil && b.site == site
	if e := b.cache.edition; e.date != "" && e.sound == key(b.loader.Set()) {
		same = true // in another process
	}
	if same && len(b.touched) == 0 {
		return nil
	}
	threads := b.threads
	if same {
		threads = make(map[string]*discussion, len(b.touched))
		for _, slug := range b.touched {
			threads[slug] = b.threads[slug]
		}
	}
	return strayThreads(site, threads)
}

func strayThreads(site *content.Site, threads map[string]*discussion) content.Problems {
	stray, people := make(map[string]bool, len(threads)), map[string]bool{}
	for slug := range threads {
		stray[slug] = true
	}
	for _, p := range site.Posts {
		delete(stray, p.Slug)
	}
	for _, p := range site.People {
		people[p.Slug] = true
	}
	var problems content.Problems
	for slug, d := range threads {
		if d.line > 0 && stray[slug] {
			problems = append(problems, content.Problem{File: RecordsFile, Line: d.line, What: fmt.Sprintf("unknown post %q", slug), Fix: "bring posts/" + slug + ".md back, or take the comment out"})
		}
		for i, person := range d.staff {
			if !people[person] {
				problems = append(problems, content.Problem{File: RecordsFile, Line: d.lines[i], What: fmt.Sprintf("unknown person %q", person), Fix: "bring people/" + person + ".md back, or take the comment out"})
			}
		}
	}
	return problems
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

// isAsset reports whether a name is that of an asset, fingerprinted.
func isAsset(name, base, ext string) bool {
	rest, found := strings.CutPrefix(name, "assets/"+base+".")
	return found && strings.HasSuffix(rest, ext) && strings.Count(rest, ".") == 1
}
