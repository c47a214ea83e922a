package theme_test

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"greenroom/site/theme"
)

func applicationForm() theme.ApplicationForm {
	return theme.ApplicationForm{
		Action: "/api/applications", Program: "cooking", Resume: "/apply/cooking",
		Rules:   []theme.RuleChoice{{Field: "rule1", Text: "You are 18 or older"}, {Field: "rule2", Text: "You live in the US or Canada"}},
		Informs: []string{"You have a windowsill that gets 4 hours of light"},
		Audience: []theme.AudienceChoice{
			{Field: "audience1", Ask: "How old are most of your readers?", Options: []string{"Under 25", "25 or older", "Rather not say"}},
		},
		Questions: []theme.QuestionField{{Field: "answer1", Label: "Which dinner do you already know you would cook?"}, {Field: "answer2", Label: "A photo you took in daylight (link)"}},
		Dates:     "Draft by 24 June, live 1–8 July 2026", HearBy: "by 31 May 2026",
	}
}

// wrongApplication is the form as it comes back, with every answer kept.
func wrongApplication() theme.ApplicationForm {
	f := applicationForm()
	f.Resume, f.Key, f.Code = "", "k1", "late-1"
	f.Rules[0].Value, f.Rules[1].Value, f.Audience[0].Value = "yes", "no", "Rather not say"
	f.Name, f.Channel, f.Channel2, f.Angle, f.Piece = "Ann <b>", "foo", "https://example.com/2", "My \"angle\"", "https://example.com/p"
	f.Questions[0].Value, f.Questions[1].Value = "Soup", "https://example.com/x"
	f.Sponsored, f.Newsletter = "channel", true
	f.Errors = theme.FieldErrors{
		{Field: "program", Message: "Choose a program"}, {Field: "rule2", Message: "This program is only for people of whom this is true"},
		{Field: "audience1", Message: "Choose an answer"}, {Field: "email", Message: "Enter your email address"}, {Field: "channel", Message: "Main channel must be an address"},
		{Field: "angle", Message: "Enter your angle"}, {Field: "sponsored", Message: "Say whether"}, {Field: "answer1", Message: "Too long"}, {Field: "available", Message: "Say that you can"},
	}
	return f
}

// knownApplication is that of somebody who is signed in.
func knownApplication() theme.ApplicationForm {
	f := applicationForm()
	f.Resume, f.Known, f.Name, f.Email, f.Saved = "", true, "Ann", "ann@example.com", "on 12 May 2026, 09:14"
	f.Errors = theme.FieldErrors{{Field: "name", Message: "Enter your name"}}
	f.Rules, f.Audience, f.Questions, f.Informs = nil, nil, nil, nil
	return f
}

// applying is a page of the back office with a form on it.
func applying(f theme.ApplicationForm) templ.Component {
	page := frame("Apply – Greenroom", "")
	page.Head.NoIndex, page.Head.Data = true, ""
	var b strings.Builder
	_ = theme.ErrorSummary(f.Errors).Render(context.Background(), &b) // a builder takes everything
	b.WriteString("<h1>Apply</h1>")
	_ = theme.ApplicationFormPart(f).Render(context.Background(), &b)
	return within(page, b.String())
}

func pausedPage() theme.ProgramPage {
	page := programPage()
	page.Form, page.Override = nil, "In this program following counts 20 of 100. The reason: they print it."
	page.Card.State, page.Card.StateText, page.Card.ClosesIn = "paused", "Paused", "paused"
	page.Card.Notice = &theme.Notice{Text: "The <pods> are late. Applications go on when they are here.", Date: day("2026-05-10", "10 May 2026")}
	page.SoFar = []theme.Figure{{Value: "61", Label: "applied so far"}, {Value: "3 of 3", Label: "answered by the promised date"}}
	return page
}
