package brief_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/local"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// house is an agency with a room for briefs, whose errors end the test.
type house struct {
	*brief.Room
	agency *decisiontest.House
	t      testing.TB
	store  *local.Bolt
	mails  *outbox.Room
	links  *links
}

const slug = "tuesday"

func open(t testing.TB) *house {
	t.Helper()
	store, clock := localtest.Store(t)
	h := &house{agency: decisiontest.Open(store, clock), t: t, store: store, links: &links{}}
	h.agency.Programs.Files = files{h.agency.Programs.Files}
	h.mails = h.agency.Outbox
	proofs, err := brief.NewProofs(bytes.Repeat([]byte("s"), 32))
	h.must(err)
	h.Room = &brief.Room{Table: store, Documents: &document.Room{Table: store, IDs: h.agency.IDs, Now: clock.Now},
		Programs: h.agency.Programs, Applications: h.agency.Applications, Links: h.links, IDs: h.agency.IDs, Now: clock.Now,
		Calendar: agency.Calendar{Zone: time.UTC, Holidays: []string{"2026-05-13"}}, Proofs: proofs}
	return h
}

// links answer but for those that are dead or that nobody can tell of.
type links struct {
	dead, dark []string
	asked      []string
}

func (l *links) Answers(_ context.Context, address string) (ok, known bool) {
	l.asked = append(l.asked, address)
	return !slices.Contains(l.dead, address), !slices.Contains(l.dark, address)
}

// files are those of the house; tuesday and rolling say what is made, and
// regulated is tuesday for a regulated product.
type files struct{ program.Files }

func (f files) Program(name string) (content.Program, bool) {
	source := name
	if name == "regulated" {
		source = slug
	}
	p, ok := f.Files.Program(source)
	if !slices.Contains([]string{slug, "regulated", "rolling"}, name) {
		return p, ok
	}
	p.Slug, p.Regulated = name, name == "regulated"
	p.Brand = "Ninepin Suppers"
	p.Deliverables = []string{"1 blog post, 800–1,200 words", "3 Pinterest pins"}
	p.Must = []string{"The night must be a real one", "One link to ninepin.example/tuesday"}
	p.MustNot = []string{"No price claims"}
	p.Disclosure = "“Sponsored by Ninepin Suppers” as the first sentence"
	p.Hashtags = []string{"#ad"}
	p.Rights, p.Exclusivity, p.KillFee, p.KeepDays = "Organic re-share 12 months", "None", "Half the fee", 90
	return p, ok
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func devon() agency.Actor { return actor("DEVN", agency.ProjectManager) }
func tess() agency.Actor  { return actor("TESS", agency.Reviewer) }
func omar() agency.Actor  { return actor("OMAR", agency.Editor) }
func ines() agency.Actor  { return actor("INES", agency.Compliance) }

func actor(id string, roles ...agency.Role) agency.Actor {
	return agency.Actor{ID: "01JV000000000000000000" + id, Name: strings.ToLower(id), Roles: roles}
}

// got ends the test unless a document was changed, and reads it again.
func (h *house) got(d document.Document, err error) document.Document {
	h.t.Helper()
	h.must(err)
	now, err := h.Documents.Find(h.t.Context(), d.ID)
	h.must(err)
	return now
}

func (h *house) now(slug string) (brief.Brief, document.Document) {
	h.t.Helper()
	b, d, err := h.Current(h.t.Context(), slug)
	h.must(err)
	return b, d
}

// started is a first draft with somebody at the client.
func (h *house) started(slug string) (brief.Brief, document.Document) {
	h.t.Helper()
	h.must(h.SetContact(h.t.Context(), devon(), slug, "Ada Client", "ada@client.example"))
	h.got(h.Start(h.t.Context(), devon(), slug))
	return h.now(slug)
}

// write keeps a change of the newest version.
func (h *house) write(change func(*brief.Brief)) (brief.Brief, document.Document) {
	h.t.Helper()
	b, d := h.now(slug)
	change(&b)
	h.got(h.Write(h.t.Context(), devon(), slug, d.Version, b))
	return h.now(slug)
}

func (h *house) send(slug string) document.Document {
	h.t.Helper()
	_, d := h.now(slug)
	return h.got(h.Send(h.t.Context(), devon(), slug, d.Version))
}

// asked is a version that waits for the client, with their link.
func (h *house) asked() (document.Document, string) {
	h.t.Helper()
	d := h.send(slug)
	h.got(h.Approve(h.t.Context(), tess(), slug, d.Current.Hash, ""))
	d = h.got(h.Approve(h.t.Context(), omar(), slug, d.Current.Hash, ""))
	return d, h.link()
}

// link is the token of the newest letter to the client.
func (h *house) link() string {
	h.t.Helper()
	var v brief.SignValues
	h.newest(brief.LetterSign, &v)
	return h.Proofs.Token(v.Ticket)
}

// newest reads the values of the newest letter of a kind, which waits to leave.
func (h *house) newest(letter string, v any) outbox.Mail {
	h.t.Helper()
	all := h.letters(letter)
	if len(all) == 0 {
		h.t.Fatalf("there is no letter %s", letter)
	}
	m := all[len(all)-1]
	h.must(json.Unmarshal(m.Values, v))
	return m
}

func (h *house) letters(letter string) []outbox.Mail {
	h.t.Helper()
	var found []outbox.Mail
	cursor := ""
	for {
		page, next, err := h.mails.List(h.t.Context(), outbox.Approved, cursor)
		h.must(err)
		for _, m := range page {
			if m.Letter == letter {
				found = append(found, m)
			}
		}
		if cursor = next; next == "" {
			return found
		}
	}
}

// released puts the newest version in force.
func (h *house) released() document.Document {
	h.t.Helper()
	_, token := h.asked()
	h.got(h.Sign(h.t.Context(), token, "Ada Client"))
	_, d := h.now(slug)
	return h.got(h.Release(h.t.Context(), devon(), slug, d.Version))
}

// inForce is an agency whose first version is released.
func inForce(t testing.TB) (*house, document.Document) {
	t.Helper()
	h := open(t)
	h.started(slug)
	return h, h.released()
}

// member is somebody whose application has come so far.
func (h *house) member(who string, state agency.State) (application.Application, agency.Actor) {
	h.t.Helper()
	a, err := h.agency.Apply(h.t.Context(), slug, who)
	h.must(err)
	a = h.becomes(a, state)
	p, err := h.agency.Person(h.t.Context(), who)
	h.must(err)
	return a, p
}

func (h *house) becomes(a application.Application, state agency.State) application.Application {
	h.t.Helper()
	a.State = state
	item, err := a.Item()
	h.must(err)
	h.must(h.store.Write(h.t.Context(), "", table.Replace(item)))
	a, err = h.Applications.Find(h.t.Context(), a.ID)
	h.must(err)
	return a
}

// right are the right answers to what somebody is asked.
func (h *house) right(a application.Application) (number int, hash string, answers []int) {
	h.t.Helper()
	r, questions, err := h.SelfCheck(h.t.Context(), a)
	h.must(err)
	for _, q := range questions {
		c, _ := r.Clause(q.Clause)
		answers = append(answers, map[brief.Kind]int{brief.Must: 0, brief.MustNot: 1}[c.Kind])
	}
	return r.Number, r.Hash, answers
}

func (h *house) acknowledge(a application.Application, by agency.Actor) brief.Ack {
	h.t.Helper()
	number, hash, answers := h.right(a)
	ack, result, err := h.Acknowledge(h.t.Context(), by, a, number, hash, answers)
	h.must(err)
	if !result.OK {
		h.t.Fatalf("right answers are wrong: %+v", result)
	}
	return ack
}

func kindOf(err error) agency.Kind {
	if e, ok := errors.AsType[*agency.Error](err); ok {
		return e.Kind
	}
	return 0
}

// fields are the names of the fields that an error is about.
func fields(err error) string {
	invalid, ok := errors.AsType[*agency.Invalid](err)
	if !ok {
		return ""
	}
	var names []string
	for _, f := range invalid.Fields {
		if !slices.Contains(names, f.Field) {
			names = append(names, f.Field)
		}
	}
	return strings.Join(names, " ")
}

// faults are the fields of what keeps a brief from being sent, and those of
// what its writer might think about.
func (h *house) faults() (faults, warnings string) {
	h.t.Helper()
	found, err := h.Lint(h.t.Context(), slug)
	h.must(err)
	var stop, think []string
	for _, f := range found {
		if f.Say == "" || f.Field == "" {
			h.t.Errorf("a fault without words: %+v", f)
		}
		if f.Warning {
			think = append(think, f.Field)
		} else {
			stop = append(stop, f.Field)
		}
	}
	return strings.Join(slices.Compact(stop), " "), strings.Join(slices.Compact(think), " ")
}

func rule(name string) *check.Rule { return &check.Rule{Check: name} }
