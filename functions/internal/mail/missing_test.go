package mail_test

import (
	"regexp"
	"strings"
	"testing"

	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/guest"
	"greenroom/functions/internal/submission"
)

// unmanaged is a piece of work whose project manager is not here any more.
func unmanaged() submission.About {
	a := work()
	a.Manager = ""
	return a
}

func TestWhatIsMissingIsNotMissed(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		letter string
		values any
		want   string // in the text
		not    string
	}{
		"no day to answer on the desk":   {submission.LetterWaiting, submission.WaitingValues{About: unmanaged(), What: "A draft waits for you"}, "Hello,\n", "Please answer"},
		"no days to publish":             {submission.LetterApproved, submission.ApprovedValues{About: unmanaged()}, "You can publish it at once.\n", "between"},
		"publish from a day":             {submission.LetterApproved, submission.ApprovedValues{About: work(), LiveFrom: "Monday"}, "Publish it from Monday on.", "between"},
		"publish until a day":            {submission.LetterApproved, submission.ApprovedValues{About: work(), LiveTo: "Friday"}, "at once, and until Friday.", "between"},
		"moved by a day":                 {submission.LetterApproved, submission.ApprovedValues{About: work(), Moved: 1}, "moved by one day in all", "one days"},
		"not moved":                      {submission.LetterApproved, submission.ApprovedValues{About: work()}, "at once", "moved"},
		"paid on the day":                {submission.LetterApproved, submission.ApprovedValues{About: work()}, "on the day on which it is verified", "within"},
		"paid the day after":             {submission.LetterApproved, submission.ApprovedValues{About: work(), TermsDays: 1}, "within one day of", "one days"},
		"a client without a name":        {submission.LetterClient, submission.ClientValues{Ticket: ticket(), Work: "One idea pin", Title: "Tuesday"}, "Hello,\n", "by then"},
		"nothing was said to be good":    {submission.LetterEdits, submission.EditsValues{About: work(), InBrief: onlyInBrief().InBrief}, "Tuesday is a meal too\".\n\nIn your brief:", "First"},
		"no day to answer an edit":       {submission.LetterEdits, submission.EditsValues{About: work(), New: onlyNew().New}, "point by point:\n", "In your brief"},
		"one more day":                   {submission.LetterEdits, onlyNew(), "Offer: $45 and 1 more day.", "1 more days"},
		"a clause without words":         {submission.LetterEdits, submission.EditsValues{About: work(), InBrief: []submission.AskedFor{{Item: 1, Clause: 3, What: "x"}}}, "1. Clause 3.\nWhat we ask for:\n> x\n", "says"},
		"a correction for nothing":       {submission.LetterEdits, submission.EditsValues{About: work(), New: []submission.AskedFor{{Item: 1, What: "x", Fee: "$0", Days: 2}}}, "Offer: no fee and 2 more days.", "$0"},
		"an offer of nothing":            {submission.LetterEdits, submission.EditsValues{About: work(), New: []submission.AskedFor{{Item: 1, What: "x"}}}, "Offer: no fee.", "0 more"},
		"no reason and nothing tried":    {submission.LetterEdits, submission.EditsValues{About: work(), New: []submission.AskedFor{{Item: 1, What: "x", Fee: "$10"}}}, "> x\nOffer: $10.", "only now"},
		"taken, with the draft's day":    {submission.LetterTaken, submission.EditsValues{About: work(), DraftDue: "Friday"}, "Send the next draft here, by Friday:", "on top"},
		"taken, without a day":           {submission.LetterTaken, submission.EditsValues{About: work()}, "Send the next draft here:", "by"},
		"ended, without a day":           {submission.LetterEditEnded, submission.EndedValues{About: work()}, "do nothing now.", "date"},
		"to put right at any time":       {submission.LetterFix, submission.FixValues{About: work(), What: "x"}, "put it right, and", " by "},
		"to bring back at any time":      {submission.LetterBroken, submission.FixValues{About: work(), What: "x"}, "bring it back. We", "it back by"},
		"verified and nothing more":      {submission.LetterVerified, submission.VerifiedValues{About: unmanaged()}, "Your fee is paid as your terms say.", "until"},
		"stopped and no word about it":   {submission.LetterStopped, submission.StoppedValues{About: work()}, "was stopped.\n\nWhat is owed", "why"},
		"stopped by nobody":              {submission.LetterStopped, submission.StoppedValues{About: work(), Fault: "none", Reason: "Flood."}, "nobody's fault. This is why:\n\n> Flood.", "called"},
		"stopped by us":                  {submission.LetterStopped, submission.StoppedValues{About: work(), Fault: "agency"}, "It was our doing, not yours.\n", "why"},
		"no kill fee for whose doing":    {submission.LetterStopped, submission.StoppedValues{About: work(), Fault: "influencer", KillFee: "Half."}, "What is owed", "Half"},
		"waived and no word about it":    {submission.LetterWaived, submission.StoppedValues{About: work()}, "left for you to do.\n\nYour work", "why"},
		"due today":                      {submission.LetterDue, submission.DueValues{About: work(), Due: "Friday"}, "is due by Friday (today).", "days"},
		"due tomorrow":                   {submission.LetterDue, submission.DueValues{About: work(), Due: "Friday", Days: 1}, "is due by Friday (tomorrow).", "days"},
		"due in a week":                  {submission.LetterDue, submission.DueValues{About: work(), Due: "Friday", Days: 7}, "is due by Friday (in seven days).", "today"},
		"due some day":                   {submission.LetterDue, submission.DueValues{About: unmanaged()}, "is due soon.", "today"},
		"to publish some day":            {submission.LetterDue, submission.DueValues{About: work(), Publish: true}, "publish it soon, and", "today"},
		"an edit due today":              {submission.LetterEditDue, submission.DueValues{About: work(), Due: "Friday"}, "until Friday (today).", "days"},
		"an edit due some day":           {submission.LetterEditDue, submission.DueValues{About: work()}, "waits for you. If", "today"},
		"a brief of one clause":          {brief.LetterSign, brief.SignValues{Ticket: ticket(), Title: "x", Clauses: 1}, "version 2, one clause. ", "by "},
		"a brief of no known length":     {brief.LetterSign, brief.SignValues{Ticket: ticket(), Title: "x"}, "version 2. ", "clause"},
		"sent back with one remark":      {brief.LetterAnswered, brief.AnsweredValues{Program: "x", Title: "x", Number: 1, Remarks: 1}, "back with one remark.", "remarks"},
		"sent back without a remark":     {brief.LetterAnswered, brief.AnsweredValues{Program: "x", Title: "x", Number: 1}, "back.", "remark"},
		"a first brief":                  {brief.LetterReleased, brief.ReleasedValues{About: about(), Number: 1}, "is here, version 1. ", "offer"},
		"answered by somebody":           {brief.LetterReply, brief.ReplyValues{About: about(), Question: "x", Answer: "y"}, "\nOur answer:\n", "answers"},
		"a writer without a name":        {guest.LetterSign, guest.SignValues{About: guest.About{Submission: post().Submission, Title: "x"}}, "Hello,\n", "Hello ,"},
		"declined without a word":        {guest.LetterDeclined, guest.DeclinedValues{About: post()}, "dinner\n\nThank you", "why"},
		"a remark about something else":  {guest.LetterRemarks, guest.RemarksValues{About: post(), Remarks: []guest.Said{{Part: "x", Text: "y"}}}, "\nThe whole post:\n> y\n", "x:"},
		"taken back before it was shown": {guest.LetterWithdrawn, guest.WithdrawnValues{About: post()}, "It had not appeared", "address"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, err := writer(t).Write(letter(t, tt.letter, tt.values))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(m.Text, tt.want) || strings.Contains(m.Text, tt.not) {
				t.Errorf("no %q in it, or %q:\n%s", tt.want, tt.not, m.Text)
			}
			readsWell(t, m.Text, m.HTML)
		})
	}
}

// readsWell finds what is left of a sentence whose words are missing, and what
// no letter of ours says.
func readsWell(t *testing.T, text, html string) {
	t.Helper()
	odd := regexp.MustCompile(`\S  \S| [.,:;)]|\(\)|[ ,]\.|\.\.|(?m)^[.,;]|\b(?:by|until|from|of|within)[.,]|""|“”| \n|!|(?i)\bjust\b|\b0 days|\b1 days`)
	own := strings.Join(own(text), "")
	if found := odd.FindString(own); found != "" {
		t.Errorf("there is %q in the letter:\n%s", found, text)
	}
	left := regexp.MustCompile(`<(p|strong|li|ul|ol|blockquote[^>]*)>\s*</|<li[^>]*>\s*</|<br>\s*<br>| [.,](?:\s|<)`)
	if found := left.FindString(html); found != "" {
		t.Errorf("there is %q in the page:\n%s", found, html)
	}
	if strings.Contains(text, "\n\n\n") {
		t.Errorf("there is a hole in the letter:\n%s", text)
	}
	if strings.HasPrefix(own, "Hello ,") || strings.Contains(own, "\n, your person") {
		t.Errorf("somebody without a name is named:\n%s", text)
	}
}

func TestLettersReadWell(t *testing.T) {
	t.Parallel()
	for name, values := range letters() {
		if name == comment.LetterHeld {
			continue // its values are hostile
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base, _, _ := strings.Cut(name, "/")
			m, err := writer(t).Write(letter(t, base, values))
			if err != nil {
				t.Fatal(err)
			}
			readsWell(t, m.Text, m.HTML)
		})
	}
}
