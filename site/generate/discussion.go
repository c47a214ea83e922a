package generate

import (
	"context"
	"slices"
	"time"

	"greenroom/site/content"
	"greenroom/site/packed"
)

// discussion is what has to be known about the comments of a post to plan the
// site. The comments themselves are read when a page shows them.
type discussion struct {
	node   node
	stamp  content.Stamp
	count  int       // comments shown
	pages  int       // of threads; 1 also if there is nothing
	newest time.Time // zero if there is nothing
	staff  []string  // slugs of people that it names, sorted
	lines  []int     // of the first record each of them is named in
	line   int       // of the first record
}

// listing is the threads to look at.
type listing struct {
	files []ThreadFile
	some  bool // there are others, which have not changed
	err   error
}

// only makes it a listing of posts whose comments may have changed.
func (l *listing) only(posts []string) {
	l.some = true
	for _, post := range posts {
		l.files = append(l.files, ThreadFile{Post: post})
	}
}

// discussions keeps what is known about the listed threads up to date.
func (b *Builder) discussions(ctx context.Context, threads Threads, listed listing) (content.Problems, error) {
	if listed.err != nil {
		return asProblems("listing comments", listed.err)
	}
	files := listed.files
	if !listed.some {
		b.dropDiscussions(files)
	}
	report := b.reporter("comments", len(files))
	problems := make([]content.Problems, len(files))
	fresh := make([]*discussion, len(files))
	err := each(ctx, b.options.Workers, len(files), func(i int) (err error) {
		defer report()
		last := b.threads[files[i].Post]
		if last != nil && files[i].Stamp.Same(last.stamp) {
			return nil
		}
		fresh[i], problems[i], err = readDiscussion(ctx, threads, files[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	for i, d := range fresh {
		if d != nil {
			b.takeDiscussion(files[i].Post, d)
		}
	}
	return slices.Concat(problems...), nil
}

// dropDiscussions forgets the threads that are no longer listed.
func (b *Builder) dropDiscussions(files []ThreadFile) {
	known := 0
	for _, f := range files {
		known += btoi(b.threads[f.Post] != nil)
	}
	if known == len(b.threads) {
		return
	}
	listed := make(map[string]bool, len(files))
	for _, f := range files {
		listed[f.Post] = true
	}
	for post, d := range b.threads {
		if !listed[post] && d.node.key != (key{}) {
			b.takeDiscussion(post, &discussion{pages: 1})
		}
	}
}

// takeDiscussion replaces what is known about a thread, and notes what that
// does to the plan.
func (b *Builder) takeDiscussion(post string, now *discussion) {
	last := b.threads[post]
	if last == nil {
		last = &discussion{pages: 1}
		b.threads[post] = last
		b.replan = true
	}
	b.replan = b.replan || last.pages != now.pages
	if last.node.key != now.node.key {
		b.touched = append(b.touched, post)
		b.kept.threads[post] = true
	} else if last.stamp != now.stamp {
		b.kept.threads[post] = true
	}
	last.node.set(now.node.key, b.build)
	now.node = last.node
	*last = *now
}

func readDiscussion(ctx context.Context, threads Threads, file ThreadFile) (*discussion, content.Problems, error) {
	comments, err := threads.Read(ctx, file.Post)
	if err != nil {
		problems, err := asProblems("reading comments", err)
		return nil, problems, err
	}
	d := newDiscussion(comments)
	d.stamp = file.Stamp
	return d, nil, nil
}

// newDiscussion sums up comments of one post.
func newDiscussion(comments []Comment) *discussion {
	d := &discussion{pages: 1}
	var b []byte
	for _, c := range comments {
		b = c.append(b)
		if !c.Gone {
			d.count++
		}
		if c.At.After(d.newest) {
			d.newest = c.At
		}
		if c.Staff != "" && !slices.Contains(d.staff, c.Staff) {
			d.staff, d.lines = append(d.staff, c.Staff), append(d.lines, c.line)
		}
	}
	if len(comments) > 0 {
		d.line = comments[0].line
		d.pages = threadPages(newTree(comments).roots())
		d.node.key = keyOf(b)
	}
	return d
}

// append writes a comment in the form its key is made of.
func (c Comment) append(b []byte) []byte {
	b = packed.Texts(b, []string{c.ID, c.Parent, c.Name, c.Staff, c.Text})
	b = packed.Bool(b, c.Gone)
	return packed.Time(b, c.At)
}

func (d *discussion) append(b []byte) []byte {
	b = append(b, d.node.key[:]...)
	b = d.stamp.Append(b)
	b = packed.Uint(b, uint64(d.count))
	b = packed.Uint(b, uint64(d.pages))
	b = packed.Time(b, d.newest)
	return packed.Texts(b, d.staff)
}

func readKeptDiscussion(r *packed.Reader) *discussion {
	d := &discussion{}
	d.node.key = r.Key()
	d.stamp = content.ReadStamp(r)
	d.count, d.pages = int(r.Uint()), int(r.Uint())
	d.newest = r.Time(time.UTC)
	d.staff = r.Texts()
	d.lines = make([]int, len(d.staff))
	for i := range d.lines {
		d.lines[i] = 1 // the line is not worth keeping
	}
	d.line = btoi(!d.newest.IsZero())
	return d
}
