package web_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// briefed are the files of the house, in which tuesday says what is made.
type briefed struct {
	program.Files
	regulated bool
}

func (f briefed) Program(slug string) (content.Program, bool) {
	p, ok := f.Files.Program(slug)
	if slug != "tuesday" {
		return p, ok
	}
	p.Regulated = f.regulated
	p.Brand, p.KeepDays, p.Hashtags = "Ninepin Suppers", 90, []string{"#ad"}
	p.Deliverables = []string{"1 blog post, 800–1,200 words", "3 Pinterest pins"}
	p.Must, p.MustNot = []string{"The night must be a real one", "One link to ninepin.example/tuesday"}, []string{"No price claims"}
	p.Disclosure = "“Sponsored by Ninepin Suppers” as the first sentence"
	p.Rights, p.Exclusivity, p.KillFee = "Organic re-share 12 months", "None", "Half the fee"
	return p, ok
}

// briefHouse is a house with a program to brief, and the cookies of its people.
type briefHouse struct {
	*house
	t       *testing.T
	cookies map[string]string // by name
}

const briefDesk, briefEdit = "/desk/briefs/tuesday", "/desk/briefs/tuesday/edit"

func briefsHouse(t *testing.T) *briefHouse {
	t.Helper()
	h := &briefHouse{house: furnished(t), t: t, cookies: map[string]string{"": ""}}
	h.web.Programs.Files = briefed{Files: h.web.Programs.Files}
	proofs, err := brief.NewProofs(bytes.Repeat([]byte("s"), 32))
	h.must(err)
	h.web.Briefs.Proofs = proofs
	for _, name := range []string{"Tess Abara", "Rita", "Mara", "Lena", "Edo", "Remo"} {
		h.cookies[name] = h.session(h.addressOf(name))
	}
	return h
}

// joins is somebody whose application has come so far.
func (h *briefHouse) joins(who string, state agency.State) application.Application {
	h.t.Helper()
	a := h.apply("tuesday", who)
	a.State = state
	item, err := a.Item()
	h.must(err)
	h.must(h.store.Write(h.t.Context(), "", table.Replace(item)))
	h.cookies[who] = h.session(who + "@example.com")
	return h.of("tuesday", who)
}

func (h *briefHouse) get(who, path string) answer {
	h.t.Helper()
	cookie, known := h.cookies[who]
	if !known {
		h.t.Fatalf("%s is not signed in", who)
	}
	return h.send("GET", path, nil, cookie, "")
}

func (h *briefHouse) post(who, path string, f url.Values) answer {
	h.t.Helper()
	return h.send("POST", path, f, h.cookies[who], "")
}

// press fills in a form of a page, as it stands there, and sends it.
func (h *briefHouse) press(who, page, action string, pairs ...string) answer {
	h.t.Helper()
	path, f := filled(h.t, h.get(who, page), action)
	for i := 0; i < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return h.post(who, path, f)
}

// does is press that has to work; it returns where it leads.
func (h *briefHouse) does(who, page, action string, pairs ...string) string {
	h.t.Helper()
	a := h.press(who, page, action, pairs...)
	if a.status != http.StatusSeeOther {
		h.t.Fatalf("%s by %s: %d\n%s", action, who, a.status, a.body)
	}
	return a.header.Get("Location")
}

// filled is what a form of a page would send, as a browser reads it.
func filled(t *testing.T, a answer, action string) (path string, f url.Values) {
	t.Helper()
	for _, n := range parse(t, a).all("form", "", "") {
		if !strings.HasSuffix(get(n, "action"), "/"+action) {
			continue
		}
		f = url.Values{}
		for field := range n.Descendants() {
			name := get(field, "name")
			if field.Type != html.ElementNode || name == "" {
				continue
			}
			switch kind := get(field, "type"); {
			case field.Data == "select":
				f.Set(name, selected(field))
			case field.Data == "textarea":
				f.Set(name, strings.TrimPrefix(raw(field), "\n"))
			case field.Data == "input" && (kind == "checkbox" || kind == "radio"):
				if slices.ContainsFunc(field.Attr, func(a html.Attribute) bool { return a.Key == "checked" }) {
					f.Add(name, get(field, "value"))
				}
			case field.Data == "input":
				f.Add(name, get(field, "value"))
			}
		}
		return get(n, "action"), f
	}
	t.Fatalf("no form that posts to %s (%d)\n%s", action, a.status, a.body)
	return "", nil
}

func selected(n *html.Node) string {
	options := document{n}.all("option", "", "")
	for _, o := range options {
		if slices.ContainsFunc(o.Attr, func(a html.Attribute) bool { return a.Key == "selected" }) {
			return get(o, "value")
		}
	}
	return get(options[0], "value")
}

// formOn reports whether a page has a form that posts to an action.
func formOn(t *testing.T, a answer, action string) bool {
	t.Helper()
	return slices.ContainsFunc(parse(t, a).all("form", "", ""), func(n *html.Node) bool {
		return strings.HasSuffix(get(n, "action"), "/"+action)
	})
}

// begun is a first draft by Mara, with somebody at the client.
func (h *briefHouse) begun() {
	h.t.Helper()
	h.does("Mara", briefDesk, "contact", "name", "Ada Client", "email", "ada@client.example")
	h.does("Mara", briefDesk, "start")
}

// approved brings the newest version to the client.
func (h *briefHouse) approved() {
	h.t.Helper()
	h.does("Mara", briefDesk, "send")
	h.does("Rita", briefDesk, "approve")
	h.does("Edo", briefDesk, "approve")
}

// link is the page of the newest letter to the client.
func (h *briefHouse) link() string {
	h.t.Helper()
	cursor, link := "", ""
	for more := true; more; more = cursor != "" {
		page, next, err := h.web.Outbox.List(h.t.Context(), outbox.Approved, cursor)
		h.must(err)
		cursor = next
		for _, m := range page {
			if m.Letter == brief.LetterSign {
				var v brief.SignValues
				h.must(json.Unmarshal(m.Values, &v))
				link = "/briefs/sign/" + h.web.Briefs.Proofs.Token(v.Ticket)
			}
		}
	}
	if link == "" {
		h.t.Fatal("the client was not written to")
	}
	return link
}

// released puts the newest version in force.
func (h *briefHouse) released() {
	h.t.Helper()
	h.approved()
	h.does("", h.link(), "sign", "name", "Ada Client")
	h.does("Mara", briefDesk, "release")
}

// edit saves the newest version with some fields changed.
func (h *briefHouse) edit(who string, pairs ...string) {
	h.t.Helper()
	h.does(who, briefEdit, "write", pairs...)
}

// priced are the fields of an offer, of the clause in that row.
func priced(at string) []string {
	return []string{at + "fee", "$45", at + "days", "2", at + "tried", "We asked them to wait."}
}

// knows answers the questions of a brief, rightly or wrongly, and sends them.
func (h *briefHouse) knows(a application.Application, who string, right bool) answer {
	h.t.Helper()
	r, questions, err := h.web.Briefs.SelfCheck(h.t.Context(), a)
	h.must(err)
	var pairs []string
	for n, q := range questions {
		c, _ := r.Clause(q.Clause)
		choice := map[brief.Kind]int{brief.Must: 0, brief.MustNot: 1}[c.Kind]
		if !right {
			choice = 2
		}
		pairs = append(pairs, "answer"+strconv.Itoa(n+1), strconv.Itoa(choice))
	}
	return h.press(who, "/me/brief/"+a.ID, "acknowledge", pairs...)
}
