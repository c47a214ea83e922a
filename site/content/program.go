package content

import (
	"fmt"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"
)

// The most days until somebody is paid, and how many people review an
// application.
const (
	maxTerms     = 30
	usualReviews = 2
	maxReviews   = 5
)

func parseProgram(d *document, f *fields) Program {
	d.env.zone = f.zone("time_zone", false, d.env.zone) // before any date is read
	p := Program{
		Slug:         f.slug(),
		Title:        f.text("title", true),
		Brand:        f.text("brand", true),
		Topic:        f.text("topic", true),
		Description:  f.text("description", true),
		Manager:      f.text("manager", true),
		Opens:        f.day("opens", true),
		Platforms:    f.texts("platforms", 1),
		Regions:      f.texts("regions", 1),
		Fee:          f.integer("fee", true, 0),
		Currency:     f.currency("currency"),
		Product:      f.text("product", true),
		Places:       f.integer("places", true, 1),
		Ideal:        f.text("ideal", true),
		Deliverables: f.texts("deliverables", 1),
		Must:         f.texts("must", 1),
		MustNot:      f.texts("must_not", 0),
		Disclosure:   f.text("disclosure", true),
		Hashtags:     f.texts("hashtags", -1),
		Weights:      f.weights("weights"),
		Rights:       f.text("rights", true),
		Exclusivity:  f.text("exclusivity", true),
		KillFee:      f.text("kill_fee", true),
		FollowersMax: f.integer("followers_max", false, 1),
		Answers:      f.answers("answers"),
		EditRounds:   f.integer("edit_rounds", true, 0),
		TermsDays:    f.between("terms_days", true, 1, maxTerms),
		KeepDays:     f.integer("keep_days", true, 0),
		Eligibility:  f.rules("eligibility"),
		Questions:    f.texts("questions", 0),
		Audience:     f.choices("audience"),
		MinReviews:   f.between("min_reviews", false, 1, maxReviews),
		Regulated:    f.flag("regulated", false),
		ClientReads:  f.flag("client_approves", false),
		Result:       f.result("result"),
		TimeZone:     d.env.zone,
		Body:         d.text(),
	}
	if p.MinReviews == 0 {
		p.MinReviews = usualReviews
	}
	p.ReachOverride = f.override("reach_override", p)
	f.counted("applied")
	f.checkForm(p)
	if p.Manager != "" {
		d.people = []mention{{p.Manager, f.lineAt("manager")}}
	}
	f.dates(&p)
	return p
}

// dates reads either the eight days of a program that closes, or the terms of
// one that does not.
func (f *fields) dates(p *Program) {
	closing := []string{"closes", "decide_by", "confirm_by", "brief_by", "draft_by", "live_from", "live_to"}
	if r := f.mapping("rolling", false, "{answer_days: 7, work_days: 21}"); r != nil {
		p.Rolling = &Rolling{AnswerDays: r.integer("answer_days", true, 1), WorkDays: r.integer("work_days", true, 1)}
		r.done()
		f.known = append(f.known, closing...)
		for _, key := range closing {
			if f.nodes[key] != nil {
				f.doc.fault(f.lineAt(key), fmt.Sprintf("key %q is not for rolling programs", key), "delete it, or delete rolling")
			}
		}
		return
	}
	targets := []*time.Time{&p.Closes, &p.DecideBy, &p.ConfirmBy, &p.BriefBy, &p.DraftBy, &p.LiveFrom, &p.LiveTo}
	for i, key := range closing {
		*targets[i] = f.day(key, true)
	}
	f.before("opens", p.Opens, "closes", p.Closes)
	f.before("closes", p.Closes, "decide_by", p.DecideBy)
	f.before("decide_by", p.DecideBy, "confirm_by", p.ConfirmBy)
	f.before("confirm_by", p.ConfirmBy, "draft_by", p.DraftBy)
	f.notBefore("draft_by", p.DraftBy, "brief_by", p.BriefBy)
	f.before("draft_by", p.DraftBy, "live_from", p.LiveFrom)
	f.notBefore("live_to", p.LiveTo, "live_from", p.LiveFrom)
}

func (f *fields) currency(key string) string {
	text := f.text(key, true)
	if text == "" {
		return ""
	}
	capital := func(c byte) bool { return c >= 'A' && c <= 'Z' }
	if len(text) != 3 || !capital(text[0]) || !capital(text[1]) || !capital(text[2]) {
		f.doc.fault(f.lineAt(key), fmt.Sprintf("key %q is no currency: %q", key, text), "write three capitals, as in "+key+": USD")
	}
	return text
}

// maxReach is the most that numbers may count, of 100, unless the client signs
// that they count more.
const maxReach = 15

// override reads why numbers count more than they may. The program's page says
// it to everybody.
func (f *fields) override(key string, p Program) string {
	reason, reach := f.text(key, false), p.WeightOf("reach")
	line := f.lineAt("weights")
	if w := f.nodes["weights"]; w != nil && w.Kind == yaml.MappingNode {
		line = newFields(&document{}, "", f.at+1, w).lineAt("reach")
	}
	switch {
	case reach > maxReach && f.nodes[key] == nil:
		f.doc.fault(line, fmt.Sprintf("reach is %d", reach), fmt.Sprintf("make it at most %d: numbers are not king; or write %s: with the reason that the client signed", maxReach, key))
	case reach <= maxReach && reason != "" && len(p.Weights) > 0:
		f.doc.fault(f.lineAt(key), fmt.Sprintf("key %q has nothing to override: reach is %d", key, reach), "delete it")
	}
	return reason
}

// counted refuses a number that nobody types: it comes from the records.
func (f *fields) counted(key string) {
	f.known = append(f.known, key)
	if f.nodes[key] != nil {
		f.doc.fault(f.lineAt(key), fmt.Sprintf("key %q is counted from the records", key), "delete it")
	}
}

// weights reads the nine criteria in the order written. They sum to 100.
func (f *fields) weights(key string) []Weight {
	w := f.mapping(key, true, "a mapping of the nine criteria to numbers that sum to 100")
	if w == nil {
		return nil
	}
	before, sum := len(f.doc.problems), 0
	var list []Weight
	for _, c := range Criteria() {
		weight := w.integer(c.Key, true, 0)
		sum += weight
		list = append(list, Weight{Key: c.Key, Label: c.Label, Weight: weight})
	}
	w.done()
	if len(f.doc.problems) > before {
		return nil
	}
	if sum != 100 {
		f.doc.fault(f.lineAt(key), fmt.Sprintf("weights sum to %d", sum), "make them sum to 100")
	}
	slices.SortFunc(list, func(a, b Weight) int { return w.position(a.Key) - w.position(b.Key) })
	return list
}

func (f *fields) result(key string) *Result {
	r := f.mapping(key, false, "a mapping of the figures")
	if r == nil {
		return nil
	}
	result := &Result{
		Applied:              r.integer("applied", true, 0),
		AnsweredByDate:       r.integer("answered_by_date", true, 0),
		MedianDaysToAnswer:   r.integer("median_days_to_answer", true, 0),
		Accepted:             r.integer("accepted", true, 0),
		Completed:            r.integer("completed", true, 0),
		EditRoundsAverage:    r.decimal("edit_rounds_average"),
		NewAsks:              r.integer("new_asks", true, 0),
		NewAsksPaid:          r.integer("new_asks_paid", true, 0),
		NewAskTotal:          r.integer("new_ask_total", true, 0),
		PaidOnTime:           r.integer("paid_on_time", true, 0),
		MedianDaysToPay:      r.integer("median_days_to_pay", true, 0),
		Shoutouts:            r.integer("shoutouts", true, 0),
		CommentsRepliedPct:   r.integer("comments_replied_percent", true, 0),
		ClientWouldRepeat:    r.text("client_would_repeat", true),
		InfluencerWouldAgain: r.text("influencer_would_repeat", true),
	}
	r.done()
	return result
}
