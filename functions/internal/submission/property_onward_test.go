package submission_test

import (
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/submission"
)

// onward does what brings a piece of work to its end.
func (w *world) onward() {
	d, version := w.some()
	app, n := d.Application, d.Number
	switch d.State {
	case submission.Assigned, submission.InProgress:
		w.amend()
		w.draft()
	case submission.InReview:
		w.onwardReview(d, version)
	case submission.EditsRequested:
		w.onwardEdit(d, version)
	case submission.ClientReview:
		w.client()
	case submission.Approved, submission.LiveFix:
		if w.Web.put(w.page(d), w.text(d)); w.chance(5, "something else") {
			w.web()
		}
		w.publishes()
	case submission.LiveChecking:
		if w.chance(3, "change the page") {
			w.web()
		}
		_, err := w.Verify(ctx(), decisiontest.Manager(), app, n, version, "I looked at it myself.")
		w.tried("verify", err)
	case submission.LiveVerified, submission.LiveBroken:
		if w.chance(3, "change the page") {
			w.web()
		}
		w.Clock.Pass(25 * time.Hour)
		w.stroke()
	default:
		w.time()
		w.stroke()
	}
}

func (w *world) onwardReview(d submission.Deliverable, version int64) {
	app, n, by := d.Application, d.Number, decisiontest.Manager()
	switch {
	case d.OpenEdit != 0 && w.chance(6, "take back"):
		_, _, err := w.TakeBack(ctx(), by, app, n, version, "We looked again.")
		w.tried("take back", err)
	case d.OpenEdit != 0:
		_, e, err := w.Send(ctx(), by, app, n, version)
		if !w.tried("send edit", err) || e.State == submission.EditSecondLook {
			now, err := w.Find(ctx(), app, n)
			w.must(err)
			_, _, err = w.Look(ctx(), pick(w, "who", w.staff()), app, n, now.Version)
			w.tried("look", err)
		}
	case d.Edits < 4 && !w.chance(3, "approve"):
		_, _, err := w.Write(ctx(), by, app, n, version, w.request())
		w.tried("write edit", err)
	default:
		for r := range d.Remarks {
			_, err := w.DropRemark(ctx(), by, app, n, version, r+1, "We talked about it.")
			w.tried("drop remark", err)
		}
		now, err := w.Find(ctx(), app, n)
		w.must(err)
		_, err = w.Approve(ctx(), by, app, n, now.Version, []int{1, 2, 3})
		w.tried("approve", err)
	}
}

func (w *world) onwardEdit(d submission.Deliverable, version int64) {
	app, n := d.Application, d.Number
	e, err := w.Edit(ctx(), d, d.OpenEdit)
	w.must(err)
	switch e.State {
	case submission.EditSent:
		w.onwardAnswer(d, version, e)
	case submission.EditDisputed:
		_, _, err = w.Rule(ctx(), pick(w, "who", []agency.Actor{decisiontest.Lead(), decisiontest.OtherLead()}), app, n, version, w.verdicts())
		w.tried("rule", err)
	case submission.EditCountered:
		if w.chance(3, "walk") {
			w.walk(d, version)
			return
		}
		_, _, err = w.Take(ctx(), decisiontest.Manager(), app, n, version)
		w.tried("take", err)
	default:
		w.draft()
	}
}

// onwardAnswer answers every item with something that may be said of it.
func (w *world) onwardAnswer(d submission.Deliverable, version int64, e submission.Edit) {
	var replies []submission.Reply
	for _, item := range e.Items {
		answers := []string{submission.Accept, submission.Accept, submission.Dispute}
		if item.Ruling != nil {
			answers = answers[:2]
		}
		if item.IsNew() {
			answers = []string{submission.Accept, submission.Counter, submission.Decline, submission.Decline}
		}
		replies = append(replies, submission.Reply{Answer: pick(w, "answer", answers), Note: "It is not in the brief.", Fee: 90, Days: 4})
	}
	w.answer(d, version, replies)
}
