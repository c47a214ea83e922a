package web_test

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/web"
)

var update = flag.Bool("update", false, "rewrite the golden files; look at the difference before you commit it")

// The table of who may do what: every route, by every role, to something that
// is there and to something that is not. What a role may not do, it may not do
// to something absent either, or its answers would tell what there is.

// column is one role of the table.
type column struct{ title, person string }

func columns() []column {
	return []column{{"visitor", ""}, {"applicant", "ann"}, {"another", "ines"}, {"moderator", "Tess Abara"}, {"reviewer", "Rita"},
		{"manager", "Mara"}, {"lead", "Lena"}, {"editor", "Edo"}, {"admin", "Ada"}, {"conflict", "Cleo"}, {"own", "Kim"}}
}

// Ids and secrets of nothing.
const (
	noID   = "01JV0000000000000000NONE00"
	noSlug = "nowhere"
)

// cell is one request of the table: an office, who asks, and what about.
type cell struct {
	*house
	col column
	a   application.Application // ann's, and Kim's own where it is about who applied
}

// actor is who asks; its ID is "" for a visitor.
func (c cell) actor() agency.Actor {
	if a, staff := c.people[c.col.person]; staff {
		return a
	}
	return agency.Anybody()
}

// row is a route of the table.
type row struct {
	route string
	scene string
	id    func(cell) string     // what stands for {id}, {token} and such
	form  func(cell) url.Values // what is sent
	lacks string                // the field that names something, if the path does not
}

// request is the cell's request; absent makes it one about nothing.
func (r row) request(c cell, absent bool) (method, path string, f url.Values) {
	method, path, _ = strings.Cut(r.route, " ")
	f = url.Values{}
	if r.form != nil {
		f = r.form(c)
	}
	id, slug := c.a.ID, "tuesday"
	if r.id != nil {
		id = r.id(c)
	}
	if absent {
		id, slug = nothing(id), noSlug
		if r.lacks != "" {
			f.Set(r.lacks, "nothing")
		}
	}
	if strings.Contains(path, "{slip}") {
		path = strings.ReplaceAll(path, "{slip}", c.brings(c.a.ID, c.a.Person, sentFile{"soup.png", pictureOf(c.t)}))
	}
	path = strings.NewReplacer("{$}", "", "{id...}", id, "{request}/{token}", id, "{post}/{id}", id, "{id}", id, "{token}", id,
		"{application}", id, "{number}", "1", "{hash}", hashOf(pictureOf(c.t)), "{slug}", slug, "{program}", slug).Replace(path)
	return method, path, f
}

// nothing is a name of nothing that looks like a name of something.
func nothing(id string) string {
	first, rest, two := strings.Cut(id, "/")
	switch {
	case two && rest == "":
		return noID + "/"
	case two:
		return first + "/" + noID
	}
	return noID
}

// about reports whether a route is about something that may be absent.
func (r row) about() bool {
	return r.lacks != "" || strings.Contains(strings.ReplaceAll(r.route, "{$}", ""), "{")
}

// ask sends the cell's request and returns the answer.
func (r row) ask(c cell, secret string, absent bool) answer {
	method, path, f := r.request(c, absent)
	if strings.HasSuffix(r.route, "/file") {
		return c.upload(path, secret, sentFile{"post.png", pictureOf(c.t)})
	}
	return c.send(method, path, f, secret, "")
}

// send is a request as a browser sends it. It goes over no network.
func (h *house) send(method, path string, f url.Values, secret, accept string) answer {
	h.t.Helper()
	var req *http.Request
	if method == http.MethodGet {
		if len(f) > 0 {
			path += "?" + f.Encode()
		}
		req = httptest.NewRequest(method, path, nil)
	} else {
		req = httptest.NewRequest(method, path, strings.NewReader(f.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return h.serve(req, secret, accept)
}

// serve answers a request of whoever has that session.
func (h *house) serve(req *http.Request, secret, accept string) answer {
	h.t.Helper()
	req.Header.Set("Accept", accept)
	if secret != "" {
		req.AddCookie(&http.Cookie{Name: "session", Value: secret})
	}
	rec := httptest.NewRecorder()
	h.handler.ServeHTTP(rec, req.WithContext(h.t.Context()))
	return answer{rec.Code, rec.Header(), strings.ReplaceAll(rec.Body.String(), rec.Header().Get("X-Request-Id"), "REQUEST")}
}

// said is how the table shows an answer.
func said(a answer) string {
	if to := a.header.Get("Location"); strings.HasPrefix(to, "/sign-in?") {
		return "sign-in"
	}
	return strconv.Itoa(a.status)
}

// line is a row as it was answered: for each column what is there, and what is
// absent.
type line struct {
	row
	there, absent []answer
}

func (l line) String() string {
	cells := []string{fmt.Sprintf("%-56s", l.route)}
	for i := range columns() {
		said1 := said(l.there[i])
		if l.about() {
			said1 += "/" + said(l.absent[i])
		}
		cells = append(cells, fmt.Sprintf("%-15s", said1))
	}
	return strings.TrimRight(strings.Join(cells, " "), " ")
}

// fill asks every cell of a row. What only reads shares one office; each of
// the others has one of its own, so that what is allowed is really done.
func (r row) fill(t *testing.T, s *scene) line {
	l := line{row: r}
	var shared *house
	before := ""
	for _, col := range columns() {
		h := shared
		if h == nil {
			h = s.open(t)
		}
		if strings.HasPrefix(r.route, "GET ") && shared == nil && r.id == nil {
			shared, before = h, h.fingerprint(t)
		}
		c := cell{house: h, col: col, a: h.of("tuesday", "ann")}
		if col.person == "Kim" {
			c.a = h.of("tuesday", "kim")
		}
		l.absent = append(l.absent, r.ask(c, s.cookies[col.person], true))
		l.there = append(l.there, r.ask(c, s.cookies[col.person], false))
	}
	if shared != nil && shared.fingerprint(t) != before {
		t.Errorf("%s changed something", r.route)
	}
	return l
}

func TestEveryRouteByEveryRole(t *testing.T) {
	t.Parallel()
	all, table := scenes(t), rows()
	briefScenes(t, all)
	workScenes(t, all)
	guestScenes(t, all)
	lines := make([]line, len(table))
	t.Run("cells", func(t *testing.T) {
		for i, r := range table {
			t.Run(r.route, func(t *testing.T) {
				t.Parallel()
				s := all[r.scene]
				if r.scene == "" {
					s = all["applied"]
				}
				lines[i] = r.fill(t, s)
			})
		}
	})
	coversEveryRoute(t, table)
	cells := 0
	head := fmt.Sprintf("%-56s", "")
	for _, c := range columns() {
		head += fmt.Sprintf(" %-15s", c.title)
	}
	got := strings.TrimRight(head, " ") + "\n"
	for _, l := range lines {
		got += l.String() + "\n"
		cells += len(l.there) + len(l.absent)
		holdsTheLaws(t, l)
	}
	t.Logf("%d cells: %d routes, %d roles, there and absent", cells, len(lines), len(columns()))
	golden(t, "testdata/access.txt", got)
}

// coversEveryRoute wants a row for every route there is.
func coversEveryRoute(t *testing.T, table []row) {
	var routes, covered []string
	for _, r := range new(web.Server).Routes() {
		routes = append(routes, r.Method+" "+r.Path)
	}
	for _, r := range table {
		covered = append(covered, r.route)
	}
	slices.Sort(routes)
	slices.Sort(covered)
	for _, r := range routes {
		if !slices.Contains(covered, r) {
			t.Errorf("%s has no row: say who may use it", r)
		}
	}
	if len(covered) != len(slices.Compact(covered)) || len(covered) != len(routes) {
		t.Errorf("%d rows for %d routes", len(covered), len(routes))
	}
}

// holdsTheLaws holds a row against what must be true whatever the table says.
func holdsTheLaws(t *testing.T, l line) {
	method, path, _ := strings.Cut(l.route, " ")
	desk := strings.HasPrefix(path, "/desk/") || strings.HasPrefix(path, "/api/desk/")
	about := isAbout(path)
	if !slices.ContainsFunc(l.there, func(a answer) bool { return a.status < http.StatusBadRequest && said(a) != "sign-in" }) {
		t.Errorf("%s: nobody may do it, so the row shows nothing", l.route)
	}
	for i, c := range columns() {
		there, absent := l.there[i], l.absent[i]
		if there.status >= 500 || absent.status >= 500 {
			t.Errorf("%s by %s: %d, absent %d", l.route, c.title, there.status, absent.status)
		}
		outsider := slices.Contains([]string{"visitor", "applicant", "another"}, c.title)
		if c.person == "" && !desk && about && (there.status != absent.status) {
			t.Errorf("%s by a visitor: %d, absent %d", l.route, there.status, absent.status)
		}
		if desk && outsider && !refused(method, c, there) {
			t.Errorf("%s by %s is answered with %d", l.route, c.title, there.status)
		}
		stranger := c.person != "" && !slices.Contains([]string{"applicant", "own"}, c.title)
		tied := slices.Contains(tiedTo(path), c.title)
		if about && (!desk && stranger || desk && tied) && (there.status != absent.status || there.body != absent.body) {
			t.Errorf("%s by %s: %d for what is there, %d for what is absent, and the answers differ\n%s\n%s", l.route, c.title, there.status, absent.status, there.body, absent.body)
		}
	}
}

// isAbout reports whether a route is about something that is not for everybody
// to know of.
func isAbout(path string) bool {
	return slices.ContainsFunc([]string{"/applications/{id}", "/vetting/{id}", "{application}", "/posts/{id}"}, func(what string) bool {
		return strings.Contains(path, what)
	})
}

// tiedTo are the roles of the desk from whom something is kept, whatever else
// they may do. A tie to who applied is about being chosen: it ends there. Who
// writes for the blog may edit like everybody at the desk; somebody else
// approves.
func tiedTo(path string) []string {
	switch {
	case strings.Contains(path, "/posts/{id}"):
		return nil
	case strings.Contains(path, "{application}"):
		return []string{"own"}
	}
	return []string{"conflict", "own"}
}

// refused reports whether somebody from outside was sent away.
func refused(method string, c column, a answer) bool {
	switch {
	case c.person != "":
		return a.status == http.StatusForbidden
	case method == http.MethodGet:
		return a.status == http.StatusSeeOther && strings.HasPrefix(a.header.Get("Location"), "/sign-in?next=") && a.body == "<a href=\""+a.header.Get("Location")+"\">See Other</a>.\n\n"
	}
	return a.status == http.StatusUnauthorized
}

// golden compares with a file that -update writes.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	was, is := strings.Split(string(want), "\n"), strings.Split(got, "\n")
	for _, l := range is {
		if !slices.Contains(was, l) {
			t.Errorf("%s has not:\n%s", name, l)
		}
	}
	t.Errorf("%s is not what it was (go test -run %s -update, and look at the difference)", name, t.Name())
}

// Whoever has not scored an application may not see who it is, whatever their
// role, by any address.
func TestNobodyLearnsWhoAppliedBeforeScoring(t *testing.T) {
	t.Parallel()
	all := scenes(t)
	for _, r := range slices.Concat(vettingRows(), fileRows()) {
		_, path, _ := strings.Cut(r.route, " ")
		if !strings.Contains(path, "/applications/") && !strings.Contains(path, "/numbers") {
			continue
		}
		t.Run(r.route, func(t *testing.T) {
			t.Parallel()
			h := all[r.scene].open(t)
			c := cell{house: h, col: column{"fresh", "Fay"}, a: h.of("tuesday", "ann")}
			got := r.ask(c, all[r.scene].cookies["Fay"], false)
			for _, tells := range []string{"ann", "example.com"} {
				if strings.Contains(got.body+got.header.Get("Location"), tells) {
					t.Errorf("%d, and it tells %q:\n%s", got.status, tells, got.body)
				}
			}
			undoes := strings.HasSuffix(path, "/undo") || strings.HasSuffix(path, "/promote") || strings.HasSuffix(path, "/let-go")
			if want := http.StatusForbidden; got.status != want && !undoes {
				t.Errorf("%d, want %d", got.status, want)
			}
		})
	}
}

// Whoever applied, or is tied to who applied, neither reads the letter about it
// before it is released nor approves it.
func TestNobodyHandlesTheLetterAboutThemselves(t *testing.T) {
	t.Parallel()
	all := scenes(t)
	for _, r := range letterRows() {
		for _, col := range columns()[len(columns())-2:] {
			if !strings.Contains(r.route, "/mails/") {
				continue
			}
			h := all[r.scene].open(t)
			c := cell{house: h, col: col, a: h.of("tuesday", "ann")}
			if col.person == "Kim" {
				c.a = h.of("tuesday", "kim")
			}
			there, absent := r.ask(c, all[r.scene].cookies[col.person], false), r.ask(c, all[r.scene].cookies[col.person], true)
			if there.status != absent.status {
				t.Errorf("%s by %s: %d, absent %d", r.route, col.title, there.status, absent.status)
			}
		}
	}
}
