package schema

import "time"

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
	Comments           []Comment // that answer the post
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
	b = list(b, "comment", p.Comments, Comment.Append)
	return append(b, '}')
}

// Comment is a public comment.
type Comment struct {
	URL     string // permalink
	Text    string // plain
	Created time.Time
	Author  Author
	Parent  string // permalink of the comment that this answers; "" for the post

	Comments []Comment // that answer it, those of them that are told
}

// Append appends a Comment with those that answer it. Each names its parent as
// well.
func (c Comment) Append(b []byte) []byte {
	b = identity(typed(b, "Comment"), c.URL, "")
	b = text(b, "url", c.URL)
	b = text(b, "text", c.Text)
	b = moment(b, "dateCreated", c.Created)
	if c.Author.Name != "" {
		b = c.Author.append(member(b, "author"))
	}
	b = reference(b, "parentItem", c.Parent, "")
	b = list(b, "comment", c.Comments, Comment.Append)
	return append(b, '}')
}
