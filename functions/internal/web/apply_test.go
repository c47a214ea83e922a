package web_test

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/program"
)

// changed is a form with some fields changed.
func changed(f url.Values, pairs ...string) url.Values {
	f = maps.Clone(f)
	for i := 0; i < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return f
}

// asShown is text as a browser has it after reading a page.
func asShown(s string) string {
	return strings.ToValidUTF8(strings.NewReplacer("\x00", "\uFFFD", "\r\n", "\n", "\r", "\n").Replace(s), "\uFFFD")
}

// filledIn is what the fields of a form on a page hold, as it would be sent.
func (d document) filledIn(t *testing.T, action string) url.Values {
	t.Helper()
	_, all := d.fields(t, action)
	for _, n := range d.all("input", "", "") {
		name, kind := get(n, "name"), get(n, "type")
		if kind != "radio" && kind != "checkbox" || !all.Has(name) {
			continue
		}
		if all.Get(name) == get(n, "value") && !has(n, "checked") {
			all.Del(name)
		}
		if has(n, "checked") {
			all.Set(name, get(n, "value"))
		}
	}
	return all
}

func has(n *html.Node, attr string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == attr })
}

// comesBack holds a page with faults against what every such page must be: it
// says so in its title, and its summary leads to fields that are there.
func comesBack(t *testing.T, a answer) document {
	t.Helper()
	d := parse(t, a)
	title := text(d.all("title", "", "")[0])
	if !strings.HasPrefix(title, "Error: ") {
		t.Errorf("%d: the title is %q", a.status, title)
	}
	summary := d.all("div", "class", "error-summary")
	if len(summary) != 1 {
		t.Fatalf("%d: %d summaries\n%s", a.status, len(summary), a.body)
	}
	for _, link := range (document{summary[0]}).all("a", "", "") {
		field := strings.TrimPrefix(get(link, "href"), "#")
		found := 0
		for n := range d.root.Descendants() {
			if n.Type == html.ElementNode && get(n, "id") == field {
				found++
			}
		}
		if found != 1 {
			t.Errorf("the summary leads to #%s, which is there %d times", field, found)
		}
	}
	return d
}

func TestEveryFaultOfAnApplicationComesBackWithAllAnswers(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	long := strings.Repeat("x", 2100)
	controls := "a\x00b\x07c\u202Ed"
	for _, field := range []struct {
		name string
		bad  []string
	}{
		{"name", []string{"", " \t", long, controls, "Two\nlines"}},
		{"email", []string{"", long + "@example.com", "nobody", "a@b", "a@b.c\r\nBcc: d@example.com", controls, "javascript:alert(1)"}},
		{"channel", []string{"", "https://example.com/" + long, "javascript:alert(1)", "data:text/html,x", "ftp://example.com/me", "https://", "https://me:pass@example.com/", "https://example.com/\x00", "//example.com", `https://example.com/"onload="`}},
		{"channel2", []string{"https://example.com/" + long, "javascript:alert(1)", "https://exa mple.com/", "file:///etc/passwd"}},
		{"piece", []string{"https://example.com/" + long, "JaVaScRiPt:alert(1)", "vbscript:x", "mailto:a@example.com"}},
		{"angle", []string{"", long, controls, "\xff\xfe", strings.Repeat("y", 601), "a" + strings.Repeat("\u0301", 12)}},
		{"answer1", []string{"", long, controls}},
		{"sponsored", []string{"", "always", long}},
		{"available", []string{"", "no"}},
		{"rule1", []string{"", "no", "perhaps"}},
		{"key", []string{long}},
		{"code", []string{long}},
	} {
		for _, bad := range field.bad {
			sent := changed(dorasForm(), field.name, bad)
			got := h.send("POST", "/api/applications", sent, "", "")
			name := field.name + " " + bad[:min(len(bad), 30)]
			if got.status != http.StatusUnprocessableEntity {
				t.Errorf("%q: %d\n%s", name, got.status, got.body)
				continue
			}
			keeps(t, name, comesBack(t, got), sent)
		}
	}
	if len(h.everybody("tuesday")) != 0 {
		t.Error("something was kept")
	}
}

func (h *house) everybody(slug string) []application.Application {
	h.t.Helper()
	all, err := h.web.Applications.Everybody(h.t.Context(), slug)
	h.must(err)
	return all
}

// keeps reports whether every field of the form holds what was sent.
func keeps(t *testing.T, name string, d document, sent url.Values) {
	t.Helper()
	form := d.filledIn(t, "/api/applications")
	for field := range sent {
		was, is := asShown(sent.Get(field)), asShown(form.Get(field))
		switch {
		case slices.Contains([]string{"sponsored", "available", "rule1"}, field):
			if is != was && is != "" { // what is no choice cannot be chosen
				t.Errorf("%q: %s is %q after %q", name, field, is, was)
			}
		case is != was:
			t.Errorf("%q: %s is %q, was %q", name, field, is, was)
		}
	}
}

func TestManyFaultsAreSaidAtOnce(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	got := h.send("POST", "/api/applications", values("program", "tuesday"), "", "")
	d := comesBack(t, got)
	if n := len((document{d.all("div", "class", "error-summary")[0]}).all("a", "", "")); got.status != 422 || n != 8 {
		t.Errorf("%d, %d faults\n%s", got.status, n, got.body)
	}
}

func TestAHardRuleThatIsNotMetIsNamed(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	got := h.send("POST", "/api/applications", changed(dorasForm(), "rule1", "no"), "", "")
	if !strings.Contains(text(parse(t, got).root), "only for people of whom this is true: “18 or older”") {
		t.Errorf("%d\n%s", got.status, got.body)
	}
}

func TestForgedFormsAreRefused(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	for name, c := range map[string]struct {
		form url.Values
		want int
	}{
		"no program":                  {changed(dorasForm(), "program", ""), 404},
		"a program that is none":      {changed(dorasForm(), "program", "nowhere"), 404},
		"a program like a path":       {changed(dorasForm(), "program", "../tuesday"), 404},
		"a program with a key in it":  {changed(dorasForm(), "program", "tuesday#META\x00"), 404},
		"a question that is not put":  {changed(dorasForm(), "answer2", "x"), 422},
		"fields that there are not":   {changed(dorasForm(), "state", "accepted", "person", "x", "rule2", "no", "audience1", "all"), 303},
		"a field that people see not": {changed(dorasForm(), "contact_url", "https://spam.example"), 422},
	} {
		for _, accept := range []string{"text/html", "application/json"} {
			if got := h.send("POST", "/api/applications", c.form, "", accept); got.status != c.want {
				t.Errorf("%s as %s: %d, want %d", name, accept, got.status, c.want)
			}
		}
	}
	if n := len(h.everybody("tuesday")); n != 1 {
		t.Errorf("%d applications were kept", n)
	}
}

func TestAFieldThatPeopleDoNotSeeKeepsNoAnswerFromThem(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	got := h.send("POST", "/api/applications", changed(dorasForm(), "contact_url", "x"), "", "")
	again := comesBack(t, got).filledIn(t, "/api/applications")
	if got := h.send("POST", "/api/applications", again, "", ""); got.status != http.StatusSeeOther {
		t.Errorf("sent once more: %d\n%s", got.status, got.body)
	}
}

func TestWhatIsNoFormOrTooMuchOfOneIsRefused(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	b := h.visitor(t)
	for name, c := range map[string]struct {
		kind, body string
		chunked    bool
		want       int
	}{
		"more than 64 KB":         {"application/x-www-form-urlencoded", "program=tuesday&angle=" + strings.Repeat("x", 64<<10), false, 413},
		"more, and says not how":  {"application/x-www-form-urlencoded", "program=tuesday&angle=" + strings.Repeat("x", 64<<10), true, 413},
		"JSON":                    {"application/json", `{"program":"tuesday"}`, false, 415},
		"a file":                  {"multipart/form-data; boundary=x", "--x--", false, 415},
		"another alphabet":        {"application/x-www-form-urlencoded; charset=utf-16", "a=b", false, 415},
		"half an escaped letter":  {"application/x-www-form-urlencoded", "program=%4", false, 400},
		"a semicolon in the form": {"application/x-www-form-urlencoded", "program=tuesday;x=y", false, 400},
	} {
		for _, accept := range []string{"", "application/json"} {
			r := b.request("POST", "/api/applications", c.body)
			if c.chunked {
				r.Body, r.ContentLength, r.GetBody = io.NopCloser(strings.NewReader(c.body)), -1, nil
			}
			r.Header.Set("Content-Type", c.kind)
			r.Header.Set("Accept", accept)
			got := b.do(r)
			problem := strings.HasPrefix(got.header.Get("Content-Type"), "application/problem+json")
			if got.status != c.want || problem != (accept != "") {
				t.Errorf("%s as %q: %d, want %d, %s", name, accept, got.status, c.want, got.header.Get("Content-Type"))
			}
		}
	}
}

func TestTheSameFormTwiceIsOneApplication(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	first := h.send("POST", "/api/applications", dorasForm(), "", "")
	second := h.send("POST", "/api/applications", dorasForm(), "", "")
	if a, b := location(t, first).String(), location(t, second).String(); a != b {
		t.Errorf("led to %s and %s", a, b)
	}
	if len(h.everybody("tuesday")) != 1 {
		t.Error("it was kept twice")
	}
}

// Nobody can find out by the form who has applied: a second application has
// the same answer as a first one.
func TestASecondApplicationLooksLikeAFirst(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	receipt := func(f url.Values) string {
		got := h.send("GET", location(t, h.send("POST", "/api/applications", f, "", "")).String(), nil, "", "")
		if got.status != http.StatusOK || got.header.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("receipt: %d, %v", got.status, got.header)
		}
		return got.body
	}
	first := receipt(dorasForm())
	again := receipt(changed(dorasForm(), "angle", "Other words.", "name", "Somebody"))
	if first != again {
		t.Errorf("a first:\n%s\na second:\n%s", first, again)
	}
	for _, private := range []string{"Dora", "dora@example.com", "soup"} {
		if strings.Contains(first, private) {
			t.Errorf("the receipt tells %q to who has its address", private)
		}
	}
	if !strings.Contains(first, "20 May 2026") || !strings.Contains(first, "Marisol Tran") {
		t.Errorf("the receipt lacks the day or the person:\n%s", first)
	}
	if len(h.everybody("tuesday")) != 1 {
		t.Error("there are two")
	}
}

func TestWhoIsSignedInIsToldThatTheyApplied(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	a := h.apply("tuesday", "ines")
	me := h.session("ines@example.com")
	got := h.send("POST", "/api/applications", changed(dorasForm(), "angle", "Other words."), me, "")
	if got.status != http.StatusConflict || !strings.Contains(got.body, "You applied to this program on") {
		t.Errorf("%d\n%s", got.status, got.body)
	}
	if got := h.send("GET", "/apply/tuesday", nil, me, ""); location(t, got).String() != "/me/applications/"+a.ID {
		t.Errorf("the form leads to %s", got.header.Get("Location"))
	}
}

func TestADraftIsKeptWithItsFaultsAndSentLater(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	me := h.session("ines@example.com")
	begun := values("program", "tuesday", "angle", "Half an", "channel", "javascript:alert(1)", "rule1", "no", "action", "save", "code", "")
	if got := h.send("POST", "/api/applications", begun, "", ""); got.status != http.StatusUnauthorized || !strings.Contains(got.body, "Half an") {
		t.Errorf("a visitor's draft: %d", got.status)
	}
	if got := location(t, h.send("POST", "/api/applications", begun, me, "")).String(); got != "/apply/tuesday" {
		t.Fatalf("saved, led to %s", got)
	}
	page := h.send("GET", "/apply/tuesday", nil, me, "")
	form := parse(t, page).filledIn(t, "/api/applications")
	for field, want := range map[string]string{"angle": "Half an", "channel": "javascript:alert(1)", "rule1": "no"} {
		if form.Get(field) != want {
			t.Errorf("%s came back as %q", field, form.Get(field))
		}
	}
	if !strings.Contains(page.body, "Saved ") || strings.Contains(page.body, `href="javascript:`) {
		t.Errorf("the page of the draft:\n%s", page.body)
	}
	list := h.send("GET", "/me/", nil, me, "")
	if !strings.Contains(list.body, "Not sent yet") {
		t.Errorf("the list lacks the draft:\n%s", list.body)
	}
	for name, value := range map[string]string{"angle": "Half an angle, and the rest.", "channel": "example.com/ines", "rule1": "yes", "answer1": "Soup", "sponsored": "none", "available": "yes"} {
		form.Set(name, value)
	}
	location(t, h.send("POST", "/api/applications", form, me, ""))
	mine := h.send("GET", "/me/applications/"+h.of("tuesday", "ines").ID, nil, me, "")
	if mine.status != http.StatusOK || !strings.Contains(mine.body, "Half an angle, and the rest.") || !strings.Contains(mine.body, "Received – waiting for a person") {
		t.Errorf("%d\n%s", mine.status, mine.body)
	}
}

func TestADraftTooLargeToKeepComesBack(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	f := changed(dorasForm(), "action", "save", "angle", strings.Repeat("x", 40<<10))
	got := h.send("POST", "/api/applications", f, h.session("ines@example.com"), "")
	if got.status != http.StatusUnprocessableEntity {
		t.Fatalf("%d", got.status)
	}
	comesBack(t, got)
}

func TestProgramsTakeApplicationsWhileTheyAreOpen(t *testing.T) {
	t.Parallel()
	step := func(take func(*house) func(context.Context, agency.Actor, program.Program, program.Change) (program.Program, error)) func(*house) {
		return func(h *house) { h.step(take(h), program.Change{Notice: "The client thinks."}) }
	}
	at := func(day, hour, minute int) func(*house) {
		return func(h *house) { h.clock.Pass(time.Date(2026, 5, day, hour, minute, 0, 0, time.UTC).Sub(h.clock.Now())) }
	}
	for _, c := range []struct {
		name   string
		change func(*house)
		want   int
		say    string
	}{
		{"ready", at(-5, 9, 0), 409, "not open yet. It opens on Friday, 1 May 2026"},
		{"open", at(12, 9, 0), 303, ""},
		{"paused", step(func(h *house) func(context.Context, agency.Actor, program.Program, program.Change) (program.Program, error) {
			return h.web.Programs.Pause
		}), 409, "takes no applications for now"},
		{"closed early", step(func(h *house) func(context.Context, agency.Actor, program.Program, program.Change) (program.Program, error) {
			return h.web.Programs.CloseEarly
		}), 410, "This program is closed"},
		{"in the last minute", at(14, 23, 59), 303, ""},
		{"in the minutes of grace", at(15, 0, 9), 303, ""},
		{"after the grace", at(15, 0, 10), 410, "This program is closed"},
		{"called off", func(h *house) {
			p, err := h.web.Programs.Find(h.t.Context(), "tuesday")
			h.must(err)
			_, err = h.web.Decisions.Cancel(h.t.Context(), h.who("Ada"), p, program.Change{Version: p.Version, Notice: "No more money."})
			h.must(err)
		}, 410, "it was called off"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := furnished(t)
			c.change(h)
			page := h.send("GET", "/apply/tuesday", nil, "", "")
			got := h.send("POST", "/api/applications", dorasForm(), "", "")
			if got.status != c.want || !strings.Contains(got.body, c.say) {
				t.Errorf("%d, want %d\n%s", got.status, c.want, got.body)
			}
			if open := c.want == 303; open != (page.status == 200) || !open && page.status != c.want || !strings.Contains(page.body, c.say) {
				t.Errorf("the form: %d\n%s", page.status, page.body)
			}
			if c.want != 303 {
				keeps(t, c.name, comesBack(t, got), dorasForm())
			}
		})
	}
}

func TestALinkWithACodeLetsOnePersonInLate(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	h.apply("tuesday", "ann")
	h.closed()
	mara, ines := h.session("mara@greenroom.example"), h.session("ines@example.com")
	page := h.send("POST", "/api/desk/programs/tuesday/code", values("why", "Their power was cut."), mara, "")
	link, _, _ := strings.Cut(page.body[strings.Index(page.body, "/apply/tuesday?code="):], "<")
	code := strings.TrimPrefix(link, "/apply/tuesday?code=")
	if page.status != http.StatusOK || page.header.Get("Referrer-Policy") != "same-origin" || len(code) < 10 {
		t.Fatalf("%d, link %q", page.status, link)
	}
	for path, want := range map[string]int{"/apply/tuesday": 410, "/apply/tuesday?code=x": 410, "/apply/later?code=" + code: 200, link: 200} {
		if got := h.send("GET", path, nil, "", ""); got.status != want {
			t.Errorf("%s: %d, want %d", path, got.status, want)
		}
	}
	f := parse(t, h.send("GET", link, nil, ines, "")).filledIn(t, "/api/applications")
	if f.Get("code") != code {
		t.Fatalf("the form has code %q", f.Get("code"))
	}
	saved := h.send("POST", "/api/applications", changed(f, "action", "save"), ines, "")
	if got := location(t, saved).String(); got != link {
		t.Errorf("a late draft leads to %s", got)
	}
	location(t, h.send("POST", "/api/applications", changed(dorasForm(), "code", " "+code+" "), "", ""))
	if got := h.send("POST", "/api/applications", changed(dorasForm(), "code", code, "email", "else@example.com"), "", ""); got.status != http.StatusGone {
		t.Errorf("used twice: %d", got.status)
	}
	if got := h.send("POST", "/api/desk/programs/tuesday/code", values("why", ""), mara, ""); got.status != 422 {
		t.Errorf("no reason: %d", got.status)
	} else {
		comesBack(t, got)
	}
}
