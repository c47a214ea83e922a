package generate

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"greenroom/site/content"
)

// Threads is where approved comments are kept, post by post.
type Threads interface {
	// List names the posts that have comments, each once.
	List(ctx context.Context) ([]ThreadFile, error)
	// Read returns the comments of a post, none if it has none. What is wrong
	// with them is [content.Problems].
	Read(ctx context.Context, post string) ([]Comment, error)
}

// ThreadFile is the comments of one post from outside. If Stamp is zero they
// have to be read to know whether they changed.
type ThreadFile struct {
	Post  string // slug
	Stamp content.Stamp
}

// ThreadFolder is comments kept in a folder, those of each post in a file of
// its name: first-post.ndjson. now is when it is looked at.
func ThreadFolder(fsys fs.FS, now func() time.Time) Threads { return threadFolder{fsys, now} }

type threadFolder struct {
	fs.FS
	now func() time.Time
}

const threadExt = ".ndjson"

func (t threadFolder) List(ctx context.Context) ([]ThreadFile, error) {
	entries, err := content.See(t.FS, ".", t.now())
	if err != nil {
		return nil, err
	}
	var files []ThreadFile
	var problems content.Problems
	for _, e := range entries {
		post, found := strings.CutSuffix(e.Name(), threadExt)
		if !found || strings.HasPrefix(post, ".") {
			continue
		}
		if !content.IsSlug(post) || !e.Type().IsRegular() {
			problems = append(problems, content.Problem{File: path.Join(RecordsFile, e.Name()), Line: 1, What: "is not the comments of a post", Fix: "name the file after the slug of the post, or move it away"})
			continue
		}
		files = append(files, ThreadFile{Post: post, Stamp: e.Stamp})
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return files, nil
}

func (t threadFolder) Read(_ context.Context, post string) ([]Comment, error) {
	f, err := t.FS.Open(post + threadExt)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	comments, err := ReadRecords(f)
	problems, _ := errors.AsType[content.Problems](err)
	for i, c := range comments {
		if c.Post != post {
			problems = append(problems, content.Problem{Line: i + 1, What: "record belongs to " + c.Post, Fix: "move it to " + c.Post + threadExt})
		}
	}
	for i := range problems {
		problems[i].File = path.Join(RecordsFile, post+threadExt)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return comments, err
}

// ThreadList is comments kept in memory, in any order.
func ThreadList(comments []Comment) Threads {
	byPost := threadList{}
	for i, c := range comments {
		c.line = i + 1
		byPost[c.Post] = append(byPost[c.Post], c)
	}
	return byPost
}

type threadList map[string][]Comment

func (t threadList) List(context.Context) ([]ThreadFile, error) {
	files := make([]ThreadFile, 0, len(t))
	for post := range t {
		files = append(files, ThreadFile{Post: post})
	}
	slices.SortFunc(files, func(a, b ThreadFile) int { return cmp.Compare(a.Post, b.Post) })
	return files, nil
}

func (t threadList) Read(_ context.Context, post string) ([]Comment, error) { return t[post], nil }
