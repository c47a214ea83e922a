package generate

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"greenroom/site/content"
)

// deadLinks reports links of bodies and of the navigation that lead to no page
// of the site, or to a heading that its page does not have.
func deadLinks(m *model, pages []*page) content.Problems {
	c := linkCheck{model: m, ids: map[string][]string{}}
	for _, p := range pages {
		c.ids[p.address] = append([]string{"main"}, p.ids...)
	}
	var problems content.Problems
	for _, body := range siteBodies(m.site) {
		own := ownIDs(body.File, m.bodies[body.File])
		for _, link := range m.bodies[body.File].links {
			if what, fix := c.fault(link.url, own); what != "" {
				problems = append(problems, content.Problem{File: body.File, Line: body.Line + link.line - 1, What: what, Fix: fix})
			}
		}
	}
	for _, link := range m.site.Config.Navigation {
		u, err := url.Parse(link.URL)
		if err != nil || !isSafe(link.URL) || strings.HasPrefix(link.URL, "#") {
			problems = append(problems, content.Problem{File: "site.yaml", Line: link.Line, What: "link to " + link.URL + " is not allowed", Fix: "start it with / or https://"})
		} else if what, fix := c.fault(u, nil); what != "" {
			problems = append(problems, content.Problem{File: "site.yaml", Line: link.Line, What: what, Fix: fix})
		}
	}
	return problems
}

type linkCheck struct {
	*model
	ids map[string][]string // by address
}

// fault says what is wrong with a link, or "". Links to elsewhere are not
// looked at.
func (c linkCheck) fault(u *url.URL, own []string) (what, fix string) {
	path := u.Path
	if u.Host != "" && u.Scheme+"://"+u.Host == c.site.Config.BaseURL && path == "" {
		path = "/"
	} else if u.Scheme != "" && u.Scheme+"://"+u.Host != c.site.Config.BaseURL {
		return "", ""
	}
	switch ids, found := c.ids[path]; {
	case path == "":
		if !slices.Contains(own, u.Fragment) && u.Fragment != "" {
			return c.missingHeading(u.String(), u.Fragment, own)
		}
	case isServed(path):
	case c.hidden[path] != "":
		return "link to " + path + ", which is not published", c.hidden[path] + ": publish it or take the link out"
	case !found:
		return c.missingPage(path)
	case u.Fragment != "" && !slices.Contains(ids, u.Fragment):
		return c.missingHeading(u.String(), u.Fragment, ids)
	}
	return "", ""
}

// ownIDs are what a body may name on its own page.
func ownIDs(file string, body *fragment) []string {
	ids := append([]string{"main"}, body.headings...)
	if strings.HasPrefix(file, "posts/") {
		ids = append(ids, commentIDs(nil)...)
	}
	return ids
}

// isServed reports addresses that a server answers and no file stands at.
func isServed(path string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return slices.Contains([]string{"api", "comments", "desk", "me", "sign-in"}, first)
}

func (c linkCheck) missingPage(path string) (what, fix string) {
	what = "link to " + path + ", which does not exist"
	var all []string
	for address := range c.ids {
		all = append(all, address)
	}
	if near := content.Nearest(path, all); near != "" {
		return what, fmt.Sprintf("did you mean %s?", near)
	}
	return what, "correct it or take it out"
}

func (c linkCheck) missingHeading(link, id string, ids []string) (what, fix string) {
	what = "link to " + link + ": that page has no heading #" + id
	if near := content.Nearest(id, ids); near != "" {
		return what, "did you mean #" + near + "?"
	}
	return what, "the headings there: #" + strings.Join(ids, ", #")
}
