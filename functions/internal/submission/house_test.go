package submission_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/fetch"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/submission"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// place is a room for work in a whole agency, with a client, a web and a brief
// that the test decides on.
type place struct {
	*submission.Room
	Agency  *decisiontest.House
	Clock   *agencytest.Clock
	Mails   *outbox.Room
	Plan    *plan
	Brief   *briefs
	Web     *web
	Disk    *disk
	Client  *contacts
	Workers *workers
	Known   knows
}

const slug = "tuesday"

// maxFile is the most that one file may have here, in bytes.
const maxFile = 1_500_000

// furnish opens the room on a store.
func furnish(store table.Table, clock *agencytest.Clock) *place {
	agencies := decisiontest.Open(store, clock)
	p := &place{Agency: agencies, Clock: clock, Mails: agencies.Outbox, Plan: &plan{}, Brief: newBriefs(), Web: newWeb(),
		Disk: &disk{kept: map[string][]byte{}}, Client: &contacts{brief.Contact{Name: "Hob", Email: "hob@client.example"}},
		Workers: &workers{[]agency.Actor{decisiontest.Manager(), decisiontest.Lead(), decisiontest.OtherLead()}}, Known: knows{}}
	p.Plan.files = agencies.Programs.Files
	agencies.Programs.Files = p.Plan
	proofs, err := brief.NewProofs(bytes.Repeat([]byte("s"), 32))
	if err != nil {
		panic(err)
	}
	agencies.Applications.People = accounts{agencies.Applications.People, p.Workers}
	p.Room = &submission.Room{Table: store, Programs: agencies.Programs, Applications: agencies.Applications, Briefs: p.Brief,
		Contacts: p.Client, Staff: p.Workers, Ties: p.Known, Visitor: p.Web, Files: p.Disk, MaxFile: maxFile, IDs: agencies.IDs, Now: clock.Now,
		Calendar: agency.Calendar{Zone: time.UTC, Holidays: []string{"2026-05-25"}}, Proofs: proofs}
	return p
}

// confirmed is somebody who confirmed, with the work of the brief.
func (p *place) confirmed(ctx context.Context, who string) (agency.Actor, application.Application, error) {
	return p.confirmedFor(ctx, who, slug)
}

func (p *place) confirmedFor(ctx context.Context, who, program string) (agency.Actor, application.Application, error) {
	person, err := p.Agency.Person(ctx, who)
	if err != nil {
		return person, application.Application{}, err
	}
	a := application.Application{ID: p.IDs.New(), Program: program, Person: person.ID, State: application.Confirmed, At: p.Now()}
	item, err := a.Item()
	if err == nil {
		err = p.Table.Write(ctx, "", table.Create(item))
	}
	p.Brief.acks[a.ID] = brief.Ack{Number: 1, First: 1, At: p.Now()}
	if err == nil {
		err = p.Assign(ctx, a)
	}
	return person, a, err
}

// plan are the programs, tuesday as the test wants it.
type plan struct {
	files interface {
		Program(slug string) (content.Program, bool)
		Programs() []content.Program
	}
	change func(*content.Program)
}

func (p *plan) Program(slug string) (content.Program, bool) {
	one, ok := p.files.Program(slug)
	one.KeepDays, one.KillFee = 60, "half of the fee"
	if p.change != nil {
		p.change(&one)
	}
	return one, ok
}

func (p *plan) Programs() []content.Program { return p.files.Programs() }

// briefs are the versions of one brief, and who acknowledged which.
type briefs struct {
	versions []brief.Brief
	acks     map[string]brief.Ack
}

func newBriefs() *briefs {
	return &briefs{versions: []brief.Brief{firstBrief()}, acks: map[string]brief.Ack{}}
}

// shop is what has to be linked to.
const shop = "https://hobb.example/windowsill"

func firstBrief() brief.Brief {
	return brief.Brief{Program: slug, Title: "Tuesday", Brand: "Hobb", Hosts: []string{"hobb.example"},
		Deliverables: []brief.Deliverable{{Title: "One caption", Medium: check.Caption}, {Title: "One article", Medium: check.Article}, {Title: "One video", Medium: check.Video}},
		Clauses: []brief.Clause{
			{Number: 1, Kind: brief.Must, Test: brief.Reviewer, Text: "Say which dinner it was."},
			{Number: 2, Kind: brief.Must, Test: brief.Auto, Text: "Link to the windowsill.", Rule: &check.Rule{Clause: 2, Check: check.Link, Link: shop}},
			{Number: 3, Kind: brief.MustNot, Test: brief.Auto, Text: "Leave out prices.", Rule: &check.Rule{Clause: 3, Check: check.MustNot, Words: []string{"cheap"}}},
			{Number: 4, Kind: brief.Should, Test: brief.Attest, Text: "Tell us what went wrong."},
			{Number: 5, Kind: brief.Info, Text: "We pay 600 dollars."},
			{Number: 6, Kind: brief.Must, Test: brief.Auto, Text: "Say that it is an ad.", Rule: &check.Rule{Clause: 6, Check: check.Disclosure}},
			{Number: 7, Kind: brief.Must, Test: brief.Reviewer, Text: "Show the jar.", For: []int{2}},
		}}
}

func (b *briefs) Released(context.Context, string) (brief.Released, error) {
	n := len(b.versions)
	return brief.Released{Brief: b.versions[n-1], Number: n}, nil
}

func (b *briefs) Agreed(_ context.Context, a application.Application) (brief.Brief, brief.Ack, bool, error) {
	ack, known := b.acks[a.ID]
	if !known {
		return brief.Brief{}, ack, false, nil
	}
	return b.versions[ack.Number-1], ack, true, nil
}

// contacts is who speaks for the client.
type contacts struct{ who brief.Contact }

func (c *contacts) Contact(context.Context, agency.Actor, string) (brief.Contact, error) {
	return c.who, nil
}

func (c *contacts) Turn(context.Context, string) (int, error) { return c.who.Turn, nil }

// web is every page there is. What it does not know keeps programs out.
type web struct {
	mu    sync.Mutex
	pages map[string]fetch.Page
	rude  map[string]bool // asks programs not to look again and again
	asked []string
}

func newWeb() *web {
	return &web{pages: map[string]fetch.Page{shop: {Status: 200, Body: []byte("<p>Windowsills</p>")}}, rude: map[string]bool{}}
}

func (w *web) Fetch(_ context.Context, address string) (fetch.Page, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = append(w.asked, address)
	p, ok := w.pages[address]
	if !ok {
		return p, &fetch.Unreached{Say: "The site does not let programs in."}
	}
	p.Address = address
	return p, nil
}

func (w *web) Allowed(_ context.Context, address string) bool { return !w.rude[address] }

// put publishes words at an address.
func (w *web) put(address, text string) {
	text = strings.ReplaceAll(text, shop, `<a rel="sponsored" href="`+shop+`">the windowsill</a>`)
	w.pages[address] = fetch.Page{Status: 200, Type: "text/html", Body: []byte("<html><body><article><p>" + text + "</p></article></body></html>")}
}

func (w *web) gone(address string)  { w.pages[address] = fetch.Page{Status: 404} }
func (w *web) block(address string) { delete(w.pages, address) }

// disk are the files that were kept.
type disk struct {
	mu   sync.Mutex
	kept map[string][]byte
}

func (d *disk) Keep(_ context.Context, hash string, data []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.kept[hash] = data
	return nil
}

func (d *disk) Open(_ context.Context, hash string) (io.ReadCloser, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	data, ok := d.kept[hash]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

// house is a place whose errors end the test, with ann's work in it.
type house struct {
	*place
	t   testing.TB
	ann agency.Actor
	app string
}

func open(t testing.TB) *house {
	t.Helper()
	return openWith(t, nil)
}

// openWith opens a house in which tuesday is as change leaves it.
func openWith(t testing.TB, change func(*content.Program)) *house {
	t.Helper()
	store, clock := localtest.Store(t)
	h := &house{place: furnish(store, clock), t: t}
	h.Plan.change = change
	var a application.Application
	var err error
	h.ann, a, err = h.confirmed(t.Context(), "ann")
	h.must(err)
	h.app = a.ID
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) now(number int) submission.Deliverable {
	h.t.Helper()
	d, err := h.Find(h.t.Context(), h.app, number)
	h.must(err)
	return d
}

// is fails the test if the first deliverable is in another state.
func (h *house) is(want agency.State) submission.Deliverable {
	h.t.Helper()
	d := h.now(1)
	if d.State != want {
		h.t.Fatalf("work is %s, want %s", d.State, want)
	}
	return d
}

// until moves the clock on to a moment.
func (h *house) until(at time.Time) { h.Clock.Pass(at.Sub(h.Now())) }

// may is a moment of May 2026.
func may(day, hour int) time.Time { return time.Date(2026, time.May, day, hour, 0, 0, 0, time.UTC) }

// endOf is the last second of a day of May 2026.
func endOf(day int) time.Time { return may(day+1, 0).Add(-time.Second) }

func (h *house) strike() {
	h.t.Helper()
	h.must(submission.Clock{Room: h.Room}.Strike(h.t.Context()))
}

const good = "#ad The soup won on Tuesday, and the smoke alarm was a dinner guest. " + shop

// form is a draft of the first deliverable that passes every check.
func form(d submission.Deliverable, text string) submission.DraftForm {
	f := submission.DraftForm{Version: d.Version, Text: text}
	for _, c := range firstBrief().Clauses {
		f.Ticks = append(f.Ticks, submission.Tick{Clause: c.Number, Done: true})
	}
	return f
}

// send sends a draft of the first deliverable.
func (h *house) send(text string, results ...submission.Result) submission.Draft {
	h.t.Helper()
	f := form(h.now(1), text)
	f.Results = results
	_, draft, err := h.SendDraft(h.t.Context(), h.ann, h.app, 1, f)
	h.must(err)
	return draft
}

// asked is a change that the brief asks for, wished one that it never did.
func asked(clause int, what string) submission.Item {
	return submission.Item{What: what, Where: "first line", Why: "Readers look for it there.", Clause: clause}
}

func wished(what string, fee, days int) submission.Item {
	return submission.Item{What: what, Why: "The client wishes for it.",
		New: &submission.Offer{Reason: "client_changed_mind", Fee: fee, Days: days, Tried: "We asked them to wait for the next program."}}
}

func wish(items ...submission.Item) submission.Wish {
	return submission.Wish{Good: "The smoke alarm made us laugh.", Days: 3, Items: items}
}

// request writes an edit request and sends it; a second person reads it if one
// has to.
func (h *house) request(items ...submission.Item) submission.Edit {
	h.t.Helper()
	_, _, err := h.Write(h.t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, wish(items...))
	h.must(err)
	d, e, err := h.Send(h.t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version)
	h.must(err)
	if e.State == submission.EditSecondLook {
		_, e, err = h.Look(h.t.Context(), decisiontest.Reader(0), h.app, 1, d.Version)
		h.must(err)
	}
	return e
}

func (h *house) reply(replies ...submission.Reply) submission.Edit {
	h.t.Helper()
	_, e, err := h.Answer(h.t.Context(), h.ann, h.app, 1, h.now(1).Version, replies)
	h.must(err)
	return e
}

func (h *house) approve(ok ...int) submission.Deliverable {
	h.t.Helper()
	d, err := h.Room.Approve(h.t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, ok)
	h.must(err)
	return d
}

const post = "https://ann.blog/soup"

// publish puts a text on the web and sends its address in.
func (h *house) publish(text string) submission.Deliverable {
	h.t.Helper()
	h.Web.put(post, text)
	return h.address(submission.LiveForm{Address: post})
}

func (h *house) address(f submission.LiveForm) submission.Deliverable {
	h.t.Helper()
	f.Version = h.now(1).Version
	d, err := h.Publish(h.t.Context(), h.ann, h.app, 1, f)
	h.must(err)
	return d
}

func (h *house) verify(reason string) submission.Deliverable {
	h.t.Helper()
	d, err := h.Room.Verify(h.t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, reason)
	h.must(err)
	return d
}

// verified is work that is live and counts.
func verified(t testing.TB) *house {
	t.Helper()
	h := open(t)
	h.send(good)
	h.approve()
	h.until(may(29, 10))
	h.publish(good)
	h.verify("")
	return h
}

// letters are the letters about the first deliverable, in the order in which
// they were written.
func (h *house) letters() []string {
	h.t.Helper()
	mails, err := h.Mails.About(h.t.Context(), h.now(1).Thing())
	h.must(err)
	var names []string
	for _, m := range mails { // the newest stands first
		names = append([]string{m.Letter}, names...)
	}
	return names
}

// count is how many letters of a kind were written.
func (h *house) count(letter string) int {
	n := 0
	for _, one := range h.letters() {
		if one == letter {
			n++
		}
	}
	return n
}

func kindOf(err error) agency.Kind {
	if e, ok := errors.AsType[*agency.Error](err); ok {
		return e.Kind
	}
	return 0
}

// wantKind fails the test unless an error is of a kind, with words.
func (h *house) wantKind(err error, want agency.Kind, doing string) {
	h.t.Helper()
	e, ok := errors.AsType[*agency.Error](err)
	if !ok || e.Kind != want || !strings.HasSuffix(e.Say, ".") {
		h.t.Errorf("%s: error %v, want one of kind %d with words", doing, err, want)
	}
}

// fields are the names of the fields that an error is about.
func fields(err error) string {
	invalid, ok := errors.AsType[*agency.Invalid](err)
	if !ok {
		return fmt.Sprint(err)
	}
	var names []string
	for _, f := range invalid.Fields {
		names = append(names, f.Field)
	}
	return strings.Join(names, " ")
}
