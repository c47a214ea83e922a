package generate

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"greenroom/site/content"
	"greenroom/site/theme"
)

func (m *model) programCard(p program) theme.ProgramCard {
	card := theme.ProgramCard{
		Title: p.Title, URL: "/programs/" + p.Slug + "/", Brand: p.Brand, Topic: p.Topic, Description: p.Description,
		State: string(p.state), StateText: stateText(p.state),
		Fee: money(p.Fee, p.Currency), Product: p.Product, Platforms: p.Platforms, Regions: p.Regions, Places: p.Places,
		ClosesIn: m.closesIn(p), HearBy: m.hearBy(p), TopWeights: topWeights(p.Weights),
		Following: "No minimum following", // there is none to set: reach is one weight among nine
	}
	if p.FollowersMax > 0 {
		card.Following = "For accounts under " + thousands(p.FollowersMax)
	}
	card.Filters = m.filterKeys(p)
	switch { // the day that ClosesIn speaks of
	case p.state == content.Ready:
		opens := m.date(p.Opens)
		card.Closes = &opens
	case p.Rolling == nil:
		closes := m.date(p.Closes)
		card.Closes = &closes
	}
	return card
}

// closesIn says when applications are taken.
func (m *model) closesIn(p program) string {
	switch {
	case p.state == content.Ready:
		return m.inDays("opens", p.Opens)
	case p.Rolling != nil:
		return "rolling"
	case p.state == content.Open:
		return m.inDays("closes", p.Closes)
	}
	return "closed"
}

func (m *model) hearBy(p program) string {
	if p.Rolling != nil {
		return "within " + days(p.Rolling.AnswerDays) + " of applying"
	}
	return "by " + m.date(p.DecideBy).Text
}

// topWeights names the two criteria that count most; a number stays on the
// line of its criterion.
func topWeights(weights []content.Weight) string {
	sorted := slices.Clone(weights)
	slices.SortStableFunc(sorted, func(a, b content.Weight) int { return cmp.Compare(b.Weight, a.Weight) })
	var top []string
	for _, w := range sorted[:min(2, len(sorted))] {
		top = append(top, criterion(w)+"\u00a0"+strconv.Itoa(w.Weight))
	}
	return strings.Join(top, ", ")
}

func (m *model) programPage(p program) theme.ProgramPage {
	page := theme.ProgramPage{
		Card: p.card, Timeline: m.timeline(p), Zone: m.zoneName(), Ideal: p.Ideal, KillFee: p.KillFee,
		Deliverables: p.Deliverables, Must: p.Must, MustNot: p.MustNot, Disclosure: p.Disclosure, Hashtags: p.Hashtags,
		NextSteps: m.nextSteps(p), Rights: p.Rights, Exclusivity: p.Exclusivity,
		KeepLive: "at least " + days(p.KeepDays), EditRounds: counted(p.EditRounds, "round", "rounds"),
		Manager: m.personRef(m.people[p.Manager]), ReplyPromise: m.people[p.Manager].ReplyPromise, Choosing: m.choosing, Eligibility: ruleTexts(p.Eligibility), Questions: p.Questions, Regulated: p.Regulated,
	}
	for _, w := range p.Weights {
		page.Weights = append(page.Weights, theme.Weight{Label: w.Label, Weight: w.Weight})
	}
	for _, a := range p.Answers {
		page.Answers = append(page.Answers, theme.Answer{Question: a.Question, Answer: a.Answer})
	}
	if p.Result != nil && p.state == content.Completed {
		page.Result = figures(*p.Result, p.Currency)
	}
	return page
}

func ruleTexts(rules []content.Rule) []string {
	var texts []string
	for _, r := range rules {
		texts = append(texts, r.Text)
	}
	return texts
}

// timeline is every date of a program, in order.
func (m *model) timeline(p program) []theme.Milestone {
	dates := []struct {
		label string
		at    time.Time
	}{
		{"Applications open", p.Opens}, {"Applications close", p.Closes}, {"Everyone has an answer", p.DecideBy},
		{"You confirm", p.ConfirmBy}, {"You have the brief", p.BriefBy}, {"Your draft is due", p.DraftBy},
		{"First day to go live", p.LiveFrom}, {"Last day to go live", p.LiveTo},
	}
	if p.Rolling == nil {
		dates = append(dates, struct {
			label string
			at    time.Time
		}{"Everyone is paid", p.LiveTo.AddDate(0, 0, p.TermsDays)})
	}
	var timeline []theme.Milestone
	for _, d := range dates {
		if !d.at.IsZero() {
			past := content.Day(d.at.In(m.zone)) < content.Day(m.asOf)
			timeline = append(timeline, theme.Milestone{Label: d.label, Date: m.date(d.at), Past: past})
		}
	}
	return timeline
}

// nextSteps is what happens after somebody applies.
func (m *model) nextSteps(p program) []string {
	paid := fmt.Sprintf("You are paid %s within %s of going live.", money(p.Fee, p.Currency), days(p.TermsDays))
	edits := fmt.Sprintf("Up to %s of edits, each tied to a line of the brief. Anything else is a new ask, with a fee of its own, and you may say no.", counted(p.EditRounds, "round", "rounds"))
	if p.EditRounds == 0 {
		edits = "No edits are asked for. Anything else is a new ask, with a fee of its own, and you may say no."
	}
	if p.Rolling != nil {
		return []string{
			"You have a receipt at once. A person reads your application, whole.",
			"You have an answer within " + days(p.Rolling.AnswerDays) + " of applying, with the reasons.",
			"If it is yes, you have " + days(p.Rolling.WorkDays) + " from the brief to make the work. Two people who did not write the brief have approved it.",
			edits,
			paid,
		}
	}
	return []string{
		"You have a receipt at once. A person reads your application, whole.",
		"You have an answer by " + m.date(p.DecideBy).Text + ", with the reasons.",
		"If it is yes, you confirm by " + m.date(p.ConfirmBy).Text + " and have the brief by " + m.date(p.BriefBy).Text + ", approved by two people who did not write it.",
		"Your draft is due by " + m.date(p.DraftBy).Text + ". " + edits,
		"You go live between " + m.date(p.LiveFrom).Text + " and " + m.date(p.LiveTo).Text + ".",
		paid,
	}
}

// figures is what came of a completed program.
func figures(r content.Result, currency string) []theme.Figure {
	return []theme.Figure{
		{Value: thousands(r.Applied), Label: "applied"},
		{Value: of(r.AnsweredByDate, r.Applied), Label: "answered by the date"},
		{Value: days(r.MedianDaysToAnswer), Label: "to an answer, in the middle"},
		{Value: thousands(r.Accepted), Label: "accepted"},
		{Value: of(r.Completed, r.Accepted), Label: "completed"},
		{Value: strconv.FormatFloat(r.EditRoundsAverage, 'f', -1, 64), Label: "rounds of edits on average"},
		{Value: of(r.NewAsksPaid, r.NewAsks), Label: "new asks paid, " + money(r.NewAskTotal, currency) + " in all"},
		{Value: of(r.PaidOnTime, r.Completed), Label: "paid on time"},
		{Value: days(r.MedianDaysToPay), Label: "to payment, in the middle"},
		{Value: thousands(r.Shoutouts), Label: "shout-outs"},
		{Value: strconv.Itoa(r.CommentsRepliedPct) + "%", Label: "of comments answered"},
		{Value: r.ClientWouldRepeat, Label: "the client would work with again"},
		{Value: r.InfluencerWouldAgain, Label: "influencers would come again"},
	}
}

func of(n, all int) string { return thousands(n) + " of " + thousands(all) }

// median is the value in the middle, or halfway between the two that are.
func median(values []int) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return float64(sorted[(n-1)/2]+sorted[n/2]) / 2
}

// zoneName is the zone that dates of programs are meant in. It has no short
// name that holds in summer and in winter.
func (m *model) zoneName() string { return strings.ReplaceAll(m.zone.String(), "_", " ") }

// howWeChoose is the slug of the page that says how applications are read.
const howWeChoose = "how-we-choose"

// choosingPage is the way to that page, or nil if there is none.
func choosingPage(site *content.Site) *theme.Link {
	for _, p := range site.Pages {
		if p.Slug == howWeChoose {
			return &theme.Link{Title: p.Title, URL: "/" + p.Slug + "/"}
		}
	}
	return nil
}
