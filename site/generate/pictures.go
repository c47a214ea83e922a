package generate

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"greenroom/site/content"
	"greenroom/site/markdown"
	"greenroom/site/packed"
	"greenroom/site/picture"
	"greenroom/site/theme"
)

// pictures is what is known of the files below media/.
type pictures struct {
	files map[string]*mediaFile // by name: "cat.jpg"
	names []string              // sorted
}

// mediaFile is one file below media/.
type mediaFile struct {
	stamp   content.Stamp
	sum     [sha256.Size]byte
	picture bool
	info    picture.Info
	encode  sync.Mutex // its variants are made together, once
}

// isPicture reports whether a name is that of a picture with variants.
func isPicture(name string) bool {
	return slices.Contains([]string{".jpg", ".jpeg", ".png", ".gif", ".webp"}, strings.ToLower(path.Ext(name)))
}

// loadMedia looks at the files below media/ that changed.
func (b *Builder) loadMedia(ctx context.Context, in Input) (content.Problems, error) {
	if in.Changed != nil && !slices.ContainsFunc(in.Changed.Files, func(f string) bool { return strings.HasPrefix(f, "media/") }) {
		return nil, nil
	}
	var now time.Time
	if b.options.Now != nil {
		now = b.options.Now()
	}
	list := content.ListMedia(in.Content, now)
	files := make([]*mediaFile, len(list))
	faults := make([]content.Problems, len(list))
	err := each(ctx, b.options.Workers, len(list), func(i int) (err error) {
		if last := b.pictures.files[list[i].Name]; last != nil && b.options.Now != nil && last.stamp.Same(list[i].Stamp) && (!last.picture || last.info.Width > 0) {
			files[i] = last
			return nil
		}
		files[i], faults[i], err = readMedia(in.Content, list[i])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("loading media: %w", err)
	}
	before := b.pictures
	b.pictures.files, b.pictures.names = make(map[string]*mediaFile, len(list)), nil
	for i, m := range list {
		b.pictures.files[m.Name] = files[i]
		b.pictures.names = append(b.pictures.names, m.Name)
		last := before.files[m.Name]
		b.replan = b.replan || last == nil || last.sum != files[i].sum
		b.kept.media = b.kept.media || last == nil || last.stamp != files[i].stamp
	}
	b.replan = b.replan || len(before.files) != len(list)
	return slices.Concat(faults...), nil
}

func readMedia(fsys fs.FS, m content.Media) (*mediaFile, content.Problems, error) {
	file := path.Join("media", m.Name)
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, nil, err
	}
	one := &mediaFile{stamp: m.Stamp, sum: sha256.Sum256(data), picture: isPicture(m.Name)}
	if !one.picture {
		return one, nil, nil
	}
	if one.info, err = picture.Read(data); err != nil {
		return one, content.Problems{{File: file, Line: 1, What: err.Error(), Fix: "put a JPEG, PNG, GIF or WebP here, or rename the file if it is none"}}, nil
	}
	return one, nil, nil
}

// facts is what a body needs to know about a picture.
func (p *pictures) facts(src string) (markdown.Picture, error) {
	name, found := strings.CutPrefix(src, "/media/")
	m := p.files[name]
	if !found || m == nil || !m.picture {
		near := content.Nearest(name, slices.DeleteFunc(slices.Clone(p.names), func(name string) bool { return !isPicture(name) }))
		if near == "" || !found {
			return markdown.Picture{}, errors.New("there is none")
		}
		return markdown.Picture{}, errors.New("there is none; did you mean /media/" + near + "?")
	}
	shown := markdown.Picture{Src: src, Width: m.info.Width, Height: m.info.Height}
	sets := map[string][]string{}
	var formats []string
	for _, v := range m.info.Variants() {
		if sets[v.Format] == nil {
			formats = append(formats, v.Format)
		}
		sets[v.Format] = append(sets[v.Format], "/"+v.Name(path.Join("media", name), m.sum)+" "+strconv.Itoa(v.Width)+"w")
	}
	for _, format := range formats {
		if set := strings.Join(sets[format], ", "); format == m.info.Format {
			shown.Srcset = set
		} else {
			shown.Sources = append(shown.Sources, markdown.Source{Type: "image/" + format, Srcset: set})
		}
	}
	return shown, nil
}

// key is the key of the facts about pictures.
func (p *pictures) key(list []string) key {
	if len(list) == 0 {
		return key{}
	}
	var b []byte
	for _, src := range list {
		if m := p.files[strings.TrimPrefix(src, "/media/")]; m != nil {
			b = append(b, m.sum[:]...)
		} else {
			b = append(b, 0)
		}
	}
	return keyOf(b)
}

// allKey is the key of all files below media/.
func (p *pictures) allKey() key {
	var b []byte
	for _, name := range p.names {
		sum := p.files[name].sum
		b = append(packed.Text(b, name), sum[:]...)
	}
	return keyOf(b)
}

// face is the picture of a person.
func (p *pictures) face(src, name string) *theme.Picture {
	facts, err := p.facts(src)
	if err != nil { // photoFaults has reported it
		return nil
	}
	face := &theme.Picture{Src: facts.Src, Srcset: facts.Srcset, Width: facts.Width, Height: facts.Height, Alt: name}
	for _, s := range facts.Sources {
		face.Sources = append(face.Sources, theme.PictureSource{Type: s.Type, Srcset: s.Srcset})
	}
	return face
}

// photoFaults reports photos of people that are not there.
func (m *model) photoFaults() content.Problems {
	var problems content.Problems
	for _, p := range m.site.People {
		if p.Photo == "" {
			continue
		}
		if _, err := m.builder.pictures.facts(p.Photo); err != nil {
			problems = append(problems, content.Problem{File: p.Body.File, Line: 1, What: "photo " + p.Photo + ": " + err.Error(), Fix: "put it into media/, or correct the name"})
		}
	}
	return problems
}

// planMedia plans the files below media/, pictures without what cameras write
// into them, and the variants of pictures.
func (p *planner) planMedia() {
	for _, name := range p.builder.pictures.names {
		m, file := p.builder.pictures.files[name], path.Join("media", name)
		p.data(orderAsset, file, nil, keyOfValue("media", pictureVersion, m.sum[:]), func(context.Context, []byte) ([]byte, error) {
			data, err := p.readMedia(file, m)
			if err != nil || !m.picture {
				return data, err
			}
			stripped, err := picture.Strip(data)
			return stripped, damaged(file, err)
		})
		if !m.picture {
			continue
		}
		variants := m.info.Variants()
		for i, v := range variants {
			p.data(orderAsset, v.Name(file, m.sum), nil, keyOfValue(pictureVersion, m.sum[:], i), func(ctx context.Context, _ []byte) ([]byte, error) {
				return p.variant(ctx, file, m, variants, i)
			})
		}
	}
}

// readMedia reads a file, which must still be the one that was planned with.
func (m *model) readMedia(file string, media *mediaFile) ([]byte, error) {
	data, err := fs.ReadFile(m.words, file)
	if err == nil && sha256.Sum256(data) != media.sum {
		err = errors.New(file + " changed while the site was built: build again")
	}
	return data, err
}

// variant returns the i-th variant of a picture. All are made when the first
// is asked for.
func (m *model) variant(ctx context.Context, file string, media *mediaFile, variants []picture.Variant, i int) ([]byte, error) {
	media.encode.Lock()
	defer media.encode.Unlock()
	keys := make([]key, len(variants))
	for n, v := range variants {
		keys[n] = keyOfValue("variant", pictureVersion, media.sum[:], v.Format, v.Width, v.Height)
	}
	if p, ok := m.builder.made.find(keys[i]); ok {
		if data, err := m.builder.store.get(p); err == nil {
			return []byte(data), nil
		}
	}
	data, err := m.readMedia(file, media)
	if err != nil {
		return nil, err
	}
	all, err := picture.Encode(ctx, data, variants)
	if err != nil {
		return nil, damaged(file, err)
	}
	for n, one := range all {
		p, err := m.builder.store.put(string(one))
		if err != nil {
			return nil, err
		}
		m.builder.made.put(keys[n], p)
	}
	return all[i], nil
}

// damaged says of a picture, whose head was read before, that the rest cannot
// be.
func damaged(file string, err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	return content.Problems{{File: file, Line: 1, What: err.Error(), Fix: "save it again from its source"}}
}

// append writes what is known for the cache.
func (p *pictures) append(b []byte) []byte {
	b = packed.Uint(b, uint64(len(p.names)))
	for _, name := range p.names {
		m := p.files[name]
		b = m.stamp.Append(packed.Text(b, name))
		b = packed.Bool(append(b, m.sum[:]...), m.picture)
		b = packed.Text(b, m.info.Format)
		for _, n := range []int{m.info.Width, m.info.Height, m.info.Orientation} {
			b = packed.Uint(b, uint64(n))
		}
	}
	return b
}

// restore reads what append wrote.
func (p *pictures) restore(r *packed.Reader) {
	files := map[string]*mediaFile{}
	var names []string
	for range r.Len() {
		name := r.Text()
		m := &mediaFile{stamp: content.ReadStamp(r), sum: r.Sum(), picture: r.Bool()}
		m.info = picture.Info{Format: r.Text(), Width: int(r.Uint()), Height: int(r.Uint()), Orientation: int(r.Uint())}
		files[name], names = m, append(names, name)
	}
	if r.Done() == nil {
		p.files, p.names = files, names
	}
}
