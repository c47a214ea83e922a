package publish

import (
	"greenroom/functions/internal/comment"
	"greenroom/site/generate"
)

// CommentAddress is where one comment of the thread of a post stands on the
// site, such as "/blog/first/comments/2/#c-01JV…", and whether it is there. It
// is the address that the generator gives it.
func (e *Edition) CommentAddress(post string, thread []comment.Public, id string) (address string, found bool) {
	records := make([]generate.Comment, len(thread))
	for i, c := range thread {
		records[i] = record(c)
	}
	return generate.CommentAddress(post, records, id)
}

// record is what the generator is told of a comment.
func record(c comment.Public) generate.Comment {
	return generate.Comment{
		Post: c.Post, ID: c.ID, Parent: c.Parent, Name: c.Name, Staff: c.Staff, At: c.At, Text: c.Text, Gone: c.Gone,
	}
}
