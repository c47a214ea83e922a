package theme

// ApplicationForm is the form on a program's page, and the same form again with
// what is to be put right.
type ApplicationForm struct {
	Action    string           // "/api/applications"
	Program   string           // slug
	Key       string           // idempotency key; "" on static pages, the script fills it
	Code      string           // access code of a late entry; "" in time
	Rules     []RuleChoice     // hard rules, asked first: yes or no
	Informs   []string         // soft rules
	Audience  []AudienceChoice // what the client asks about readers
	Questions []QuestionField  // at most two

	// What is typed, under the same names in lower case.
	Name, Email, Channel, Channel2, Angle, Piece string

	Sponsored string // "piece": it was paid for; "channel": one is on the main channel; "none": not done yet; ""
	Available bool   // can do the work in these dates

	Newsletter, Praise bool // may be mailed about new programs; may be praised in public

	Dates  string // "Draft by 24 June, live 1–8 July 2026"
	HearBy string // "by 31 May 2026"
	Known  bool   // signed in: name and email stand fixed, and the form can be saved for later
	Sent   bool   // it was sent before, and its answers are being changed
	Saved  string // when it was saved last; ""
	Resume string // where who has begun goes on, said on static pages; ""
	Errors FieldErrors
}

// RuleChoice is a hard rule: whoever says no cannot apply.
type RuleChoice struct{ Field, Text, Value string } // "rule1", the rule, "", "yes" or "no"

// AudienceChoice is a question with answers to choose from, the last of which
// is that one would rather not say.
type AudienceChoice struct {
	Field, Ask, Value string // "audience1"
	Options           []string
}

// QuestionField is a question of the program, answered in words.
type QuestionField struct{ Field, Label, Value string } // "answer1"

// answer is one thing to choose, of several under one name.
type answer struct{ id, value, words string }

// sponsoredAnswers say where paid work can be seen. The first has the id that
// the error summary leads to.
func sponsoredAnswers() []answer {
	return []answer{
		{"sponsored", "piece", "Yes, the piece above was paid for"},
		{"sponsored_channel", "channel", "Yes, one is on my main channel"},
		{"sponsored_none", "none", "I have not done one yet"},
	}
}

// typed is a field of one line that somebody types into.
type typed struct {
	name, label, hint, value string
	kind, mode, complete     string // type, inputmode and autocomplete of the input
	most                     string // maxlength
}

func (f ApplicationForm) nameField() typed {
	return typed{name: "name", label: "Name", hint: "As we should write to you. Who reads your work first does not see it.", value: f.Name, kind: "text", mode: "text", complete: "name", most: "80"}
}

func (f ApplicationForm) emailField() typed {
	return typed{name: "email", label: "Email address", hint: "For the receipt and the answer. We will not publish it.", value: f.Email, kind: "email", mode: "email", complete: "email", most: "254"}
}

func webField(name, label, hint, value string) typed {
	return typed{name: name, label: label, hint: hint, value: value, kind: "url", mode: "url", complete: "off", most: "2000"}
}
