package schema

import "time"

// MostComments is how many comments of a post are told. The page has them all.
const MostComments = 50

// Post is a post of the blog.
type Post struct {
	Base, URL          string // Base as in Org
	Headline           string // the h1, word for word
	Description        string
	Language           string
	Published, Updated time.Time
	Images             []Image
	Authors            []Author
	Tags               []string
	Words              int
	CommentCount       int       // of all that are public
	Comments           []Comment // those after MostComments are left out
}

// Append appends a BlogPosting.
func (p Post) Append(b []byte) []byte {
	b = identity(typed(b, "BlogPosting"), p.URL, postID)
	b = reference(b, "mainEntityOfPage", p.URL, "")
	b = text(b, "url", p.URL)
	b = text(b, "headline", p.Headline)
	b = text(b, "description", p.Description)
	b = text(b, "inLanguage", p.Language)
	b = moment(b, "datePublished", p.Published)
	b = moment(b, "dateModified", p.Updated)
	b = list(b, "image", p.Images, Image.append)
	b = list(b, "author", p.Authors, Author.append)
	b = reference(b, "publisher", p.Base, orgID)
	b = texts(b, "keywords", p.Tags)
	if p.Words > 0 {
		b = number(b, "wordCount", p.Words)
	}
	b = number(b, "commentCount", p.CommentCount)
	b = list(b, "comment", p.Comments[:min(len(p.Comments), MostComments)], Comment.Append)
	return append(b, '}')
}

// Comment is a public comment.
type Comment struct {
	URL     string // permalink
	Text    string // plain
	Created time.Time
	Author  Author
	Parent  string // permalink of the comment that this answers; "" for the post
}

// Append appends a Comment. Comments are not nested: each names its parent.
func (c Comment) Append(b []byte) []byte {
	b = identity(typed(b, "Comment"), c.URL, "")
	b = text(b, "url", c.URL)
	b = text(b, "text", c.Text)
	b = moment(b, "dateCreated", c.Created)
	if c.Author.Name != "" {
		b = c.Author.append(member(b, "author"))
	}
	return append(reference(b, "parentItem", c.Parent, ""), '}')
}
