package generate

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"greenroom/site/content"
)

// deadLinks reports links of bodies and of the navigation that lead to no page
// of the site, or to a heading that its page does not have. If the plan is the
// same as before, only bodies that were edited are looked at, and those that
// link to headings.
func deadLinks(m *model, pages []*page, same bool) content.Problems {
	c := &linkCheck{model: m, pages: m.addresses}
	if !same {
		c.pages = make(map[string]*page, len(pages))
		for _, p := range pages {
			c.pages[p.address] = p
		}
		m.addresses = c.pages
	}
	var problems content.Problems
	if !same || len(m.builder.edited) > 0 {
		for _, body := range siteBodies(m.site) {
			f := m.builder.fragment(body.File)
			for _, link := range f.links {
				if same && !m.builder.edited[body.File] && !strings.Contains(link.Address, "#") {
					continue
				}
				if what, fix := c.check(link.Address, body.File, f); what != "" {
					problems = append(problems, content.Problem{File: body.File, Line: body.Line + link.Line - 1, What: what, Fix: fix})
				}
			}
		}
	}
	if same {
		return problems
	}
	for _, link := range m.site.Config.Navigation {
		if !strings.HasPrefix(link.URL, "/") && !strings.HasPrefix(link.URL, "https://") && !strings.HasPrefix(link.URL, "http://") || strings.HasPrefix(link.URL, "//") {
			problems = append(problems, content.Problem{File: "site.yaml", Line: link.Line, What: "link to " + link.URL + " is not allowed", Fix: "start it with / or https://"})
		} else if what, fix := c.check(link.URL, "", nil); what != "" {
			problems = append(problems, content.Problem{File: "site.yaml", Line: link.Line, What: what, Fix: fix})
		}
	}
	return problems
}

type linkCheck struct {
	*model
	pages map[string]*page // by address
}

// check says what is wrong with a link in a file, or "". Links to elsewhere
// are not looked at.
func (c *linkCheck) check(address, file string, body *fragment) (what, fix string) {
	if c.pages[address] != nil {
		return "", ""
	}
	base := c.site.Config.BaseURL
	if rest, found := strings.CutPrefix(address, base); found && (rest == "" || rest[0] == '/' || rest[0] == '#' || rest[0] == '?') {
		if address = rest; rest == "" || rest[0] != '/' {
			address = "/" + rest
		}
	}
	if !strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "#") {
		return "", ""
	}
	u, err := url.Parse(address)
	if err != nil {
		return "link to " + address + " is no address", "correct it or take it out"
	}
	return c.fault(u, file, body)
}

func (c *linkCheck) fault(u *url.URL, file string, body *fragment) (what, fix string) {
	target := c.pages[u.Path]
	switch {
	case u.Path == "":
		if u.Fragment != "" && !hasID(body, ownIDs(file), u.Fragment) {
			return c.missingHeading(u.String(), u.Fragment, ownIDs(file), body)
		}
	case isServed(u.Path):
	case c.hidden[u.Path] != "":
		return "link to " + u.Path + ", which is not published", c.hidden[u.Path] + ": publish it or take the link out"
	case target == nil:
		return c.missingPage(u.Path)
	case u.Fragment != "" && !hasID(target.body, target.ids, u.Fragment) && u.Fragment != "main" && !c.isComment(u) && !c.isWithdrawn(u):
		return c.missingHeading(u.String(), u.Fragment, append([]string{"main"}, target.ids...), target.body)
	}
	return "", ""
}

// isComment reports whether a link leads to a comment of a post. Comments come
// and go, and a link must not keep one from being taken down.
func (c *linkCheck) isComment(u *url.URL) bool {
	slug := strings.Trim(strings.TrimPrefix(u.Path, "/blog/"), "/")
	return strings.HasPrefix(u.Fragment, "c-") && c.bySlug[slug] != nil
}

// isWithdrawn reports whether a link leads to a post that was taken back: that
// it has no headings any more must not keep the site from being built.
func (c *linkCheck) isWithdrawn(u *url.URL) bool {
	one := c.bySlug[strings.Trim(strings.TrimPrefix(u.Path, "/blog/"), "/")]
	return one != nil && one.Withdrawn != ""
}

func hasID(body *fragment, ids []string, id string) bool {
	if slices.Contains(ids, id) {
		return true
	}
	return body != nil && slices.ContainsFunc(body.headingIDs(), func(own string) bool { return own == id })
}

func (f *fragment) headingIDs() []string {
	if f == nil {
		return nil
	}
	ids := make([]string, len(f.headings))
	for i, h := range f.headings {
		ids[i] = h.ID
	}
	return ids
}

// ownIDs are what a body may name on its own page, beside its headings.
func ownIDs(file string) []string {
	if isPost(file) {
		return postIDs()
	}
	return []string{"main"}
}

// isServed reports addresses that a server answers and no file stands at.
func isServed(path string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return slices.Contains([]string{"api", "apply", "c", "comments", "desk", "me", "sign-in"}, first)
}

func (c *linkCheck) missingPage(path string) (what, fix string) {
	what = "link to " + path + ", which does not exist"
	var all []string
	for address := range c.pages {
		all = append(all, address)
	}
	if near := content.Nearest(path, all); near != "" {
		return what, fmt.Sprintf("did you mean %s?", near)
	}
	return what, "correct it or take it out"
}

func (c *linkCheck) missingHeading(link, id string, ids []string, body *fragment) (what, fix string) {
	ids = append(slices.Clone(ids), body.headingIDs()...)
	what = "link to " + link + ": that page has no heading #" + id
	if near := content.Nearest(id, ids); near != "" {
		return what, "did you mean #" + near + "?"
	}
	return what, "the headings there: #" + strings.Join(ids, ", #")
}
