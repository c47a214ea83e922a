package cloud

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/submission"
)

// client is who speaks for the client of the rolling program.
const client = "jo@barnacle.example"

// briefed brings the brief of a program into force.
func (p *past) briefed(slug string) {
	p.t.Helper()
	ctx := p.t.Context()
	writer := p.staff("devon", agency.ProjectManager)
	p.must(p.Briefs.SetContact(ctx, writer, slug, "Jo", client))
	doc, err := p.Briefs.Start(ctx, writer, slug)
	p.must(err)
	doc, err = p.Briefs.Send(ctx, writer, slug, doc.Version)
	p.must(err)
	for _, reader := range []agency.Actor{p.lead(), p.editor()} {
		doc, err = p.Briefs.Approve(ctx, reader, slug, doc.Current.Hash, "")
		p.must(err)
	}
	ticket := brief.Ticket{Document: doc.ID, Number: doc.Current.Number, Hash: doc.Current.Hash, Expires: p.Clock.Now().Add(time.Hour).Unix()}
	doc, err = p.Briefs.Sign(ctx, p.Briefs.Proofs.Token(ticket), "Jo")
	p.must(err)
	_, err = p.Briefs.Release(ctx, writer, slug, doc.Version)
	p.must(err)
}

// readsBrief has somebody acknowledge the brief in force on its page: with a
// wrong answer first.
func (d *deployment) readsBrief(t *testing.T, now *past, a application.Application, cookie, next string) {
	t.Helper()
	page := "/me/brief/" + a.ID
	shows(t, d.request(t, "briefs", page, cookie, nil), "size chart")
	released, questions, err := now.Briefs.SelfCheck(t.Context(), a)
	now.must(err)
	var fields []string
	for n, right := range rightAnswers(released.Brief, questions) {
		fields = append(fields, fmt.Sprintf("answer%d", n+1), strconv.Itoa(right))
	}
	wrong := append(slices.Clone(fields), "answer1", "2")
	if got := d.press(t, "briefs", page, "acknowledge", cookie, wrong...); got.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("got %d for a wrong answer, want 422", got.StatusCode)
	}
	redirects(t, d.press(t, "briefs", page, "acknowledge", cookie, fields...), next)
}

// begins writes the brief of another program, has it read and sent back, and
// gives it up.
func (d *deployment) begins(t *testing.T, by crew) {
	t.Helper()
	const page = "/desk/briefs/" + tuesday
	shows(t, d.request(t, "desk", "/desk/briefs/", by.devon, nil), "Tuesday")
	redirects(t, d.press(t, "desk", page, "start", by.devon), page+"/edit")
	redirects(t, d.press(t, "desk", page, "contact", by.devon, "name", "Ann", "email", "ann@ninepin.example"), page)
	redirects(t, d.press(t, "desk", page+"/edit", "write", by.devon, "brand", "Ninepin & Co"), page)
	redirects(t, d.press(t, "desk", page, "send", by.devon), page)
	redirects(t, d.press(t, "desk", page, "remark", by.tess, "text", "Which night?", "blocking", "yes"), page)
	shows(t, d.request(t, "desk", page, by.devon, nil), "Which night?")
	redirects(t, d.press(t, "desk", page, "withdraw", by.devon, "reason", "The client has moved house."), page)
}

// amends changes a brief that people work from, so that it asks for more: two
// people read it, the client sends it back, and then signs.
func (d *deployment) amends(t *testing.T, by crew, mia string, now *past) {
	t.Helper()
	const page = "/desk/briefs/" + rolling
	a := now.of(rolling, "Mia")
	redirects(t, d.press(t, "briefs", "/me/brief/"+a.ID, "ask", mia, "question", "May it be two dogs?"), "/me/brief/"+a.ID)
	redirects(t, d.press(t, "desk", page, "answer", by.devon, "answer", "One, please."), page)
	d.mailed(t)
	d.writesMore(t, by.devon, page)
	redirects(t, d.press(t, "desk", page, "confirm-class", by.tess), page)
	d.sendsToClient(t, by, page)
	link := found(t, `(/briefs/sign/[\w.-]+)`, d.letterTo(t, client))
	shows(t, d.request(t, "briefs", link, "", nil), "Show the box")
	redirects(t, d.press(t, "briefs", link, "return", "", "name", "Jo", "remarks", "Say which box."), link)
	redirects(t, d.press(t, "desk", page+"/edit", "write", by.devon, "title", "First thousand, again"), page)
	d.sendsToClient(t, by, page)
	redirects(t, d.press(t, "desk", page, "ask-again", by.devon), page)
	d.mailed(t)
	link = found(t, `(/briefs/sign/[\w.-]+)`, d.letterTo(t, client))
	redirects(t, d.press(t, "briefs", link, "sign", "", "name", "Jo"), link)
	redirects(t, d.press(t, "desk", page, "release", by.devon), page)
	d.strikes(t)
	d.sends(t)
	d.readsBrief(t, now, a, mia, "/me/brief/"+a.ID)
	redirects(t, d.press(t, "briefs", "/me/brief/"+a.ID, "take", mia), "/me/brief/"+a.ID)
}

// writesMore adds a clause that binds, and one change that asks for no more.
func (d *deployment) writesMore(t *testing.T, cookie, page string) {
	t.Helper()
	_, form := filled(t, d.request(t, "desk", page+"/edit", cookie, nil), "write")
	spare := 1
	for form.Get(fmt.Sprintf("c%d-number", spare)) != "0" && spare < 100 {
		spare++
	}
	at := fmt.Sprintf("c%d-", spare)
	redirects(t, d.press(t, "desk", page+"/edit", "write", cookie, "c1-text", form.Get("c1-text")+", and nobody else's", "c1-class", "clarification",
		"c1-reason", "agency_error", at+"text", "Show the box", at+"kind", "must", at+"test", "attest", at+"reason", "client_changed_mind",
		at+"fee", "45", at+"days", "2", at+"tried", "We asked them to wait."), page)
}

// sendsToClient has two people who did not write it read the newest version.
func (d *deployment) sendsToClient(t *testing.T, by crew, page string) {
	t.Helper()
	redirects(t, d.press(t, "desk", page, "send", by.devon), page)
	for _, reader := range []string{by.priya, by.tess} {
		redirects(t, d.press(t, "desk", page, "approve", reader), page)
	}
	d.mailed(t)
}

// acknowledges answers the three questions about the brief.
func (p *past) acknowledges(a application.Application) {
	p.t.Helper()
	released, questions, err := p.Briefs.SelfCheck(p.t.Context(), a)
	p.must(err)
	_, _, err = p.Briefs.Acknowledge(p.t.Context(), agency.Actor{ID: a.Person}, a, released.Number, released.Hash, rightAnswers(released.Brief, questions))
	p.must(err)
}

func rightAnswers(b brief.Brief, questions []brief.Question) (answers []int) {
	for _, q := range questions {
		clause, _ := b.Clause(q.Clause)
		answers = append(answers, map[brief.Kind]int{brief.Must: 0, brief.MustNot: 1, brief.Should: 2, brief.Info: 2}[clause.Kind])
	}
	return answers
}

// drafted has somebody confirm and send a draft.
func (p *past) drafted(a application.Application) {
	p.t.Helper()
	ctx, actor := p.t.Context(), agency.Actor{ID: a.Person}
	p.acknowledges(a)
	a, err := p.Applications.Confirm(ctx, actor, a.ID, a.Version, true)
	p.must(err)
	p.must(p.Work.Assign(ctx, a))
	work, err := p.Work.Find(ctx, a.ID, 1)
	p.must(err)
	clauses, _, err := p.Work.Checklist(ctx, work)
	p.must(err)
	form := submission.DraftForm{Version: work.Version, Text: caption, Spoken: "0:01", Screen: "0:01"}
	for _, c := range clauses {
		form.Ticks = append(form.Ticks, submission.Tick{Clause: c.Number, Done: true})
	}
	_, _, err = p.Work.SendDraft(ctx, actor, a.ID, 1, form)
	p.must(err)
}
