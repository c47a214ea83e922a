package generate

import (
	"greenroom/site/content"
	"greenroom/site/schema"
	"greenroom/site/theme"
)

// What pages tell search engines, as JSON-LD.

func (m *model) trail(path string, crumbs []theme.Crumb) schema.Trail {
	t := schema.Trail{URL: m.base + path, Crumbs: make([]schema.Crumb, len(crumbs))}
	for i, c := range crumbs {
		t.Crumbs[i].Name = c.Title
		if c.URL != "" {
			t.Crumbs[i].URL = m.base + c.URL
		}
	}
	return t
}

func (m *model) schemaPage(path, title, description string) schema.Page {
	return schema.Page{Base: m.base, URL: m.base + path, Name: title, Description: description, Language: m.site.Config.Language, Trail: true}
}

// pageData is a page and the way to it.
func (m *model) pageData(path, title, description string, crumbs []theme.Crumb) string {
	return schema.Graph{m.schemaPage(path, title, description), m.trail(path, crumbs)}.String()
}

// homeData is the agency and its site.
func (m *model) homeData() string {
	c := m.site.Config
	site := schema.Site{Base: m.base, Name: c.Title, Description: c.Description, Language: c.Language}
	if c.Search {
		site.Search = m.base + "/search/?q="
	}
	return schema.Graph{schema.Org{
		Base: m.base, Name: c.Agency.Name, Description: c.Description,
		Logo: schema.Image{URL: m.base + "/icon-512.png", Width: 512, Height: 512},
	}, site}.String()
}

// listData is a page of a list of posts.
func (m *model) listData(path, title, description string, crumbs []theme.Crumb, posts []*post) string {
	urls := make([]string, len(posts))
	for i, p := range posts {
		urls[i] = m.base + p.url
	}
	return m.collection(path, title, description, crumbs, urls)
}

func (m *model) collection(path, title, description string, crumbs []theme.Crumb, urls []string) string {
	page := schema.Collection{Page: m.schemaPage(path, title, description), Listed: len(urls) > 0}
	graph := schema.Graph{page, m.trail(path, crumbs)}
	if len(urls) > 0 {
		graph = append(graph, schema.List{URL: m.base + path, URLs: urls})
	}
	return graph.String()
}

// programsData is a list of programs.
func (m *model) programsData(path, title, description string, v theme.ProgramsPage) string {
	var urls []string
	for _, g := range v.Groups {
		for _, c := range g.Programs {
			urls = append(urls, m.base+c.URL)
		}
	}
	return m.collection(path, title, description, v.Crumbs, urls)
}

// personData is somebody's page.
func (m *model) personData(p content.Person, path string, crumbs []theme.Crumb) string {
	person := schema.Person{Author: schema.Author{Name: p.Name, URL: m.base + "/people/" + p.Slug + "/"}, JobTitle: p.Role, Description: p.Description}
	if p.Staff {
		person.Org = m.base
	}
	if path != "/people/"+p.Slug+"/" { // a page of the archive
		return m.pageData(path, p.Name, p.Description, crumbs)
	}
	return schema.Graph{schema.Profile{Page: m.schemaPage(path, p.Name, p.Description)}, person, m.trail(path, crumbs)}.String()
}

// postData is a post with the first of its comments.
func (m *model) postData(p *post, t *tree) string {
	post := schema.Post{
		Base: m.base, URL: m.base + p.url, Headline: p.Title, Description: p.Description, Language: m.site.Config.Language,
		Published: p.Date.In(m.zone), Updated: p.updated().In(m.zone), Tags: p.Tags, Words: p.body.words, CommentCount: p.talk.count,
	}
	if m.site.Config.ShareCards {
		post.Images = []schema.Image{{URL: m.base + p.url + cardName, Width: 1200, Height: 630}}
	}
	for _, slug := range p.Authors {
		post.Authors = append(post.Authors, m.schemaAuthor(m.people[slug].Name, slug))
	}
	post.Comments = m.schemaComments(t)
	return schema.Graph{post, m.trail(p.url, crumbs(p.Title, blogCrumb()))}.String()
}

func (m *model) schemaAuthor(name, slug string) schema.Author {
	author := schema.Author{Name: name}
	if person, ok := m.people[slug]; ok && slug != "" {
		author.URL = m.base + "/people/" + slug + "/"
		if person.Staff {
			author.Org = m.base
		}
	}
	return author
}

// toldComments is how many comments of a post machines are told. The page has
// them all.
const toldComments = 50

// schemaComments is the first comments of a post, each with the answers to it.
func (m *model) schemaComments(t *tree) []schema.Comment {
	answers := make([][]int, len(t.comments))
	var roots []int
	told := 0
	for i, c := range t.comments {
		if c.Gone || told == toldComments {
			continue
		}
		told++
		if parent := t.answers[i]; parent != none && parent < i && !t.comments[parent].Gone {
			answers[parent] = append(answers[parent], i)
		} else {
			roots = append(roots, i) // it answers the post, or what is not there any more
		}
	}
	var tell func(list []int) []schema.Comment
	tell = func(list []int) []schema.Comment {
		comments := make([]schema.Comment, len(list))
		for n, i := range list {
			comments[n] = m.schemaComment(t, i)
			comments[n].Comments = tell(answers[i])
		}
		return comments
	}
	return tell(roots)
}

func (m *model) schemaComment(t *tree, i int) schema.Comment {
	c := t.comments[i]
	comment := schema.Comment{URL: m.base + permalink(c.ID), Text: c.Text, Created: c.At.In(m.zone), Author: m.schemaAuthor(c.Name, c.Staff)}
	if parent := t.answers[i]; parent != none && !t.comments[parent].Gone {
		comment.Parent = m.base + permalink(t.comments[parent].ID)
	}
	return comment
}
