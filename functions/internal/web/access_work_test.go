package web_test

import (
	"bytes"
	"context"
	"net/url"
	"strconv"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/fetch"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/submission"
	"greenroom/site/content"
)

// agreed are the files of the house as its work goes by them: the client reads
// the drafts of tuesday.
type agreed struct{ briefed }

func (f agreed) Program(slug string) (content.Program, bool) {
	p, ok := f.briefed.Program(slug)
	p.ClientReads = slug == "tuesday"
	return p, ok
}

// workSite is the site of the house at work.
type workSite struct {
	blog
	files program.Files
}

func (s workSite) Program(slug string) (content.Program, bool) { return s.files.Program(slug) }

func (s workSite) Programs() []content.Program {
	all := s.blog.Programs()
	for i := range all {
		all[i], _ = s.Program(all[i].Slug)
	}
	return all
}

// pages are all there are on the web, by address. What it does not know lets no
// program in.
type pages map[string]string

// Fetch looks at a page.
func (p pages) Fetch(_ context.Context, address string) (fetch.Page, error) {
	body, known := p[address]
	if !known {
		return fetch.Page{}, &fetch.Unreached{Say: "The site does not let programs in."}
	}
	return fetch.Page{Address: address, Status: 200, Type: "text/html", Body: []byte(body)}, nil
}

// What ann publishes, and where. It keeps to the brief.
const (
	livePost = "https://ann.example/soup"
	goodText = "Sponsored by Ninepin Suppers. #ad\n\nThe soup won on Tuesday: https://ninepin.example/tuesday"
	// Markdown has no way to mark a link as paid, which the check of links wants.
	wayOfLinks = "The link is marked as paid when it is live."
)

func publishedPages() pages {
	return pages{"https://ninepin.example/tuesday": "<p>Suppers</p>",
		livePost: `<html><body><article><p>Sponsored by Ninepin Suppers. #ad</p><p>The soup won on Tuesday: <a rel="sponsored" href="https://ninepin.example/tuesday">the table</a>.</p></article></body></html>`}
}

// furnish puts everything into the office that work needs.
func (h *house) furnish(files *shelf) {
	h.t.Helper()
	if files == nil {
		files = newShelf()
	}
	proofs, err := brief.NewProofs(bytes.Repeat([]byte("s"), 32))
	h.must(err)
	plan := agreed{briefed{Files: site{}}}
	h.shelf = files
	h.web.Site = workSite{files: plan}
	h.web.Programs.Files, h.web.Guests.Site = plan, blog{}
	h.web.Briefs.Proofs, h.web.Work.Proofs = proofs, proofs
	h.web.Work.Files, h.web.Work.Visitor = files, publishedPages()
	h.takesLarge()
}

// workScenes are the states of the first piece of work that ann and Kim owe.
func workScenes(t testing.TB, all map[string]*scene) {
	t.Helper()
	ctx := t.Context()
	whole := func(from, name string, change func(*house)) { grow(t, all, from, name, change) }
	grow := func(from, name string, change func(h *house, d submission.Deliverable, self agency.Actor) error) {
		grow(t, all, from, name, func(h *house) {
			h.each(func(a application.Application, self agency.Actor) { h.must(change(h, h.work(a.ID), self)) })
		})
	}
	grow("assigned", "in review", (*house).sendsDraft)
	grow("in review", "edit written", (*house).writesEdit)
	grow("edit written", "edit looked at", func(h *house, d submission.Deliverable, _ agency.Actor) error {
		_, _, err := h.web.Work.Send(ctx, h.who("Mara"), d.Application, 1, d.Version)
		return err
	})
	grow("edit looked at", "edit sent", func(h *house, d submission.Deliverable, _ agency.Actor) error {
		_, _, err := h.web.Work.Look(ctx, h.who("Rita"), d.Application, 1, d.Version)
		return err
	})
	answers := func(replies ...submission.Reply) func(*house, submission.Deliverable, agency.Actor) error {
		return func(h *house, d submission.Deliverable, self agency.Actor) error {
			_, _, err := h.web.Work.Answer(ctx, self, d.Application, 1, d.Version, replies)
			return err
		}
	}
	grow("edit sent", "disputed", answers(submission.Reply{Answer: submission.Dispute, Note: "It says nothing of that."}, submission.Reply{Answer: submission.Decline}))
	grow("edit sent", "countered", answers(submission.Reply{Answer: submission.Accept}, submission.Reply{Answer: submission.Counter, Fee: 90, Days: 2}))
	grow("in review", "draft with client", func(h *house, d submission.Deliverable, _ agency.Actor) error {
		_, err := h.web.Work.Approve(ctx, h.who("Mara"), d.Application, 1, d.Version, nil)
		return err
	})
	grow("draft with client", "draft returned", func(h *house, d submission.Deliverable, _ agency.Actor) error {
		_, err := h.web.Work.ClientReturns(ctx, h.workToken(d), []string{"More soup."})
		return err
	})
	grow("draft with client", "cleared", func(h *house, d submission.Deliverable, _ agency.Actor) error {
		_, err := h.web.Work.ClientApproves(ctx, h.workToken(d), "Ada Client")
		return err
	})
	grow("cleared", "live", func(h *house, d submission.Deliverable, self agency.Actor) error {
		_, err := h.web.Work.Publish(ctx, self, d.Application, 1, submission.LiveForm{Version: d.Version, Address: livePost, Late: "We agreed on it."})
		return err
	})
	whole("live", "live broken", (*house).breakLive)
}

// breakLive verifies both posts; then they are not called ads any more for as
// long as it takes until people are told.
func (h *house) breakLive() {
	h.each(func(a application.Application, _ agency.Actor) {
		d := h.work(a.ID)
		_, err := h.web.Work.Verify(h.t.Context(), h.who("Mara"), a.ID, 1, d.Version, "I looked at it.")
		h.must(err)
	})
	h.web.Work.Visitor = pages{livePost: "<html><body><article><p>The soup won.</p></article></body></html>"}
	for range 2 {
		h.clock.Pass(25 * time.Hour)
		h.must(submission.Clock{Room: h.web.Work}.Strike(h.t.Context()))
	}
	h.web.Work.Visitor = publishedPages()
}

// work is the first piece of work of an application, as it is now.
func (h *house) work(app string) submission.Deliverable {
	h.t.Helper()
	d, err := h.web.Work.Find(h.t.Context(), app, 1)
	h.must(err)
	return d
}

// sendsDraft uploads a picture and sends it with a text.
func (h *house) sendsDraft(d submission.Deliverable, self agency.Actor) error {
	ctx := h.t.Context()
	f, err := h.web.Work.Upload(ctx, self, d.Application, 1, "soup.png", pictureOf(h.t))
	if err != nil {
		return err
	}
	form := submission.DraftForm{Version: d.Version, Text: goodText, File: f.Hash, Anyway: true, Note: wayOfLinks}
	clauses, _, err := h.web.Work.Checklist(ctx, d)
	for _, c := range clauses {
		form.Ticks = append(form.Ticks, submission.Tick{Clause: c.Number, Done: true})
	}
	if err == nil {
		var draft submission.Draft
		if _, draft, err = h.web.Work.SendDraft(ctx, self, d.Application, 1, form); draft.Bounced {
			h.t.Fatalf("the draft comes back: %+v", draft.Findings)
		}
	}
	return err
}

// writesEdit is a request of Mara's: one item of the brief, one that is new.
func (h *house) writesEdit(d submission.Deliverable, _ agency.Actor) error {
	_, _, err := h.web.Work.Write(h.t.Context(), h.who("Mara"), d.Application, 1, d.Version, submission.Wish{Good: "The soup made us laugh.", Days: 3,
		Items: []submission.Item{{What: "Say which night it was.", Why: "Readers look for it.", Clause: 1},
			{What: "Show the dessert.", Why: "It is back.", New: &submission.Offer{Reason: "product_changed", Fee: 45, Days: 2, Tried: "We asked them to wait."}}}})
	return err
}

// workToken is that of the client's link to the newest draft.
func (h *house) workToken(d submission.Deliverable) string {
	h.t.Helper()
	draft, err := h.web.Work.Draft(h.t.Context(), d, d.Drafts)
	h.must(err)
	return h.web.Work.Proofs.Token(brief.Ticket{Document: d.Application, Number: d.Number, Hash: draft.Hash, Expires: h.clock.Now().Add(time.Hour).Unix()})
}

func workRows() []row {
	const one, client = "/me/work/{application}/{number}", "/work/client/{token}"
	link := func(c cell) string { return c.workToken(c.work(c.a.ID)) }
	return []row{
		{route: "GET " + one, scene: "edit sent"},
		{route: "GET " + one + "/files/{hash}", scene: "in review"},
		{route: "POST /api" + one + "/file", scene: "assigned"},
		{route: "GET " + one + "/large", scene: "assigned"},
		{route: "GET " + one + "/large/{slip}", scene: "assigned"},
		{route: "POST /api" + one + "/large/{slip}", scene: "assigned"},
		{route: "POST /api" + one + "/draft", scene: "assigned", form: draftOf},
		{route: "POST /api" + one + "/edits", scene: "edit sent", form: ofWork("row-1", "1", "item-1-answer", submission.Accept, "row-2", "1", "item-2-answer", submission.Decline)},
		{route: "POST /api" + one + "/walk", scene: "countered", form: ofWork()},
		{route: "POST /api" + one + "/live", scene: "cleared", form: ofWork("address", livePost, "late", "We agreed on it.")},
		{route: "GET " + client, scene: "draft with client", id: link},
		{route: "GET " + client + "/files/{hash}", scene: "draft with client", id: link},
		{route: "POST /api" + client + "/approve", scene: "draft with client", id: link, form: fixed("name", "Ada Client")},
		{route: "POST /api" + client + "/return", scene: "draft with client", id: link, form: fixed("remarks", "More soup.")},
	}
}

func deskWorkRows() []row {
	const one, act = "/desk/work/{application}/{number}", "POST /api/desk/work/{application}/{number}/"
	return []row{
		{route: "GET /desk/work/{$}", scene: "in review"},
		{route: "GET " + one, scene: "edit sent"},
		{route: "GET " + one + "/files/{hash}", scene: "in review"},
		{route: act + "edit", scene: "in review", form: ofWork("good", "It made us laugh.", "days", "3", "row-1", "1", "item-1-what", "Say which night.", "item-1-why", "Readers ask.", "item-1-clause", "1")},
		{route: act + "send", scene: "edit written", form: ofWork()},
		{route: act + "look", scene: "edit looked at", form: ofWork()},
		{route: act + "send-back", scene: "edit looked at", form: ofWork("comment", "The fee is low.")},
		{route: act + "take-back", scene: "edit sent", form: ofWork("reason", "It was there.")},
		{route: act + "rule", scene: "disputed", form: ofWork("item-1-ruling", "upheld", "item-1-why", "It is in the first line.")},
		{route: act + "revise", scene: "countered", form: ofWork("item-2-fee", "70", "item-2-days", "2")},
		{route: act + "take", scene: "countered", form: ofWork()},
		{route: act + "approve", scene: "in review", form: ofWork()},
		{route: act + "drop-remark", scene: "draft returned", form: ofWork("remark", "1", "why", "There is enough.")},
		{route: act + "verify", scene: "live", form: ofWork("reason", "I looked at it myself.")},
		{route: act + "restore", scene: "live broken", form: ofWork("reason", "I see it.")},
		{route: act + "fix", scene: "live", form: ofWork("what", "The table is not linked.")},
		{route: act + "time", scene: "assigned", form: ofWork("days", "3", "reason", "Your oven broke.")},
		{route: act + "cancel", scene: "in review", form: ofWork("reason", "The client left.", "fault", "client")},
		{route: act + "waive", scene: "in review", form: ofWork("reason", "It is not needed.")},
		{route: "GET /desk/reports/{$}", scene: "edit sent"},
		{route: "GET /desk/reports/changes.csv", scene: "edit sent"},
	}
}

// ofWork is a form of a piece of work as it is now.
func ofWork(pairs ...string) func(cell) url.Values {
	return func(c cell) url.Values {
		f := values(pairs...)
		f.Set("version", version(c.work(c.a.ID).Version))
		return f
	}
}

// draftOf is a draft without a fault.
func draftOf(c cell) url.Values {
	d := c.work(c.a.ID)
	f := values("version", version(d.Version), "text", goodText, "anyway", "yes", "note", wayOfLinks)
	clauses, _, err := c.web.Work.Checklist(c.t.Context(), d)
	c.must(err)
	for _, clause := range clauses {
		n := strconv.Itoa(clause.Number)
		f.Add("clause", n)
		f.Set("done-"+n, "yes")
	}
	return f
}
