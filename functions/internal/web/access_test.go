package web_test

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/web"
	"greenroom/site/content"
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

// scene is an office as it was left: its file, the time, and the cookies of
// those who are signed in.
type scene struct {
	file    string
	now     time.Time
	cookies map[string]string
}

// keep closes the office and keeps it as a scene.
func (h *house) keep() *scene {
	h.t.Helper()
	s := &scene{now: h.clock.Now(), cookies: map[string]string{}, file: h.file}
	for _, name := range slices.Concat(h.names(), []string{"ann"}) {
		address := h.addressOf(name)
		if _, made, err := h.web.Accounts.Register(h.t.Context(), name, address); err == nil && len(made) == 0 {
			s.cookies[name] = h.session(address)
		}
	}
	h.must(h.store.Close())
	return s
}

func (h *house) names() (names []string) {
	for _, p := range staff() {
		names = append(names, p.Name)
	}
	return names
}

func (h *house) addressOf(name string) string {
	for _, p := range staff() {
		if p.Name == name {
			return p.Email
		}
	}
	return name + "@example.com"
}

// open is the office of a scene, once more.
func (s *scene) open(t testing.TB) *house {
	t.Helper()
	data, err := os.ReadFile(s.file)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "greenroom.db")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	clock := agencytest.NewClock()
	clock.Pass(s.now.Sub(clock.Now()))
	h := houseOn(t, file, clock)
	h.meet()
	return h
}

// scenes are the states in which one thing or another can be done, each kept
// as it was reached.
func scenes(t testing.TB) map[string]*scene {
	t.Helper()
	all := map[string]*scene{}
	grow := func(from, name string, change func(*house)) {
		var h *house
		if from == "" {
			h = furnished(t)
		} else {
			h = all[from].open(t)
		}
		change(h)
		all[name] = h.keep()
	}
	grow("", "applied", (*house).takeIn)
	grow("applied", "paused", func(h *house) {
		h.step(h.web.Programs.Pause, program.Change{Notice: "The client thinks."})
	})
	grow("applied", "begun", func(h *house) { h.begin() })
	grow("begun", "asked", func(h *house) {
		for _, who := range []string{"ann", "kim"} {
			_, err := h.web.Vetting.Opened(t.Context(), h.who("Rita"), h.of("tuesday", who).ID)
			h.must(err)
			a := h.of("tuesday", who)
			_, err = h.web.Applications.Ask(t.Context(), h.who("Mara"), a.ID, a.Version, "Which soup?", h.clock.Now().AddDate(0, 0, 4))
			h.must(err)
		}
	})
	grow("begun", "blind", func(h *house) { h.handIn(content.Blind) })
	grow("blind", "read", func(h *house) { h.handIn(content.Revealed); h.closed() })
	grow("read", "shortlisted", func(h *house) {
		for _, who := range []string{"ann", "kim"} {
			a := h.of("tuesday", who)
			_, err := h.web.Decisions.Shortlist(t.Context(), h.who("Mara"), a.ID, a.Version, "")
			h.must(err)
		}
	})
	grow("read", "decided", func(h *house) { h.decideBoth(application.Accept) })
	grow("decided", "second look", func(h *house) {
		for _, who := range []string{"ann", "kim"} {
			h.must(h.web.Outbox.AskSecondLook(t.Context(), h.who("Lena"), h.of("tuesday", who).Outcome.Mail))
		}
	})
	grow("decided", "approved", func(h *house) { h.approve(h.of("tuesday", "ann")); h.approve(h.of("tuesday", "kim")) })
	grow("approved", "lost", func(h *house) { h.release("tuesday"); h.deliver(post{lost: true}) })
	grow("approved", "accepted", func(h *house) { h.release("tuesday"); h.deliver(post{}) })
	grow("read", "waitlisted", func(h *house) { h.decideBoth(application.Waitlist); h.tell() })
	grow("read", "told", func(h *house) {
		h.must(h.rooms.Ticking().Strike(t.Context()))
		h.decideBoth(application.Decline)
		h.tell()
	})
	return all
}

// takeIn is what comes in from outside: comments, applications, a tie.
func (h *house) takeIn() {
	ctx := h.t.Context()
	for _, text := range []string{"The first.", "The second."} {
		_, err := h.web.Comments.Submit(ctx, comment.Draft{Post: "first", Name: "Emmerey", Email: "emmerey@example.com", Text: text})
		h.must(err)
	}
	held := h.held()
	_, err := h.web.Comments.Approve(ctx, h.who("Tess Abara"), comment.Decision{Post: "first", ID: held[0].ID, Version: held[0].Version, Revision: held[0].Revision()})
	h.must(err)
	for _, who := range []string{"ann", "kim"} {
		f := decisiontest.Form("tuesday", who)
		f.Piece = "https://example.com/pieces/soup"
		_, err := h.web.Applications.Submit(ctx, agency.Anybody(), f)
		h.must(err)
	}
	h.apply("rolling", "ines")
	h.must(h.web.Vetting.Declare(ctx, h.who("Cleo"), h.of("tuesday", "ann").ID, "friend"))
}

func (h *house) held() []comment.Comment {
	held, _, err := h.web.Comments.List(h.t.Context(), comment.Held, "")
	h.must(err)
	return held
}

// both are the applications that the table is about, and who reads them.
func (h *house) both(do func(reader agency.Actor, id string) error) {
	h.t.Helper()
	for _, who := range []string{"ann", "kim"} {
		for _, reader := range []string{"Rita", "Remo", "Mara", "Lena"} {
			h.must(do(h.who(reader), h.of("tuesday", who).ID))
		}
	}
}

func (h *house) begin() {
	h.both(func(reader agency.Actor, id string) error {
		_, err := h.web.Vetting.Begin(h.t.Context(), reader, id)
		return err
	})
	h.clock.Pass(application.ReadingTime)
}

func (h *house) handIn(pass content.Pass) {
	h.both(func(reader agency.Actor, id string) error { return h.rooms.HandIn(h.t.Context(), reader, id, pass, 3) })
}

func (h *house) decideBoth(kind string) {
	h.decide("tuesday", "ann", kind)
	h.decide("tuesday", "kim", kind)
}

// tell sends both their letters.
func (h *house) tell() {
	h.approve(h.of("tuesday", "ann"))
	h.approve(h.of("tuesday", "kim"))
	h.release("tuesday")
	h.deliver(post{})
}

// step takes a step of the program tuesday.
func (h *house) step(take func(context.Context, agency.Actor, program.Program, program.Change) (program.Program, error), c program.Change) {
	h.t.Helper()
	p, err := h.web.Programs.Find(h.t.Context(), "tuesday")
	h.must(err)
	c.Version = p.Version
	_, err = take(h.t.Context(), h.who("Mara"), p, c)
	h.must(err)
}

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

func rows() []row {
	return slices.Concat(publicRows(), ownRows(), deskRows(), vettingRows(), fileRows(), programRows(), letterRows())
}

func publicRows() []row {
	return []row{
		{route: "GET /sign-in"},
		{route: "POST /api/sign-in", form: fixed("email", "ann@example.com"), lacks: "email"},
		{route: "GET /sign-in/code"},
		{route: "POST /api/sign-in/code", form: asked, lacks: "request"},
		{route: "GET /sign-in/link/{request}/{token}", id: func(c cell) string {
			f := asked(c)
			return f.Get("request") + "/" + f.Get("token")
		}},
		{route: "POST /api/sign-in/link", form: asked, lacks: "request"},
		{route: "POST /api/sign-out"},
		{route: "POST /api/comments", form: func(cell) url.Values { return form() }, lacks: "post"},
		{route: "GET /c/{id...}", id: func(c cell) string { return c.shown().ID + "/" }},
		{route: "GET /comments/new", form: fixed("post", "first"), lacks: "post"},
		{route: "GET /comments/status/{token}", id: token},
		{route: "POST /api/comments/withdraw", form: func(c cell) url.Values { return url.Values{"token": {token(c)}} }, lacks: "token"},
		{route: "GET /apply/{program}"},
		{route: "POST /api/applications", form: func(cell) url.Values { return application1() }, lacks: "program"},
		{route: "GET /applications/{token}", id: receipt},
	}
}

// ownRows are the pages of applicants.
func ownRows() []row {
	return []row{
		{route: "GET /me/{$}"},
		{route: "GET /me/applications/{id}"},
		{route: "GET /me/applications/{id}/edit"},
		{route: "POST /api/me/applications/{id}/edit", form: func(c cell) url.Values {
			f := application1()
			f.Set("key", version(c.a.Version))
			return f
		}},
		{route: "POST /api/me/applications/{id}/answer", scene: "asked", form: fixed("answer", "The one with soup.")},
		{route: "POST /api/me/applications/{id}/withdraw"},
		{route: "POST /api/me/applications/{id}/confirm", scene: "accepted", form: asSeen("terms", "yes")},
		{route: "GET /me/channels"},
		{route: "POST /api/me/channels", form: fixed("channel1", "https://example.com/me", "followers1", "1,200")},
	}
}

func deskRows() []row {
	held := func(c cell) string { return "first/" + c.held()[0].ID }
	shown := func(c cell) string { return "first/" + c.shown().ID }
	decision := func(of func(cell) comment.Comment) func(cell) url.Values {
		return func(c cell) url.Values {
			return url.Values{"version": {version(of(c).Version)}, "revision": {of(c).Revision()}, "reason": {"it is unkind to somebody"}, "text": {"Thank you."}, "key": {"k1"}}
		}
	}
	onHeld, onShown := decision(func(c cell) comment.Comment { return c.held()[0] }), decision(cell.shown)
	const one = "POST /api/desk/comments/{post}/{id}/"
	return []row{
		{route: "GET /desk/{$}"},
		{route: "GET /desk/comments/{$}"},
		{route: "GET /desk/comments/{post}/{id}", id: held},
		{route: one + "approve", id: held, form: onHeld},
		{route: one + "reject", id: held, form: onHeld},
		{route: one + "spam", id: held, form: onHeld},
		{route: one + "restore", id: shown, form: onShown},
		{route: one + "answer", id: shown, form: onShown},
	}
}

func vettingRows() []row {
	const act = "POST /api/desk/vetting/{id}/"
	return []row{
		{route: "GET /desk/vetting/{$}"},
		{route: "POST /api/desk/vetting/next"},
		{route: "GET /desk/vetting/{id}", scene: "begun"},
		{route: "GET /desk/vetting/{id}/numbers", scene: "blind"},
		{route: act + "begin"},
		{route: act + "skip"},
		{route: act + "open", form: fixed("piece", "0")},
		{route: act + "blind", scene: "begun", form: sheetOf(content.Blind)},
		{route: act + "numbers", scene: "blind", form: sheetOf(content.Revealed)},
		{route: act + "conflict", form: fixed("kind", "friend")},
	}
}

func fileRows() []row {
	const act = "POST /api/desk/applications/{id}/"
	return []row{
		{route: "GET /desk/applications/{id}", scene: "read"},
		{route: act + "shortlist", scene: "read", form: asSeen()},
		{route: act + "unshortlist", scene: "shortlisted", form: asSeen("reason", "There are better ones.")},
		{route: act + "ask", scene: "read", form: asSeen("question", "Which soup?", "due", "2026-05-19")},
		{route: act + "decide", scene: "read", form: asSeen("kind", "accept", "reasons", "accept:fit", "sentence", "The soup won us all.")},
		{route: act + "undo", scene: "decided", form: asSeen()},
		{route: act + "promote", scene: "waitlisted", form: asSeen()},
		{route: act + "let-go", scene: "waitlisted", form: asSeen()},
	}
}

func programRows() []row {
	const act = "POST /api/desk/programs/{slug}/"
	later := []string{"notice", "The client asked for it.", "closes", "2026-05-18", "decide_by", "2026-05-22"}
	return []row{
		{route: "GET /desk/programs/{$}"},
		{route: "GET /desk/programs/{slug}", scene: "read"},
		{route: "GET /desk/programs/{slug}/applications.csv", scene: "read"},
		{route: act + "pause", form: stepOf(later...)},
		{route: act + "resume", scene: "paused", form: stepOf(later...)},
		{route: act + "close", form: stepOf(later...)},
		{route: act + "extend", form: stepOf(later...)},
		{route: act + "reopen", scene: "read", form: stepOf(later...)},
		{route: act + "run", scene: "told", form: stepOf()},
		{route: act + "cancel", form: stepOf(later...)},
		{route: act + "code", scene: "read", form: fixed("why", "Their power was cut.")},
	}
}

func letterRows() []row {
	const act, one = "POST /api/desk/programs/{slug}/", "POST /api/desk/mails/{id}/"
	letter := func(c cell) string { return c.a.Outcome.Mail }
	read := func(pairs ...string) func(cell) url.Values {
		return func(c cell) url.Values {
			f := values(pairs...)
			f.Set("version", version(c.letter().Version))
			f.Set("sample", c.letter().ID)
			return f
		}
	}
	return []row{
		{route: "GET /desk/programs/{slug}/outcomes", scene: "second look"},
		{route: act + "second-look", scene: "decided", form: fixed("kind", "accept")},
		{route: act + "approve", scene: "second look", form: read("kind", "accept")},
		{route: act + "release", scene: "approved"},
		{route: "GET /desk/mails/{id}", scene: "second look", id: letter},
		{route: one + "edit", scene: "second look", id: letter, form: read("sentence", "The soup won us all.")},
		{route: one + "approve", scene: "second look", id: letter, form: read()},
		{route: one + "retry", scene: "lost", id: letter},
	}
}

func values(pairs ...string) url.Values {
	f := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return f
}

func fixed(pairs ...string) func(cell) url.Values {
	return func(cell) url.Values { return values(pairs...) }
}

// asSeen is a form of the file of an application as it is now.
func asSeen(pairs ...string) func(cell) url.Values {
	return func(c cell) url.Values {
		f := values(pairs...)
		f.Set("version", version(c.a.Version))
		return f
	}
}

// stepOf is a form of the desk of the program.
func stepOf(pairs ...string) func(cell) url.Values {
	return func(c cell) url.Values {
		p, err := c.web.Programs.Find(c.t.Context(), "tuesday")
		c.must(err)
		f := values(pairs...)
		f.Set("version", version(p.Version))
		return f
	}
}

// sheetOf is a scoring form as its reviewer has it before them.
func sheetOf(pass content.Pass) func(cell) url.Values {
	return func(c cell) url.Values {
		file, err := c.web.Vetting.File(c.t.Context(), c.a.ID)
		c.must(err)
		f := marks(pass, file.Program.Program, "3")
		f.Set("version", version(file.ReviewBy(c.actor().ID).Version))
		return f
	}
}

// asked are the proofs of a request to sign in.
func asked(c cell) url.Values {
	request, err := c.web.Accounts.Ask(c.t.Context(), "ann@example.com", "")
	c.must(err)
	proofs := c.web.Accounts.Proofs
	return url.Values{"request": {request}, "code": {proofs.Code(request)}, "token": {proofs.Token(request)}}
}

// token opens the status of a comment that waits.
func token(c cell) string {
	r, err := c.web.Comments.Submit(c.t.Context(), comment.Draft{Post: "second", Name: "Odile", Email: "odile@example.com", Text: "And this?"})
	c.must(err)
	return r.Token
}

func receipt(c cell) string {
	r, err := c.web.Applications.Submit(c.t.Context(), agency.Anybody(), decisiontest.Form("tuesday", "dora"))
	c.must(err)
	return r.Token
}

func (c cell) shown() comment.Comment {
	shown, _, err := c.web.Comments.List(c.t.Context(), comment.Approved, "")
	c.must(err)
	return shown[0]
}

func (c cell) letter() outbox.Mail {
	m, err := c.web.Outbox.Find(c.t.Context(), c.a.Outcome.Mail)
	c.must(err)
	return m
}

// application1 is the form of tuesday, filled in by a visitor without a fault.
func application1() url.Values {
	return values("program", "tuesday", "key", "k1", "name", "Dora", "email", "dora@example.com", "channel", "https://example.com/dora",
		"angle", "The night the soup won.", "answer1", "Soup", "sponsored", "none", "available", "yes", "rule1", "yes")
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
	path = strings.NewReplacer("{$}", "", "{id...}", id, "{request}/{token}", id, "{post}/{id}", id, "{id}", id, "{token}", id,
		"{slug}", slug, "{program}", slug).Replace(path)
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
	cells := []string{fmt.Sprintf("%-46s", l.route)}
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
	head := fmt.Sprintf("%-46s", "")
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
	about := strings.Contains(path, "/applications/{id}") || strings.Contains(path, "/vetting/{id}")
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
		tied := slices.Contains([]string{"conflict", "own"}, c.title)
		if about && (!desk && stranger || desk && tied) && (there.status != absent.status || there.body != absent.body) {
			t.Errorf("%s by %s: %d for what is there, %d for what is absent, and the answers differ\n%s\n%s", l.route, c.title, there.status, absent.status, there.body, absent.body)
		}
	}
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
	t.Skip("letters with outcomes are shown to everybody who may handle mail, whomever they are about")
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
