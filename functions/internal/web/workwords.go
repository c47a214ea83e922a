package web

import (
	"fmt"
	"slices"
	"strconv"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/submission"
	"greenroom/site/content"
)

// option is one of several answers to choose from.
type option struct{ Value, Label string }

// delivered reports whether a live post was verified: its draft's dates are past.
func delivered(d submission.Deliverable) bool { return d.Live != nil && !d.Live.VerifiedAt.IsZero() }

// bounced reports whether the newest draft came back because a check failed.
func bounced(d piece) bool { return len(d.Versions) > 0 && d.Versions[0].Bounced }

func bouncedWords(v submission.Draft) string {
	if v.Bounced {
		return ": a check failed"
	}
	return ""
}

// ticked reports whether a clause was ticked in a form that came back.
func ticked(f submission.DraftForm, clause int) bool {
	return slices.ContainsFunc(f.Ticks, func(t submission.Tick) bool { return t.Clause == clause && t.Done })
}

// why is what was typed to a clause in a form that came back.
func why(f submission.DraftForm, clause int) string {
	for _, t := range f.Ticks {
		if t.Clause == clause {
			return t.Why
		}
	}
	return ""
}

// result is what was chosen for an item in a form that came back.
func result(f submission.DraftForm, i int) submission.Result {
	if i < len(f.Results) {
		return f.Results[i]
	}
	return submission.Result{}
}

// reply is the answer to an item as it was typed, or as it was given before.
func reply(d piece, i int, item submission.Item) submission.Reply {
	if i < len(d.Form.Replies) {
		return d.Form.Replies[i]
	}
	said := submission.Reply{Answer: item.Answer, Note: item.Note}
	if item.Answer == submission.Counter && item.Counter != nil {
		said.Fee, said.Days = item.Counter.Fee, item.Counter.Days
	}
	return said
}

// itemField is the name of a field of one item of an edit request.
func itemField(i int, name string) string { return fmt.Sprintf("item-%d-%s", i+1, name) }

func inBrief(e submission.Edit) bool {
	return slices.ContainsFunc(e.Items, func(i submission.Item) bool { return !i.IsNew() })
}

func onlyBrief(e submission.Edit) bool { return !slices.ContainsFunc(e.Items, submission.Item.IsNew) }

// answersTo are what an influencer can say to an item.
func answersTo(i submission.Item) []option {
	switch {
	case i.IsNew():
		return []option{{submission.Accept, "Yes, at this offer"}, {submission.Counter, "Yes, at other terms"}, {submission.Decline, "No, thank you"}}
	case i.Ruling != nil:
		return []option{{submission.Accept, "I will do it"}}
	}
	return []option{{submission.Accept, "I will do it"}, {submission.Dispute, "This is not in my brief"}}
}

// accepted reports whether something of a request was said yes to.
func accepted(e submission.Edit) bool {
	return slices.ContainsFunc(e.Items, func(i submission.Item) bool { return i.Answer == submission.Accept })
}

// walkWords say what goes with other terms that are taken back.
func walkWords(e submission.Edit) string {
	if accepted(e) {
		return "Take my terms back, and end the whole request"
	}
	return "Take my terms back, and decline what is new"
}

func noteHint(i submission.Item) string {
	if i.IsNew() {
		return "You need not give a reason."
	}
	return "If it is not in your brief: why. Another project manager reads it and rules."
}

func answerWords(i submission.Item, currency string) string {
	said := map[string]string{submission.Accept: "yes", submission.Decline: "no", submission.Dispute: "this is not in my brief"}[i.Answer]
	if i.Answer == submission.Counter && i.Counter != nil {
		said = "at other terms: " + content.Money(i.Counter.Fee, currency) + fmt.Sprintf(" and %d more %s", i.Counter.Days, plural(i.Counter.Days, "day", "days"))
	}
	if i.Note != "" {
		said += " – " + i.Note
	}
	return said
}

func rulingWords(r submission.Ruling) string {
	if r.Upheld {
		return "Another project manager read it: it is in the brief. " + r.Why
	}
	return "Another project manager read it: it is not in the brief, so it is an offer now. " + r.Why
}

// paidAllTheSame says what comes of work that is not needed any more, and when.
func paidAllTheSame(d piece) string {
	words := "You are paid for it as if it had been delivered"
	if fee := d.Fee(); fee > 0 {
		words += ", with " + content.Money(fee, d.Program.Currency) + " on top of your fee"
	}
	if !d.Ended.PayBy.IsZero() {
		words += ", by " + day(d.Ended.PayBy, d.Program.TimeZone) + "; that day never moves later"
	}
	return words + "."
}

func reasonWords(code string) string {
	words, _ := submission.ReasonWords(code)
	return words
}

// offerWords is an offer in words: "$45 and 2 more days".
func offerWords(fee, days int, currency string) string {
	if fee == 0 {
		return fmt.Sprintf("%d more %s; it corrects a mistake in the brief", days, plural(days, "day", "days"))
	}
	return fmt.Sprintf("%s and %d more %s", content.Money(fee, currency), days, plural(days, "day", "days"))
}

// typedNumber is a number in a field: what was not a number, or none, is empty.
func typedNumber(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func liveAddress(d piece) string {
	if d.Form.Live.Address != "" || d.Live == nil {
		return d.Form.Live.Address
	}
	return d.Live.Address
}

func resultWords(r check.Result) string {
	switch r {
	case check.Pass:
		return "fine"
	case check.Fail:
		return "to put right"
	}
	return "a person looks"
}

func ofClause(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", clause %d", n)
}

// offsetWords says where the evidence stands.
func offsetWords(offset int) string {
	if offset < 0 {
		return ""
	}
	if offset == 0 {
		return " – at the beginning"
	}
	return fmt.Sprintf(" – after %d %s", offset, plural(offset, "character", "characters"))
}

// size is a number of bytes as people say it.
func size(bytes int) string {
	if bytes < 1<<20 {
		return strconv.Itoa(max(1, bytes>>10)) + " KB"
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
}

// workPath is the page of a piece of work for whoever made it.
func workPath(d submission.Deliverable) string {
	return "/me/work/" + d.Application + "/" + strconv.Itoa(d.Number)
}

// deskWorkPath is its page for who reads it.
func deskWorkPath(d submission.Deliverable) string {
	return "/desk/work/" + d.Application + "/" + strconv.Itoa(d.Number)
}

// askedStanding is where an edit request stands, to whoever was asked.
func askedStanding(s agency.State) string {
	if s == submission.EditSent {
		return "waits for your answer"
	}
	return submission.EditStanding(s)
}
