package submission_test

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/submission"
)

// page is where somebody publishes a piece of work.
func (w *world) page(d submission.Deliverable) string { return "https://blog.example/" + d.Ref() }

// text is one that passes every check of a deliverable.
func (w *world) text(d submission.Deliverable) string {
	if d.Medium == check.Article {
		return "#ad The soup won. [the windowsill](" + shop + ")"
	}
	return good
}

func (w *world) anything() {
	events := []func(){w.draft, w.draft, w.edits, w.edits, w.edits, w.edits, w.answers, w.answers, w.answers, w.review, w.client, w.client,
		w.moreTime, w.publishes, w.publishes, w.looks, w.looks, w.web, w.web, w.end, w.amend, w.time, w.time, w.stroke, w.stroke}
	pick(w, "event", events)()
}

// form is a draft, mostly of an honest writer.
func (w *world) form(d submission.Deliverable, version int64) submission.DraftForm {
	f := form(d, w.text(d)+fmt.Sprintf(" Take %d.", w.below(4, "take")))
	f.Version, f.Spoken, f.Screen = version, "0:02", "0:03"
	switch w.below(8, "honesty") {
	case 0:
		f.Text = "The soup won on Tuesday."
	case 1:
		f.Text, f.Link = "", w.page(d)
	case 2:
		f.Ticks = f.Ticks[:2]
	case 3:
		f.Text, f.Anyway, f.Note = "The soup won.", true, "I say it in the picture."
	}
	for range 5 {
		f.Results = append(f.Results, submission.Result{What: pick(w, "result", []string{submission.Fixed, submission.Fixed, submission.Refused}), Note: "The jar broke."})
	}
	return f
}

func (w *world) draft() {
	d, version := w.some()
	by := pick(w, "writer", []agency.Actor{w.owners[d.Application], w.owners[d.Application], w.owners[d.Application], w.owners[w.apps[0]]})
	_, _, err := w.SendDraft(ctx(), by, d.Application, d.Number, w.form(d, version))
	if w.tried("send draft", err) && by.ID != d.Person {
		w.fail("%s sent a draft of somebody else's work", by.Name)
	}
}

// items are changes that are asked for, right and wrong ones.
func (w *world) items() []submission.Item {
	var items []submission.Item
	for range rapid.IntRange(1, 3).Draw(w.rt, "items") {
		right := []submission.Item{asked(1, "Say that it was Tuesday."), asked(6, "Begin with #ad."), wished("A photo of the jar.", 45, 2), wished("A second photo.", 20, 1)}
		wrong := []submission.Item{asked(5, "Say what we pay."), asked(0, "Make it shine."), wished("For nothing.", 0, 1), asked(1, "Just do it.")}
		if w.chance(10, "wrong") {
			right = wrong
		}
		items = append(items, pick(w, "item", right))
		items[len(items)-1].Client = w.chance(4, "client")
	}
	return items
}

// request is an edit request with words that nothing else has.
func (w *world) request() submission.Wish {
	w.writes++
	v := wish(w.items()...)
	v.Good = fmt.Sprintf("UNSENT-%04d", w.writes)
	return v
}

func (w *world) edits() {
	d, version := w.some()
	app, n := d.Application, d.Number
	by := w.by(pick(w, "who", []agency.Actor{decisiontest.Manager(), decisiontest.Lead(), decisiontest.OtherLead()}))
	var err error
	what := pick(w, "what", []string{"write edit", "write edit", "send edit", "send edit", "look", "look", "send back", "take back", "rule", "revise", "take"})
	switch what {
	case "write edit":
		_, _, err = w.Write(ctx(), by, app, n, version, w.request())
	case "send edit":
		_, _, err = w.Send(ctx(), by, app, n, version)
	case "look":
		_, _, err = w.Look(ctx(), by, app, n, version)
	case "send back":
		_, _, err = w.SendBack(ctx(), by, app, n, version, "Say it more kindly.")
	case "take back":
		_, _, err = w.TakeBack(ctx(), by, app, n, version, "We looked again.")
	case "rule":
		_, _, err = w.Rule(ctx(), by, app, n, version, w.verdicts())
	case "revise":
		_, _, err = w.Revise(ctx(), by, app, n, version, map[int]submission.Offer{1: {Fee: 60, Days: 3}, 2: {Fee: 60, Days: 3}, 3: {Fee: 60, Days: 3}})
	default:
		_, _, err = w.Take(ctx(), by, app, n, version)
	}
	if w.tried(what, err) && (by.ID == d.Person || version != d.Version) {
		w.fail("%s acted on their own work, or on what it was before", by.Name)
	}
}

func (w *world) verdicts() map[int]submission.Verdict {
	all := map[int]submission.Verdict{}
	for n := range 3 {
		v := submission.Verdict{Upheld: w.chance(2, "upheld"), Why: "Clause 1 says which dinner."}
		if v.Offer = *wished("", 45, 2).New; w.chance(6, "no why") {
			v.Why = ""
		}
		all[n+1] = v
	}
	return all
}

func (w *world) answers() {
	d, version := w.some()
	if w.chance(5, "walk") {
		w.walk(d, version)
		return
	}
	var replies []submission.Reply
	for range 3 {
		replies = append(replies, submission.Reply{Answer: pick(w, "answer", []string{submission.Accept, submission.Accept, submission.Decline, submission.Dispute, submission.Counter}),
			Note: "It is not in the brief.", Fee: 90, Days: 4})
	}
	w.answer(d, version, replies)
}

func (w *world) answer(d submission.Deliverable, version int64, replies []submission.Reply) {
	_, e, err := w.Answer(ctx(), w.owners[d.Application], d.Application, d.Number, version, replies)
	if w.tried("answer", err) {
		w.checkAnswer(d, e)
	}
}

func (w *world) walk(d submission.Deliverable, version int64) {
	_, _, err := w.Walk(ctx(), w.owners[d.Application], d.Application, d.Number, version)
	if w.tried("walk", err) {
		now, err := w.Find(ctx(), d.Application, d.Number)
		w.must(err)
		if now.Fee() != d.Fee() || now.Rounds > d.Rounds || now.State != submission.InReview {
			w.fail("walking away changed %+v to %+v", d, now)
		}
	}
}

func (w *world) review() {
	d, version := w.some()
	by := w.by(decisiontest.Manager())
	if w.chance(3, "drop") {
		_, err := w.DropRemark(ctx(), by, d.Application, d.Number, version, 1+w.below(2, "remark"), "It is not in the brief.")
		w.tried("drop remark", err)
		return
	}
	_, err := w.Approve(ctx(), by, d.Application, d.Number, version, []int{1, 2, 3}[:rapid.IntRange(0, 3).Draw(w.rt, "ok")])
	if w.tried("approve", err) && (by.ID == d.Person || !submission.MayDecide(by)) {
		w.fail("%s approved", by.Name)
	}
}

func (w *world) moreTime() {
	d, version := w.some()
	by := w.by(decisiontest.Manager())
	_, err := w.MoreTime(ctx(), by, d.Application, d.Number, version, w.below(12, "days"), pick(w, "why", []string{"", "Your oven broke.", "Your oven broke."}))
	if w.tried("more time", err) && (by.ID == d.Person || !submission.MayDecide(by)) {
		w.fail("%s gave time", by.Name)
	}
}

// token is the client's link to one of the drafts, mostly to the newest.
func (w *world) token(d submission.Deliverable) string {
	number := d.Drafts
	if w.chance(6, "older") {
		number--
	}
	draft, err := w.Draft(ctx(), d, number)
	if err != nil {
		return "no such link"
	}
	return w.Proofs.Token(brief.Ticket{Document: d.Application, Number: d.Number, Hash: draft.Hash, Expires: w.Now().Add(time.Hour).Unix()})
}

func (w *world) client() {
	d, _ := w.some()
	if w.chance(2, "return") {
		_, err := w.ClientReturns(ctx(), w.token(d), []string{"CLIENTSAYS it should shine.", "CLIENTSAYS less soup."}[:1+w.below(2, "remarks")])
		w.tried("client returns", err)
		return
	}
	_, err := w.ClientApproves(ctx(), w.token(d), "Hob")
	w.tried("client approves", err)
}

func (w *world) publishes() {
	d, version := w.some()
	f := submission.LiveForm{Version: version, Address: w.page(d), Spoken: "0:02", Screen: "0:03"}
	if w.chance(2, "late") {
		f.Late = "My oven broke."
	}
	if w.chance(3, "note") {
		f.Note = "A person should look."
	}
	_, err := w.Publish(ctx(), w.owners[d.Application], d.Application, d.Number, f)
	w.tried("publish", err)
}

func (w *world) looks() {
	d, version := w.some()
	by := w.by(decisiontest.Manager())
	reason := pick(w, "reason", []string{"", "I looked at it myself."})
	var err error
	what := pick(w, "what", []string{"verify", "verify", "ask fix", "restore"})
	switch what {
	case "verify":
		_, err = w.Verify(ctx(), by, d.Application, d.Number, version, reason)
	case "ask fix":
		_, err = w.AskFix(ctx(), by, d.Application, d.Number, version, reason)
	default:
		_, err = w.Restore(ctx(), by, d.Application, d.Number, version, reason)
	}
	w.tried(what, err)
}

// web changes what stands on the web.
func (w *world) web() {
	d, _ := w.some()
	switch at := w.page(d); pick(w, "page", []string{"good", "good", "hidden", "gone", "gone", "blocked", "other"}) {
	case "good":
		w.Web.put(at, w.text(d))
	case "hidden":
		w.Web.put(at, "The soup won on Tuesday. "+shop)
	case "gone":
		w.Web.gone(at)
	case "blocked":
		w.Web.block(at)
	default:
		w.Web.put(at, "#ad Something else altogether is here now, and nothing of what was agreed. "+shop)
	}
	w.last = "web"
}

func (w *world) end() {
	d, version := w.some()
	by := w.by(decisiontest.Manager())
	if !w.chance(2, "really") {
		return
	}
	if w.chance(2, "waive") {
		_, err := w.Waive(ctx(), by, d.Application, d.Number, version, "The client has enough.")
		w.tried("waive", err)
		return
	}
	_, err := w.Cancel(ctx(), by, d.Application, d.Number, version, "The product is gone.", pick(w, "fault", append(submission.Faults(), "nobody")))
	w.tried("cancel", err)
}

// amend releases a new version of the brief; who works from it reads it, or not.
func (w *world) amend() {
	w.last = "amend"
	if len(w.Brief.versions) < 3 && w.chance(3, "new version") {
		w.Brief.versions = append(w.Brief.versions, w.Brief.versions[0])
	}
	for _, app := range w.apps {
		if ack := w.Brief.acks[app]; w.chance(2, "acknowledge") {
			ack.Number = len(w.Brief.versions)
			w.Brief.acks[app] = ack
		}
	}
}
