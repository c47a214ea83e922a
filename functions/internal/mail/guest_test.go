package mail_test

import "greenroom/functions/internal/guest"

func post() guest.About {
	return guest.About{Submission: "01ARZ3NDEKTSV4RRFFQ69G5FAV", Name: "Ines Barros", Title: "What a smoke alarm taught me about dinner"}
}

func published() guest.PublishedValues {
	return guest.PublishedValues{About: post(), Slug: "smoke-alarm", Page: "ines-barros"}
}

func guestLetters() map[string]any {
	corrected := published()
	corrected.Correction = "The oven was at 180 degrees, not at 280."
	return map[string]any{
		guest.LetterReceived: guest.ReceivedValues{About: post()},
		guest.LetterSign:     guest.SignValues{About: post()},
		guest.LetterRemarks: guest.RemarksValues{About: post(), Remarks: []guest.Said{
			{Part: "title", Text: "It promises a recipe, and there is none."},
			{Part: "body", Text: "Who is Ana?\nShe comes up in the third paragraph."},
			{Text: "We like the ending."},
		}},
		guest.LetterPublished:                 published(),
		guest.LetterPublished + "/correction": corrected,
		guest.LetterDeclined:                  guest.DeclinedValues{About: post(), Reason: "We had a post about the same evening in March."},
		guest.LetterWithdrawn:                 guest.WithdrawnValues{About: post()},
		guest.LetterWithdrawn + "/released":   guest.WithdrawnValues{About: post(), Slug: "smoke-alarm"},
		guest.LetterWithdrawn + "/by-us":      guest.WithdrawnValues{About: post(), Slug: "smoke-alarm", Reason: "A person in it asked not to be."},
	}
}
