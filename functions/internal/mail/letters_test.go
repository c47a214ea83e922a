package mail_test

import (
	"encoding/json"
	"errors"
	"maps"
	"testing"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/outbox"
)

func about() application.About {
	return application.About{Application: "01ARZ3NDEKTSV4RRFFQ69G5FAV", Name: "Ines Barros",
		Title: "Tuesday is a meal too", Manager: "Devon Achterberg"}
}

// outcome has what all three letters with an outcome say.
func outcome() decision.OutcomeValues {
	return decision.OutcomeValues{
		About: about(), Reasons: []string{"The story came after the recipe"},
		Bands: []decision.Band{
			{Label: "Writing", Weight: 30, Word: "Good"}, {Label: "Authenticity", Weight: 18, Word: "Developing"},
			{Label: "Photography", Weight: 8, Word: "Strong"}, {Label: "Engagement", Weight: 4, Word: "Not assessed"},
		},
		Sentence: "The recipe is lovely; the night around it is missing.", Applied: 118, Places: 10, Reach: 2,
	}
}

func accepted() decision.OutcomeValues {
	v := outcome()
	v.Reasons = []string{"Exactly the night they asked for"}
	v.Sentence, v.Note = "The smoke alarm as a dinner guest is exactly the night they asked for.", "Keep the alarm.\nKeep the guest."
	v.ConfirmBy, v.Fee, v.TermsDays, v.EditRounds = "Monday, 18 May 2026", "$600", 21, 2
	return v
}

func waitlisted() decision.OutcomeValues {
	v := outcome()
	v.AnswerBy = "Wednesday, 20 May 2026"
	return v
}

func declined() decision.OutcomeValues {
	v := outcome()
	v.Suggestion = &decision.Suggestion{Slug: "hobb-sill-windowsill", Title: "A week of cooking from the windowsill",
		Criterion: "Photography", Weight: 34, Closes: "Sunday, 24 May 2026"}
	return v
}

// letters are values for every letter there is, by the name of the letter; what
// follows after a slash tells variants apart.
func letters() map[string]any {
	rolling, byRule := declined(), outcome()
	rolling.Suggestion.Closes = ""
	byRule.Bands, byRule.Reasons, byRule.Applied = nil, []string{"The program is for people in the US"}, 0
	one := accepted()
	one.Applied, one.Places, one.EditRounds, one.Reach = 1, 1, 1, 0
	all := map[string]any{
		comment.LetterHeld:   hostile(),
		account.LetterSignIn: account.SignInValues{Request: "r1", Name: "Tess"},
		application.LetterReceived: application.ReceivedValues{About: about(),
			At: "Tuesday, 12 May 2026, 20:14 CDT", HearBy: "Sunday, 31 May 2026", Readers: 2},
		application.LetterAgain: application.AgainValues{About: about(),
			At: "Tuesday, 12 May 2026, 20:14 CDT", HearBy: "Sunday, 31 May 2026"},
		application.LetterQuestion: application.QuestionValues{About: about(),
			Question: "Which of the three photos is yours?\nAll of them would be fine.", Due: "Friday, 15 May 2026", HearBy: "Sunday, 31 May 2026"},
		application.LetterWithdrawn: application.WithdrawnValues{About: about()},
		application.LetterDates: application.DatesValues{About: about(), Notice: "The pans arrive a week late.",
			Closes: "Sunday, 24 May 2026", DecideBy: "Sunday, 7 June 2026", HearBy: "Sunday, 31 May 2026"},
		application.LetterCancelled:                             application.CancelledValues{About: about(), Notice: "Ninepin Suppers stops selling boxes."},
		decision.LetterAccepted:                                 accepted(),
		decision.LetterAccepted + "/one":                        one,
		decision.LetterWaitlisted:                               waitlisted(),
		decision.LetterDeclined:                                 declined(),
		decision.LetterDeclined + "/suggests-a-rolling-program": rolling,
		decision.LetterDeclined + "/by-a-rule":                  byRule,
		decision.LetterConfirm:                                  decision.ConfirmValues{About: about(), ConfirmBy: "Monday, 18 May 2026"},
		decision.LetterExpired:                                  decision.ConfirmValues{About: about(), ConfirmBy: "Monday, 18 May 2026"},
		decision.LetterDue: decision.DueValues{Program: "ninepin-tuesday", Title: "Tuesday is a meal too",
			Manager: "Devon Achterberg", Waiting: 12, HearBy: "Sunday, 31 May 2026"},
		decision.LetterDue + "/late": decision.DueValues{Program: "ninepin-tuesday", Title: "Tuesday is a meal too",
			Manager: "Devon Achterberg", Waiting: 1, HearBy: "Sunday, 31 May 2026", Late: true},
	}
	maps.Copy(all, briefLetters())
	maps.Copy(all, submissionLetters())
	maps.Copy(all, guestLetters())
	return all
}

func letter(t testing.TB, name string, values any) outbox.Mail {
	t.Helper()
	data, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	return outbox.Mail{ID: "01ARZ3NDEKTSV4RRFFQ69G5FAV", To: "tess@greenroom.example", Letter: name, Values: data}
}

func kindOf(err error) agency.Kind {
	if e, ok := errors.AsType[*agency.Error](err); ok {
		return e.Kind
	}
	return 0
}
