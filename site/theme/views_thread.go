package theme

// RecentPage is /blog/comments/: what was said last, anywhere.
type RecentPage struct {
	Frame    Frame
	Crumbs   []Crumb
	Comments []RecentComment // newest first
	Feeds    []FeedLink
}

// RecentComment is a comment away from its post.
type RecentComment struct {
	Comment
	Post Link
}

// ThreadPage is a further page of a long thread, /blog/<slug>/comments/2/. The
// first is on the post's own page.
type ThreadPage struct {
	Frame  Frame
	Crumbs []Crumb
	Post   Link
	Thread Thread
	Form   CommentForm
}

// Thread is everything said below a post, oldest first, or one page of it.
type Thread struct {
	Count    int // of all pages
	Comments []Comment
	Feeds    []FeedLink // of this thread
	Page     int        // from 1
	Pages    []Link     // where each page is; empty if there is only one
	Closed   bool       // nothing can be added; the page then has no form
}

// Comment is one approved comment. Text is plain; CommentText renders it.
// A tombstone stands where a comment with answers was taken away: it has an
// ID, a time and its replies, and no name or text.
type Comment struct {
	ID        string // ULID, the page has it as id="c-<ID>"
	Gone      bool   // a tombstone
	Name      string
	Staff     *PersonRef // set for answers from the desk: badge, name, role
	At        Time
	Text      string
	ReplyTo   *ReplyTo  // whom it answers; nil at the top of a thread
	ReplyURL  string    // page with the form for an answer, works without JavaScript
	Replies   []Comment // shown indented; flattened below the fourth level
	Permalink string    // "/c/<ID>/", which never dies
}

// ReplyTo names the comment that is being answered. ID is "" if that comment
// is no longer shown.
type ReplyTo struct{ ID, Name string }

// CommentForm is the form below a post and, with Errors, the same form again.
type CommentForm struct {
	Action  string // "/api/comments"
	Post    string // slug
	Parent  string // ULID or ""
	ReplyTo string // name of the parent's author or ""
	Name    string
	Email   string
	Text    string
	Key     string // idempotency key; "" on static pages, the script fills it
	Errors  FieldErrors
	Cancel  string // where "not now" leads when answering, or ""
}

// FieldErrors are the things to put right, in the order of the fields.
type FieldErrors []FieldError

// FieldError belongs to the field whose id and name are Field.
type FieldError struct{ Field, Message string }

// On returns the message for a field or "".
func (e FieldErrors) On(field string) string {
	for _, f := range e {
		if f.Field == field {
			return f.Message
		}
	}
	return ""
}
