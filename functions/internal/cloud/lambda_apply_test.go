package cloud

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// rolling is a program that takes applications at any time.
const rolling = "barnacle-first-thousand"

// crew are sessions of the staff, who were enrolled by asking for a link.
type crew struct{ devon, priya, tess string }

// applies goes the way from the form to the outcome: two people read, a lead
// decides, a second person reads the letter, it is released and arrives.
func (d *deployment) applies(t *testing.T, by crew) {
	t.Helper()
	d.steers(t, by.devon)
	d.submits(t, "Ada")
	id := d.reads(t, by.devon, "Ada")
	d.reads(t, by.tess, "Ada")
	shows(t, d.request(t, "desk", "/desk/programs/"+rolling+"/applications.csv", by.devon, nil), id)
	d.decides(t, by.priya, id)
	d.releases(t, by)
	d.hears(t, id)
}

// steers pauses a program and lets it go on: from then on there is a record of
// it, on which every application depends.
func (d *deployment) steers(t *testing.T, cookie string) {
	t.Helper()
	shows(t, d.request(t, "desk", "/desk/programs/", cookie, nil), "First thousand")
	for _, what := range []string{"pause", "resume"} {
		d.steer(t, cookie, rolling, what, url.Values{"notice": {"The vet is reading what we may say."}})
	}
	d.published(t)
	if page, ok := d.s3.Object("/SiteBucket/programs/" + rolling + "/index.html"); !ok || !strings.Contains(string(page.Data), "The vet is reading") {
		t.Error("the program's page does not say what happened to it")
	}
}

// submits sends the form: with a fault, then twice, as a nervous hand does.
func (d *deployment) submits(t *testing.T, name string) {
	t.Helper()
	shows(t, d.request(t, "applications", "/apply/"+rolling, "", nil), "First thousand")
	form := applicationForm(name)
	form.Del("angle")
	wrong := d.request(t, "applications", "/api/applications", "", form)
	if wrong.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(wrong.Body, "Enter your angle") {
		t.Fatalf("got %d without an angle, want 422\n%s", wrong.StatusCode, wrong.Body)
	}
	form = applicationForm(name)
	first := d.request(t, "applications", "/api/applications", "", form)
	redirects(t, first, "/applications/")
	redirects(t, d.request(t, "applications", "/api/applications", "", form), first.Headers["Location"])
	shows(t, d.request(t, "applications", first.Headers["Location"], "", nil), "Devon Achterberg")
	d.mailed(t)
	letter := d.letterTo(t, mailbox(name))
	for _, want := range []string{"Reply-To: <devon@greenroom.example>", "First thousand"} {
		if !strings.Contains(letter, want) {
			t.Errorf("receipt has no %q:\n%s", want, letter)
		}
	}
}

func mailbox(name string) string { return strings.ToLower(name) + "@example.org" }

func applicationForm(name string) url.Values {
	form := url.Values{"program": {rolling}, "key": {"k " + name}, "name": {name}, "email": {mailbox(name)}, "available": {"yes"}, "sponsored": {"none"},
		"channel": {"https://example.com/" + name}, "piece": {"https://example.com/the-soup"}, "angle": {"The night the dog won."}, "answer1": {"A terrier, four."}}
	for _, rule := range []string{"rule1", "rule2", "rule3", "rule4"} {
		form.Set(rule, "yes")
	}
	return form
}

// reads takes up what comes first in a reviewer's queue and hands in both
// passes. Nothing of the first tells who the applicant is.
func (d *deployment) reads(t *testing.T, cookie, name string) (id string) {
	t.Helper()
	for _, address := range []string{"/desk/", "/desk/vetting/"} {
		shows(t, d.request(t, "desk", address, cookie, nil), "read")
	}
	taken := d.request(t, "desk", "/api/desk/vetting/next", cookie, url.Values{})
	redirects(t, taken, "/desk/vetting/")
	page, post := taken.Headers["Location"], "/api"+taken.Headers["Location"]
	shows(t, d.request(t, "desk", post+"/open", cookie, url.Values{"piece": {"0"}}), "Opening the piece")
	work := d.request(t, "desk", page, cookie, nil)
	shows(t, work, "The night the dog won.")
	if strings.Contains(work.Body, name) || strings.Contains(work.Body, mailbox(name)) {
		t.Errorf("the first pass tells who it is:\n%s", work.Body)
	}
	redirects(t, d.request(t, "desk", post+"/blind", cookie, scored(work.Body)), page+"/numbers")
	person := d.request(t, "desk", page+"/numbers", cookie, nil)
	shows(t, person, name)
	id = strings.TrimPrefix(page, "/desk/vetting/")
	redirects(t, d.request(t, "desk", post+"/numbers", cookie, scored(person.Body)), "/desk/applications/"+id)
	return id
}

// hidden are fields of a page's form as the page has them.
func hidden(page string, names ...string) url.Values {
	form := url.Values{}
	for _, name := range names {
		if match := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page); match != nil {
			form.Set(name, match[1])
		}
	}
	return form
}

// scored is the sheet on a page with a three for every criterion.
func scored(page string) url.Values {
	form := hidden(page, "version", "answers", "rubric")
	form.Set("confidence", "2")
	for _, match := range regexp.MustCompile(`name="(score|evidence)-(\w+)"`).FindAllStringSubmatch(page, -1) {
		form.Set(match[1]+"-"+match[2], map[string]string{"score": "3", "evidence": "The dog won."}[match[1]])
	}
	return form
}

// decides stands aside, looks at everything, changes its mind and accepts.
func (d *deployment) decides(t *testing.T, cookie, id string) {
	t.Helper()
	file := "/desk/applications/" + id
	redirects(t, d.request(t, "desk", "/api/desk/vetting/"+id+"/conflict", cookie, url.Values{"kind": {"aside"}}), file)
	for _, step := range []struct {
		what string
		form url.Values
	}{
		{"shortlist", nil}, {"decide", url.Values{"kind": {"waitlist"}, "reasons": {"waitlist:places"}}}, {"undo", nil},
		{"decide", url.Values{"kind": {"accept"}, "reasons": {"accept:angle"}}},
	} {
		page := d.request(t, "desk", file, cookie, nil)
		shows(t, page, "Ada")
		form := hidden(page.Body, "version")
		form.Set("sentence", "The smoke alarm as a dinner guest.")
		for name, values := range step.form {
			form[name] = values
		}
		redirects(t, d.request(t, "desk", "/api"+file+"/"+step.what, cookie, form), file)
	}
}

// releases has the letter read by a second person and lets it go.
func (d *deployment) releases(t *testing.T, by crew) {
	t.Helper()
	outcomes, post := "/desk/programs/"+rolling+"/outcomes", "/api/desk/programs/"+rolling+"/"
	redirects(t, d.request(t, "desk", post+"second-look", by.priya, url.Values{"kind": {"accept"}}), outcomes)
	list := d.request(t, "desk", outcomes, by.tess, nil)
	shows(t, list, "Ada")
	letter := found(t, `(/desk/mails/[0-9A-Z]{26})`, list.Body)
	page := d.request(t, "desk", letter, by.tess, nil)
	shows(t, page, "The smoke alarm as a dinner guest.")
	redirects(t, d.request(t, "desk", "/api"+letter+"/approve", by.tess, hidden(page.Body, "version")), letter)
	d.quiet(t)
	redirects(t, d.request(t, "desk", post+"release", by.priya, url.Values{}), outcomes)
	d.mailed(t)
}

// quiet hands over what changed and wants no mail to leave.
func (d *deployment) quiet(t *testing.T) {
	t.Helper()
	before := len(d.ses.Taken())
	d.mailed(t)
	if letters := d.ses.Taken(); len(letters) != before {
		t.Errorf("a letter left before it was released:\n%s", letters[before].Content.Raw.Data)
	}
}

// hears reads the outcome in the mail and on the person's own page.
func (d *deployment) hears(t *testing.T, id string) {
	t.Helper()
	if letter := d.letterTo(t, mailbox("Ada")); !strings.Contains(letter, "You are in") || !strings.Contains(letter, "The smoke alarm") {
		t.Errorf("got\n%s\nwant the outcome", letter)
	}
	ada := d.signIn(t, mailbox("Ada"), "/me/")
	for _, address := range []string{"/me/", "/me/applications/" + id} {
		shows(t, d.request(t, "applications", address, ada, nil), "You are in")
	}
	shows(t, d.request(t, "applications", "/me/applications/"+id, ada, nil), "The smoke alarm as a dinner guest.")
	refused := d.request(t, "desk", "/desk/", ada, nil)
	if refused.StatusCode != http.StatusForbidden {
		t.Errorf("got %d for an applicant at the desk, want 403", refused.StatusCode)
	}
	d.comesBack(t, ada, id)
}

// comesBack is what else a person can do: say who follows them, take the
// application back, begin another one and send that.
func (d *deployment) comesBack(t *testing.T, ada, id string) {
	t.Helper()
	redirects(t, d.request(t, "applications", "/api/me/channels", ada, url.Values{"channel1": {"https://example.com/ada"}, "followers1": {"1 200"}}), "/me/")
	shows(t, d.request(t, "applications", "/me/channels", ada, nil), "1200")
	redirects(t, d.request(t, "applications", "/api/me/applications/"+id+"/withdraw", ada, url.Values{}), "/me/applications/"+id)
	form := applicationForm("Ada")
	form.Set("action", "save")
	redirects(t, d.request(t, "applications", "/api/applications", ada, form), "/apply/"+rolling)
	shows(t, d.request(t, "applications", "/apply/"+rolling, ada, nil), "The night the dog won.")
	form.Set("action", "send")
	form.Set("angle", "The night the cat won.")
	redirects(t, d.request(t, "applications", "/api/applications", ada, form), "/applications/")
	again := applicationForm("Ada") // somebody else with her address
	again.Set("angle", "Not hers at all.")
	redirects(t, d.request(t, "applications", "/api/applications", "", again), "/applications/")
	redirects(t, d.request(t, "applications", "/api/applications", "", applicationForm("Ben")), "/applications/")
	d.mailed(t)
}

// letterTo is the last mail to an address, with its soft line breaks undone.
func (d *deployment) letterTo(t *testing.T, address string) string {
	t.Helper()
	letters := d.ses.Taken()
	for i := len(letters) - 1; i >= 0; i-- {
		if letters[i].Destination.ToAddresses[0] == address {
			return strings.ReplaceAll(string(letters[i].Content.Raw.Data), "=\r\n", "")
		}
	}
	t.Fatalf("nothing was sent to %s", address)
	return ""
}
