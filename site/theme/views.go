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
	// Ribbon is said across the top of a page that is not published: "Draft".
	Ribbon string
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
	Authors     []string // names, articles only
	Section     string   // articles only: "Blog"
	Tags        []string // articles only
	Image       *Card    // what a shared link shows; nil: none
	Data        string   // JSON-LD, one object; "" leaves it out
	Prev, Next  string   // paths of the neighbouring pages of a list, or ""
	NoIndex     bool
	NoReferrer  bool // pages whose address is a secret: only this site is told it
	Feeds       []FeedLink
}

// FeedLink is one <link rel="alternate">.
type FeedLink struct{ Type, Title, URL string }

// Time is a moment for machines and for people.
type Time struct{ ISO, Text string }

// Card is the picture that stands for a page where its link is shared.
type Card struct {
	URL           string // path; the head makes it absolute
	Width, Height int
	Alt           string
}

// PersonRef is a person where they are only named. Face is nil for who has no
// picture: then the initials stand in.
type PersonRef struct {
	Name, Role, URL string
	Face            *Picture
}

// Picture is an image with its variants. Src is the one for browsers that
// know nothing newer.
type Picture struct {
	Src, Srcset   string
	Width, Height int
	Alt           string
	Sources       []PictureSource // newer formats, best first
}

// PictureSource is one <source> of a picture.
type PictureSource struct{ Type, Srcset string }

// Crumb is one step of the way from the home page; the last one, the page
// itself, has no URL.
type Crumb struct{ Title, URL string }

// Pager leads through the pages of a list. Archive pages are numbered from the
// oldest, so that a page once full never changes.
type Pager struct {
	Label        string // "Page 3 of the archive"; "" on the first page shown
	Newer, Older *Link
}

// HomePage is /.
type HomePage struct {
	Frame    Frame
	Intro    string        // HTML from the Markdown of pages/home.md, may be ""
	Programs []ProgramCard // open now, soonest close first
	Posts    []PostCard    // newest
}

// FeedsPage is /feeds/: what can be followed, said for people.
type FeedsPage struct {
	Frame  Frame
	Crumbs []Crumb
	Groups []FeedGroup
}

// FeedGroup is the feeds of one subject, one line for each thing to follow.
type FeedGroup struct {
	Title string
	Lines []FeedLine
}

// FeedLine is one thing to follow in each format.
type FeedLine struct {
	Title, URL string // of the page the feeds belong to
	Feeds      []FeedLink
}

// SearchPage is /search/. Without JavaScript it leads on by tag, year and
// person.
type SearchPage struct {
	Frame  Frame
	Crumbs []Crumb
	Script string // address of the search script
	Index  string // address of the index, "/search/"; "" where search is off
	Tags   []Term
	Years  []Term
	People []PersonRef
}

// PlainPage is /<slug>/.
type PlainPage struct {
	Frame   Frame
	Crumbs  []Crumb
	Title   string
	Body    string // HTML
	Updated Time
}

// NotFoundPage is /404.html.
type NotFoundPage struct{ Frame Frame }

// PersonPage is /people/<slug>/.
type PersonPage struct {
	Frame    Frame
	Crumbs   []Crumb
	Person   PersonRef
	Staff    bool
	Email    string // "" or one of the agency's own addresses
	Body     string // HTML
	Posts    []PostCard
	Pager    Pager // of the posts; on later pages there is nothing but posts
	Feeds    []FeedLink
	Programs []ProgramCard
}

// PeoplePage is /people/.
type PeoplePage struct {
	Frame  Frame
	Crumbs []Crumb
	Staff  []PersonRef
	Guests []PersonRef
}
