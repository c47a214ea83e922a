package theme

// BlogPage is a list of posts, newest first: /blog/, a tag, a year, and the
// pages of their archives.
type BlogPage struct {
	Frame  Frame
	Crumbs []Crumb
	Kicker string // "Tag", "Year"; "" on the blog itself
	Title  string
	Posts  []PostCard
	Feeds  []FeedLink
	Pager  Pager
	Years  []Term // ways on: on the blog's first page only
	Tags   []Term // the same, most used first
}

// TermsPage is a list of lists: all tags, all years.
type TermsPage struct {
	Frame  Frame
	Crumbs []Crumb
	Title  string
	Terms  []Term
}

// Term is a tag or a year, and how many posts it has.
type Term struct {
	Title, URL string
	Count      int
}

// PostCard is a post in a list.
type PostCard struct {
	Title, URL, Description string
	Date                    Time
	Authors                 []PersonRef
	Comments                int
	ReadingMinutes          int
}

// PostPage is /blog/<slug>/.
type PostPage struct {
	Frame          Frame
	Crumbs         []Crumb
	Slug           string
	Title          string
	Description    string
	Date           Time
	Updated        Time   // zero: never
	Correction     string // what was put right at Updated; ""
	Withdrawn      string // says that the post was taken back at Updated; then it has no text. ""
	Authors        []PersonRef
	Tags           []Link
	ReadingMinutes int
	Contents       []ContentsEntry // of a long post, else empty
	Body           string          // HTML, rendered from the agency's own Markdown
	Share          []Link          // plain addresses, no script
	Thread         Thread
	Form           CommentForm
	Newer, Older   *Link
	Related        []PostCard // most alike first
}

// ContentsEntry is one heading of a body, for a table of contents.
type ContentsEntry struct {
	ID, Text string
	Level    int // 2 or 3
}
