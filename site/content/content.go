// Package content reads words into typed values: site.yaml, and front matter
// plus Markdown of posts, programs, people and pages.
//
// It knows nothing of HTML pages or of records. Everything wrong with a tree
// is reported in one run, each fault as file:line, what it is and what to do.
package content

import "time"

// Site is everything read from one content tree, sorted so that no two runs
// and no two machines can differ.
type Site struct {
	Config   Config
	Posts    []Post    // newest first, then by slug
	Programs []Program // by slug
	People   []Person  // by slug
	Pages    []Page    // by slug
	Media    []string  // slash paths below media/, sorted
}

// Config is site.yaml.
type Config struct {
	Title       string
	Tagline     string         // one line under the name
	Description string         // for search engines and feeds
	BaseURL     string         // absolute, without a trailing slash
	Language    string         // BCP 47, such as "en"
	TimeZone    *time.Location // every date on the site is a date here
	AsOf        time.Time      // zero unless pinned: the day the site is built for
	Holidays    []string       // dates on which nobody works, besides weekends: "2026-05-25"
	Navigation  []Link
	Agency      Agency
	Search      bool // a search over the whole site
	ShareCards  bool // a picture for each post and program where its link is shared
}

// Agency is what the footer, the feeds and the mails say about the sender.
type Agency struct {
	Name            string
	Address         string // postal, one line
	Email           string // where visitors write
	ModerationEmail string // where moderators are told of held comments; never public
}

// Link is a title and where it leads. Line is where site.yaml says so.
type Link struct {
	Title, URL string
	Line       int
}

// Source says where a value was read, for messages about it.
type Source struct {
	File string // slash path in the content tree, such as "posts/first.md"
	Line int    // first line of the body
}

// Body is Markdown as it was written, without the front matter.
type Body struct {
	Source
	Markdown string
}

// Post is one article of the blog, at /blog/<slug>/.
type Post struct {
	Slug        string
	Title       string
	Date        time.Time
	Lastmod     time.Time // zero: never changed since Date
	Draft       bool
	Description string
	Authors     []string // slugs of people, at least one
	Tags        []string
	Aliases     []string // older paths that should lead here
	Correction  string   // what was put right at Lastmod, said above the text; ""
	Withdrawn   string   // says that the post was taken back at Lastmod, in place of its text; ""
	Body        Body
}

// Person is somebody who works here or writes here, at /people/<slug>/.
type Person struct {
	Slug        string
	Name        string   // front matter "title"
	Role        string   // "Project manager": stands beside the name on comments
	Staff       bool     // may sign in to the desk and answer as staff
	Roles       []string // what they do at the desk, each of [Roles]; nobody who is not staff has any
	Description string
	Email       string // work address, "" or one of the agency's own
	Photo       string // "/media/ada.jpg", or ""

	ReplyPromise string // "I answer within one business day.": said beside questions to this person; ""
	Body         Body
}

// Page is a plain page, at /<slug>/.
type Page struct {
	Slug        string
	Title       string
	Description string
	Lastmod     time.Time // zero: not said
	Body        Body
}

// Program is one campaign that influencers can apply to, at /programs/<slug>/.
// All dates are whole days in its time zone, and the day named is included.
type Program struct {
	Slug        string
	Title       string
	Brand       string
	Topic       string
	Description string // one line, said on cards
	Manager     string // slug of the person who answers for it

	Opens     time.Time
	Closes    time.Time // zero for a rolling program, as are all below
	DecideBy  time.Time
	ConfirmBy time.Time
	BriefBy   time.Time
	DraftBy   time.Time
	LiveFrom  time.Time
	LiveTo    time.Time
	Rolling   *Rolling

	Platforms []string
	Regions   []string
	Fee       int    // whole units of Currency
	Currency  string // ISO 4217
	Product   string
	Places    int

	Ideal        string
	Deliverables []string
	Must         []string
	MustNot      []string
	Disclosure   string
	Hashtags     []string
	Weights      []Weight // nine, summing to 100, in the order written
	Rights       string
	Exclusivity  string
	KillFee      string // what is paid if the client calls the work off
	FollowersMax int    // for small accounts only: at most so many; 0 for no limit
	EditRounds   int
	TermsDays    int // paid within so many days of going live, at most 30
	KeepDays     int // stays live at least so long
	Eligibility  []Rule
	Questions    []string // at most two, answered in the form
	Audience     []Choice // what the client asks about the audience: chosen, never typed
	MinReviews   int      // an outcome needs so many current reviews; 2 unless the file says otherwise
	Regulated    bool
	ClientReads  bool // the client approves each draft
	Result       *Result

	TimeZone      *time.Location // every date above is a date here; the site's unless the file says otherwise
	ReachOverride string         // why reach counts more than 15 of 100, as the client signed it; ""
	Answers       []Answer       // questions people asked, in the order they came
	Body          Body
}

// Rule says who can apply. Whoever does not meet a hard one cannot; a soft one
// only informs.
type Rule struct {
	Text string
	Hard bool
}

// Choice is a question with answers to choose from. “Rather not say” is always
// one more.
type Choice struct {
	Ask     string
	Options []string
}

// Answer is a question somebody asked about a program, and what was said.
type Answer struct{ Question, Answer string }

// Rolling is a program without a closing date: everyone hears back within
// AnswerDays of applying and then has WorkDays to make the work.
type Rolling struct{ AnswerDays, WorkDays int }

// Weight is one criterion of the rubric and its share of 100.
type Weight struct {
	Key    string // demos, content, angle, photo, writing, authentic, social, engagement, reach
	Label  string
	Weight int
}

// Result is the strip a completed program shows.
type Result struct {
	Applied              int
	AnsweredByDate       int
	MedianDaysToAnswer   int
	Accepted             int
	Completed            int
	EditRoundsAverage    float64
	NewAsks              int
	NewAsksPaid          int
	NewAskTotal          int // whole units of the program's currency
	PaidOnTime           int
	MedianDaysToPay      int
	Shoutouts            int
	CommentsRepliedPct   int
	ClientWouldRepeat    string
	InfluencerWouldAgain string
}
