package theme

// ProgramsPage is /programs/ and each of its filters.
type ProgramsPage struct {
	Frame   Frame
	Crumbs  []Crumb
	Title   string // "Programs", "Programs on Instagram"
	Filters []Filter
	Figures []Figure // live figures above the list
	Groups  []ProgramGroup
	Feeds   []FeedLink
}

// Filter is one row of choices, each a page of its own that works without
// JavaScript.
type Filter struct {
	Key, Title string // "platform", "Platform"
	Choices    []FilterChoice
}

// FilterChoice is one value to filter by.
type FilterChoice struct {
	Value, Title, URL string // "instagram", "Instagram", "/programs/platform/instagram/"
	Count             int
	Current           bool
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
	Closes                                *Time    // nil: rolling, or not yet announced
	ClosesIn                              string   // "closes in 12 days", "rolling"
	HearBy                                string   // "by 31 May 2026", "within 7 days of applying"
	TopWeights                            string   // "Photography 34, Angle 14"
	Following                             string   // "No minimum following", or the limit
	Filters                               []string // "platform:instagram", "small-accounts", for filtering in place
	Notice                                *Notice  // what everybody should know now; may be nil
}

// Notice is what staff said about a program that runs, and when.
type Notice struct {
	Text string // plain
	Date Time
}

// ProgramPage is /programs/<slug>/.
type ProgramPage struct {
	Frame        Frame
	Crumbs       []Crumb
	Card         ProgramCard
	Zone         string // of the dates: "America/Chicago, CDT"
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
	KillFee      string
	Exclusivity  string
	KeepLive     string
	EditRounds   string
	Manager      PersonRef
	ReplyPromise string           // of the manager: "Answers within one business day."; may be ""
	Readers      int              // how many people read each application at least
	Choosing     *Link            // the page that says how applications are read; nil: none
	Form         *ApplicationForm // nil while nobody can apply here
	SoFar        []Figure         // what is on record: how many applied, who was answered in time
	Override     string           // said at the top where following counts more than it may; ""
	Eligibility  []string
	Questions    []string
	Regulated    bool
	Result       []Figure // completed programs only
	Answers      []Answer // questions asked so far
	Contents     []ContentsEntry
}

// Answer is a question somebody asked about a program, and what was said.
type Answer struct{ Question, Answer string }

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
