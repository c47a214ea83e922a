package cloud

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
)

// Programs that take applications until a day.
const (
	kitchen = "hobb-and-sill-windowsill-kitchen"
	tuesday = "ninepin-tuesday-is-a-meal"
)

// fallsDue leaves undone in the past all that a clock has to do, strikes it,
// and wants each thing done once.
func (d *deployment) fallsDue(t *testing.T, by crew) {
	t.Helper()
	before := d.ago(t, 20*24*time.Hour) // everybody who applied then was promised an answer within a week
	before.decide(rolling, "Cem", application.Accept)
	before.decide(rolling, "Dan", application.Waitlist)
	before.release(rolling, true)
	before.decide(rolling, "Gus", application.Decline)
	before.release(rolling, false)
	before.ask(rolling, "Eve")
	before.apply(rolling, "Fay")
	d.sends(t)
	shows(t, d.request(t, "applications", "/me/", d.signIn(t, mailbox("Dan"), "/me/"), nil), "On the list, number 1")
	recently := d.ago(t, 5*24*time.Hour)
	recently.read(recently.apply(kitchen, "Hal"))
	recently.apply(tuesday, "Jan")
	d.closes(t, by, recently)
	before.longAgo("Cem")
	before.full(rolling)
	d.strikes(t)
	d.sends(t)
	for name, want := range map[string]agency.State{"Cem": application.Expired, "Dan": application.Declined,
		"Gus": application.Declined, "Eve": application.InReview, "Fay": application.Submitted} {
		if got := before.of(rolling, name); got.State != want {
			t.Errorf("%s is %s, want %s", name, got.State, want)
		}
	}
	for name, want := range map[string]string{"Cem": "confirm", "Dan": "place", "Gus": "The smoke alarm as a dinner guest."} {
		if letter := d.letterTo(t, mailbox(name)); !strings.Contains(letter, want) {
			t.Errorf("%s got\n%s\nwant it to say %q", name, letter, want)
		}
	}
	read, err := recently.Programs.Find(t.Context(), kitchen)
	if err != nil || read.Course.Steps[len(read.Course.Steps)-1].ID != "P9" {
		t.Errorf("everybody was read, and the program took the steps %v, %v", read.Course.Steps, err)
	}
	now := d.ago(t, 0)
	figures, err := now.Figures(t.Context(), rolling)
	known, unread := now.Programs.Find(t.Context(), rolling)
	if err != nil || unread != nil || figures.Applied != known.Course.Applied || figures.Answers != known.Course.Answers {
		t.Errorf("counted %+v, %v, and reckoned %+v, %v", known.Course, unread, figures, err)
	}
}

// longAgo lets the letter with somebody's outcome have left when it was
// released, and not today.
func (p *past) longAgo(name string) {
	p.t.Helper()
	a := p.of(rolling, name)
	key := table.Key{Space: table.Private, PK: "MAIL#" + a.Outcome.Mail, SK: "META"}
	item, err := p.Table.Get(p.t.Context(), key)
	p.must(err)
	var m map[string]any
	p.must(json.Unmarshal(item.Body, &m))
	m["SentAt"] = a.AnsweredAt
	item.Body, err = json.Marshal(m)
	p.must(err)
	p.must(p.Table.Write(p.t.Context(), "", table.Replace(item)))
}

// full lets others have taken the places of the rolling program, also the one
// that comes free.
func (p *past) full(slug string) {
	p.t.Helper()
	program, err := p.Programs.Find(p.t.Context(), slug)
	p.must(err)
	key := table.Key{Space: table.Private, PK: "PLACES#" + slug, SK: "T"}
	p.must(p.Table.Write(p.t.Context(), "", table.Set(table.Item{Key: key, Kind: "places",
		Body: fmt.Appendf(nil, `{"Taken":%d,"Next":9}`, program.Places+1)})))
}

// strikes lets the clock strike three times: what the first does is all.
func (d *deployment) strikes(t *testing.T) {
	t.Helper()
	kept := func() int { return len(d.stream(t, "PrivateTable")) + len(d.stream(t, "OpenTable")) }
	for stroke := range 3 {
		before := kept()
		d.host(t, "clock").invoke(t, struct{}{}, new(any))
		if changed := kept() - before; stroke == 0 && changed == 0 || stroke > 0 && changed > 0 {
			t.Errorf("stroke %d changed %d items\n%s", stroke+1, changed, d.host(t, "clock").Log.String())
		}
	}
}

// sends has the schedule strike deliver, which sends all that may leave. When
// the stream hands the same mails over, nothing is left to send.
func (d *deployment) sends(t *testing.T) {
	t.Helper()
	var answer events.DynamoDBEventResponse
	d.host(t, "deliver").invoke(t, struct{}{}, &answer)
	d.quiet(t)
}

// release begins to tell everybody whose letter was read, and goes on or is
// broken off.
func (p *past) release(slug string, on bool) {
	p.t.Helper()
	_, err := p.Begin(p.t.Context(), p.lead(), slug)
	p.must(err)
	if on {
		_, err = p.Continue(p.t.Context(), slug, p.Clock.Now().Add(time.Hour))
		p.must(err)
	}
}

// closes closes two programs before their day. One is opened again, with
// somebody let in late meanwhile; in the other somebody is declined.
func (d *deployment) closes(t *testing.T, by crew, recently *past) {
	t.Helper()
	for _, slug := range []string{tuesday, kitchen} {
		d.steer(t, by.devon, slug, "close", url.Values{"notice": {"The client has moved house."}})
	}
	d.published(t)
	page, ok := d.s3.Object("/SiteBucket/programs/" + kitchen + "/index.html")
	if !ok || !strings.Contains(string(page.Data), "The client has moved house.") {
		t.Error("the page of a program that was closed does not say why")
	}
	d.letsIn(t, by.devon, recently)
	day := func(days int) string { return time.Now().AddDate(0, 0, days).Format(time.DateOnly) }
	d.steer(t, by.devon, tuesday, "reopen", url.Values{"notice": {"It has moved back."}, "closes": {day(5)}, "decide_by": {day(11)}})
	hal := recently.of(kitchen, "Hal")
	redirects(t, d.request(t, "desk", "/api/desk/vetting/"+hal.ID+"/conflict", by.priya, url.Values{"kind": {"aside"}}), "/desk/applications/")
	file := d.request(t, "desk", "/desk/applications/"+hal.ID, by.priya, nil)
	form := hidden(file.Body, "version")
	form.Set("kind", "decline")
	form.Set("reasons", "decline:angle")
	form.Set("sentence", "The soup was somebody else's.")
	redirects(t, d.request(t, "desk", "/api/desk/applications/"+hal.ID+"/decide", by.priya, form), "/desk/applications/")
	d.sends(t)
	if letter := d.letterTo(t, mailbox("Jan")); !strings.Contains(letter, "It has moved back.") {
		t.Errorf("got\n%s\nwant the new dates", letter)
	}
}

// steer takes a step of a program on its page.
func (d *deployment) steer(t *testing.T, cookie, slug, what string, form url.Values) {
	t.Helper()
	page := d.request(t, "desk", "/desk/programs/"+slug, cookie, nil)
	form.Set("version", hidden(page.Body, "version").Get("version"))
	redirects(t, d.request(t, "desk", "/api/desk/programs/"+slug+"/"+what, cookie, form), "/desk/programs/"+slug)
}

// letsIn gives Kim a code for a program that has closed. She uses it; a draft
// of hers that was forgotten is not in the way.
func (d *deployment) letsIn(t *testing.T, cookie string, recently *past) {
	t.Helper()
	kim := recently.apply(rolling, "Kim")
	lock := table.Item{Key: table.Key{Space: table.Private, PK: "UNIQ#" + tuesday + "#" + kim.Person, SK: "UNIQ"}, Kind: "lock",
		Body: []byte(`"` + kim.ID + `"`), Expires: recently.Clock.Now().Add(time.Hour)}
	recently.must(recently.Store.Write(t.Context(), "", table.Create(lock)))
	page := d.request(t, "desk", "/api/desk/programs/"+tuesday+"/code", cookie, url.Values{"why": {"The link was broken."}})
	form := applicationForm("Kim")
	form.Set("program", tuesday)
	form.Set("answer2", "https://example.com/tuesday")
	form.Set("audience1", recently.choice(tuesday))
	form.Set("code", found(t, `/apply/`+tuesday+`\?code=([\w-]+)`, page.Body))
	shows(t, d.request(t, "applications", "/apply/"+tuesday+"?code="+form.Get("code"), "", nil), "Tuesday")
	redirects(t, d.request(t, "applications", "/api/applications", "", form), "/applications/")
}

// choice is an answer that a program takes to its question about the audience.
func (p *past) choice(slug string) string {
	p.t.Helper()
	plan, err := p.Programs.Find(p.t.Context(), slug)
	p.must(err)
	if len(plan.Audience) == 0 {
		return ""
	}
	return plan.Audience[0].Options[0]
}

// refusing is a carrier that takes nothing.
type refusing struct{}

func (refusing) Carry(context.Context, outbox.Mail) error { return errors.New("slower") }

// troubles has SES refuse a mail, which the schedule sends later, and break
// over another, which nobody but the staff may send again.
func (d *deployment) troubles(t *testing.T, cookie string) {
	t.Helper()
	before := d.ago(t, time.Hour)
	lia := before.apply(rolling, "Lia")
	about, err := before.Outbox.About(t.Context(), lia.Thing())
	before.must(err)
	sender := outbox.Sender{Table: before.Store, Carrier: refusing{}, Log: slog.New(slog.DiscardHandler), Now: before.Clock.Now}
	before.must(sender.Send(t.Context(), about[0].ID))
	d.sends(t)
	if letter := d.letterTo(t, mailbox("Lia")); !strings.Contains(letter, "First thousand") {
		t.Errorf("got\n%s\nwant the receipt that was refused at first", letter)
	}
	d.ses.BreakOnce()
	redirects(t, d.request(t, "applications", "/api/applications", "", applicationForm("Ned")), "/applications/")
	d.quiet(t)
	today := d.request(t, "desk", "/desk/", cookie, nil)
	shows(t, today, "A mail did not leave")
	redirects(t, d.request(t, "desk", found(t, `(/api/desk/mails/[0-9A-Z]{26}/retry)`, today.Body), cookie, url.Values{}), "/desk/")
	d.mailed(t)
	d.letterTo(t, mailbox("Ned"))
}
