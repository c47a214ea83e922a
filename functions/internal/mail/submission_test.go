package mail_test

import (
	"strings"
	"testing"

	"greenroom/functions/internal/submission"
)

func work() submission.About {
	return submission.About{Application: "01ARZ3NDEKTSV4RRFFQ69G5FAV", Number: 2, Name: "Ines Barros",
		Work: "One idea pin", Title: "Tuesday is a meal too", Manager: "Devon Achterberg"}
}

func clientDraft() submission.ClientValues {
	return submission.ClientValues{Ticket: ticket(), Name: "Rosalind Hobb", Title: "Tuesday is a meal too", Work: "One idea pin",
		Manager: "Devon Achterberg", Due: "Wednesday, 20 May 2026"}
}

func toManager() submission.WaitingValues {
	v := submission.WaitingValues{About: work(), What: "A draft waits for you", Due: "Thursday, 14 May 2026"}
	v.Name = ""
	return v
}

func approved() submission.ApprovedValues {
	return submission.ApprovedValues{About: work(), LiveFrom: "Monday, 1 June 2026", LiveTo: "Friday, 5 June 2026", TermsDays: 21}
}

// request is the one of programs.md: two things that the brief says, and one
// that it does not.
func request() submission.EditsValues {
	return submission.EditsValues{
		About: work(), Good: "Lovely draft; the carbon-monoxide joke stays.", Due: "Friday, 15 May 2026", DraftDue: "Monday, 18 May 2026",
		InBrief: []submission.AskedFor{
			{Item: 1, Clause: 7, Quote: "“Ad” is the first word of the pin description.", What: "Move “Ad” to the front.",
				Where: "the description", Why: "it is the eleventh word now, and few people see it"},
			{Item: 2, Clause: 4, Quote: "Say that every week can be skipped.", What: "Add the sentence about skipping a week."},
		},
		New: []submission.AskedFor{{Item: 3, What: "One pin in portrait format, beside the square one.", Where: "the second picture", Why: "it is shown on phones",
			Reason: "The client changed their mind", Tried: "We asked whether they could crop the square one. They cannot.", Fee: "$45", Days: 2}},
	}
}

func onlyNew() submission.EditsValues {
	v := request()
	v.InBrief = nil
	v.New[0].Item, v.New[0].Days = 1, 1
	return v
}

func onlyInBrief() submission.EditsValues {
	v := request()
	v.New = nil
	return v
}

// bettered is a request with a better offer, after other terms were suggested
// for one of two new asks.
func bettered() submission.EditsValues {
	v := request()
	v.InBrief[0].Answer, v.InBrief[1].Answer, v.New[0].Answer = "accept", "accept", "accept"
	v.New = append(v.New, submission.AskedFor{Item: 4, What: "Keep the raw pictures until July.", Reason: "A law or a lawyer asks for it", Fee: "$60", Days: 1},
		submission.AskedFor{Item: 5, What: "Name the pan.", Reason: "We made a mistake", Fee: "$0", Days: 1, Answer: "decline"},
		submission.AskedFor{Item: 6, What: "Show the lid.", Reason: "We made a mistake", Fee: "$20", Days: 1, Answer: "counter", OtherFee: "$60", OtherDays: 3})
	return v
}

// ruled is a request with one item that stands, and one that was found to be
// new.
func ruled() submission.EditsValues {
	v := request()
	v.InBrief[0].Ruling = "Clause 7 says “first word”, and that is what was asked for."
	v.InBrief = v.InBrief[:1]
	v.New[0] = submission.AskedFor{Item: 2, What: "Add the sentence about skipping a week.", Ruling: "Clause 4 is about the box.\nThe draft is about the recipe.",
		Reason: "We made a mistake", Fee: "$30", Days: 1}
	return v
}

func taken() submission.EditsValues {
	v := request()
	v.New[0].Answer, v.New[0].Fee, v.New[0].Days = "accept", "$60", 3
	v.New = append(v.New, submission.AskedFor{Item: 4, What: "Keep the raw pictures until July.", Fee: "$20", Days: 1, Answer: "decline"})
	v.Extra = "$60"
	return v
}

func verified() submission.VerifiedValues {
	return submission.VerifiedValues{About: work(), PayBy: "Friday, 26 June 2026", KeepUntil: "Sunday, 5 July 2026", Extra: "$60"}
}

func ended() submission.StoppedValues {
	return submission.StoppedValues{About: work(), Reason: "The pans were recalled.", Fault: "client",
		KillFee: "Half the fee if we or the client call it off after you confirmed; all of it once your draft is in"}
}

func reminder() submission.DueValues {
	return submission.DueValues{About: work(), Due: "Friday, 15 May 2026", Days: 2}
}

func moreTime() submission.TimeValues {
	return submission.TimeValues{About: work(), Reason: "Your oven broke, and it was our box.", DraftDue: "Friday, 22 May 2026"}
}

func submissionLetters() map[string]any {
	broken := submission.FixValues{About: work(), What: "The page is gone: it answers with status 404. Put it back, or tell us what happened.", Until: "Friday, 19 June 2026"}
	lost := toManager()
	lost.What, lost.Due = "A post cannot be found as it was verified: "+broken.What, ""
	silent, publish, theirs := approved(), reminder(), ended()
	silent.Auto, silent.Moved = true, 3
	publish.Publish, publish.Days = true, 1
	theirs.Fault = "influencer"
	return map[string]any{
		submission.LetterWaiting:                 toManager(),
		submission.LetterWaiting + "/lost":       lost,
		submission.LetterApproved:                approved(),
		submission.LetterApproved + "/by-itself": silent,
		submission.LetterClient:                  clientDraft(),
		submission.LetterEdits:                   request(),
		submission.LetterEdits + "/only-new":     onlyNew(),
		submission.LetterEdits + "/only-brief":   onlyInBrief(),
		submission.LetterEdits + "/better-offer": bettered(),
		submission.LetterRuling:                  ruled(),
		submission.LetterTaken:                   taken(),
		submission.LetterEditEnded:               submission.EndedValues{About: work(), DraftDue: "Monday, 18 May 2026"},
		submission.LetterEditEnded + "/taken-back": submission.EndedValues{About: work(), DraftDue: "Monday, 18 May 2026",
			Reason: "The client likes it as it is."},
		submission.LetterFix: submission.FixValues{About: work(),
			What: "The word “Ad” is below the fold.\nPut it in the first line."},
		submission.LetterVerified:                   verified(),
		submission.LetterBroken:                     broken,
		submission.LetterBack:                       work(),
		submission.LetterDone:                       work(),
		submission.LetterStopped:                    ended(),
		submission.LetterStopped + "/by-influencer": theirs,
		submission.LetterWaived: submission.StoppedValues{About: work(), Reason: "The pan is not sold any more.", Fault: "agency", KillFee: "Half",
			PayBy: "Tuesday, 2 June 2026", Extra: "$45"},
		submission.LetterDue:              reminder(),
		submission.LetterDue + "/publish": publish,
		submission.LetterEditDue:          reminder(),
		submission.LetterFixDue:           reminder(),
		submission.LetterTime:             moreTime(),
	}
}

func TestAnEditRequestSaysWhatIsGoodThenWhatWasAgreedThenWhatIsNew(t *testing.T) {
	t.Parallel()
	m, err := writer(t).Write(letter(t, submission.LetterEdits, request()))
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{m.Text, m.HTML} {
		at := 0
		for _, words := range []string{"what is good", "joke stays", "In your brief", "Clause 7", "first word of the pin", "Clause 4",
			"New, so it is your choice", "The client changed their mind", "How we tried to avoid it", "Offer:", "$45 and 2 more days",
			"accept, suggest other terms, or say no thanks", "Saying no changes nothing else: not your fee, not your date, not your standing"} {
			i := strings.Index(form[at:], words)
			if i < 0 {
				t.Fatalf("%q is not in its place:\n%s", words, form)
			}
			at += i
		}
	}
}

func TestALetterToTheProjectManagerNamesNobodyElse(t *testing.T) {
	t.Parallel()
	v := toManager()
	v.Name = "Ines Barros" // however it came there
	m, err := writer(t).Write(letter(t, submission.LetterWaiting, v))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(m.Subject+m.Text+m.HTML, "Ines") {
		t.Errorf("the influencer is named:\n%s", m.Text)
	}
}

func TestThereIsNoPageOfWorkWithoutANumber(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, -1} {
		v := work()
		v.Number = n
		if _, err := writer(t).Write(letter(t, submission.LetterDone, v)); err == nil {
			t.Errorf("a letter about work %d was written", n)
		}
	}
}
