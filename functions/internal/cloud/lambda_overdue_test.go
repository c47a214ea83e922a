package cloud

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/fetch"
	"greenroom/functions/internal/submission"
)

// leftUndone is what a clock has to do for work: a draft of some days ago that
// nobody here answered, one that the client did not, a dispute without a ruling, and a post that went live
// and was not looked at since.
func (d *deployment) leftUndone(t *testing.T) {
	t.Helper()
	before := d.ago(t, 24*24*time.Hour)
	before.briefed(rolling)
	for _, name := range []string{"Noa", "Ora", "Pia", "Rae", "Sol"} {
		before.decide(rolling, name, application.Accept)
	}
	before.release(rolling, true)
	before.toClient("Pia")
	before.toClient("Rae")
	later := d.ago(t, 12*24*time.Hour)                                 // however many holidays there were
	later.must(submission.Clock{Room: later.Work}.Strike(t.Context())) // the client's days are over
	later.live("Rae")
	later.breaks()
	later.live("Pia")
	before.toClient("Ora")
	before.drafted(before.of(rolling, "Noa"))
	before.disputes("Sol")
}

// disputes has somebody dispute what was asked of their draft.
func (p *past) disputes(name string) {
	p.t.Helper()
	ctx, devon := p.t.Context(), p.staff("devon", agency.ProjectManager)
	p.drafted(p.of(rolling, name))
	w := p.work(name)
	w, _, err := p.Work.Write(ctx, devon, w.Application, 1, w.Version, submission.Wish{Good: "The teeth.", Days: 5,
		Items: []submission.Item{{What: "Show the size chart.", Why: "It is not there.", Clause: 2}}})
	p.must(err)
	w, _, err = p.Work.Send(ctx, devon, w.Application, 1, w.Version)
	p.must(err)
	_, _, err = p.Work.Answer(ctx, agency.Actor{ID: w.Person}, w.Application, 1, w.Version, []submission.Reply{{Answer: submission.Dispute, Note: "It says once."}})
	p.must(err)
}

// toClient has somebody send a draft, which is approved here.
func (p *past) toClient(name string) {
	p.t.Helper()
	a := p.of(rolling, name)
	p.drafted(a)
	_, err := p.Work.Approve(p.t.Context(), p.staff("devon", agency.ProjectManager), a.ID, 1, p.work(name).Version, nil)
	p.must(err)
}

// live has somebody publish what was approved, and a person look at it.
func (p *past) live(name string) {
	p.t.Helper()
	w := p.work(name)
	w, err := p.Work.Publish(p.t.Context(), agency.Actor{ID: w.Person}, w.Application, 1,
		submission.LiveForm{Version: w.Version, Address: "https://" + strings.ToLower(name) + ".example/dog", Late: "It was ready.", Spoken: "0:01", Screen: "0:01"})
	p.must(err)
	_, err = p.Work.Verify(p.t.Context(), p.staff("devon", agency.ProjectManager), w.Application, 1, w.Version, "I looked at it myself.")
	p.must(err)
}

// taken is a web from which every page was taken down.
type taken struct{}

func (taken) Fetch(context.Context, string) (fetch.Page, error) {
	return fetch.Page{Status: http.StatusGone}, nil
}

// breaks lets what is live be gone for two days.
func (p *past) breaks() {
	p.t.Helper()
	work := *p.Work
	work.Visitor = taken{}
	for range 2 {
		p.Clock.Pass(25 * time.Hour)
		p.must(submission.Clock{Room: &work}.Strike(p.t.Context()))
	}
}

// work is what somebody owes.
func (p *past) work(name string) submission.Deliverable {
	p.t.Helper()
	w, err := p.Work.Find(p.t.Context(), p.of(rolling, name).ID, 1)
	p.must(err)
	return w
}

// wasDone wants done what was left undone.
func (p *past) wasDone() {
	p.t.Helper()
	for name, want := range map[string]agency.State{"Noa": submission.InReview, "Ora": submission.Approved, "Pia": submission.LiveVerified,
		"Rae": submission.LiveBroken, "Sol": submission.EditsRequested} {
		if got := p.work(name); got.State != want {
			p.t.Errorf("the work of %s is %s, want %s", name, got.State, want)
		}
	}
	if w := p.work("Noa"); !w.Wake.IsZero() {
		p.t.Errorf("nobody was told that a draft waits: it is looked at again at %s", w.Wake)
	}
	if w := p.work("Sol"); !w.Wake.IsZero() {
		p.t.Errorf("nobody was told that a ruling is late: it is looked at again at %s", w.Wake)
	}
	if w := p.work("Ora"); w.Cleared == nil || !w.Cleared.Auto {
		p.t.Errorf("the client's silence is %+v, want a yes that says so", w.Cleared)
	}
	if w := p.work("Pia"); w.Live.UnknownAt.IsZero() || !w.Live.FailedAt.IsZero() {
		p.t.Errorf("got %+v of a post that cannot be reached, want that nothing is known of it", w.Live)
	}
}
