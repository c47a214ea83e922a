package generate

import (
	"context"
	"strconv"

	"greenroom/site/content"
	"greenroom/site/picture"
	"greenroom/site/theme"
)

// planPrograms plans each program's page, the list of them all, and its
// filters.
func (p *planner) planPrograms() {
	for i := range p.programs {
		p.program(&p.programs[i])
	}
	p.programList(nil)
	for _, f := range p.filters() {
		for i := range f.choices {
			p.programList(&f.choices[i])
		}
	}
	p.programFeeds()
}

func (p *planner) program(one *program) {
	page := view(p, orderPage, one.card.URL, []*node{p.common, &p.day, one.node, &one.body.node}, func(context.Context) (theme.ProgramPage, error) {
		v := p.programPage(*one)
		v.Crumbs = crumbs(one.Title, programsCrumb())
		v.Contents = contents(one.body)
		v.Frame = p.framed(theme.Head{
			Title: p.titled(one.Title), Description: one.Description, Path: one.card.URL, Feeds: p.allProgramFeeds(),
			Image: p.cardOf(one.card.URL, one.Title), Data: p.pageData(one.card.URL, one.Title, one.Description, v.Crumbs),
		})
		var err error
		v.Body, err = p.html(one.Body.File, one.body)
		return v, err
	}, theme.Program)
	page.body = one.body
	if p.site.Config.ShareCards {
		front := &node{key: keyOfValue(key(p.builder.loader.Key(one.Body.File)), one.standing.Closes)}
		p.shareCard(one.card.URL, front, func() picture.Card { return p.programShare(one) })
	}
}

// programList plans the list of programs: all of them, or those of a choice.
func (p *planner) programList(c *choice) {
	address, title := "/programs/", "Programs"
	description := "Every program of " + p.site.Config.Title + ": what is paid, when it closes, when you hear back, what counts."
	if c != nil {
		address, title = c.address, c.heading
		description = c.heading + " at " + p.site.Config.Title + ": what is paid, when each closes, when you hear back."
	}
	view(p, orderList, address, []*node{p.common, &p.today}, func(context.Context) (theme.ProgramsPage, error) {
		v := theme.ProgramsPage{
			Title: title, Crumbs: crumbs("Programs"), Filters: p.filterRows(address), Figures: p.liveFigures(), Groups: p.programGroups(c),
			Feeds: feedLinks("/programs/", "Programs"),
		}
		feeds := p.allProgramFeeds()
		if c != nil {
			v.Crumbs = crumbs(title, programsCrumb())
			if c.key == "topic" {
				v.Feeds = feedLinks(address, title)
				feeds = append(feeds, v.Feeds...)
			}
		}
		v.Frame = p.framed(theme.Head{
			Title: p.titled(title), Description: description, Path: address, Feeds: feeds, Data: p.programsData(address, title, description, v),
		})
		return v, nil
	}, theme.Programs)
}

func (m *model) programGroups(c *choice) []theme.ProgramGroup {
	var groups []theme.ProgramGroup
	for _, g := range m.groups {
		group := theme.ProgramGroup{Title: g.title}
		for _, p := range g.programs {
			if c == nil || c.matches(p) {
				group.Programs = append(group.Programs, p.card)
			}
		}
		if len(group.Programs) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// programCards are the cards of the programs that keep accepts, in the order
// of the groups.
func (m *model) programCards(keep func(program) bool) []theme.ProgramCard {
	var cards []theme.ProgramCard
	for _, g := range m.groups {
		for _, p := range g.programs {
			if keep(p) {
				cards = append(cards, p.card)
			}
		}
	}
	return cards
}

// liveFigures are what the programs of the last twelve months came to: the
// completed ones as their files say, the others as far as they are on record.
func (m *model) liveFigures() []theme.Figure {
	var completed, paid int
	var days []int
	applied, answers := m.totals()
	yearAgo := m.asOf.AddDate(-1, 0, 0)
	for _, p := range m.programs {
		if p.Result == nil || p.standing.State != content.Completed || content.Day(p.LiveTo) < content.Day(yearAgo) {
			continue
		}
		applied += p.Result.Applied
		answers.Due += p.Result.Applied
		answers.InTime += p.Result.AnsweredByDate
		completed += p.Result.Completed
		paid += p.Result.PaidOnTime
		days = append(days, p.Result.MedianDaysToPay)
	}
	var list []theme.Figure
	if applied > 0 {
		list = append(list, theme.Figure{Value: content.Thousands(applied), Label: "people applied"})
	}
	if answers.Due > 0 {
		list = append(list, theme.Figure{Value: of(answers.InTime, answers.Due), Label: "applicants answered by the promised date"})
	}
	if len(days) > 0 {
		list = append(list,
			theme.Figure{Value: of(paid, completed), Label: "paid on time"},
			theme.Figure{Value: strconv.FormatFloat(median(days), 'f', -1, 64) + " days", Label: "to payment, in the middle"})
	}
	return list
}
