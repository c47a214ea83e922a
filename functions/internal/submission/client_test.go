package submission_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/submission"
	"greenroom/site/content"
)

// read is work that the client reads.
func read(t testing.TB) (*house, string) {
	t.Helper()
	h := openWith(t, func(p *content.Program) { p.ClientReads, p.EditRounds = true, 2 })
	h.send(good)
	h.approve()
	h.is(submission.ClientReview)
	return h, h.link()
}

// link is the client's link, from the newest letter with one.
func (h *house) link() string {
	h.t.Helper()
	mails, err := h.Mails.About(h.t.Context(), h.now(1).Thing())
	h.must(err)
	for _, m := range mails {
		if m.Letter != submission.LetterClient {
			continue
		}
		var v submission.ClientValues
		h.must(json.Unmarshal(m.Values, &v))
		if m.To != h.Client.who.Email {
			h.t.Errorf("the link went to %s", m.To)
		}
		return h.Proofs.Token(v.Ticket)
	}
	h.t.Fatal("no letter with a link was written")
	return ""
}

func TestTheClientSaysYes(t *testing.T) {
	t.Parallel()
	h, token := read(t)
	if d := h.now(1); !d.ClientDue.Equal(endOf(15)) {
		t.Errorf("client due %s, want three business days: 15 May", d.ClientDue)
	}
	if _, err := h.ClientApproves(t.Context(), token, " "); fields(err) != "name" {
		t.Errorf("approved by nobody: %v", err)
	}
	d, err := h.ClientApproves(t.Context(), token, "Hob\n Sill")
	h.must(err)
	if d.State != submission.Approved || d.Cleared.Client != "Hob Sill" || d.Cleared.Auto {
		t.Errorf("approved: %+v", d.Cleared)
	}
	again, err := h.ClientApproves(t.Context(), token, "Somebody")
	h.must(err)
	if again.Version != d.Version || h.count(submission.LetterApproved) != 1 {
		t.Errorf("a second yes changed something: %+v", again.Cleared)
	}
	_, err = h.ClientReturns(t.Context(), token, []string{"After all, no."})
	h.wantKind(err, agency.KindConflict, "a no after the yes")
}

// Silence is a yes after three business days, and says that it is one.
func TestTheClientSaysNothing(t *testing.T) {
	t.Parallel()
	h, token := read(t)
	h.until(endOf(15))
	h.strike()
	h.is(submission.ClientReview)
	h.until(may(16, 0))
	h.strike()
	h.strike()
	d := h.is(submission.Approved)
	if !d.Cleared.Auto || d.Cleared.Client != "" || h.count(submission.LetterApproved) != 1 {
		t.Errorf("cleared %+v, letters %v", d.Cleared, h.letters())
	}
	events, err := h.History(t.Context(), d)
	h.must(err)
	if last := events[len(events)-1]; last.Actor != "system" || !strings.HasPrefix(last.Note, "auto") {
		t.Errorf("recorded as %+v", last)
	}
	r, err := h.Report(t.Context(), []string{slug})
	h.must(err)
	if r.Auto != 1 {
		t.Errorf("the report tells of %d approvals by silence", r.Auto)
	}
	if again, err := h.ClientApproves(t.Context(), token, "Hob"); err != nil || again.Version != d.Version {
		t.Errorf("a late yes: %v, %+v", err, again)
	}
}

// What a client says reaches its writer only after somebody said what becomes of
// it.
func TestTheClientHasRemarks(t *testing.T) {
	t.Parallel()
	h, token := read(t)
	for _, c := range []struct {
		name    string
		remarks []string
	}{
		{"nothing", []string{" ", ""}},
		{"too much", make21()},
		{"too long", []string{strings.Repeat("long ", 300)}},
		{"control characters", []string{"a\x00b"}},
	} {
		if _, err := h.ClientReturns(t.Context(), token, c.remarks); fields(err) != "remarks" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	said := []string{"The soup looks sad.", "Say the price."}
	d, err := h.ClientReturns(t.Context(), token, said)
	h.must(err)
	if d.State != submission.InReview || len(d.Remarks) != 2 || !d.ReviewDue.Equal(endOf(14)) {
		t.Errorf("returned: %+v", d)
	}
	if again, err := h.ClientReturns(t.Context(), token, said); err != nil || again.Version != d.Version {
		t.Errorf("the same list twice: %v", err)
	}
	h.hidden("sad")

	manager := decisiontest.Manager()
	_, err = h.Room.Approve(t.Context(), manager, h.app, 1, h.now(1).Version, nil)
	h.wantKind(err, agency.KindConflict, "approving past the client")
	_, _, err = h.Write(t.Context(), manager, h.app, 1, h.now(1).Version, wish(asked(1, "Say that it was Tuesday.")))
	h.must(err)
	_, _, err = h.Send(t.Context(), manager, h.app, 1, h.now(1).Version)
	h.wantKind(err, agency.KindConflict, "a request that passes over what the client said")

	_, err = h.DropRemark(t.Context(), manager, h.app, 1, h.now(1).Version, 2, "")
	if fields(err) != "why" {
		t.Errorf("dropped without a why: %v", err)
	}
	_, err = h.DropRemark(t.Context(), manager, h.app, 1, h.now(1).Version, 3, "No.")
	h.wantKind(err, agency.KindNotFound, "dropping a remark that there is not")
	d, err = h.DropRemark(t.Context(), manager, h.app, 1, h.now(1).Version, 2, "Prices are kept out by clause 3.")
	h.must(err)
	if d.Remarks[1].Settled != "Prices are kept out by clause 3." || d.Remarks[0].Settled != "" {
		t.Errorf("remarks %+v", d.Remarks)
	}
	item := asked(1, "Show the soup from above.")
	item.Client = true
	_, _, err = h.Write(t.Context(), manager, h.app, 1, h.now(1).Version, wish(item))
	h.must(err)
	_, e, err := h.Send(t.Context(), manager, h.app, 1, h.now(1).Version)
	h.must(err)
	if e.State != submission.EditSecondLook {
		t.Errorf("what the client asked for left without a second look")
	}
	d, _, err = h.Look(t.Context(), decisiontest.Reader(0), h.app, 1, h.now(1).Version)
	h.must(err)
	if d.Remarks[0].Settled != "asked" || d.Remarks[1].Settled != "Prices are kept out by clause 3." {
		t.Errorf("remarks %+v", d.Remarks)
	}
	h.hidden("sad")
}

// hidden fails the test if the writer reads a word, on their page or in a letter.
func (h *house) hidden(word string) {
	h.t.Helper()
	d, shown, err := h.Mine(h.t.Context(), h.ann, h.app, 1)
	h.must(err)
	seen, err := json.Marshal([]any{d, shown})
	h.must(err)
	mails, err := h.Mails.About(h.t.Context(), d.Thing())
	h.must(err)
	for _, m := range mails {
		seen = append(seen, m.Values...)
	}
	if strings.Contains(string(seen), word) {
		h.t.Errorf("its writer reads %q in %s", word, seen)
	}
}

func make21() []string {
	all := make([]string, 21)
	for i := range all {
		all[i] = "Something."
	}
	return all
}

// A client who had their say on a draft is not asked about it again, only about
// the next one.
func TestTheClientIsAskedOnceForEachDraft(t *testing.T) {
	t.Parallel()
	h, token := read(t)
	_, err := h.ClientReturns(t.Context(), token, []string{"The soup looks sad."})
	h.must(err)
	_, err = h.DropRemark(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, 1, "We talked, and it stays.")
	h.must(err)
	if d := h.approve(); d.State != submission.Approved || d.Cleared.By != decisiontest.Manager().ID {
		t.Errorf("approved: %s, %+v", d.State, d.Cleared)
	}

	h, token = read(t)
	_, err = h.ClientReturns(t.Context(), token, []string{"The soup looks sad."})
	h.must(err)
	item := asked(1, "Show the soup from above.")
	item.Client = true
	h.request(item)
	h.send(good+" From above.", submission.Result{What: submission.Fixed})
	if d := h.approve(1); d.State != submission.ClientReview {
		t.Errorf("a new draft was approved without the client: %s", d.State)
	}
	_, _, err = h.ByToken(t.Context(), token)
	h.wantKind(err, agency.KindGone, "the link to the older draft")
	_, err = h.ClientApproves(t.Context(), token, "Hob")
	h.wantKind(err, agency.KindGone, "a yes to the older draft")
	_, err = h.ClientApproves(t.Context(), h.link(), "Hob")
	h.must(err)
	h.is(submission.Approved)
}

func TestLinksOfAClient(t *testing.T) {
	t.Parallel()
	h, token := read(t)
	ticket, err := h.Proofs.Ticket(token, h.Now())
	h.must(err)
	change := func(do func(*brief.Ticket)) string {
		one := ticket
		do(&one)
		return h.Proofs.Token(one)
	}
	for _, c := range []struct {
		name, token string
		want        agency.Kind
	}{
		{"another draft", change(func(t *brief.Ticket) { t.Hash = strings.Repeat("0", 64) }), agency.KindGone},
		{"another piece of work", change(func(t *brief.Ticket) { t.Number = 19 }), agency.KindNotFound},
		{"another application", change(func(t *brief.Ticket) { t.Document = h.IDs.New() }), agency.KindNotFound},
		{"a tampered link", strings.Replace(token, ".1.", ".2.", 1), agency.KindGone},
		{"a cut off link", token[:len(token)-3], agency.KindGone},
		{"nothing", "", agency.KindGone},
		{"a long one", strings.Repeat("a", 1<<16), agency.KindGone},
		{"an old one", change(func(t *brief.Ticket) { t.Expires = h.Now().Unix() }), agency.KindGone},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := h.ByToken(t.Context(), c.token)
			h.wantKind(err, c.want, "opening")
			_, err = h.ClientApproves(t.Context(), c.token, "Hob")
			h.wantKind(err, c.want, "approving")
			_, err = h.ClientReturns(t.Context(), c.token, []string{"No."})
			h.wantKind(err, c.want, "returning")
		})
	}
}

// A scanner of mail opens every link five times: nothing happens.
func TestOpeningTheLinkDoesNothing(t *testing.T) {
	t.Parallel()
	h, token := read(t)
	before := h.now(1)
	for range 5 {
		d, draft, err := h.ByToken(t.Context(), token)
		h.must(err)
		if d.Version != before.Version || draft.Number != 1 {
			t.Errorf("the link leads to %+v", draft)
		}
	}
	if after := h.now(1); after.Version != before.Version || after.State != submission.ClientReview {
		t.Errorf("opening changed the work to %+v", after)
	}
	h.Clock.Pass(14*24*time.Hour + time.Second)
	_, _, err := h.ByToken(t.Context(), token)
	h.wantKind(err, agency.KindGone, "after two weeks")
}

func TestSomebodyElseReadsForTheClient(t *testing.T) {
	t.Parallel()
	h, token := read(t)
	h.Client.who = brief.Contact{Name: "Ivy Sill", Email: "ivy@hobbandsill.example", Turn: 1}
	_, _, err := h.ByToken(t.Context(), token)
	h.wantKind(err, agency.KindGone, "after somebody else took over")
	_, err = h.ClientApproves(t.Context(), token, "Hob Sill")
	h.wantKind(err, agency.KindGone, "an answer by the old link")
	h.is(submission.ClientReview)
}

func TestNobodyToAskAtTheClient(t *testing.T) {
	t.Parallel()
	h := openWith(t, func(p *content.Program) { p.ClientReads = true })
	h.Client.who = brief.Contact{}
	h.send(good)
	_, err := h.Room.Approve(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, nil)
	h.wantKind(err, agency.KindConflict, "sending to nobody")
	h.is(submission.InReview)
}

// Whoever takes over for the client is handed what waits for the client, with
// three days of their own: nobody's silence counts who had no link.
func TestTheClientIsSomebodyElseNow(t *testing.T) {
	t.Parallel()
	h, old := read(t)
	manager := decisiontest.Manager()
	h.must(h.HandOver(t.Context(), manager, slug))
	if n := h.count(submission.LetterClient); n != 1 {
		t.Errorf("nobody took over, and %d letters went out", n)
	}
	h.until(endOf(14))
	h.Client.who = brief.Contact{Name: "Bo Sill", Email: "bo@hobbandsill.example", Turn: 1}
	for range 2 {
		h.must(h.HandOver(t.Context(), manager, slug))
	}
	if d := h.is(submission.ClientReview); !d.ClientDue.Equal(endOf(19)) || h.count(submission.LetterClient) != 2 {
		t.Errorf("due %s, letters %v", d.ClientDue, h.letters())
	}
	_, err := h.ClientApproves(t.Context(), old, "Hob")
	h.wantKind(err, agency.KindGone, "the link of who spoke for the client before")
	h.until(may(16, 0))
	h.strike()
	h.is(submission.ClientReview)
	d, err := h.ClientApproves(t.Context(), h.link(), "Bo Sill")
	h.must(err)
	if d.State != submission.Approved || d.Cleared.Auto {
		t.Errorf("approved: %+v", d.Cleared)
	}
	h.must(h.HandOver(t.Context(), manager, slug))
}
