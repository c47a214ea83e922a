package theme_test

import (
	"fmt"

	"greenroom/site/theme"
)

func programCard() theme.ProgramCard {
	closes := day("2026-05-24", "24 May 2026")
	return theme.ProgramCard{
		Title: "A week of cooking from the windowsill", URL: "/programs/cooking/", Brand: "Hobb & Sill", Topic: "Home & garden",
		Description: "Grow basil, mint and chives on your counter for four weeks, then show us one ordinary dinner they ended up in.",
		State:       "open", StateText: "Open", Fee: "$450", Product: "Three herb planter (value $129), yours to keep", Platforms: []string{"Blog", "Instagram"}, Regions: []string{"US", "CA"},
		Places: 1200, Closes: &closes, ClosesIn: "closes in 12 days", HearBy: "by 31 May 2026",
		TopWeights: "Photography\u00a034, Creativity and angle\u00a014", Following: "No minimum following",
		Filters: []string{"platform:blog", "platform:instagram", "topic:home", "region:us", "region:ca"},
	}
}

func rollingCard() theme.ProgramCard {
	return theme.ProgramCard{
		Title: "First thousand: small accounts, good dogs", URL: "/programs/dogs/", Brand: "Barnacle & Bone", Topic: "Pets",
		Description: "For creators with fewer than 5,000 followers. One dog, one dental chew, one honest minute.",
		State:       "open", StateText: "Open", Fee: "$150", Product: "A three-month chew supply (value $48)", Platforms: []string{"Instagram", "TikTok", "Blog"}, Regions: []string{"US"},
		Places: 30, ClosesIn: "rolling", HearBy: "within 7 days of applying", TopWeights: "Authenticity\u00a024, Creativity and angle\u00a024", Following: "Under 5,000 followers",
		Filters: []string{"platform:instagram", "platform:tiktok", "platform:blog", "topic:pets", "region:us", "small-accounts"},
	}
}

func completedCard() theme.ProgramCard {
	closed := day("2026-01-25", "25 January 2026")
	return theme.ProgramCard{
		Title: "Start on a Wednesday", URL: "/programs/wednesday/", Brand: "Quillmere Paper", Topic: "Stationery", Description: "Five pages of a planner, in the week in which you would have given up.",
		State: "completed", StateText: "Completed", Fee: "$400", Product: "Ring planner (value $58)", Platforms: []string{"Blog"}, Regions: []string{"US"},
		Places: 12, Closes: &closed, ClosesIn: "closed", HearBy: "by 1 February 2026", TopWeights: "Creativity and angle\u00a020, Photography\u00a020", Following: "No minimum following",
		Filters: []string{"platform:blog", "topic:stationery", "region:us"},
	}
}

func rows() []theme.Filter {
	choices := func(key string, values ...string) []theme.FilterChoice {
		var list []theme.FilterChoice
		for i, v := range values {
			list = append(list, theme.FilterChoice{Value: v, Title: v, URL: fmt.Sprintf("/programs/%s/%s/", key, v), Count: 1 + i})
		}
		return list
	}
	return []theme.Filter{
		{Key: "platform", Title: "Platform", Choices: choices("platform", "blog", "instagram", "tiktok")},
		{Key: "topic", Title: "Topic", Choices: choices("topic", "home", "pets", "stationery")},
		{Key: "region", Title: "Region", Choices: choices("region", "us", "ca")},
		{Title: "Also", Choices: []theme.FilterChoice{
			{Value: "small-accounts", Title: "Small accounts", URL: "/programs/small-accounts/", Count: 1},
			{Value: "closing-soon", Title: "Closing soon", URL: "/programs/closing-soon/"},
		}},
	}
}

func programsPage() theme.ProgramsPage {
	return theme.ProgramsPage{
		Frame: frame("Programs", "/programs/"), Crumbs: crumbs("Programs"), Title: "Programs", Filters: rows(), Feeds: feeds("Greenroom programs", "/programs/"),
		Figures: []theme.Figure{{Value: "100%", Label: "answered by the promised date"}, {Value: "98%", Label: "paid on time"}, {Value: "9 days", Label: "to payment, in the middle"}},
		Groups: []theme.ProgramGroup{
			{Title: "Open now", Programs: []theme.ProgramCard{programCard(), rollingCard()}},
			{Title: "Completed", Programs: []theme.ProgramCard{completedCard()}},
		},
	}
}

func filteredPage() theme.ProgramsPage {
	page := programsPage()
	page.Frame.Head.Path, page.Title = "/programs/topic/pets/", "Programs about pets"
	page.Filters[1].Choices[1].Current = true
	page.Groups = []theme.ProgramGroup{{Title: "Open now", Programs: []theme.ProgramCard{rollingCard()}}}
	return page
}

func programPage() theme.ProgramPage {
	return theme.ProgramPage{
		Frame: frame("A week of cooking – Greenroom", "/programs/cooking/"), Crumbs: crumbs("Programs", "A week of cooking from the windowsill"), Card: programCard(),
		Timeline: []theme.Milestone{
			{Label: "Applications open", Date: day("2026-05-03", "3 May 2026"), Past: true},
			{Label: "Applications close", Date: day("2026-05-24", "24 May 2026")},
			{Label: "Everyone has an answer", Date: day("2026-05-31", "31 May 2026")},
			{Label: "You confirm", Date: day("2026-06-03", "3 June 2026")},
			{Label: "Your draft is due", Date: day("2026-07-05", "5 July 2026")},
			{Label: "Last day to go live", Date: day("2026-07-20", "20 July 2026")},
			{Label: "Everyone is paid", Date: day("2026-08-10", "10 August 2026")},
		},
		Zone:         "America/Chicago, CDT",
		Body:         "<p>The planter is three terracotta cups in a wooden tray. It came to us with a page of adjectives, and we sent that back.</p><h3 id=\"more\">What came before</h3><p>A lamp.</p>",
		Contents:     []theme.ContentsEntry{{ID: "more", Text: "What came before", Level: 3}},
		Ideal:        "People who actually cook on weeknights in small kitchens. We would rather see a messy counter in good light than a styled one under a bulb.",
		Deliverables: []string{"1 blog post, 600-1,000 words, at least 5 original photos", "1 Instagram carousel (4+ frames) linking to the post"},
		Must:         []string{"Show the planter in the room it really lives in, in daylight", "Say how many weeks you had it before you cooked from it"},
		MustNot:      []string{"No health or nutrition claims", "No competitor planters in frame"}, Disclosure: "“Ad” or “Sponsored by Hobb & Sill” in the first line of the caption and above the first photo of the post", Hashtags: []string{"#ad", "#windowsill"},
		Weights: []theme.Weight{
			{Label: "Fit with the requested audience", Weight: 12}, {Label: "Content type", Weight: 8}, {Label: "Creativity and angle", Weight: 14}, {Label: "Photography", Weight: 34},
			{Label: "Writing / storytelling", Weight: 10}, {Label: "Authenticity", Weight: 12}, {Label: "What you publish on social", Weight: 4}, {Label: "Engagement quality", Weight: 4}, {Label: "Following (numbers)", Weight: 2},
		},
		NextSteps: []string{"A receipt at once.", "Two people read your application, whole.", "You have an answer by 31 May 2026, with the reasons.", "A brief of two pages, approved by two people who did not write it.", "You are paid $450 within 21 days of going live."},
		Rights:    "Organic re-share for 6 months with credit; paid use is a separate, paid agreement", Exclusivity: "No other indoor-garden brand for 30 days after going live", KeepLive: "at least 180 days", EditRounds: "1 round",
		KillFee: "Half of the fee once the draft is in, all of it once the draft is approved",
		Manager: marisol(), ReplyPromise: "The answer comes within one business day.", Choosing: &theme.Link{Title: "How we choose, in full", URL: "/how-we-choose/"},
		Readers: 2, Eligibility: []string{"18 or older", "US or Canada", "A windowsill that gets 4 hours of light"}, Questions: []string{"Which dinner do you already know you would cook?", "A photo you took in daylight that you are proud of (link)"}, Regulated: true,
		Answers: []theme.Answer{{Question: "Does a balcony count as a windowsill?", Answer: "If you can reach it from the stove, yes."}, {Question: "May my sister take the photographs?", Answer: "Yes, with her name under them."}},
		Form:    new(applicationForm()),
	}
}

func completedPage() theme.ProgramPage {
	page := programPage()
	page.Card, page.Form, page.Manager = completedCard(), nil, devon()
	page.Result = []theme.Figure{{Value: "96", Label: "applied"}, {Value: "96 of 96", Label: "answered by the date"}, {Value: "12", Label: "accepted"}, {Value: "9 days", Label: "to payment, in the middle"}}
	return page
}

func readyPage() theme.ProgramPage {
	page := programPage()
	page.Card.State, page.Card.StateText, page.Card.ClosesIn, page.Form = "ready", "Opening soon", "opens in 6 days", nil
	return page
}
