package decision

import "greenroom/functions/internal/application"

// Reason is why an outcome is what it is: a code for counting, words for the
// applicant.
type Reason struct{ Code, Words string }

// Reasons are those that go with a kind of outcome.
func Reasons(kind string) []Reason {
	switch kind {
	case application.Accept:
		return []Reason{
			{"fit", "You and your audience are whom the client described"},
			{"angle", "Your angle is one we would be sorry to miss"},
			{"craft", "Your craft carries what this program asks for"},
			{"trust", "People believe you, and we see why"},
		}
	case application.Waitlist:
		return []Reason{
			{"places", "The places went to others by a small margin"},
			{"balance", "The group needed another kind of voice"},
		}
	}
	return []Reason{
		{"places", "There were more strong applications than places"},
		{"fit", "Your audience is another one than the client asked for"},
		{"format", "Your work so far is in another format than this program needs"},
		{"angle", "Other angles fitted this program more closely"},
		{"craft", "The criteria that weigh most here are not your strongest yet"},
		{"rule", "A rule of this program is not met"},
	}
}

// PlacesFilled is the reason of somebody who waited for a place in vain.
const PlacesFilled = "places"

func reasonWords(code, kind string) (words string, known bool) {
	for _, r := range Reasons(kind) {
		if r.Code == code {
			return r.Words, true
		}
	}
	return "", false
}
