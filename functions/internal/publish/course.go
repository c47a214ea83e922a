package publish

import (
	"context"
	"slices"
	"strings"

	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// courses are what is on record about every program of an edition.
func courses(ctx context.Context, t table.Table, e *Edition) (map[string]content.Course, error) {
	all := map[string]content.Course{}
	for _, p := range e.site.Programs {
		c, err := program.Course(ctx, t, p.Slug)
		if err != nil {
			return nil, err
		}
		if c.Applied > 0 || len(c.Steps) > 0 {
			all[p.Slug] = c
		}
	}
	return all, nil
}

// Program returns a program as its file says.
func (e *Edition) Program(slug string) (content.Program, bool) {
	i, found := slices.BinarySearchFunc(e.site.Programs, slug, func(p content.Program, slug string) int { return strings.Compare(p.Slug, slug) })
	if !found {
		return content.Program{}, false
	}
	return e.site.Programs[i], true
}

// Programs returns every program as its file says, by slug.
func (e *Edition) Programs() []content.Program { return e.site.Programs }

// Manager returns the name and the mailbox of a person of the staff.
func (e *Edition) Manager(slug string) (name, email string) {
	for _, p := range e.site.People {
		if p.Slug == slug {
			return p.Name, p.Email
		}
	}
	return "", ""
}
