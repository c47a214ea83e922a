package theme_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"greenroom/site/theme"
)

// named returns the nav with a name, or nil.
func named(doc document, name string) *html.Node {
	for _, nav := range doc.all(atom.Nav) {
		if attr(nav, "aria-label") == name {
			return nav
		}
	}
	return nil
}

// Every page but the front page says where it is, and its own name is no link.
func TestCrumbs(t *testing.T) {
	t.Parallel()
	without := map[string]bool{"home": true, "notfound": true, "desk": true, "apply-wrong": true, "apply-known": true}
	for name, page := range pages() {
		if strings.HasSuffix(name, "-empty") || strings.HasSuffix(name, "-off") {
			continue
		}
		doc := parse(t, render(t, page))
		nav := named(doc, "Breadcrumb")
		if (nav == nil) != without[name] {
			t.Errorf("%s: breadcrumb is %v", name, nav)
		}
		if nav == nil {
			continue
		}
		steps := document{nav}.all(atom.Li)
		last := steps[len(steps)-1].FirstChild
		if last.DataAtom == atom.A || attr(last, "aria-current") != "page" {
			t.Errorf("%s: the last step is %s %v", name, last.Data, last.Attr)
		}
	}
}

func TestPager(t *testing.T) {
	t.Parallel()
	doc := parse(t, render(t, theme.Blog(archivePage())))
	want := map[string]string{"prev": "/tags/briefs/", "next": "/tags/briefs/page/1/"}
	for _, a := range (document{named(doc, "Pages")}).all(atom.A) {
		if got := attr(a, "href"); got != want[attr(a, "rel")] {
			t.Errorf("rel=%s leads to %s", attr(a, "rel"), got)
		}
		delete(want, attr(a, "rel"))
	}
	if len(want) > 0 {
		t.Errorf("pager has no %v", want)
	}
}

// Who has no picture has a letter or two.
func TestInitials(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Marisol Tran": "MT", "Sam Okafor-Reyes": "SO", "Cher": "C", "ada maria king lovelace": "AL", "أمل": "أ",
		"“Q” (quiet) person": "QP", "李 小龙": "李小", "": "·", "— !": "·", "\u202Eabc": "A", "\xff x": "X",
	} {
		doc := parse(t, render(t, theme.People(theme.PeoplePage{Frame: bare(), Guests: []theme.PersonRef{{Name: name}}})))
		for _, n := range doc.all(atom.Span) {
			if attr(n, "class") == "face" && words(n) != want {
				t.Errorf("initials of %q = %q, want %q", name, words(n), want)
			}
		}
	}
}

// What a visitor can do with a program depends on its state, and a button is
// never there for what cannot be done.
func TestProgramButton(t *testing.T) {
	t.Parallel()
	const feed = "/programs/atom.xml"
	form := applicationForm()
	tests := []struct {
		state, says, leads string
		form               *theme.ApplicationForm
	}{
		{"open", "Send application", "/api/applications", &form},
		{"open", "", "", nil},
		{"ready", "Be told when it opens", feed, nil},
		{"paused", "Be told when it goes on", feed, nil},
		{"closed", "Be told about the next one", feed, nil},
		{"deciding", "Be told about the next one", feed, nil},
		{"completed", "Be told about the next one", feed, nil},
		{"cancelled", "Be told about the next one", feed, nil},
	}
	for _, tt := range tests {
		page := programPage()
		page.Card.State, page.Form = tt.state, tt.form
		var says, leads string
		for _, n := range parse(t, render(t, theme.Program(page))).all(atom.A, atom.Button, atom.Form) {
			if attr(n, "class") == "button" {
				says, leads = says+words(n), leads+attr(n, "href")
			}
			if attr(n, "method") == "post" {
				leads += attr(n, "action")
			}
		}
		if says != tt.says || leads != tt.leads {
			t.Errorf("%s: button %q leads to %q, want %q to %q", tt.state, says, leads, tt.says, tt.leads)
		}
	}
}

// Only somebody who is signed in, and has not sent the form, can save it.
func TestApplicationButtons(t *testing.T) {
	t.Parallel()
	sent := knownApplication()
	sent.Sent = true
	for want, form := range map[string]theme.ApplicationForm{
		"Send application":                applicationForm(),
		"Send application Save for later": knownApplication(),
		"Keep these answers":              sent,
	} {
		var got []string
		for _, n := range parse(t, render(t, theme.ApplicationFormPart(form))).all(atom.Button) {
			got = append(got, words(n))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("buttons are %q, want %q", got, want)
		}
	}
}

// The sections of a program come in the order of the questions people have.
func TestProgramOrder(t *testing.T) {
	t.Parallel()
	var got []string
	for _, h := range parse(t, render(t, theme.Program(completedPage()))).all(atom.H2) {
		got = append(got, words(h))
	}
	want := "How it went, Dates, At a glance, What you make, Who this is for, How we choose, After you apply, The conditions, Your person, Can you apply?, Asked so far"
	if strings.Join(got, ", ") != want {
		t.Errorf("sections = %q, want %q", got, want)
	}
}

// The marks that cards carry are those the filters ask for.
func TestFiltersAndCardsAgree(t *testing.T) {
	t.Parallel()
	doc := parse(t, render(t, theme.Programs(programsPage())))
	asked := map[string]bool{}
	for _, a := range doc.all(atom.A) {
		asked[attr(a, "data-filter")] = true
	}
	for _, li := range doc.all(atom.Li) {
		for mark := range strings.FieldsSeq(attr(li, "data-filters")) {
			if !asked[mark] {
				t.Errorf("no filter asks for %q", mark)
			}
		}
	}
	if current := len(marked(doc)); current != 1 {
		t.Errorf("%d choices are marked on the page with all programs, want 1", current)
	}
	filtered := marked(parse(t, render(t, theme.Programs(filteredPage()))))
	if len(filtered) != 1 || attr(filtered[0], "data-filter") != "topic:pets" {
		t.Errorf("marked choices = %v, want topic:pets alone", filtered)
	}
}

func marked(doc document) []*html.Node {
	var found []*html.Node
	for _, a := range (document{named(doc, "Filters")}).all(atom.A) {
		if has(a, "aria-current") {
			found = append(found, a)
		}
	}
	return found
}

// The script of the search page relies on these (see assets/js/search.js).
func TestSearchKeepsItsContract(t *testing.T) {
	t.Parallel()
	doc := parse(t, render(t, theme.Search(searchPage())))
	for id, want := range map[string]atom.Atom{"search-form": atom.Form, "q": atom.Input, "search-status": atom.P, "search-results": atom.Ol} {
		if n := doc.byID(id); n == nil || n.DataAtom != want {
			t.Errorf("#%s is %v, want %s", id, n, want)
		}
	}
	if form := doc.byID("search-form"); attr(form, "action") != "/search/" || attr(form, "method") != "get" || attr(form, "role") != "search" {
		t.Errorf("form has %v", form.Attr)
	}
	var index string
	for _, s := range doc.all(atom.Script) {
		index += attr(s, "data-index")
	}
	if index != "/search/" {
		t.Errorf("index = %q", index)
	}
	off := searchPage()
	off.Index = ""
	if parse(t, render(t, theme.Search(off))).byID("search-form") != nil {
		t.Error("a site without an index has a form that finds nothing")
	}
}

// A short post has no contents.
func TestContentsAreLeftOutWhenEmpty(t *testing.T) {
	t.Parallel()
	short := postPage()
	short.Contents = nil
	if got := len(parse(t, render(t, theme.Post(short))).all(atom.Details)); got != 0 {
		t.Errorf("page has %d contents, want none", got)
	}
}
