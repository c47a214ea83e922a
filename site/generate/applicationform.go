package generate

import (
	"strconv"

	"greenroom/site/content"
	"greenroom/site/theme"
)

// NewApplicationForm is the empty form of a program, as its own page has it and
// as it comes back with errors.
func NewApplicationForm(p content.Program, s content.Standing) theme.ApplicationForm {
	f := theme.ApplicationForm{Action: "/api/applications", Program: p.Slug, Dates: workDates(p), HearBy: hearBy(p, s)}
	for _, r := range p.Eligibility {
		if r.Hard {
			f.Rules = append(f.Rules, theme.RuleChoice{Field: numbered("rule", len(f.Rules)), Text: r.Text})
		} else {
			f.Informs = append(f.Informs, r.Text)
		}
	}
	for i, c := range p.Audience {
		options := append(append([]string{}, c.Options...), content.RatherNotSay)
		f.Audience = append(f.Audience, theme.AudienceChoice{Field: numbered("audience", i), Ask: c.Ask, Options: options})
	}
	for i, q := range p.Questions {
		f.Questions = append(f.Questions, theme.QuestionField{Field: numbered("answer", i), Label: q})
	}
	return f
}

// numbered is the name of the i-th field of a kind, the first of which is 1.
func numbered(kind string, i int) string { return kind + strconv.Itoa(i+1) }

// workDates says when the work is made: "Draft by 24 June, live 1–8 July 2026".
func workDates(p content.Program) string {
	if p.Rolling != nil {
		return days(p.Rolling.WorkDays) + " from the brief until you go live"
	}
	draft := date(p.DraftBy).Text
	if p.DraftBy.Year() == p.LiveTo.Year() && p.LiveFrom.Year() == p.LiveTo.Year() {
		draft = p.DraftBy.Format("2 January")
	}
	return "Draft by " + draft + ", live " + span(p.LiveFrom, p.LiveTo)
}
