package brief_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/table"
)

func TestFromTheFirstDraftToTheRelease(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.started(slug)
	b, _ := h.write(text(1, "The night must be a real one."))
	d, token := h.asked()
	if d.Current.State != document.ClientReview || len(h.letters(brief.LetterSign)) != 1 {
		t.Fatalf("%+v", d.Current)
	}
	for range 5 { // a mail scanner
		if seen, err := h.ByToken(t.Context(), token); err != nil || len(seen.Clauses) != len(b.Clauses) || seen.Hash != d.Current.Hash || seen.Signed != "" {
			t.Fatalf("the client sees %+v, %v", seen, err)
		}
	}
	signed := h.got(h.Sign(t.Context(), token, "Ada Client"))
	again := h.got(h.Sign(t.Context(), token, "Ada Client"))
	if signed.Current.State != document.Approved || again.Version != signed.Version || len(h.letters(brief.LetterAnswered)) != 1 {
		t.Errorf("signed: %+v, again: %+v", signed.Current, again.Current)
	}
	if _, err := h.Released(t.Context(), slug); kindOf(err) != agency.KindNotFound {
		t.Errorf("in force already: %v", err)
	}
	d = h.got(h.Release(t.Context(), devon(), slug, signed.Version))
	r, err := h.Released(t.Context(), slug)
	if err != nil || r.Number != 1 || r.Hash != d.Current.Hash || r.Clauses[0].Text != "The night must be a real one." {
		t.Errorf("%+v, %v", r, err)
	}
	if seen, err := h.ByToken(t.Context(), token); err != nil || seen.Signed != "Ada Client" {
		t.Errorf("the client looks once more: %+v, %v", seen, err)
	}
}

func TestTheLetterToTheClient(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.started(slug)
	h.asked()
	var v brief.SignValues
	m := h.newest(brief.LetterSign, &v)
	if m.To != "ada@client.example" || m.ReplyTo != "marisol@greenroom.example" {
		t.Errorf("from %s to %s", m.ReplyTo, m.To)
	}
	if v.Name != "Ada Client" || v.Title != "Tuesday is a meal too" || v.Manager != "Marisol" || v.Clauses != 13 || v.Until != "Tuesday, 26 May 2026" {
		t.Errorf("%+v", v)
	}
	token := h.Proofs.Token(v.Ticket)
	if secret := token[strings.LastIndex(token, ".")+1:]; strings.Contains(string(m.Values), secret) {
		t.Error("the store lets somebody sign")
	}
}

func TestTwoWhoApproveAtOnceAreBothHeard(t *testing.T) {
	t.Parallel()
	for range 10 {
		h := open(t)
		h.started(slug)
		d := h.send(slug)
		var both sync.WaitGroup
		for _, who := range []agency.Actor{tess(), omar()} {
			both.Go(func() {
				if _, err := h.Approve(t.Context(), who, slug, d.Current.Hash, ""); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		_, d = h.now(slug)
		if d.Current.State != document.ClientReview || len(d.Current.Approvals) != 2 || len(h.letters(brief.LetterSign)) != 1 {
			t.Fatalf("%+v, %d letters", d.Current, len(h.letters(brief.LetterSign)))
		}
	}
}

func TestComplianceIsReadByWhoMay(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.started("regulated")
	d := h.send("regulated")
	if _, err := h.Approve(t.Context(), tess(), "regulated", d.Current.Hash, "compliance"); kindOf(err) != agency.KindForbidden {
		t.Errorf("by a reviewer: %v", err)
	}
	h.got(h.Approve(t.Context(), tess(), "regulated", d.Current.Hash, ""))
	d = h.got(h.Approve(t.Context(), omar(), "regulated", d.Current.Hash, ""))
	if d.Current.State != document.InReview {
		t.Errorf("without compliance it is %s", d.Current.State)
	}
	d = h.got(h.Approve(t.Context(), ines(), "regulated", d.Current.Hash, "compliance"))
	if d.Current.State != document.ClientReview {
		t.Errorf("with compliance it is %s", d.Current.State)
	}
}

func TestWhoMayDoWhatWithABrief(t *testing.T) {
	t.Parallel()
	write := []agency.Role{agency.ProjectManager, agency.Lead}
	read := []agency.Role{agency.Reviewer, agency.ProjectManager, agency.Lead, agency.Editor, agency.Compliance, agency.Admin}
	h := open(t)
	b, d := h.started(slug)
	acts := map[string]struct {
		do  func(agency.Actor) error
		may []agency.Role
	}{
		"start":   {func(a agency.Actor) error { _, err := h.Start(t.Context(), a, slug); return err }, write},
		"write":   {func(a agency.Actor) error { _, err := h.Write(t.Context(), a, slug, -1, b); return err }, write},
		"send":    {func(a agency.Actor) error { _, err := h.Send(t.Context(), a, slug, -1); return err }, write},
		"approve": {func(a agency.Actor) error { _, err := h.Approve(t.Context(), a, slug, "", ""); return err }, read},
		"remark": {func(a agency.Actor) error {
			_, err := h.Remark(t.Context(), a, slug, -1, document.Remark{Text: "Hm."})
			return err
		}, read},
		"release":      {func(a agency.Actor) error { _, err := h.Release(t.Context(), a, slug, -1); return err }, write},
		"withdraw":     {func(a agency.Actor) error { _, err := h.Withdraw(t.Context(), a, slug, -1, "Over."); return err }, write},
		"set contact":  {func(a agency.Actor) error { return h.SetContact(t.Context(), a, slug, "", "") }, write},
		"ask again":    {func(a agency.Actor) error { return h.AskAgain(t.Context(), a, slug) }, write},
		"confirm":      {func(a agency.Actor) error { return h.ConfirmClass(t.Context(), a, slug, -1, 1) }, read},
		"answer":       {func(a agency.Actor) error { _, err := h.Answer(t.Context(), a, slug, "x", "Yes."); return err }, append(write, agency.Editor)},
		"read a board": {func(a agency.Actor) error { _, err := h.Questions(t.Context(), a, slug); return err }, read},
	}
	for name, act := range acts {
		for _, role := range append(agency.Staff(), agency.Visitor, agency.Influencer, agency.System) {
			by := actor("SOME", role)
			may := false
			for _, r := range act.may {
				may = may || r == role
			}
			err := act.do(by)
			refused := kindOf(err) == agency.KindForbidden || name == "read a board" && kindOf(err) == agency.KindNotFound
			if refused == may {
				t.Errorf("%s by %s: %v", name, role, err)
			}
		}
		if act.do(agency.Actor{Roles: []agency.Role{agency.Lead}}) == nil && name != "read a board" {
			t.Errorf("%s by somebody without an id", name)
		}
	}
	if _, now := h.now(slug); now.Version != d.Version {
		t.Error("something was changed")
	}
}

func TestATokenThatIsNoneOrTooOld(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.started(slug)
	d, token := h.asked()
	other, err := brief.NewProofs([]byte(strings.Repeat("t", 32)))
	h.must(err)
	real := brief.Ticket{Document: d.ID, Number: 1, Hash: d.Current.Hash, Expires: h.Now().Add(time.Hour).Unix()}
	late, forged := real, real
	late.Expires = h.Now().Unix()
	forged.Hash = strings.Repeat("a", 64)
	parts := strings.Split(token, ".")
	longer := strings.Join([]string{parts[0], parts[1], "9999999999", parts[3], parts[4]}, ".")
	for name, bad := range map[string]string{
		"nothing": "", "dots": "....", "cut off": token[:len(token)-1], "longer": token + "A", "another key": other.Token(real),
		"expired": h.Proofs.Token(late), "another hash": h.Proofs.Token(forged), "another end": longer,
		"control characters": "\x00" + token, "no end": strings.Repeat("a.", 1<<20),
		"another document": h.Proofs.Token(brief.Ticket{Document: h.IDs.New(), Number: 1, Hash: d.Current.Hash, Expires: real.Expires}),
	} {
		_, errSeen := h.ByToken(t.Context(), bad)
		_, errSigned := h.Sign(t.Context(), bad, "Ada")
		_, errReturned := h.Return(t.Context(), bad, "Ada", []document.Remark{{Text: "No."}})
		for _, err := range []error{errSeen, errSigned, errReturned} {
			if k := kindOf(err); k != agency.KindGone && k != agency.KindNotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if _, now := h.now(slug); now.Version != d.Version {
		t.Error("something was signed")
	}
	if _, err := (brief.Proofs{}).Ticket(token, h.Now()); err == nil {
		t.Error("without a key every token is right")
	}
	if _, err := brief.NewProofs([]byte("short")); err == nil {
		t.Error("a short secret is taken")
	}
	h.agency.Clock.Pass(15 * 24 * time.Hour)
	if _, err := h.ByToken(t.Context(), token); kindOf(err) != agency.KindGone {
		t.Errorf("after 15 days: %v", err)
	}
	h.must(h.AskAgain(t.Context(), devon(), slug))
	if _, err := h.ByToken(t.Context(), h.link()); err != nil {
		t.Errorf("a new link: %v", err)
	}
}

// An edit makes the client's link worthless: it was for other words.
func TestALinkIsForOneVersion(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.started(slug)
	_, old := h.asked()
	h.write(text(1, "The night must be real."))
	for name, do := range map[string]func() error{
		"look": func() error { _, err := h.ByToken(t.Context(), old); return err },
		"sign": func() error { _, err := h.Sign(t.Context(), old, "Ada"); return err },
	} {
		if err := do(); kindOf(err) != agency.KindGone {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := h.AskAgain(t.Context(), devon(), slug); kindOf(err) != agency.KindConflict {
		t.Errorf("asked again while it is written: %v", err)
	}
	h.asked()
	h.got(h.Sign(t.Context(), h.link(), "Ada"))
}

func TestTheClientSendsABriefBack(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.started(slug)
	_, token := h.asked()
	list := []document.Remark{{Part: "1", Text: "Any night will do."}, {Text: "Too long."}}
	if _, err := h.Return(t.Context(), token, "Ada", []document.Remark{{Part: "99", Text: "No."}}); fields(err) != "text" {
		t.Errorf("about a clause that there is not: %v", err)
	}
	d := h.got(h.Return(t.Context(), token, "Ada", list))
	again := h.got(h.Return(t.Context(), token, "Ada", list))
	if d.Current.State != document.ChangesRequested || again.Version != d.Version {
		t.Errorf("%+v", d.Current)
	}
	seen, err := h.ByToken(t.Context(), token)
	if err != nil || len(seen.Returned) != 2 || seen.Returned[0].Name != "Ada" {
		t.Errorf("%+v, %v", seen.Returned, err)
	}
	if _, err := h.Sign(t.Context(), token, "Ada"); kindOf(err) != agency.KindConflict {
		t.Errorf("signed what was sent back: %v", err)
	}
	var v brief.AnsweredValues
	if m := h.newest(brief.LetterAnswered, &v); m.To != "marisol@greenroom.example" || v.Signed || v.Remarks != 2 || v.Number != 1 {
		t.Errorf("to %s: %+v", m.To, v)
	}
}

func TestWhoeverLooksAtAnOldStateIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, old := h.started(slug)
	h.write(text(1, "The night must be real."))
	b.Title = "Another"
	for name, do := range map[string]func() error{
		"write":    func() error { _, err := h.Write(t.Context(), devon(), slug, old.Version, b); return err },
		"send":     func() error { _, err := h.Send(t.Context(), devon(), slug, old.Version); return err },
		"withdraw": func() error { _, err := h.Withdraw(t.Context(), devon(), slug, old.Version, "Over."); return err },
		"release":  func() error { _, err := h.Release(t.Context(), devon(), slug, old.Version); return err },
		"approve":  func() error { _, err := h.Approve(t.Context(), tess(), slug, old.Current.Hash, ""); return err },
		"remark": func() error {
			_, err := h.Remark(t.Context(), tess(), slug, old.Version, document.Remark{Text: "Hm."})
			return err
		},
	} {
		if err := do(); kindOf(err) != agency.KindConflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	now, d := h.now(slug)
	if again := h.got(h.Write(t.Context(), devon(), slug, 0, now)); again.Version != d.Version {
		t.Error("the same form sent again changed something")
	}
}

// No address and no name of the client is in what people are told of a brief.
func TestTheClientIsNamedNowhereElse(t *testing.T) {
	t.Parallel()
	h, d := inForce(t)
	page, err := h.store.Query(t.Context(), table.Query{Space: table.Private, PK: "AUD#document#" + d.ID})
	h.must(err)
	more, err := h.store.Query(t.Context(), table.Query{Space: table.Private, PK: "AUD#brief#" + slug})
	h.must(err)
	for _, i := range append(page.Items, more.Items...) {
		if strings.Contains(string(i.Body), "Ada") || strings.Contains(string(i.Body), "client.example") {
			t.Errorf("an event says %s", i.Body)
		}
	}
	body, err := json.Marshal(d)
	if h.must(err); strings.Contains(string(body), "client.example") {
		t.Errorf("the document says %s", body)
	}
}
