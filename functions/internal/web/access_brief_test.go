package web_test

import (
	"net/url"
	"strconv"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	doc "greenroom/functions/internal/document"
)

// briefScenes are the states of the brief of tuesday, written by Mara. From
// "assigned" on, ann and Kim work from it.
func briefScenes(t testing.TB, all map[string]*scene) {
	t.Helper()
	grow := func(from, name string, change func(*house)) { grow(t, all, from, name, change) }
	grow("accepted", "brief begun", (*house).beginBrief)
	grow("brief begun", "brief sent", (*house).sendBrief)
	grow("brief sent", "brief with client", (*house).approveBrief)
	grow("brief with client", "brief signed", (*house).signBrief)
	grow("brief signed", "brief released", func(h *house) {
		h.releaseBrief()
		h.each(func(a application.Application, self agency.Actor) {
			_, err := h.web.Briefs.Ask(t.Context(), self, "tuesday", "Which soup, asks "+self.Name+"?")
			h.must(err)
		})
	})
	grow("brief released", "assigned", func(h *house) { h.each(h.agree) })
	grow("assigned", "brief amended", (*house).amendBrief)
	grow("brief amended", "offered", func(h *house) {
		h.must(h.web.Briefs.ConfirmClass(t.Context(), h.who("Rita"), "tuesday", h.brief().Version, 1))
		h.sendBrief()
		h.approveBrief()
		h.signBrief()
		h.releaseBrief()
	})
}

// each does something for ann and for Kim, who both applied to tuesday.
func (h *house) each(do func(a application.Application, self agency.Actor)) {
	h.t.Helper()
	for _, who := range []string{"ann", "kim"} {
		a := h.of("tuesday", who)
		do(a, agency.Actor{ID: a.Person, Name: who, Roles: []agency.Role{agency.Influencer}})
	}
}

// brief is the document of the brief as it is now.
func (h *house) brief() doc.Document {
	h.t.Helper()
	d, err := h.web.Briefs.Document(h.t.Context(), "tuesday")
	h.must(err)
	return d
}

func (h *house) beginBrief() {
	h.must(h.web.Briefs.SetContact(h.t.Context(), h.who("Mara"), "tuesday", "Ada Client", "ada@client.example"))
	_, err := h.web.Briefs.Start(h.t.Context(), h.who("Mara"), "tuesday")
	h.must(err)
}

func (h *house) sendBrief() {
	_, err := h.web.Briefs.Send(h.t.Context(), h.who("Mara"), "tuesday", h.brief().Version)
	h.must(err)
}

func (h *house) approveBrief() {
	for _, reader := range []string{"Rita", "Edo"} {
		_, err := h.web.Briefs.Approve(h.t.Context(), h.who(reader), "tuesday", h.brief().Current.Hash, "")
		h.must(err)
	}
}

func (h *house) signBrief() {
	_, err := h.web.Briefs.Sign(h.t.Context(), h.briefToken(), "Ada Client")
	h.must(err)
}

func (h *house) releaseBrief() {
	_, err := h.web.Briefs.Release(h.t.Context(), h.who("Mara"), "tuesday", h.brief().Version)
	h.must(err)
}

// agree is somebody's word on the brief and on the terms: then they have work.
func (h *house) agree(a application.Application, self agency.Actor) {
	ctx := h.t.Context()
	released, answers := h.known(a)
	_, _, err := h.web.Briefs.Acknowledge(ctx, self, a, released.Number, released.Hash, answers)
	h.must(err)
	a, err = h.web.Applications.Confirm(ctx, self, a.ID, a.Version, true)
	h.must(err)
	h.must(h.web.Work.Assign(ctx, a))
}

// known are the right answers to the questions of a brief.
func (h *house) known(a application.Application) (brief.Released, []int) {
	h.t.Helper()
	r, questions, err := h.web.Briefs.SelfCheck(h.t.Context(), a)
	h.must(err)
	var answers []int
	for _, q := range questions {
		c, _ := r.Clause(q.Clause)
		answers = append(answers, map[brief.Kind]int{brief.Must: 0, brief.MustNot: 1}[c.Kind])
	}
	return r, answers
}

// amendBrief says clause 1 better, which somebody else has to agree to, and
// asks for more at the end.
func (h *house) amendBrief() {
	b, d, err := h.web.Briefs.Current(h.t.Context(), "tuesday")
	h.must(err)
	b.Clauses[0].Text = "The night must be a real night"
	b.Clauses[0].Why = brief.Change{Class: brief.Clarification, Reason: "agency_error"}
	b.Clauses = append(b.Clauses, brief.Clause{Kind: brief.Must, Test: brief.Attest, Text: "Film the dessert too", Why: brief.Change{Reason: "client_changed_mind",
		Offer: brief.Offer{Fee: 45, Days: 2, Tried: "We asked them to wait."}}})
	_, err = h.web.Briefs.Write(h.t.Context(), h.who("Mara"), "tuesday", d.Version, b)
	h.must(err)
}

// briefToken is that of the client's link to the newest version.
func (h *house) briefToken() string {
	d := h.brief()
	return h.web.Briefs.Proofs.Token(brief.Ticket{Document: d.ID, Number: d.Current.Number, Hash: d.Current.Hash,
		Expires: h.clock.Now().Add(time.Hour).Unix()})
}

func briefRows() []row {
	const one, signs = "/me/brief/{application}", "/briefs/sign/{token}"
	token := func(c cell) string { return c.briefToken() }
	return []row{
		{route: "GET " + one, scene: "brief released"},
		{route: "POST /api" + one + "/acknowledge", scene: "brief released", form: acknowledged},
		{route: "POST /api" + one + "/ask", scene: "brief released", form: fixed("question", "Does lunch count?")},
		{route: "POST /api" + one + "/take", scene: "offered", form: offered},
		{route: "GET " + signs, scene: "brief with client", id: token},
		{route: "POST /api" + signs + "/sign", scene: "brief with client", id: token, form: fixed("name", "Ada Client")},
		{route: "POST /api" + signs + "/return", scene: "brief with client", id: token, form: fixed("name", "Ada Client", "remarks", "No lunch.")},
	}
}

func deskBriefRows() []row {
	const act = "POST /api/desk/briefs/{program}/"
	return []row{
		{route: "GET /desk/briefs/{$}", scene: "brief sent"},
		{route: "GET /desk/briefs/{program}", scene: "brief sent"},
		{route: "GET /desk/briefs/{program}/edit", scene: "brief begun"},
		{route: act + "start", scene: "accepted"},
		{route: act + "write", scene: "brief begun", form: ofBrief("title", "Tuesday", "work-1", "1 blog post", "medium-1", "article",
			"row-1", "1", "c1-number", "1", "c1-kind", "must", "c1-test", "reviewer", "c1-text", "Another night")},
		{route: act + "send", scene: "brief begun", form: ofBrief()},
		{route: act + "remark", scene: "brief sent", form: ofBrief("text", "Say which night.", "part", "1")},
		{route: act + "approve", scene: "brief sent", form: ofBrief()},
		{route: act + "contact", scene: "accepted", form: fixed("name", "Ada Client", "email", "ada@client.example")},
		{route: act + "ask-again", scene: "brief with client"},
		{route: act + "release", scene: "brief signed", form: ofBrief()},
		{route: act + "confirm-class", scene: "brief amended", form: ofBrief("clause", "1")},
		{route: act + "withdraw", scene: "brief sent", form: ofBrief("reason", "The client left.")},
		{route: act + "answer", scene: "brief released", form: func(c cell) url.Values {
			open, err := c.web.Briefs.Unanswered(c.t.Context(), "tuesday")
			c.must(err)
			return values("question", open[0].ID, "answer", "Any soup.")
		}},
	}
}

// ofBrief is a form of the desk of the brief as it is now.
func ofBrief(pairs ...string) func(cell) url.Values {
	return func(c cell) url.Values {
		f, d := values(pairs...), c.brief()
		f.Set("version", version(d.Version))
		f.Set("hash", d.Current.Hash)
		return f
	}
}

func acknowledged(c cell) url.Values {
	released, answers := c.known(c.a)
	f := values("number", strconv.Itoa(released.Number), "hash", released.Hash)
	for n, answer := range answers {
		f.Set("answer"+strconv.Itoa(n+1), strconv.Itoa(answer))
	}
	return f
}

// offered takes what the amendment asks for, the last of its clauses.
func offered(c cell) url.Values {
	r, err := c.web.Briefs.Released(c.t.Context(), "tuesday")
	c.must(err)
	last := r.Clauses[len(r.Clauses)-1]
	return values("number", strconv.Itoa(r.Number), "clause", strconv.Itoa(last.Number))
}
