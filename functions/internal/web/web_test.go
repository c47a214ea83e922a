package web_test

import (
	"bytes"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/local"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/mail"
	"greenroom/functions/internal/publish"
	"greenroom/functions/internal/web"
	"greenroom/site/content"
	"greenroom/site/theme"
)

// maxFile is the most that one file may have here, in bytes.
const maxFile = 2_500_000

// site is a site of two posts.
type site struct{}

func (site) Frame() theme.Frame {
	return theme.Frame{Language: "en", SiteTitle: "Greenroom", BaseURL: "http://127.0.0.1"}
}
func (site) Post(slug string) (string, bool) {
	title, ok := map[string]string{"first": "The first post", "second": "The second post"}[slug]
	return title, ok
}
func (site) Zone() *time.Location { return time.UTC }

func (site) Holidays() []string { return nil }

func (s site) TakesComments(slug string) (string, bool) { return s.Post(slug) }

func (site) Config() content.Config { return content.Config{} }

func (site) Has(string) bool { return false }

func (site) Free(string) bool { return true }

// Program and Programs are those of the rooms' own tests.
func (site) Program(slug string) (content.Program, bool) { return decisiontest.Files().Program(slug) }
func (site) Programs() []content.Program                 { return decisiontest.Files().Programs() }

// Manager answers for every program.
func (site) Manager(slug string) (name, email string) {
	return "Marisol Tran", "marisol@greenroom.example"
}

// People are those of the desk.
func (site) People() []content.Person {
	var all []content.Person
	for _, p := range staff() {
		one := content.Person{Slug: p.Slug, Name: p.Name, Email: p.Email, Staff: p.Actor().Staff()}
		for _, role := range p.Roles {
			one.Roles = append(one.Roles, string(role))
		}
		all = append(all, one)
	}
	return all
}

// CommentAddress is the one the generator gives.
func (site) CommentAddress(post string, thread []comment.Public, id string) (string, bool) {
	return new(publish.Edition).CommentAddress(post, thread, id)
}

// office is a server under test with everything behind it.
type office struct {
	*httptest.Server
	web     *web.Server
	handler http.Handler
	store   *local.Bolt
	clock   *agencytest.Clock
	log     *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func open(t testing.TB) *office {
	t.Helper()
	store, clock := localtest.Store(t)
	o := openOn(t, store, clock)
	for _, p := range []account.Person{
		{Name: "Tess Abara", Email: "tess@greenroom.example", Slug: "tess-abara", Roles: []agency.Role{agency.Moderator}},
		{Name: "Ines", Email: "ines@example.org", Roles: []agency.Role{agency.Influencer}},
	} {
		if err := o.web.Accounts.Enrol(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer(o.handler)
	t.Cleanup(server.Close)
	o.Server = server
	return o
}

// openOn is a server on a store as it is, which is spoken to without a network.
func openOn(t testing.TB, store *local.Bolt, clock *agencytest.Clock) *office {
	t.Helper()
	proofs, err := account.NewProofs([]byte(strings.Repeat("s", 32)))
	if err != nil {
		t.Fatal(err)
	}
	letters, err := mail.NewWriter("Greenroom", "http://127.0.0.1", proofs)
	if err != nil {
		t.Fatal(err)
	}
	ids, log := agency.NewIDs(clock.Now, rand.Reader), &lockedBuffer{}
	s := web.NewServer(web.Parts{
		Table: store, Site: site{}, IDs: ids, Now: clock.Now, Rules: agency.NewValidator(), Proofs: proofs,
		Log: slog.New(slog.NewJSONHandler(log, nil)), Origin: "http://127.0.0.1", Moderators: "moderators@greenroom.example", Letters: letters, MaxFile: maxFile,
	})
	handler, err := s.Handler(nil, s.Routes())
	if err != nil {
		t.Fatal(err)
	}
	return &office{web: s, handler: handler, store: store, clock: clock, log: log}
}

// browser keeps cookies and does not follow redirects by itself.
type browser struct {
	t      *testing.T
	office *office
	client *http.Client
}

func (o *office) visitor(t *testing.T) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, office: o, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}}
}

// signedIn is a visitor who signed in with the code from the mail.
func (o *office) signedIn(t *testing.T, email string) *browser {
	t.Helper()
	b := o.visitor(t)
	asked := b.post("/api/sign-in", url.Values{"email": {email}})
	request := location(t, asked).Query().Get("request")
	done := b.post("/api/sign-in/code", url.Values{"request": {request}, "code": {o.web.Accounts.Proofs.Code(request)}})
	if done.status != http.StatusSeeOther {
		t.Fatalf("signing in: %d\n%s", done.status, done.body)
	}
	return b
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

func (b *browser) do(r *http.Request) answer {
	b.t.Helper()
	res, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(body)}
}

func (b *browser) request(method, path, body string) *http.Request {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.office.URL+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

func (b *browser) get(path string) answer { b.t.Helper(); return b.do(b.request("GET", path, "")) }

func (b *browser) post(path string, form url.Values) answer {
	b.t.Helper()
	r := b.request("POST", path, form.Encode())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

func location(t *testing.T, a answer) *url.URL {
	t.Helper()
	u, err := url.Parse(a.header.Get("Location"))
	if err != nil || a.status != http.StatusSeeOther {
		t.Fatalf("status %d, Location %q, %v\n%s", a.status, a.header.Get("Location"), err, a.body)
	}
	return u
}

func form() url.Values {
	return url.Values{"post": {"first"}, "parent": {""}, "name": {"Emmerey"}, "email": {"emmerey@example.com"},
		"text": {"Who reads all of this?"}, "key": {"k1"}, "contact_url": {""}}
}

// with returns the form with some fields changed.
func with(pairs ...string) url.Values {
	f := form()
	for i := 0; i < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return f
}

// document is a parsed page.
type document struct{ root *html.Node }

func parse(t *testing.T, a answer) document {
	t.Helper()
	root, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	return document{root}
}

// all returns the elements with a tag, and with an attribute if one is named.
func (d document) all(tag, attr, value string) (found []*html.Node) {
	for n := range d.root.Descendants() {
		if n.Type == html.ElementNode && n.Data == tag && (attr == "" || get(n, attr) == value) {
			found = append(found, n)
		}
	}
	return found
}

func get(n *html.Node, attr string) string {
	for _, a := range n.Attr {
		if a.Key == attr {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// fields returns what a form on the page would send, by the end of its action.
func (d document) fields(t *testing.T, action string) (path string, values url.Values) {
	t.Helper()
	for _, f := range d.all("form", "", "") {
		if !strings.HasSuffix(get(f, "action"), action) {
			continue
		}
		values = url.Values{}
		for n := range f.Descendants() {
			switch {
			case n.Type != html.ElementNode || get(n, "name") == "":
			case n.Data == "input":
				values.Set(get(n, "name"), get(n, "value"))
			case n.Data == "textarea":
				values.Set(get(n, "name"), strings.TrimPrefix(raw(n), "\n"))
			case n.Data == "select":
				values.Set(get(n, "name"), get(document{n}.all("option", "", "")[0], "value"))
			}
		}
		return get(f, "action"), values
	}
	t.Fatalf("no form with action …%s", action)
	return "", nil
}

func raw(n *html.Node) string {
	if n.FirstChild == nil {
		return ""
	}
	return n.FirstChild.Data
}
