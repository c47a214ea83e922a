package content

import (
	"fmt"
	"slices"
	"time"
)

func parseProgram(d *document, f *fields) Program {
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
		Applied:      f.integer("applied", false, 0),
		Ideal:        f.text("ideal", true),
		Deliverables: f.texts("deliverables", 1),
		Must:         f.texts("must", 1),
		MustNot:      f.texts("must_not", 0),
		Disclosure:   f.text("disclosure", true),
		Hashtags:     f.texts("hashtags", -1),
		Weights:      f.weights("weights"),
		Rights:       f.text("rights", true),
		Exclusivity:  f.text("exclusivity", true),
		KillFee:      f.text("kill_fee", false),
		FollowersMax: f.integer("followers_max", false, 1),
		Answers:      f.answers("answers"),
		EditRounds:   f.integer("edit_rounds", true, 0),
		TermsDays:    f.integer("terms_days", true, 1),
		KeepDays:     f.integer("keep_days", true, 0),
		Eligibility:  f.rules("eligibility"),
		Questions:    f.texts("questions", 0),
		Regulated:    f.flag("regulated", false),
		Result:       f.result("result"),
		Body:         d.text(),
	}
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

// maxReach is the most that numbers may count, of 100.
const maxReach = 15

// weights reads the nine criteria in the order written. They sum to 100, and
// reach is at most maxReach of it.
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
	if reach := list[len(list)-1].Weight; reach > maxReach {
		f.doc.fault(w.lineAt("reach"), fmt.Sprintf("reach is %d", reach), fmt.Sprintf("make it at most %d: numbers are not king", maxReach))
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
