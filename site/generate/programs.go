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
		State: string(p.standing.State), StateText: stateText(p.standing.State),
		Fee: content.Money(p.Fee, p.Currency), Product: p.Product, Platforms: p.Platforms, Regions: p.Regions, Places: p.Places,
		ClosesIn: p.closesIn(), HearBy: hearBy(p.Program, p.standing), TopWeights: topWeights(p.Weights),
		Following: "No minimum following", // there is none to set: reach is one weight among nine
	}
	if p.FollowersMax > 0 {
		card.Following = "For accounts under " + content.Thousands(p.FollowersMax)
	}
	card.Filters = m.filterKeys(p)
	switch { // the day that ClosesIn speaks of
	case p.standing.State == content.Ready:
		opens := date(p.Opens)
		card.Closes = &opens
	case p.Rolling == nil && (p.takesByDay() || content.Day(p.standing.Closes) < p.today): // else it was closed before its day
		closes := date(p.standing.Closes)
		card.Closes = &closes
	}
	if p.standing.Notice != "" {
		card.Notice = &theme.Notice{Text: p.standing.Notice, Date: date(p.standing.NoticeAt.In(p.TimeZone))}
	}
	return card
}

// takesByDay reports whether applications are taken until a day comes.
func (p program) takesByDay() bool {
	return p.standing.State == content.Open || p.standing.State == content.Paused
}

// closesIn says when applications are taken.
func (p program) closesIn() string {
	switch {
	case p.standing.State == content.Ready:
		return p.inDays("opens", p.Opens)
	case !p.takesByDay():
		return "closed"
	case p.standing.State == content.Paused && p.Rolling != nil:
		return "paused"
	case p.standing.State == content.Paused:
		return "paused, " + p.inDays("closes", p.standing.Closes)
	case p.Rolling != nil:
		return "rolling"
	}
	return p.inDays("closes", p.standing.Closes)
}

// hearBy is when somebody who applies is told.
func hearBy(p content.Program, s content.Standing) string {
	if p.Rolling != nil {
		return "within " + days(p.Rolling.AnswerDays) + " of applying"
	}
	return "by " + date(s.DecideBy).Text
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
		Card: p.card, Timeline: p.timeline(), Zone: zoneName(p.TimeZone), Ideal: p.Ideal, KillFee: p.KillFee,
		Deliverables: p.Deliverables, Must: p.Must, MustNot: p.MustNot, Disclosure: p.Disclosure, Hashtags: p.Hashtags,
		NextSteps: p.nextSteps(), Rights: p.Rights, Exclusivity: p.Exclusivity,
		KeepLive: "at least " + days(p.KeepDays), EditRounds: counted(p.EditRounds, "round", "rounds"),
		Manager: m.personRef(m.people[p.Manager]), ReplyPromise: m.people[p.Manager].ReplyPromise, Choosing: m.choosing, Readers: p.MinReviews, Eligibility: ruleTexts(p.Eligibility), Questions: p.Questions, Regulated: p.Regulated,
	}
	for _, w := range p.Weights {
		page.Weights = append(page.Weights, theme.Weight{Label: w.Label, Weight: w.Weight})
	}
	for _, a := range p.Answers {
		page.Answers = append(page.Answers, theme.Answer{Question: a.Question, Answer: a.Answer})
	}
	if p.Result != nil && p.standing.State == content.Completed {
		page.Result = figures(*p.Result, p.Currency)
	} else {
		page.SoFar = onRecord(p.applied, p.answers)
	}
	if reach := p.WeightOf("reach"); p.ReachOverride != "" {
		page.Override = fmt.Sprintf("In this program following counts %d of 100, which is more than we allow without a reason. The client signed for it. The reason: %s", reach, p.ReachOverride)
	}
	if p.standing.State == content.Open {
		form := NewApplicationForm(p.Program, p.standing)
		form.Resume = "/apply/" + p.Slug
		page.Form = &form
	}
	return page
}

// onRecord is what was counted; nothing while nobody applied.
func onRecord(applied int, answers content.Tally) []theme.Figure {
	if applied == 0 {
		return nil
	}
	list := []theme.Figure{{Value: content.Thousands(applied), Label: "applied so far"}}
	if answers.Due > 0 {
		list = append(list, theme.Figure{Value: of(answers.InTime, answers.Due), Label: "answered by the promised date"})
	}
	return list
}

func ruleTexts(rules []content.Rule) []string {
	var texts []string
	for _, r := range rules {
		texts = append(texts, r.Text)
	}
	return texts
}

// timeline is every date of a program, in order.
func (p program) timeline() []theme.Milestone {
	dates := []struct {
		label string
		at    time.Time
	}{
		{"Applications open", p.Opens}, {"Applications close", p.standing.Closes}, {"Everyone has an answer", p.standing.DecideBy},
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
			timeline = append(timeline, theme.Milestone{Label: d.label, Date: date(d.at), Past: content.Day(d.at) < p.today})
		}
	}
	return timeline
}

// nextSteps is what happens after somebody applies.
func (p program) nextSteps() []string {
	paid := fmt.Sprintf("You are paid %s within %s of going live.", content.Money(p.Fee, p.Currency), days(p.TermsDays))
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
		"You have an answer by " + date(p.standing.DecideBy).Text + ", with the reasons.",
		"If it is yes, you confirm by " + date(p.ConfirmBy).Text + " and have the brief by " + date(p.BriefBy).Text + ", approved by two people who did not write it.",
		"Your draft is due by " + date(p.DraftBy).Text + ". " + edits,
		"You go live between " + date(p.LiveFrom).Text + " and " + date(p.LiveTo).Text + ".",
		paid,
	}
}

// figures is what came of a completed program.
func figures(r content.Result, currency string) []theme.Figure {
	return []theme.Figure{
		{Value: content.Thousands(r.Applied), Label: "applied"},
		{Value: of(r.AnsweredByDate, r.Applied), Label: "answered by the date"},
		{Value: days(r.MedianDaysToAnswer), Label: "to an answer, in the middle"},
		{Value: content.Thousands(r.Accepted), Label: "accepted"},
		{Value: of(r.Completed, r.Accepted), Label: "completed"},
		{Value: strconv.FormatFloat(r.EditRoundsAverage, 'f', -1, 64), Label: "rounds of edits on average"},
		{Value: of(r.NewAsksPaid, r.NewAsks), Label: "new asks paid, " + content.Money(r.NewAskTotal, currency) + " in all"},
		{Value: of(r.PaidOnTime, r.Completed), Label: "paid on time"},
		{Value: days(r.MedianDaysToPay), Label: "to payment, in the middle"},
		{Value: content.Thousands(r.Shoutouts), Label: "shout-outs"},
		{Value: strconv.Itoa(r.CommentsRepliedPct) + "%", Label: "of comments answered"},
		{Value: r.ClientWouldRepeat, Label: "the client would work with again"},
		{Value: r.InfluencerWouldAgain, Label: "influencers would come again"},
	}
}

func of(n, all int) string { return content.Thousands(n) + " of " + content.Thousands(all) }

// median is the value in the middle, or halfway between the two that are.
func median(values []int) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return float64(sorted[(n-1)/2]+sorted[n/2]) / 2
}

// zoneName is the zone that dates of a program are meant in. It has no short
// name that holds in summer and in winter.
func zoneName(zone *time.Location) string { return strings.ReplaceAll(zone.String(), "_", " ") }

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
