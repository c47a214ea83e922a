package local

import "greenroom/functions/internal/comment"

// CommentAddress implements web.Site.
func (l *live) CommentAddress(post string, thread []comment.Public, id string) (string, bool) {
	return l.edition.Load().CommentAddress(post, thread, id)
}
