package decisiontest

import (
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/program"
	"greenroom/site/content"
)

// files are the programs of a small agency.
type files struct{ programs map[string]content.Program }

func (f files) Program(slug string) (content.Program, bool) {
	p, ok := f.programs[slug]
	return p, ok
}

func (f files) Programs() []content.Program {
	var all []content.Program
	for _, slug := range []string{"later", "rolling", "tuesday"} {
		all = append(all, f.programs[slug])
	}
	return all
}

func day(d int) time.Time { return time.Date(2026, time.May, d, 0, 0, 0, 0, time.UTC) }

func weights(photo, writing int) []content.Weight {
	rest := 100 - photo - writing - 2
	return []content.Weight{{Key: "photo", Weight: photo}, {Key: "writing", Weight: writing}, {Key: "reach", Weight: 2}, {Key: "angle", Weight: rest}}
}

// Files are three programs with two places each: tuesday, which closes on 14
// May 2026, later, and rolling.
func Files() program.Files {
	base := content.Program{Manager: "marisol", Fee: 600, Currency: "USD", Places: 2, TermsDays: 21, EditRounds: 1, MinReviews: 2, TimeZone: time.UTC,
		Eligibility: []content.Rule{{Text: "18 or older", Hard: true}, {Text: "You cook"}}, Questions: []string{"Which dinner?"}}
	tuesday := base
	tuesday.Slug, tuesday.Title, tuesday.Weights = "tuesday", "Tuesday is a meal too", weights(10, 40)
	tuesday.Opens, tuesday.Closes, tuesday.DecideBy, tuesday.ConfirmBy, tuesday.DraftBy = day(1), day(14), day(20), day(24), day(28)
	tuesday.LiveFrom, tuesday.LiveTo = day(29), day(31)
	later := tuesday
	later.Slug, later.Title, later.Weights = "later", "Later", weights(50, 10)
	later.Closes, later.DecideBy, later.ConfirmBy = day(24), day(28), day(30)
	rolling := base
	rolling.Slug, rolling.Title, rolling.Weights, rolling.Opens = "rolling", "Rolling", weights(20, 20), day(1)
	rolling.Rolling = &content.Rolling{AnswerDays: 7, WorkDays: 21}
	return files{map[string]content.Program{"tuesday": tuesday, "later": later, "rolling": rolling}}
}

func actor(name string, roles ...agency.Role) agency.Actor {
	return agency.Actor{ID: "01JV000000000000000000" + name, Name: name, Roles: roles}
}

// Lead is a lead project manager, OtherLead another one.
func Lead() agency.Actor { return actor("LEAD", agency.Lead, agency.ProjectManager) }

// OtherLead is another lead project manager.
func OtherLead() agency.Actor { return actor("SEC0", agency.Lead, agency.ProjectManager) }

// Manager is a project manager.
func Manager() agency.Actor { return actor("PRMN", agency.ProjectManager) }

// Admin is an administrator.
func Admin() agency.Actor { return actor("ADMN", agency.Admin) }

// Reader is one of up to a hundred reviewers.
func Reader(n int) agency.Actor { return actor(fmt.Sprintf("RD%02d", n), agency.Reviewer) }
