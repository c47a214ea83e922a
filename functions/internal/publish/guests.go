package publish

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"time"

	"greenroom/functions/internal/guest"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// LeftOut is a guest post that is on record and not on the site, because the
// site could not be built with it.
type LeftOut struct {
	Slug     string
	Problems content.Problems // what is wrong with it; never for a log, they quote the text
}

// guests are the guest posts to be published with an edition, and those that
// cannot be.
type guests struct {
	posts   []guest.Post
	writers map[string]guest.Writer // by slug of their page; none for who has a file in content/
	left    []LeftOut
}

func readGuests(ctx context.Context, t table.Table, site *content.Site) (*guests, error) {
	posts, writers, err := guest.Released(ctx, t)
	if err != nil {
		return nil, err
	}
	g := &guests{posts: posts, writers: map[string]guest.Writer{}}
	for _, w := range writers {
		g.writers[w.Page] = w
	}
	if len(posts) > 0 {
		g.fit(site)
	}
	return g, nil
}

// takenBy are the files and the addresses of posts and people that content/ has.
func takenBy(site *content.Site) map[string]bool {
	taken := map[string]bool{}
	for _, p := range site.Posts {
		taken[p.Body.File], taken["/blog/"+p.Slug+"/"] = true, true
		for _, alias := range p.Aliases {
			taken[strings.ToLower(alias)] = true
		}
	}
	for _, p := range site.People {
		taken[p.Body.File], taken["/people/"+p.Slug+"/"] = true, true
	}
	return taken
}

// fit leaves out what has the name or the address of something in content/,
// which wins. A writer with a page there is who that page says.
func (g *guests) fit(site *content.Site) {
	taken, people := takenBy(site), map[string]bool{}
	for _, p := range site.People {
		people[p.Slug] = true
	}
	for page, w := range g.writers {
		if taken[w.File()] || taken["/people/"+page+"/"] {
			delete(g.writers, page)
		}
	}
	g.leaveOut(func(p guest.Post) content.Problems {
		_, known := g.writers[p.Page]
		switch {
		case taken[p.File()] || taken["/blog/"+p.Slug+"/"]:
			return content.Problems{{File: p.File(), Line: 1, What: "content/ has a page at /blog/" + p.Slug + "/ or a file of that name", Fix: "move it to another address"}}
		case !known && !people[p.Page]:
			return content.Problems{{File: p.File(), Line: 1, What: "its writer has no page", Fix: "see what content/ has at /people/" + p.Page + "/"}}
		}
		return nil
	})
}

// leaveOut takes out the posts that something is wrong with, and reports
// whether there are any.
func (g *guests) leaveOut(wrong func(guest.Post) content.Problems) bool {
	before := len(g.left)
	g.posts = slices.DeleteFunc(slices.Clone(g.posts), func(p guest.Post) bool {
		problems := wrong(p)
		if len(problems) > 0 {
			g.left = append(g.left, LeftOut{Slug: p.Slug, Problems: problems})
		}
		return len(problems) > 0
	})
	return len(g.left) > before
}

// blame leaves out the posts for which a build failed, and reports whether it
// was for any: one by one, or where it is what they share, all of a writer.
func (g *guests) blame(err error) bool {
	problems, ok := errors.AsType[content.Problems](err)
	if !ok {
		return false
	}
	return g.leaveOut(func(p guest.Post) content.Problems { return about(problems, p.File(), "blog/"+p.Slug+"/") }) ||
		g.leaveOut(func(p guest.Post) content.Problems {
			if w, ours := g.writers[p.Page]; ours {
				return about(problems, w.File(), "people/"+w.Page+"/")
			}
			return nil
		})
}

// about are the problems with a file of words or with what is made of it.
func about(problems content.Problems, file, pages string) (found content.Problems) {
	for _, one := range problems {
		if one.File == file || strings.HasPrefix(one.File, pages) {
			found = append(found, one)
		}
	}
	return found
}

// asPosts are the posts as far as an edition is asked about them, with the
// dates that they have in the site's zone, as a file's would be read.
func (g *guests) asPosts(zone *time.Location) []content.Post {
	posts := make([]content.Post, len(g.posts))
	for i, p := range g.posts {
		posts[i] = content.Post{Slug: p.Slug, Title: p.Title, Date: p.Date.In(zone), Withdrawn: p.Withdrawn}
	}
	return posts
}

// over is the content tree with the posts in it, and with their writers.
func (g *guests) over(tree fs.FS) fs.FS {
	files := map[string]laid{}
	for _, p := range g.posts {
		files[p.File()] = laid{p.Text(), p.Modified()}
	}
	for _, w := range g.writers {
		if g.wrote(w) {
			files[w.File()] = laid{w.Text(), w.Modified()}
		}
	}
	if len(files) == 0 {
		return tree
	}
	return newOverlay(tree, files)
}

// wrote reports whether a post of the writer is published: one that none is of
// may be what was wrong with all of them.
func (g *guests) wrote(w guest.Writer) bool {
	return slices.ContainsFunc(g.posts, func(p guest.Post) bool { return p.Page == w.Page })
}
