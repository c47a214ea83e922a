// Package theme is how the site looks: pages and parts in templ, styles,
// scripts and icons. Pages take the typed views below and nothing else, so
// what a page is made of is known before it is rendered. It imports none of
// ours.
package theme

// Frame is what every page has around its content.
type Frame struct {
	Language  string // BCP 47
	SiteTitle string
	Tagline   string
	BaseURL   string // absolute, no trailing slash
	Nav       []Link
	Footer    Footer
	Assets    Assets
	Head      Head
	// Viewer is who is signed in. Static pages never know; pages of the desk do.
	Viewer *Viewer
}

// Viewer is the signed-in person as the header shows them.
type Viewer struct {
	Name  string
	Staff bool
}

// Footer is the agency's own line of facts.
type Footer struct {
	AgencyName, Address, Email string
	Links                      []Link
}

// Assets are the addresses of style and script, fingerprinted.
type Assets struct{ CSS, JS string }

// Link is a title and where it leads. Current marks the section being shown.
type Link struct {
	Title, URL string
	Current    bool
}

// Head is what search engines, feed readers and share previews read.
type Head struct {
	Title       string // full text of <title>
	Description string
	Path        string // "/blog/x/"; canonical = BaseURL + Path. "" leaves it out
	Article     bool   // og:type article instead of website
	Published   string // RFC 3339, articles only
	Modified    string
	NoIndex     bool
	NoReferrer  bool // pages whose address is a secret: only this site is told it
	Feeds       []FeedLink
}

// FeedLink is one <link rel="alternate">.
type FeedLink struct{ Type, Title, URL string }

// Time is a moment for machines and for people.
type Time struct{ ISO, Text string }

// PersonRef is a person where they are only named.
type PersonRef struct{ Name, Role, URL string }

// HomePage is /.
type HomePage struct {
	Frame    Frame
	Intro    string        // HTML from the Markdown of pages/home.md, may be ""
	Programs []ProgramCard // open now, soonest close first
	Posts    []PostCard    // newest
}

// BlogPage is /blog/.
type BlogPage struct {
	Frame Frame
	Posts []PostCard
	Feeds []FeedLink
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
	Slug           string
	Title          string
	Description    string
	Date           Time
	Updated        Time // zero: never
	Authors        []PersonRef
	Tags           []string
	ReadingMinutes int
	Body           string // HTML, rendered from the agency's own Markdown
	Thread         Thread
	Form           CommentForm
	Newer, Older   *Link
}

// Thread is everything said below a post, oldest first.
type Thread struct {
	Count    int
	Comments []Comment
	FeedURL  string // Atom feed of this thread
}

// Comment is one approved comment. Text is plain; CommentText renders it.
type Comment struct {
	ID        string // ULID, the page has it as id="c-<ID>"
	Name      string
	Staff     *PersonRef // set for answers from the desk: badge, name, role
	At        Time
	Text      string
	ReplyTo   *ReplyTo  // whom it answers; nil at the top of a thread
	ReplyURL  string    // page with the form for an answer, works without JavaScript
	Replies   []Comment // shown indented; flattened below the fourth level
	Permalink string    // "#c-<ID>"
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

// ProgramsPage is /programs/.
type ProgramsPage struct {
	Frame  Frame
	Groups []ProgramGroup
}

// ProgramGroup is the programs in one state.
type ProgramGroup struct {
	Title    string
	Programs []ProgramCard
}

// ProgramCard is a program in a list.
type ProgramCard struct {
	Title, URL, Brand, Topic, Description string
	State                                 string // content.ProgramState
	StateText                             string // "Open", "Opening soon", …
	Fee, Product                          string // "$450", "Three herb planter …"
	Platforms, Regions                    []string
	Places                                int
	Closes                                *Time  // nil: rolling, or not yet announced
	ClosesIn                              string // "closes in 12 days", "rolling"
	HearBy                                string // "by 31 May 2026", "within 7 days of applying"
	TopWeights                            string // "Photography 34, Angle 14"
	Following                             string // "No minimum following"
}

// ProgramPage is /programs/<slug>/.
type ProgramPage struct {
	Frame        Frame
	Card         ProgramCard
	Timeline     []Milestone
	Body         string // HTML
	Ideal        string
	Deliverables []string
	Must         []string
	MustNot      []string
	Disclosure   string
	Hashtags     []string
	Weights      []Weight
	NextSteps    []string // what happens after you apply
	Rights       string
	Exclusivity  string
	KeepLive     string
	EditRounds   string
	Manager      PersonRef
	Eligibility  []string
	Questions    []string
	Regulated    bool
	Result       []Figure // completed programs only
}

// Milestone is one date of a program.
type Milestone struct {
	Label string
	Date  Time
	Past  bool
}

// Weight is one bar of the rubric; the bars sum to 100.
type Weight struct {
	Label  string
	Weight int
}

// Figure is a number and what it counts.
type Figure struct{ Value, Label string }

// PersonPage is /people/<slug>/.
type PersonPage struct {
	Frame    Frame
	Person   PersonRef
	Staff    bool
	Email    string // "" or one of the agency's own addresses
	Body     string // HTML
	Posts    []PostCard
	Programs []ProgramCard
}

// PlainPage is /<slug>/.
type PlainPage struct {
	Frame   Frame
	Title   string
	Body    string // HTML
	Updated Time
}

// NotFoundPage is /404.html.
type NotFoundPage struct{ Frame Frame }
