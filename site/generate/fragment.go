package generate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"greenroom/site/content"
	"greenroom/site/markdown"
	"greenroom/site/packed"
)

// fragment is one body as HTML, which is in the store, and what has to be
// known about it.
type fragment struct {
	node     node     // key of the HTML
	sum      [32]byte // of the file it was made from
	place    place
	words    int
	headings []markdown.Heading
	links    []markdown.Link
	pictures []string
	shown    key // of the facts about its pictures
	faults   []markdown.Fault
}

// takeBody renders a body that was read, unless the file is the one it was
// made from before. It is called from several goroutines.
func (b *Builder) takeBody(body content.Body, sum [32]byte) {
	b.bodies.Lock()
	last := b.fragments[body.File]
	b.bodies.Unlock()
	if last != nil && last.sum == sum && last.shown == b.pictures.key(last.pictures) {
		b.settled(body.File)
		return
	}
	f, err := b.renderBody(body.Markdown)
	f.sum = sum
	b.bodies.Lock()
	defer b.bodies.Unlock()
	if b.storeErr == nil {
		b.storeErr = err // all others would say the same
	}
	b.putFragment(body.File, f)
}

// fragment is what is known about the body of a file.
func (b *Builder) fragment(file string) *fragment {
	f := b.fragments[file]
	if f == nil { // a file at fault: the site is not built, but looked through
		f = &fragment{}
		b.fragments[file] = f
	}
	return f
}

// discussion is what is known about the comments of a post.
func (b *Builder) discussion(slug string) *discussion {
	d := b.threads[slug]
	if d == nil {
		d = &discussion{pages: 1}
		b.threads[slug] = d
	}
	return d
}

// settled notes a post whose body is kept and whose file is not, because it
// looked as if it could still change.
func (b *Builder) settled(file string) {
	if !isPost(file) {
		return
	}
	b.bodies.Lock()
	defer b.bodies.Unlock()
	b.kept.words[file] = true
}

// renderBody renders one body and puts it into the store.
func (b *Builder) renderBody(text string) (*fragment, error) {
	made := b.markdown.Render(text)
	f := &fragment{words: made.Words, headings: made.Headings, links: made.Links, pictures: made.Pictures, faults: made.Faults}
	f.node.key = keyOf([]byte(made.HTML))
	f.shown = b.pictures.key(made.Pictures)
	var err error
	if f.place, err = b.store.put(made.HTML); err != nil {
		err = fmt.Errorf("keeping a body: %w", err)
	}
	return f, err
}

// putFragment replaces what is known about a body. It needs b.bodies.
func (b *Builder) putFragment(file string, f *fragment) {
	last := b.fragments[file]
	if last == nil {
		last = &fragment{}
		b.fragments[file] = last
	}
	b.moved = b.moved || !slices.EqualFunc(last.headings, f.headings, func(a, b markdown.Heading) bool { return a.ID == b.ID })
	b.edited[file] = true
	b.kept.words[file] = true
	k := f.node.key
	f.node = last.node
	f.node.set(k, b.build)
	*last = *f
}

// rerender renders a body from its file, whatever is in the store.
func (b *Builder) rerender(ctx context.Context, fsys fs.FS, file string) error {
	body, sum, err := content.ReadBody(fsys, file)
	if err != nil {
		return fmt.Errorf("reading %s again: %w", file, err)
	}
	f, err := b.renderBody(body)
	if err != nil {
		return err
	}
	f.sum = sum
	b.bodies.Lock()
	defer b.bodies.Unlock()
	b.putFragment(file, f)
	return ctx.Err()
}

// html returns the HTML of a body. If the store has lost it, it is rendered
// again.
func (m *model) html(file string, f *fragment) (string, error) {
	html, err := m.builder.store.get(f.place)
	if err == nil {
		return html, nil
	}
	body, sum, readErr := content.ReadBody(m.words, file)
	if readErr != nil || sum != f.sum {
		return "", errors.Join(err, readErr, fmt.Errorf("%s changed while the site was built: build again", file))
	}
	return m.builder.markdown.Render(body).HTML, nil
}

// faults are what is wrong with the bodies of a site.
func (b *Builder) faults(site *content.Site) content.Problems {
	var problems content.Problems
	for _, body := range siteBodies(site) {
		if f := b.fragments[body.File]; f != nil {
			for _, fault := range f.faults {
				problems = append(problems, content.Problem{File: body.File, Line: body.Line + fault.Line - 1, What: fault.What, Fix: fault.Fix})
			}
		}
	}
	return problems
}

func siteBodies(site *content.Site) []content.Source {
	bodies := make([]content.Source, 0, len(site.Posts)+len(site.Programs)+len(site.People)+len(site.Pages))
	for _, p := range site.Posts {
		bodies = append(bodies, p.Body.Source)
	}
	for _, p := range site.Programs {
		bodies = append(bodies, p.Body.Source)
	}
	for _, p := range site.People {
		bodies = append(bodies, p.Body.Source)
	}
	for _, p := range site.Pages {
		bodies = append(bodies, p.Body.Source)
	}
	return bodies
}

func (f *fragment) append(b []byte) []byte {
	b = append(b, f.sum[:]...)
	b = append(b, f.node.key[:]...)
	b = append(b, f.shown[:]...)
	b = f.place.append(b)
	b = packed.Uint(b, uint64(f.words))
	b = packed.Uint(b, uint64(len(f.headings)))
	for _, h := range f.headings {
		b = packed.Text(packed.Text(b, h.ID), h.Text)
		b = packed.Uint(packed.Uint(b, uint64(h.Level)), uint64(h.Line))
	}
	b = packed.Uint(b, uint64(len(f.links)))
	for _, l := range f.links {
		b = packed.Uint(packed.Text(b, l.Address), uint64(l.Line))
	}
	return packed.Texts(b, f.pictures)
}

func readFragment(r *packed.Reader) *fragment {
	f := &fragment{sum: r.Sum()}
	f.node.key, f.shown = r.Key(), r.Key()
	f.place, f.words = readPlace(r), int(r.Uint())
	if n := r.Len(); n > 0 {
		f.headings = make([]markdown.Heading, n)
		for i := range f.headings {
			f.headings[i] = markdown.Heading{ID: r.Text(), Text: r.Text(), Level: int(r.Uint()), Line: int(r.Uint())}
		}
	}
	if n := r.Len(); n > 0 {
		f.links = make([]markdown.Link, n)
		for i := range f.links {
			f.links[i] = markdown.Link{Address: r.Text(), Line: int(r.Uint())}
		}
	}
	f.pictures = r.Texts()
	return f
}

// isPost reports whether a file of words is a post.
func isPost(file string) bool { return path.Dir(file) == "posts" }

// ReservedIDs are the ids that pages of the theme have of their own: a heading
// of a body must not have one of them too. All others of the theme begin with
// page_, which no heading's id does.
func ReservedIDs() []string {
	ids := strings.Fields(`main comments comment-form comment-form-title contact_url q search-form search-status search-results
		application-form application-form-title`)
	for field := range strings.FieldsSeq(`name email text channel channel2 angle piece answer1 answer2 sponsored available newsletter praise
		program key code audience1 audience2 audience3 rule1 rule2 rule3 rule4 rule5 rule6 rule7 rule8 rule9 rule10 rule11 rule12`) {
		ids = append(ids, field, field+"-hint", field+"-error")
	}
	return ids
}
